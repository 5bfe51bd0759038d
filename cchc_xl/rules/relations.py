"""KT306–311, KT4xx: the relations an edition states between its rows, and exhaustive totals."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from cchc_xl.model import Finding, Kind, Missing, Op, RowKind, Rule, Severity
from cchc_xl.model.finding import Cause
from cchc_xl.rules.context import CheckContext
from cchc_xl.text import format_number, round_half_up, truncate

_HUNDRED = Decimal(100)


def check_totals(context: CheckContext) -> Iterator[Finding]:
    """A row that is the sum of its printed parts. A blank part of a filled total is nil."""
    for row in context.template.rows:
        if not row.parts or not context.has(row.key):
            continue
        involved = (row.key, *row.parts)
        if any(map(context.is_unreadable, involved)) or any(map(context.is_wrong, involved)):
            continue
        total, parts = context.value(row.key), context.total(row.parts)
        if parts is None or context.is_other_level(row):
            continue
        if total is None and parts > 0:
            yield context.finding(
                "KT311",
                Kind.MISSING_VALUE,
                Severity.ERROR,
                row.key,
                related=row.parts,
                suggestion=format_number(parts),
                expected=format_number(parts),
                parts=context.refs(k for k in row.parts if not context.is_blank(k)),
            )
        elif total is not None and total != parts:
            yield _unlike_its_parts(context, row.key, row.parts, Severity.ERROR)


def _unlike_its_parts(
    context: CheckContext, key: str, parts: tuple[str, ...], severity: Severity
) -> Finding:
    total, expected = context.value(key) or Decimal(0), context.total(parts) or Decimal(0)
    return context.finding(
        "KT307",
        Kind.SUM_MISMATCH,
        severity,
        key,
        related=parts,
        reported=format_number(total),
        expected=format_number(expected),
        difference=format_number(abs(total - expected)),
        parts=context.refs(k for k in parts if not context.is_blank(k)),
    )


def check_rules(context: CheckContext) -> Iterator[Finding]:
    """Every rule of the edition that applies to the unit's level."""
    for rule in context.template.rules_in_force:
        if rule.levels and context.level not in rule.levels:
            continue
        operator = _OPERATORS.get(rule.op)  # None: compares with the period before (trend.py)
        if operator is not None and all(context.has(key) for key in rule.keys):
            yield from operator(context, rule)


def _side(context: CheckContext, keys: tuple[str, ...], missing: Missing) -> Decimal | None:
    """Sum of one side, None when it says nothing certain.

    A 0 outside the unit's level is no evidence; a figure there, or one that is wrong in itself,
    makes the sum uncertain (and another check speaks of it).
    """
    if any(map(context.is_unreadable, keys)) or _is_uncertain(context, keys):
        return None
    own = [key for key in keys if not context.says_nothing(key)]
    if missing is Missing.SKIP and (len(own) < len(keys) or any(map(context.is_blank, own))):
        return None
    return context.total(own)


def _is_uncertain(context: CheckContext, keys: Iterable[str]) -> bool:
    """A figure is wrong in itself, or stands in a row of another level."""
    return any(
        context.is_wrong(key)
        or (context.value(key) and context.is_other_level(context.template.by_key[key]))
        for key in keys
    )


def _largest(context: CheckContext, keys: tuple[str, ...]) -> str:
    return max(keys, key=lambda key: context.value(key) or Decimal(0))


def _le(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    # An unreadable part can only make the left side larger, so what is readable already decides –
    # unless the rule asks for every part.
    if rule.missing_left is Missing.SKIP:
        left = _side(context, rule.left, rule.missing_left)
    else:
        left = None if _is_uncertain(context, rule.left) else context.total(rule.left)
    right = _side(context, rule.right, rule.missing_right)
    if left is None or right is None or left <= right:
        return
    if right == 0 and context.template.same_relation(rule, Op.BOTH_POSITIVE):
        return  # "one without the other" already says it, naming the same rows
    yield context.finding(
        "KT306",
        rule.kind or Kind.PART_EXCEEDS_WHOLE,
        rule.severity,
        _largest(context, rule.left),
        related=rule.keys,
        causes=_le_causes(context, rule, right),
        part=context.refs(k for k in rule.left if not context.is_blank(k)),
        whole=context.refs(rule.right),
        part_sum=left,
        whole_sum=right,
        rule=rule.why,
    )


def _le_causes(context: CheckContext, rule: Rule, right: Decimal) -> tuple[Cause, ...]:
    """Slips that make a single part too large: two digits swapped, or other things counted."""
    if len(rule.left) != 1:
        return ()
    key = rule.left[0]
    value = context.value(key)
    if value is None or value != value.to_integral_value():
        return ()
    swapped = _swapped_to(str(int(value)), right)
    typing = (Cause("transposed", {"value": swapped}),) if swapped else ()
    return (*typing, *_counted_instead(context, key, value))


def _swapped_to(digits: str, whole: Decimal) -> str | None:
    """``whole`` written with two neighbouring digits of ``digits`` swapped back: 97 for 79."""
    for i in range(len(digits) - 1):
        swapped = digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
        if swapped != digits and not swapped.startswith("0") and int(swapped) == whole:
            return swapped
    return None


def _counted_instead(context: CheckContext, key: str, value: Decimal) -> Iterator[Cause]:
    """Dossiers counted where procedures are asked.

    A row in another measure, which the form says is above 0 exactly when this one is, leaves
    room for the figure.
    """
    by_key = context.template.by_key
    for rule in context.template.rules_in_force:
        if rule.op is not Op.BOTH_POSITIVE or key not in rule.left:
            continue
        for other in rule.right:
            counted, asked = by_key[other].measure, by_key[key].measure
            found = context.value(other)
            if counted and asked and counted != asked and found is not None and value <= found:
                facts: dict[str, object] = {
                    "counted": counted.lower(),
                    "asked": asked.lower(),
                    "row": context.ref(other),
                }
                yield Cause("counted-instead", facts, (other,))


def _eq(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    left = _side(context, rule.left, rule.missing_left)
    right = _side(context, rule.right, rule.missing_right)
    if left is None or right is None or left == right:
        return
    across = len({context.template.section_of[key].key for key in rule.keys}) > 1
    if rule.kind is None and not across:
        for one, others in ((rule.left, rule.right), (rule.right, rule.left)):
            if len(one) == 1 and len(others) > 1:  # a total and its parts
                yield _unlike_its_parts(context, one[0], others, rule.severity)
                return
    kind = rule.kind or (Kind.CROSS_SECTION_MISMATCH if across else Kind.CONTRADICTION)
    yield context.finding(
        "KT401" if kind is Kind.CROSS_SECTION_MISMATCH else "KT312",
        kind,
        rule.severity,
        _largest(context, rule.left),
        related=rule.keys,
        left=context.refs(k for k in rule.left if not context.is_blank(k)),
        right=context.refs(k for k in rule.right if not context.is_blank(k)),
        left_sum=left,
        right_sum=right,
        rule=rule.why,
    )


def _sum_at_most(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    total = _side(context, rule.left, rule.missing_left)
    if total is None or rule.limit is None or total <= Decimal(str(rule.limit)):
        return
    yield context.finding(
        "KT309",
        rule.kind or Kind.CONTRADICTION,
        rule.severity,
        rule.left[-1],
        related=rule.left,
        parts=context.refs(rule.left),
        total=total,
        limit=Decimal(str(rule.limit)),
        rule=rule.why,
    )


def _both_positive(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    left = _side(context, rule.left, rule.missing_left)
    right = _side(context, rule.right, rule.missing_right)
    if left is None or right is None or (left > 0) == (right > 0):
        return
    yield context.finding(
        "KT308",
        rule.kind or Kind.CONTRADICTION,
        rule.severity,
        rule.left[0],
        related=rule.keys,
        left=context.refs(k for k in rule.left if not context.is_blank(k)),
        right=context.refs(k for k in rule.right if not context.is_blank(k)),
        rule=rule.why,
    )


def _nothing_without(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    if _side(context, rule.right, rule.missing_right) != 0:
        return
    for key in rule.left:
        if _is_uncertain(context, (key,)) or context.says_nothing(key):
            continue
        value = context.value(key)
        coded = context.template.by_key[key].kind in (RowKind.CHOICE, RowKind.YES_NO)
        if value is not None and (coded or value > 0):
            yield context.finding(
                "KT313",
                rule.kind or Kind.CONTRADICTION,
                rule.severity,
                key,
                related=rule.right,
                suggestion="" if coded else None,
                right=context.refs(k for k in rule.right if not context.is_blank(k)),
                rule=rule.why,
            )


def _filled_with(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    filled = [k for k in rule.right if not (context.is_blank(k) or context.says_nothing(k))]
    for key in rule.left:
        if filled and context.is_blank(key) and not context.says_nothing(key):
            yield context.finding(
                "KT314",
                rule.kind or Kind.MISSING_VALUE,
                rule.severity,
                key,
                related=filled,
                shares=context.refs(filled),
                rule=rule.why,
            )


def _possible_share(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    key = rule.left[0]
    share, whole = context.printed(key), _side(context, rule.right, rule.missing_right)
    if share is None or _is_uncertain(context, (key,)) or whole is None or whole <= 0:
        return
    decimals = context.decimals(key)
    near = int(share * whole / 100)
    for n in range(max(0, near - 1), min(int(whole), near + 2) + 1):
        exact = n * _HUNDRED / whole
        if share in (round_half_up(exact, decimals), truncate(exact, decimals)):
            return
    causes: tuple[Cause, ...] = ()
    if share == share.to_integral_value() and share <= whole:
        as_count = round_half_up(share * 100 / whole, context.template.decimals)
        causes = (
            Cause(
                "count-for-share",
                {"value": format_number(share), "share": format_number(as_count)},
            ),
        )
    below = round_half_up(near * _HUNDRED / whole, 2)
    above = round_half_up(min(near + 1, int(whole)) * _HUNDRED / whole, 2)
    yield context.finding(
        "KT310",
        rule.kind or Kind.IMPLAUSIBLE,
        rule.severity,
        key,
        related=rule.right,
        suggestion=f"{causes[0].facts['share']}?" if causes else None,
        causes=causes,
        whole=context.refs(rule.right),
        whole_sum=whole,
        below=format_number(below),
        above=format_number(above),
        rule=rule.why,
    )


def _between(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    """Outside what practice knows. 0 is left alone: it says that nothing happened."""
    for key in rule.left:
        value = context.value(key)
        if value is None or value == 0 or _is_uncertain(context, (key,)):
            continue
        too_low = rule.low is not None and value < Decimal(str(rule.low))
        too_high = rule.high is not None and value > Decimal(str(rule.high))
        if too_low or too_high:
            yield context.finding(
                "KT217", rule.kind or Kind.IMPLAUSIBLE, rule.severity, key, rule=rule.why
            )


_OPERATORS: dict[Op, Callable[[CheckContext, Rule], Iterator[Finding]]] = {
    Op.LE: _le,
    Op.EQ: _eq,
    Op.SUM_AT_MOST: _sum_at_most,
    Op.BOTH_POSITIVE: _both_positive,
    Op.NOTHING_WITHOUT: _nothing_without,
    Op.FILLED_WITH: _filled_with,
    Op.POSSIBLE_SHARE: _possible_share,
    Op.BETWEEN: _between,
}
