"""What the guards hand to the grid reader: a package made safe, and what values alone do not tell.

calamine gives values only: an error cell arrives as an empty string, a typed 100% as 1.0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from cchc_xl.workbook.problems import FileProblem, Limits

Position: TypeAlias = tuple[int, int]  # 0-based row and column of the sheet

#: Number formats every Excel knows without saying them: 0% and 0.00%.
_BUILT_IN_PERCENT = frozenset({9, 10})
# A quoted text, an escaped or spacing character, a colour or condition: no part of the number.
_NOT_CODE = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]?', re.DOTALL)
#: Error codes of the binary formats ([MS-XLS] 2.5.10 BErr).
ERROR_CODES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
UNKNOWN_ERROR = "#?"


@dataclass(slots=True)
class SheetMarks:
    """Of one sheet: its error cells, and the numbers that lie in percent-formatted cells."""

    errors: dict[Position, str] = field(default_factory=dict)
    percents: set[Position] = field(default_factory=set)


@dataclass(slots=True)
class SafePackage:
    """Bytes for calamine, and one SheetMarks per sheet in the order calamine will list them."""

    content: bytes
    sheets: list[SheetMarks]


class Extent:
    """The rectangle of one sheet that holds anything, kept within the limits as it grows.

    calamine lays a sheet out densely, from the first to the last filled cell: two cells in
    opposite corners would take gigabytes, and a failed allocation ends the process.
    """

    __slots__ = ("_bottom", "_left", "_limits", "_right", "_sheet", "_top")

    def __init__(self, limits: Limits, sheet: str) -> None:
        self._limits = limits
        self._sheet = sheet
        self._top = self._left = 1 << 40
        self._bottom = self._right = -1

    def include(self, row: int, column: int) -> None:
        """One filled cell (0-based). Raises FileProblem too-large beyond the limits."""
        if row < self._top:
            self._top = row
        if row > self._bottom:
            self._bottom = row
            if row >= self._limits.rows:
                self._refuse("rows", self._limits.rows, row, column)
        if column < self._left:
            self._left = column
        if column > self._right:
            self._right = column
            if column >= self._limits.columns:
                self._refuse("columns", self._limits.columns, row, column)

    def _refuse(self, what: str, limit: int, row: int, column: int) -> None:
        raise FileProblem(
            "too-large",
            {"what": what, "limit": limit, "sheet": self._sheet, "cell": cell_name(row, column)},
        )

    @property
    def cells(self) -> int:
        """Cells of the rectangle; 0 where the sheet is empty."""
        if self._bottom < 0:
            return 0
        return (self._bottom - self._top + 1) * (self._right - self._left + 1)


class CellBudget:
    """The sum of the rectangles of one workbook against `Limits.cells`."""

    def __init__(self, limits: Limits) -> None:
        self._limit = limits.cells
        self._spent = 0

    def spend(self, cells: int, sheet: str) -> None:
        """Take account of one sheet. Raises FileProblem too-large."""
        self._spent += cells
        if self._spent > self._limit:
            raise FileProblem("too-large", {"what": "cells", "limit": self._limit, "sheet": sheet})


class TextBudget:
    """Texts of all cells of one workbook against `Limits.cell_text_bytes`.

    Files store a text once and refer to it; calamine and Python hold it once for every cell.
    """

    def __init__(self, limits: Limits) -> None:
        self._limit = limits.cell_text_bytes
        self._spent = 0

    def spend(self, text_bytes: int, sheet: str) -> None:
        """Take account of one sheet's texts. Raises FileProblem too-large."""
        self._spent += text_bytes
        if self._spent > self._limit:
            raise FileProblem("too-large", {"what": "text", "limit": self._limit, "sheet": sheet})


def check_sheet_count(found: int, limits: Limits) -> None:
    """Raises FileProblem: no-sheet, too-large."""
    if not found:
        raise FileProblem("no-sheet")
    if found > limits.sheets:
        raise FileProblem("too-large", {"what": "sheets", "limit": limits.sheets, "found": found})


def is_percent_format(format_id: int, own_codes: dict[int, str]) -> bool:
    """Does a number format show a stored 0,5 as 50 %? `own_codes`: the workbook's own by id.

    A percent sign in quotes or after a backslash is only a letter: 0.00"%" shows 0,5 as 0,50%.
    """
    code = own_codes.get(format_id)
    if code is None:
        return format_id in _BUILT_IN_PERCENT
    return "%" in _NOT_CODE.sub("", code).split(";")[0]


def cell_name(row: int, column: int) -> str:
    """A1-style name of a 0-based position."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"
