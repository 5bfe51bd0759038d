"""Which days the figures of a report cover, section by section."""

import datetime as dt
from dataclasses import dataclass

from cchc_xl.model import Report, ReportTemplate


@dataclass(frozen=True, slots=True)
class Covered:
    """First and last day; ``known`` is False where only the national pattern says so."""

    start: dt.date
    end: dt.date
    known: bool = True


def covered(report: Report, template: ReportTemplate, section: str | None = None) -> Covered | None:
    """The days a section of a report covers, None where its period is unknown.

    The letter's window of that very section, else what `Trang chính` says, else the letter's of the
    whole form, else the national pattern.
    """
    if report.period is None:
        return None
    window = template.window(report.period, section)
    if window is not None and window.section is not None:
        return Covered(window.start, window.end)
    stated = report.dates
    if stated.start is not None and stated.end is not None and stated.start <= stated.end:
        return Covered(stated.start, stated.end)
    if window is not None:
        return Covered(window.start, window.end)
    return Covered(*report.period.national_window, known=False)


def same_start(earlier: Covered, later: Covered, national: bool) -> bool:
    """True where both count from the same day and the later goes on beyond the earlier.

    ``national`` says whether the two periods start together by the national pattern: that decides
    where a window is not known.
    """
    if earlier.known and later.known:
        return earlier.start == later.start and earlier.end < later.end
    return national
