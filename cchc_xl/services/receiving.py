"""Receive one file: read it, check it, hash it, and keep only what adding up needs.

The result is small and can cross from a worker process, the form it was read on included: that is
sent as a reference where both sides know it.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache, partial
from pathlib import Path

from cchc_xl.consolidate import (
    TAKES_OWN,
    Contribution,
    Submission,
    UnitFinding,
    consolidate,
    of_report,
)
from cchc_xl.consolidate.carried import of_leaf
from cchc_xl.model import (
    Consolidation,
    Finding,
    Kind,
    Report,
    ReportTemplate,
    Severity,
)
from cchc_xl.model.remember import remembered
from cchc_xl.services.checking import CheckedFile, check_file
from cchc_xl.services.reading import ReadOptions
from cchc_xl.templates import loader
from cchc_xl.templates.stamps import Stamp
from cchc_xl.text import display_text
from cchc_xl.workbook.layout import Layout

#: Rows whose own entry stands in D beside what the children say.
_ENTERED = frozenset(
    {
        *(Consolidation.UNION, Consolidation.MANUAL, Consolidation.PARENT),
        *(Consolidation.YES_NO, Consolidation.CATEGORY),
    }
)


#: Whole numbers below this travel as such.
_SHARED = 1_000_000


@dataclass(frozen=True, slots=True)
class Received:
    """A submission on its way between processes: its form by reference."""

    submission: Submission
    form: str = ""  # "id:<edition>" or "json:<definition>"; blank where no report was read
    figures: tuple[tuple[tuple[str, int | str], ...], ...] = ()  # the values of each leaf


def receive(
    path: Path,
    file: str,
    user_folder: Path | None = None,
    *,
    in_words: bool = True,
    beside: str = "",
) -> Received:
    """Read and check one received file; ``file`` is its path as the user knows it.

    ``beside``: from `own_form`, the edition of the workbook that collects.

    Never raises for what a file holds: an unusable one is an outcome too. Without ``in_words``
    only errors are put into words; warnings are counted.
    """
    own = _form(beside, user_folder) if beside else None
    checked = check_file(path, ReadOptions(user_folder=user_folder, beside=own))
    size, sha256, modified = _facts_of(path)
    head = Submission(file=file, size=size, sha256=sha256, modified=modified)
    if checked.read is None:
        return Received(replace(head, problem=checked.findings[0]))
    read, report = checked.read, checked.read.report
    leaves = _leaves(checked, file)
    submission = replace(
        head,
        org_unit=report.org_unit,
        period=report.period,
        report_date=read.front.report_date if read.front else None,
        consolidated=bool(read.leaves),
        leaves=leaves,
        errors=checked.count(Severity.ERROR),
        warnings=checked.count(Severity.WARNING),
        notes=checked.count(Severity.NOTE),
        answered=sum(f.justified and f.severity is not Severity.NOTE for f in checked.findings),
        findings=tuple(
            _in_words(checked, finding)
            if in_words or finding.severity is Severity.ERROR
            else _counted(checked, finding)
            for finding in checked.findings
            if finding.severity is not Severity.NOTE
        ),
        places=_places(report, read.template),
    )
    form = _reference(read.template, user_folder)
    packed = tuple(replace(leaf, values={}) for leaf in leaves)
    figures = tuple(tuple(map(_packed, leaf.values.items())) for leaf in leaves)
    return Received(replace(submission, leaves=packed), form, figures)


def unpacked(received: Received, user_folder: Path | None = None) -> Submission:
    """The submission with its form and its figures in place."""
    if not received.form:
        return received.submission
    leaves = tuple(
        replace(leaf, values={key: _number(value) for key, value in figures})
        for leaf, figures in zip(received.submission.leaves, received.figures, strict=True)
    )
    form = _form(received.form, user_folder)
    return replace(received.submission, template=form, leaves=leaves)


def _packed(figure: tuple[str, Decimal]) -> tuple[str, int | str]:
    """A figure as it travels: a whole number or its digits cost a fraction of a Decimal."""
    key, value = figure
    whole = int(value)
    return key, whole if whole == value and -_SHARED < whole < _SHARED else str(value)


@lru_cache(maxsize=20_000)
def _number(value: int | str) -> Decimal:
    """The same few thousand numbers stand in every file: each is kept once."""
    return Decimal(value)


def unreadable(path: Path, file: str, reason: str) -> Received:
    """A file that could not even be handed to a reader."""
    finding = Finding(
        "KT901", Kind.FILE_UNREADABLE, Severity.ERROR, facts={"reason": reason, "name": path.name}
    )
    return Received(Submission(file=file, size=0, sha256="", problem=finding))


def _facts_of(path: Path) -> tuple[int, str, dt.datetime | None]:
    try:
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        facts = path.stat()
    except OSError:
        return 0, "", None
    return facts.st_size, sha256, dt.datetime.fromtimestamp(int(facts.st_mtime))


def _counted(checked: CheckedFile, finding: Finding) -> UnitFinding:
    """A finding that is only counted; its words are left to whoever looks at that file."""
    return UnitFinding(
        finding.severity, finding.code, finding.key, "", "", "", "", "", "",
        justification=_answer(checked, finding),
    )  # fmt: skip


def _answer(checked: CheckedFile, finding: Finding) -> str:
    report = checked.report
    entry = report.entries.get(finding.key) if report and finding.key else None
    return (entry.justification or entry.note) if entry and finding.justified else ""


def _in_words(checked: CheckedFile, finding: Finding) -> UnitFinding:
    words = checked.words(finding)
    report, template = checked.report, checked.template
    entry = report.entries.get(finding.key) if report and finding.key else None
    row = template.by_key.get(finding.key) if template and finding.key else None
    place = f"{entry.sheet} · {entry.cell}" if entry and entry.sheet and entry.cell else ""
    return UnitFinding(
        severity=finding.severity,
        code=finding.code,
        key=finding.key,
        no=row.no if row else "",
        label=row.label if row else "",
        place=place,
        text=display_text(entry.text) if entry else "",
        message=words.message,
        fix=words.fix,
        suggestion=finding.suggestion or "",
        justification=_answer(checked, finding),
    )


def _places(report: Report, template: ReportTemplate) -> dict[str, tuple[str, str]] | None:
    """Where values stand, as far as it is not where the layout has them: mostly nowhere else."""
    found = {
        key: (entry.sheet, entry.cell)
        for key, entry in report.entries.items()
        if entry.sheet and entry.cell and not entry.is_blank
    }
    if not found:
        return None
    layout = Layout(template)
    return {key: place for key, place in found.items() if place != layout.place_of(key)}


def _leaves(checked: CheckedFile, file: str) -> tuple[Contribution, ...]:
    """One contribution, or those a consolidated workbook carries and what its unit added."""
    assert checked.read is not None
    read = checked.read
    alone = of_report(read.report, read.template, file)
    if not read.leaves:
        return (alone,)
    carried = tuple(replace(of_leaf(leaf), file=file, via=alone.org_unit) for leaf in read.leaves)
    added = added_by_parent(alone, carried, read.template)
    return carried if added is None else (*carried, added)


def added_by_parent(
    whole: Contribution, leaves: Sequence[Contribution], template: ReportTemplate
) -> Contribution | None:
    """What a consolidated appendix holds beyond its leaves: the unit's own share, as one more leaf.

    For rows that add up it is what is missing from the leaves to the reported figure, so that the
    next level's sum is what was reported; for rows that do not, the unit's own entry. None where
    it added nothing.
    """
    computed = consolidate(template, leaves)
    values: dict[str, Decimal] = {}
    for row in template.rows:
        reported = whole.values.get(row.key)
        if reported is None:
            continue
        if row.consolidation in TAKES_OWN:
            found = computed.rows[row.key]
            if found.value is None and found.filled:
                continue  # typed where its units do not agree on their list: it adds no list
            rest = reported - (found.value or Decimal(0))
            if rest or found.value is None:
                values[row.key] = rest
        elif row.consolidation in _ENTERED:
            values[row.key] = reported
    if not values and not whole.unreadable:
        return None
    return replace(whole, values=values, own=True, via=whole.org_unit)


def own_form(template: ReportTemplate | None, user_folder: Path | None) -> str:
    """The edition of a workbook where no folder holds it, on its way between processes."""
    if template is None:
        return ""
    reference = _new_reference(user_folder, template)
    return reference if reference.startswith(_WHOLE) else ""


def _reference(template: ReportTemplate, user_folder: Path | None) -> str:
    return _references(user_folder, loader.edition_stamp(template.id, user_folder))(template)


@lru_cache(maxsize=8)
def _references(user_folder: Path | None, _: Stamp) -> Callable[[ReportTemplate], str]:
    """By edition object: hashing an edition for every file would cost more than the answer."""
    return remembered(partial(_new_reference, user_folder))


def _new_reference(user_folder: Path | None, template: ReportTemplate) -> str:
    try:
        if loader.load(template.id, user_folder) == template:
            return _BY_ID + template.id
    except loader.TemplateError:
        pass
    return _WHOLE + template.model_dump_json(exclude_defaults=True)


_WHOLE = "json:"
_BY_ID = "id:"


def _form(reference: str, user_folder: Path | None) -> ReportTemplate:
    if reference.startswith(_WHOLE):
        return _whole(reference)
    template_id = reference.removeprefix(_BY_ID)
    return _known(template_id, user_folder, loader.edition_stamp(template_id, user_folder))


@lru_cache(maxsize=64)
def _whole(reference: str) -> ReportTemplate:
    return ReportTemplate.model_validate_json(reference.removeprefix(_WHOLE))


@lru_cache(maxsize=64)
def _known(template_id: str, user_folder: Path | None, _: Stamp) -> ReportTemplate:
    return loader.load(template_id, user_folder)
