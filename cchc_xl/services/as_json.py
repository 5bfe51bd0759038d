"""The JSON other programs rely on (contract): plain dictionaries, Vietnamese text as it stands."""

from decimal import Decimal

from cchc_xl.model import Finding, ReportTemplate, Severity
from cchc_xl.services.checking import CheckedFile

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


def finding_json(checked: CheckedFile, finding: Finding) -> Json:
    """One finding with its place and its words."""
    template, report = checked.template, checked.report
    position = template.position if template is not None else {}
    entry = report.entries.get(finding.key) if report and finding.key else None
    words = checked.words(finding)
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
