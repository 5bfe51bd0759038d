"""The JSON other programs rely on (contract): plain dictionaries, Vietnamese text as it stands."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_xl.consolidate import Status, Submission, UnitStatus
from cchc_xl.messages import render
from cchc_xl.model import Finding, Kind, Report, ReportTemplate, Severity
from cchc_xl.services.checking import CheckedFile

if TYPE_CHECKING:
    from cchc_xl.services.outcome import Outcome

Json = dict[str, object]


def number(value: Decimal | None) -> int | float | None:
    """A number for JSON: whole numbers stay whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def edition(template: ReportTemplate) -> Json:
    """One line of ``cchc mau``."""
    return {
        "id": template.id,
        "title": template.title,
        "level": template.level,
        "valid_from": template.valid_from.isoformat() if template.valid_from else None,
        "valid_to": template.valid_to.isoformat() if template.valid_to else None,
        "legal_basis": template.legal_basis,
        "rows": len(template.rows),
    }


def checked_file(checked: CheckedFile, file: str) -> Json:
    """One file of ``cchc kiem-tra``; ``file`` is the path as given."""
    return {
        **_head(checked, file),
        "counts": {severity.value: checked.count(severity) for severity in Severity},
        "findings": [finding_json(checked, finding) for finding in checked.findings],
        **_narrative(checked),
    }


def _narrative(checked: CheckedFile) -> Json:
    """What the narrative says of the rows; nothing at all for a file without one."""
    if not checked.statements or checked.template is None:
        return {}
    position = checked.template.position
    return {
        "narrative": [
            {
                "text": said.sentence.text,
                "figure": said.quantity.text,
                "value": number(said.value),
                "state": said.state,
                "row": position[said.key] if said.key else None,
                "related": [position[key] for key in said.keys if key != said.key],
                "key": said.key,
                "row_value": number(said.row_value),
                "confidence": round(said.sureness, 2),
            }
            for said in checked.statements
        ]
    }


def imported_file(checked: CheckedFile, file: str) -> Json:
    """``cchc nhap``: every row of the form that the file printed, in the form's order."""
    return {
        **_head(checked, file),
        "rows": _rows(checked),
        "findings": [finding_json(checked, finding) for finding in checked.findings],
    }


def _head(checked: CheckedFile, file: str) -> Json:
    report = checked.report
    return {
        "file": file,
        "template": report.template_id if report else None,
        "org_unit": report.org_unit.name if report else None,
        "level": report.level if report else None,
        "period": str(report.period) if report and report.period else None,
    }


def _rows(checked: CheckedFile) -> list[Json]:
    if checked.read is None:
        return []
    template = checked.read.template
    return [
        {
            "row": template.position[key],
            "section": template.section_of[key].key,
            "no": entry.no,
            "key": key,
            "label": entry.label,
            "measure": entry.measure,
            "text": entry.text,
            "value": number(entry.value),
            "note": entry.note,
        }
        for key, entry in checked.read.report.entries.items()
    ]


def consolidated(outcome: "Outcome") -> Json:
    """The whole of ``cchc tong-hop``."""
    template = outcome.template
    rows = outcome.result.rows
    return {
        "template": template.id,
        "units": [_unit(line) for line in outcome.units],
        "rows": [
            {
                "row": template.position[key],
                "key": key,
                "rule": found.rule,
                "value": number(outcome.report.value(key)),
                "filled": found.filled,
                "parts": [
                    {"org_unit": part.org_unit, "file": part.file, "value": number(part.value)}
                    for part in found.parts
                ],
            }
            for key, found in rows.items()
        ],
        "findings": [
            finding_words(finding, template, outcome.report) for finding in outcome.findings
        ],
    }


def not_consolidated(submissions: Sequence[Submission]) -> Json:
    """``cchc tong-hop`` where no file could be used: what became of each, and why."""
    lines = [
        UnitStatus(
            Status.WRONG_TEMPLATE
            if one.problem is not None and one.problem.kind is Kind.TEMPLATE_UNKNOWN
            else Status.UNREADABLE,
            one.file,
            str(one.problem.facts.get("reason", "")) if one.problem else "",
            submission=one,
        )
        for one in submissions
    ]
    return {
        "template": None,
        "units": [_unit(line) for line in lines],
        "rows": [],
        "findings": [finding_words(one.problem, None, None) for one in submissions if one.problem],
    }


def _unit(line: UnitStatus) -> Json:
    submission = line.submission
    listed = line.listed
    level = submission.org_unit.level if submission else listed.level if listed else None
    unusable = submission is not None and submission.problem is not None
    return {
        "file": line.file,
        "org_unit": None if unusable and listed is None else line.unit,
        "level": level,
        "period": str(submission.period) if submission and submission.period else None,
        "status": line.status,
        "reason": line.reason or None,
    }


def finding_json(checked: CheckedFile, finding: Finding) -> Json:
    """One finding with its place and its words."""
    return finding_words(finding, checked.template, checked.report)


def finding_words(finding: Finding, template: ReportTemplate | None, report: Report | None) -> Json:
    """One finding of a report on a form; both None where there is none."""
    position = template.position if template is not None else {}
    entry = report.entries.get(finding.key) if report and finding.key else None
    words = render(finding, template)
    return {
        "code": finding.code,
        "kind": finding.kind,
        "severity": finding.severity,
        "row": position.get(finding.key) if finding.key else None,
        "related": [position[key] for key in finding.related],
        "sheet": entry.sheet if entry else None,
        "cell": entry.cell if entry else None,
        "key": finding.key,
        "text": entry.text if entry else None,
        "suggestion": finding.suggestion,
        "message": words.message,
        "why": words.why,
        "justified": finding.justified,
    }
