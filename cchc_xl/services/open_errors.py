"""Units whose figures are added up although errors in their own reports stand unanswered."""

from collections.abc import Sequence
from pathlib import PurePath

from cchc_xl.consolidate import UnitStatus
from cchc_xl.consolidate.notices import some
from cchc_xl.model import Finding, Kind, Severity
from cchc_xl.services.merged_lists import open_findings
from cchc_xl.services.merged_submissions import unit_of
from cchc_xl.workbook.layout import CHILD_FINDINGS_SHEET

OPEN_ERRORS = "TH115"


def open_errors(units: Sequence[UnitStatus]) -> list[Finding]:
    """One warning naming every such unit with the number of its errors; none where none has any.

    Nothing blocks merging: the errors are in the sums until the unit has corrected them. An error
    it has answered, if only to disagree, is read in its own list and not called up again here.
    """
    counts: dict[str, tuple[str, int]] = {}
    for line in units:
        errors = sum(one.severity is Severity.ERROR for one in open_findings(line))
        if line.status.counts and errors:
            unit = unit_of(line)
            name = PurePath(line.unit).name if line.unit == line.file else line.unit
            counts[unit] = (name, counts.get(unit, (name, 0))[1] + errors)
    if not counts:
        return []
    return [
        Finding(
            OPEN_ERRORS,
            Kind.CONTRADICTION,
            Severity.WARNING,
            facts={
                "units": some(f"{name} ({errors} lỗi)" for name, errors in counts.values()),
                "count": len(counts),
                "errors": sum(errors for _, errors in counts.values()),
            },
        )
    ]


def open_errors_words(findings: Sequence[Finding]) -> str:
    """The same as one sentence for whoever just added up; "" where there is nothing to say."""
    for finding in findings:
        if finding.code == OPEN_ERRORS:
            return (
                f"Còn {finding.facts['errors']} lỗi chưa sửa, chưa giải trình trong báo cáo của "
                f"{finding.facts['count']} đơn vị đã cộng: xem trang {CHILD_FINDINGS_SHEET}."
            )
    return ""
