"""One unit's report as far as adding up needs it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from cchc_xl.model import Level, Report, ReportTemplate, RowKind
from cchc_xl.text import fold


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one unit says for one period: one leaf of the tree of units.

    ``values`` holds the readable values by key; ``unreadable`` the words of cells that say
    something that is no value (listed, never guessed). ``group`` names the procedure list a unit
    shares with others (``nhom`` of the unit list); blank: the list of its level, a department its
    own. ``via`` is the unit whose consolidated file brought this leaf, blank where the unit sent
    its file itself; ``own`` marks the figures that such a unit added for itself. ``bridged`` are
    keys whose value came over a declared near-bridge.
    """

    file: str
    org_unit: str
    level: Level | None = None
    values: Mapping[str, Decimal] = field(default_factory=dict)
    unreadable: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    code: str = ""
    via: str = ""
    own: bool = False
    bridged: frozenset[str] = frozenset()

    @property
    def identity(self) -> str:
        """The unit, however its name is spelled; what it added for itself is another leaf."""
        return identity_of(self.org_unit, self.code) + (" (riêng)" if self.own else "")

    @property
    def place(self) -> tuple[str, str]:
        """Where the order of the leaves comes from."""
        return (self.identity, self.file)

    @property
    def catalog(self) -> str:
        """Units with the same answer here share one published list of procedures."""
        if self.group:
            return f"nhóm {fold(self.group)}"
        if self.level in (Level.XA, Level.HUYEN):
            return f"cấp {self.level}"
        return f"đơn vị {self.identity}"


def identity_of(name: str, code: str = "") -> str:
    """One unit, by its code where it has one, else by its name however it is spelled."""
    return f"mã {fold(code)}" if code else fold(name)


def of_report(report: Report, template: ReportTemplate, file: str, group: str = "") -> Contribution:
    """A report made compact. Headings say nothing; a 0 outside the unit's level is nothing."""
    values: dict[str, Decimal] = {}
    unreadable: dict[str, str] = {}
    for key, entry in report.entries.items():
        row = template.by_key[key]
        if row.kind in (RowKind.HEADING, RowKind.TEXT) or entry.is_blank:
            continue
        if entry.value is None:
            unreadable[key] = entry.text or entry.error or ""
        elif entry.value != 0 or not _is_other_level(report.level, row.levels):
            values[key] = entry.value
    return Contribution(
        file=file,
        org_unit=report.org_unit.name or file,
        level=report.level,
        values=values,
        unreadable=unreadable,
        group=group,
        code=report.org_unit.code or "",
    )


def _is_other_level(own: Level | None, printed: tuple[Level, ...]) -> bool:
    return own is not None and bool(printed) and not any(own.covers(level) for level in printed)
