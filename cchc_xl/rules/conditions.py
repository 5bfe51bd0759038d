"""Conditions that verdicts are built of: what a cell, or a side of a rule, says for certain.

They mirror what `context.CheckContext` and `relations` do with a whole report.
"""

from decimal import Decimal

from cchc_xl.model import Level, Missing, ReportTemplate, Row, RowKind
from cchc_xl.rules.expressions import (
    All,
    Any,
    Arithmetic,
    Compare,
    Const,
    Expression,
    IsBlank,
    IsNumber,
    IsWord,
    Magnitude,
    Not,
    Number,
    Rounded,
)

#: Stands for the unit's level among the cells a verdict reads.
LEVEL_KEY = "@cap"

_ZERO = Const(Decimal(0))


def no_text(key: str) -> Expression:
    """Blank or a number: nothing unreadable."""
    return Any([IsBlank(key), IsNumber(key)])


def sound(template: ReportTemplate, keys: tuple[str, ...]) -> list[Expression]:
    """No number is an error in itself: negative, a count not whole, above 100 %."""
    conditions: list[Expression] = []
    for key in keys:
        kind, x = template.by_key[key].kind, Number(key)
        if kind is RowKind.COUNT:
            conditions.append(Compare(x, "=", Magnitude(Rounded(x, _ZERO))))
        elif kind is RowKind.MONEY:
            conditions.append(Not(Compare(x, "<", _ZERO)))
        elif kind is RowKind.PERCENT:
            fifty = Const(Decimal(50))
            conditions.append(Not(Compare(Magnitude(Arithmetic(x, "-", fifty)), ">", fifty)))
    return conditions


def certain(template: ReportTemplate, keys: tuple[str, ...]) -> list[Expression]:
    """No number is wrong in itself, and none but 0 stands in a row of another level."""
    conditions = sound(template, keys)
    for key in keys:
        for other in is_other_level(template.by_key[key]):
            conditions.append(Not(All([other, Compare(Number(key), "<>", _ZERO)])))
    return conditions


def is_own(template: ReportTemplate, key: str, said: Expression) -> Expression:
    """``said`` of a row the unit may fill; a 0 of another level is no evidence."""
    own = [Not(other) for other in is_other_level(template.by_key[key])]
    return All([said, *own]) if own else said


def side(template: ReportTemplate, keys: tuple[str, ...], missing: Missing) -> list[Expression]:
    """Conditions under which a side of a rule says something certain."""
    numbers = [is_own(template, key, IsNumber(key)) for key in keys]
    usable = certain(template, keys)
    if missing is Missing.SKIP:
        return [*numbers, *usable]
    return [*(no_text(key) for key in keys), Any(numbers), *usable]


def is_filled(template: ReportTemplate, key: str) -> Expression:
    """Something is written, other than a 0 in a row of another level."""
    filled = Not(IsBlank(key))
    idle = is_own(template, key, filled)
    if idle is filled:
        return filled
    figure = All([filled, Not(All([IsNumber(key), Compare(Number(key), "=", _ZERO)]))])
    return Any([idle, figure])


def is_other_level(row: Row) -> list[Expression]:
    """The unit is of a level the row is not for; nothing where it may be for every level."""
    if not row.levels:
        return []
    others = [level for level in Level if not any(level.covers(printed) for printed in row.levels)]
    return [Any([IsWord(LEVEL_KEY, level.display) for level in others])] if others else []
