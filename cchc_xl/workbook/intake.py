"""Files from others come in here: what they really are, and whether they may be opened.

By content, never by name: an .xlsx may be a picture, an .xls may be a web page. Nothing is ever
run; macros and links to other files do no harm to somebody who only reads values.
"""

from __future__ import annotations

import errno
import stat
from dataclasses import dataclass
from pathlib import Path

from cchc_xl.text import decode_bytes
from cchc_xl.workbook import guard_ods, guard_xls
from cchc_xl.workbook.compound import MAGIC, CompoundFile
from cchc_xl.workbook.problems import (
    REASONS,
    Facts,
    FileKind,
    FileProblem,
    Limits,
    ProblemKind,
)
from cchc_xl.workbook.safe_zip import SafeZip

__all__ = [
    "DEFAULT_LIMITS",
    "REASONS",
    "Facts",
    "FileKind",
    "FileProblem",
    "Limits",
    "Opened",
    "ProblemKind",
    "identify",
    "open_file",
    "read_bytes",
    "read_text",
    "sniff",
]

DEFAULT_LIMITS = Limits()

_LOCKED = frozenset({32, 33})  # Windows: sharing violation, lock violation
_LOCK_FILE_BYTES = 4_096
_HEAD = 4_096  # bytes looked at to tell text from binary; even, for UTF-16
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"\xfd7zXZ")
_HTML = ("<!doctype html", "<html", "<head", "<body", "<table", "<meta", "mime-version:")


def read_bytes(path: Path, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The whole content of a file, read in one go, so that it is never kept open.

    Raises FileProblem: missing, is-folder, not-a-file, no-permission, locked, io-error, empty,
    too-large.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise FileProblem("is-folder")
        if not stat.S_ISREG(status.st_mode):
            raise FileProblem("not-a-file")
        if status.st_size > limits.file_bytes:
            raise _too_large(limits, status.st_size)
        with path.open("rb") as file:
            data = file.read(limits.file_bytes + 1)
    except OSError as error:
        raise _problem_of(error) from error
    except ValueError as error:  # a name no file can have, such as one with a zero byte
        raise FileProblem("missing") from error
    if len(data) > limits.file_bytes:
        raise _too_large(limits, len(data))
    if not data:
        raise FileProblem("empty")
    return data


@dataclass(frozen=True, slots=True)
class Opened:
    """A file read once: what it is, its bytes, and the opened zip where it is one."""

    path: Path
    kind: FileKind
    data: bytes
    archive: SafeZip | None


def open_file(path: Path, limits: Limits = DEFAULT_LIMITS) -> Opened:
    """Read a file and tell what it is. Raises FileProblem for whatever nobody here can read."""
    data = read_bytes(path, limits)
    kind, archive = identify(data, limits, name=path.name)
    return Opened(path, kind, data, archive)


def sniff(path: Path, limits: Limits = DEFAULT_LIMITS) -> FileKind:
    """What the file is by its content. Raises FileProblem for whatever nobody here can read.

    A zip has been looked over then (members, declared sizes, names, encryption) but not unpacked:
    `grids.read_grids` checks the parts it reads.
    """
    return identify(read_bytes(path, limits), limits, name=path.name)[0]


def identify(
    data: bytes, limits: Limits = DEFAULT_LIMITS, *, name: str = ""
) -> tuple[FileKind, SafeZip | None]:
    """Like `sniff`, for bytes already read; with the opened zip where it is one.

    `name` only tells the lock files of office programs, which hold nothing but a user's name.
    """
    if name.startswith(("~$", ".~lock.")) and len(data) < _LOCK_FILE_BYTES:
        raise FileProblem("excel-lock-file")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        archive = SafeZip(data, limits)
        return _kind_of_zip(archive), archive
    if data.startswith(MAGIC):
        return _kind_of_compound(data), None
    _refuse_by_magic(data)
    text, encoding = decode_bytes(data[:_HEAD])
    if encoding == "unknown":
        raise FileProblem("not-a-spreadsheet")
    _refuse_markup(text)
    return FileKind.TEXT, None


def read_text(path: Path, limits: Limits = DEFAULT_LIMITS) -> tuple[str, str]:
    """A text file and the encoding it was in, as `cchc_xl.text.decode_bytes` names it.

    Raises FileProblem: not-text where it is something else or in no encoding known here, too-large,
    and what `sniff` raises.
    """
    data = read_bytes(path, limits)
    kind, _ = identify(data, limits, name=path.name)
    if kind is not FileKind.TEXT:
        raise FileProblem("not-text", {"format": kind.value})
    if len(data) > limits.text_bytes:
        raise FileProblem(
            "too-large", {"what": "bytes", "limit": limits.text_bytes, "found": len(data)}
        )
    text, encoding = decode_bytes(data)
    if encoding == "unknown":
        raise FileProblem("not-text")
    return text, encoding


def _kind_of_zip(archive: SafeZip) -> FileKind:
    if "xl/workbook.bin" in archive:
        return FileKind.XLSB
    names = list(archive.names)
    if "xl/workbook.xml" in archive or any(name.startswith("xl/worksheets/") for name in names):
        return FileKind.XLSX
    if "word/document.xml" in archive:
        return FileKind.DOCX
    if "mimetype" in archive and archive.size("mimetype") < 200:
        mime_type = archive.read("mimetype")
        if mime_type.startswith(guard_ods.MIME_TYPE):
            if guard_ods.is_encrypted(archive):
                raise FileProblem("encrypted")
            return FileKind.ODS
        if mime_type.startswith(b"application/vnd.oasis.opendocument.text"):
            raise FileProblem("odt")
    if "[content_types].xml" in archive or "mimetype" in archive:
        raise FileProblem("not-a-spreadsheet")  # slides, drawings, books
    raise FileProblem("archive")


def _kind_of_compound(data: bytes) -> FileKind:
    compound = CompoundFile(data)
    if "EncryptedPackage" in compound or "\x09DRMContent" in compound:
        raise FileProblem("encrypted")
    for name in guard_xls.STREAMS:
        if name in compound:
            if guard_xls.is_encrypted(compound.stream(name)):
                raise FileProblem("encrypted")
            return FileKind.XLS
    raise FileProblem("legacy-doc" if "WordDocument" in compound else "not-a-spreadsheet")


def _refuse_by_magic(data: bytes) -> None:
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1_024]:
        raise FileProblem("pdf")
    if data.startswith(_IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        raise FileProblem("image")
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):  # photos of phones
        raise FileProblem("image")
    if data.startswith(_ARCHIVES):
        raise FileProblem("archive")
    if data.startswith(b"{\\rtf"):
        raise FileProblem("rtf")


def _refuse_markup(text: str) -> None:
    """A web page or Office's XML of 2003 under a spreadsheet's name."""
    start = text.lstrip().lower()
    if start.startswith("<?xml"):
        if "urn:schemas-microsoft-com:office" in start or "progid=" in start:
            raise FileProblem("xml-2003")
        start = start.partition("?>")[2].lstrip()
    if start.startswith(_HTML) or "<html" in start[:500]:
        raise FileProblem("html-as-xls")


def _too_large(limits: Limits, found: int) -> FileProblem:
    facts: dict[str, str | int] = {"what": "bytes", "limit": limits.file_bytes, "found": found}
    return FileProblem("too-large", facts)


def _problem_of(error: OSError) -> FileProblem:
    if getattr(error, "winerror", None) in _LOCKED:
        return FileProblem("locked")
    if isinstance(error, FileNotFoundError | NotADirectoryError) or error.errno in (
        errno.ENAMETOOLONG,
        errno.EINVAL,
    ):
        return FileProblem("missing")
    if isinstance(error, IsADirectoryError):
        return FileProblem("is-folder")
    if isinstance(error, PermissionError):
        return FileProblem("no-permission")
    return FileProblem("io-error", {"errno": error.errno or 0})
