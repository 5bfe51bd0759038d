"""Cells of a sheet: values, formulas, notes; how they look is only counted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from com_object import ComObject, FormatConditions, Log, Sink, outgoing
from openpyxl.comments import Comment as FileComment
from openpyxl.utils import get_column_letter
from win32com.server.exception import COMException


class Below(ComObject):
    """Everything under the application."""

    def __init__(self, above: Any) -> None:
        self.above = above
        self.log: Log = above.log

    @property
    def Application(self) -> Any:  # noqa: N802
        found: Any = self.above.Application
        return found

    @property
    def Parent(self) -> Any:  # noqa: N802
        return self.above


class Range(Below):
    iid = "{00020846-0000-0000-C000-000000000046}"
    HasArray, ListObject, ColumnWidth, WrapText, Locked = False, None, 8.43, False, True
    VerticalAlignment = HorizontalAlignment = -4107
    _SINKS = ("Font", "Interior", "Borders", "Validation", "EntireRow", "EntireColumn")

    def __init__(self, sheet: Worksheet, at: tuple[int, int, int, int]) -> None:
        super().__init__(sheet)
        self.at = at

    def knows(self, name: str) -> bool:
        return name in self._SINKS or name == "_value_" or super().knows(name)

    def __getattr__(self, name: str) -> Any:
        if name in self._SINKS:
            return Sink(self.log, f"{self._path}.{name}")
        raise AttributeError(name)

    @property
    def _path(self) -> str:
        return f"{self.above.Name}!{self.Address}"

    @property
    def FormatConditions(self) -> FormatConditions:  # noqa: N802
        return FormatConditions(self.log, f"{self._path}.FormatConditions")

    @property
    def Worksheet(self) -> Any:  # noqa: N802
        return self.above

    @property
    def Row(self) -> int:  # noqa: N802
        return self.at[0]

    @property
    def Column(self) -> int:  # noqa: N802
        return self.at[1]

    @property
    def Rows(self) -> Lines:  # noqa: N802
        return Lines(self, self.at[2] - self.at[0] + 1)

    @property
    def Columns(self) -> Lines:  # noqa: N802
        return Lines(self, self.at[3] - self.at[1] + 1)

    @property
    def Count(self) -> int:  # noqa: N802
        return self.Rows.Count * self.Columns.Count

    @property
    def Address(self) -> str:  # noqa: N802
        first = f"${get_column_letter(self.at[1])}${self.at[0]}"
        last = f"${get_column_letter(self.at[3])}${self.at[2]}"
        return first if first == last else f"{first}:{last}"

    def GetAddress(self, *how: Any) -> str:  # noqa: N802
        return self.Address

    def _value_(self, *place: Any) -> Any:
        if not place:
            return self.Value
        row, column = (*map(int, place), 1)[:2]
        at = (self.at[0] + row - 1, self.at[1] + column - 1)
        return Range(self.above, (*at, *at))

    def _places(self) -> list[list[tuple[int, int]]]:
        top, left, bottom, right = self.at
        return [[(r, c) for c in range(left, right + 1)] for r in range(top, bottom + 1)]

    @property
    def Value(self) -> Any:  # noqa: N802
        values = self.above.values
        rows = [[outgoing(_shown(values.get(place))) for place in row] for row in self._places()]
        return rows[0][0] if self.Count == 1 else rows

    @Value.setter
    def Value(self, given: Any) -> None:  # noqa: N802
        self.log.append((f"{self._path}.Value",))
        for r, row in enumerate(self._places()):
            for c, place in enumerate(row):
                value = given[r][c] if isinstance(given, list | tuple) else given
                self._put(place, value)

    def _put(self, place: tuple[int, int], value: Any) -> None:
        if isinstance(value, str):
            value = value.removeprefix("'") or None
        elif isinstance(value, dt.datetime):
            value = value.replace(tzinfo=None)
        if value is None:
            self.above.values.pop(place, None)
        else:
            self.above.values[place] = value
        cell = self.above.sheet.cell(*place)
        if hasattr(cell, "number_format"):  # not the inside of a merged area
            cell.value = value

    @property
    def Formula(self) -> Any:  # noqa: N802
        rows = [[str(self.above.sheet.cell(*place).value or "") for place in row]
                for row in self._places()]  # fmt: skip
        return rows[0][0] if self.Count == 1 else rows

    @Formula.setter
    def Formula(self, formula: str) -> None:  # noqa: N802
        self.log.append((f"{self._path}.Formula", formula))
        self.above.sheet.cell(*self.at[:2]).value = formula

    @property
    def NumberFormat(self) -> str:  # noqa: N802
        return str(self.above.sheet.cell(*self.at[:2]).number_format)

    @NumberFormat.setter
    def NumberFormat(self, code: str) -> None:  # noqa: N802
        self.log.append((f"{self._path}.NumberFormat", code))
        for row in self._places():
            for place in row:
                self.above.sheet.cell(*place).number_format = code

    @property
    def Comment(self) -> Note | None:  # noqa: N802
        cell = self.above.sheet.cell(*self.at[:2])
        return Note(self, cell) if cell.comment is not None else None

    def AddComment(self, text: str = "") -> Note:  # noqa: N802
        cell = self.above.sheet.cell(*self.at[:2])
        if cell.comment is not None:
            raise COMException(desc="the cell has a note", scode=-2146827284)
        cell.comment = FileComment(text, "Người dùng")
        return Note(self, cell)

    def Select(self) -> None:  # noqa: N802
        self.Application.selected = self

    def AutoFilter(self, *how: Any) -> None:  # noqa: N802
        self.above.AutoFilterMode = True

    def UnMerge(self) -> None:  # noqa: N802
        self.log.append((f"{self._path}.UnMerge",))

    def ClearFormats(self) -> None:  # noqa: N802
        self.log.append((f"{self._path}.ClearFormats",))

    def ClearContents(self) -> None:  # noqa: N802
        self.Value = None


class Lines(Below):
    """Rows or columns of a range."""

    def __init__(self, area: Range, count: int) -> None:
        super().__init__(area)
        self.Count = count

    Count = 0

    def AutoFit(self) -> None:  # noqa: N802
        self.log.append((f"{self.above._path}.AutoFit",))


class Note(Below):
    def __init__(self, area: Range, cell: Any) -> None:
        super().__init__(area)
        self.cell = cell

    @property
    def Author(self) -> str:  # noqa: N802
        return str(self.cell.comment.author)

    @property
    def Shape(self) -> Sink:  # noqa: N802
        return Sink(self.log, f"{self.above._path}.Comment.Shape")

    def Text(self, text: str | None = None, *rest: Any) -> str:  # noqa: N802
        if text is not None:
            self.cell.comment = FileComment(text, self.Author)
        return str(self.cell.comment.text)

    def Delete(self) -> None:  # noqa: N802
        self.cell.comment = None


def _shown(value: Any) -> Any:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
