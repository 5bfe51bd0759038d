"""One relation of a clean report broken at a time, from the relations listed by hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from tests.findings.by_hand import (
    Figures,
    clean_figures,
    holds,
    number,
    places_of,
    rounded,
    share,
    written,
)
from tests.findings.seeds import Relation, percent_rows, relations

Changes = dict[int, str | None]

PART = frozenset({"part-exceeds-whole"})
SUM = frozenset({"sum-mismatch", "cross-section-mismatch"})
RATIO = frozenset({"ratio-mismatch", "percent-out-of-range"})
BLANK = frozenset({"components-missing", "missing-value"})
NO_NUMBER = frozenset({"not-a-number"})


@dataclass(frozen=True)
class Case:
    """A clean report with a few cells changed, and what must be said about it.

    ``at_level`` is None for the report of a unit that covers every row. ``involved`` are the rows
    that must be named; the finding must be at least as grave as ``severity``.
    """

    edition: str
    name: str
    at_level: str | None
    changes: Changes
    involved: frozenset[int]
    kinds: frozenset[str]
    severity: str

    @property
    def id(self) -> str:
        return f"{self.edition}: {self.name}"

    @property
    def changed(self) -> frozenset[int]:
        return frozenset(self.changes)


def cases(edition: str) -> list[Case]:
    """Every case of an edition, in a fixed order."""
    found = [case for relation in relations(edition) for case in _of_relation(relation)]
    return [*found, *_of_percents(edition), *_of_cells(edition)]


def _of_relation(relation: Relation) -> Iterator[Case]:
    at_level = relation.get("level")
    level, base = clean_figures(relation.edition, at_level)
    for way in _WAYS[relation.type](relation, base):
        if way.severity != "note" and holds(relation, with_changes(base, way.changes), level):
            continue  # by chance nothing was broken
        yield Case(
            edition=relation.edition,
            name=f"{relation.type} {relation.rows} {way.name}",
            at_level=at_level,
            changes=way.changes,
            involved=frozenset(relation.rows) - way.not_involved,
            kinds=way.kinds,
            severity=way.severity,
        )


def with_changes(base: Figures, changes: Changes) -> dict[int, str]:
    return {row: text for row, text in {**base, **changes}.items() if text is not None}


@dataclass(frozen=True)
class Way:
    """One way to break a relation: the cells to change (None: blank) and what is to be said."""

    name: str
    changes: Changes
    kinds: frozenset[str]
    severity: str
    not_involved: frozenset[int] = frozenset()


def _value(base: Figures, row: int) -> Decimal:
    value = number(base, row)
    assert value is not None, row
    return value


def _ratio(relation: Relation, base: Figures) -> Iterator[Way]:
    row, numerator, denominator = (relation[n] for n in ("ratio", "numerator", "denominator"))
    n, d, printed = (_value(base, r) for r in (numerator, denominator, row))
    exact = share(n, d)
    wrong = {
        "higher": written(printed + Decimal("1.5")),
        "lower": written(printed - Decimal("3.5")),
        "x100": written(printed * 100),
        "/100": written(printed / 100),
        "swapped": written(share(d, n)),
        "complement": written(100 - printed),
        "numerator typed": written(n),
        "100": "100",
        "0": "0",
    }
    digits = base[row]
    wrong["transposed"] = digits[1] + digits[0] + digits[2:]
    wrong["transposed decimals"] = digits[:-2] + digits[-1] + digits[-2]
    wholes = [r["whole"] for r in relations(relation.edition) if r.type == "part_le_whole"]
    larger = dict.fromkeys(w for w in wholes if _value(base, w) > n and w != denominator)
    for whole in list(larger)[:2]:
        wrong[f"divided by {whole}"] = written(share(n, _value(base, whole)))
    for way, text in wrong.items():
        if "," not in text or text[-1] != ",":
            yield Way(way, {row: text}, RATIO, "error")
    for places in (2, 1):
        cut = written(rounded(exact, places, ROUND_DOWN))
        if places_of(cut) == places and cut != written(exact, places):
            yield Way(f"cut to {places}", {row: cut}, frozenset({"rounding"}), "note")
    yield Way("left out", {row: None}, frozenset({"ratio-missing"}), "error")
    zero = frozenset({"ratio-zero-denominator"})
    yield Way("100 of nothing", {row: "100", numerator: "0", denominator: "0"}, zero, "error")
    yield Way("0 of nothing", {row: "0", numerator: "0", denominator: "0"}, zero, "error")
    yield Way("no numerator", {numerator: None}, BLANK, "warning")
    yield Way("no denominator", {denominator: None}, BLANK, "warning")
    yield Way("no parts", {numerator: None, denominator: None}, BLANK, "warning")
    yield Way("numerator + 1", {numerator: written(n + 1)}, RATIO | PART, "error")
    yield Way("numerator - 1", {numerator: written(n - 1)}, RATIO, "error")
    yield Way("denominator x 2", {denominator: written(d * 2)}, RATIO, "error")
    yield Way("parts swapped", {numerator: written(d), denominator: written(n)}, PART, "error")


def _part_le_whole(relation: Relation, base: Figures) -> Iterator[Way]:
    part, whole = relation["part"], relation["whole"]
    limit = _value(base, whole)
    for way, value in (("1 above", limit + 1), ("x 10", limit * 10)):
        yield Way(way, {part: written(value)}, PART, relation.severity)
    yield Way("whole too small", {whole: written(_value(base, part) - 1)}, PART, relation.severity)
    if _value(base, part) > 0:
        yield Way("whole 0", {whole: "0"}, PART, relation.severity)


def _part_le_sum(relation: Relation, base: Figures) -> Iterator[Way]:
    limit = sum(_value(base, row) for row in relation["wholes"])
    for way, value in (("1 above", limit + 1), ("double", limit * 2)):
        yield Way(way, {relation["part"]: written(value)}, PART, relation.severity)


def _sum_equals(relation: Relation, base: Figures) -> Iterator[Way]:
    total, parts = relation["total"], relation["parts"]
    kinds = SUM | PART  # a part above its total is both
    value = _value(base, total)
    for way, wrong in (("+ 1", value + 1), ("- 1", value - 1), ("x 10", value * 10)):
        yield Way(f"total {way}", {total: written(wrong)}, kinds, relation.severity)
    for part in parts:
        yield Way(
            f"part {part} + 1", {part: written(_value(base, part) + 1)}, kinds, relation.severity
        )
    yield Way(f"part {parts[0]} 0", {parts[0]: "0"}, kinds, relation.severity)


def _sum_le(relation: Relation, base: Figures) -> Iterator[Way]:
    total, parts = relation["total"], relation["parts"]
    limit, together = _value(base, total), sum(_value(base, row) for row in parts)
    first = _value(base, parts[0]) + limit - together + 1
    yield Way("together 1 above", {parts[0]: written(first)}, PART, relation.severity)
    yield Way("total too small", {total: written(together - 1)}, PART, relation.severity)
    yield Way("one above alone", {parts[-1]: written(limit + 5)}, PART, relation.severity)


def _choice(relation: Relation, base: Figures) -> Iterator[Way]:
    row, codes = relation["row"], relation["codes"]
    listed = frozenset({"code-not-in-list"})
    if isinstance(codes[0], int):
        yield Way("code above", {row: str(max(codes) + 1)}, listed, "error")
        yield Way("code below", {row: "-1"}, listed, "error")
        yield Way("code 9", {row: "9"}, listed, "error")
        yield Way("half a code", {row: "0,5"}, listed, "error")
    else:
        unclear = listed | {"code-ambiguous"}
        yield Way("code 0", {row: "0"}, unclear, "warning")
        yield Way("code 7", {row: "7"}, unclear, "warning")
    yield Way("other words", {row: "Rất tốt"}, listed, "error")
    yield Way(
        "a sentence", {row: "Đơn vị đang triển khai thực hiện theo kế hoạch"}, listed, "error"
    )


def _equal(relation: Relation, base: Figures) -> Iterator[Way]:
    kinds = SUM | {"contradiction"}
    for side in ("left", "right"):
        row = relation[side]
        for step in (1, -1):
            changed: Changes = {row: written(_value(base, row) + step)}
            yield Way(f"{side} {step:+}", changed, kinds, relation.severity)


def _positive_iff(relation: Relation, base: Figures) -> Iterator[Way]:
    kinds = frozenset({"contradiction"})
    for side in ("left", "right"):
        nothing: Changes = dict.fromkeys(relation[side], "0")
        yield Way(f"{side} nothing", nothing, kinds, relation.severity)


def _positive_needs_positive(relation: Relation, base: Figures) -> Iterator[Way]:
    nothing: Changes = dict.fromkeys(relation["right"], "0")
    yield Way("right nothing", nothing, frozenset({"contradiction"}), relation.severity)


def _filled_needs_positive(relation: Relation, base: Figures) -> Iterator[Way]:
    kinds = frozenset({"contradiction", "code-ambiguous"})
    filled, count = relation["filled"], relation["count"]
    yield Way("no sheets", {count: "0"}, kinds, relation.severity)
    yield Way("no sheets, code 0", {count: "0", filled: "0"}, kinds, relation.severity)


def _exclusive(relation: Relation, base: Figures) -> Iterator[Way]:
    first, second = relation["parts"]
    kinds = frozenset({"contradiction"})
    for row, other in ((first, second), (second, first)):
        above = written(100 - _value(base, other) + Decimal("0.5"))
        yield Way(f"{row} a little more", {row: above}, kinds, relation.severity)
    yield Way("both 100", {first: "100", second: "100"}, kinds, relation.severity)


def _total_filled(relation: Relation, base: Figures) -> Iterator[Way]:
    yield Way("no total", {relation["total"]: None}, BLANK, "error")
    blank = relation["shares"][-1]
    changes: Changes = {relation["total"]: None, blank: None}
    yield Way("no total, one share", changes, BLANK, "error", frozenset({blank}))


def _possible(relation: Relation, base: Figures) -> Iterator[Way]:
    kinds = frozenset({"implausible"})
    row, whole = relation["ratio"], _value(base, relation["whole"])
    # Halfway between two possible shares, written so exactly that neither rounds to it.
    for n in (1, 40, int(whole) - 2):
        between = (share(Decimal(n), whole) + share(Decimal(n + 1), whole)) / 2
        yield Way(f"between {n} and {n + 1}", {row: written(between, 4)}, kinds, relation.severity)


_WAYS: dict[str, Callable[[Relation, Figures], Iterator[Way]]] = {
    "ratio": _ratio,
    "part_le_whole": _part_le_whole,
    "part_le_sum": _part_le_sum,
    "sum_equals": _sum_equals,
    "sum_le": _sum_le,
    "choice": _choice,
    "equal": _equal,
    "equal_at_level": _equal,
    "positive_iff": _positive_iff,
    "positive_needs_positive": _positive_needs_positive,
    "filled_needs_positive": _filled_needs_positive,
    "exclusive_shares": _exclusive,
    "total_filled_when_shares_are": _total_filled,
    "share_possible_for_whole": _possible,
}


def _of_percents(edition: str) -> Iterator[Case]:
    """Every percent row above 100, below 0, or no number."""
    above = RATIO | {"contradiction"}
    for row in percent_rows(edition):
        yield _cell(edition, row, "101", above)
        yield _cell(edition, row, "-5", RATIO | {"negative"})
        yield _cell(edition, row, "đạt", NO_NUMBER)


def _of_cells(edition: str) -> Iterator[Case]:
    """Every row that some relation counts with: no number, or no number of things."""
    percents = set(percent_rows(edition))
    counted = {
        row
        for relation in relations(edition)
        if relation.type not in ("choice", "filled_needs_positive")
        for row in relation.rows
    } - percents
    coded = {r["row"] for r in relations(edition) if r.type == "choice"}
    ways = (
        ("nhiều", NO_NUMBER, "error"),
        ("8/21", NO_NUMBER, "error"),
        ("-3", frozenset({"negative"}), "error"),
        ("1.234", frozenset({"ambiguous-number"}), "warning"),
    )
    for n, row in enumerate(sorted(counted - coded)):
        for text, kinds, severity in (ways[n % 4], ways[(n + 1) % 4]):
            yield _cell(edition, row, text, kinds, severity)


def _cell(
    edition: str, row: int, text: str, kinds: frozenset[str], severity: str = "error"
) -> Case:
    return Case(
        edition=edition,
        name=f"row {row} “{text}”",
        at_level=None,
        changes={row: text},
        involved=frozenset({row}),
        kinds=kinds,
        severity=severity,
    )
