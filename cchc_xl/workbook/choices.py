"""Drop-down lists: the words a user picks and what they mean.

A unit's level and the period stand in `Trang chính` in words ("Cấp xã", "Quý I năm 2024"), never
as codes; a choice row takes its codes where the form prints codes, its words where it does not.
"""

from cchc_xl.model import Level, Period, PeriodKind, ReportTemplate, Row
from cchc_xl.text import fold
from cchc_xl.workbook.layout import LEVEL

#: With no period and no date known, the drop-down starts here; any other year may be typed.
_FIRST_YEAR = 2021
_YEARS_AHEAD = 10


def capitalized(words: str) -> str:
    """The words with a capital first letter, the rest untouched."""
    return words[:1].upper() + words[1:]


def level_words(level: Level | None) -> str:
    """How a level stands in its cell; ``""`` when unknown."""
    return "" if level is None else level.display


def read_level(words: str) -> Level | None:
    """The level a cell names, by its words or its code; None for anything else."""
    folded = fold(words)
    return next((v for v in Level if folded in (fold(v.label), v.value)), None)


def period_words(period: Period | None) -> str:
    """How a period stands in its cell; ``""`` when unknown."""
    return "" if period is None else capitalized(period.title)


def read_period(words: str) -> Period | None:
    """The period a cell names, by its words or its code; None for anything else."""
    try:
        return Period.parse(words)
    except ValueError:
        return Period.find(words, whole_year=True)


def period_options(template: ReportTemplate, period: Period | None) -> tuple[str, ...]:
    """Periods offered: the years around the one given, else from the edition's first year on."""
    if period is not None:
        years = range(period.year - 1, period.year + 2)
    else:
        known = [window.year for window in template.windows]
        if template.valid_from is not None:
            known.append(template.valid_from.year)
        first = min(known, default=_FIRST_YEAR)
        years = range(first, first + _YEARS_AHEAD)
    return tuple(
        capitalized(Period(year=year, kind=kind).title) for year in years for kind in PeriodKind
    )


def choice_options(row: Row) -> tuple[int | str, ...]:
    """What a choice row offers: codes where the form prints them, otherwise words."""
    if row.codes_printed:
        return tuple(choice.code for choice in row.choices)
    return tuple(choice.label for choice in row.choices)


def is_outside(level: Level | None, row: Row) -> bool:
    """True when the form prints only levels that a unit of ``level`` does not answer for."""
    return (
        level is not None
        and bool(row.levels)
        and level_words(level) not in allowed_level_words(row)
    )


def allowed_level_words(row: Row) -> frozenset[str]:
    """Words of the levels that answer for a row; empty when the form prints none (all do).

    A district answers for its communes, so a commune's row is a district's row too.
    """
    return frozenset(
        level_words(level) for level in Level if any(level.covers(one) for one in row.levels)
    )


def outside_condition(allowed: frozenset[str]) -> str:
    """`is_outside` as a condition on the level chosen in `Trang chính`."""
    level = LEVEL.name
    parts = [f'{level}<>""', *(f'{level}<>"{words}"' for words in sorted(allowed))]
    return f"AND({','.join(parts)})"
