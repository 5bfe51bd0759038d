"""What a relation may be judged by: figures of the unit's own level that are right in themselves.

Each case is put to Kiểm tra and to the verdict of column F, which must agree.
"""

from decimal import Decimal

import pytest

from cchc_xl.model import Level, ReportTemplate
from cchc_xl.rules.expressions import CellValue
from cchc_xl.rules.verdict import LEVEL_KEY, verdict
from cchc_xl.templates import loader
from tests.findings.forms import Cells, coded, count, findings, form, percent, ratio, rule
from tests.findings.test_operators import BROKEN, KEPT

OF_RULES = ("KT306", "KT307", "KT308", "KT309", "KT310", "KT312", "KT313", "KT314", "KT401")
A, B, C = (count(key) for key in "abc")
P, Q = percent("p"), percent("q")
TINH = count("tinh", levels=(Level.TINH,))


def _said(template: ReportTemplate, cells: Cells, level: Level | None = None) -> list[str]:
    """Codes of the relations that Kiểm tra finds broken."""
    return [f.code for f in findings(template, cells, level=level) if f.code in OF_RULES]


def _verdicts(template: ReportTemplate, cells: Cells, level: Level | None = None) -> dict[str, str]:
    seen: dict[str, CellValue] = {LEVEL_KEY: level.display if level else None}
    for key, cell in cells.items():
        number = str(cell).replace(",", ".")
        is_number = number.lstrip("-").replace(".", "").isdigit()
        seen[key] = Decimal(number) if is_number else None if cell is None else str(cell)
    return {row.key: v for row in template.rows if (v := verdict(template, row.key, seen))}


OUTSIDE = [
    ("nothing-without", form(A, TINH, rules=[rule("a", "nothing-without", "tinh")])),
    ("<=", form(A, TINH, rules=[rule("a", "<=", "tinh")])),
    ("==", form(A, TINH, rules=[rule("a", "==", "tinh")])),
    ("both-positive", form(A, TINH, rules=[rule("a", "both-positive", "tinh")])),
    ("filled-with", form(count("b"), TINH, A, rules=[rule("b", "filled-with", "tinh")])),
]


@pytest.mark.parametrize(("op", "template"), OUTSIDE)
def test_a_zero_outside_the_units_level_is_no_evidence(op: str, template: ReportTemplate) -> None:
    cells: Cells = {"a": 3, "tinh": 0}
    assert not _said(template, cells, Level.XA)
    assert not _verdicts(template, cells, Level.XA)
    assert len(_said(template, cells, Level.TINH)) == 1, op
    assert len(_verdicts(template, cells, Level.TINH)) == 1, op


def test_an_own_zero_beside_one_of_another_level_still_counts() -> None:
    rules = [rule("a", "nothing-without", ("tinh", "b"), missing_right="zero")]
    template, cells = form(A, TINH, B, rules=rules), {"a": 3, "tinh": 0, "b": 0}
    assert _said(template, cells, Level.XA) == ["KT313"]
    assert set(_verdicts(template, cells, Level.XA)) == {"a"}
    assert not _said(template, {"a": 3, "tinh": 0, "b": 1}, Level.XA)


def test_an_idle_code_outside_the_units_level_answers_nothing() -> None:
    survey = coded("cach", "Trực tuyến", "Phát phiếu", levels=(Level.TINH,))
    template = form(survey, A, rules=[rule("cach", "nothing-without", "a")])
    assert not _said(template, {"cach": "0", "a": 0}, Level.XA)
    assert _said(template, {"cach": "0", "a": 0}, Level.TINH) == ["KT313"]


@pytest.mark.parametrize(
    ("edition", "level"),
    [("kontum-phuong-2023", Level.XA), ("so-ngoai-vu-2023", Level.SO)],
)
def test_problems_found_by_others_inspections_are_no_contradiction(
    edition: str, level: Level
) -> None:
    template = loader.load(edition)
    inspected = ("kt_cchc_so_so_nganh", "kt_cchc_so_ubnd_cap_huyen")
    cells: Cells = {**dict.fromkeys(inspected, 0), "kt_cchc_so_van_de_phat_hien": 3}
    assert "KT313" not in _said(template, cells, level)
    assert "KT313" in _said(template, cells, Level.TINH)


@pytest.mark.parametrize("edition", ["ankhe-2021", "backan-so-2021", "so-ngoai-vu-2023"])
def test_a_department_outside_a_sector_leaves_the_sectors_rows_blank(edition: str) -> None:
    template = loader.load(edition)
    sectors = ("hs_dat_dai_ty_le_dung_han", "hs_xay_dung_ty_le_dung_han")
    others = [
        row.key
        for row in template.rows
        if row.parent == "muc_ket_qua_giai_quyet" and row.key not in sectors
    ]
    found = findings(template, dict.fromkeys(others, 100), level=Level.SO)
    asked = {key for f in found if f.code.startswith("KT23") for key in (f.key, *f.related)}
    assert asked
    assert not asked & set(sectors)


@pytest.mark.parametrize(
    ("key", "severity"),
    [("hs_so_ty_le_dung_han", "warning"), ("hs_dat_dai_ty_le_dung_han", "note")],
)
def test_a_share_that_contradicts_practice_is_to_be_answered(key: str, severity: str) -> None:
    """Under half on time. The sectors' rows print no level, so there it is only a note."""
    template = loader.load("so-ngoai-vu-2023")
    found = [f for f in findings(template, {key: 10}, level=Level.SO) if f.code == "KT217"]
    assert [f.severity.value for f in found] == [severity]
    fine = findings(template, {key: 60}, level=Level.SO)
    assert "KT217" not in [f.code for f in fine]


LE = form(A, B, rules=[rule("a", "<=", "b")])
EQ = form(A, B, rules=[rule("a", "==", "b")])
SHARES = form(P, Q, rules=[rule(("p", "q"), "sum<=", limit=100, missing_left="skip")])
TOTAL = form(count("tong", parts=("a", "b")), A, B)


@pytest.mark.parametrize(
    ("template", "cells", "wrong"),
    [
        (EQ, {"a": "2,5", "b": 2}, "KT214"),
        (EQ, {"a": 2, "b": -2}, "KT213"),
        (LE, {"a": "2,5", "b": 2}, "KT214"),
        (LE, {"a": 2, "b": -1}, "KT213"),
        (SHARES, {"p": 934, "q": 5}, "KT216"),
        (TOTAL, {"tong": 5, "a": 2, "b": "2,5"}, "KT214"),
        (form(ratio(), count("tu"), count("mau")), {"tu": "1,5", "mau": 2, "ty_le": 50}, "KT214"),
    ],
)
def test_a_figure_wrong_in_itself_is_one_finding(
    template: ReportTemplate, cells: Cells, wrong: str
) -> None:
    assert [f.code for f in findings(template, cells)] == [wrong]
    assert len(_verdicts(template, cells)) == 1


def test_a_plain_whole_number_above_its_whole_is_still_found() -> None:
    assert _said(LE, {"a": 150, "b": 8}) == ["KT306"]
    assert set(_verdicts(LE, {"a": 150, "b": 8})) == {"a"}


def test_a_part_without_any_whole_is_said_once() -> None:
    """Both rules are broken by the same two figures; "one without the other" says it."""
    rules = [
        rule(("a", "b"), "both-positive", "c", key="cung_co"),
        rule(("a", "b"), "<=", "c", key="khong_qua"),
    ]
    template = form(A, B, C, rules=rules)
    assert _said(template, {"a": 2, "b": 1, "c": 0}) == ["KT308"]
    assert len(_verdicts(template, {"a": 2, "b": 1, "c": 0})) == 1
    assert _said(template, {"a": 2, "b": 1, "c": 2}) == ["KT306"]
    assert len(_verdicts(template, {"a": 2, "b": 1, "c": 2})) == 1


def test_a_left_side_that_must_be_whole_is_not_judged_by_some_of_its_rows() -> None:
    rules = [rule(("a", "b"), "<=", "c", missing_left="skip")]
    template = form(A, B, C, rules=rules)
    assert not _said(template, {"a": 9, "c": 5})
    assert not _verdicts(template, {"a": 9, "c": 5})
    assert _said(template, {"a": 9, "b": 0, "c": 5}) == ["KT306"]


@pytest.mark.parametrize(("decimals", "computed"), [(0, "33"), (1, "33,3"), (2, "33,33")])
def test_a_verdict_computes_a_ratio_to_the_decimals_of_the_edition(
    decimals: int, computed: str
) -> None:
    template = form(ratio(), count("tu"), count("mau"), decimals=decimals)
    assert _verdicts(template, {"tu": 1, "mau": 3})["ty_le"].endswith(f" {computed}")


def test_a_ratio_over_0_is_to_stay_blank_whether_its_part_is_0_or_blank() -> None:
    template = form(ratio(), count("tu"), count("mau"))
    for part in (0, None):
        assert set(_verdicts(template, {"tu": part, "mau": 0, "ty_le": 0})) == {"ty_le"}
    assert not _verdicts(template, {"tu": None, "mau": 0})


@pytest.mark.parametrize("example", [e for e in BROKEN if e[0] != "between"], ids=lambda e: e[0])
def test_a_verdict_speaks_where_a_rule_is_broken(
    example: tuple[str, ReportTemplate, Cells, tuple[str, str, str], set[str]],
) -> None:
    _, template, cells, (_, _, key), related = example
    assert set(_verdicts(template, cells)) & {key, *related}


@pytest.mark.parametrize("example", [e for e in KEPT if e[0] != "between"], ids=lambda e: e[0])
def test_a_verdict_is_silent_where_a_rule_holds(
    example: tuple[str, ReportTemplate, Cells],
) -> None:
    _, template, cells = example
    unreadable = {key for key, cell in cells.items() if str(cell)[:1] in ("?", "n")}
    assert not set(_verdicts(template, cells)) - unreadable
