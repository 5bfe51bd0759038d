"""A rule that proved wrong: off or a note by the parent's choice, with the reason, everywhere."""

from pathlib import Path

import pytest

from cchc_xl.model import OrgUnit, Report, ReportTemplate, Severity, read_value
from cchc_xl.model.level import Level
from cchc_xl.model.report import Entry
from cchc_xl.model.rule import Applied
from cchc_xl.rules import check
from cchc_xl.rules.native import verdict_formula
from cchc_xl.services.books import build_blank
from cchc_xl.services.reading import read_file
from cchc_xl.templates import loader

RULE = "kh_hoan_thanh_khong_qua_ke_hoach"
LEFT, RIGHT = "kh_cchc_so_nhiem_vu_hoan_thanh", "kh_cchc_so_nhiem_vu"
REASON = "Nhiệm vụ phát sinh cũng được tính là hoàn thành."


def edition(applied: Applied) -> ReportTemplate:
    template = loader.load("so-ngoai-vu-2023")
    reason = "" if applied is Applied.FULL else REASON
    rules = tuple(
        rule.model_copy(update={"applied": applied, "applied_reason": reason})
        if rule.key == RULE
        else rule
        for rule in template.rules
    )
    return template.model_copy(update={"rules": rules})


def report(template: ReportTemplate) -> Report:
    """More tasks done than planned."""
    entries = {}
    for row in template.rows:
        text = {LEFT: "30", RIGHT: "20"}.get(row.key, "")
        meaning = read_value(row, text or None)
        entries[row.key] = Entry(key=row.key, raw=text or None, text=text, value=meaning.value)
    return Report(template.id, entries, org_unit=OrgUnit(level=Level.SO))


@pytest.mark.parametrize(
    ("applied", "severities"),
    [
        (Applied.FULL, [Severity.ERROR]),
        (Applied.NOTE, [Severity.NOTE]),
        (Applied.OFF, []),
    ],
)
def test_the_choice_decides_how_the_rule_speaks(
    applied: Applied, severities: list[Severity]
) -> None:
    template = edition(applied)
    found = [f for f in check(report(template), template) if f.key == LEFT and f.code == "KT306"]
    assert [f.severity for f in found] == severities


@pytest.mark.parametrize("applied", [Applied.NOTE, Applied.OFF])
def test_the_choice_is_told_with_its_reason(applied: Applied) -> None:
    template = edition(applied)
    [told] = [f for f in check(report(template), template) if f.code == "KT120"]
    assert told.severity is Severity.NOTE
    assert told.facts["reason"] == REASON.rstrip(".")


def test_the_formula_beside_the_cell_follows_the_choice() -> None:
    def formula(applied: Applied) -> str:
        return verdict_formula(edition(applied), LEFT, lambda key: f"[{key}]") or ""

    assert f"[{RIGHT}]" in formula(Applied.FULL)
    assert f"[{RIGHT}]" not in formula(Applied.OFF)
    assert "Lưu ý" in formula(Applied.NOTE)
    assert "Lưu ý" not in formula(Applied.FULL)


def test_the_choice_travels_with_the_issued_workbook(tmp_path: Path) -> None:
    template = edition(Applied.OFF)
    path = tmp_path / "so.xlsx"
    build_blank(path, template)
    assert read_file(path).template == template


def test_a_choice_without_a_reason_is_refused() -> None:
    rule = next(r for r in loader.load("so-ngoai-vu-2023").rules if r.key == RULE)
    data = rule.model_dump() | {"applied": "off", "applied_reason": ""}
    with pytest.raises(ValueError, match="lý do"):
        type(rule).model_validate(data)
