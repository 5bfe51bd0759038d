"""Why is a ratio wrong? Try the slips people make and name the rows that fit (DESIGN §6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from cchc_xl.model import Op, ReportTemplate, Row, RowKind
from cchc_xl.model.finding import Cause, RowChoice
from cchc_xl.model.remember import remembered
from cchc_xl.rules.context import CheckContext
from cchc_xl.text import fold, format_number, round_half_up, truncate


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio row with both parts known and a denominator above 0."""

    row: Row
    numerator: str
    denominator: str
    n: Decimal
    d: Decimal

    @property
    def exact(self) -> Decimal:
        """The ratio in percent, unrounded."""
        return self.n * 100 / self.d


def explain(context: CheckContext, ratio: Ratio, reported: Decimal) -> tuple[Cause, ...]:
    """Every slip that gives exactly the printed figure; empty when none does.

    Slips of typing come first; another row is only blamed when it counts the same thing (same
    unit of measure) and, for figures printed without decimals, when the form itself relates the
    two rows – with few digits nearly every number is the quotient of some pair by chance.
    """
    decimals = context.decimals(ratio.row.key)
    typing = list(_typing_slips(ratio, reported, decimals))
    rows = [
        *_other_denominators(context, ratio, reported, decimals),
        *_other_numerators(context, ratio, reported, decimals),
    ]
    return (*typing, *rows)


def _same(exact: Decimal, reported: Decimal, decimals: int) -> str | None:
    """How ``exact`` becomes ``reported``: "rounded", "cut", or not at all."""
    if round_half_up(exact, decimals) == reported:
        return "rounded"
    if decimals > 0 and truncate(exact, decimals) == reported:
        return "cut"
    return None


def _typing_slips(ratio: Ratio, reported: Decimal, decimals: int) -> Iterator[Cause]:
    exact = ratio.exact
    if reported == ratio.n and reported != 0:
        yield Cause("count-typed", {"value": format_number(ratio.n)}, (ratio.numerator,))
    elif reported == ratio.d:
        yield Cause("count-typed", {"value": format_number(ratio.d)}, (ratio.denominator,))
    hundredth = exact / 100
    if exact != 0 and (
        hundredth == reported or (decimals > 0 and _same(hundredth, reported, decimals))
    ):
        yield Cause("divided-by-100")
    if exact != 0 and any(round_half_up(exact, k) * 100 == reported for k in range(3)):
        yield Cause("times-100")
    if exact != 0 and ratio.n != ratio.d and _same(ratio.d * 100 / ratio.n, reported, decimals):
        yield Cause("swapped")
    if ratio.n != ratio.d and exact != 50 and _same(100 - exact, reported, decimals):
        yield Cause("complement")
    for places in {decimals, 0, 1, 2}:
        printed = round_half_up(exact, places)
        if _is_transposition(printed, reported):
            yield Cause("transposed", {"value": format_number(printed)})
            break


def _is_transposition(right: Decimal, typed: Decimal) -> bool:
    """True when two neighbouring digits changed places (79,31 → 97,31)."""
    a, b = format_number(right), format_number(typed)
    if len(a) != len(b) or a == b:
        return False
    differing = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(differing) != 2 or not (a[differing[0]] + a[differing[1]]).isdigit():
        return False
    i, j = differing
    adjacent = j - i == 1 or (j - i == 2 and a[i + 1] == ",")
    return adjacent and a[i] == b[j] and a[j] == b[i]


def _comparable(context: CheckContext, key: str) -> Iterator[str]:
    """Other filled rows that count the same thing as ``key``."""
    measure = fold(context.template.by_key[key].measure)
    for other in _counting_in(context.template).get(measure, ()):
        value = context.value(other)
        if other != key and value is not None and value > 0:
            yield other


@remembered
def _counting_in(template: ReportTemplate) -> dict[str, list[str]]:
    """Rows of counts and money by their (folded) measure, in printed order."""
    found: dict[str, list[str]] = {}
    for row in template.rows:
        if row.kind in (RowKind.COUNT, RowKind.MONEY):
            found.setdefault(fold(row.measure), []).append(row.key)
    return found


def _related_wholes(context: CheckContext, ratio: Ratio) -> set[str]:
    """Rows the form itself states to contain the numerator or the denominator."""
    own = {ratio.numerator, ratio.denominator}
    wholes = {
        key
        for rule in context.template.rules_in_force
        if rule.op is Op.LE and own & set(rule.left)
        for key in rule.right
    }
    return wholes | {part for key in wholes for part in context.template.by_key[key].parts}


def _other_denominators(
    context: CheckContext, ratio: Ratio, reported: Decimal, decimals: int
) -> Iterator[Cause]:
    wholes = _related_wholes(context, ratio)
    if ratio.n == 0:
        return
    found: dict[tuple[str, Decimal], list[str]] = {}
    for key in _comparable(context, ratio.denominator):
        whole = context.value(key)
        if key == ratio.numerator or whole is None or whole < ratio.n or whole == ratio.d:
            continue
        how = _same(ratio.n * 100 / whole, reported, decimals)
        if how and (decimals > 0 or key in wholes):
            found.setdefault((how, whole), []).append(key)
    for (how, whole), keys in found.items():
        yield Cause(
            "other-denominator-cut" if how == "cut" else "other-denominator",
            {"numerator": ratio.n, "whole": whole, "rows": RowChoice(tuple(keys))},
            tuple(keys),
        )


def _other_numerators(
    context: CheckContext, ratio: Ratio, reported: Decimal, decimals: int
) -> Iterator[Cause]:
    if reported == 100:
        return  # any row equal to the denominator would "explain" it
    found: dict[Decimal, list[str]] = {}
    for key in _comparable(context, ratio.numerator):
        part = context.value(key)
        if key == ratio.denominator or part is None or part > ratio.d or part == ratio.n:
            continue
        related = context.template.by_key[key].parent == ratio.row.key
        how = _same(part * 100 / ratio.d, reported, decimals)
        if how and (decimals > 0 or related):
            found.setdefault(part, []).append(key)
    for part, keys in found.items():
        yield Cause(
            "other-numerator",
            {"denominator": ratio.d, "part": part, "rows": RowChoice(tuple(keys))},
            tuple(keys),
        )
