"""Kỳ trước: what stood in each row in the period before, as a hint. It is never read back."""

from typing import TYPE_CHECKING, Any

from cchc_xl.model import Section
from cchc_xl.text import format_number, to_decimal
from cchc_xl.workbook import style as look
from cchc_xl.workbook.book import Book
from cchc_xl.workbook.cells import put, put_text
from cchc_xl.workbook.content import CellValue
from cchc_xl.workbook.layout import HEADER_ROW, Column

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTH = 15.0
_TITLE = "Kỳ trước"
_LONGEST = 255  # of Excel's input message


def write_earlier(book: Book, sheet: "Worksheet", section: Section) -> None:
    """Column K, beside the unit's own columns; nothing where no period before is known."""
    if not book.content.earlier:
        return
    letter, styles = Column.EARLIER, book.styles
    sheet.set_column(f"{letter}:{letter}", _WIDTH)
    if book.content.merged is None and not book.content.shells:
        unused = Column.CHILDREN
        sheet.set_column(f"{unused}:{unused}", None, None, {"hidden": True})
    header = styles.get(
        italic=True,
        font_color=look.GREY,
        align="center",
        text_wrap=True,
        font_size=10,
        **look.BOXED,
    )
    put_text(sheet, f"{letter}{HEADER_ROW}", f"{_TITLE}: {book.content.earlier}", header)
    cell = styles.get(italic=True, font_color=look.GREY, align="center", **look.BOXED)
    for row in section.rows:
        put(sheet, book.layout.cell(row.key, letter), book.cell(row.key).earlier, cell)


def with_earlier(options: dict[str, Any], value: CellValue, period: str) -> dict[str, Any]:
    """A validation whose input message begins with the figure of the period before."""
    if value is None or not period:
        return options
    shown = value if isinstance(value, str) else format_number(to_decimal(float(str(value))))
    hint = f"{_TITLE} ({period}): {shown}."
    message = f"{hint} {options.get('input_message', '')}".strip()
    return {**options, "input_message": message if len(message) <= _LONGEST else hint}
