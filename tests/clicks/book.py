"""A workbook in the window: its buttons to click, its cells to look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from cchc_xl.calc.books import FILTERS
from cchc_xl.calc.uno_bridge import properties, to_url
from cchc_xl.model import Report
from cchc_xl.services import books
from cchc_xl.services.reading import ReadReport
from cchc_xl.workbook.choices import level_words, period_words
from cchc_xl.workbook.content import Formula
from cchc_xl.workbook.layout import LEVEL, ORG_UNIT, PERIOD, Layout
from tests.clicks.nodes import SHAPE, Node
from tests.clicks.window import Answer, NotSeenError, Window

_BY_VALUE = 3  # com.sun.star.view.DocumentZoomType


class ClickedBook:
    """A workbook in the window: loaded, or opened there by a button."""

    def __init__(self, window: Window, path: Path, *, is_open: bool = False) -> None:
        self.window = window
        self.path = path
        self.document = window.opened(path) if is_open else window.load(path)
        #: Sheet, button and what the last message box said, one a click.
        self.clicked: list[tuple[str, str, str]] = []

    def click(
        self,
        sheet: str,
        caption: str,
        *,
        answers: Sequence[Answer] = ("OK",),
        before_answering: Callable[[], object] | None = None,
    ) -> str:
        """Click on a button and answer the boxes that come, one after another; their words.

        ``answers=()`` for a button that says nothing. ``before_answering`` runs while the first
        box is open.
        """
        try:
            words = self._click(sheet, caption, answers, before_answering)
        except NotSeenError as problem:
            picture = self.window.screen.picture(self.path.with_name("man-hinh.png"))
            problem.add_note(f"Màn hình lúc ấy: {picture}")
            raise
        self.clicked.append((sheet, caption, words[-1] if words else ""))
        return "\n".join(filter(None, words))

    def _click(
        self,
        sheet: str,
        caption: str,
        answers: Sequence[Answer],
        before_answering: Callable[[], object] | None,
    ) -> list[str]:
        self.show(sheet)
        wait = self.window.wait
        button = wait(f"Nút {caption} ở trang {sheet}", lambda: self._button(caption))
        self.window.screen.click(*button.middle)
        said = []
        for number, answer in enumerate(answers):
            [box, *_] = wait(f"{sheet} · {caption}: hộp thông báo", self.window.dialogs)
            if number == 0 and before_answering is not None:
                before_answering()
            said.append(box.words)
            box.answer(answer)
        return said

    def show(self, sheet: str) -> None:
        """Bring a sheet to the front, its upper left corner in view."""
        controller = self.document.CurrentController
        controller.setActiveSheet(self.document.Sheets.getByName(sheet))
        controller.setFirstVisibleRow(0)
        controller.setFirstVisibleColumn(0)

    def command(self, name: str, **arguments: Any) -> None:
        """Run a command of LibreOffice's menus on this window."""
        frame = self.document.CurrentController.Frame
        helper = self.window.service("frame.DispatchHelper")
        helper.executeDispatch(frame, f".uno:{name}", "", 0, properties(**arguments))

    def make_room(self, zoom: int) -> None:
        """For a picture: no side bar, no tools, no page breaks, cells ``zoom`` percent large."""
        controller = self.document.CurrentController
        self.command("Sidebar")
        for bar in ("standardbar", "formatobjectbar"):
            controller.Frame.LayoutManager.hideElement(f"private:resource/toolbar/{bar}")
        controller.ShowPageBreaks = False
        controller.ZoomType, controller.ZoomValue = _BY_VALUE, zoom

    @property
    def sheet_names(self) -> list[str]:
        """Names of the sheets in their order."""
        return [str(name) for name in self.document.Sheets.ElementNames]

    @property
    def active_sheet(self) -> str:
        """The sheet in front."""
        return str(self.document.CurrentController.ActiveSheet.Name)

    def cell(self, sheet: str, address: str) -> Any:
        """LibreOffice's own cell."""
        return self.document.Sheets.getByName(sheet).getCellRangeByName(address)

    def text(self, sheet: str, address: str) -> str:
        """What a cell shows."""
        return str(self.cell(sheet, address).String)

    def put(self, sheet: str, address: str, value: str | float | None) -> None:
        """Type into a cell, from outside."""
        cell = self.cell(sheet, address)
        if isinstance(value, str):
            cell.setString(value)
        elif value is None:
            cell.setFormula("")
        else:
            cell.setValue(value)

    def select(self, sheet: str, address: str) -> None:
        """Go to cells, as a user would: words of help shown for another cell go away."""
        self.show(sheet)
        self.command("GoToCell", ToPoint=address)

    def column(self, sheet: str, column: str, first: int, last: int) -> list[str]:
        """What a column shows, row by row."""
        area = self.cell(sheet, f"{column}{first}:{column}{last}")
        return [str(area.getCellByPosition(0, n).String) for n in range(last - first + 1)]

    def saved_copy(self, path: Path) -> Path:
        """Write the workbook as it stands into another file, as `.xlsx`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        written = properties(FilterName=FILTERS[".xlsx"])
        self.document.storeToURL(to_url(path), written)
        return path

    def notes(self) -> dict[tuple[str, str], str]:
        """Every note by sheet and address."""
        found = {}
        for sheet in (
            self.document.Sheets.getByIndex(n) for n in range(self.document.Sheets.Count)
        ):
            notes = sheet.Annotations
            for note in (notes.getByIndex(n) for n in range(notes.Count)):
                at = note.Position
                cell = sheet.getCellByPosition(at.Column, at.Row)
                address = cell.AbsoluteName.rpartition(".")[2].replace("$", "")
                found[str(sheet.Name), address] = str(note.String)
        return found

    def _button(self, caption: str) -> Node | None:
        root = Node.of(self.document.CurrentController.ComponentWindow)
        for node in root.all() if root else ():  # a sheet with frozen panes has several views
            named = node.role == SHAPE and node.description.startswith(f"Nút {caption}:")
            if named and node.is_visible:
                return node
        return None


def fill(book: ClickedBook, read: ReadReport) -> None:
    """Type a report into a blank workbook: the unit, then every figure as it was reported.

    A ratio nobody reported keeps the formula that the workbook has for it.
    """
    report: Report = read.report
    for place, words in (
        (ORG_UNIT, report.org_unit.name or ""),
        (LEVEL, level_words(report.org_unit.level)),
        (PERIOD, period_words(report.period)),
    ):
        book.put(place.sheet, place.cell, words)
    layout = Layout(read.template)
    for key, cell in books.content_of(read).cells.items():
        if isinstance(cell.value, Formula) or not read.template.by_key[key].is_input:
            continue
        value = cell.value
        if isinstance(value, str) and value.isdecimal():
            value = int(value)  # a keyboard makes a number of it
        if isinstance(value, str | int | float | None):
            book.put(layout.sheet_of(key), layout.cell(key), value)
