"""Read one file people sent: what kind it is, which form, whose report, for which period."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from cchc_xl.messages import reason_sentence
from cchc_xl.model import (
    Finding,
    Kind,
    Level,
    ListedUnit,
    OrgUnit,
    Period,
    PrintedRow,
    Report,
    ReportTemplate,
    Severity,
)
from cchc_xl.model.leaf import Leaf
from cchc_xl.templates import loader
from cchc_xl.templates.assemble import assemble
from cchc_xl.templates.document import level_of
from cchc_xl.templates.loader import TemplateError
from cchc_xl.templates.recognise import Recognised, match, recognise
from cchc_xl.templates.source import SourceDocument, facts_of
from cchc_xl.templates.stated import stated_dates
from cchc_xl.workbook.content import FrontFields
from cchc_xl.workbook.intake import open_file
from cchc_xl.workbook.problems import FileKind, FileProblem

T = TypeVar("T")

_LEAST_MATCHED = 3  # rows a file needs in common with an edition that the user insists on

_PROBLEM_CODES = {
    "file-unreadable": "KT901",
    "file-encrypted": "KT902",
    "file-suspicious": "KT903",
}


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user chose; an option wins over what the document says, with a note.

    ``beside``: an edition that no folder holds, such as the one of the workbook that collects.
    """

    template_id: str | None = None
    org_unit_name: str | None = None
    level: Level | None = None
    period: Period | None = None
    user_folder: Path | None = None
    beside: ReportTemplate | None = None


@dataclass(frozen=True, slots=True)
class ReadReport:
    """One file understood. ``extra`` are printed rows without a place in the form."""

    path: Path
    report: Report
    template: ReportTemplate
    sureness: float
    extra: tuple[PrintedRow, ...] = ()
    front: FrontFields | None = None  # what stands on Trang chính of a workbook of ours
    document: SourceDocument | None = None  # a report in words: what stands around its table
    leaves: tuple[Leaf, ...] = ()  # the units a consolidated workbook carries
    units: tuple[ListedUnit, ...] = ()  # the unit list it was collected by
    user_folder: Path | None = None  # where the edition may have sentences of its own


class UnusableFileError(Exception):
    """A file that gives no report. ``finding`` says why in one sentence."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(str(finding.facts.get("reason", finding.code)))

    @property
    def sentence(self) -> str:
        """The Vietnamese sentence for the user."""
        return str(self.finding.facts["reason"])


def read_file(path: Path, options: ReadOptions | None = None) -> ReadReport:
    """Read a filled appendix from any supported file.

    Raises `UnusableFileError` for a file that cannot be read, that follows no known form, or for
    which the edition asked for does not exist or is faulty.
    """
    options = options or ReadOptions()
    try:
        document = open_document(path)
    except FileProblem as problem:
        raise UnusableFileError(problem_finding(path, problem)) from problem
    try:
        found = recognise_document(path, document, options)
    except TemplateError as error:
        raise unusable_template(error) from error
    return understand(path, document, found, options)


def unusable_template(error: TemplateError) -> UnusableFileError:
    """A file that cannot be checked because something beside its edition is faulty."""
    reason = f"Mẫu biểu {error.place}: {'; '.join(error.faults)}."
    return _unknown_template({"reason": reason})


def open_document(path: Path, *, titles: bool = False) -> SourceDocument:
    """What a file of any kind holds, its form not yet known. Raises `FileProblem`.

    ``titles``: those between the rows stay, as in `printed_rows`; never for a report to be read.
    """
    opened = open_file(path)
    if opened.kind is FileKind.TEXT:
        from cchc_xl.workbook.text_source import read_text_source

        return read_text_source(path, titles=titles)
    if opened.kind is FileKind.DOCX:
        from cchc_xl.services.documents import read_word

        return read_word(path, titles=titles)
    from cchc_xl.workbook.sheet_source import read_sheet_source

    return read_sheet_source(path, opened, titles=titles)


def problem_finding(path: Path, problem: FileProblem) -> Finding:
    """The finding of a file that cannot be used."""
    facts = {**problem.facts, "name": path.name or str(path)}
    return Finding(
        code=_PROBLEM_CODES[problem.kind],
        kind=Kind(problem.kind),
        severity=Severity.ERROR,
        facts={"reason": reason_sentence(problem.reason, facts)},
    )


def recognise_document(path: Path, document: SourceDocument, options: ReadOptions) -> Recognised:
    """The edition a document is read on. Raises `UnusableFileError` for a stranger."""
    if options.template_id is not None:
        template = loader.load(options.template_id, options.user_folder)
        best = _best(match(table, template) for table in document.tables)
        if best.alignment.matched < _LEAST_MATCHED:
            raise _no_template_fits(path, best)
        return best
    if document.template is not None:
        return match(document.tables[0], document.template)
    labels = {row.label for table in document.tables for row in table}
    faulty = loader.PassedOver()
    templates = list(loader.load_likely(labels, options.user_folder, faulty))
    if options.beside is not None:
        templates.append(options.beside)
    found = [r for table in document.tables if (r := recognise(table, templates)) is not None]
    if faulty.errors and not any(_stands_beside(faulty, one) for one in found):
        raise faulty.errors[0]  # perhaps the very edition of this file
    best = _best(found)
    if not best.accepted:
        raise _no_template_fits(path, best)
    return best


def _stands_beside(faulty: loader.PassedOver, found: Recognised) -> bool:
    """Where a faulty edition prints the same labels, another must fit to the last row."""
    return found.accepted and (found.sureness >= 1 or not faulty.likely)


def _no_template_fits(path: Path, nearest: Recognised) -> UnusableFileError:
    facts = {
        "name": path.name,
        "nearest": nearest.template.id,
        "matched": nearest.alignment.matched,
        "rows": len(nearest.alignment.keys),
    }
    return _unknown_template({"reason": reason_sentence("template-unknown", facts), **facts})


def _unknown_template(facts: dict[str, object]) -> UnusableFileError:
    return UnusableFileError(
        Finding(code="KT904", kind=Kind.TEMPLATE_UNKNOWN, severity=Severity.ERROR, facts=facts)
    )


def _best(found: Iterable[Recognised]) -> Recognised:
    """Of several readings of one file the one that understands most and leaves least."""
    return max(found, key=lambda r: (r.accepted, 2 * r.alignment.matched - len(r.rows), r.rank))


def understand(
    path: Path, document: SourceDocument, found: Recognised, options: ReadOptions
) -> ReadReport:
    """The report a document holds, with options applied and structure noted."""
    said = facts_of(document, found.template.level)
    unit = document.org_unit or said.org_unit
    period = document.period if document.template is not None else said.period
    unit, period, notes = _with_options(unit, period, options)
    report, extra = assemble(
        found.rows,
        found.template,
        found.alignment,
        org_unit=unit,
        period=period,
        source=path.name,
        findings=(*document.findings, *notes),
    )
    dates = stated_dates(document.before, document.lines, document.front, document.issued)
    return ReadReport(
        path,
        replace(report, dates=dates),
        found.template,
        found.sureness,
        tuple(extra),
        document.front,
        document=document if document.prose else None,
        leaves=document.leaves,
        units=document.units,
        user_folder=options.user_folder,
    )


def _with_options(
    unit: OrgUnit, period: Period | None, options: ReadOptions
) -> tuple[OrgUnit, Period | None, list[Finding]]:
    """Options win; where the document said otherwise, a note says so."""
    notes: list[Finding] = []

    def chosen(field: str, document: T | None, option: T | None, shown: str) -> T | None:
        if option is None:
            return document
        if document is not None and document != option:
            facts = {"field": field, "document": _words(document), "option": shown}
            notes.append(Finding("KT112", Kind.OPTION_OVERRIDES, Severity.NOTE, facts=facts))
        return option

    name = chosen("tên đơn vị", unit.name, options.org_unit_name, options.org_unit_name or "")
    level = chosen("cấp", unit.level, options.level, options.level.label if options.level else "")
    if options.level is None and options.org_unit_name is not None:
        level = level_of(options.org_unit_name) or level
    shown = options.period.title if options.period else ""
    when = chosen("kỳ báo cáo", period, options.period, shown)
    return OrgUnit(name=name, level=level, code=unit.code), when, notes


def _words(value: object) -> str:
    if isinstance(value, Level):
        return value.label
    return value.title if isinstance(value, Period) else str(value)
