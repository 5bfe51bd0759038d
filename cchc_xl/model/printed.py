"""A row of an appendix as it was printed or typed, before anyone knows what it means."""

import datetime as dt
from dataclasses import dataclass

RawValue = str | int | float | bool | dt.date | dt.datetime | dt.time | None


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One row of the table (a row cut by a page break is one row).

    ``no``, ``label``, ``measure`` and ``note`` are cleaned for display (tags and footnote digits
    removed, NFC). ``raw`` is the value cell untouched; ``text`` the same as text, ``""`` when
    blank. ``sheet``/``cell`` say where the value stands in a workbook, None in a text file.
    ``after_header`` marks the first row below a repeated header: it may be the rest of the row
    that the page break cut.
    """

    no: str
    label: str
    measure: str
    raw: RawValue
    text: str
    note: str
    sheet: str | None = None
    cell: str | None = None
    percent_format: bool = False
    error: str | None = None
    key: str | None = None
    justification: str = ""
    after_header: bool = False
