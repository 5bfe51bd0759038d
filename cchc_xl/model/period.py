"""Reporting periods: quý I, 6 tháng, quý III, 9 tháng, năm (the command word KY)."""

import datetime as dt
import re
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from cchc_xl.text import fold


class PeriodKind(StrEnum):
    """The five periods a CCHC report is filed for."""

    Q1 = "Q1"
    H1 = "6T"
    Q3 = "Q3"
    M9 = "9T"
    YEAR = "N"


_TITLES = {
    PeriodKind.Q1: "quý I năm {}",
    PeriodKind.H1: "6 tháng đầu năm {}",
    PeriodKind.Q3: "quý III năm {}",
    PeriodKind.M9: "9 tháng đầu năm {}",
    PeriodKind.YEAR: "năm {}",
}
_CODE = re.compile(r"(20\d\d)-(Q1|6T|Q3|9T|N)", re.IGNORECASE)
# After folding: "quy iii nam 2023", "quy i 2021", "6 thang dau nam 2023", "09 thang nam 2024".
_SPAN = (
    r"\b(?:qu[yi] (?P<quarter>iii|i|0?3|0?1)\b"
    r"|(?P<months>0?6|sau|0?9|chin) thang\b(?! cuoi)(?: dau\b)?)"
)
_IN_TEXT = re.compile(rf"{_SPAN}(?: nam)? (?P<year>20\d\d)\b")
_ANY_SPAN = re.compile(rf"{_SPAN}|\bqu[yi] (?:[iv]+|\d)\b|\b\d+ thang\b|\bthang \d+\b")
_SPAN_AND = re.compile(rf"{_SPAN} va $")
_ITS_YEAR = re.compile(r"(?: nam)? (20\d\d)\b")
_YEAR_IN_TEXT = re.compile(r"\bnam (20\d\d)\b")
_OUTLOOK = re.compile(r"\b(?:phuong huong|nhiem vu)\b")  # what a title says of the time to come
_FOLDED_KIND = {
    "i": PeriodKind.Q1,
    "1": PeriodKind.Q1,
    "iii": PeriodKind.Q3,
    "3": PeriodKind.Q3,
    "6": PeriodKind.H1,
    "sau": PeriodKind.H1,
    "9": PeriodKind.M9,
    "chin": PeriodKind.M9,
}


#: First and last day (month, day) of the national pattern; the first lies in the year before
#: where its month is December. Decree 09/2019/NĐ-CP as applied by provincial decisions, from a
#: secondary copy: the parent's letter overrides it.
_NATIONAL = {
    PeriodKind.Q1: ((12, 15), (3, 14)),
    PeriodKind.H1: ((12, 15), (6, 14)),
    PeriodKind.Q3: ((6, 15), (9, 14)),
    PeriodKind.M9: ((12, 15), (9, 14)),
    PeriodKind.YEAR: ((12, 15), (12, 14)),
}


class Period(BaseModel):
    """One reporting period of one year, written ``2024-Q1 2024-6T 2024-Q3 2024-9T 2024-N``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    year: int = Field(ge=2000, le=2099)
    kind: PeriodKind

    def __str__(self) -> str:
        return f"{self.year}-{self.kind}"

    @property
    def title(self) -> str:
        """How the period is named in a Vietnamese sentence."""
        return _TITLES[self.kind].format(self.year)

    @property
    def national_window(self) -> tuple[dt.date, dt.date]:
        """First and last day by the national pattern, for where no letter says otherwise."""
        (month, day), (last_month, last_day) = _NATIONAL[self.kind]
        start = dt.date(self.year - (month == 12), month, day)
        return start, dt.date(self.year, last_month, last_day)

    @classmethod
    def parse(cls, code: str) -> Self:
        """Read a KY code. Raises ``ValueError`` for anything else."""
        match = _CODE.fullmatch(code.strip())
        if match is None:
            raise ValueError(f"not a period code: {code!r}")
        return cls(year=int(match[1]), kind=PeriodKind(match[2].upper()))

    @classmethod
    def find(cls, line: str, *, whole_year: bool = False) -> Self | None:
        """The period one line of a document names, or None.

        A bare year ("năm 2023") only counts with ``whole_year``, because most sentences that
        mention a year are not about an annual report. ``whole_year`` is for titles: there the first
        span counts even where its year stands further on ("quý III, nhiệm vụ quý IV năm 2023"),
        and a span nobody reports for ("quý II năm 2023") is no annual report.
        """
        folded = fold(line)
        if whole_year:
            return cls._of_title(folded)
        match = _IN_TEXT.search(folded)
        if match is None:
            return None
        # "quý III và 9 tháng đầu năm 2024": the first of two spans that share their year.
        first = _SPAN_AND.search(folded, 0, match.start())
        return cls(year=int(match["year"]), kind=_FOLDED_KIND[_bare(first or match)])

    @classmethod
    def _of_title(cls, folded: str) -> Self | None:
        done = _OUTLOOK.split(folded)[0]
        if not _YEAR_IN_TEXT.search(done) and not _ANY_SPAN.search(done):
            done = folded
        span = _ANY_SPAN.search(done)
        after = done[span.end() :] if span else ""
        year = _ITS_YEAR.match(after) or _YEAR_IN_TEXT.search(after)
        year = year or _YEAR_IN_TEXT.search(done) or _YEAR_IN_TEXT.search(folded)
        kind = PeriodKind.YEAR if span is None else _FOLDED_KIND.get(_bare(span))
        return None if year is None or kind is None else cls(year=int(year[1]), kind=kind)


def _bare(span: re.Match[str]) -> str:
    """The word of a span that tells its kind, ``""`` for one nobody reports for."""
    return (span["quarter"] or span["months"] or "").lstrip("0")
