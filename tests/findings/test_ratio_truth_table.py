"""A printed ratio against its parts: what is blank, what is 0, what is rounded (DOMAIN §3, §5)."""

import pytest

from cchc_xl.model import Finding, Level, Severity
from cchc_xl.model.printed import RawValue
from tests.findings.forms import Cell, briefly, count, findings, form, heading, only, ratio

RATIO = form(ratio(), count("tu"), count("mau"), count("khac"))
_OF_RATIOS = ("KT30", "KT21")


def _said(part: RawValue, whole: RawValue, printed: RawValue | Cell) -> list[Finding]:
    """Findings about the ratio; another filled row keeps the form from being wholly blank."""
    found = findings(RATIO, {"tu": part, "mau": whole, "ty_le": printed, "khac": 7})
    return [finding for finding in found if finding.code.startswith(_OF_RATIOS)]


@pytest.mark.parametrize(
    ("part", "whole", "printed", "expected"),
    [
        # neither part, ratio blank or given
        (None, None, None, []),
        (None, None, "50", [("components-missing", "warning", "ty_le")]),
        (None, None, "0", [("components-missing", "warning", "ty_le")]),
        (None, None, "150", [("percent-out-of-range", "error", "ty_le")]),
        # one part
        ("1", None, None, []),
        ("1", None, "50", [("components-missing", "warning", "ty_le")]),
        (None, "2", None, []),
        (None, "2", "50", [("components-missing", "warning", "ty_le")]),
        # both parts
        ("1", "2", None, [("ratio-missing", "error", "ty_le")]),
        ("0", "2", None, [("ratio-missing", "error", "ty_le")]),
        ("1", "2", "50", []),
        ("0", "2", "0", []),
        ("2", "2", "100", []),
        ("1", "2", "60", [("ratio-mismatch", "error", "ty_le")]),
        ("0", "2", "100", [("ratio-mismatch", "error", "ty_le")]),
        # nothing happened; a blank numerator over 0 is nil
        (None, "0", None, []),
        (None, "0", "0", [("ratio-zero-denominator", "error", "ty_le")]),
        (None, "0", "100", [("ratio-zero-denominator", "error", "ty_le")]),
        ("0", "0", None, []),
        ("0", "0", "0", [("ratio-zero-denominator", "error", "ty_le")]),
        ("0", "0", "100", [("ratio-zero-denominator", "error", "ty_le")]),
        # a part above its whole is the one cause, whatever the ratio says
        ("3", "2", None, [("part-exceeds-whole", "error", "tu")]),
        ("3", "2", "150", [("part-exceeds-whole", "error", "tu")]),
        ("3", "2", "66,67", [("part-exceeds-whole", "error", "tu")]),
        ("3", "0", None, [("part-exceeds-whole", "error", "tu")]),
        ("3", "0", "100", [("part-exceeds-whole", "error", "tu")]),
        # what cannot be read is said elsewhere, and is no blank
        ("nhiều", "2", "50", []),
        ("1", "nhiều", "50", []),
        ("1", "2", "đạt", []),
        ("nhiều", "2", None, []),
        # a negative part is said elsewhere
        ("-1", "2", "50", [("negative", "error", "tu")]),
        ("2,5", "2", "50", [("not-whole", "error", "tu")]),
        ("1", "2,5", None, [("not-whole", "error", "mau")]),
    ],
)
def test_blank_and_filled_parts(
    part: RawValue, whole: RawValue, printed: RawValue, expected: list[tuple[str, str, str]]
) -> None:
    assert briefly(_said(part, whole, printed)) == expected


@pytest.mark.parametrize(
    ("part", "whole", "printed", "suggestion"),
    [
        ("1", "2", None, "50"),
        ("0", "2", None, "0"),
        ("271", "271", None, "100"),
        ("2", "3", None, "66,67"),
        ("0", "0", "0", ""),
        ("0", "0", "100", ""),
        ("23", "29", "100", "79,31"),
        ("1", None, "50", None),
    ],
)
def test_the_suggestion_is_a_value_only_where_it_is_certain(
    part: RawValue, whole: RawValue, printed: RawValue, suggestion: str | None
) -> None:
    assert only(_said(part, whole, printed)).suggestion == suggestion


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [("1", "2", None), ("1", "2", "60"), ("0", "0", "0"), ("3", "2", "9"), (None, None, "9")],
)
def test_every_finding_names_the_ratio_and_both_parts(
    part: RawValue, whole: RawValue, printed: RawValue
) -> None:
    found = only(_said(part, whole, printed))
    assert {found.key, *found.related} == {"ty_le", "tu", "mau"}


def test_only_the_blank_part_is_called_missing() -> None:
    missing = only(_said("1", None, "50")).facts["missing"]
    assert isinstance(missing, tuple)
    assert [ref.key for ref in missing] == ["mau"]


RIGHT, CUT, WRONG = "right", "cut", "wrong"


@pytest.mark.parametrize(
    ("part", "whole", "printed", "outcome"),
    [
        (1, 3, "33", RIGHT),
        (1, 3, "33,3", RIGHT),
        (1, 3, "33,33", RIGHT),
        (1, 3, "33,3333", RIGHT),
        (1, 3, "33,34", WRONG),
        (1, 3, "34", WRONG),
        (2, 3, "67", RIGHT),
        (2, 3, "66,7", RIGHT),
        (2, 3, "66,67", RIGHT),
        (2, 3, "66,66", CUT),
        (2, 3, "66,6", CUT),
        (2, 3, "66", CUT),
        (2, 3, "66,68", WRONG),
        (2, 3, "65", WRONG),
        (1, 8, "12,5", RIGHT),
        (1, 8, "12,50", RIGHT),
        (1, 8, "13", RIGHT),  # half up
        (1, 8, "12", CUT),
        (1, 16, "6,3", RIGHT),
        (1, 16, "6,2", CUT),
        (6, 32, "19", RIGHT),  # 18,75
        (48, 115, "41,73", CUT),  # 41,7391
        (48, 115, "41,74", RIGHT),
        (271, 271, "100", RIGHT),
        (271, 271, "99", WRONG),
        (270, 271, "100", RIGHT),  # 99,63: whole percents are written
        (270, 271, "99,6", RIGHT),
        (0, 5, "0", RIGHT),
        (0, 5, "0,00", RIGHT),
        (1, 1000, "0", RIGHT),
        (1, 1000, "0,1", RIGHT),
        # numbers as Excel keeps them
        (1, 3, 33.33, RIGHT),
        (1, 3, 100 / 3, RIGHT),
        (23, 29, 23 / 29 * 100, RIGHT),
        (2, 3, 200 / 3, RIGHT),
        (2, 3, 66.66, CUT),
        (2, 3, 66.0, CUT),
        (27, 32, 84.375, RIGHT),
    ],
)
def test_a_ratio_is_judged_at_the_decimals_it_is_written_with(
    part: int, whole: int, printed: RawValue, outcome: str
) -> None:
    expected = {RIGHT: [], CUT: [("rounding", "note", "ty_le")]}
    wrong = [("ratio-mismatch", "error", "ty_le")]
    assert briefly(_said(part, whole, printed)) == expected.get(outcome, wrong)


def test_a_cut_ratio_gets_the_rounded_value_at_its_own_decimals() -> None:
    assert only(_said(2, 3, "66,6")).suggestion == "66,7"
    assert only(_said(2, 3, "66,66")).suggestion == "66,67"
    assert only(_said(2, 3, "66")).suggestion == "67"


@pytest.mark.parametrize(
    ("stored", "expected"),
    [(0.5, []), (0.333333333, []), (0.6, [("ratio-mismatch", "error", "ty_le")])],
)
def test_a_percent_formatted_ratio_is_the_hundredfold(
    stored: float, expected: list[tuple[str, str, str]]
) -> None:
    whole = 3 if stored < 0.4 else 2
    found = _said(1, whole, Cell(stored, percent_format=True))
    assert briefly([f for f in found if f.code != "KT219"]) == expected


def test_the_edition_sets_the_decimals_of_a_suggestion() -> None:
    rows = (ratio(), count("tu"), count("mau"))
    found = only(findings(form(*rows, decimals=1), {"tu": 2, "mau": 3}))
    assert found.suggestion == "66,7"


@pytest.mark.parametrize(("value", "expected"), [("0", []), ("40", ["out-of-competence"])])
def test_a_ratio_of_another_level_needs_no_parts(value: str, expected: list[str]) -> None:
    levels = (Level.HUYEN,)
    template = form(
        ratio(levels=levels), count("tu", levels=levels), count("mau", levels=levels), count("nay")
    )
    found = findings(template, {"ty_le": value, "nay": 1}, level=Level.XA)
    assert [finding.kind.value for finding in found] == expected


def test_parts_the_file_does_not_print_are_missing_all_the_same() -> None:
    found = findings(RATIO, {"ty_le": "50", "khac": 7}, without=["tu", "mau"])
    assert ("components-missing", "warning", "ty_le") in briefly(found)


def test_a_ratio_the_file_does_not_print_is_not_asked_for() -> None:
    template = form(heading("muc"), ratio(), count("tu"), count("mau"))
    found = findings(template, {"tu": 1, "mau": 2}, without=["ty_le"])
    assert not [finding for finding in found if finding.severity is not Severity.NOTE]
