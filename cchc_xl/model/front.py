"""What a unit says of its report beside its name, level and period."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FrontFields:
    """What stands on `Trang chính` beside name, level and period; None where blank.

    ``letter`` is the letter with which the parent issued the workbook, in its own words.
    ``previous`` names the workbook of the period before, as the user wrote it.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    deadline: dt.date | None = None
    report_no: str = ""
    report_date: dt.date | None = None
    letter: str = ""
    previous: str = ""
