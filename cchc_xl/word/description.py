"""What a document of ours says of itself, out of sight of its readers."""

from __future__ import annotations

import json

from cchc_xl.model import Level, OrgUnit, Period, Report, ReportTemplate
from cchc_xl.templates.document import DocumentFacts

_MARK = "cchc:"
_LONGEST = 255  # letters of a property


def description_of(report: Report, template: ReportTemplate, **more: str) -> str:
    """The identifier of a document written from a report."""
    facts = {
        "mau": template.id,
        "cap": report.level.value if report.level else "",
        "ky": str(report.period or ""),
        **more,
        "don_vi": report.org_unit.name or "",
    }
    written = _MARK + json.dumps(facts, ensure_ascii=False)
    return written if len(written) <= _LONGEST else ""


def described_facts(identifier: str) -> dict[str, str]:
    """The facts of an identifier of ours; empty for any other."""
    if not identifier.startswith(_MARK):
        return {}
    try:
        found = json.loads(identifier.removeprefix(_MARK))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): value for name, value in found.items() if isinstance(value, str)}


def unit_and_period(identifier: str) -> DocumentFacts | None:
    """Unit and period of an identifier of ours."""
    facts = described_facts(identifier)
    if not facts:
        return None
    level = facts.get("cap", "")
    try:
        period = Period.parse(facts.get("ky", ""))
    except ValueError:
        period = None
    known = Level(level) if level in set(Level) else None
    return DocumentFacts(OrgUnit(name=facts.get("don_vi") or None, level=known), period)
