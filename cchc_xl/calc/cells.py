"""A rectangle of cells as xlwings knows it: place, look, values, editing, notes."""

from typing import Any

from cchc_xl.calc.areas import MAX_COLUMN, MAX_ROW
from cchc_xl.calc.cell_parts import Note
from cchc_xl.calc.cell_values import ValuesOfCells
from cchc_xl.calc.uno_bridge import cell_address, enum

__all__ = ["MAX_COLUMN", "MAX_ROW", "Range"]

_EVERYTHING = 1023  # com.sun.star.sheet.CellFlags, all of them
_CONTENTS = 1 | 2 | 4 | 16  # values, dates, texts, formulas
_FORMATS = 32 | 64 | 256 | 512


class Range(ValuesOfCells):
    """A rectangle of cells, both corners included."""

    def merge(self, across: bool = False) -> None:
        self.api.merge(True)

    def unmerge(self) -> None:
        self.api.merge(False)

    def clear(self) -> None:
        self.api.clearContents(_EVERYTHING)

    def clear_contents(self) -> None:
        self.api.clearContents(_CONTENTS)

    def clear_formats(self) -> None:
        self.api.clearContents(_FORMATS)

    def select(self) -> None:
        controller = self.sheet.book.doc.CurrentController
        if controller:
            controller.select(self.api)

    def insert(self, shift: str | None = None, copy_origin: Any = None) -> None:
        mode = enum("sheet.CellInsertMode", "RIGHT" if shift == "right" else "DOWN")
        self.sheet.api.insertCells(self.api.RangeAddress, mode)

    def delete(self, shift: str | None = None) -> None:
        mode = enum("sheet.CellDeleteMode", "LEFT" if shift == "left" else "UP")
        self.sheet.api.removeRange(self.api.RangeAddress, mode)

    def copy(self, destination: "Range | None" = None) -> None:
        if destination is None:
            raise NotImplementedError("there is no clipboard without a window")
        at = destination.api.RangeAddress
        start = cell_address(at.Sheet, at.StartColumn, at.StartRow)
        destination.sheet.api.copyRange(start, self.api.RangeAddress)

    @property
    def note(self) -> "Note | None":
        found = self.api.getCellByPosition(0, 0).Annotation
        return (
            Note(self.sheet, self.first_row, self.first_column) if found and found.String else None
        )

    def add_note(self, text: str) -> "Note":
        at = cell_address(self.sheet.index - 1, self.first_column - 1, self.first_row - 1)
        self.sheet.api.Annotations.insertNew(at, text)
        return Note(self.sheet, self.first_row, self.first_column)
