"""One unit's report as far as adding up needs it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from cchc_xl.model import Level, Report, ReportTemplate, RowKind
from cchc_xl.text import fold


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one unit says for one period.

    ``values`` holds the readable values by key; ``unreadable`` the keys whose cell says something
    that is no value (listed, never guessed). ``group`` names the procedure list a unit shares with
    others (``nhom`` of the unit list); blank: the list of its level, a department its own.
    """

    file: str
    org_unit: str
    level: Level | None = None
    values: Mapping[str, Decimal] = field(default_factory=dict)
    unreadable: frozenset[str] = frozenset()
    group: str = ""

    @property
    def identity(self) -> str:
        """The unit, however its name is spelled."""
        return fold(self.org_unit)

    @property
    def catalog(self) -> str:
        """Units with the same answer here share one published list of procedures."""
        if self.group:
            return f"nhóm {fold(self.group)}"
        if self.level in (Level.XA, Level.HUYEN):
            return f"cấp {self.level}"
        return f"đơn vị {self.identity}"


def of_report(report: Report, template: ReportTemplate, file: str, group: str = "") -> Contribution:
    """A report made compact. Headings say nothing; a 0 outside the unit's level is nothing."""
    values: dict[str, Decimal] = {}
    unreadable = set()
    for key, entry in report.entries.items():
        row = template.by_key[key]
        if row.kind in (RowKind.HEADING, RowKind.TEXT) or entry.is_blank:
            continue
        if entry.value is None:
            unreadable.add(key)
        elif entry.value != 0 or not _is_other_level(report.level, row.levels):
            values[key] = entry.value
    return Contribution(
        file=file,
        org_unit=report.org_unit.name or file,
        level=report.level,
        values=values,
        unreadable=frozenset(unreadable),
        group=group,
    )


def _is_other_level(own: Level | None, printed: tuple[Level, ...]) -> bool:
    return own is not None and bool(printed) and not any(own.covers(level) for level in printed)
