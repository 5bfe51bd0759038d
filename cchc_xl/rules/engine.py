"""Run checks over a report and order what they say."""

from collections.abc import Callable, Iterable

from cchc_xl.model import Finding, Report, ReportTemplate
from cchc_xl.rules import competence, completeness, notes, ratios, relations, structure, values
from cchc_xl.rules.context import CheckContext

Check = Callable[[CheckContext], Iterable[Finding]]

#: What can be said of each cell alone: all that reading a file needs to say.
READING: tuple[Check, ...] = (structure.check, values.check)

CHECKS: tuple[Check, ...] = (
    *READING,
    competence.check,
    ratios.check,
    relations.check_totals,
    relations.check_rules,
    notes.check,
    completeness.check,
)


def check(
    report: Report, template: ReportTemplate, checks: Iterable[Check] = CHECKS
) -> list[Finding]:
    """Everything the checks find, in the order of the printed rows, gravest first.

    What reading the file noticed (``report.findings``) belongs to it. A wholly blank form says
    nothing but notes about the form itself.
    """
    context = CheckContext(report, template)
    found = [*report.findings, *(finding for one in checks for finding in one(context))]
    position = template.position
    return sorted(
        found,
        key=lambda f: (0 if f.key is None else position.get(f.key, 0), f.severity.rank, f.code),
    )
