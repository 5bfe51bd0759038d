"""What the services hand to the builder: values, formulas already compiled, words already chosen.

The builder knows no rule and the rules know no cell; these small records are all that passes
between them.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cchc_xl.model import OrgUnit, Period, Severity
from cchc_xl.model.front import FrontFields as FrontFields
from cchc_xl.workbook.leaves import Carried

if TYPE_CHECKING:
    from cchc_xl.workbook.merged.records import Merged

CellValue = str | float | int | dt.date | None


@dataclass(frozen=True, slots=True)
class Formula:
    """Excel formula text (with ``=``) and its value as computed here, so previews read right."""

    text: str
    value: str | float | int


@dataclass(frozen=True, slots=True)
class CellContent:
    """Everything that stands in one row of a section sheet beside the form's own words.

    ``value`` is what column D shows: a number, a text that could not become one (kept as
    written), a formula, or None for blank. ``decimals`` are the printed decimals of a numeric
    value, None for the row's default. ``verdict`` fills column F, ``comment`` becomes a cell note.
    ``original`` keeps what an imported file wrote where ``value`` shows the number meant ("8|08").
    ``children`` says in a consolidated workbook what its units gave (column J), ``earlier`` what
    stood here in the period before (column K, and while the cell is being filled).
    """

    value: CellValue | Formula = None
    decimals: int | None = None
    note: str = ""
    justification: str = ""
    verdict: Formula | str = ""
    comment: str = ""
    original: str = ""
    severity: Severity | None = None
    children: Formula | str = ""
    earlier: CellValue = None


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One line of *Kết quả kiểm tra*. ``key`` is None for findings about the file as a whole."""

    severity: Severity
    code: str
    title: str
    message: str
    why: str
    fix: str
    suggestion: str = ""
    key: str | None = None
    related: tuple[str, ...] = ()
    text: str = ""
    justification: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of a check that is written into the workbook."""

    lines: Sequence[ResultLine]
    at: dt.datetime
    source: str = ""

    def count(self, severity: Severity) -> int:
        """How many findings of one severity."""
        return sum(1 for line in self.lines if line.severity is severity)


@dataclass(frozen=True, slots=True)
class BookContent:
    """One workbook to build. Unknown unit, period and dates stay blank for the user to fill.

    ``merged`` is what a consolidated workbook shows beside the form, ``carried`` the units whose
    figures are in it. ``shells``: without it, its sheets lie blank and hidden, for a click to fill.
    ``opens_on`` is the sheet in front, the first one if not named.
    """

    org_unit: OrgUnit = field(default_factory=OrgUnit)
    period: Period | None = None
    front: FrontFields = field(default_factory=FrontFields)
    cells: Mapping[str, CellContent] = field(default_factory=dict)
    extra: Sequence[tuple[str, str, str, str, str]] = ()  # no, label, measure, text, note
    checked: Checked | None = None
    source: str = ""
    merged: "Merged | None" = None
    carried: Carried = field(default_factory=Carried)
    shells: bool = False
    earlier: str = ""  # the period that the hints of the cells come from, in words
    opens_on: str = ""
