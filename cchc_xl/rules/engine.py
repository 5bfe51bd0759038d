"""Run checks over a report and order what they say."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from cchc_xl.model import Finding, Kind, Report, ReportTemplate, Severity
from cchc_xl.rules import (
    competence,
    completeness,
    notes,
    ratios,
    relations,
    structure,
    timing,
    values,
)
from cchc_xl.rules.context import CheckContext

Check = Callable[[CheckContext], Iterable[Finding]]

#: What can be said of each cell alone: all that reading a file needs to say.
READING: tuple[Check, ...] = (structure.check, values.check)

#: The arithmetic of a consolidated appendix: what its figures say of each other.
RESULT: tuple[Check, ...] = (
    values.check,
    ratios.check,
    relations.check_totals,
    relations.check_rules,
)

CHECKS: tuple[Check, ...] = (
    *READING,
    competence.check,
    ratios.check,
    relations.check_totals,
    relations.check_rules,
    notes.check,
    completeness.check,
    timing.check,
)


def check(
    report: Report, template: ReportTemplate, checks: Iterable[Check] = CHECKS
) -> list[Finding]:
    """Everything the checks find, in the order of the printed rows, gravest first.

    What reading the file noticed (``report.findings``) belongs to it. A wholly blank form says
    nothing but notes about the form itself.
    """
    context = CheckContext(report, template)
    found = _agreeing([*report.findings, *(finding for one in checks for finding in one(context))])
    position = template.position
    return sorted(
        found,
        key=lambda f: (0 if f.key is None else position.get(f.key, 0), f.severity.rank, f.code),
    )


def _agreeing(found: list[Finding]) -> list[Finding]:
    """Tidier writing of a figure that another finding calls wrong is no value to suggest."""
    wrong = {finding.key for finding in found if finding.severity is Severity.ERROR}
    return [
        replace(finding, suggestion=None)
        if finding.kind is Kind.NUMBER_FORMAT and finding.key in wrong
        else finding
        for finding in found
    ]
