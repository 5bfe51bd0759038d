"""The short verdict of column F: what is wrong in this row, said while typing.

Each test is a condition and the words for it; the first that holds is shown. What needs the whole
report (missing values, explanations, notes) is left to the button.
"""

from collections.abc import Iterator
from decimal import Decimal

from cchc_xl.messages import sentences
from cchc_xl.model import ReportTemplate, Row, RowKind
from cchc_xl.rules.conditions import LEVEL_KEY as LEVEL_KEY
from cchc_xl.rules.conditions import (
    is_other_level,
    no_text,
    sound,
)
from cchc_xl.rules.expressions import (
    All,
    Any,
    Cells,
    Compare,
    Const,
    Decimals,
    Divisor,
    ErrorInCellError,
    Expression,
    IsBlank,
    IsError,
    IsNumber,
    IsWord,
    Not,
    Number,
    Percent,
    Rounded,
    Shown,
    Sum,
)
from cchc_xl.rules.verdict_relations import of_relation
from cchc_xl.rules.verdict_words import Test as Test
from cchc_xl.rules.verdict_words import name_of

_ZERO, _HUNDRED = Const(Decimal(0)), Const(Decimal(100))


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
            yield from of_relation(template, row, rule)
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
                say["above"].format(
                    severity="Lỗi", whole=name_of(template, ratio.denominator, row)
                ),
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


def _other_level(row: Row) -> Iterator[Test]:
    """A non-zero value where the form prints only levels that the unit neither has nor covers."""
    if row.kind not in (RowKind.COUNT, RowKind.MONEY, RowKind.PERCENT):
        return
    for other in is_other_level(row):
        yield Test(
            All([other, IsNumber(row.key), Compare(Number(row.key), "<>", _ZERO)]),
            sentences("verdicts")["other-level"],
        )
