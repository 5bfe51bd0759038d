"""Cut-off dates (thời gian chốt số liệu) and deadlines: data of an edition or of a letter."""

import datetime as dt
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, model_validator

from cchc_xl.model.period import Period, PeriodKind


class Window(BaseModel):
    """Cut-off dates of one period, from the issuing letter. Days are inclusive.

    ``section`` is the key of the only section they hold for; None: of the whole form. With
    ``every_year`` they repeat in every other year, shifted. ``letter`` is the letter that sets
    them where it is not the edition's own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    period: PeriodKind
    year: int
    start: dt.date
    end: dt.date
    deadline: dt.date | None = None
    section: str | None = None
    every_year: bool = False
    letter: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> "Window":
        if self.end < self.start:
            raise ValueError(
                f"kỳ {self.year}-{self.period}: ngày cuối {self.end:%d/%m/%Y} trước ngày đầu "
                f"{self.start:%d/%m/%Y}: sửa lại một trong hai ngày"
            )
        return self

    def in_year(self, year: int) -> "Window":
        """The same days for another reporting year."""
        if year == self.year:
            return self
        by = year - self.year
        return self.model_copy(
            update={
                "year": year,
                "start": _shifted(self.start, by),
                "end": _shifted(self.end, by),
                "deadline": _shifted(self.deadline, by) if self.deadline else None,
            }
        )


def _shifted(day: dt.date, years: int) -> dt.date:
    """The same day of another year; the last of February stays the last."""
    year = day.year + years
    following = day + dt.timedelta(days=1)
    if (following.month, following.day) == (3, 1):
        return dt.date(year, 3, 1) - dt.timedelta(days=1)
    return day.replace(year=year)


def find_window(
    windows: Iterable[Window], period: Period, section: str | None = None
) -> Window | None:
    """The window of a period, None where none is set.

    A window of the section wins over one of the whole form, one of the very year over one that
    repeats, an earlier one in the list over a later.
    """
    fitting = [
        one
        for one in windows
        if one.period is period.kind
        and (one.year == period.year or one.every_year)
        and one.section in (None, section)
    ]
    if not fitting:
        return None
    best = min(fitting, key=lambda one: (one.section is None, one.year != period.year))
    return best.in_year(period.year)


def days_late(received: dt.date | None, deadline: dt.date | None) -> int | None:
    """Days after the deadline, 0 for on time; None where either day is unknown."""
    if received is None or deadline is None:
        return None
    return max(0, (received - deadline).days)
