"""One part of the form: the sheet where figures are typed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cchc_xl.model import Row, Section, Severity
from cchc_xl.templates.printing import measure_lines
from cchc_xl.workbook import style as look
from cchc_xl.workbook.book import Book, depth_of, is_heading
from cchc_xl.workbook.cells import put, put_formula, put_text, safe_text, shown_text
from cchc_xl.workbook.choices import (
    allowed_level_words,
    is_outside,
    outside_condition,
    period_words,
)
from cchc_xl.workbook.content import CellContent, Formula
from cchc_xl.workbook.earlier_column import write_earlier
from cchc_xl.workbook.front_progress import count_found, unchanged
from cchc_xl.workbook.layout import (
    COMMENT_AUTHOR,
    FIRST_ROW,
    FRONT_SHEET,
    HEADER_ROW,
    ORG_UNIT,
    PERIOD,
    RESULTS_SHEET,
    Column,
    Progress,
    quoted,
)
from cchc_xl.workbook.section_conditions import write_conditions, write_validations
from cchc_xl.workbook.text_fit import count_lines, lines_height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

WIDTHS = {
    Column.NO: 7.0,
    Column.LABEL: 47.0,
    Column.MEASURE: 12.5,
    Column.VALUE: 12.0,
    Column.NOTE: 19.0,
    Column.VERDICT: 33.0,
    Column.JUSTIFICATION: 25.0,
    Column.CHILDREN: 29.0,
}
HEADERS = {
    Column.NO: "STT",
    Column.LABEL: "Chỉ tiêu thống kê",
    Column.MEASURE: "Đơn vị tính",
    Column.VALUE: "Số liệu",
    Column.NOTE: "Ghi chú",
    Column.VERDICT: "Kiểm tra",
    Column.JUSTIFICATION: "Giải trình",
    Column.KEY: "Khóa",
    Column.ORIGINAL: "Nguyên văn",
    Column.CHILDREN: "Từ các đơn vị",
}
OUTSIDE_LEVEL = "Không thuộc cấp của đơn vị"
SEE_RESULTS = f" (xem {RESULTS_SHEET})"
NO_UNIT = "(chưa ghi tên đơn vị – mở Trang chính)"

_SMALL = 11  # size of the columns beside the form's own
_LONGEST = 15  # lines; Excel's highest row is 409 points
PROTECTION = {
    "format_columns": True,
    "format_rows": True,
    "autofilter": True,
    "objects": True,  # the unit's own notes on cells
}


def write_section(book: Book, section: Section, results: Mapping[str, str]) -> None:
    """Add the sheet of one section. ``results``: where a row's first finding stands, by key."""
    name = book.layout.sheet_for(section)
    sheet = book.add_sheet(name)
    for column, width in WIDTHS.items():
        if column is not Column.CHILDREN:
            sheet.set_column(f"{column}:{column}", width)
    if _has_children(book):
        hidden = {} if book.content.merged is not None else {"hidden": True}
        letter = Column.CHILDREN
        sheet.set_column(f"{letter}:{letter}", WIDTHS[letter], None, hidden)
    sheet.set_column(f"{Column.KEY}:{Column.ORIGINAL}", 30, None, {"hidden": True})
    _write_head(book, sheet, section)
    for row in section.rows:
        _write_row(book, sheet, row, results.get(row.key))
    write_earlier(book, sheet, section)
    write_validations(book, sheet, section)
    write_conditions(book, sheet, section)
    last = book.layout.last_row(section)
    sheet.autofilter(f"{Column.NO}{HEADER_ROW}:{Column.JUSTIFICATION}{last}")
    sheet.freeze_panes(HEADER_ROW, 2)
    sheet.protect("", PROTECTION)
    inputs = book.layout.section_inputs(section)
    if inputs:
        sheet.set_selection(inputs[0].partition(":")[0])
    # A number of order such as "1.1" is a text on purpose.
    sheet.ignore_errors({"number_stored_as_text": f"A{FIRST_ROW}:A{last}"})
    sheet.set_tab_color(look.NAVY)
    _set_up_page(sheet, name)


def _has_children(book: Book) -> bool:
    """True where column J is there, hidden in a workbook that is not consolidated yet."""
    return book.content.merged is not None or book.content.shells


def _set_up_page(sheet: "Worksheet", name: str) -> None:
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.repeat_rows(HEADER_ROW - 1)
    # "&" begins a code in a footer; the blank keeps the size apart from a name that begins with "7"
    words = name.replace("&", "&&")
    sheet.set_footer(f"&L{look.FOOTER}{words}&R{look.FOOTER}Trang &P/&N")


def section_title(section: Section) -> str:
    """A section's number and title on one line."""
    number = section.no.strip().rstrip(".")
    if not number:
        return section.title
    return f"{number}. {section.title}"


def _write_head(book: Book, sheet: "Worksheet", section: Section) -> None:
    content, layout, styles = book.content, book.layout, book.styles
    line = layout.progress_row(section)
    title = styles.get(bold=True, font_size=16, font_color=look.RED)
    put_text(sheet, "A1", section_title(section), title)
    book.set_height(sheet, 1, 27, free=False)

    words = content.org_unit.name or NO_UNIT
    period = period_words(content.period)
    put_formula(
        sheet,
        "A2",
        f'=IF({ORG_UNIT.reference}="","{NO_UNIT}",{ORG_UNIT.reference})'
        f'&IF({PERIOD.reference}="",""," · "&{PERIOD.reference})',
        styles.get(italic=True, font_color=look.NAVY),
        words + (f" · {period}" if period else ""),
    )
    book.set_height(sheet, 2, 18, free=False)

    link = styles.get(font_color=look.LINK, underline=1, font_size=_SMALL)
    sheet.write_url("A3", f"internal:{quoted(FRONT_SHEET)}!A1", link, "◄ Trang chính")
    _write_next_link(book, sheet, section, link)
    front = quoted(FRONT_SHEET)
    count = {column: f"{front}!${column}${line}" for column in Progress}
    put_formula(
        sheet,
        "F3",
        f'="Đã nhập "&{count[Progress.FILLED]}&"/"&{count[Progress.INPUTS]}&" ô · Lỗi "'
        f'&{count[Progress.ERRORS]}&" · Cảnh báo "&{count[Progress.WARNINGS]}'
        f'&IF({unchanged()},"{SEE_RESULTS}","")',
        styles.get(font_size=_SMALL, font_color=look.NAVY),
        f"Đã nhập {book.count_filled(section)}/{book.count_inputs(section)} ô · "
        f"Lỗi {count_found(book, section, Severity.ERROR)} · "
        f"Cảnh báo {count_found(book, section, Severity.WARNING)}"
        f"{'' if content.checked is None else SEE_RESULTS}",
    )
    book.set_height(sheet, 3, 18, free=False)

    header = styles.get(
        bold=True,
        font_color=look.WHITE,
        bg_color=look.NAVY,
        align="center",
        text_wrap=True,
        **look.BOXED,
    )
    for column, words in HEADERS.items():
        if column is not Column.CHILDREN or _has_children(book):
            put_text(sheet, f"{column}{HEADER_ROW}", words, header)
    book.set_height(sheet, HEADER_ROW, 27, free=False)


def _write_next_link(book: Book, sheet: "Worksheet", section: Section, link: Any) -> None:
    names = book.layout.section_sheets
    place = names.index(book.layout.sheet_for(section)) + 1
    name = names[place] if place < len(names) else RESULTS_SHEET
    sheet.write_url("C3", f"internal:{quoted(name)}!A1", link, f"{name} ►")


def _write_row(book: Book, sheet: "Worksheet", row: Row, result: str | None) -> None:
    number = book.layout.row_of(row.key)
    content = book.cell(row.key)
    depth = depth_of(book.template, row)
    styles, heading = book.styles, is_heading(row)
    base: dict[str, Any] = {"text_wrap": True, **look.BOXED}
    if heading:
        base |= {"bold": True, "bg_color": look.HEADING_TOP if depth == 0 else look.HEADING}
    label = base | {"indent": min(depth, 6)} | ({"italic": True} if row.is_ratio else {})

    put_text(sheet, f"{Column.NO}{number}", row.no, styles.get(align="center", **base))
    put_text(sheet, f"{Column.LABEL}{number}", row.label, styles.get(**label))
    put_text(
        sheet,
        f"{Column.MEASURE}{number}",
        measure_lines(row),
        styles.get(align="center", **base | {"font_size": _SMALL, "bold": False}),
    )
    put(
        sheet,
        f"{Column.VALUE}{number}",
        content.value,
        styles.get(**_value_properties(book, row, content, base)),
    )
    beside = base | {"font_size": _SMALL, "bold": False}
    free = styles.get(locked=False, **beside)
    put_text(sheet, f"{Column.NOTE}{number}", book.note(row), free)
    # At the top: where a row is lower than its words, their beginning is what must be read.
    verdict = styles.get(**beside | {"font_color": look.NOTE_INK, "valign": "top"})
    _write_verdict(book, sheet, row, verdict, result)
    put_text(sheet, f"{Column.JUSTIFICATION}{number}", content.justification, free)
    put_text(sheet, f"{Column.KEY}{number}", row.key, styles.get(font_color=look.GREY))
    put_text(
        sheet, f"{Column.ORIGINAL}{number}", content.original, styles.get(font_color=look.GREY)
    )
    if _has_children(book):
        put(sheet, f"{Column.CHILDREN}{number}", content.children, verdict)
    if content.comment:
        _write_comment(sheet, f"{Column.VALUE}{number}", content.comment)
    book.set_height(sheet, number, _height(book, row, depth))


def _value_properties(
    book: Book, row: Row, content: CellContent, base: dict[str, Any]
) -> dict[str, Any]:
    shown = book.shown(row.key)
    properties = base | {
        "align": "left" if isinstance(shown, str) and len(shown) > 12 else "center",
        "num_format": look.number_format(content.decimals),
        "bold": False,
    }
    if shown is not None and not isinstance(shown, str | int | float):
        properties["num_format"] = "dd/mm/yyyy"
    computed = isinstance(content.value, Formula)
    if row.is_ratio:
        properties |= {"italic": True, "bg_color": look.COMPUTED, "locked": computed}
    elif not is_heading(row):
        properties |= {"bg_color": look.COMPUTED if computed else look.INPUT, "locked": False}
    elif shown is not None:
        properties["locked"] = False  # a value on a heading can be taken away again
    said = str(book.verdict(row) or "")
    if content.severity is not None and not said.startswith(content.severity.label):
        # Found by a rule that column F does not compute: shown until the next check.
        properties["bg_color"] = {
            Severity.ERROR: look.ERROR_SOFT,
            Severity.WARNING: look.WARNING_SOFT,
            Severity.NOTE: look.NOTE_SOFT,
        }[content.severity]
    return properties


def _write_verdict(
    book: Book, sheet: "Worksheet", row: Row, cell_style: Any, result: str | None
) -> None:
    content = book.cell(row.key)
    at = f"{Column.VERDICT}{book.layout.row_of(row.key)}"
    if content.verdict != "":
        put(sheet, at, content.verdict, cell_style)
        return
    if content.severity is not None and result is not None:
        words = f"{content.severity.label}: xem {RESULTS_SHEET}"
        sheet.write_url(at, f"internal:{quoted(RESULTS_SHEET)}!{result}", cell_style, words)
    elif content.severity is not None:
        put_text(sheet, at, content.severity.label, cell_style)
    elif row.is_input and row.levels:
        formula = f'=IF({outside_condition(allowed_level_words(row))},"{OUTSIDE_LEVEL}","")'
        value = OUTSIDE_LEVEL if is_outside(book.content.org_unit.level, row) else None
        put_formula(sheet, at, formula, cell_style, value)
    else:
        put_text(sheet, at, "", cell_style)


def _write_comment(sheet: "Worksheet", at: str, text: str) -> None:
    text = safe_text(text)
    width = 300
    lines = count_lines(text, 40, 10)
    sheet.write_comment(
        at,
        text,
        {
            "author": COMMENT_AUTHOR,
            "width": width,
            "height": min(40 + 17 * lines, 420),
            "font_name": look.FONT,
            "font_size": 11,
            "color": look.INPUT,
        },
    )


def _height(book: Book, row: Row, depth: int) -> float:
    content, heading = book.cell(row.key), is_heading(row)
    label = count_lines(row.label, WIDTHS[Column.LABEL], 12, bold=heading, indent=min(depth, 6))
    value = max(
        count_lines(shown_text(content.value), WIDTHS[Column.VALUE], 12),
        count_lines(row.no, WIDTHS[Column.NO], 12, bold=heading),
    )
    beside = max(
        count_lines(text, WIDTHS[column], _SMALL)
        for column, text in (
            (Column.MEASURE, measure_lines(row)),
            (Column.NOTE, book.note(row)),
            (Column.VERDICT, shown_text(content.verdict)),
            (Column.JUSTIFICATION, content.justification),
            (Column.CHILDREN, shown_text(content.children)),
        )
    )
    if _is_held_against_others(book, row):
        beside = max(beside, 2)  # its verdict comes later, and no program fits a row for a formula
    return max(
        lines_height(min(max(label, value), _LONGEST), 12),
        lines_height(min(beside, _LONGEST), _SMALL),
        21.0,
    )


def _is_held_against_others(book: Book, row: Row) -> bool:
    """True for rows whose verdict names other rows or figures, which takes two lines."""
    rules = book.template.rules_in_force
    return row.is_ratio or bool(row.parts) or any(row.key in rule.left for rule in rules)
