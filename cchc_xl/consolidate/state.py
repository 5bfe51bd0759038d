"""One consolidation under way: the leaves in their order, what the parent typed, what is done."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from cchc_xl.consolidate.contribution import Contribution
from cchc_xl.consolidate.result import Part, RowResult
from cchc_xl.model import Consolidation, Finding, ReportTemplate, Row

HUNDRED = Decimal(100)
Own = Mapping[str, Decimal]

#: Rules whose value the parent does not enter: adding yields it.
ADDING = frozenset(
    {
        Consolidation.SUM,
        Consolidation.TOTAL,
        Consolidation.CATALOG,
        Consolidation.RATIO,
        Consolidation.UNIT_SHARE,
    }
)

#: Rules to whose sum the parent adds figures of its own, beside the children's.
TAKES_OWN = frozenset({Consolidation.SUM, Consolidation.CATALOG})


class State:
    """One consolidation under way."""

    def __init__(
        self,
        template: ReportTemplate,
        children: Sequence[Contribution],
        own: Own,
        overrides: Own,
    ) -> None:
        self.template = template
        # Order of files must not matter, not even for the order of the parts; units that share a
        # list stand together.
        self.children = sorted(children, key=lambda child: (child.catalog, *child.place))
        self.own = own
        self.overrides = overrides
        self.findings: list[Finding] = []
        self.results: dict[str, RowResult] = {}

    def keep(self, result: RowResult) -> None:
        """Store a row's result; a figure the parent typed over it counts from here on."""
        if result.key in self.results:
            return
        typed = self.overrides.get(result.key)
        if typed is not None and result.rule in ADDING:
            result = replace(result, value=typed, overridden=True, computed=result.value)
        self.results[result.key] = result

    def parts(self, row: Row) -> tuple[Part, ...]:
        """Children's values of a row; a child without one may feed it from another row."""
        found = []
        for number, child in enumerate(self.children):
            value = child.values.get(row.key)
            if value is None and row.fed_by is not None and _feeds(child, row):
                value = child.values.get(row.fed_by)
            if value is not None:
                found.append(Part(child.org_unit, child.file, value, number))
        return tuple(found)


def _feeds(child: Contribution, row: Row) -> bool:
    """A commune's own dossiers are the parent's "cấp xã" ones; a district's own are not."""
    if row.key in child.unreadable:
        return False
    return child.level is None or not row.levels or child.level in row.levels


def values_of(parts: Sequence[Part]) -> list[Decimal]:
    """The values alone."""
    return [part.value for part in parts]


def by_list(state: State, parts: Sequence[Part]) -> dict[str, list[Part]]:
    """Parts by the published list their units share."""
    found: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        found[state.children[part.leaf].catalog].append(part)
    return found


def common_length(parts: Sequence[Part]) -> tuple[Decimal | None, list[Part]]:
    """The value more than half of the units give, and those that give another."""
    counts = Counter(values_of(parts))
    value, count = counts.most_common(1)[0]
    if 2 * count <= len(parts) and len(counts) > 1:
        return None, list(parts)
    return value, [part for part in parts if part.value != value]
