"""A workbook file behind Excel's object model: values and formulas live in openpyxl."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, ClassVar

import openpyxl
import winerror
from cells import Below, Range
from com_object import ComObject, Log, Sink, outgoing
from openpyxl.utils import range_boundaries
from win32com.server import util
from win32com.server.exception import COMException

_FILE_PICKER = 3


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
        return FileDialog(self) if kind == _FILE_PICKER else Dialog(self)

    @property
    def Selection(self) -> Range | None:  # noqa: N802
        return self.selected


class Dialog(Below):
    """Somebody picks the folder that the test named, or nothing."""

    Title, AllowMultiSelect, InitialFileName = "", False, ""
    named = "CCHC_PICKED"

    def Show(self) -> int:  # noqa: N802
        return -1 if os.environ.get(self.named) else 0

    @property
    def SelectedItems(self) -> Chosen:  # noqa: N802
        return Chosen(self, os.environ[self.named])


class FileDialog(Dialog):
    """The same for a file."""

    named = "CCHC_PICKED_FILE"

    @property
    def Filters(self) -> Filters:  # noqa: N802
        return Filters(self)


class Filters(Below):
    def Clear(self) -> None:  # noqa: N802
        pass

    def Add(self, words: str, pattern: str) -> None:  # noqa: N802
        pass


class Chosen(Below):
    Count = 1

    def __init__(self, above: Any, name: str) -> None:
        super().__init__(above)
        self.name = name

    def knows(self, name: str) -> bool:
        return name == "_value_" or super().knows(name)

    def Item(self, number: int) -> str:  # noqa: N802
        return self.name

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
