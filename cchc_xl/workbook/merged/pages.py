"""What every sheet of a consolidated workbook has alike."""

from typing import TYPE_CHECKING, Any

from cchc_xl.workbook import style as look
from cchc_xl.workbook.book import Book
from cchc_xl.workbook.cells import put, put_text
from cchc_xl.workbook.merged.records import Cell

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


def footer(sheet: "Worksheet", name: str) -> None:
    """The sheet's name and the page, as on every other sheet."""
    sheet.set_footer(f"&L{look.FOOTER}{name.replace('&', '&&')}&R{look.FOOTER}Trang &P/&N")


def title(book: Book, sheet: "Worksheet", words: Cell, about: Cell, hint: Cell) -> None:
    """The three lines above a table."""
    styles = book.styles
    put(sheet, "A1", words, styles.get(bold=True, font_size=16, font_color=look.RED))
    put(sheet, "A2", about, styles.get(italic=True, font_color=look.NAVY))
    put(sheet, "A3", hint, styles.get(font_size=11, font_color=look.NOTE_INK))
    for row, height in ((1, 27), (2, 18), (3, 18)):
        book.set_height(sheet, row, height, free=False)


def header(book: Book, sheet: "Worksheet", row: int, words: dict[str, str]) -> None:
    """The dark line above a table's lines, by column."""
    style = book.styles.get(
        bold=True,
        font_color=look.WHITE,
        bg_color=look.NAVY,
        align="center",
        text_wrap=True,
        font_size=11,
        **look.BOXED,
    )
    for column, text in words.items():
        put_text(sheet, f"{column}{row}", text, style)


def lay(sheet: "Worksheet", area: str, criteria: str, style: Any) -> None:
    """A look that follows a condition."""
    sheet.conditional_format(area, {"type": "formula", "criteria": criteria, "format": style})
