"""A rectangle of cells, its values and its look. Rows and columns count from 1, as in xlwings."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xlwings import base_classes, utils

from cchc_xl.calc.cell_parts import Font, Note, as_number, as_rgb
from cchc_xl.calc.uno_bridge import cell_address, enum, formula_parser, struct
from cchc_xl.calc.values import (
    DATE_FORMAT,
    MOMENT_FORMAT,
    error_name,
    is_formula,
    plain,
    to_moment,
)

if TYPE_CHECKING:
    from cchc_xl.calc.sheets import Sheet

MAX_ROW = 1_048_576
MAX_COLUMN = 1_024  # what LibreOffice 7.4 has unless 16,384 are switched on

_DATES = 2  # com.sun.star.sheet.CellFlags.DATETIME
_EVERYTHING = 1023
_CONTENTS = 1 | 2 | 4 | 16
_FORMATS = 32 | 64 | 256 | 512
_LOGICAL = 1024  # com.sun.star.util.NumberFormat.LOGICAL
_COLUMN_UNIT = 226.0  # hundredths of a millimetre of one character
_POINT = 35.28


class Range(base_classes.Range):
    """A rectangle of cells of one sheet, both corners included."""

    def __init__(self, sheet: "Sheet", top: int, left: int, bottom: int, right: int) -> None:
        self.sheet = sheet
        self.first_row, self.first_column = top, left
        self.last_row, self.last_column = min(bottom, MAX_ROW), min(right, MAX_COLUMN)
        self.arg1_input = None
        self._api: Any = None

    # ----- place ------------------------------------------------------------------------------

    @property
    def api(self) -> Any:
        if self._api is None:
            self._api = self.sheet.api.getCellRangeByPosition(
                self.first_column - 1, self.first_row - 1, self.last_column - 1, self.last_row - 1
            )
        return self._api

    @property
    def row(self) -> int:
        return self.first_row

    @property
    def column(self) -> int:
        return self.first_column

    @property
    def shape(self) -> tuple[int, int]:
        return self.last_row - self.first_row + 1, self.last_column - self.first_column + 1

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        return (self.sheet.name, self.first_row, self.first_column, *self.shape)

    def __len__(self) -> int:
        height, width = self.shape
        return height * width

    def __call__(self, first: int, second: int | None = None) -> "Range":
        if second is None:
            row, column = divmod(first - 1, self.shape[1])
        else:
            row, column = first - 1, second - 1
        return self._at(self.first_row + row, self.first_column + column)

    def _at(self, row: int, column: int) -> "Range":
        return Range(self.sheet, row, column, row, column)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        def name(row: int, column: int) -> str:
            letter = ("$" if col_absolute else "") + utils.col_name(column)
            return f"{letter}{'$' if row_absolute else ''}{row}"

        area = name(self.first_row, self.first_column)
        if len(self) > 1:
            area += f":{name(self.last_row, self.last_column)}"
        return f"'[{self.sheet.book.name}]{self.sheet.name}'!{area}" if external else area

    @property
    def address(self) -> str:
        return self.get_address(True, True, False)

    @property
    def name(self) -> None:
        """Names of cells are not looked up."""
        return None

    @name.setter
    def name(self, value: str) -> None:
        raise NotImplementedError("add the name to the book's names")

    @property
    def has_array(self) -> bool:
        return bool(self.api.getArrayFormula())

    @property
    def merge_cells(self) -> bool:
        return bool(self.api.IsMerged)

    @property
    def merge_area(self) -> "Range":
        cursor = self.sheet.api.createCursorByRange(self.api)
        cursor.collapseToMergedArea()
        return self._of(cursor.RangeAddress)

    @property
    def current_region(self) -> "Range":
        cursor = self.sheet.api.createCursorByRange(self.api)
        cursor.collapseToCurrentRegion()
        return self._of(cursor.RangeAddress)

    def _of(self, at: Any) -> "Range":
        return Range(
            self.sheet, at.StartRow + 1, at.StartColumn + 1, at.EndRow + 1, at.EndColumn + 1
        )

    def end(self, direction: str) -> "Range":
        """The cell Ctrl+arrow leads to: the end of a filled run, or the next filled cell."""
        down, right = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}[direction]
        used = self.sheet.used_range
        row, column = self.first_row, self.first_column
        last_row = 1 if down < 0 else max(used.last_row, row) if down else row
        last_column = 1 if right < 0 else max(used.last_column, column) if right else column
        line = Range(
            self.sheet,
            min(row, last_row),
            min(column, last_column),
            max(row, last_row),
            max(column, last_column),
        )
        filled = [value != "" for cells in line.api.getDataArray() for value in cells]
        if down < 0 or right < 0:
            filled.reverse()
        steps = _steps_to_end(filled)
        if steps is None:
            row = MAX_ROW if down > 0 else 1 if down < 0 else row
            column = MAX_COLUMN if right > 0 else 1 if right < 0 else column
        else:
            row, column = row + down * steps, column + right * steps
        return self._at(row, column)

    # ----- values and formulas ----------------------------------------------------------------

    @property
    def raw_value(self) -> list[list[Any]]:
        """Rows of values: number, text, bool, moment, `CellError`; "" where there is nothing."""
        rows = [list(row) for row in self.api.getDataArray()]
        logical: dict[int, bool] = {}  # by key of the number format
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value is None:
                    row[c] = error_name(self.api.getCellByPosition(c, r).getError())
                elif value in (0.0, 1.0) and self._is_logical(r, c, logical):
                    row[c] = bool(value)
        for at in self.api.queryContentCells(_DATES).RangeAddresses:
            for r in range(at.StartRow - self.first_row + 1, at.EndRow - self.first_row + 2):
                for c in range(
                    at.StartColumn - self.first_column + 1, at.EndColumn - self.first_column + 2
                ):
                    if isinstance(rows[r][c], float):
                        rows[r][c] = to_moment(rows[r][c])
        return rows

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        height, width = self.shape
        rows = value if isinstance(value, list | tuple) else [[value] * width] * height
        self._put([[plain(v) for v in row] for row in rows])
        formats: dict[tuple[int, str], list[int]] = {}
        for r, row in enumerate(rows):
            for c, v in enumerate(row):
                if isinstance(v, dt.datetime):
                    shown = DATE_FORMAT if v.time() == dt.time() else MOMENT_FORMAT
                    formats.setdefault((c, shown), []).append(r)
                elif isinstance(v, bool):
                    formats.setdefault((c, "BOOLEAN"), []).append(r)
                elif is_formula(v):
                    self(r + 1, c + 1).formula = v
        for (c, shown), numbers in formats.items():
            for first, last in _runs(numbers):
                column = self.first_column + c
                area = Range(
                    self.sheet, self.first_row + first, column, self.first_row + last, column
                )
                area.number_format = shown

    def _put(self, rows: list[list[float | str]]) -> None:
        """Constants into cells. A whole block at once would take the notes of its cells away."""
        if len(self) > 1 and not self._has_notes():
            self.api.setDataArray(tuple(tuple(row) for row in rows))
            return
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                cell = self.api.getCellByPosition(c, r)
                if value == "":
                    cell.setFormula("")
                elif isinstance(value, str):
                    cell.setString(value)
                else:
                    cell.setValue(value)

    def _has_notes(self) -> bool:
        notes = self.sheet.api.Annotations
        places = (notes.getByIndex(number).Position for number in range(notes.Count))
        return any(
            self.first_row <= at.Row + 1 <= self.last_row
            and self.first_column <= at.Column + 1 <= self.last_column
            for at in places
        )

    def _is_logical(self, row: int, column: int, known: dict[int, bool]) -> bool:
        key = self.api.getCellByPosition(column, row).NumberFormat
        if key not in known:
            known[key] = bool(self._formats.getByKey(key).Type & _LOGICAL)
        return known[key]

    @property
    def formula(self) -> Any:
        """Formulas as Excel writes them; where a cell has none, its value as typed."""
        parser = formula_parser(self.sheet.book.doc)

        def one(row: int, column: int, text: str) -> str:
            if not text.startswith(("=", "{=")):
                return text
            cell = self.api.getCellByPosition(column, row)
            if cell.Type.value != "FORMULA":
                return text
            return f"={parser.printFormula(cell.getTokens(), cell.CellAddress)}"

        rows = tuple(
            tuple(one(r, c, text) for c, text in enumerate(row))
            for r, row in enumerate(self.api.getFormulaArray())
        )
        return rows[0][0] if len(self) == 1 else rows

    @formula.setter
    def formula(self, value: Any) -> None:
        if isinstance(value, list | tuple):
            for r, row in enumerate(value):
                for c, one in enumerate(row):
                    self(r + 1, c + 1).formula = one
            return
        if not is_formula(value):
            self.raw_value = value
            return
        start = cell_address(self.sheet.index - 1, self.first_column - 1, self.first_row - 1)
        tokens = formula_parser(self.sheet.book.doc).parseFormula(value[1:], start)
        height, width = self.shape
        for r in range(height):  # relative references shift per cell, like Excel
            for c in range(width):
                self.api.getCellByPosition(c, r).setTokens(tokens)

    formula2 = formula

    # ----- look -------------------------------------------------------------------------------

    @property
    def _formats(self) -> Any:
        return self.sheet.book.doc.NumberFormats

    @property
    def number_format(self) -> str | None:
        """The code of the format; None where the cells differ, "General" for the standard one."""
        key = self.api.NumberFormat
        if key is None:
            return None
        return str(self._formats.getByKey(key).FormatString)

    @number_format.setter
    def number_format(self, code: str) -> None:
        locale = struct("lang.Locale", Language="en", Country="US")
        key = self._formats.queryKey(code, locale, False)
        self.api.NumberFormat = self._formats.addNew(code, locale) if key == -1 else key

    @property
    def color(self) -> tuple[int, int, int] | None:
        return as_rgb(self.api.CellBackColor)

    @color.setter
    def color(self, value: Any) -> None:
        self.api.CellBackColor = -1 if value is None else as_number(value)

    @property
    def font(self) -> "Font":
        return Font(self.api)

    @property
    def wrap_text(self) -> bool:
        return bool(self.api.IsTextWrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.api.IsTextWrapped = bool(value)

    @property
    def row_hidden(self) -> bool:
        return not self.api.Rows.IsVisible

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.api.Rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool:
        return not self.api.Columns.IsVisible

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.api.Columns.IsVisible = not value

    @property
    def column_width(self) -> float:
        return float(self.api.Columns.Width) / _COLUMN_UNIT

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.api.Columns.Width = int(value * _COLUMN_UNIT)

    @property
    def row_height(self) -> float:
        return float(self.api.Rows.Height) / _POINT

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.api.Rows.Height = int(value * _POINT)

    def autofit(self, axis: str | None = None) -> None:
        if axis in (None, "columns", "c"):
            self.api.Columns.OptimalWidth = True
        if axis in (None, "rows", "r"):
            self.api.Rows.OptimalHeight = True

    @property
    def hyperlink(self) -> str:
        """Address behind the first link in the cell. Raises ``KeyError`` where there is none."""
        fields = self.api.getCellByPosition(0, 0).TextFields
        for field in (fields.getByIndex(number) for number in range(fields.Count)):
            if url := getattr(field, "URL", None):
                return str(url)
        raise KeyError(self.address)

    def add_hyperlink(
        self, address: str, text_to_display: str | None = None, screen_tip: str | None = None
    ) -> None:
        cell = self.api.getCellByPosition(0, 0)
        field = self.sheet.book.doc.createInstance("com.sun.star.text.TextField.URL")
        field.URL = address
        field.Representation = text_to_display or cell.String or address
        cell.setString("")
        cell.insertTextContent(cell.createTextCursor(), field, False)

    # ----- editing ----------------------------------------------------------------------------

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

    # ----- notes ------------------------------------------------------------------------------

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


def _steps_to_end(filled: Sequence[bool]) -> int | None:
    """How far Ctrl+arrow goes along cells, the first being where one stands; None: to the edge."""
    if len(filled) > 1 and filled[0] and filled[1]:
        return next((i for i in range(1, len(filled)) if not filled[i]), len(filled)) - 1
    return next((i for i in range(1, len(filled)) if filled[i]), None)


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as (first, last) of neighbours."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
