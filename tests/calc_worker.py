"""The UNO side of :mod:`tests.calc_host`: one soffice, driven by JSON lines on stdin.

Runs under whichever interpreter can import ``uno`` (often not the one of the tests), hence a
script of its own with nothing but the standard library. Started as::

    python calc_worker.py SOFFICE FOLDER LOCALE

A request is ``{"op": name, …arguments}``, an answer ``{"value": …}`` or ``{"error": text}``. When
stdin ends, LibreOffice is closed: it never outlives the tests.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import traceback
import uuid
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

sys.path.append("/usr/lib/python3/dist-packages")  # Debian's python3-uno; last, so it hides nothing
import uno

START_SECONDS = 90
EXCEL = 3  # com.sun.star.sheet.AddressConvention.XL_OOX: Sheet1!A1, commas
LOGICAL = 1024  # com.sun.star.util.NumberFormat.LOGICAL
MARGIN = 300  # around a picture, in 1/100 mm like all UNO lengths
HEADINGS = (1030, 490)  # width and height of printed row and column headings, with some slack

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".pdf": "calc_pdf_Export",
}

# Errors by LibreOffice's number; the rest are shown as LibreOffice shows them, "Err:502".
ERRORS = {
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}

# (path, property, value): no first-start windows, English interface, no recalculation on loading
# (so that a test decides when, and sees what a file carries), no macros from documents.
SETTINGS = [
    ("org.openoffice.Office.Common/Misc", "ShowTipOfTheDay", "false"),
    ("org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Save/Document", "CreateBackup", "false"),
    ("org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),
    ("org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode", "1"),
    ("org.openoffice.Setup/L10N", "ooLocale", "en-US"),
]


def write_profile(folder: Path, locale: str) -> None:
    """Write the settings of a private profile; ``locale`` decides the decimal sign of the PC."""
    settings = [*SETTINGS, ("org.openoffice.Setup/L10N", "ooSetupSystemLocale", locale)]
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{escape(value)}</value></prop></item>\n"
        for path, name, value in settings
    )
    user = folder / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n{items}</oor:items>\n',
        encoding="utf-8",
    )


def properties(**values: Any) -> tuple[Any, ...]:
    """UNO property values from keyword arguments."""
    made = []
    for name, value in values.items():
        item = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


class Office:
    """A private soffice and the documents opened in it."""

    def __init__(self, soffice: str, folder: Path, locale: str) -> None:
        profile = folder / "profile"
        write_profile(profile, locale)
        pipe = f"cchc{uuid.uuid4().hex[:12]}"
        self.process = subprocess.Popen(
            [
                soffice,
                f"-env:UserInstallation={profile.as_uri()}",
                *("--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard"),
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        self.documents: dict[int, Any] = {}
        try:
            self.desktop = self._connect(pipe)
        except BaseException:
            traceback.print_exc()
            self._kill()
            raise

    def _connect(self, pipe: str) -> Any:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        not_listening_yet = uno.getClass("com.sun.star.connection.NoConnectException")
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"soffice ended with code {self.process.returncode}")
            try:
                remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            except not_listening_yet:
                time.sleep(0.1)
            else:
                return remote.ServiceManager.createInstanceWithContext(
                    "com.sun.star.frame.Desktop", remote
                )
        raise RuntimeError(f"soffice did not answer within {START_SECONDS} s")

    def stop(self) -> None:
        """Close LibreOffice, by force if it does not want to."""
        try:
            self.desktop.terminate()
            self.process.wait(15)
        except Exception:  # whatever went wrong: the process must not stay
            traceback.print_exc()
            self._kill()

    def _kill(self) -> None:
        """Kill soffice with its children; started by the host, that is our whole process group."""
        if os.getpgrp() == os.getpid():
            os.killpg(0, signal.SIGKILL)  # us too: nothing is left to do
        self.process.kill()

    # ----- one method per operation; arguments and results are JSON ---------------------------

    def open(self, path: str) -> int:
        """Load a file as it is, without recalculating; the number of the document."""
        document = self.desktop.loadComponentFromURL(
            Path(path).as_uri(), "_blank", 0, properties(Hidden=True, MacroExecutionMode=0)
        )
        if document is None or not document.supportsService(
            "com.sun.star.sheet.SpreadsheetDocument"
        ):
            if document is not None:
                document.close(True)
            raise ValueError(f"LibreOffice cannot open {Path(path).name} as a workbook")
        document.enableAutomaticCalculation(False)  # formulas change in recalculate() alone
        number = max(self.documents, default=0) + 1
        self.documents[number] = document
        return number

    def close(self, doc: int) -> None:
        self.documents.pop(doc).close(True)

    def sheets(self, doc: int, visible_only: bool) -> list[str]:
        sheets = self.documents[doc].Sheets
        return [
            name
            for name in sheets.ElementNames
            if not visible_only or sheets.getByName(name).IsVisible
        ]

    def recalculate(self, doc: int) -> None:
        """Compute every formula anew, whatever value the file carried (Ctrl+Shift+F9)."""
        self.documents[doc].calculateAll()

    def set(self, doc: int, sheet: str, cells: dict[str, Any]) -> None:
        """Put constants into cells: text stays text, ``None`` empties."""
        page = self._sheet(doc, sheet)
        for address, value in cells.items():
            cell = self._cell(page, address)
            if value is None:
                self._empty(page, cell)
            elif isinstance(value, bool):
                cell.setValue(float(value))
                cell.NumberFormat = self.documents[doc].NumberFormats.getStandardFormat(
                    LOGICAL, uno.createUnoStruct("com.sun.star.lang.Locale")
                )
            elif isinstance(value, (int, float)):
                cell.setValue(float(value))
            else:
                cell.setString(value)

    @staticmethod
    def _empty(page: Any, cell: Any) -> None:
        """Take everything out of a cell; a locked one takes constants but is emptied by nothing."""
        locked = page.isProtected() and cell.CellProtection.IsLocked
        if locked:
            page.unprotect("")
        cell.setFormula("")
        if locked:
            page.protect("")

    def set_formulas(self, doc: int, sheet: str, cells: dict[str, str]) -> None:
        """Put formulas into cells, written as Excel stores them (English, commas, ``Sheet!A1``)."""
        page = self._sheet(doc, sheet)
        parser = self._parser(doc)
        for address, text in cells.items():
            cell = self._cell(page, address)
            cell.setTokens(parser.parseFormula(text.removeprefix("="), cell.CellAddress))

    def get(self, doc: int, sheet: str, area: str) -> list[list[Any]]:
        """Values of a range: number, text, ``None`` for an empty cell, ``{"error": "#N/A"}``."""
        cells = self._range(self._sheet(doc, sheet), area)
        rows: list[list[Any]] = [list(row) for row in cells.getDataArray()]
        formulas: Any = None
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value is None:  # an error
                    number = cells.getCellByPosition(c, r).getError()
                    row[c] = {"error": ERRORS.get(number, f"Err:{number}")}
                elif value == "":  # empty, or a formula that yields ""
                    formulas = formulas or cells.getFormulaArray()
                    row[c] = "" if formulas[r][c] else None
        return rows

    def formulas(self, doc: int, sheet: str, area: str) -> list[list[str | None]]:
        """Formulas of a range as Excel writes them; ``None`` where a cell has none."""
        parser = self._parser(doc)
        cells = self._range(self._sheet(doc, sheet), area)

        def formula(text: str, column: int, row: int) -> str | None:
            if not text.startswith(("=", "{=")):
                return None
            cell = cells.getCellByPosition(column, row)
            if cell.Type.value != "FORMULA":  # text that only looks like one
                return None
            return "=" + str(parser.printFormula(cell.getTokens(), cell.CellAddress))

        return [
            [formula(text, c, r) for c, text in enumerate(row)]
            for r, row in enumerate(cells.getFormulaArray())
        ]

    def store(self, doc: int, path: str) -> None:
        """Write a copy; the extension decides the format."""
        document = self.documents[doc]
        name = FILTERS[Path(path).suffix.lower()]
        if name == FILTERS[".pdf"]:
            for page in (document.Sheets.getByIndex(i) for i in range(document.Sheets.Count)):
                if page.IsVisible:
                    self._fit_rows(page)
        document.storeToURL(Path(path).as_uri(), properties(FilterName=name))

    def picture(self, doc: int, sheet: str, path: str) -> None:
        """Write one sheet, whole, on one PDF page of its own size, as it looks on the screen.

        With row and column headings and the buttons, without the page's own header and footer.
        Changes the loaded document (page styles, hidden sheets): close it afterwards.
        """
        document = self.documents[doc]
        page = self._sheet(doc, sheet)
        self._fit_rows(page)
        whole = self._whole(page)
        styles = document.StyleFamilies.getByName("PageStyles")
        name = f"picture {uuid.uuid4().hex}"
        styles.insertByName(name, document.createInstance("com.sun.star.style.PageStyle"))
        style = styles.getByName(name)
        for key, value in {
            "IsLandscape": False,
            "Width": whole.Size.Width + HEADINGS[0] + 2 * MARGIN,
            "Height": whole.Size.Height + HEADINGS[1] + 2 * MARGIN,
            **dict.fromkeys(("LeftMargin", "RightMargin", "TopMargin", "BottomMargin"), MARGIN),
            **dict.fromkeys(("HeaderIsOn", "FooterIsOn"), False),
            **dict.fromkeys(("CenterHorizontally", "CenterVertically"), False),
            "PrintHeaders": True,
            "PrintGrid": False,  # it would be black; on the screen it is a faint grey
            **dict.fromkeys(("PrintObjects", "PrintCharts", "PrintDrawing"), True),
            **dict.fromkeys(("ScaleToPagesX", "ScaleToPagesY"), 1),
        }.items():
            style.setPropertyValue(key, value)
        page.PageStyle = name
        page.setPrintAreas((whole.RangeAddress,))
        page.setPrintTitleRows(False)
        page.setPrintTitleColumns(False)
        for shape in self._shapes(page):
            control = getattr(shape, "Control", None)
            (control if control is not None else shape).Printable = True
        self.print_sheet(doc, sheet, path)

    def print_sheet(self, doc: int, sheet: str, path: str) -> None:
        """Write the pages of one sheet as a PDF, as they are set up; hides the other sheets."""
        self._sheet(doc, sheet).IsVisible = True
        sheets = self.documents[doc].Sheets
        for other in (sheets.getByIndex(i) for i in range(sheets.Count)):
            other.IsVisible = other.Name == sheet
            if not other.IsVisible:
                other.setPrintAreas(())  # a sheet with one is printed even where it is hidden
        self.store(doc, path)

    # ----- helpers ----------------------------------------------------------------------------

    def _sheet(self, doc: int, name: str) -> Any:
        sheets = self.documents[doc].Sheets
        if not sheets.hasByName(name):
            raise KeyError(f"no sheet {name!r}; there are {list(sheets.ElementNames)}")
        return sheets.getByName(name)

    @staticmethod
    def _range(page: Any, area: str) -> Any:
        if not re.fullmatch(r"\$?[A-Z]+\$?\d+(:\$?[A-Z]+\$?\d+)?", area):
            raise ValueError(f"{area!r} is no address such as D7 or D7:F20")
        return page.getCellRangeByName(area)

    @classmethod
    def _cell(cls, page: Any, address: str) -> Any:
        return cls._range(page, address).getCellByPosition(0, 0)

    def _parser(self, doc: int) -> Any:
        parser = self.documents[doc].createInstance("com.sun.star.sheet.FormulaParser")
        parser.CompileEnglish, parser.FormulaConvention = True, EXCEL
        return parser

    @staticmethod
    def _shapes(page: Any) -> list[Any]:
        return [page.DrawPage.getByIndex(i) for i in range(page.DrawPage.Count)]

    @staticmethod
    def _fit_rows(page: Any) -> None:
        """Give rows without a height of their own the one their text needs, as Excel does."""
        page.unprotect("")
        cursor = page.createCursor()
        cursor.gotoEndOfUsedArea(False)
        for row in (page.Rows.getByIndex(i) for i in range(cursor.RangeAddress.EndRow + 1)):
            if row.OptimalHeight and row.IsVisible:
                row.OptimalHeight = True

    def _whole(self, page: Any) -> Any:
        """Range from A1 that holds everything on the sheet, buttons and charts too."""
        cursor = page.createCursor()
        cursor.gotoEndOfUsedArea(False)
        column, row = cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow
        whole = page.getCellRangeByPosition(0, 0, column, row)
        for shape in self._shapes(page):
            while whole.Size.Width < shape.Position.X + shape.Size.Width:
                column += 1
                whole = page.getCellRangeByPosition(0, 0, column, row)
            while whole.Size.Height < shape.Position.Y + shape.Size.Height:
                row += 1
                whole = page.getCellRangeByPosition(0, 0, column, row)
        return whole


OPERATIONS = frozenset(
    {
        *("open", "close", "sheets", "store", "picture", "print_sheet"),
        *("set", "set_formulas", "recalculate", "get", "formulas"),
    }
)


def answer(office: Office, line: str) -> dict[str, Any]:
    """Carry out one request; every failure becomes an answer."""
    try:
        request = json.loads(line)
        operation = request.pop("op")
        if operation not in OPERATIONS:
            raise ValueError(f"no operation {operation!r}")
        return {"value": getattr(office, operation)(**request)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def main() -> None:
    """Serve requests until stdin ends."""
    soffice, folder, locale = sys.argv[1:]
    office = Office(soffice, Path(folder), locale)
    try:
        print(json.dumps({"value": "ready"}), flush=True)
        for line in sys.stdin:
            print(json.dumps(answer(office, line)), flush=True)
    finally:
        office.stop()


if __name__ == "__main__":
    main()
