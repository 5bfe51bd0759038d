"""Tests of the short verdict for relations between rows, by what the relation says."""

from collections.abc import Iterator
from decimal import Decimal

from cchc_xl.messages import sentences
from cchc_xl.model import Missing, Op, ReportTemplate, Row, RowKind, Rule
from cchc_xl.rules.conditions import (
    LEVEL_KEY,
    certain,
    is_filled,
    is_own,
    side,
)
from cchc_xl.rules.expressions import (
    All,
    Any,
    Arithmetic,
    Compare,
    Const,
    Decimals,
    Divisor,
    Expression,
    Floor,
    IsBlank,
    IsNumber,
    IsWord,
    Largest,
    Magnitude,
    Not,
    Number,
    Percent,
    Rounded,
    Shown,
    Sum,
)
from cchc_xl.rules.verdict_words import Test, names, with_others

_ZERO = Const(Decimal(0))
#: Half a unit of the fourth decimal, the last that is printed of a quotient nobody rounded.
_UNPRINTED = Const(Decimal("0.00005"))


def of_relation(template: ReportTemplate, row: Row, rule: Rule) -> Iterator[Test]:
    """What the relation says in a row of its left side; nothing where the button must decide."""
    build = {
        Op.LE: _le,
        Op.EQ: _eq,
        Op.SUM_AT_MOST: _sum_at_most,
        Op.BOTH_POSITIVE: _both_positive,
        Op.NOTHING_WITHOUT: _nothing_without,
        Op.FILLED_WITH: _filled_with,
        Op.POSSIBLE_SHARE: _possible_share,
    }.get(rule.op)
    if build is None:  # left to the button
        return
    test = build(template, row, rule)
    if test is None:
        return
    if rule.levels:
        at_level = Any([IsWord(LEVEL_KEY, level.display) for level in rule.levels])
        test = Test(All([at_level, test.condition]), test.words, test.number)
    yield test


def _le(template: ReportTemplate, row: Row, rule: Rule) -> Test:
    left = certain(template, rule.left)
    if rule.missing_left is Missing.SKIP:
        left = side(template, rule.left, rule.missing_left)
    violated = [
        IsNumber(row.key),
        *left,
        *side(template, rule.right, rule.missing_right),
        Compare(Sum(rule.left), ">", Sum(rule.right)),
    ]
    if template.same_relation(rule, Op.BOTH_POSITIVE):
        violated.append(Compare(Sum(rule.right), "<>", _ZERO))
    return _compared(template, row, rule, violated, "above", "sum-above")


def _eq(template: ReportTemplate, row: Row, rule: Rule) -> Test:
    violated = [
        *side(template, rule.left, rule.missing_left),
        *side(template, rule.right, rule.missing_right),
        Compare(Sum(rule.left), "<>", Sum(rule.right)),
    ]
    return _compared(template, row, rule, violated, "differs", "sum-differs")


def _compared(
    template: ReportTemplate,
    row: Row,
    rule: Rule,
    violated: list[Expression],
    single: str,
    several: str,
) -> Test:
    """Of several rows on the left, the largest carries the verdict."""
    if len(rule.left) > 1:
        violated = [*violated, Not(Compare(Number(row.key), "<", Largest(rule.left)))]
    words = sentences("verdicts")[single if len(rule.left) == 1 else several]
    return Test(
        All(violated),
        words.format(
            severity=rule.severity.label,
            parts=names(template, rule.left, row),
            whole=names(template, rule.right, row),
        ),
    )


def _sum_at_most(template: ReportTemplate, row: Row, rule: Rule) -> Test | None:
    if row.key != rule.left[-1] or rule.limit is None:
        return None
    limit = Decimal(str(rule.limit))
    return Test(
        All(
            [
                *side(template, rule.left, rule.missing_left),
                Compare(Sum(rule.left), ">", Const(limit)),
            ]
        ),
        sentences("verdicts")["shares"].format(
            severity=rule.severity.label,
            parts=names(template, rule.left, row),
            limit=Shown(Const(limit)).value({}),
        ),
    )


def _both_positive(template: ReportTemplate, row: Row, rule: Rule) -> Test | None:
    if row.key != rule.left[0]:
        return None
    left, right = Compare(Sum(rule.left), ">", _ZERO), Compare(Sum(rule.right), ">", _ZERO)
    differ = Any([All([left, Not(right)]), All([Not(left), right])])
    return Test(
        All(
            [
                *side(template, rule.left, rule.missing_left),
                *side(template, rule.right, rule.missing_right),
                differ,
            ]
        ),
        with_others(template, row, rule, "both-positive", rule.right),
    )


def _nothing_without(template: ReportTemplate, row: Row, rule: Rule) -> Test:
    idle = [
        *side(template, rule.right, rule.missing_right),
        Compare(Sum(rule.right), "=", _ZERO),
        *certain(template, (row.key,)),
    ]
    answered: Expression = Compare(Number(row.key), ">", _ZERO)
    if row.kind in (RowKind.CHOICE, RowKind.YES_NO):
        answered = is_own(template, row.key, Not(IsBlank(row.key)))
    return Test(
        All([*idle, answered]), with_others(template, row, rule, "nothing-without", rule.right)
    )


def _filled_with(template: ReportTemplate, row: Row, rule: Rule) -> Test:
    filled = Any([is_filled(template, key) for key in rule.right])
    return Test(
        All([is_own(template, row.key, IsBlank(row.key)), filled]),
        with_others(template, row, rule, "filled-with", rule.right),
    )


def _possible_share(template: ReportTemplate, row: Row, rule: Rule) -> Test:
    """No whole number of the right side gives this percent at its printed decimals."""
    x, whole, places = Number(row.key), Sum(rule.right), Decimals(row.key)
    total = Divisor(rule.right[0])
    near = Floor(Percent(Arithmetic(x, "*", total), Const(Decimal(10000))))
    fits = []
    for step in (-1, 0, 1, 2):
        n: Expression = near
        if step:
            n = Arithmetic(near, "+" if step > 0 else "-", Const(Decimal(abs(step))))
        exact = Percent(n, total)
        within = [Not(Compare(n, "<", _ZERO)), Not(Compare(n, ">", total))]
        for cut in (False, True):
            apart = Magnitude(Arithmetic(Rounded(exact, places, cut=cut), "-", x))
            fits.append(All([*within, Not(Compare(apart, ">", _UNPRINTED))]))
    return Test(
        All(
            [
                IsNumber(row.key),
                *side(template, rule.right, rule.missing_right),
                Compare(whole, ">", _ZERO),
                *certain(template, (row.key,)),
                Not(Any(fits)),
            ]
        ),
        sentences("verdicts")["impossible-share"].format(
            severity=rule.severity.label, whole=names(template, rule.right, row)
        ),
    )
