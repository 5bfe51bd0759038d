"""`Phiếu trả`: one printed page a unit to send back, with the same as text to paste beside it."""

from typing import TYPE_CHECKING

from cchc_xl.workbook import style as look
from cchc_xl.workbook.book import Book
from cchc_xl.workbook.cells import put_row
from cchc_xl.workbook.layout import CHILD_FINDINGS_SHEET, SLIP_SHEET
from cchc_xl.workbook.merged.detail_places import MATRIX_LIMIT
from cchc_xl.workbook.merged.pages import footer, lay, title
from cchc_xl.workbook.merged.places import (
    SLIP_COLUMNS,
    SLIP_FIRST_ROW,
    SLIP_KIND,
    SLIP_LAST_ROW,
    SLIP_TEXT,
    SLIP_TEXT_WIDTH,
    SlipKind,
)
from cchc_xl.workbook.merged.records import Block, Cell, Merged
from cchc_xl.workbook.text_fit import count_lines, lines_height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TITLE = "PHIẾU TRẢ CÁC ĐƠN VỊ"
HINT = (
    "Mỗi đơn vị một trang in. Cột bên phải là cùng nội dung bằng chữ: chọn các ô của một đơn vị, "
    "chép rồi dán vào thư hoặc Zalo."
)
NOBODY = "Không có đơn vị nào cần gửi phiếu."
MANY = (
    f"Hơn {MATRIX_LIMIT} đơn vị nên không lập phiếu ở đây: lọc theo đơn vị ở trang "
    f"{CHILD_FINDINGS_SHEET}, hoặc để cấp trực tiếp lập phiếu khi tổng hợp các đơn vị của mình."
)
_SIZE = 11
_LONGEST = 15
_PLACES = (*"ABCDEFG", SLIP_KIND, "I", SLIP_TEXT)
_MAX_BREAKS = 1_000  # Excel allows 1,026 on a sheet


def slips_block(merged: Merged) -> Block:
    """The cells from A1 on."""
    blank: list[Cell] = [None] * len(_PLACES)
    block: Block = [
        [TITLE, *blank[1:]],
        [merged.about, *blank[1:]],
        [_hint(merged), *blank[1:]],
    ]
    for line in merged.slips:
        cells: list[Cell] = [*line.cells]
        cells += [None] * (len(SLIP_COLUMNS) - len(cells))
        block.append([*cells, line.kind, None, line.text or None])
    return block


def _hint(merged: Merged) -> str:
    if merged.slips:
        return HINT
    return MANY if len(merged.heads) > MATRIX_LIMIT else NOBODY


def slip_breaks(merged: Merged) -> list[int]:
    """Rows below which a page ends: every slip but the first begins one."""
    titles = [
        number
        for number, line in enumerate(merged.slips, SLIP_FIRST_ROW)
        if line.kind == SlipKind.TITLE
    ]
    return [number - 1 for number in titles[1:_MAX_BREAKS]]


def write_slips(book: Book, merged: Merged | None) -> None:
    """Add the sheet: the block in its shell, or the shell alone."""
    sheet = book.add_sheet(SLIP_SHEET)
    block = slips_block(merged) if merged is not None else []
    get = book.styles.get
    table = get(font_size=_SIZE, text_wrap=True, valign="top", align="left", indent=1)
    number = get(font_size=_SIZE, valign="top", align="left")
    small = get(font_size=_SIZE, font_color=look.GREY)
    text = get(font_size=_SIZE, valign="top")
    for place, (_, width) in zip(_PLACES, SLIP_COLUMNS, strict=False):
        sheet.set_column(f"{place}:{place}", width, number if place == "A" else table)
    sheet.set_column(f"{SLIP_KIND}:{SLIP_KIND}", 8, small, {"hidden": True})
    sheet.set_column("I:I", 3)
    sheet.set_column(f"{SLIP_TEXT}:{SLIP_TEXT}", SLIP_TEXT_WIDTH, text)
    first: list[Cell] = [row[0] for row in block[:3]] if block else [TITLE, None, None]
    title(book, sheet, *first)
    special = {"A": number, SLIP_KIND: small, SLIP_TEXT: text}
    styles = [special.get(place, table) for place in _PLACES]
    for line_number, row in enumerate(block[SLIP_FIRST_ROW - 1 :], SLIP_FIRST_ROW):
        put_row(sheet, line_number - 1, row, styles)
        _set_height(book, sheet, line_number, row)
    _write_conditions(book, sheet)
    if merged is not None:
        sheet.set_h_pagebreaks(slip_breaks(merged))
    sheet.freeze_panes(SLIP_FIRST_ROW - 1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"A{SLIP_FIRST_ROW}:G{SLIP_LAST_ROW}"})
    sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.4, top=0.6, bottom=0.6)
    sheet.set_print_scale(74)  # not "fit to width": Excel would pass over the page breaks then
    last = max(len(block), SLIP_FIRST_ROW)
    sheet.print_area(f"A{SLIP_FIRST_ROW}:G{last}")
    sheet.set_tab_color(look.NAVY)
    footer(sheet, SLIP_SHEET)
    if merged is None:
        sheet.hide()


def _set_height(book: Book, sheet: "Worksheet", number: int, row: list[Cell]) -> None:
    kind = str(row[_PLACES.index(SLIP_KIND)])
    if kind == SlipKind.LINE:
        lines = max(
            count_lines(str(value), width, _SIZE, indent=1)
            for value, (_, width) in zip(row, SLIP_COLUMNS, strict=False)
            if value is not None
        )
        book.set_height(sheet, number, max(lines_height(min(lines, _LONGEST), _SIZE), 32))
    else:
        height = {SlipKind.TITLE: 27, SlipKind.HEADER: 24, SlipKind.BLANK: 14}
        book.set_height(sheet, number, height.get(SlipKind(kind), 18))


def _write_conditions(book: Book, sheet: "Worksheet") -> None:
    row, condition = SLIP_FIRST_ROW, book.styles.condition
    area = f"A{row}:G{SLIP_LAST_ROW}"
    border = {"border": 1, "border_color": look.LINE}

    def when(kind: SlipKind) -> str:
        return f'=${SLIP_KIND}{row}="{kind}"'

    lay(sheet, area, when(SlipKind.TITLE), condition(bold=True, font_color=look.RED))
    head = condition(bold=True, font_color=look.WHITE, bg_color=look.NAVY, **border)
    lay(sheet, area, when(SlipKind.HEADER), head)
    lay(
        sheet,
        f"G{row}:G{SLIP_LAST_ROW}",
        when(SlipKind.LINE),
        condition(bg_color=look.INPUT, **border),
    )
    lay(sheet, area, when(SlipKind.LINE), condition(**border))
    lay(
        sheet,
        f"{SLIP_TEXT}{row}:{SLIP_TEXT}{SLIP_LAST_ROW}",
        f'=${SLIP_TEXT}{row}<>""',
        condition(bg_color=look.NOTE_SOFT, font_color=look.NAVY),
    )
