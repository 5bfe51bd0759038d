"""Word documents: read guarded, written whole."""

from pathlib import Path

from cchc_xl.model.front import FrontFields
from cchc_xl.services.reading import ReadReport
from cchc_xl.templates.source import SourceDocument
from cchc_xl.word.elements import PartReader
from cchc_xl.word.problems import WordProblem
from cchc_xl.workbook.intake import identify, read_bytes
from cchc_xl.workbook.problems import FileKind, FileProblem
from cchc_xl.workbook.safe_zip import check_xml


def read_word(path: Path, *, titles: bool = False) -> SourceDocument:
    """The appendix of a .docx. Raises `FileProblem` (also when it has no table).

    ``titles``: those between the rows stay, as in `printed_rows`.
    """
    from cchc_xl.word.docx_source import read_docx_source

    try:
        return read_docx_source(guarded_parts(path), path.name, titles=titles)
    except WordProblem as problem:
        raise FileProblem(problem.reason, problem.facts) from problem


def read_word_prose(path: Path) -> SourceDocument:
    """The text of a .docx around its tables, if it has any. Raises `FileProblem`."""
    from cchc_xl.word.docx_source import read_docx_prose

    try:
        return read_docx_prose(guarded_parts(path))
    except WordProblem as problem:
        raise FileProblem(problem.reason, problem.facts) from problem


def guarded_parts(path: Path) -> PartReader:
    """Parts of a .docx on demand: sizes bounded, no document type. Raises `FileProblem`."""
    kind, archive = identify(read_bytes(path), name=path.name)
    if kind is not FileKind.DOCX or archive is None:
        raise FileProblem("not-a-word-document", {"name": path.name})

    def part(name: str) -> bytes | None:
        if name not in archive:
            return None
        data = archive.read(name)
        check_xml(data, name)
        return data

    return part


def write_word(path: Path, read: ReadReport) -> None:
    """The appendix of a report as a .docx; a file that stands there is kept beside it."""
    from cchc_xl.word.appendix import Appendix, write_appendix
    from cchc_xl.workbook.package import write_file
    from cchc_xl.workbook.previous import keep_previous

    front = read.front or FrontFields()
    data = write_appendix(Appendix(read.report, read.template, front, read.extra))
    keep_previous(path)
    write_file(path, data)


class EditedDocumentError(Exception):
    """A document somebody has worked on stands where ours would go."""


def write_narrative(path: Path, read: ReadReport) -> None:
    """The report in words, begun from the figures of a report.

    Replaces only a document of ours that nobody changed. Raises `EditedDocumentError` otherwise,
    and `TemplateError` for a faulty file of sentences.
    """
    from cchc_xl.word.skeleton import write_skeleton
    from cchc_xl.workbook.package import write_file

    if path.exists() and not is_untouched(path):
        raise EditedDocumentError(path.name)
    front = read.front or FrontFields()
    write_file(path, write_skeleton(read.report, read.template, front, read.user_folder))


def is_untouched(path: Path) -> bool:
    """True for a narrative of ours in which not a word was changed."""
    from cchc_xl.word.description import described_facts
    from cchc_xl.word.docx_source import read_docx_prose
    from cchc_xl.word.elements import Package
    from cchc_xl.word.skeleton import fingerprint

    try:
        parts = guarded_parts(path)
        written = described_facts(Package(parts).described()).get("dau")
        return bool(written) and written == fingerprint(read_docx_prose(parts).prose)
    except (FileProblem, WordProblem):
        return False
