"""The narrative beside the table: where it comes from, and what checking it says."""

from pathlib import Path

from cchc_xl.services.reading import ReadReport
from cchc_xl.templates.source import SourceDocument
from cchc_xl.word.narrative import NarrativeCheck, check_narrative
from cchc_xl.word.skeleton_data import headlines_of
from cchc_xl.workbook.intake import read_text, sniff
from cchc_xl.workbook.problems import FileKind, FileProblem


def read_companion(path: Path) -> SourceDocument:
    """The narrative that goes with an appendix: a .docx or a text file, with or without tables.

    Raises `FileProblem`.
    """
    kind = sniff(path)
    if kind is FileKind.DOCX:
        from cchc_xl.services.documents import read_word_prose

        return read_word_prose(path)
    if kind is not FileKind.TEXT:
        raise FileProblem("not-a-word-document", {"name": path.name})
    lines = tuple(line for line in read_text(path)[0].split("\n") if "\t" not in line)
    return SourceDocument(tables=(), before=lines, lines=lines, prose=lines)


def narrative_of(read: ReadReport, companion: SourceDocument | None = None) -> NarrativeCheck:
    """What the report's own words and its companion say of the table.

    Raises `TemplateError` for a faulty file of sentences beside the edition.
    """
    own = read.document
    documents = [one for one in (own, companion) if one is not None]
    headlines = headlines_of(read.template, read.user_folder)
    checks = [
        check_narrative(one.prose, read.report, read.template, one.bound, headlines)
        for one in documents
    ]
    notes = companion.findings if companion is not None else ()
    return NarrativeCheck(
        findings=(*notes, *(finding for one in checks for finding in one.findings)),
        statements=tuple(said for one in checks for said in one.statements),
    )
