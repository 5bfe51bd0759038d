"""Where a rectangle of cells lies. Rows and columns count from 1, as in xlwings."""

from collections.abc import Sequence
from typing import Any, Self

from xlwings import base_classes, utils

from cchc_xl.calc.contracts import SheetLike

MAX_ROW = 1_048_576
MAX_COLUMN = 1_024  # what LibreOffice 7.4 has unless 16,384 are switched on


class Area(base_classes.Range):
    """A rectangle of cells of one sheet, both corners included."""

    def __init__(self, sheet: SheetLike, top: int, left: int, bottom: int, right: int) -> None:
        self.sheet = sheet
        self.first_row, self.first_column = top, left
        self.last_row, self.last_column = min(bottom, MAX_ROW), min(right, MAX_COLUMN)
        self.arg1_input = None
        self._api: Any = None

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

    def __call__(self, first: int, second: int | None = None) -> Self:
        if second is None:
            row, column = divmod(first - 1, self.shape[1])
        else:
            row, column = first - 1, second - 1
        return self._at(self.first_row + row, self.first_column + column)

    def _at(self, row: int, column: int) -> Self:
        return type(self)(self.sheet, row, column, row, column)

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
    def merge_area(self) -> Self:
        cursor = self.sheet.api.createCursorByRange(self.api)
        cursor.collapseToMergedArea()
        return self._of(cursor.RangeAddress)

    @property
    def current_region(self) -> Self:
        cursor = self.sheet.api.createCursorByRange(self.api)
        cursor.collapseToCurrentRegion()
        return self._of(cursor.RangeAddress)

    def _of(self, at: Any) -> Self:
        return type(self)(
            self.sheet, at.StartRow + 1, at.StartColumn + 1, at.EndRow + 1, at.EndColumn + 1
        )

    def end(self, direction: str) -> Self:
        """The cell Ctrl+arrow leads to: the end of a filled run, or the next filled cell."""
        down, right = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}[direction]
        used = self.sheet.used_range
        row, column = self.first_row, self.first_column
        last_row = 1 if down < 0 else max(used.last_row, row) if down else row
        last_column = 1 if right < 0 else max(used.last_column, column) if right else column
        line = type(self)(
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


def _steps_to_end(filled: Sequence[bool]) -> int | None:
    """How far Ctrl+arrow goes along cells, the first being where one stands; None: to the edge."""
    if len(filled) > 1 and filled[0] and filled[1]:
        return next((i for i in range(1, len(filled)) if not filled[i]), len(filled)) - 1
    return next((i for i in range(1, len(filled)) if filled[i]), None)
