"""Workbooks open in LibreOffice, with their buttons to press."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.calc.app import app_or_skip
from tests.excel.desk import NOON, Desk, built

if TYPE_CHECKING:
    import xlwings as xw


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[xw.App]:
    """The shared LibreOffice, a log of the test's own, and a clock that stands still."""
    app = app_or_skip()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "nhật ký"))
    monkeypatch.setattr("cchc_xl.excel.buttons.now", lambda: NOON)
    yield app
    for book in list(app.books):
        book.close()
    app.impl.answers.clear()


Opener = Callable[..., Desk]


@pytest.fixture
def open_sample(office: xw.App, tmp_path: Path) -> Opener:
    """Open a workbook built of a sample: ``open_sample("xa-2024-q1", name="Báo cáo.xlsx")``."""

    def opened(
        sample: str = "phuong-2023-q3",
        *,
        name: str = "Báo cáo quý – Ân Hòa.xlsx",
        kind: str = "filled",
    ) -> Desk:
        path = tmp_path / name
        path.write_bytes(built(sample, kind))
        return Desk(office.books.open(path), path)

    return opened


@pytest.fixture
def desk(open_sample: Opener) -> Desk:
    """The 140-row form of a ward, filled."""
    return open_sample()
