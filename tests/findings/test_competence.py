"""Values in rows that the form prints for another level of government (DOMAIN §3, §5)."""

from typing import Any

import pytest

from cchc_xl.model import Level, Row
from tests.findings.forms import coded, count, findings, form, only, percent, ratio, worded

XA, HUYEN, SO, TINH = Level.XA, Level.HUYEN, Level.SO, Level.TINH


def _said(own: Level | None, printed: tuple[Level, ...], value: Any) -> list[str]:
    template = form(count("o", levels=printed), count("khac"))
    found = findings(template, {"o": value, "khac": 1}, level=own)
    return [finding.kind.value for finding in found if finding.key == "o"]


@pytest.mark.parametrize(
    ("own", "printed", "flagged"),
    [
        (XA, (), False),
        (XA, (XA,), False),
        (XA, (HUYEN,), True),
        (XA, (SO,), True),
        (XA, (TINH,), True),
        (XA, (HUYEN, XA), False),
        (XA, (SO, HUYEN), True),
        (SO, (SO,), False),
        (SO, (XA,), True),
        (SO, (HUYEN,), True),
        (SO, (TINH,), True),
        (HUYEN, (XA,), False),  # a district answers for its communes
        (HUYEN, (HUYEN,), False),
        (HUYEN, (SO,), True),
        (HUYEN, (TINH,), True),
        (TINH, (XA,), False),
        (TINH, (HUYEN, SO), False),
        (None, (TINH,), False),  # nobody knows
    ],
)
def test_a_value_outside_the_units_level(
    own: Level | None, printed: tuple[Level, ...], flagged: bool
) -> None:
    assert _said(own, printed, 7) == (["out-of-competence"] if flagged else [])


@pytest.mark.parametrize("value", [0, "0", None, ""])
def test_0_and_blank_outside_the_units_level_mean_nothing(value: Any) -> None:
    assert not _said(XA, (TINH,), value)


def test_words_outside_the_units_level_are_said_as_no_number_only() -> None:
    assert _said(XA, (TINH,), "nhiều") == ["not-a-number"]


@pytest.mark.parametrize(
    ("kind", "idle", "busy"),
    [
        (percent("o", levels=(TINH,)), "0", "100"),
        (coded("o", "Chưa", "Xong", levels=(TINH,)), "0", "1"),
        (worded("o", "Không", "Có", kind="yes_no", levels=(TINH,)), "Không", "Có"),
    ],
)
def test_percents_and_answers_of_another_level(kind: Row, idle: str, busy: str) -> None:
    template = form(kind, count("khac"))
    assert not findings(template, {"o": idle, "khac": 1}, level=XA)
    found = only(findings(template, {"o": busy, "khac": 1}, level=XA))
    assert (found.kind.value, found.severity.value) == ("out-of-competence", "warning")
    assert found.suggestion == ""


def test_a_blank_outside_the_level_beats_filled_siblings() -> None:
    template = form(count("a"), count("b"), count("c"), count("o", levels=(TINH,)))
    assert not findings(template, {"a": 1, "b": 2, "c": 3}, level=XA)


def test_a_whole_block_of_another_level_is_silent() -> None:
    levels = (HUYEN,)
    template = form(
        ratio(levels=levels), count("tu", levels=levels), count("mau", levels=levels), count("o")
    )
    assert not findings(template, {"o": 3}, level=XA)
    assert not findings(template, {"o": 3, "tu": 0, "mau": 0, "ty_le": 0}, level=XA)
