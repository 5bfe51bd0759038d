"""What a tester does at an open workbook: press buttons, look at cells, compare."""

from __future__ import annotations

import datetime as dt
import functools
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_xl.excel import buttons
from cchc_xl.excel.inspection import SheetFacts, inspect_file
from cchc_xl.excel.live_book import Calls, LiveBook
from cchc_xl.services import books
from cchc_xl.services.checking import CheckedFile, check_file
from cchc_xl.workbook.layout import META_SHEET, RESULTS_SHEET

if TYPE_CHECKING:
    import xlwings as xw

SAMPLES = Path(books.__file__).parents[1] / "samples"
NOON = dt.datetime(2024, 4, 3, 12, 0)


@functools.cache
def built(sample: str, kind: str = "filled") -> bytes:
    """A workbook of a sample as the command line builds it: filled, checked or blank."""
    checked = check_file(SAMPLES / f"{sample}.txt")
    assert checked.read is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "so.xlsx"
        if kind == "blank":
            books.build_blank(path, checked.read.template)
        elif kind == "checked":
            books.build_checked(path, checked, at=NOON)
        else:
            books.build_filled(path, checked.read)
        return path.read_bytes()


class Desk:
    """One open workbook."""

    def __init__(self, book: xw.Book, path: Path | None) -> None:
        self.book = book
        self.path = path
        self.calls = Calls()

    def press(self, button: Callable[[], None] = buttons.kiem_tra) -> str:
        """Press a button; the message it ended with, "" for none."""
        messages = self.book.app.impl.messages
        before = len(messages)
        self.book.set_mock_caller()
        seen: list[LiveBook] = []
        plain = LiveBook.caller

        def caller() -> LiveBook:
            seen.append(plain())
            return seen[-1]

        LiveBook.caller = caller  # type: ignore[method-assign]
        try:
            button()
        finally:
            LiveBook.caller = plain  # type: ignore[method-assign]
        self.calls = seen[-1].calls
        return "\n".join(messages[before:])

    def sheet(self, name: str) -> xw.Sheet:
        return self.book.sheets[name]

    def cells(self, name: str) -> list[list[Any]]:
        """Formulas and constants of a whole sheet."""
        sheet = self.sheet(name)
        area = sheet.range((1, 1), (sheet.used_range.last_cell.row, 12))
        return [list(row) for row in area.api.getFormulaArray()]  # as LibreOffice writes them

    def everything(self, *, but: tuple[str, ...] = ()) -> dict[str, list[list[Any]]]:
        """Formulas and constants of every sheet."""
        return {s.name: self.cells(s.name) for s in self.book.sheets if s.name not in but}

    def notes(self) -> dict[tuple[str, str], str]:
        """Every note by sheet and cell."""
        return {
            (sheet.name, note.location.get_address(False, False)): note.text
            for sheet in self.book.sheets
            for note in sheet.notes
        }

    def saved_copy(self, folder: Path) -> Path:
        path = folder / "bản lưu.xlsx"
        self.book.impl.save_copy(str(path))
        return path

    def facts(self, folder: Path) -> dict[str, SheetFacts]:
        """Formats, notes, locks of every sheet as saved now."""
        names = {sheet.name for sheet in self.book.sheets}
        return inspect_file(self.saved_copy(folder), names)

    def command_line(self, folder: Path) -> CheckedFile:
        """What `cchc kiem-tra` says of the workbook as it would be saved now."""
        return check_file(self.saved_copy(folder))

    def table(self) -> list[dict[str, Any]]:
        """Lines of `Kết quả kiểm tra` by their headers."""
        sheet = self.sheet(RESULTS_SHEET)
        rows = sheet.range((4, 1), (max(sheet.used_range.last_cell.row, 5), 11)).value
        headers, lines = rows[0], rows[1:]
        found = []
        for line in lines:
            if line[-1] is None:
                break
            found.append(dict(zip(headers, line, strict=True)))
        return found

    def data(self) -> dict[str, list[list[Any]]]:
        """Everything but what a check may write into: results, `_cchc`."""
        return self.everything(but=(RESULTS_SHEET, META_SHEET))
