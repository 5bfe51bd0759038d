"""The shell of `Chi tiết đơn vị`: how it looks, what may be typed, how it is printed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cchc_xl.model import Consolidation, Row, Section
from cchc_xl.workbook import style as look
from cchc_xl.workbook.book import Book, depth_of, is_heading
from cchc_xl.workbook.cells import letters, put, put_row, put_text
from cchc_xl.workbook.layout import DETAIL_SHEET
from cchc_xl.workbook.merged.detail import HEADERS, detail_block
from cchc_xl.workbook.merged.detail_places import (
    BELOW_ROW,
    COLUMNS,
    COUNT_CELL,
    FIRST_LEAF,
    FIRST_ROW,
    MATRIX_LIMIT,
    NAME_ROW,
    Detail,
    DetailLayout,
)
from cchc_xl.workbook.merged.pages import footer, lay
from cchc_xl.workbook.merged.records import Block, Cell, Merged
from cchc_xl.workbook.text_fit import count_lines, lines_height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_TAKES_OWN = frozenset({Consolidation.SUM, Consolidation.CATALOG})
_ADDS = frozenset({*_TAKES_OWN, Consolidation.TOTAL, Consolidation.RATIO, Consolidation.UNIT_SHARE})
_WIDTHS = (7.0, 44.0, 11.0, 15.0, 12.0, 11.0, 12.0, 10.0, 10.0, 10.0, 12.0, 12.0)
_LEAF_WIDTH = 11.5
_SIZE = 11


def write_detail(book: Book, merged: Merged | None) -> None:
    """Add the sheet: the block in its shell, or the shell alone."""
    sheet = book.add_sheet(DETAIL_SHEET)
    leaves = len(merged.heads) if merged is not None else 0
    layout = DetailLayout(book.template, leaves)
    block = detail_block(merged, layout, book.layout) if merged is not None else []
    formats = _Formats(book)
    for column, width in zip(COLUMNS, _WIDTHS, strict=True):
        hidden = {"hidden": True} if column in (Detail.KEY, Detail.COMPUTED) else {}
        sheet.set_column(f"{column}:{column}", width, None, hidden)
    last = FIRST_LEAF + (leaves if merged is not None else MATRIX_LIMIT) - 1
    if layout.is_wide and last >= FIRST_LEAF:
        sheet.set_column(FIRST_LEAF, last, _LEAF_WIDTH, formats.leaf)
    _write_head(book, sheet, block, formats)
    for number, line in layout.lines:
        _write_line(book, sheet, number, line, _row(block, number), formats)
    if layout.is_wide and last >= FIRST_LEAF:
        _write_conditions(book, sheet, layout, letters(last))
    _write_own_validation(sheet, layout)
    sheet.freeze_panes(FIRST_ROW - 1, 2)
    sheet.protect("", {"format_columns": True, "format_rows": True, "objects": True})
    sheet.ignore_errors({"number_stored_as_text": f"A{FIRST_ROW}:A{layout.last_row}"})
    sheet.set_tab_color(look.NAVY)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(NAME_ROW - 1, BELOW_ROW - 1)
    sheet.repeat_columns("A:B")
    if not layout.is_wide or 0 < leaves <= _ONE_PAGE:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_paper(_A3)
        sheet.set_print_scale(60)
    footer(sheet, DETAIL_SHEET)
    if merged is None:
        sheet.hide()


_ONE_PAGE = 8  # units that fit beside the rest on one page
_A3 = 8


class _Formats:
    """The few looks of the sheet."""

    def __init__(self, book: Book) -> None:
        get, plain = book.styles.get, {"font_size": _SIZE, **look.BOXED}
        self.title = get(bold=True, font_size=16, font_color=look.RED)
        self.about = get(italic=True, font_color=look.NAVY)
        self.hint = get(font_size=_SIZE, font_color=look.NOTE_INK)
        self.count = get(bold=True, align="left", font_color=look.NAVY)
        self.right = get(align="right", font_color=look.NAVY)
        self.header = get(
            bold=True,
            font_color=look.WHITE,
            bg_color=look.NAVY,
            align="center",
            text_wrap=True,
            **plain,
        )
        self.leaf = get(align="center", text_wrap=True, font_size=_SIZE)
        self.text = get(text_wrap=True, **plain)
        self.middle = get(align="center", text_wrap=True, **plain)
        self.number = get(align="center", **plain)
        self.computed = get(align="center", bg_color=look.COMPUTED, bold=True, **plain)
        self.open = get(align="center", bg_color=look.INPUT, locked=False, **plain)
        self.shut = get(align="center", bg_color=look.OUTSIDE, **plain)
        self.heading = get(bold=True, bg_color=look.HEADING, text_wrap=True, **plain)
        top = {"bold": True, "bg_color": look.HEADING_TOP, "text_wrap": True, **plain}
        self.heading_no = get(
            bold=True, bg_color=look.HEADING, text_wrap=True, align="center", **plain
        )
        self.section, self.section_no = get(**top), get(align="center", **top)
        self.grey = get(font_color=look.GREY)


def _row(block: Block, number: int) -> Sequence[Cell]:
    return block[number - 1] if number <= len(block) else ()


def _cell(row: Sequence[Cell], place: int) -> Cell:
    return row[place] if place < len(row) else None


def _write_head(book: Book, sheet: "Worksheet", block: Block, formats: _Formats) -> None:
    for number, style, height in ((1, formats.title, 27), (2, formats.about, 18)):
        put(sheet, f"A{number}", _cell(_row(block, number), 0), style)
        book.set_height(sheet, number, height, free=False)
    put(sheet, "A3", _cell(_row(block, 3), 0), formats.hint)
    book.set_height(sheet, 3, 18, free=False)
    label = chr(ord(COUNT_CELL[0]) - 1) + COUNT_CELL[1:]
    for at, style in ((label, formats.right), (COUNT_CELL, formats.count)):
        put(sheet, at, _cell(_row(block, 2), ord(at[0]) - ord("A")), style)
    for place, words in enumerate(HEADERS):
        at = f"{COLUMNS[place]}{NAME_ROW}"
        sheet.merge_range(f"{at}:{COLUMNS[place]}{BELOW_ROW}", "", formats.header)
        put_text(sheet, at, words, formats.header)
    lines, files = 2, 1
    for place, value in enumerate(_row(block, NAME_ROW)[FIRST_LEAF:], FIRST_LEAF):
        below = _cell(_row(block, BELOW_ROW), place)
        put(sheet, f"{letters(place)}{NAME_ROW}", value, formats.leaf)
        put(sheet, f"{letters(place)}{BELOW_ROW}", below, formats.leaf)
        lines = max(lines, count_lines(str(value), _LEAF_WIDTH, _SIZE, bold=True))
        files = max(files, count_lines(str(below or ""), _LEAF_WIDTH, _SIZE))
    book.set_height(sheet, NAME_ROW, lines_height(min(lines, 6), _SIZE), free=False)
    book.set_height(sheet, BELOW_ROW, lines_height(min(files, 4), _SIZE), free=False)


def _write_line(
    book: Book,
    sheet: "Worksheet",
    number: int,
    line: Section | Row,
    row: Sequence[Cell],
    formats: _Formats,
) -> None:
    styles = _styles_of(line, formats)
    depth = 0 if isinstance(line, Section) else min(depth_of(book.template, line), 6)
    for place, style in enumerate(styles):
        if place == 1 and depth:
            style = book.styles.get(**_label(line, depth))
        put(sheet, f"{COLUMNS[place]}{number}", _cell(row, place), style)
    put_row(sheet, number - 1, row[FIRST_LEAF:], [formats.leaf] * len(row), FIRST_LEAF)
    label = line.title if isinstance(line, Section) else line.label
    bold = isinstance(line, Section) or is_heading(line)
    measure = "" if isinstance(line, Section) else line.measure
    way = str(_cell(row, 3) or "")
    lines = max(
        count_lines(label, _WIDTHS[1], _SIZE, bold=bold, indent=depth),
        count_lines(measure, _WIDTHS[2], _SIZE),
        count_lines(way, _WIDTHS[3], _SIZE),
        1,
    )
    book.set_height(sheet, number, max(lines_height(lines, _SIZE), 18.0))


def _label(line: Section | Row, depth: int) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "text_wrap": True,
        "font_size": _SIZE,
        "indent": depth,
        **look.BOXED,
    }
    if isinstance(line, Row) and is_heading(line):
        properties |= {"bold": True, "bg_color": look.HEADING}
    if isinstance(line, Row) and line.is_ratio:
        properties["italic"] = True
    return properties


def _styles_of(line: Section | Row, formats: _Formats) -> list[Any]:
    if isinstance(line, Section):
        return _across(formats.section_no, formats.section, formats.grey)
    if is_heading(line):
        return _across(formats.heading_no, formats.heading, formats.grey)
    own = formats.open if line.consolidation in _TAKES_OWN else formats.shut
    override = formats.open if line.consolidation in _ADDS else formats.shut
    left = [formats.middle, formats.text, formats.middle, formats.middle, own, override]
    right = [formats.computed, formats.number, formats.number, formats.number]
    return [*left, *right, formats.grey, formats.grey]


def _across(number: Any, rest: Any, hidden: Any) -> list[Any]:
    return [number, *[rest] * (FIRST_LEAF - 3), hidden, hidden]


def _write_conditions(book: Book, sheet: "Worksheet", layout: DetailLayout, last: str) -> None:
    """Looks of the units' columns: they follow what stands there, so a click need not lay them."""
    first = letters(FIRST_LEAF)
    head = f"{first}{NAME_ROW}:{last}{BELOW_ROW}"
    area = f"{first}{FIRST_ROW}:{last}{layout.last_row}"
    named = f'{first}${NAME_ROW}<>""'
    key = f"${Detail.KEY}{FIRST_ROW}"
    condition = book.styles.condition
    border = {"border": 1, "border_color": look.LINE}
    lay(
        sheet,
        f"{first}{NAME_ROW}:{last}{NAME_ROW}",
        f"={named}",
        condition(bold=True, font_color=look.WHITE, bg_color=look.NAVY, **border),
    )
    lay(
        sheet,
        head.replace(str(NAME_ROW), str(BELOW_ROW), 1),
        f"={named}",
        condition(font_color=look.NAVY, bg_color=look.HEADING_TOP, **border),
    )
    lay(
        sheet,
        area,
        f"=AND({named},ISTEXT({first}{FIRST_ROW}))",
        condition(font_color=look.WARNING_INK, bg_color=look.WARNING_SOFT, **border),
    )
    for line_number, line in layout.lines:
        code = answer_format(line) if isinstance(line, Row) else None
        if code is not None:
            at = f"{first}{line_number}:{last}{line_number}"
            lay(sheet, at, f"={named}", condition(num_format=code, **border))
    lay(sheet, area, f'=AND({named},{key}<>"")', condition(**border))
    lay(sheet, area, f'=AND({named},{key}="")', condition(bg_color=look.HEADING, **border))


def answer_format(row: Row) -> str | None:
    """A number format that shows the words of a choice without printed codes; None for others."""
    if row.codes_printed or not 0 < len(row.choices) <= 2:
        return None
    shown = (f'[={choice.code}]"{choice.label}"' for choice in row.choices)
    return (
        ";".join([*shown, "General"]) if '"' not in "".join(c.label for c in row.choices) else None
    )


def _write_own_validation(sheet: "Worksheet", layout: DetailLayout) -> None:
    area = f"{Detail.OWN}{FIRST_ROW}:{Detail.OVERRIDE}{layout.last_row}"
    sheet.data_validation(
        area,
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -1e15,
            "maximum": 1e15,
            "error_title": "Cần một con số",
            "error_message": "Ô này chỉ nhận số; để trống nếu không có.",
        },
    )
