"""Values and formulas of a rectangle of cells."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from cchc_xl.calc.cell_looks import LooksOfCells
from cchc_xl.calc.uno_bridge import cell_address, formula_parser
from cchc_xl.calc.values import (
    DATE_FORMAT,
    MOMENT_FORMAT,
    error_name,
    is_formula,
    plain,
    to_moment,
)

_DATES = 2  # com.sun.star.sheet.CellFlags.DATETIME
_LOGICAL = 1024  # com.sun.star.util.NumberFormat.LOGICAL


class ValuesOfCells(LooksOfCells):
    """What stands in the cells."""

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
                area = type(self)(
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


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as (first, last) of neighbours."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
