"""Reporting periods: quý I, 6 tháng, quý III, 9 tháng, năm (the command word KY)."""

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
# After folding: "quy iii nam 2023", "quy i 2021", "6 thang dau nam 2023", "9 thang nam 2024".
_IN_TEXT = re.compile(r"\b(?:quy (iii|i|3|1)\b|(6|sau|9|chin) thang(?: dau)?)(?: nam)? (20\d\d)\b")
_YEAR_IN_TEXT = re.compile(r"\bnam (20\d\d)\b")
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
        mention a year are not about an annual report.
        """
        folded = fold(line)
        match = _IN_TEXT.search(folded)
        if match is not None:
            return cls(year=int(match[3]), kind=_FOLDED_KIND[match[1] or match[2]])
        if whole_year and (match := _YEAR_IN_TEXT.search(folded)) is not None:
            return cls(year=int(match[1]), kind=PeriodKind.YEAR)
        return None
