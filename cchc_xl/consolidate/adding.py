"""Adding up by each row's own rule (DOMAIN §4). Adding everything is the classic mistake."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from cchc_xl.consolidate.contribution import Contribution
from cchc_xl.consolidate.result import Consolidated, Part, RowResult
from cchc_xl.model import Consolidation, Finding, Kind, ReportTemplate, Row, Severity
from cchc_xl.text import format_number, round_half_up

_HUNDRED = Decimal(100)
_NAMED = 8  # units a finding names before it only counts

Own = Mapping[str, Decimal]


class _Sum:
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


def consolidate(
    template: ReportTemplate,
    children: Sequence[Contribution],
    own: Own | None = None,
    overrides: Own | None = None,
) -> Consolidated:
    """The parent's appendix from its children's and its own figures.

    Blank stays blank unless somebody filled the row; an unreadable value is left out and listed.
    ``overrides`` are figures the parent typed over rows that add up: totals and ratios above them
    follow. The result does not depend on the order of the children.
    """
    state = _Sum(template, children, own or {}, overrides or {})
    rows = [row for row in template.rows if row.consolidation is not None]
    for group in _STEPS:
        for row in rows:
            if row.consolidation is not None and row.consolidation in group:
                state.keep(_RULES[row.consolidation](state, row))
    _list_unreadable(state)
    return Consolidated(
        rows={row.key: state.results[row.key] for row in rows},
        findings=tuple(state.findings),
        leaves=tuple(state.children),
    )


def _values(parts: Sequence[Part]) -> list[Decimal]:
    return [part.value for part in parts]


def _sum(state: _Sum, row: Row) -> RowResult:
    parts = state.parts(row)
    values = _values(parts)
    if row.key in state.own:
        values.append(state.own[row.key])
    return RowResult(
        row.key,
        Consolidation.SUM,
        value=sum(values, Decimal(0)) if values else None,
        filled=len(parts),
        parts=parts,
    )


def _total(state: _Sum, row: Row) -> RowResult:
    """The sum of its printed parts in the parent, never of the children's totals.

    A child that filled the total and none of its parts (its form may not print them) is named:
    its figure is not in the sum.
    """
    if row.key in state.results:
        return state.results[row.key]
    below = []
    for key in row.parts:
        part = state.template.by_key[key]
        if part.consolidation is Consolidation.TOTAL:
            _total(state, part)
        below.append(state.results[key])
    known = [part.value for part in below if part.value is not None]
    # A part somebody filled but on whose value they do not agree makes the total unknown too.
    complete = known and not any(part.value is None and part.filled for part in below)
    parts = state.parts(row)
    result = RowResult(
        row.key,
        Consolidation.TOTAL,
        value=sum(known, Decimal(0)) if complete else None,
        filled=len(parts),
        parts=parts,
    )
    state.keep(result)
    in_parts = {part.leaf for key in row.parts for part in state.results[key].parts}
    alone = [part for part in parts if part.leaf not in in_parts and part.value]
    if alone:
        state.findings.append(_total_alone(row, alone))
    return result


def _total_alone(row: Row, parts: Sequence[Part]) -> Finding:
    return Finding(
        code="TH207",
        kind=Kind.NOT_MERGEABLE,
        severity=Severity.WARNING,
        key=row.key,
        related=row.parts,
        facts={"units": _names(parts), "count": len(parts)},
    )


def _catalog(state: _Sum, row: Row) -> RowResult:
    """Units that share a published list give its common length once; lists of one's own add."""
    parts = state.parts(row)
    lists: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        lists[state.children[part.leaf].catalog].append(part)
    lengths: list[Decimal | None] = []
    for shared in lists.values():
        length, differing = _common(shared)
        lengths.append(length)
        if differing:
            state.findings.append(_catalog_differs(row, length, differing))
    if row.key in state.own:
        lengths.append(state.own[row.key])
    known = [length for length in lengths if length is not None]
    complete = bool(known) and len(known) == len(lengths)
    return RowResult(
        row.key,
        Consolidation.CATALOG,
        value=sum(known, Decimal(0)) if complete else None,
        filled=len(parts),
        parts=parts,
    )


def _common(parts: Sequence[Part]) -> tuple[Decimal | None, list[Part]]:
    """The value more than half of the units give, and those that give another."""
    counts = Counter(_values(parts))
    value, count = counts.most_common(1)[0]
    if 2 * count <= len(parts) and len(counts) > 1:
        return None, list(parts)
    return value, [part for part in parts if part.value != value]


def _catalog_differs(row: Row, length: Decimal | None, differing: Sequence[Part]) -> Finding:
    return Finding(
        code="TH201",
        kind=Kind.CATALOG_DIFFERS,
        severity=Severity.WARNING,
        key=row.key,
        facts={
            "common": length if length is not None else "không có giá trị chung",
            "units": _names(differing),
            "count": len(differing),
        },
    )


def _names(parts: Sequence[Part]) -> tuple[str, ...]:
    named = tuple(f"{part.org_unit} ({format_number(part.value)})" for part in parts[:_NAMED])
    rest = len(parts) - len(named)
    return (*named, f"và {rest} đơn vị khác") if rest else named


def _union(state: _Sum, row: Row) -> RowResult:
    """Types that occurred somewhere: at least the largest, at most the sum or the whole list."""
    parts = state.parts(row)
    values = _values(parts)
    high = sum(values, Decimal(0))
    ceilings = [
        listed
        for rule in state.template.rules
        if rule.left == (row.key,) and len(rule.right) == 1
        for listed in [state.results.get(rule.right[0])]
        if listed is not None
    ]
    limits = [found.value for found in ceilings if found.value is not None]
    return RowResult(
        row.key,
        Consolidation.UNION,
        value=state.own.get(row.key),
        filled=len(parts),
        parts=parts,
        low=max(values, default=None),
        high=max(max(values), min([high, *limits])) if values else None,
    )


def _unit_share(state: _Sum, row: Row) -> RowResult:
    """100 × units that answered 100 / units of that level that answered 100 or 0."""
    parts = state.parts(row)
    clear = [part for part in parts if part.value in (0, _HUNDRED)]
    yes = sum(part.value == _HUNDRED for part in clear)
    unclear = [part for part in parts if part not in clear]
    if unclear:
        state.findings.append(_not_mergeable(row, unclear))
    share = round_half_up(yes * _HUNDRED / len(clear), state.template.decimals) if clear else None
    return RowResult(row.key, Consolidation.UNIT_SHARE, value=share, filled=len(parts), parts=parts)


def _not_mergeable(row: Row, parts: Sequence[Part]) -> Finding:
    return Finding(
        code="TH202",
        kind=Kind.NOT_MERGEABLE,
        severity=Severity.WARNING,
        key=row.key,
        facts={"units": _names(parts), "count": len(parts)},
    )


def _left_to_parent(state: _Sum, row: Row) -> RowResult:
    """The parent's own entry, with the children's values, least and largest beside it."""
    parts = state.parts(row)
    values = _values(parts)
    return RowResult(
        row.key,
        row.consolidation or Consolidation.MANUAL,
        value=state.own.get(row.key),
        filled=len(parts),
        parts=parts,
        low=min(values, default=None),
        high=max(values, default=None),
        weighted=_weighted(state, row, parts),
    )


def _weighted(state: _Sum, row: Row, parts: Sequence[Part]) -> Decimal | None:
    """The percents' mean by the row that really is their denominator; None where it has none."""
    weights = state.results.get(row.weight or "")
    if weights is None:
        return None
    by_leaf = {part.leaf: part.value for part in weights.parts}
    known = [(part.value, by_leaf[part.leaf]) for part in parts if part.leaf in by_leaf]
    total = sum((weight for _, weight in known), Decimal(0))
    if not total or len(known) < len(parts):
        return None
    return round_half_up(
        sum((value * weight for value, weight in known), Decimal(0)) / total,
        state.template.decimals,
    )


def _answers(state: _Sum, row: Row) -> RowResult:
    """The parent's own answer; the children's are counted by code."""
    parts = state.parts(row)
    return RowResult(
        row.key,
        row.consolidation or Consolidation.CATEGORY,
        value=state.own.get(row.key),
        filled=len(parts),
        parts=parts,
        answers=dict(sorted(Counter(int(part.value) for part in parts).items())),
    )


def _ratio(state: _Sum, row: Row) -> RowResult:
    """Numerator / denominator of the parent; a child that filled only one is left out of both."""
    above = state.results[row.numerator or ""]
    below = state.results[row.denominator or ""]
    reported = state.parts(row)
    n, d = above.value, below.value
    typed = above.overridden or below.overridden  # such a figure has no shares to leave out
    if above.rule is below.rule and above.rule in _SHARES and not typed:
        tops = {part.leaf for part in above.parts}
        bottoms = {part.leaf for part in below.parts}
        half = [part for part in (*above.parts, *below.parts) if part.leaf in tops ^ bottoms]
        if half:
            state.findings.append(_half_filled(row, half))
        if n is not None and d is not None:
            n, d = _SHARES[above.rule](state, above, below)
    value = None if n is None or not d else round_half_up(n * _HUNDRED / d, state.template.decimals)
    return RowResult(
        row.key, Consolidation.RATIO, value=value, filled=len(reported), parts=reported
    )


Two = tuple[Decimal, Decimal]


def _summed(state: _Sum, above: RowResult, below: RowResult) -> Two:
    """Both sums over the children that filled both."""
    tops = {part.leaf: part.value for part in above.parts}
    bottoms = {part.leaf: part.value for part in below.parts}
    both = tops.keys() & bottoms.keys()
    n = sum((tops[leaf] for leaf in both), Decimal(0))
    d = sum((bottoms[leaf] for leaf in both), Decimal(0))
    return _with_own(state, above, below, n, d)


def _listed(state: _Sum, above: RowResult, below: RowResult) -> Two:
    """Both lengths over the lists that have both; of a shared list its common one."""
    tops, bottoms = _lengths(state, above.parts), _lengths(state, below.parts)
    both = tops.keys() & bottoms.keys()
    n = sum((tops[name] for name in both), Decimal(0))
    d = sum((bottoms[name] for name in both), Decimal(0))
    return _with_own(state, above, below, n, d)


def _lengths(state: _Sum, parts: Sequence[Part]) -> dict[str, Decimal]:
    lists: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        lists[state.children[part.leaf].catalog].append(part)
    found = {name: _common(shared)[0] for name, shared in lists.items()}
    return {name: length for name, length in found.items() if length is not None}


def _with_own(state: _Sum, above: RowResult, below: RowResult, n: Decimal, d: Decimal) -> Two:
    if above.key in state.own and below.key in state.own:
        return n + state.own[above.key], d + state.own[below.key]
    return n, d


_SHARES: dict[Consolidation, Callable[[_Sum, RowResult, RowResult], Two]] = {
    Consolidation.SUM: _summed,
    Consolidation.CATALOG: _listed,
}


def _half_filled(row: Row, parts: Sequence[Part]) -> Finding:
    return Finding(
        code="TH203",
        kind=Kind.NOT_MERGEABLE,
        severity=Severity.WARNING,
        key=row.key,
        related=tuple(key for key in (row.numerator, row.denominator) if key is not None),
        facts={"units": _names(parts), "count": len(parts)},
    )


def _list_unreadable(state: _Sum) -> None:
    """Values that could not be read: excluded, listed, never guessed."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for child in state.children:
        for key in child.unreadable:
            by_key[key].append(child.org_unit)
    for row in state.template.rows:
        units = by_key.get(row.key)
        if units:
            rest = (f"và {len(units) - _NAMED} đơn vị khác",) if len(units) > _NAMED else ()
            state.findings.append(
                Finding(
                    code="TH204",
                    kind=Kind.NOT_MERGEABLE,
                    severity=Severity.WARNING,
                    key=row.key,
                    facts={"units": (*units[:_NAMED], *rest), "count": len(units)},
                )
            )


_RULES: dict[Consolidation, Callable[[_Sum, Row], RowResult]] = {
    Consolidation.SUM: _sum,
    Consolidation.TOTAL: _total,
    Consolidation.RATIO: _ratio,
    Consolidation.CATALOG: _catalog,
    Consolidation.UNION: _union,
    Consolidation.UNIT_SHARE: _unit_share,
    Consolidation.MANUAL: _left_to_parent,
    Consolidation.PARENT: _left_to_parent,
    Consolidation.YES_NO: _answers,
    Consolidation.CATEGORY: _answers,
}

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

# Totals read their parts, ratios, unions and weighted percents the rows they stand on.
_LATE = (Consolidation.TOTAL, Consolidation.RATIO, Consolidation.UNION, Consolidation.MANUAL)
_STEPS = (frozenset(_RULES) - frozenset(_LATE), *({rule} for rule in _LATE))
