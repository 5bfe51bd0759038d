"""Kiểm tra: read files, run every check, keep the words with the findings."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_xl.messages import Rendered, render
from cchc_xl.model import Finding, Report, ReportTemplate, Severity
from cchc_xl.rules import READING, check
from cchc_xl.services.reading import (
    ReadOptions,
    ReadReport,
    UnusableFileError,
    read_file,
    unusable_template,
)
from cchc_xl.templates.faults import TemplateError

if TYPE_CHECKING:
    from cchc_xl.templates.source import SourceDocument
    from cchc_xl.word.statements import Statement

Progress = Callable[[int, Path], None]


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """The outcome for one file. ``read`` is None when the file gave no report."""

    path: Path
    findings: tuple[Finding, ...]
    read: ReadReport | None = None
    statements: "tuple[Statement, ...]" = ()  # figures of the narrative, with their rows

    @property
    def template(self) -> ReportTemplate | None:
        """The form the file was read on."""
        return None if self.read is None else self.read.template

    @property
    def report(self) -> Report | None:
        """The report, None for an unusable file."""
        return None if self.read is None else self.read.report

    def count(self, severity: Severity) -> int:
        """How many findings of one severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def words(self, finding: Finding) -> Rendered:
        """Vietnamese words for one of the findings."""
        return render(finding, self.template)


def check_file(
    path: Path, options: ReadOptions | None = None, companion: "SourceDocument | None" = None
) -> CheckedFile:
    """Check one file; an unusable file is an outcome too, not an exception.

    ``companion`` is the narrative that goes with an appendix (`services.narrating`).
    """
    try:
        read = read_file(path, options)
    except UnusableFileError as problem:
        return CheckedFile(path, (problem.finding,))
    try:
        return with_narrative(tuple(check(read.report, read.template)), read, companion)
    except TemplateError as error:  # the edition's own sentences
        return CheckedFile(path, (unusable_template(error).finding,))


def with_narrative(
    found: tuple[Finding, ...], read: ReadReport, companion: "SourceDocument | None" = None
) -> CheckedFile:
    """The outcome of a report's checks with what its own words and its companion say."""
    if read.document is None and companion is None:
        return CheckedFile(read.path, found, read)
    from cchc_xl.services.narrating import narrative_of

    said = narrative_of(read, companion)
    together = in_order((*found, *said.findings), read.template)
    return CheckedFile(read.path, together, read, said.statements)


def in_order(findings: Iterable[Finding], template: ReportTemplate) -> tuple[Finding, ...]:
    """Findings in the order of the printed rows, the gravest of a row first."""
    position = template.position
    return tuple(
        sorted(
            findings,
            key=lambda f: (0 if f.key is None else position.get(f.key, 0), f.severity.rank, f.code),
        )
    )


def import_file(path: Path, options: ReadOptions | None = None) -> CheckedFile:
    """Read one file and say only what can be said of each cell alone."""
    try:
        read = read_file(path, options)
    except UnusableFileError as problem:
        return CheckedFile(path, (problem.finding,))
    return CheckedFile(path, tuple(check(read.report, read.template, READING)), read)


def check_files(
    paths: Iterable[Path],
    options: ReadOptions | None = None,
    progress: Progress | None = None,
    companion: "SourceDocument | None" = None,
) -> list[CheckedFile]:
    """Check files independently of each other, in the order given."""
    checked = []
    for number, path in enumerate(paths, 1):
        if progress is not None:
            progress(number, path)
        checked.append(check_file(path, options, companion))
    return checked
