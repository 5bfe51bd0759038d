"""Why a ratio is off: each slip people make, told apart by hand-worked figures (DESIGN §6)."""

import pytest

from cchc_xl.messages import render
from cchc_xl.model import Finding, ReportTemplate
from tests.findings.forms import (
    cause_codes,
    count,
    findings,
    form,
    only,
    ratio,
    row,
    rule,
)

ROWS = (
    ratio(),
    count("tu"),
    count("mau"),
    count("khac"),
    count("nua"),
    count("con", parent="ty_le"),
    count("nguoi", measure="Người"),
)
FORM = form(*ROWS)
RELATED = form(*ROWS, rules=[rule("mau", "<=", "khac")])


def _mismatch(template: ReportTemplate, **cells: object) -> Finding:
    found = findings(template, {key: str(value) for key, value in cells.items()})
    return only([finding for finding in found if finding.code == "KT301"])


@pytest.mark.parametrize(
    ("tu", "mau", "printed", "causes", "suggestion"),
    [
        # 30/40 = 75 %
        (30, 40, "30", ["count-typed"], "75"),
        (30, 40, "40", ["count-typed"], "75"),
        (30, 40, "0,75", ["divided-by-100"], "75"),
        (30, 40, "7500", ["times-100"], "75"),
        (30, 40, "133,33", ["swapped"], "75"),
        (30, 40, "25", ["complement"], "75"),
        (30, 40, "57", ["transposed"], "75"),
        (30, 40, "76", [], "75"),
        # 10/16 = 62,5 %
        (10, 16, "6250", ["times-100"], "62,5"),
        (10, 16, "160", ["swapped"], "62,5"),
        (10, 16, "37,5", ["complement"], "62,5"),
        (10, 16, "0,63", ["divided-by-100"], "62,5"),
        (10, 16, "0,625", ["divided-by-100"], "62,5"),
        (10, 16, "26,5", ["transposed"], "62,5"),
        (10, 16, "65,2", ["transposed"], "62,5"),
        # 23/29 = 79,3103 %
        (23, 29, "97,31", ["transposed"], "79,31"),
        (23, 29, "79,13", ["transposed"], "79,31"),
        (23, 29, "73,91", ["transposed"], "79,31"),
        (23, 29, "20,69", ["complement"], "79,31"),
        (23, 29, "20,68", ["complement"], "79,31"),  # cut
        (23, 29, "126,09", ["swapped"], "79,31"),
        (23, 29, "13,79", [], "79,31"),  # two pairs of digits changed: nothing certain
        # 15/271 = 5,5351 %: nothing explains 14,51
        (15, 271, "14,51", [], "5,54"),
        # 8/8 = 100 %: neither swapped nor the rest, whatever is written
        (8, 8, "8", ["count-typed"], "100"),
        (8, 8, "0", [], "100"),
        (8, 8, "1", ["divided-by-100"], "100"),
        # 0/5 = 0 %
        (0, 5, "5", ["count-typed"], "0"),
        (0, 5, "100", ["complement"], "0"),
    ],
)
def test_slips_of_typing(
    tu: int, mau: int, printed: str, causes: list[str], suggestion: str
) -> None:
    found = _mismatch(FORM, tu=tu, mau=mau, ty_le=printed)
    assert cause_codes(found) == causes
    assert found.suggestion == suggestion


@pytest.mark.parametrize(
    ("printed", "cause"),
    [
        ("12,17", "other-denominator"),
        ("12,2", "other-denominator"),
        ("12,1", "other-denominator-cut"),
    ],
)
def test_another_total_of_the_report_is_named(printed: str, cause: str) -> None:
    """14/14 divided by 115 instead: 12,1739 %."""
    found = _mismatch(FORM, tu=14, mau=14, khac=115, ty_le=printed)
    assert cause_codes(found) == [cause]
    assert found.causes[0].rows == ("khac",)
    assert found.related == ("tu", "mau", "khac")
    assert "115" in render(found, FORM).message


def test_two_totals_that_fit_are_one_cause() -> None:
    found = _mismatch(FORM, tu=14, mau=14, khac=115, nua=115, ty_le="12,17")
    assert [cause.rows for cause in found.causes] == [("khac", "nua")]


def test_a_cut_share_of_another_total_says_that_it_is_cut() -> None:
    """28/115 = 24,3478 %."""
    found = _mismatch(FORM, tu=28, mau=28, khac=115, ty_le="24,34")
    assert cause_codes(found) == ["other-denominator-cut"]


def test_another_numerator_is_named() -> None:
    """14/60 = 23,33 %; 17/60 = 28,33 %."""
    found = _mismatch(FORM, tu=14, mau=60, nua=17, ty_le="28,33")
    assert cause_codes(found) == ["other-numerator"]
    assert found.causes[0].rows == ("nua",)


def test_a_row_that_counts_other_things_is_not_blamed() -> None:
    assert not _mismatch(FORM, tu=14, mau=14, nguoi=115, ty_le="12,17").causes


def test_a_total_smaller_than_the_part_is_not_blamed() -> None:
    template = form(*ROWS[:4])
    found = only(findings(template, {"tu": 30, "mau": 40, "khac": 25, "ty_le": "120"}))
    assert (found.kind.value, found.causes) == ("percent-out-of-range", ())


@pytest.mark.parametrize(
    ("template", "causes"), [(FORM, []), (RELATED, ["other-denominator"])], ids=["free", "related"]
)
def test_whole_percents_blame_only_totals_the_form_relates(
    template: ReportTemplate, causes: list[str]
) -> None:
    """14/115 is 12 % as well, but with two digits half the report would explain anything."""
    assert cause_codes(_mismatch(template, tu=14, mau=14, khac=115, ty_le="12")) == causes


def test_whole_percents_blame_only_numerators_of_the_same_group() -> None:
    beside = _mismatch(FORM, tu=60, mau=100, con=46, ty_le="46")
    assert cause_codes(beside) == ["other-numerator"]
    assert not _mismatch(FORM, tu=60, mau=100, nua=46, ty_le="46").causes


def test_several_explanations_are_told_as_several() -> None:
    """60 %: 40 is the rest, and also what 40 of the 100 are."""
    found = _mismatch(FORM, tu=60, mau=100, con=40, ty_le="40")
    assert cause_codes(found) == ["complement", "other-numerator"]
    assert "nhiều cách giải thích" in render(found, FORM).message


def test_one_explanation_is_told_as_a_possibility() -> None:
    found = _mismatch(FORM, tu=30, mau=40, ty_le="25")
    assert "Có thể" in render(found, FORM).message


def test_100_is_not_explained_by_chance() -> None:
    """Any row equal to the denominator would “explain” it."""
    assert not _mismatch(FORM, tu=30, mau=40, nua=40, con=40, ty_le="100").causes


@pytest.mark.parametrize(
    ("tu", "mau", "printed", "code", "suggestion"),
    [
        (467, 500, "934", "KT216", "93,4"),  # 93,4 typed on a PC with decimal dots
        (10, 16, "625", "KT216", "62,5"),
        (23, 29, "793", "KT216", "79,31"),
        (93, 100, "934", "KT215", "93"),  # the parts say 93, not 93,4
        (23, 29, "150", "KT215", "79,31"),
    ],
)
def test_a_lost_comma_is_told_where_the_parts_bear_it_out(
    tu: int, mau: int, printed: str, code: str, suggestion: str
) -> None:
    found = only(findings(form(*ROWS[:3]), {"tu": tu, "mau": mau, "ty_le": printed}))
    assert (found.code, found.kind.value) == (code, "percent-out-of-range")
    assert found.suggestion == suggestion
    assert set(found.related) == {"tu", "mau"}


def test_a_count_above_100_typed_as_percent_is_told_as_that() -> None:
    found = _mismatch(FORM, tu=1217, mau=10000, ty_le="1217")
    assert cause_codes(found) == ["count-typed", "times-100"]


def test_nothing_is_explained_where_nothing_is_wrong() -> None:
    assert not findings(form(*ROWS[:4]), {"tu": 14, "mau": 14, "khac": 115, "ty_le": "100"})


# ------------------------------------------------------------- parts above their whole


def test_two_digits_swapped_make_a_part_too_large() -> None:
    template = form(count("phan"), count("tong"), rules=[rule("phan", "<=", "tong")])
    found = only(findings(template, {"phan": "97", "tong": "79"}))
    assert cause_codes(found) == ["transposed"]
    assert not only(findings(template, {"phan": "98", "tong": "79"})).causes


@pytest.mark.parametrize(("dossiers", "causes"), [(36, ["counted-instead"]), (20, [])])
def test_dossiers_counted_instead_of_procedures(dossiers: int, causes: list[str]) -> None:
    """33 procedures of 13, with 36 dossiers received: there is room for them; with 20 not."""
    template = form(
        row("dang_cung_cap", measure="Thủ tục"),
        row("phat_sinh", measure="Thủ tục"),
        row("ho_so", measure="Hồ sơ"),
        rules=[
            rule("phat_sinh", "<=", "dang_cung_cap", key="phan"),
            rule("phat_sinh", "both-positive", "ho_so", key="cung"),
        ],
    )
    cells = {"dang_cung_cap": 13, "phat_sinh": 33, "ho_so": dossiers}
    found = only(findings(template, cells))
    assert cause_codes(found) == causes
    assert ("ho_so" in found.related) is bool(causes)


def test_a_count_typed_as_a_share() -> None:
    """6 % of 8 is nothing; 6 of 8 is 75 %."""
    template = form(
        row("ty_le", "percent", measure="%"),
        count("tong"),
        rules=[rule("ty_le", "possible-share", "tong")],
    )
    found = only(findings(template, {"ty_le": "6", "tong": "8"}))
    assert cause_codes(found) == ["count-for-share"]
    assert found.suggestion == "75?"
