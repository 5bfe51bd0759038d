"""Every operator of a rule: one report that breaks it and several that do not."""

from typing import Any

import pytest

from cchc_xl.model import Level, Op, ReportTemplate
from tests.findings.forms import (
    Cells,
    briefly,
    coded,
    count,
    findings,
    form,
    only,
    percent,
    rule,
    sections,
)

A, B, C, D = (count(key) for key in "abcd")
P, Q = percent("p"), percent("q")


def _form(*rows: Any, op: str, left: str, right: str = "", **fields: Any) -> ReportTemplate:
    return form(*rows, rules=[rule(tuple(left), op, tuple(right), **fields)])


LE = _form(A, B, op="<=", left="a", right="b")
LE_SUM = _form(A, B, C, op="<=", left="ab", right="c")
LE_OF_SUM = _form(A, B, C, op="<=", left="a", right="bc", missing_right="zero")
EQ = _form(A, B, C, op="==", left="ab", right="c", severity="warning")
SAME = _form(A, B, op="==", left="a", right="b")
SHARES = _form(P, Q, op="sum<=", left="pq", limit=100, missing_left="skip", severity="warning")
BOTH = _form(A, B, C, op="both-positive", left="ab", right="c")
WITHOUT = _form(A, B, op="nothing-without", left="a", right="b", severity="warning")
WITHOUT_ANY = _form(A, B, C, op="nothing-without", left="a", right="bc", missing_right="zero")
FILLED = _form(A, P, Q, op="filled-with", left="a", right="pq")
SHARE = _form(P, A, op="possible-share", left="p", right="a")
BETWEEN = _form(P, op="between", left="p", low=50, high=100, severity="note")
RANGE = _form(A, op="between", left="a", low=3, high=40, severity="warning")

BROKEN: list[tuple[str, ReportTemplate, Cells, tuple[str, str, str], set[str]]] = [
    ("<=", LE, {"a": 6, "b": 5}, ("part-exceeds-whole", "error", "a"), {"b"}),
    ("<=", LE, {"a": 1, "b": 0}, ("part-exceeds-whole", "error", "a"), {"b"}),
    ("<=", LE_SUM, {"a": 3, "b": 4, "c": 6}, ("part-exceeds-whole", "error", "b"), {"a", "c"}),
    ("<=", LE_SUM, {"a": 7, "c": 6}, ("part-exceeds-whole", "error", "a"), {"b", "c"}),
    ("<=", LE_SUM, {"a": 7, "b": "?", "c": 6}, ("part-exceeds-whole", "error", "a"), {"b", "c"}),
    ("<=", LE_OF_SUM, {"a": 9, "b": 4, "c": 4}, ("part-exceeds-whole", "error", "a"), {"b", "c"}),
    ("<=", LE_OF_SUM, {"a": 9, "b": 4}, ("part-exceeds-whole", "error", "a"), {"b", "c"}),
    ("==", EQ, {"a": 1, "b": 2, "c": 4}, ("sum-mismatch", "warning", "c"), {"a", "b"}),
    ("==", EQ, {"a": 1, "c": 4}, ("sum-mismatch", "warning", "c"), {"a", "b"}),
    ("==", SAME, {"a": 1, "b": 2}, ("contradiction", "error", "a"), {"b"}),
    ("sum<=", SHARES, {"p": "95", "q": "90"}, ("contradiction", "warning", "q"), {"p"}),
    ("sum<=", SHARES, {"p": "95,9", "q": "4,2"}, ("contradiction", "warning", "q"), {"p"}),
    ("both-positive", BOTH, {"a": 0, "b": 0, "c": 5}, ("contradiction", "error", "a"), {"b", "c"}),
    ("both-positive", BOTH, {"a": 0, "b": 2, "c": 0}, ("contradiction", "error", "a"), {"b", "c"}),
    ("both-positive", BOTH, {"b": 2, "c": 0}, ("contradiction", "error", "a"), {"b", "c"}),
    ("nothing-without", WITHOUT, {"a": 2, "b": 0}, ("contradiction", "warning", "a"), {"b"}),
    ("nothing-without", WITHOUT_ANY, {"a": 2, "b": 0}, ("contradiction", "error", "a"), {"b", "c"}),
    ("filled-with", FILLED, {"p": "95", "q": "5"}, ("missing-value", "error", "a"), {"p", "q"}),
    ("filled-with", FILLED, {"q": "0"}, ("missing-value", "error", "a"), {"q"}),
    ("possible-share", SHARE, {"p": "6", "a": 8}, ("implausible", "error", "p"), {"a"}),
    ("possible-share", SHARE, {"p": "99", "a": 8}, ("implausible", "error", "p"), {"a"}),
    ("possible-share", SHARE, {"p": "33,4", "a": 3}, ("implausible", "error", "p"), {"a"}),
    ("between", BETWEEN, {"p": "10"}, ("implausible", "note", "p"), set()),
    ("between", RANGE, {"a": 41}, ("implausible", "warning", "a"), set()),
    ("between", RANGE, {"a": 2}, ("implausible", "warning", "a"), set()),
]
KEPT: list[tuple[str, ReportTemplate, Cells]] = [
    ("<=", LE, {"a": 5, "b": 5}),
    ("<=", LE, {"a": 6}),  # a blank whole is no 0
    ("<=", LE, {"b": 5}),
    ("<=", LE_SUM, {"a": 2, "b": 4, "c": 6}),
    ("<=", LE_SUM, {"a": 2, "b": "?", "c": 6}),
    ("<=", LE_SUM, {"a": 7, "b": 7, "c": "nhiều"}),
    ("<=", LE_OF_SUM, {"a": 8, "b": 4, "c": 4}),
    ("==", EQ, {"a": 1, "b": 2, "c": 3}),
    ("==", EQ, {"a": 1, "b": 2}),
    ("==", SAME, {"a": 2, "b": 2}),
    ("==", SAME, {"a": 2}),
    ("==", EQ, {"c": 3}),
    ("==", EQ, {"a": 1, "b": "?", "c": 3}),
    ("sum<=", SHARES, {"p": "95,9", "q": "4,1"}),
    ("sum<=", SHARES, {"p": "100", "q": "0"}),
    ("sum<=", SHARES, {"p": "100"}),
    ("both-positive", BOTH, {"a": 0, "b": 0, "c": 0}),
    ("both-positive", BOTH, {"a": 0, "b": 1, "c": 1}),
    ("both-positive", BOTH, {"c": 1}),
    ("both-positive", BOTH, {"a": 0, "b": 0}),
    ("nothing-without", WITHOUT, {"a": 2, "b": 1}),
    ("nothing-without", WITHOUT, {"a": 0, "b": 0}),
    ("nothing-without", WITHOUT, {"a": 2}),
    ("nothing-without", WITHOUT_ANY, {"a": 2, "c": 1}),
    ("filled-with", FILLED, {"a": 0, "p": "95", "q": "5"}),
    ("filled-with", FILLED, {"a": 800}),
    ("possible-share", SHARE, {"p": "12,5", "a": 8}),
    ("possible-share", SHARE, {"p": "13", "a": 8}),  # rounded
    ("possible-share", SHARE, {"p": "12", "a": 8}),  # cut
    ("possible-share", SHARE, {"p": "0", "a": 8}),
    ("possible-share", SHARE, {"p": "100", "a": 8}),
    ("possible-share", SHARE, {"p": "33,33", "a": 3}),
    ("possible-share", SHARE, {"p": 100 / 3, "a": 3}),
    ("possible-share", SHARE, {"p": "6", "a": 0}),
    ("possible-share", SHARE, {"p": "6"}),
    ("between", BETWEEN, {"p": "50"}),
    ("between", BETWEEN, {"p": "100"}),
    ("between", BETWEEN, {"p": "0"}),  # nothing happened
    ("between", RANGE, {"a": 3}),
    ("between", RANGE, {"a": 40}),
]


def _of_rules(template: ReportTemplate, cells: Cells) -> list[Any]:
    """Blank rows are spoken of elsewhere, and so are cells that hold no number."""
    return [
        finding
        for finding in findings(template, cells)
        if finding.code not in ("KT201", "KT230", "KT231")
    ]


@pytest.mark.parametrize(("op", "template", "cells", "said", "related"), BROKEN)
def test_a_broken_rule_is_said_once_with_every_row(
    op: str, template: ReportTemplate, cells: Cells, said: tuple[str, str, str], related: set[str]
) -> None:
    found = only(_of_rules(template, cells))
    assert briefly([found]) == [said]
    assert set(found.related) == related


@pytest.mark.parametrize(("op", "template", "cells"), KEPT)
def test_a_rule_that_holds_is_silent(op: str, template: ReportTemplate, cells: Cells) -> None:
    assert not _of_rules(template, cells)


@pytest.mark.parametrize("op", [op for op in Op if op is not Op.EXPLAINED_BY])  # tests/trend
def test_every_operator_has_an_example_of_both(op: Op) -> None:
    assert op.value in {example[0] for example in BROKEN}
    assert op.value in {example[0] for example in KEPT}


def test_the_edition_may_give_another_kind_and_severity() -> None:
    template = _form(A, B, op="<=", left="a", right="b", severity="note", kind="implausible")
    assert briefly(findings(template, {"a": 6, "b": 5})) == [("implausible", "note", "a")]


def test_equal_rows_of_two_parts_are_a_mismatch_between_parts() -> None:
    template = sections([[A], [B]], rules=[rule("a", "==", "b", severity="warning")])
    assert briefly(findings(template, {"a": 6, "b": 5})) == [
        ("cross-section-mismatch", "warning", "a")
    ]


@pytest.mark.parametrize(("level", "spoken"), [(Level.XA, 1), (Level.HUYEN, 0), (None, 0)])
def test_a_rule_for_one_level_speaks_to_units_of_that_level(
    level: Level | None, spoken: int
) -> None:
    template = _form(A, B, op="==", left="a", right="b", levels=(Level.XA,))
    assert len(findings(template, {"a": 6, "b": 5}, level=level)) == spoken


def test_a_rule_about_rows_the_file_does_not_print_is_silent() -> None:
    assert not findings(LE, {"a": 6}, without=["b"])


def test_an_answer_to_a_question_that_did_not_arise_is_to_be_left_out() -> None:
    template = form(
        coded("cach", "Trực tuyến", "Phát phiếu"),
        count("phieu"),
        rules=[rule("cach", "nothing-without", "phieu")],
    )
    assert only(findings(template, {"cach": "1", "phieu": 0})).suggestion == ""


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"tong": 9, "a": 4, "b": 5}, []),
        ({"tong": 9, "a": 4, "b": 4}, [("sum-mismatch", "error", "tong")]),
        ({"tong": 9, "a": 9}, []),  # a blank part of a filled total is nil
        ({"tong": 9, "a": 4}, [("sum-mismatch", "error", "tong")]),
        ({"tong": 0}, []),
        ({"tong": 9}, []),
        ({"a": 4, "b": 5}, [("missing-value", "error", "tong")]),
        ({"a": 4}, [("missing-value", "error", "tong")]),
        ({"tong": 9, "a": 4, "b": "?"}, [("not-a-number", "error", "b")]),
        ({"tong": 0, "a": 0, "b": 0}, []),
    ],
)
def test_a_total_is_the_sum_of_its_printed_parts(
    cells: Cells, expected: list[tuple[str, str, str]]
) -> None:
    template = form(count("tong", parts=("a", "b")), A, B)
    assert briefly(findings(template, cells)) == expected


def test_a_missing_total_is_suggested_and_a_wrong_one_is_not() -> None:
    template = form(count("tong", parts=("a", "b")), A, B)
    missing = only(findings(template, {"a": 4, "b": 5}))
    assert (missing.suggestion, missing.related) == ("9", ("a", "b"))
    wrong = only(findings(template, {"tong": 8, "a": 4, "b": 5}))
    assert (wrong.suggestion, wrong.related) == (None, ("a", "b"))
