"""Kiểm tra: read files, run every check, keep the words with the findings."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from cchc_xl.messages import Rendered, render
from cchc_xl.model import Finding, Report, ReportTemplate, Severity
from cchc_xl.rules import READING, check
from cchc_xl.services.reading import ReadOptions, ReadReport, UnusableFileError, read_file

Progress = Callable[[int, Path], None]


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """The outcome for one file. ``read`` is None when the file gave no report."""

    path: Path
    findings: tuple[Finding, ...]
    read: ReadReport | None = None

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


def check_file(path: Path, options: ReadOptions | None = None) -> CheckedFile:
    """Check one file; an unusable file is an outcome too, not an exception."""
    try:
        read = read_file(path, options)
    except UnusableFileError as problem:
        return CheckedFile(path, (problem.finding,))
    return CheckedFile(path, tuple(check(read.report, read.template)), read)


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
) -> list[CheckedFile]:
    """Check files independently of each other, in the order given."""
    checked = []
    for number, path in enumerate(paths, 1):
        if progress is not None:
            progress(number, path)
        checked.append(check_file(path, options))
    return checked
