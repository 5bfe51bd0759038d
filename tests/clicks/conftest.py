"""One window for every click of the run, and the workbooks in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cchc_xl.services.reading import ReadReport, read_file
from tests.clicks.book import ClickedBook, fill
from tests.clicks.window import Window, why_no_clicks
from tests.macro.built import SAMPLES
from tools.so_mau import FOLDER

if TYPE_CHECKING:
    from tests.conftest import Printed

TITLE = "Nút đã bấm thật bằng chuột (LibreOffice, sổ .xlsm trong workbooks/)"


@pytest.fixture(scope="session")
def window() -> Iterator[Window]:
    """LibreOffice in a real window; skip with the reason where there can be none."""
    if reason := why_no_clicks():
        pytest.skip(reason)
    with Window() as opened:
        yield opened


Opener = Callable[[str | Path], ClickedBook]


@pytest.fixture
def open_shipped(window: Window, tmp_path: Path, printed: Printed) -> Iterator[Opener]:
    """Open a copy of a shipped `.xlsm`; what is clicked on it is printed at the end of the run.

    A path is a workbook that a button has just opened.
    """
    opened: list[ClickedBook] = []

    def open_copy(edition: str | Path) -> ClickedBook:
        if isinstance(edition, Path):
            opened.append(ClickedBook(window, edition, is_open=True))
            return opened[-1]
        path = tmp_path / f"Báo cáo quý – {edition}.xlsm"
        shutil.copyfile(FOLDER / f"{edition}.xlsm", path)
        opened.append(ClickedBook(window, path))
        return opened[-1]

    yield open_copy
    for book in opened:
        for sheet, caption, words in book.clicked:
            said = words.splitlines()[0] if words else f"mở trang {book.active_sheet}"
            printed.line(TITLE, f"{sheet} · {caption}: {said.replace(str(tmp_path), '…')}")
        window.close_document(book.document)


@pytest.fixture
def ward_report() -> ReadReport:
    """The filled appendix of a ward, faults included, of the package's samples."""
    return read_file(SAMPLES / "phuong-2023-q3.txt")


@pytest.fixture
def book(open_shipped: Opener, ward_report: ReadReport) -> ClickedBook:
    """The shipped workbook of the ward's form, filled with that report."""
    opened = open_shipped("kontum-phuong-2023")
    fill(opened, ward_report)
    return opened
