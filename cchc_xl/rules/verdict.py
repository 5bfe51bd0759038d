"""The short verdict of column F: what is wrong in this row, said while typing.

Each test is a condition and the words for it; the first that holds is shown. What needs the whole
report (missing values, explanations, notes) is left to the button.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from cchc_xl.messages import sentences
from cchc_xl.messages.render import row_name
from cchc_xl.model import Missing, Op, ReportTemplate, Row, RowKind, Rule
from cchc_xl.rules.conditions import LEVEL_KEY as LEVEL_KEY
from cchc_xl.rules.conditions import (
    certain,
    is_filled,
    is_other_level,
    is_own,
    no_text,
    side,
    sound,
)
from cchc_xl.rules.expressions import (
    All,
    Any,
    Arithmetic,
    Cells,
    Compare,
    Const,
    Decimals,
    Divisor,
    ErrorInCellError,
    Expression,
    Floor,
    IsBlank,
    IsError,
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

_ZERO, _HUNDRED = Const(Decimal(0)), Const(Decimal(100))
#: Half a unit of the fourth decimal, the last that is printed of a quotient nobody rounded.
_UNPRINTED = Const(Decimal("0.00005"))
_NAMED_ROWS = 3


@dataclass(frozen=True, slots=True)
class Test:
    """Shown when ``condition`` holds: fixed words, then perhaps a computed number."""

    condition: Expression
    words: str
    number: Shown | None = None

    def text(self, cells: Cells) -> str:
        """The words with these cells."""
        return self.words + (self.number.value(cells) if self.number is not None else "")


def verdict(template: ReportTemplate, key: str, cells: Cells) -> str:
    """The verdict of one row, ``""`` when there is nothing to say.

    An error in another cell silences the row, as it does in Excel: that cell says so itself.
    """
    try:
        return next(
            (test.text(cells) for test in tests_of(template, key) if test.condition.value(cells)),
            "",
        )
    except ErrorInCellError:
        return ""


def tests_of(template: ReportTemplate, key: str) -> tuple[Test, ...]:
    """The tests of one row, in the order they are tried."""
    row = template.by_key[key]
    if not row.is_input or row.kind is RowKind.TEXT:
        return ()
    return tuple(_of_row(template, row))


def _of_row(template: ReportTemplate, row: Row) -> Iterator[Test]:
    say = sentences("verdicts")
    yield Test(IsError(row.key), say["error-cell"])
    if row.kind in (RowKind.CHOICE, RowKind.YES_NO):
        yield _choice(row)
    else:
        yield Test(All([Not(IsBlank(row.key)), Not(IsNumber(row.key))]), say["text"])
        yield Test(Compare(Number(row.key), "<", _ZERO), say["negative"])
    if row.kind is RowKind.COUNT:
        x = Number(row.key)
        yield Test(Compare(x, "<>", Rounded(x, _ZERO)), say["not-whole"])
    if row.is_ratio:
        yield from _ratio(template, row)
    if row.kind is RowKind.PERCENT:
        yield Test(Compare(Number(row.key), ">", _HUNDRED), say["above-100"])
    yield from _parts(template, row)
    for rule in template.rules_in_force:
        if row.key in rule.left:
            yield from _rule(template, row, rule)
    yield from _other_level(row)


def _choice(row: Row) -> Test:
    words = [IsWord(row.key, choice.label) for choice in row.choices]
    if not row.codes_printed:
        listed = "; ".join(choice.label for choice in row.choices)
        return Test(
            All([Not(IsBlank(row.key)), Not(Any(words))]),
            sentences("verdicts")["code-words"].format(choices=listed),
        )
    codes = [
        All([IsNumber(row.key), Compare(Number(row.key), "=", Const(Decimal(choice.code)))])
        for choice in row.choices
    ]
    listed = "; ".join(f"{choice.code} = {choice.label}" for choice in row.choices)
    return Test(
        All([Not(IsBlank(row.key)), Not(Any([*codes, *words]))]),
        sentences("verdicts")["code"].format(choices=listed),
    )


def _ratio(template: ReportTemplate, row: Row) -> Iterator[Test]:
    if row.numerator is None or row.denominator is None:
        return
    say = sentences("verdicts")
    x, n, d = Number(row.key), Number(row.numerator), Number(row.denominator)
    parts = (row.numerator, row.denominator)
    known = [*(IsNumber(key) for key in parts), *sound(template, parts)]
    own: list[Expression] = [Not(other) for other in is_other_level(row)]
    nothing: list[Expression] = [
        IsNumber(row.key),
        IsNumber(row.denominator),
        Compare(d, "=", _ZERO),
        no_text(row.numerator),  # blank over 0 is nil too
        Compare(n, "=", _ZERO),
    ]
    yield Test(All([*nothing, *own]), say["zero-denominator"])
    usable: list[Expression] = [*known, Compare(d, ">", _ZERO), Not(Compare(n, ">", d))]
    exact = Percent(n, Divisor(row.denominator))
    computed = Shown(Rounded(exact, Const(Decimal(template.decimals))))
    yield Test(All([*usable, IsBlank(row.key), *own]), say["ratio-missing"], computed)
    places = Decimals(row.key)
    printed = Rounded(x, places)
    wrong = Compare(Rounded(exact, places), "<>", printed)
    given: list[Expression] = [*usable, IsNumber(row.key)]
    cut = Compare(Rounded(exact, places, cut=True), "=", printed)
    yield Test(All([*given, wrong, cut]), say["ratio-cut"], Shown(Rounded(exact, places)))
    yield Test(All([*given, wrong]), say["ratio-mismatch"], computed)


def _parts(template: ReportTemplate, row: Row) -> Iterator[Test]:
    """A numerator above its denominator, and a total unlike its printed parts."""
    say = sentences("verdicts")
    for ratio in template.rows:
        if ratio.numerator == row.key and ratio.denominator is not None:
            yield Test(
                All(
                    [
                        IsNumber(row.key),
                        IsNumber(ratio.denominator),
                        *sound(template, (row.key, ratio.denominator)),
                        Compare(Number(row.key), ">", Number(ratio.denominator)),
                    ]
                ),
                say["above"].format(severity="Lỗi", whole=_name(template, ratio.denominator, row)),
            )
    if row.parts:
        involved = (row.key, *row.parts)
        readable = [*(no_text(key) for key in row.parts), *sound(template, involved)]
        any_part = Any([IsNumber(key) for key in row.parts])
        total = Sum(row.parts)
        yield Test(
            All([IsBlank(row.key), *readable, Compare(total, ">", _ZERO)]),
            say["total-missing"],
            Shown(total),
        )
        yield Test(
            All(
                [
                    IsNumber(row.key),
                    any_part,
                    *readable,
                    Compare(Number(row.key), "<>", total),
                ]
            ),
            say["total"],
            Shown(total),
        )


def _rule(template: ReportTemplate, row: Row, rule: Rule) -> Iterator[Test]:
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
            parts=_names(template, rule.left, row),
            whole=_names(template, rule.right, row),
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
            parts=_names(template, rule.left, row),
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
        _with_others(template, row, rule, "both-positive", rule.right),
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
        All([*idle, answered]), _with_others(template, row, rule, "nothing-without", rule.right)
    )


def _filled_with(template: ReportTemplate, row: Row, rule: Rule) -> Test:
    filled = Any([is_filled(template, key) for key in rule.right])
    return Test(
        All([is_own(template, row.key, IsBlank(row.key)), filled]),
        _with_others(template, row, rule, "filled-with", rule.right),
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
            severity=rule.severity.label, whole=_names(template, rule.right, row)
        ),
    )


def _other_level(row: Row) -> Iterator[Test]:
    """A non-zero value where the form prints only levels that the unit neither has nor covers."""
    if row.kind not in (RowKind.COUNT, RowKind.MONEY, RowKind.PERCENT):
        return
    for other in is_other_level(row):
        yield Test(
            All([other, IsNumber(row.key), Compare(Number(row.key), "<>", _ZERO)]),
            sentences("verdicts")["other-level"],
        )


def _with_others(
    template: ReportTemplate, row: Row, rule: Rule, sentence: str, others: tuple[str, ...]
) -> str:
    return sentences("verdicts")[sentence].format(
        severity=rule.severity.label, others=_names(template, others, row)
    )


def _names(template: ReportTemplate, keys: tuple[str, ...], row: Row) -> str:
    shown = [_name(template, key, row) for key in keys[:_NAMED_ROWS]]
    if len(keys) > _NAMED_ROWS:
        shown.append(f"{len(keys) - _NAMED_ROWS} dòng khác")
    return ", ".join(shown)


def _name(template: ReportTemplate, key: str, row: Row) -> str:
    """A short name: the printed number, with its part where numbers restart in each."""
    other = template.by_key[key]
    if key == row.key:
        return "dòng này"
    number = other.no.rstrip(".")
    if not number[:1].isdigit():
        return row_name(key, template, length=32)
    section = template.section_of[key]
    away = section.key != template.section_of[row.key].key and not section.no[:1].isdigit()
    return f"{section.no} dòng {number}" if away else f"dòng {number}"
