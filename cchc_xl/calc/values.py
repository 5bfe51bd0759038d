"""What a cell holds, between LibreOffice's numbers and texts and xlwings' Python values.

Calc knows two kinds of values: numbers and texts. Dates and TRUE are numbers with a number format,
an error is a cell that gives no value at all. Excel's habits are kept for what is written: a text
that begins with ``=`` is a formula, an apostrophe in front makes anything a text.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

EPOCH = dt.datetime(1899, 12, 30)
_DAY = dt.timedelta(days=1)

DATE_FORMAT = "DD/MM/YYYY"
MOMENT_FORMAT = "DD/MM/YYYY HH:MM"

#: Errors by LibreOffice's number; any other is shown as LibreOffice shows it.
_ERRORS = {
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}


class CellError(str):
    """An error value by the name Excel shows."""

    __slots__ = ()


def error_name(number: int) -> CellError:
    """An error by LibreOffice's number."""
    return CellError(_ERRORS.get(number, f"Err:{number}"))


def to_moment(serial: float) -> dt.datetime:
    """Calc's number of a day (with the time of day) as a moment, to the millisecond."""
    return EPOCH + dt.timedelta(seconds=round(serial * 86_400, 3))


def to_serial(moment: dt.datetime) -> float:
    """A moment as Calc's number; a time zone is dropped, as Excel does."""
    return (moment.replace(tzinfo=None) - EPOCH) / _DAY


def cleaned(
    data: list[list[Any]],
    build_date: Callable[..., Any],
    empty: Any,
    build_number: Callable[[float], Any] | None,
    errors_as_text: bool,
) -> list[list[Any]]:
    """Raw values as the caller of xlwings asked for them; errors are None unless wanted as text."""

    def one(value: Any) -> Any:
        if value is None or value == "":
            return empty
        if isinstance(value, CellError):
            return str(value) if errors_as_text else None
        if isinstance(value, dt.datetime):
            return build_date(
                month=value.month,
                day=value.day,
                year=value.year,
                hour=value.hour,
                minute=value.minute,
                second=value.second,
                microsecond=value.microsecond,
                tzinfo=None,
            )
        if build_number is not None and isinstance(value, float):
            return build_number(value)
        return value

    return [[one(value) for value in row] for row in data]


def prepared(value: Any) -> Any:
    """One value on its way to a cell: None, bool, float, text or moment."""
    if value is None or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)
    if isinstance(value, str | bool | dt.datetime):
        return value
    return float(value)


def is_formula(value: Any) -> bool:
    """True for what Excel would take for a formula."""
    return isinstance(value, str) and value.startswith("=") and len(value) > 1


def plain(value: Any) -> float | str:
    """What Calc's data array takes; formulas, dates and TRUE get their look afterwards."""
    if value is None or is_formula(value):
        return ""
    if isinstance(value, dt.datetime):
        return to_serial(value)
    if isinstance(value, bool | int | float):
        return float(value)
    return str(value).removeprefix("'")
