"""An .ods made safe for calamine: repeats counted out before anybody multiplies them."""

from __future__ import annotations

from pyexpat import ParserCreate
from typing import Any

from cchc_xl.workbook.marks import (
    UNKNOWN_ERROR,
    CellBudget,
    Extent,
    SafePackage,
    SheetMarks,
    TextBudget,
    check_sheet_count,
)
from cchc_xl.workbook.problems import FileProblem, Limits
from cchc_xl.workbook.safe_zip import PackedMember, SafeZip, check_xml, pack_zip, run_expat

MIME_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
MANIFEST, CONTENT = "META-INF/manifest.xml", "content.xml"
_SPACES = 10_000  # a run of spaces in one text (text:s)
_REPEATED_MARKS = 100_000  # cells that one error or percent cell stands for
_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
# Readers count such parts as belonging to the sheet, or not, as they please.
_NOT_IN_A_CELL = _CELLS | {"table:table", "table:table-row"}


def is_encrypted(archive: SafeZip) -> bool:
    """Does the manifest speak of encrypted parts? True also for a wholly encrypted package."""
    return MANIFEST in archive and b"encryption-data" in archive.read(MANIFEST)


def safe_package(archive: SafeZip, limits: Limits) -> SafePackage:
    """Check every sheet (calamine reads them all on opening) and pack the content anew.

    Raises FileProblem: damaged, encrypted, no-sheet, too-large, xml-entity, xml-encoding,
    lying-structure, and SafeZip's.
    """
    if is_encrypted(archive):
        raise FileProblem("encrypted")
    content = archive.read(CONTENT)
    check_xml(content, CONTENT)
    marks = _ContentPass(limits).run(content)
    check_sheet_count(len(marks), limits)
    return SafePackage(
        pack_zip(
            (
                PackedMember.stored("mimetype", MIME_TYPE),
                PackedMember.stored(MANIFEST, b"<manifest:manifest/>"),
                PackedMember.stored(CONTENT, content),
            )
        ),
        marks,
    )


class _ContentPass:
    """One pass over content.xml: per sheet the extent, error cells and percent cells."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._budget = CellBudget(limits)
        self._text_budget = TextBudget(limits)
        self._marks: list[SheetMarks] = []
        self._extent: Extent | None = None  # of the open sheet
        self._sheet = ""
        self._row = self._column = 0
        self._row_repeats = self._repeats = 1
        self._laid_out = 0  # cells calamine keeps before it finds the rectangle, of all sheets
        self._attributes: dict[str, str] | None = None  # of the open cell
        self._texts: list[str] = []
        self._parser: Any = ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def run(self, content: bytes) -> list[SheetMarks]:
        run_expat(self._parser, content, CONTENT)
        return self._marks

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "text:s" and _count(attributes, "text:c") > _SPACES:
            raise FileProblem("lying-structure", {"part": CONTENT})
        if self._attributes is not None and name in _NOT_IN_A_CELL:
            raise FileProblem("lying-structure", {"part": CONTENT})
        if name == "table:table":
            self._sheet = attributes.get("table:name", "")
            self._extent = Extent(self._limits, self._sheet)
            self._marks.append(SheetMarks())
            self._row = 0
        elif self._extent is None:
            return
        elif name == "table:table-row":
            self._row_repeats = _count(attributes, "table:number-rows-repeated")
            self._column = 0
        elif name in _CELLS:
            # Everything before a row's last cell is laid out; the empty rest of the row is not.
            self._laid_out += self._repeats if self._column else 0
            if self._laid_out > self._limits.cells * 2:
                raise FileProblem(
                    "too-large",
                    {"what": "cells", "limit": self._limits.cells, "sheet": self._sheet},
                )
            self._repeats = _count(attributes, "table:number-columns-repeated")
            self._attributes = attributes
            repeated = self._row_repeats * self._repeats > 1
            if repeated or attributes.get("calcext:value-type") == "error":
                self._parser.CharacterDataHandler = self._texts.append

    def _end(self, name: str) -> None:
        if name in _CELLS and self._attributes is not None:
            self._close_cell(self._attributes)
            self._attributes = None
            self._parser.CharacterDataHandler = None
            self._texts.clear()
            self._column += self._repeats
        elif name == "table:table-row":
            self._row += self._row_repeats
        elif name == "table:table" and self._extent is not None:
            self._budget.spend(self._extent.cells, self._sheet)
            self._extent = None

    def _close_cell(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("office:value-type")
        if self._extent is None or (kind is None and "table:formula" not in attributes):
            return
        self._extent.include(self._row, self._column)
        self._extent.include(self._row + self._row_repeats - 1, self._column + self._repeats - 1)
        repeats = self._row_repeats * self._repeats
        if repeats > 1:
            longest = max(map(len, (*attributes.values(), "".join(self._texts))))
            self._text_budget.spend(repeats * longest * 3, self._sheet)
        error = attributes.get("calcext:value-type") == "error"
        if not error and kind != "percentage":
            return
        if repeats > _REPEATED_MARKS:
            raise FileProblem(
                "too-large", {"what": "cells", "limit": _REPEATED_MARKS, "sheet": self._sheet}
            )
        if error:
            text = "".join(self._texts).strip() or UNKNOWN_ERROR
            self._marks[-1].errors.update(dict.fromkeys(self._places(), text))
        else:
            self._marks[-1].percents.update(self._places())

    def _places(self) -> list[tuple[int, int]]:
        return [
            (row, column)
            for row in range(self._row, self._row + self._row_repeats)
            for column in range(self._column, self._column + self._repeats)
        ]


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return int(text) if text.isdecimal() and len(text) < 10 else 1 << 40
