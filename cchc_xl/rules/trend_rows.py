"""KT406, KT409: what may not fall within a year, and what may not jump without a reason."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from cchc_xl.model import Basis, Finding, Kind, Op, ReportTemplate, Rule
from cchc_xl.model.finding import Cause
from cchc_xl.model.remember import remembered
from cchc_xl.rules.trend_pair import Pair
from cchc_xl.text import format_number

_LEAST_SHARE = Decimal("0.05")  # of a stock: so much moves without anybody counting it


def check_year_to_date(pair: Pair) -> Iterator[Finding]:
    """Lũy kế grows, as long as both periods count from the same day.

    Rows that share one whole among them (the kinds of self-financing) may pass units to each
    other: only their sum is compared, and it may fall with the stock it equals.
    """
    mine = {row.key for row in pair.rows(Basis.YEAR_TO_DATE) if not row.is_ratio}
    mine = {key for key in mine if pair.both(key) is not None and pair.counts_on(key)}
    grouped: set[str] = set()
    for group in _groups(pair.now.template):
        keys = [key for key in group.keys if key in mine]
        if group.total in mine or len(keys) < 2:
            grouped |= set(keys) if group.total in mine else set()
            continue
        grouped |= set(keys)
        yield from _fallen(pair, keys)
    for row in pair.shared:
        if row.key in mine and row.key not in grouped:
            yield from _fallen(pair, [row.key])


class _Group:
    """Rows that are the parts of one whole; ``total`` is the row that holds it, if it is lũy kế."""

    def __init__(self, keys: tuple[str, ...], total: str = "") -> None:
        self.keys = keys
        self.total = total


@remembered
def _groups(template: ReportTemplate) -> list[_Group]:
    by_key = template.by_key

    def is_group(keys: tuple[str, ...]) -> bool:
        return len(keys) > 1 and all(by_key[k].basis is Basis.YEAR_TO_DATE for k in keys)

    found = [_Group(row.parts, row.key) for row in template.rows if is_group(row.parts)]
    for rule in template.rules_in_force:
        if rule.op is Op.EQ:
            found += [_Group(side) for side in (rule.left, rule.right) if is_group(side)]
    return found


def _fallen(pair: Pair, keys: list[str]) -> Iterator[Finding]:
    fall = sum((pair.fall(key) for key in keys), Decimal(0))
    if fall <= 0 or _fell_with_its_stock(pair, keys, fall):
        return
    key = max(keys, key=pair.fall)
    others = [other for other in keys if other != key and pair.fall(other) > 0]
    causes: tuple[Cause, ...] = ()
    suggestion = None
    values = pair.both(key)
    if len(keys) == 1 and values is not None and values[1] > 0:
        whole = values[0] + values[1]
        if _fits(pair, key, whole):
            causes = (Cause("own-period-only", {"value": format_number(whole)}),)
            suggestion = f"{format_number(whole)}?"
    yield pair.finding(
        "KT406", Kind.TREND_DECREASE, key, related=others, suggestion=suggestion, causes=causes
    )


def _fell_with_its_stock(pair: Pair, keys: list[str], fall: Decimal) -> bool:
    """The stock that the form says is equal fell as much: units were dissolved or merged."""
    for rule in pair.now.template.rules_in_force:
        if rule.op is not Op.EQ:
            continue
        for one, other in ((rule.left, rule.right), (rule.right, rule.left)):
            fell = sum((pair.fall(key) for key in other), Decimal(0))
            if set(keys) <= set(one) and _are_stocks(pair, other) and fell >= fall:
                return True
    return False


def _are_stocks(pair: Pair, keys: Iterable[str]) -> bool:
    return all(
        pair.now.template.by_key[key].basis is Basis.STOCK and pair.both(key) is not None
        for key in keys
    )


def _fits(pair: Pair, key: str, value: Decimal) -> bool:
    """True where no whole that the form states for the row is smaller than ``value``."""
    template, now = pair.now.template, pair.now
    wholes = [row.denominator for row in template.rows if row.numerator == key and row.denominator]
    limits = [(whole,) for whole in wholes] + [
        rule.right for rule in template.rules_in_force if rule.op is Op.LE and rule.left == (key,)
    ]
    totals = [now.total(limit) for limit in limits]
    return all(total is None or value <= total for total in totals)


def check_stocks(pair: Pair) -> Iterator[Finding]:
    """A stock changes by what its explaining rows count, give or take what the edition allows."""
    level = pair.now.level
    for rule in pair.now.template.rules_in_force:
        if rule.op is Op.EXPLAINED_BY and (not rule.levels or level in rule.levels):
            yield from _unexplained(pair, rule)


def _unexplained(pair: Pair, rule: Rule) -> Iterator[Finding]:
    key = rule.left[0]
    shared = {row.key for row in pair.shared}
    values = pair.both(key) if key in shared else None
    row = pair.now.template.by_key[key]
    if values is None or pair.now.is_other_level(row) or not set(rule.right) <= shared:
        return
    if any(pair.now.is_unreadable(k) or pair.now.is_wrong(k) for k in rule.right):
        return
    if not all(pair.adjoins(k) for k in (key, *rule.right)):
        return
    flows = [flow for k in rule.right if (flow := pair.since(k)) is not None]
    if not flows:
        return  # the form is still being filled: completeness asks for them
    change, explained = abs(values[1] - values[0]), sum(flows, Decimal(0))
    allowed = max(Decimal(str(rule.limit or 0)), values[0] * _LEAST_SHARE)
    if change - explained <= allowed:
        return
    yield pair.finding(
        "KT409",
        rule.kind or Kind.TREND_OUTLIER,
        key,
        severity=rule.severity,
        related=rule.right,
        change=change,
        flows=pair.now.refs(rule.right),
        explained=explained,
        rule=rule.why,
    )
