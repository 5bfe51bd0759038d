"""Adding up by each row's own rule (DOMAIN §4). Adding everything is the classic mistake."""

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal

from cchc_xl.consolidate.contribution import Contribution
from cchc_xl.consolidate.ratio import ratio
from cchc_xl.consolidate.remarks import catalog_differs, not_mergeable, total_alone, unreadable
from cchc_xl.consolidate.result import Consolidated, Part, RowResult
from cchc_xl.consolidate.state import HUNDRED, Own, State, by_list, common_length, values_of
from cchc_xl.model import Consolidation, ReportTemplate, Row
from cchc_xl.text import round_half_up


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
    state = State(template, children, own or {}, overrides or {})
    rows = [row for row in template.rows if row.consolidation is not None]
    for group in _STEPS:
        for row in rows:
            if row.consolidation is not None and row.consolidation in group:
                state.keep(_RULES[row.consolidation](state, row))
    state.findings += unreadable(state)
    return Consolidated(
        rows={row.key: state.results[row.key] for row in rows},
        findings=tuple(state.findings),
        leaves=tuple(state.children),
    )


def _sum(state: State, row: Row) -> RowResult:
    parts = state.parts(row)
    values = values_of(parts)
    if row.key in state.own:
        values.append(state.own[row.key])
    return RowResult(
        row.key,
        Consolidation.SUM,
        value=sum(values, Decimal(0)) if values else None,
        filled=len(parts),
        parts=parts,
    )


def _total(state: State, row: Row) -> RowResult:
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
        state.findings.append(total_alone(row, alone))
    return result


def _catalog(state: State, row: Row) -> RowResult:
    """Units that share a published list give its common length once; lists of one's own add."""
    parts = state.parts(row)
    lengths: list[Decimal | None] = []
    for shared in by_list(state, parts).values():
        length, differing = common_length(shared)
        lengths.append(length)
        if differing:
            state.findings.append(catalog_differs(row, length, differing))
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


def _union(state: State, row: Row) -> RowResult:
    """Types that occurred somewhere: at least the largest, at most the sum or the whole list."""
    parts = state.parts(row)
    values = values_of(parts)
    high = sum(values, Decimal(0))
    ceilings = [
        listed
        for rule in state.template.rules_in_force
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


def _unit_share(state: State, row: Row) -> RowResult:
    """100 × units that answered 100 / units of that level that answered 100 or 0."""
    parts = state.parts(row)
    clear = [part for part in parts if part.value in (0, HUNDRED)]
    yes = sum(part.value == HUNDRED for part in clear)
    unclear = [part for part in parts if part not in clear]
    if unclear:
        state.findings.append(not_mergeable(row, unclear))
    share = round_half_up(yes * HUNDRED / len(clear), state.template.decimals) if clear else None
    return RowResult(row.key, Consolidation.UNIT_SHARE, value=share, filled=len(parts), parts=parts)


def _left_to_parent(state: State, row: Row) -> RowResult:
    """The parent's own entry, with the children's values, least and largest beside it."""
    parts = state.parts(row)
    values = values_of(parts)
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


def _weighted(state: State, row: Row, parts: Sequence[Part]) -> Decimal | None:
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


def _answers(state: State, row: Row) -> RowResult:
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


_RULES: dict[Consolidation, Callable[[State, Row], RowResult]] = {
    Consolidation.SUM: _sum,
    Consolidation.TOTAL: _total,
    Consolidation.RATIO: ratio,
    Consolidation.CATALOG: _catalog,
    Consolidation.UNION: _union,
    Consolidation.UNIT_SHARE: _unit_share,
    Consolidation.MANUAL: _left_to_parent,
    Consolidation.PARENT: _left_to_parent,
    Consolidation.YES_NO: _answers,
    Consolidation.CATEGORY: _answers,
}

# Totals read their parts, ratios, unions and weighted percents the rows they stand on.
_LATE = (Consolidation.TOTAL, Consolidation.RATIO, Consolidation.UNION, Consolidation.MANUAL)
_STEPS = (frozenset(_RULES) - frozenset(_LATE), *({rule} for rule in _LATE))
