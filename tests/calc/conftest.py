"""A LibreOffice that xlwings drives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.calc.app import app_or_skip

if TYPE_CHECKING:
    import xlwings as xw


@pytest.fixture
def office() -> Iterator[xw.App]:
    """The shared LibreOffice without documents, before and after."""
    app = app_or_skip()
    yield app
    for book in list(app.books):
        book.close()


@pytest.fixture
def book(office: xw.App) -> xw.Book:
    """A new document with one sheet, "Dữ liệu"."""
    made = office.books.add()
    made.sheets[0].name = "Dữ liệu"
    return made
