"""`Số liệu đơn vị`: the matrix lying the other way, one line a unit, for very many units."""

from typing import TYPE_CHECKING

from cchc_xl.workbook import style as look
from cchc_xl.workbook.book import Book
from cchc_xl.workbook.cells import letters, put_row
from cchc_xl.workbook.layout import DATA_SHEET, DETAIL_SHEET, quoted
from cchc_xl.workbook.merged.detail_places import (
    DATA_FIRST_COLUMN,
    DATA_FIRST_ROW,
    DATA_KEY_ROW,
    DATA_LABEL_ROW,
    DATA_NO_ROW,
    Data,
    DetailLayout,
)
from cchc_xl.workbook.merged.pages import footer, lay
from cchc_xl.workbook.merged.records import Block, Cell, DetailRow, Merged

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TITLE = "SỐ LIỆU TỪNG ĐƠN VỊ"
_HINT = f"Mỗi đơn vị một dòng; kết quả và số của đơn vị mình ở trang {DETAIL_SHEET}."
_HEADERS = ("TT", "Đơn vị", "Cấp", "Qua, tệp")
_WIDTHS = {Data.NUMBER: 6.0, Data.UNIT: 34.0, Data.LEVEL: 12.0, Data.BELOW: 26.0}
_SIZE = 11
_LAST_ROW = 10_000  # as far as the colours reach
_NOTHING = DetailRow()


def names_area(leaves: int) -> str:
    """The units' names, as seen from another sheet."""
    last = DATA_FIRST_ROW + max(leaves, 1) - 1
    return f"{quoted(DATA_SHEET)}!${Data.UNIT}${DATA_FIRST_ROW}:${Data.UNIT}${last}"


def data_block(merged: Merged, layout: DetailLayout) -> Block:
    """The cells from A1 on."""
    keys = layout.data_keys
    rows = layout.template.by_key
    columns = [merged.rows.get(key, _NOTHING).values for key in keys]
    blank: list[Cell] = [None] * (DATA_FIRST_COLUMN + len(keys))
    block: Block = [
        [TITLE, *blank[1:]],
        [f"{merged.about}. {_HINT}" if merged.about else _HINT, *blank[1:]],
        [*blank[:DATA_FIRST_COLUMN], *(rows[key].no for key in keys)],
        [*blank[:DATA_FIRST_COLUMN], *keys],
        [*_HEADERS, *(rows[key].label for key in keys)],
    ]
    for number, head in enumerate(merged.heads):
        values = (column[number] if number < len(column) else None for column in columns)
        block.append([number + 1, head.name, head.level, head.below, *values])
    return block


def write_data(book: Book, merged: Merged | None) -> None:
    """Add the sheet: the block in its shell, or the shell alone."""
    sheet = book.add_sheet(DATA_SHEET)
    leaves = len(merged.heads) if merged is not None else 0
    layout = DetailLayout(book.template, leaves)
    get = book.styles.get
    plain = get(font_size=_SIZE, align="left", indent=1)
    figure = get(font_size=_SIZE, align="center")
    for column, width in _WIDTHS.items():
        sheet.set_column(f"{column}:{column}", width, figure if column == "A" else plain)
    last = DATA_FIRST_COLUMN + len(layout.data_keys) - 1
    sheet.set_column(DATA_FIRST_COLUMN, last, 13, figure)
    head = get(
        bold=True,
        font_color=look.WHITE,
        bg_color=look.NAVY,
        align="center",
        text_wrap=True,
        font_size=_SIZE,
        **look.BOXED,
    )
    above = get(align="center", font_size=_SIZE, font_color=look.NAVY)
    looks = {
        1: get(bold=True, font_size=16, font_color=look.RED),
        2: get(italic=True, font_color=look.NAVY),
        DATA_NO_ROW: above,
        DATA_KEY_ROW: above,
        DATA_LABEL_ROW: head,
    }
    block = data_block(merged, layout) if merged is not None else []
    lines = [figure] + [plain] * (DATA_FIRST_COLUMN - 1) + [figure] * len(layout.data_keys)
    for number, row in enumerate(block, 1):
        styles = [looks[number]] * len(row) if number in looks else lines
        put_row(sheet, number - 1, row, styles)
    sheet.set_row_pixels(DATA_KEY_ROW - 1, 20, None, {"hidden": True})
    book.set_height(sheet, DATA_LABEL_ROW, 90, free=False)
    _write_conditions(book, sheet, letters(last))
    sheet.freeze_panes(DATA_FIRST_ROW - 1, 2)
    if leaves:
        sheet.autofilter(f"A{DATA_LABEL_ROW}:{letters(last)}{DATA_FIRST_ROW + leaves - 1}")
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.set_print_scale(50)
    sheet.repeat_rows(DATA_NO_ROW - 1, DATA_LABEL_ROW - 1)
    sheet.repeat_columns("A:B")
    footer(sheet, DATA_SHEET)
    if merged is None:
        sheet.hide()


def _write_conditions(book: Book, sheet: "Worksheet", last: str) -> None:
    row, condition = DATA_FIRST_ROW, book.styles.condition
    border = {"border": 1, "border_color": look.LINE}
    figures = f"{letters(DATA_FIRST_COLUMN)}{row}:{last}{_LAST_ROW}"
    first = f"{letters(DATA_FIRST_COLUMN)}{row}"
    text = condition(font_color=look.WARNING_INK, bg_color=look.WARNING_SOFT, **border)
    lay(sheet, figures, f"=ISTEXT({first})", text)
    lay(sheet, f"A{row}:{last}{_LAST_ROW}", f'=$B{row}<>""', condition(**border))
