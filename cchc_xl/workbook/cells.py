"""Writing cells so that text stays text and every formula carries its value.

What a child wrote is never interpreted: a text that begins with ``= + - @`` is stored as a string,
an address is no link, and markup of the file format is no markup.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from cchc_xl.workbook.content import CellValue, Formula

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: Excel's limit for the text of a cell, in UTF-16 units.
_MAX_TEXT = 32_767
_FIRST_DAY = dt.date(1900, 3, 1)  # before it Excel's calendar is a day off

# Not allowed in XML, or nobody's text: controls, lone surrogates, non-characters.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def safe_text(text: str) -> str:
    """The text as a cell can hold it: no control characters, cut with … at Excel's limit."""
    text = _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "  # XlsxWriter would store it as markup of its own
    units = text.encode("utf-16-le")
    if len(units) > 2 * _MAX_TEXT:
        text = units[: 2 * (_MAX_TEXT - 1)].decode("utf-16-le", "ignore") + "…"
    return text


def shown(value: CellValue | Formula) -> CellValue:
    """What a cell shows: a formula's value, anything else itself; blank text is None."""
    plain = value.value if isinstance(value, Formula) else value
    return None if plain == "" else plain


def shown_text(value: CellValue | Formula) -> str:
    """The text of a cell for measuring it."""
    plain = shown(value)
    return "" if plain is None else str(plain)


def put_text(sheet: "Worksheet", at: str, text: str, style: "Format") -> None:
    """Write a string, or a blank with the same look."""
    if text:
        sheet.write_string(at, safe_text(text), style)
    else:
        sheet.write_blank(at, None, style)


def put_formula(
    sheet: "Worksheet", at: str, formula: str, style: "Format", value: CellValue
) -> None:
    """Write a formula with its value as computed here (None: it shows nothing)."""
    cached: Any = value
    if value is None:
        cached = ""
    elif isinstance(value, str):
        cached = safe_text(value)
    elif isinstance(value, dt.date):
        cached = date_serial(value)
    sheet.write_formula(at, formula, style, cached)


def put(sheet: "Worksheet", at: str, value: CellValue | Formula, style: "Format") -> None:
    """Write whatever stands in a cell; the style decides how numbers and dates look."""
    if isinstance(value, Formula):
        put_formula(sheet, at, value.text, style, value.value)
    elif value is None or isinstance(value, str):
        put_text(sheet, at, value or "", style)
    elif isinstance(value, bool):
        sheet.write_boolean(at, value, style)
    elif isinstance(value, dt.date):
        if is_excel_date(value):
            sheet.write_number(at, date_serial(value), style)
        else:
            put_text(sheet, at, value.isoformat(), style)
    else:
        sheet.write_number(at, value, style)


def put_row(
    sheet: "Worksheet",
    row: int,
    values: Iterable[CellValue | Formula],
    styles: "Sequence[Format]",
    first: int = 0,
) -> None:
    """Write one row (0-based) from a column on; blanks are left to the look of their column.

    By numbers instead of addresses, for the many cells of a long table.
    """
    for column, (value, style) in enumerate(zip(values, styles, strict=False), first):
        if value is None or value == "":
            continue
        if isinstance(value, str):
            sheet.write_string(row, column, safe_text(value), style)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            sheet.write_number(row, column, value, style)
        else:
            put(sheet, f"{letters(column)}{row + 1}", value, style)


def letters(column: int) -> str:
    """Letters of a 0-based column: 26 gives ``AA``."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def is_excel_date(value: dt.date) -> bool:
    """True for a day Excel's calendar can show rightly."""
    return dt.date(value.year, value.month, value.day) >= _FIRST_DAY


def date_serial(value: dt.date) -> float:
    """Excel's number of a day, with the time of day as a fraction."""
    moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
    span = moment.replace(tzinfo=None) - dt.datetime(1899, 12, 30)
    return span.days + span.seconds / 86_400
