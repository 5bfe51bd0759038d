"""A workbook file behind Excel's object model: values and formulas live in openpyxl."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any, ClassVar

import openpyxl
import winerror
from com_object import ComObject, FormatConditions, Sink, outgoing
from openpyxl.comments import Comment as FileComment
from openpyxl.utils import get_column_letter, range_boundaries
from win32com.server import util
from win32com.server.exception import COMException

Log = list[tuple[Any, ...]]


class Application(ComObject):
    Name, Version, Path = "Microsoft Excel", "16.0", "C:\\Office"
    ScreenUpdating, DisplayAlerts, StatusBar, Hwnd = True, True, False, 0
    Calculation = -4105

    def __init__(self) -> None:
        self.log: Log = []
        self.book: Workbook | None = None
        self.selected: Range | None = None

    @property
    def Application(self) -> Application:  # noqa: N802
        return self

    @property
    def Workbooks(self) -> Collection:  # noqa: N802
        return Collection(self, [self.book])

    @property
    def ActiveWorkbook(self) -> Workbook | None:  # noqa: N802
        return self.book

    def FileDialog(self, kind: int) -> Dialog:  # noqa: N802
        return Dialog(self)

    @property
    def Selection(self) -> Range | None:  # noqa: N802
        return self.selected


class Below(ComObject):
    """Everything under the application."""

    def __init__(self, above: Any) -> None:
        self.above = above
        self.log: Log = above.log

    @property
    def Application(self) -> Application:  # noqa: N802
        found: Application = self.above.Application
        return found

    @property
    def Parent(self) -> Any:  # noqa: N802
        return self.above


class Dialog(Below):
    """Somebody picks the folder that the test named, or nothing."""

    Title, AllowMultiSelect, InitialFileName = "", False, ""

    def Show(self) -> int:  # noqa: N802
        return -1 if os.environ.get("CCHC_PICKED") else 0

    @property
    def SelectedItems(self) -> Chosen:  # noqa: N802
        return Chosen(self)


class Chosen(Below):
    Count = 1

    def knows(self, name: str) -> bool:
        return name == "_value_" or super().knows(name)

    def Item(self, number: int) -> str:  # noqa: N802
        return os.environ["CCHC_PICKED"]

    _value_ = Item


class Collection(Below):
    def __init__(self, above: Any, members: list[Any]) -> None:
        super().__init__(above)
        self.members = members

    def knows(self, name: str) -> bool:
        return name in ("_NewEnum", "_value_") or super().knows(name)

    @property
    def Count(self) -> int:  # noqa: N802
        return len(self.members)

    def Item(self, key: Any) -> Any:  # noqa: N802
        for number, member in enumerate(self.members, 1):
            if key == number or (isinstance(key, str) and member.Name.lower() == key.lower()):
                return member
        raise COMException(desc=f"Subscript out of range: {key}", scode=winerror.DISP_E_BADINDEX)

    _value_ = Item

    def _NewEnum(self) -> Any:  # noqa: N802
        return util.NewEnum([outgoing(member) for member in self.members])


class Sheets(Collection):
    iid = "{000208d7-0000-0000-C000-000000000046}"
    typed: ClassVar[dict[str, int]] = {"Add": 1}

    def Add(self, Before: Any = None, After: Any = None, *rest: Any) -> Worksheet:  # noqa: N802, N803
        place = self.members.index(Before or After) + bool(After) if Before or After else 0
        made = Worksheet(self.above, self.above.file.create_sheet(f"Sheet{len(self.members) + 1}"))
        self.members.insert(place, made)
        return made


class Workbook(Below):
    iid = "{000208da-0000-0000-C000-000000000046}"
    typed: ClassVar[dict[str, int]] = {"Activate": 1}

    def __init__(self, application: Application, path: Path, windows_path: str) -> None:
        super().__init__(application)
        self.FullName = windows_path
        self.file = openpyxl.load_workbook(path)
        shown = openpyxl.load_workbook(path, data_only=True)
        self.members = [Worksheet(self, sheet, shown[sheet.title]) for sheet in self.file]
        self.front = self.members[0]
        application.book = self

    FullName = ""
    FileFormat = 52

    @property
    def Name(self) -> str:  # noqa: N802
        return self.FullName.rpartition("\\")[2]

    @property
    def Path(self) -> str:  # noqa: N802
        return self.FullName.rpartition("\\")[0]

    @property
    def Worksheets(self) -> Sheets:  # noqa: N802
        return Sheets(self, self.members)

    Sheets = Worksheets

    @property
    def ActiveSheet(self) -> Worksheet:  # noqa: N802
        return self.front

    def SaveCopyAs(self, path: str) -> None:  # noqa: N802
        self.log.append(("SaveCopyAs", path))
        self.file.save(path)

    def Activate(self) -> None:  # noqa: N802
        self.log.append(("Workbook.Activate",))


class Worksheet(Below):
    iid = "{000208d8-0000-0000-C000-000000000046}"
    typed: ClassVar[dict[str, int]] = {"Move": 1, "Protect": 2}
    AutoFilterMode, Visible = False, -1
    _SINKS = ("Rows", "Columns", "PageSetup", "HPageBreaks", "ResetAllPageBreaks")

    def __init__(self, book: Workbook, sheet: Any, shown: Any = None) -> None:
        super().__init__(book)
        self.sheet = sheet
        self.values: dict[tuple[int, int], Any] = {}
        for row in shown.iter_rows() if shown is not None else ():
            for cell in row:
                if cell.value is not None:
                    self.values[cell.row, cell.column] = cell.value

    @property
    def Name(self) -> str:  # noqa: N802
        name: str = self.sheet.title
        return name

    @Name.setter
    def Name(self, name: str) -> None:  # noqa: N802
        self.sheet.title = name

    @property
    def Index(self) -> int:  # noqa: N802
        return int(self.above.members.index(self)) + 1

    @property
    def Cells(self) -> Range:  # noqa: N802
        return Range(self, (1, 1, 1048576, 16384))

    @property
    def UsedRange(self) -> Range:  # noqa: N802
        places = list(self.values) or [(1, 1)]
        rows, columns = zip(*places, strict=True)
        return Range(self, (min(rows), min(columns), max(rows), max(columns)))

    def Range(self, first: Any, second: Any = None) -> Range:  # noqa: N802
        areas = [one if isinstance(one, Range) else self._named(one)
                 for one in (first, second) if one is not None]  # fmt: skip
        return Range(self, (
            min(one.at[0] for one in areas), min(one.at[1] for one in areas),
            max(one.at[2] for one in areas), max(one.at[3] for one in areas),
        ))  # fmt: skip

    def knows(self, name: str) -> bool:
        return name in self._SINKS or super().knows(name)

    def __getattr__(self, name: str) -> Any:
        if name in self._SINKS:
            return Sink(self.log, f"{self.Name}.{name}")
        raise AttributeError(name)

    def _named(self, address: str) -> Range:
        left, top, right, bottom = range_boundaries(address.replace("$", ""))
        return Range(self, (top, left, bottom, right))

    def Activate(self) -> None:  # noqa: N802
        self.above.front = self

    def Move(self, Before: Any = None, After: Any = None) -> None:  # noqa: N802, N803
        members = self.above.members
        members.remove(self)
        members.insert(members.index(Before or After) + bool(After), self)

    def Unprotect(self, password: str = "") -> None:  # noqa: N802
        self.log.append((f"{self.Name}.Unprotect",))

    def Protect(self, *permissions: Any) -> None:  # noqa: N802
        self.log.append((f"{self.Name}.Protect", *permissions))

    def ExportAsFixedFormat(self, kind: int, path: str) -> None:  # noqa: N802
        Path(path).write_bytes(b"%PDF-1.4 " + self.Name.encode())


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
    def Worksheet(self) -> Worksheet:  # noqa: N802
        sheet: Worksheet = self.above
        return sheet

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
