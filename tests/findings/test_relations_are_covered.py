"""Every relation a reviewer read off the printed forms is stated by the edition's data.

The relations were listed by hand, without knowledge of the rules (tests/expected/relations).
"""

from collections.abc import Callable, Iterator

import pytest

from cchc_xl.model import Level, Op, ReportTemplate, RowKind, Rule, Severity
from cchc_xl.templates import loader
from tests.findings.seeds import EDITIONS, Relation, all_relations, percent_rows

RELATIONS = list(all_relations())

#: Relations the data leave out, with the reason why nothing is lost.
NOT_STATED = {
    "chodon-xa-2024-equal_at_level-39-42": (
        "follows from 40 = 43, 41 = 44 and the two ratios; stated again, one slip would be said "
        "twice (one cause, one finding)"
    ),
}

#: Stated more gravely than the reviewer wants it, with the reason.
_SHARE = (
    "the form prints the ratio of the two: with the part above the whole it is left out, above "
    "100 or unlike its parts, and each of these is the form's own arithmetic"
)
GRAVER = {
    "kontum-phuong-2023-part_le_whole-126-125": _SHARE,
    "kontum-phuong-2023-part_le_whole-130-129": _SHARE,
    "kontum-phuong-2023-part_le_whole-134-133": _SHARE,
    "chodon-xa-2024-part_le_whole-102-101": _SHARE,
    "chodon-xa-2024-part_le_whole-106-105": _SHARE,
    "chodon-xa-2024-part_le_whole-110-109": _SHARE,
    "so-ngoai-vu-2023-sum_equals-56-57-58-59": (
        "the form prints every owner a province has; the province itself needs the total to be "
        "the sum of these parts (a sum over departments would leave out its own units)"
    ),
}


class Stated:
    """What the data of one edition say about a relation, with the severity they give it."""

    def __init__(self, relation: Relation) -> None:
        self.relation = relation
        self.template: ReportTemplate = loader.load(relation.edition)

    def severities(self) -> list[Severity]:
        """Every statement of the relation that was found."""
        return list(_FINDERS[self.relation.type](self))

    def key(self, name: str) -> str:
        row: int = self.relation[name]
        return self.template.rows[row - 1].key

    def keys(self, name: str) -> set[str]:
        rows: tuple[int, ...] = self.relation[name]
        return {self.template.rows[row - 1].key for row in rows}

    def rules(self, op: Op) -> Iterator[Rule]:
        return (rule for rule in self.template.rules if rule.op is op)

    def ratio(self) -> Iterator[Severity]:
        row = self.template.by_key[self.key("ratio")]
        if (row.numerator, row.denominator) == (self.key("numerator"), self.key("denominator")):
            yield Severity.ERROR

    def part_le_whole(self) -> Iterator[Severity]:
        part, whole = self.key("part"), self.key("whole")
        for row in self.template.rows:
            if (row.numerator, row.denominator) == (part, whole):
                yield Severity.ERROR
        if part in self.template.by_key[whole].parts:
            yield Severity.ERROR
        for rule in self.rules(Op.LE):
            if part in rule.left and rule.right == (whole,):
                yield rule.severity

    def part_le_sum(self) -> Iterator[Severity]:
        for rule in self.rules(Op.LE):
            if self.key("part") in rule.left and set(rule.right) == self.keys("wholes"):
                yield rule.severity

    def sum_equals(self) -> Iterator[Severity]:
        total, parts = self.key("total"), self.keys("parts")
        if set(self.template.by_key[total].parts) == parts:
            yield Severity.ERROR
        sides = {frozenset(parts), frozenset([total])}
        for rule in self.rules(Op.EQ):
            if {frozenset(rule.left), frozenset(rule.right)} == sides:
                yield rule.severity

    def sum_le(self) -> Iterator[Severity]:
        for rule in self.rules(Op.LE):
            if set(rule.left) == self.keys("parts") and rule.right == (self.key("total"),):
                yield rule.severity

    def choice(self) -> Iterator[Severity]:
        row = self.template.by_key[self.key("row")]
        printed = {choice.code if row.codes_printed else choice.label for choice in row.choices}
        if printed == set(self.relation["codes"]):
            yield Severity.ERROR

    def equal(self) -> Iterator[Severity]:
        level = self.relation.get("level")
        for rule in self.rules(Op.EQ):
            same = {rule.left, rule.right} == {(self.key("left"),), (self.key("right"),)}
            if same and rule.levels == (() if level is None else (Level(level),)):
                yield rule.severity

    def positive_iff(self) -> Iterator[Severity]:
        sides = {frozenset(self.keys("left")), frozenset(self.keys("right"))}
        for rule in self.rules(Op.BOTH_POSITIVE):
            if {frozenset(rule.left), frozenset(rule.right)} == sides:
                yield rule.severity

    def positive_needs_positive(self) -> Iterator[Severity]:
        for rule in self.rules(Op.NOTHING_WITHOUT):
            if self.keys("left") <= set(rule.left) and set(rule.right) == self.keys("right"):
                yield rule.severity

    def filled_needs_positive(self) -> Iterator[Severity]:
        for rule in self.rules(Op.NOTHING_WITHOUT):
            if self.key("filled") in rule.left and rule.right == (self.key("count"),):
                yield rule.severity

    def exclusive_shares(self) -> Iterator[Severity]:
        for rule in self.rules(Op.SUM_AT_MOST):
            if set(rule.left) == self.keys("parts") and rule.limit == 100:
                yield rule.severity

    def total_filled_when_shares_are(self) -> Iterator[Severity]:
        for rule in self.rules(Op.FILLED_WITH):
            if rule.left == (self.key("total"),) and set(rule.right) == self.keys("shares"):
                yield rule.severity

    def share_possible_for_whole(self) -> Iterator[Severity]:
        for rule in self.rules(Op.POSSIBLE_SHARE):
            if (rule.left, rule.right) == ((self.key("ratio"),), (self.key("whole"),)):
                yield rule.severity


_FINDERS: dict[str, Callable[[Stated], Iterator[Severity]]] = {
    "ratio": Stated.ratio,
    "part_le_whole": Stated.part_le_whole,
    "part_le_sum": Stated.part_le_sum,
    "sum_equals": Stated.sum_equals,
    "sum_le": Stated.sum_le,
    "choice": Stated.choice,
    "equal": Stated.equal,
    "equal_at_level": Stated.equal,
    "positive_iff": Stated.positive_iff,
    "positive_needs_positive": Stated.positive_needs_positive,
    "filled_needs_positive": Stated.filled_needs_positive,
    "exclusive_shares": Stated.exclusive_shares,
    "total_filled_when_shares_are": Stated.total_filled_when_shares_are,
    "share_possible_for_whole": Stated.share_possible_for_whole,
}


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.id)
def test_a_relation_of_the_form_is_stated(relation: Relation) -> None:
    stated = Stated(relation).severities()
    if relation.id in NOT_STATED:
        assert not stated, "stated after all: take it off the list"
        return
    assert stated, relation.reason
    if relation.id in GRAVER:
        assert stated == [Severity.ERROR]
        assert relation.severity == Severity.WARNING
    else:
        # The same rows may be held together twice (a ratio's parts and a rule): gravest counts.
        assert min(stated, key=lambda severity: severity.rank) == relation.severity


def test_the_lists_of_exceptions_name_real_relations() -> None:
    assert {*NOT_STATED, *GRAVER} <= {relation.id for relation in RELATIONS}


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_percent_rows_are_those_the_reviewer_lists(edition: str) -> None:
    template = loader.load(edition)
    percents = {n for n, row in enumerate(template.rows, 1) if row.kind is RowKind.PERCENT}
    assert percents == set(percent_rows(edition))
