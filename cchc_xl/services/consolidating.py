"""Tổng hợp: from received files to the parent's appendix. The button and the command call this."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cchc_xl.consolidate import (
    Contribution,
    RowResult,
    Sorted,
    Submission,
    Wanted,
    consolidate,
    sort_out,
)
from cchc_xl.consolidate.bridging import carry_over, unused
from cchc_xl.consolidate.notices import some
from cchc_xl.consolidate.outliers import find_outliers
from cchc_xl.model import (
    Consolidation,
    Entry,
    Finding,
    Kind,
    ListedUnit,
    OrgUnit,
    Period,
    Report,
    ReportTemplate,
    Severity,
    text_of,
)
from cchc_xl.rules import check
from cchc_xl.rules.engine import RESULT
from cchc_xl.services.foreign import foreign_rows
from cchc_xl.services.merged_common import plain
from cchc_xl.services.open_errors import open_errors
from cchc_xl.services.outcome import Kept, Outcome
from cchc_xl.services.own_figures import no_figures, overwritten, with_own_file
from cchc_xl.templates.bridges import load_bridges

AskBridges = Callable[[Sequence[Finding]], bool]


@dataclass(frozen=True, slots=True)
class Request:
    """What the parent asked for; None where it said nothing and the files decide.

    ``kept`` is what it entered in the workbook of an earlier run. ``own_file`` holds figures of its
    own (any file that can be read). ``bridges``: declared near-bridges may be used;
    ``ask_bridges`` is asked otherwise, with a TH206 for each row that would be carried.
    """

    template: ReportTemplate | None = None
    units: tuple[ListedUnit, ...] = ()
    period: Period | None = None
    ignore_period: bool = False
    org_unit: OrgUnit = field(default_factory=OrgUnit)
    own_file: Path | None = None
    deadline: dt.date | None = None
    bridges: bool = False
    ask_bridges: AskBridges | None = None
    kept: Kept = field(default_factory=Kept)
    user_folder: Path | None = None


class PeriodTieError(Exception):
    """As many files for one period as for another: the user must say which is meant."""

    def __init__(self, periods: Sequence[Period]) -> None:
        self.periods = tuple(periods)
        super().__init__(", ".join(str(period) for period in periods))


class NothingUsableError(Exception):
    """No file gave a report. ``submissions`` say why, one by one."""

    def __init__(self, submissions: Sequence[Submission]) -> None:
        self.submissions = tuple(submissions)
        super().__init__("no usable file")


def consolidate_submissions(
    submissions: Sequence[Submission], request: Request, at: dt.datetime
) -> Outcome:
    """Sort out what was received and add it up.

    Raises `NothingUsableError` and `PeriodTieError`; `UnusableFileError` for the file of the
    parent's own figures.
    """
    usable = [one for one in submissions if one.problem is None]
    if not usable:
        raise NothingUsableError(submissions)
    template = request.template or _commonest_form(usable)
    period = request.period
    if period is None:
        period = _commonest_period(usable, ignore=request.ignore_period)
    parent = _parent(request.org_unit, template)
    sorted_out = sort_out(
        submissions,
        Wanted(
            keys=[row.key for row in template.rows if row.is_input],
            period=None if request.ignore_period else period,
            units=request.units or request.kept.units,
            used=request.kept.used,
            parent=parent,
        ),
    )
    kept, notes = with_own_file(request.kept, request.own_file, template, request.user_folder)
    kept = replace(kept, units=request.units or kept.units)
    leaves, bridge_notes = _bridged(
        sorted_out.leaves,
        template,
        request,
        period,
        [one.period for one in usable if one.period is not None],
    )
    result = consolidate(template, leaves, kept.own, kept.overrides)
    report = _report(template, parent, period, result.rows, kept)
    foreign = foreign_rows(sorted_out.units, template)
    findings = [
        *sorted_out.findings,
        *open_errors(sorted_out.units),
        *notes,
        *overwritten(result.rows),
        *no_figures(kept, template),
        *_editions(sorted_out, template),
        *bridge_notes,
        *result.findings,
        *find_outliers(template, result.leaves),
        *_checked(report, template, result.findings),
    ]
    return Outcome(
        template=template,
        org_unit=parent,
        period=period,
        deadline=request.deadline or _deadline(template, period),
        units=sorted_out.units,
        leaves=result.leaves,
        result=result,
        report=report,
        findings=tuple(findings),
        foreign=foreign,
        kept=kept,
        at=at,
    )


def _commonest_form(usable: Sequence[Submission]) -> ReportTemplate:
    """The form most files follow; of equally common ones the one with more figures in them."""
    forms: dict[str, ReportTemplate] = {}
    files: Counter[str] = Counter()
    figures: Counter[str] = Counter()
    for one in usable:
        if one.template is not None:
            forms.setdefault(one.template.id, one.template)
            files[one.template.id] += 1
            figures[one.template.id] += sum(len(leaf.values) for leaf in one.leaves)
    return forms[max(forms, key=lambda name: (files[name], figures[name], name))]


def _commonest_period(usable: Sequence[Submission], *, ignore: bool) -> Period | None:
    counted = Counter(one.period for one in usable if one.period is not None)
    if not counted:
        return None
    [(period, most), *others] = counted.most_common()
    tied = [other for other, count in others if count == most]
    if not tied:
        return period
    if ignore:
        return None
    raise PeriodTieError(sorted([period, *tied], key=str))


def _parent(asked: OrgUnit, template: ReportTemplate) -> OrgUnit:
    """The parent as asked; its level from its name, else none is assumed."""
    from cchc_xl.templates.document import level_of

    level = asked.level or (level_of(asked.name) if asked.name else None)
    return OrgUnit(name=asked.name, level=level, code=asked.code)


def _deadline(template: ReportTemplate, period: Period | None) -> dt.date | None:
    window = template.window(period) if period is not None else None
    return None if window is None else window.deadline


def _bridged(
    leaves: Sequence[Contribution],
    template: ReportTemplate,
    request: Request,
    period: Period | None,
    periods: Sequence[Period],
) -> tuple[Sequence[Contribution], tuple[Finding, ...]]:
    day = _last_day(template, period) if period else _latest_day(periods)
    carried = carry_over(leaves, template, load_bridges(request.user_folder), day)
    wanted = request.bridges or (
        bool(carried.findings)
        and request.ask_bridges is not None
        and request.ask_bridges(carried.findings)
    )
    return (carried.leaves, carried.findings) if wanted else (leaves, unused(carried.findings))


def _latest_day(periods: Sequence[Period]) -> dt.date | None:
    """Where files of any period are added up: a bridge must hold for the latest of them."""
    return max((period.national_window[1] for period in periods), default=None)


def _last_day(template: ReportTemplate, period: Period) -> dt.date:
    window = template.window(period)
    return period.national_window[1] if window is None else window.end


def _report(
    template: ReportTemplate,
    parent: OrgUnit,
    period: Period | None,
    rows: Mapping[str, RowResult],
    kept: Kept,
) -> Report:
    """The parent's appendix with its values in place."""
    entries = {}
    for row in template.rows:
        found = rows.get(row.key)
        value = found.value if found else None
        raw = None if value is None else plain(value)
        entries[row.key] = Entry(
            key=row.key,
            raw=raw,
            text="" if raw is None else text_of(raw),
            value=value,
            note=kept.notes.get(row.key, row.note),
            justification=kept.justifications.get(row.key, ""),
            no=row.no,
            label=row.label,
            measure=row.measure,
        )
    return Report(template.id, entries, parent, period)


def _editions(sorted_out: Sorted, template: ReportTemplate) -> list[Finding]:
    """A note an edition other than the parent's: how many rows have a place, how many have none."""
    files: dict[str, list[str]] = {}
    forms: dict[str, ReportTemplate] = {}
    for line in sorted_out.units:
        form = line.submission.template if line.submission else None
        if line.status.counts and form is not None and form != template:
            files.setdefault(form.id, []).append(line.unit)
            forms[form.id] = form
    found = []
    for name, form in sorted(forms.items()):
        keys = [row.key for row in form.rows if row.is_input]
        shared = sum(key in template.by_key for key in keys)
        found.append(
            Finding(
                "TH109",
                Kind.TEMPLATE_BRIDGED,
                Severity.NOTE,
                facts={
                    "edition": name,
                    "shared": shared,
                    "lost": len(keys) - shared,
                    "units": some(files[name]),
                    "count": len(files[name]),
                },
            )
        )
    return found


def _checked(report: Report, template: ReportTemplate, adding: Sequence[Finding]) -> list[Finding]:
    """The arithmetic of the result. A ratio that leaves units out on purpose is no mistake."""
    explained = {finding.key for finding in adding if finding.code == "TH203"}
    open_rows = {
        row.key
        for row in template.rows
        if row.consolidation in (Consolidation.UNION, Consolidation.MANUAL)
    }
    return [
        finding
        for finding in check(report, template, RESULT)
        if not (finding.key in explained and finding.kind is Kind.RATIO_MISMATCH)
        and not (finding.key in open_rows and report.value(finding.key or "") is None)
    ]
