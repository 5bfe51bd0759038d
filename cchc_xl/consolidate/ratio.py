"""A ratio of the parent: its numerator over its denominator, never an average of percents.

A child that filled only one of the two is left out of both, and named.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal

from cchc_xl.consolidate.remarks import half_filled
from cchc_xl.consolidate.result import Part, RowResult
from cchc_xl.consolidate.state import HUNDRED, State, by_list, common_length
from cchc_xl.model import Consolidation, Row
from cchc_xl.text import round_half_up


def ratio(state: State, row: Row) -> RowResult:
    """Numerator / denominator of the parent; a child that filled only one is left out of both."""
    above = state.results[row.numerator or ""]
    below = state.results[row.denominator or ""]
    reported = state.parts(row)
    n, d = above.value, below.value
    typed = above.overridden or below.overridden  # such a figure has no shares to leave out
    if above.rule is below.rule and above.rule in _SHARES and not typed:
        tops = {part.leaf for part in above.parts}
        bottoms = {part.leaf for part in below.parts}
        lonely = tops ^ bottoms
        half = [part for part in (*above.parts, *below.parts) if part.leaf in lonely]
        own = [key for key in (above.key, below.key) if key in state.own]
        if len(own) == 1:
            half.append(Part(_ITSELF, "", state.own[own[0]], _NO_LEAF))
        if half:
            state.findings.append(half_filled(row, half))
        if n is not None and d is not None:
            n, d = _SHARES[above.rule](state, above, below)
    value = None if n is None or not d else round_half_up(n * HUNDRED / d, state.template.decimals)
    return RowResult(
        row.key, Consolidation.RATIO, value=value, filled=len(reported), parts=reported
    )


#: The parent among the units left out of a ratio: it gave one of the two for itself.
_ITSELF, _NO_LEAF = "số của đơn vị mình", -1
Two = tuple[Decimal, Decimal]


def _summed(state: State, above: RowResult, below: RowResult) -> Two:
    """Both sums over the children that filled both."""
    tops = {part.leaf: part.value for part in above.parts}
    bottoms = {part.leaf: part.value for part in below.parts}
    both = tops.keys() & bottoms.keys()
    n = sum((tops[leaf] for leaf in both), Decimal(0))
    d = sum((bottoms[leaf] for leaf in both), Decimal(0))
    return _with_own(state, above, below, n, d)


def _listed(state: State, above: RowResult, below: RowResult) -> Two:
    """Both lengths over the lists that have both; of a shared list its common one."""
    tops, bottoms = _lengths(state, above.parts), _lengths(state, below.parts)
    both = tops.keys() & bottoms.keys()
    n = sum((tops[name] for name in both), Decimal(0))
    d = sum((bottoms[name] for name in both), Decimal(0))
    return _with_own(state, above, below, n, d)


def _lengths(state: State, parts: Sequence[Part]) -> dict[str, Decimal]:
    found = {name: common_length(shared)[0] for name, shared in by_list(state, parts).items()}
    return {name: length for name, length in found.items() if length is not None}


def _with_own(state: State, above: RowResult, below: RowResult, n: Decimal, d: Decimal) -> Two:
    if above.key in state.own and below.key in state.own:
        return n + state.own[above.key], d + state.own[below.key]
    return n, d


_SHARES: dict[Consolidation, Callable[[State, RowResult, RowResult], Two]] = {
    Consolidation.SUM: _summed,
    Consolidation.CATALOG: _listed,
}
