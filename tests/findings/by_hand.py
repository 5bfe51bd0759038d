"""The listed relations worked out with pencil and paper: knows no rule and no template.

A filled form is a mapping from printed row (1-based) to what is written, blank rows left out.
"""

import tomllib
from collections.abc import Iterable, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

from cchc_xl.model import Level
from tests.findings.seeds import Relation, relations

Figures = Mapping[int, str]
_CLEAN = Path(__file__).parent / "clean"


@cache
def clean_figures(edition: str, at_level: str | None = None) -> tuple[Level, Figures]:
    """The level and figures of a report in which every relation holds.

    ``at_level``: the same as a unit of another level would file it.
    """
    listed = tomllib.loads((_CLEAN / f"{edition}.toml").read_text(encoding="utf-8"))
    texts = dict(listed["values"])
    if at_level is not None:
        texts |= listed[at_level]["values"]
        for row in listed[at_level]["blank"]:
            del texts[str(row)]
    return Level(at_level or listed["level"]), {int(row): text for row, text in texts.items()}


def number(figures: Figures, row: int) -> Decimal | None:
    """The number written, None for a blank; words are no number."""
    text = figures.get(row)
    if text is None:
        return None
    try:
        return Decimal(text.replace(",", "."))
    except ArithmeticError:
        return None


def written(value: Decimal | Fraction | int, places: int = 2) -> str:
    """A number as an office writes it: rounded half up, decimal comma, no idle zeros."""
    text = format(rounded(Fraction(value), places), "f")
    return text.rstrip("0").rstrip(".").replace(".", ",") if "." in text else text


def rounded(value: Fraction, places: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=rounding)


def share(part: Decimal, whole: Decimal) -> Fraction:
    return Fraction(part) * 100 / Fraction(whole)


def places_of(text: str) -> int:
    return len(text.partition(",")[2].rstrip("0"))


def is_share(text: str, exact: Fraction) -> bool:
    """Rounded or cut to the decimals that are written."""
    value, places = Decimal(text.replace(",", ".")), places_of(text)
    return value in (rounded(exact, places), rounded(exact, places, ROUND_DOWN))


def broken(edition: str, figures: Figures, level: Level) -> list[Relation]:
    """The relations that do not hold."""
    return [relation for relation in relations(edition) if not holds(relation, figures, level)]


def holds(relation: Relation, figures: Figures, level: Level) -> bool:
    check = _CHECKS.get(relation.type)
    if relation.type == "equal_at_level" and relation["level"] != level:
        return True
    assert check is not None, relation.type
    return check(relation, figures)


def _sum(figures: Figures, rows: Iterable[int]) -> Decimal | None:
    values = [value for row in rows if (value := number(figures, row)) is not None]
    return sum(values, Decimal(0)) if values else None


def _at_most(left: Decimal | None, right: Decimal | None) -> bool:
    return left is None or right is None or left <= right


def _equal(left: Decimal | None, right: Decimal | None) -> bool:
    return left is None or right is None or left == right


def _ratio(relation: Relation, figures: Figures) -> bool:
    part, whole = (number(figures, relation[name]) for name in ("numerator", "denominator"))
    text = figures.get(relation["ratio"])
    if part is None or whole is None:
        return text is None
    if whole == 0:
        return text is None and part == 0
    return text is not None and is_share(text, share(part, whole))


def _part_le_whole(relation: Relation, figures: Figures) -> bool:
    return _at_most(number(figures, relation["part"]), number(figures, relation["whole"]))


def _part_le_sum(relation: Relation, figures: Figures) -> bool:
    return _at_most(number(figures, relation["part"]), _sum(figures, relation["wholes"]))


def _sum_equals(relation: Relation, figures: Figures) -> bool:
    return _equal(number(figures, relation["total"]), _sum(figures, relation["parts"]))


def _sum_le(relation: Relation, figures: Figures) -> bool:
    return _at_most(_sum(figures, relation["parts"]), number(figures, relation["total"]))


def _choice(relation: Relation, figures: Figures) -> bool:
    text = figures.get(relation["row"])
    return text is None or text in {str(code) for code in relation["codes"]}


def _same(relation: Relation, figures: Figures) -> bool:
    return _equal(number(figures, relation["left"]), number(figures, relation["right"]))


def _positive_iff(relation: Relation, figures: Figures) -> bool:
    left, right = _sum(figures, relation["left"]), _sum(figures, relation["right"])
    return left is None or right is None or (left > 0) == (right > 0)


def _positive_needs_positive(relation: Relation, figures: Figures) -> bool:
    left, right = _sum(figures, relation["left"]), _sum(figures, relation["right"])
    return not left or right is None or right > 0


def _filled_needs_positive(relation: Relation, figures: Figures) -> bool:
    return figures.get(relation["filled"]) is None or number(figures, relation["count"]) != 0


def _exclusive(relation: Relation, figures: Figures) -> bool:
    total = _sum(figures, relation["parts"])
    return total is None or total <= 100


def _total_filled(relation: Relation, figures: Figures) -> bool:
    if any(figures.get(row) is not None for row in relation["shares"]):
        return figures.get(relation["total"]) is not None
    return True


def _possible(relation: Relation, figures: Figures) -> bool:
    text, whole = figures.get(relation["ratio"]), number(figures, relation["whole"])
    if text is None or not whole:
        return True
    near = int(Decimal(text.replace(",", ".")) * whole / 100)
    counts = range(max(0, near - 1), min(int(whole), near + 2) + 1)
    return any(is_share(text, share(Decimal(n), whole)) for n in counts)


_CHECKS = {
    "ratio": _ratio,
    "part_le_whole": _part_le_whole,
    "part_le_sum": _part_le_sum,
    "sum_equals": _sum_equals,
    "sum_le": _sum_le,
    "choice": _choice,
    "equal": _same,
    "equal_at_level": _same,
    "positive_iff": _positive_iff,
    "positive_needs_positive": _positive_needs_positive,
    "filled_needs_positive": _filled_needs_positive,
    "exclusive_shares": _exclusive,
    "total_filled_when_shares_are": _total_filled,
    "share_possible_for_whole": _possible,
}
