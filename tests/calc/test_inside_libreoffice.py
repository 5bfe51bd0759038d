"""The macro file for LibreOffice users, with the context that LibreOffice gives its macros.

Whether LibreOffice itself finds and starts the file needs its Python script provider, a package of
its own; what the file then does is tried here on a real document.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cchc_xl.calc import cchc_libreoffice, host

if TYPE_CHECKING:
    import xlwings as xw

SCRIPT = Path(cchc_libreoffice.__file__)


class Context:
    """What LibreOffice calls XSCRIPTCONTEXT."""

    def __init__(self, document: Any, context: Any) -> None:
        self._document, self._context = document, context

    def getDocument(self) -> Any:  # noqa: N802
        return self._document

    def getComponentContext(self) -> Any:  # noqa: N802
        return self._context


def test_every_button_has_its_macro() -> None:
    assert [one.__name__ for one in cchc_libreoffice.g_exportedScripts] == list(host.BUTTONS)


@pytest.mark.libreoffice
def test_the_macro_checks_the_open_document(
    office: xw.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import xlwings as xlw

    from cchc_xl.calc.app import App
    from tests.excel.desk import built

    path = tmp_path / "Báo cáo.xlsx"
    path.write_bytes(built("phuong-2023-q3"))
    document = office.books.open(path).api
    guest = App.of_context(office.impl.apps, office.impl.context)
    guest.interactive = False
    extra = str(tmp_path / "gói")
    copy = tmp_path / SCRIPT.name
    copy.write_bytes(SCRIPT.read_bytes())
    copy.with_suffix(".txt").write_text(f"{extra}\n\n", "utf-8")
    monkeypatch.setattr(sys, "path", list(sys.path))
    try:
        given = {"XSCRIPTCONTEXT": Context(document, office.impl.context)}
        runpy.run_path(str(copy), given)["kiem_tra"](document)
        assert extra in sys.path
        results = document.Sheets.getByName("Kết quả kiểm tra")
        assert results.getCellRangeByName("A2").String.startswith("Đã kiểm tra lúc ")
        assert results.getCellRangeByName("A5").String == "Lỗi"
    finally:
        xlw.App(impl=guest).quit()
