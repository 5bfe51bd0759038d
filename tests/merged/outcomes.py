"""Outcomes made by hand, as collecting and adding up would hand them over."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from cchc_xl.consolidate import (
    Contribution,
    Status,
    Submission,
    UnitFinding,
    UnitStatus,
    consolidate,
)
from cchc_xl.model import (
    Entry,
    Finding,
    Level,
    ListedUnit,
    OrgUnit,
    Period,
    Report,
    ReportTemplate,
    text_of,
)
from cchc_xl.services.merged_common import plain
from cchc_xl.services.outcome import ForeignRow, Kept, Outcome

AT = dt.datetime(2024, 3, 12, 9, 30)
DEADLINE = dt.date(2024, 3, 10)


def row(key: str, rule: str | None, kind: str = "count", **more: Any) -> dict[str, Any]:
    return {"key": key, "label": key.replace("_", " "), "kind": kind, "consolidation": rule, **more}


CHOICES = [{"code": 1, "label": "Có"}, {"code": 0, "label": "Không"}]

#: One row of every rule; the sheet "Phần" holds them from row 5 on.
FORM = ReportTemplate.model_validate(
    {
        "id": "bieu-nho",
        "title": "Biểu nhỏ",
        "origin": "rebuilt",
        "sections": [
            {
                "key": "phan",
                "no": "1",
                "title": "Phần",
                "sheet": "Phần",
                "rows": [
                    row("muc", None, "heading"),
                    row("ho_so", "sum", no="1"),
                    row("dung_han", "sum", no="2"),
                    row("ty_le", "ratio", "percent", numerator="dung_han", denominator="ho_so"),
                    row("tthc", "total", parts=["tthc_huyen", "tthc_xa"]),
                    row("tthc_huyen", "catalog"),
                    row("tthc_xa", "catalog"),
                    row("ty_le_tthc", "ratio", "percent", numerator="tthc_xa", denominator="tthc"),
                    row(
                        "ty_le_dm",
                        "ratio",
                        "percent",
                        numerator="tthc_huyen",
                        denominator="tthc_xa",
                    ),
                    row("phat_sinh", "union"),
                    row("ket_noi", "unit_share", "percent"),
                    row("ho_so_cap_duoi", "sum", fed_by="ho_so"),
                ],
            },
            {
                "key": "khac",
                "no": "2",
                "title": "Việc khác",
                "sheet": "Khác",
                "rows": [
                    row("cat_giam", "manual", "percent"),
                    row("doi_thoai", "yes_no", "yes_no", choices=CHOICES, codes_printed=False),
                    row("hinh_thuc", "category", "choice", choices=CHOICES),
                    row("cap_tinh", "parent"),
                    row("kinh_phi", "sum", "money"),
                    row("noi_dung", "parent", "text"),
                ],
            },
        ],
        "rules": [
            {"key": "phat_sinh_trong_ds", "left": ["phat_sinh"], "op": "<=", "right": ["tthc_xa"]}
        ],
    }
)


def unit(name: str, level: Level | None = Level.XA, **values: float | str) -> Contribution:
    """A leaf; a text value is one that could not be read."""
    return Contribution(
        file=f"nhan/{name}.xlsx",
        org_unit=name,
        level=level,
        values={k: Decimal(str(v)) for k, v in values.items() if not isinstance(v, str)},
        unreadable={k: v for k, v in values.items() if isinstance(v, str)},
    )


def figures(**values: float) -> dict[str, Decimal]:
    return {key: Decimal(str(value)) for key, value in values.items()}


def status(
    leaf: Contribution, findings: Sequence[UnitFinding] = (), day: int = 5, **more: Any
) -> UnitStatus:
    errors = sum(one.severity == "error" for one in findings)
    return UnitStatus(
        status=more.pop("status", Status.MERGED),
        unit=leaf.org_unit,
        listed=more.pop("listed", None),
        reason=more.pop("reason", ""),
        submission=Submission(
            file=leaf.file,
            size=20_480,
            sha256=hashlib.sha256(leaf.file.encode()).hexdigest(),
            modified=dt.datetime(2024, 3, day, 8, 15),
            org_unit=OrgUnit(name=leaf.org_unit, level=leaf.level),
            period=Period.parse("2024-Q1"),
            leaves=(leaf,),
            errors=errors,
            warnings=len(findings) - errors,
            answered=sum(bool(one.justification) for one in findings),
            findings=tuple(findings),
        ),
        **more,
    )


def outcome_of(
    leaves: Sequence[Contribution],
    template: ReportTemplate = FORM,
    *,
    kept: Kept | None = None,
    units: Sequence[UnitStatus] | None = None,
    findings: Sequence[Finding] = (),
    foreign: Sequence[ForeignRow] = (),
    unit_name: str = "UBND huyện Mẫu",
) -> Outcome:
    kept = kept or Kept()
    result = consolidate(template, leaves, kept.own, kept.overrides)
    entries = {}
    for one in template.rows:
        value = result.value(one.key)
        raw = None if value is None else plain(value)
        entries[one.key] = Entry(
            key=one.key, raw=raw, text="" if raw is None else text_of(raw), value=value
        )
    org_unit, period = OrgUnit(name=unit_name, level=Level.HUYEN), Period.parse("2024-Q1")
    return Outcome(
        template=template,
        org_unit=org_unit,
        period=period,
        deadline=DEADLINE,
        units=tuple(units if units is not None else map(status, leaves)),
        leaves=result.leaves,
        result=result,
        report=Report(template.id, entries, org_unit, period),
        findings=(*result.findings, *findings),
        foreign=tuple(foreign),
        kept=kept,
        at=AT,
    )


def listed(*names: str) -> tuple[ListedUnit, ...]:
    return tuple(ListedUnit(name, Level.XA) for name in names)


Own = Mapping[str, Decimal]
