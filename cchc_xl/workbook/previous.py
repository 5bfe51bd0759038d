"""A file that a new one replaces is kept beside it, and what was kept is never written over."""

import filecmp
import itertools
import re
import shutil
from pathlib import Path

_KEPT = re.compile(r" \(bản trước(?: \d+)?\)$")


def keep_previous(path: Path) -> Path | None:
    """Copy a file that is about to be replaced to "x (bản trước).xlsx", "x (bản trước 2).xlsx".

    None where there is no such file. The same content is kept once, so asking again changes
    nothing. Raises ``OSError`` when the copy cannot be written.
    """
    if not path.exists():
        return None
    for number in itertools.count(1):
        words = "bản trước" if number == 1 else f"bản trước {number}"
        kept = path.with_name(f"{short_stem(path.stem, 220)} ({words}){path.suffix}")
        if not kept.exists():
            shutil.copy2(path, kept)
            return kept
        if filecmp.cmp(path, kept, shallow=False):
            return kept
    raise AssertionError("numbers do not end")


def stem_without_kept(stem: str) -> str:
    """The stem of the file that a kept copy is of; any other stem as it is."""
    return _KEPT.sub("", stem)


def free_path(path: Path) -> Path:
    """The path, with a number where the name is taken."""
    found, number = path, 2
    while found.exists():
        found = path.with_name(f"{path.stem} ({number}){path.suffix}")
        number += 1
    return found


def short_stem(stem: str, longest: int = 180) -> str:
    """A stem that leaves room for words behind it: a file name has 255 bytes, not letters."""
    return stem.encode("utf-8")[:longest].decode("utf-8", "ignore").rstrip()
