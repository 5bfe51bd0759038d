"""Adding up by each row's own rule (DOMAIN §4). Adding everything is the classic mistake."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from cchc_xl.consolidate.contribution import Contribution
from cchc_xl.consolidate.result import Consolidated, Part, RowResult
from cchc_xl.model import Consolidation, Finding, Kind, ReportTemplate, Row, Severity
from cchc_xl.text import round_half_up

_HUNDRED = Decimal(100)
_NAMED = 8  # units a finding names before it only counts

Own = Mapping[str, Decimal]


class _Sum:
    """One consolidation under way."""

    def __init__(
        self, template: ReportTemplate, children: Sequence[Contribution], own: Own
    ) -> None:
        self.template = template
        # Order of files must not matter, not even for the order of the parts.
        self.children = sorted(children, key=lambda child: (child.identity, child.file))
        self.own = own
        self.findings: list[Finding] = []
        self.results: dict[str, RowResult] = {}

    def parts(self, row: Row) -> tuple[Part, ...]:
        """Children's values of a row; a child without one may feed it from another row."""
        found = []
        for child in self.children:
            value = child.values.get(row.key)
            if value is None and row.fed_by is not None and row.key not in child.unreadable:
                value = child.values.get(row.fed_by)
            if value is not None:
                found.append(Part(child.org_unit, child.file, value))
        return tuple(found)


def consolidate(
    template: ReportTemplate,
    children: Sequence[Contribution],
    own: Own | None = None,
) -> Consolidated:
    """The parent's appendix from its children's and its own figures.

    Blank stays blank unless somebody filled the row; an unreadable value is left out and listed.
    The result does not depend on the order of the children.
    """
    state = _Sum(template, children, own or {})
    rows = [row for row in template.rows if row.consolidation is not None]
    for group in _STEPS:
        for row in rows:
            if row.consolidation is not None and row.consolidation in group:
                state.results[row.key] = _RULES[row.consolidation](state, row)
    _list_unreadable(state)
    return Consolidated(
        rows={row.key: state.results[row.key] for row in rows}, findings=tuple(state.findings)
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
    """The sum of its printed parts in the parent, never of the children's totals."""
    if row.key in state.results:
        return state.results[row.key]
    below = []
    for key in row.parts:
        part = state.template.by_key[key]
        if part.consolidation is Consolidation.TOTAL:
            _total(state, part)
        below.append(state.results[key].value)
    known = [value for value in below if value is not None]
    parts = state.parts(row)
    result = RowResult(
        row.key,
        Consolidation.TOTAL,
        value=sum(known, Decimal(0)) if known else None,
        filled=len(parts),
        parts=parts,
    )
    state.results[row.key] = result
    return result


def _catalog(state: _Sum, row: Row) -> RowResult:
    """Units that share a published list give its common length once; lists of one's own add."""
    parts = state.parts(row)
    by_file = {(child.org_unit, child.file): child for child in state.children}
    lists: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        lists[by_file[part.org_unit, part.file].catalog].append(part)
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
    named = tuple(f"{part.org_unit} ({part.value})" for part in parts[:_NAMED])
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
        high=min([high, *limits]) if values else None,
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
    numerator = state.template.by_key[row.numerator or ""]
    denominator = state.template.by_key[row.denominator or ""]
    above, below = state.results[numerator.key], state.results[denominator.key]
    reported = state.parts(row)
    adds = {Consolidation.SUM}
    if above.rule in adds and below.rule in adds:
        tops = {(part.org_unit, part.file): part for part in above.parts}
        bottoms = {(part.org_unit, part.file): part for part in below.parts}
        half = [part for place, part in {**tops, **bottoms}.items()
                if (place in tops) != (place in bottoms)]  # fmt: skip
        if half:
            state.findings.append(_half_filled(row, half))
        both = tops.keys() & bottoms.keys()
        n = sum((tops[place].value for place in both), Decimal(0))
        d = sum((bottoms[place].value for place in both), Decimal(0))
        if numerator.key in state.own and denominator.key in state.own:
            n, d = n + state.own[numerator.key], d + state.own[denominator.key]
    else:
        n, d = above.value or Decimal(0), below.value or Decimal(0)
        if above.value is None or below.value is None:
            d = Decimal(0)
    value = round_half_up(n * _HUNDRED / d, state.template.decimals) if d else None
    return RowResult(
        row.key, Consolidation.RATIO, value=value, filled=len(reported), parts=reported
    )


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

# Totals read their parts, ratios and unions the rows they stand on.
_LATE = (Consolidation.TOTAL, Consolidation.RATIO, Consolidation.UNION)
_STEPS = (frozenset(_RULES) - frozenset(_LATE), *({rule} for rule in _LATE))
