"""Which days a report says it covers."""

import datetime as dt
from dataclasses import dataclass

from cchc_xl.model.period import Period

Span = tuple[dt.date, dt.date]
"""First and last day, both inclusive."""


@dataclass(frozen=True, slots=True)
class StatedDates:
    """The days a report writes of itself; None or empty where it does not.

    ``start`` and ``end`` stand on `Trang chính`; ``issued`` are those with which the parent issued
    the workbook for this period. ``spans`` and ``periods`` are printed above the table or in its
    heading. ``signed`` is the day of the report.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    issued: Span | None = None
    signed: dt.date | None = None
    spans: tuple[Span, ...] = ()
    periods: tuple[Period, ...] = ()
