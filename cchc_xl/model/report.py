"""A filled report: what one unit says for one period on one form."""

from dataclasses import dataclass, field
from decimal import Decimal

from cchc_xl.model.dates import StatedDates
from cchc_xl.model.finding import Finding
from cchc_xl.model.level import Level
from cchc_xl.model.org_unit import OrgUnit
from cchc_xl.model.period import Period
from cchc_xl.model.printed import RawValue


@dataclass(frozen=True, slots=True)
class Entry:
    """The value cell of one row and what stands beside it.

    ``raw`` is the cell untouched, ``text`` the same as text (``""`` when blank). ``value`` is
    what it means: a number, the code of a choice, or None. A blank has ``text == ""`` and
    ``value is None``; an unreadable value has a text and ``value is None``. Blank is never 0.
    """

    key: str
    raw: RawValue = None
    text: str = ""
    value: Decimal | None = None
    note: str = ""
    justification: str = ""
    sheet: str | None = None
    cell: str | None = None
    percent_format: bool = False
    error: str | None = None
    no: str = ""
    label: str = ""
    measure: str = ""

    @property
    def is_blank(self) -> bool:
        """True when the cell says nothing at all (an error cell is not blank)."""
        return not self.text and self.error is None


@dataclass(frozen=True, slots=True)
class Report:
    """One report. ``entries`` holds every row of the form that the file printed."""

    template_id: str
    entries: dict[str, Entry]
    org_unit: OrgUnit = field(default_factory=OrgUnit)
    period: Period | None = None
    findings: tuple[Finding, ...] = ()  # what reading itself noticed
    source: str = ""
    dates: StatedDates = field(default_factory=StatedDates)

    @property
    def level(self) -> Level | None:
        """Level of the filing unit, None when unknown."""
        return self.org_unit.level

    @property
    def is_blank(self) -> bool:
        """True for a form nobody has filled."""
        return all(entry.is_blank for entry in self.entries.values())

    def value(self, key: str) -> Decimal | None:
        """The number of a row, or None when blank, unreadable or not in this form."""
        entry = self.entries.get(key)
        return None if entry is None else entry.value
