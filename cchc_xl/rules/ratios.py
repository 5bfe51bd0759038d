"""KT301–305: a printed ratio against its own printed parts."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from cchc_xl.model import Finding, Kind, Row, Severity
from cchc_xl.rules.context import CheckContext
from cchc_xl.rules.explain import Ratio, explain
from cchc_xl.rules.values import percent_above_100
from cchc_xl.text import format_number, round_half_up, truncate

_HUNDRED = Decimal(100)


def check(context: CheckContext) -> Iterator[Finding]:
    """Every ratio whose numerator and denominator the form prints.

    Silent when rounding half up to the printed decimals gives what is printed; truncation is a
    note. What cannot be read is left to the value checks.
    """
    for row in context.template.rows:
        if row.is_ratio and context.has(row.key):
            yield from _one(context, row)


def _one(context: CheckContext, row: Row) -> Iterator[Finding]:
    numerator, denominator = row.numerator, row.denominator
    if numerator is None or denominator is None:
        return
    parts = (numerator, denominator)
    reported = context.printed(row.key)
    unusable = any(context.is_unreadable(key) or context.is_wrong(key) for key in parts)
    if context.is_unreadable(row.key) or unusable:
        if reported is not None and reported > _HUNDRED:
            yield percent_above_100(context, row, reported)
        return
    n, d = context.value(numerator), context.value(denominator)
    if d is None or (n is None and d != 0):
        yield from _without_parts(context, row, reported)
        return
    n = n or Decimal(0)  # nothing of nothing: a blank numerator over 0 is nil
    if n > d:
        yield context.finding(
            "KT306",
            Kind.PART_EXCEEDS_WHOLE,
            Severity.ERROR,
            numerator,
            related=[denominator, row.key],
            part=context.refs([numerator]),
            whole=context.refs([denominator]),
            part_sum=n,
            whole_sum=d,
            rule="",
        )
    elif context.is_other_level(row) and (d == 0 or reported is None):
        return  # not this unit's ratio: 0 or blank there means nothing
    elif d == 0:
        if reported is not None:
            yield context.finding(
                "KT304",
                Kind.RATIO_ZERO_DENOMINATOR,
                Severity.ERROR,
                row.key,
                related=parts,
                suggestion="",
                denominator=context.ref(denominator),
            )
    elif reported is None:
        value = round_half_up(n * 100 / d, context.template.decimals)
        yield context.finding(
            "KT302",
            Kind.RATIO_MISSING,
            Severity.ERROR,
            row.key,
            related=parts,
            suggestion=format_number(value),
            expected=format_number(value),
            numerator=context.ref(numerator),
            denominator=context.ref(denominator),
        )
    else:
        yield from _compare(context, Ratio(row, numerator, denominator, n, d), reported)


def _without_parts(context: CheckContext, row: Row, reported: Decimal | None) -> Iterator[Finding]:
    """A ratio given although a part is blank. Outside one's level, 0 is silent."""
    if reported is None:
        return
    if reported > _HUNDRED:
        yield percent_above_100(context, row, reported)
        return
    if context.is_other_level(row):
        return
    parts = [key for key in (row.numerator, row.denominator) if key is not None]
    yield context.finding(
        "KT303",
        Kind.COMPONENTS_MISSING,
        Severity.WARNING,
        row.key,
        related=parts,
        missing=context.refs(key for key in parts if context.is_blank(key)),
    )


def _compare(context: CheckContext, ratio: Ratio, reported: Decimal) -> Iterator[Finding]:
    decimals = context.decimals(ratio.row.key)
    exact = ratio.exact
    if round_half_up(exact, decimals) == reported:
        return
    shown = max(decimals, context.template.decimals)
    facts: dict[str, Any] = {
        "reported": format_number(reported),
        "numerator": context.ref(ratio.numerator),
        "denominator": context.ref(ratio.denominator),
        "expected": format_number(round_half_up(exact, shown)),
        "exact": format_number(round_half_up(exact, 4)),
    }
    if truncate(exact, decimals) == reported:
        yield context.finding(
            "KT305",
            Kind.ROUNDING,
            Severity.NOTE,
            ratio.row.key,
            related=(ratio.numerator, ratio.denominator),
            suggestion=format_number(round_half_up(exact, decimals)),
            **{**facts, "expected": format_number(round_half_up(exact, decimals))},
        )
        return
    causes = explain(context, ratio, reported)
    if reported > _HUNDRED and not causes:
        yield percent_above_100(context, ratio.row, reported, exact)
        return
    yield context.finding(
        "KT301",
        Kind.RATIO_MISMATCH,
        Severity.ERROR,
        ratio.row.key,
        related=(ratio.numerator, ratio.denominator),
        suggestion=format_number(round_half_up(exact, context.template.decimals)),
        causes=causes,
        **facts,
    )
