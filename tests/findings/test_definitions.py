"""A definition that cannot be meant is refused, in words for the form keeper."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.findings.forms import count, form, rule


@pytest.mark.parametrize(
    ("op", "given", "lacking"),
    [
        ("<=", {}, "right"),
        ("==", {}, "right"),
        ("both-positive", {}, "right"),
        ("nothing-without", {}, "right"),
        ("filled-with", {}, "right"),
        ("possible-share", {}, "right"),
        ("sum<=", {}, "limit"),
        ("between", {}, "low"),
    ],
)
def test_a_rule_needs_what_its_operator_compares_with(
    op: str, given: dict[str, Any], lacking: str
) -> None:
    with pytest.raises(ValidationError, match=rf"quy tắc quy_tac: .*{lacking}"):
        rule("a", op, **given)


@pytest.mark.parametrize(
    ("op", "given"),
    [("<=", {"right": "b"}), ("sum<=", {"limit": 100}), ("between", {"high": 3})],
)
def test_a_rule_with_it_is_accepted(op: str, given: dict[str, Any]) -> None:
    assert rule("a", op, **given).op == op


def test_a_row_is_fed_by_a_row_of_the_form() -> None:
    assert form(count("a", fed_by="b"), count("b")).by_key["a"].fed_by == "b"
    with pytest.raises(ValidationError, match="fed_by chỉ tới “khac” không có trong biểu"):
        form(count("a", fed_by="khac"))
