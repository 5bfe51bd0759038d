"""Which files of the given files and folders are reports to look at."""

import datetime as dt
import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cchc_xl.workbook.previous import stem_without_kept
from cchc_xl.workbook.unit_list import LIST_NAME

_LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_TEMPORARY = (".tmp", ".temp", ".crdownload", ".part", ".partial", ".bak")
#: What the button's backup of a workbook is called: "tổng hợp (trước 2024-04-01 16.30).xlsm".
_BACKUP = re.compile(r" \(trước \d{4}-\d\d-\d\d \d\d\.\d\d(\.\d\d)?\)$")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to look at. ``file`` is its path as the user knows it, with ``/``."""

    path: Path
    file: str


def find_files(given: Iterable[str], passed_over: Collection[Path] = ()) -> list[FoundFile]:
    """Files as given, folders with everything in them, each file once, in a stable order.

    Temporary and hidden files of folders are skipped, and so are ``passed_over`` (the result, the
    unit list) with the earlier copies kept beside them. A file given by name is always looked at.
    """
    skipped = {path.resolve() for path in passed_over}
    found: dict[Path, FoundFile] = {}
    for one in given:
        path = Path(one)
        for file in _under(path) if path.is_dir() else [path]:
            place = file.resolve()
            if place in skipped or (path.is_dir() and _is_copy(place, skipped)):
                continue
            found.setdefault(place, FoundFile(file, file.as_posix()))
    return sorted(found.values(), key=lambda one: one.file)


def backup_name(path: Path, at: dt.datetime) -> str:
    """The name of the copy that the button keeps before it changes a workbook."""
    return f"{path.stem} (trước {at:%Y-%m-%d %H.%M.%S}){path.suffix}"


def _is_copy(path: Path, originals: Collection[Path]) -> bool:
    """A copy that we kept of one of the originals."""
    stem = _BACKUP.sub("", stem_without_kept(path.stem))
    return stem != path.stem and any(
        (one.parent, one.stem) == (path.parent, stem) for one in originals
    )


def _under(folder: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        for name in sorted(files):
            if not is_passed_over(name):
                yield Path(where) / name


def is_passed_over(name: str) -> bool:
    """True for a file name that no report has: hidden, temporary, left by a system."""
    low = name.lower()
    return (
        low.startswith((".", "~$", "~"))
        or low.endswith(_TEMPORARY)
        or low in _LEFT_BY_SYSTEMS
        or low == LIST_NAME
    )
