"""Kỳ trước: the report of the period before, chosen on `Trang chính` or on the command line."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cchc_xl.model import Finding
from cchc_xl.rules.context import CheckContext
from cchc_xl.rules.trend import against, not_compared
from cchc_xl.services.checking import CheckedFile, in_order
from cchc_xl.services.reading import ReadOptions, ReadReport, UnusableFileError, read_file

#: ``\\server\share``, ``//server`` and ``http://``: opening one would call another computer.
_ELSEWHERE = re.compile(r"[\\/]{2}|[a-z][a-z0-9+.-]+:[\\/]{2}", re.IGNORECASE)


def compared(
    checked: CheckedFile, previous: ReadReport | None = None, user_folder: Path | None = None
) -> CheckedFile:
    """The outcome of a check with what the period before says of it.

    Without ``previous`` the file named on `Trang chính` is read, if one is; where that cannot be
    done a note says why. A file that gave no report stays as it is.
    """
    read = checked.read
    if read is None:
        return checked
    if previous is None:
        named = read.front.previous if read.front else ""
        if not named:
            return checked
        found = _named(
            named, checked.path.parent, ReadOptions(user_folder=user_folder, beside=read.template)
        )
        if isinstance(found, Finding):
            return _with(checked, read, [found])
        previous = found
    check = against(previous.report, previous.template)
    return _with(checked, read, check(CheckContext(read.report, read.template)))


def _with(checked: CheckedFile, read: ReadReport, found: Sequence[Finding]) -> CheckedFile:
    together = in_order((*checked.findings, *found), read.template)
    return replace(checked, findings=together)


def _named(named: str, folder: Path, options: ReadOptions) -> ReadReport | Finding:
    """The report in a file named in a workbook, which may come from anybody: local files only."""
    if _ELSEWHERE.match(named):
        return not_compared("not-local", name=named)
    path = named_path(named, folder)
    if path is None:
        return not_compared("not-found", name=named)
    try:
        return read_file(path, options)
    except UnusableFileError as problem:
        return not_compared("unusable", sentence=problem.sentence)


def named_path(named: str, folder: Path) -> Path | None:
    """Where the file named lies: as written, else under its name beside the workbook."""
    written = named if "/" in named or ":" in named[:2] else named.replace("\\", "/")
    for path in (folder / written, folder / re.split(r"[\\/]", named)[-1]):
        try:
            if path.is_file():
                return path
        except (OSError, ValueError):  # a name no file can have
            continue
    return None
