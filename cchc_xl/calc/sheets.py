"""Sheets of a document, and what a cell range is made of beside its values."""

from collections.abc import Iterator
from typing import Any

from xlwings import base_classes, utils

from cchc_xl.calc.cell_parts import Note
from cchc_xl.calc.cells import MAX_COLUMN, MAX_ROW, Range
from cchc_xl.calc.contracts import BookLike
from cchc_xl.calc.uno_bridge import properties, struct, to_url, typed

__all__ = ["Range", "Sheet", "Sheets"]

_EVERYTHING = 1023  # com.sun.star.sheet.CellFlags, all of them
_CONTENTS = 1 | 2 | 4 | 16  # values, dates, texts, formulas
_FORMATS = 32 | 64 | 256 | 512


class Sheets(base_classes.Sheets):
    """Sheets in their order, hidden ones too."""

    def __init__(self, book: BookLike) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self.book.doc.Sheets

    @property
    def active(self) -> "Sheet":
        controller = self.book.doc.CurrentController
        return self(controller.ActiveSheet.Name) if controller else self(1)

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator["Sheet"]:
        return (self(name) for name in self.api.ElementNames)

    def __call__(self, key: int | str) -> "Sheet":
        if isinstance(key, int):
            return Sheet(self.book, self.api.getByIndex(key - 1))
        for name in self.api.ElementNames:
            if name.lower() == key.lower():
                return Sheet(self.book, self.api.getByName(name))
        raise ValueError(key)

    def add(
        self, before: "Sheet | None" = None, after: "Sheet | None" = None, name: str | None = None
    ) -> "Sheet":
        place = before.index - 1 if before else after.index if after else len(self)
        if name is None:
            number = 1
            while self.api.hasByName(f"Sheet{number}"):
                number += 1
            name = f"Sheet{number}"
        self.api.insertNewByName(name, place)
        return self(name)


class Sheet(base_classes.Sheet):
    """One sheet."""

    def __init__(self, book: BookLike, found: Any) -> None:
        self._book = book
        self._found = found

    @property
    def book(self) -> BookLike:
        return self._book

    @property
    def api(self) -> Any:
        return self._found

    @property
    def name(self) -> str:
        return str(self._found.Name)

    @name.setter
    def name(self, value: str) -> None:
        self._found.setName(value)

    @property
    def index(self) -> int:
        return int(self._found.RangeAddress.Sheet) + 1

    @property
    def visible(self) -> bool:
        return bool(self._found.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self._found.IsVisible = bool(value)

    @property
    def names(self) -> Any:
        return self.book.names

    @property
    def cells(self) -> Range:
        return Range(self, 1, 1, MAX_ROW, MAX_COLUMN)

    @property
    def used_range(self) -> Range:
        cursor = self._found.createCursor()
        cursor.gotoStartOfUsedArea(False)
        start = cursor.RangeAddress
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        return Range(
            self, start.StartRow + 1, start.StartColumn + 1, end.EndRow + 1, end.EndColumn + 1
        )

    @property
    def notes(self) -> list[Note]:
        found = self._found.Annotations
        places = [found.getByIndex(number).Position for number in range(found.Count)]
        return [Note(self, place.Row + 1, place.Column + 1) for place in places]

    @property
    def is_protected(self) -> bool:
        """True where locked cells cannot be changed."""
        return bool(self._found.isProtected())

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        if isinstance(arg1, Range):
            last = arg2 or arg1
            return Range(
                self,
                min(arg1.first_row, last.first_row),
                min(arg1.first_column, last.first_column),
                max(arg1.last_row, last.last_row),
                max(arg1.last_column, last.last_column),
            )
        if isinstance(arg1, str):
            first, last = utils.a1_to_tuples(arg1)
            if not first:
                named: Range = self.names(arg1).refers_to_range
                return named
            return self.range(first, last)
        if len(arg1) == 4:
            row, column, height, width = arg1
            return Range(self, row, column, row + height - 1, column + width - 1)
        end = arg2 or arg1
        return Range(self, arg1[0], arg1[1], end[0], end[1])

    def activate(self) -> None:
        controller = self.book.doc.CurrentController
        if controller and self.visible:
            controller.setActiveSheet(self._found)

    select = activate

    def delete(self) -> None:
        self.book.doc.Sheets.removeByName(self.name)

    def clear(self) -> None:
        self._found.clearContents(_EVERYTHING)

    def clear_contents(self) -> None:
        self._found.clearContents(_CONTENTS)

    def clear_formats(self) -> None:
        self._found.clearContents(_FORMATS)

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)

    def copy(self, before: "Sheet | None", after: "Sheet | None") -> None:
        place = before.index - 1 if before else after.index if after else len(self.book.sheets)
        number = 2
        while self.book.doc.Sheets.hasByName(f"{self.name} ({number})"):
            number += 1
        self.book.doc.Sheets.copyByName(self.name, f"{self.name} ({number})", place)

    def to_pdf(self, path: str) -> None:
        """Write this sheet's pages alone, as they are set up for paper."""
        areas = self._found.getPrintAreas()
        cells = self.book.doc.createInstance("com.sun.star.sheet.SheetCellRanges")
        used = self.used_range.api.RangeAddress
        for area in areas or (used,):
            cells.addRangeAddress(area, False)
        chosen = typed(
            "[]com.sun.star.beans.PropertyValue",
            (struct("beans.PropertyValue", Name="Selection", Value=cells),),
        )
        self.book.doc.storeToURL(
            to_url(path), properties(FilterName="calc_pdf_Export", FilterData=chosen)
        )
