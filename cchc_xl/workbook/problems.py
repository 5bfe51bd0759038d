"""What can be wrong with a file that somebody sent, and how much of it we are willing to open.

Codes only: the Vietnamese sentences live in the finding catalogue, keyed by `reason`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, TypeAlias

ProblemKind: TypeAlias = Literal["file-unreadable", "file-encrypted", "file-suspicious"]
Facts: TypeAlias = Mapping[str, str | int]

#: Every reason there is, with the kind of finding it becomes. Facts in brackets are always given.
REASONS: Mapping[str, ProblemKind] = MappingProxyType(
    {
        # the file itself
        "missing": "file-unreadable",
        "is-folder": "file-unreadable",
        "not-a-file": "file-unreadable",  # a device, a pipe
        "no-permission": "file-unreadable",
        "locked": "file-unreadable",  # another program holds it (Windows)
        "io-error": "file-unreadable",  # [errno] a share gone, a bad disk, a file kept in a cloud
        "empty": "file-unreadable",
        "excel-lock-file": "file-unreadable",  # ~$name.xlsx, .~lock.name.ods#: not a document
        # another kind of file than wanted
        "not-a-spreadsheet": "file-unreadable",
        "legacy-doc": "file-unreadable",  # Word 97–2003
        "pdf": "file-unreadable",
        "image": "file-unreadable",
        "archive": "file-unreadable",  # zip of files, rar, 7z
        "rtf": "file-unreadable",
        "html-as-xls": "file-unreadable",  # what many web systems "export to Excel"
        "xml-2003": "file-unreadable",  # Excel's / Word's one-file XML of 2003
        "odt": "file-unreadable",
        "docx-not-supported-here": "file-unreadable",  # where only a spreadsheet will do
        "not-a-word-document": "file-unreadable",  # where only a report in Word or text will do
        "text-not-supported-here": "file-unreadable",
        "not-text": "file-unreadable",
        # the right kind, but not whole or not usable
        "truncated-zip": "file-unreadable",
        "damaged": "file-unreadable",  # checksum, structure or XML broken
        "zip-method": "file-unreadable",  # [part, method] packed in a way no office program uses
        "xml-encoding": "file-unreadable",  # [part] not UTF-8
        "no-sheet": "file-unreadable",
        "no-table": "file-unreadable",  # nothing in it looks like the appendix
        "damaged-leaves": "file-unreadable",  # a consolidated one whose figures were altered
        "damaged-meta": "file-unreadable",  # one of our workbooks whose hidden sheet was altered
        "too-large": "file-unreadable",  # [what, limit] and, where known, [found, sheet, cell]
        "encrypted": "file-encrypted",
        # made to harm
        "zip-bomb": "file-suspicious",  # [limit], [part]
        "too-many-members": "file-suspicious",  # [limit]
        "bad-path": "file-suspicious",  # [part] a part that would unpack outside its folder
        "xml-entity": "file-suspicious",  # [part] a document type or entity in a part
        "lying-structure": "file-suspicious",  # [part] a count or chain no program would write
    }
)


class FileProblem(Exception):  # noqa: N818 - named for what the user has, not for the language
    """One file that cannot be used. `kind` is the finding's kind, `facts` fill its message."""

    kind: ProblemKind
    reason: str
    facts: Facts

    def __init__(self, reason: str, facts: Facts | None = None) -> None:
        self.kind = REASONS[reason]
        self.reason = reason
        self.facts = dict(facts or {})
        # Both go to `args`, so that the exception crosses a process pool unchanged.
        super().__init__(reason, self.facts)


class FileKind(StrEnum):
    """What a file is by its content, whatever its name says."""

    TEXT = "text"
    XLSX = "xlsx"  # also .xlsm, .xltx, .xltm, .xlam: same content, told apart by nobody here
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    DOCX = "docx"


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be before it is opened. Defaults: far above any report, below harm.

    A filled appendix is 15–300 KB, about 110 rows; a parent's matrix of 3,321 units × 110 rows is
    365,310 cells. What is over a limit is refused with the limit named, never cut.
    """

    file_bytes: int = 100_000_000  # as it lies on the disk (scanned pictures pasted in)
    text_bytes: int = 20_000_000  # a plain text
    unpacked_bytes: int = 400_000_000  # all members of a zip together, declared or real
    part_bytes: int = 200_000_000  # one member that is read: a sheet with a million styled rows
    ratio: int = 200  # unpacked : packed of a member that is read, above `ratio_from`
    ratio_from: int = 10_000_000  # bytes; small members may well pack better than `ratio`
    members: int = 5_000
    sheets: int = 200
    rows: int = 20_000  # the last row that holds anything, of one sheet
    columns: int = 300  # the last column that holds anything, of one sheet
    cell_text_bytes: int = 100_000_000  # texts of all cells read, each as often as it appears
    cells: int = 2_000_000  # all rectangles that hold anything; sheets within A1:Z999 are free
