"""One sheet of an .xlsx looked through before calamine reads it: how far, which errors, percents.

Three ways, the first that fits: a search that finds nothing to look at (nearly every sheet), a
regular expression over cells written as every program writes them, an XML parser for the rest.
Each is sure: what a faster way cannot prove goes to the next.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pyexpat import ParserCreate
from typing import Any

from cchc_xl.workbook.marks import UNKNOWN_ERROR, CellBudget, Extent, Position, SheetMarks
from cchc_xl.workbook.problems import FileProblem, Limits
from cchc_xl.workbook.safe_zip import run_expat
from cchc_xl.workbook.xlsx_parts import Sheet

#: The errors calamine knows; any other makes it give up the whole sheet.
_KNOWN_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})

_ATTRIBUTES = rb'(?: s="[0-9]*")?(?: (?:t|cm|vm|ph)="[0-9A-Za-z]*")* ?/?>'
# A cell outside A1:Z999, an error cell, or a cell written in no usual way. What may follow the
# position is listed, so that no second position hides behind the first.
_TO_LOOK_AT = re.compile(
    rb'<c(?! r="[A-Z][0-9]{1,3}+"[ /s="0-9]*+(?:>|t="(?:s|n|str|b|inlineStr)" ?/?>))'
)
_SMALL_SHEET_CELLS, _SMALL_SHEET_ROWS, _SMALL_SHEET_COLUMNS = 26 * 999, 999, 26
_UNUSUAL = re.compile(rb'<c(?! r="[A-Z]{1,3}[0-9]{1,7}"' + _ATTRIBUTES + rb")")
_PREFIXED = re.compile(rb":c[\s/>]")
_FILLED = re.compile(rb'<c r="([A-Z]+)([0-9]+)"(?:>|[^>]*[^/>]>)')
_FORMULA = rb"(?:<f[^<>]*/>|<f(?: [^<>]*)?>[^<]*</f>)?"
_ERROR = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]* t="e"[^>]*>' + _FORMULA + rb"<v>([^<]*)</v>")
_NUMBER = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)" s="([0-9]+)"(?: t="n")? ?>' + _FORMULA + rb"<v>[^<]"
)
_SHARED_STRING = re.compile(rb'<c [^>]*t="s"[^>]*>' + _FORMULA + rb"<v>\s*([0-9]+)")
_NO_CELLS = re.compile(rb"<sheetData(?:\s[^<>]*)?/>")
_ERROR_TYPE = b't="e"'


@dataclass(slots=True)
class SheetScan:
    """What is known of a sheet's bytes. `plain`: start to end is its sheetData and nothing else."""

    start: int
    end: int
    plain: bool
    marks: SheetMarks = field(default_factory=SheetMarks)
    shared_strings: list[int] | None = None  # index used by each cell; None: not asked yet
    unknown_errors: list[tuple[int, int]] = field(default_factory=list)  # the text inside <v>


def scan_sheet(
    data: bytes, sheet: Sheet, percent_styles: frozenset[int], limits: Limits, budget: CellBudget
) -> SheetScan:
    """Look through one sheet. Raises FileProblem: too-large, damaged, lying-structure."""
    scan = _cut(data, sheet.part)
    nothing_odd = scan.plain and (
        data.find(b":c", scan.start, scan.end) < 0  # much faster, and nearly always enough
        or _PREFIXED.search(data, scan.start, scan.end) is None
    )
    if (
        nothing_odd
        and limits.cells >= _SMALL_SHEET_CELLS
        and limits.rows >= _SMALL_SHEET_ROWS
        and limits.columns >= _SMALL_SHEET_COLUMNS
        and _TO_LOOK_AT.search(data, scan.start, scan.end) is None
        and not _uses_style(data, percent_styles, scan)
    ):
        return scan
    extent = Extent(limits, sheet.name)
    usual = nothing_odd and _UNUSUAL.search(data, scan.start, scan.end) is None
    if not (usual and _read_usual(data, scan, percent_styles, extent)):
        scan = _cut(data, sheet.part)
        extent = Extent(limits, sheet.name)
        _SheetPass(data, scan, sheet.part, percent_styles, extent).run()
    budget.spend(extent.cells, sheet.name)
    return scan


def shared_strings(data: bytes, scan: SheetScan) -> list[int]:
    """The index of the shared string of each cell that has one."""
    if scan.shared_strings is None:
        found = _SHARED_STRING.findall(data, scan.start, scan.end)
        scan.shared_strings = [int(index) for index in found if len(index) < 10]
    return scan.shared_strings


def shared_string_count(data: bytes, scan: SheetScan) -> int:
    """How many cells refer to a shared string: cheaper than asking to which."""
    if scan.shared_strings is None:
        return data.count(b't="s"', scan.start, scan.end)
    return len(scan.shared_strings)


def _cut(data: bytes, part: str) -> SheetScan:
    start = data.find(b"<sheetData")
    if start < 0 and b":sheetData" in data:
        return SheetScan(0, len(data), False)  # its elements carry a namespace prefix
    end = data.rfind(b"</sheetData>")
    if 0 <= start < end:
        return SheetScan(start, end + len(b"</sheetData>"), True)
    no_cells = _NO_CELLS.match(data, start) if start >= 0 else None
    if no_cells is None:
        raise FileProblem("damaged", {"part": part})
    return SheetScan(start, no_cells.end(), True)


def _uses_style(data: bytes, styles: frozenset[int], scan: SheetScan) -> bool:
    return any(data.find(b' s="%d"' % style, scan.start, scan.end) >= 0 for style in styles)


def _read_usual(
    data: bytes, scan: SheetScan, percent_styles: frozenset[int], extent: Extent
) -> bool:
    """Extent and marks of a sheet of usual cells; False where something is not as usual."""
    start, end = scan.start, scan.end
    columns: dict[bytes, int] = {}
    for letters, digits in set(_FILLED.findall(data, start, end)):
        column = columns.get(letters)
        if column is None:
            column = columns[letters] = _column(letters.decode())
        extent.include(max(int(digits) - 1, 0), column)
    errors = _ERROR.findall(data, start, end)
    if len(errors) != data.count(_ERROR_TYPE, start, end):
        return False
    for letters, digits, text in errors:
        error = text.decode("utf-8", "replace")
        if error not in _KNOWN_ERRORS:
            return False
        scan.marks.errors[max(int(digits) - 1, 0), columns[letters]] = error
    if _uses_style(data, percent_styles, scan):
        for letters, digits, style in _NUMBER.findall(data, start, end):
            if int(style) in percent_styles:
                scan.marks.percents.add((max(int(digits) - 1, 0), columns[letters]))
    return True


class _SheetPass:
    """One exact pass over a sheet's cells: extent, error cells, percent cells."""

    def __init__(
        self,
        data: bytes,
        scan: SheetScan,
        part: str,
        percent_styles: frozenset[int],
        extent: Extent,
    ) -> None:
        self._data = data
        self._scan = scan
        self._extent = extent
        self._part = part
        self._percent_styles = {str(style) for style in percent_styles}
        self._parser: Any = ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = None
        self._row = self._column = 0
        self._cell: dict[str, str] | None = None  # attributes of the open cell
        self._here: Position = (0, 0)
        self._filled = False
        self._text: list[str] = []
        self._strings: list[int] = []
        scan.shared_strings = self._strings
        self._value_at = 0

    def run(self) -> None:
        cut = memoryview(self._data)[self._scan.start : self._scan.end]
        run_expat(self._parser, cut, self._part)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if self._cell is not None and local in ("c", "row"):
            raise FileProblem("lying-structure", {"part": self._part})
        if local == "c":
            self._cell = attributes
            self._filled = False
            if "r" in attributes:
                row, self._column = self._position(attributes["r"])
                self._here = row, self._column
            else:
                self._here = self._row, self._column
        elif local == "row":
            if "r" in attributes:
                self._row = self._position(attributes["r"])[0]
        elif self._cell is not None and local in ("v", "is"):
            self._filled = True
            if local == "v" and self._cell.get("t") in ("e", "s"):
                self._value_at = self._parser.CurrentByteIndex + self._scan.start
                self._parser.CharacterDataHandler = self._text.append

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "v" and self._parser.CharacterDataHandler is not None:
            self._parser.CharacterDataHandler = None
            text = "".join(self._text).strip()
            self._text.clear()
            self._close_value(text)
        elif local == "c" and self._cell is not None:
            if self._filled:
                self._extent.include(*self._here)
                cell = self._cell
                if cell.get("s") in self._percent_styles and cell.get("t", "n") == "n":
                    self._scan.marks.percents.add(self._here)
            self._cell = None
            self._column += 1
        elif local == "row":
            self._row += 1
            self._column = 0

    def _close_value(self, text: str) -> None:
        """The value of an error cell, or of one that refers to a shared string."""
        if self._cell is None:
            return
        if self._cell.get("t") == "s":
            self._strings.append(int(text) if text.isdecimal() and len(text) < 10 else 0)
            return
        self._scan.marks.errors[self._here] = text or UNKNOWN_ERROR
        until = self._parser.CurrentByteIndex + self._scan.start
        start = self._data.find(b">", self._value_at, until) + 1
        as_written = self._data[start:until].decode("utf-8", "replace")
        if text and as_written not in _KNOWN_ERRORS:
            self._scan.unknown_errors.append((start, until))

    def _position(self, reference: str) -> Position:
        """(row, column) of "D12", 0-based; the column of a bare row number is 0."""
        digits = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        letters = reference[: len(reference) - len(digits)].upper()
        if not digits.isdecimal() or not digits.isascii() or len(reference) > 12:
            raise FileProblem("damaged", {"part": self._part})
        return max(int(digits) - 1, 0), max(_column(letters), 0)


def _column(letters: str) -> int:
    """Column of "A" … "XFD", 0-based; -1 of no letter."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1
