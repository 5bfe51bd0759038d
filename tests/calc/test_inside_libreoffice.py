"""The macro file for LibreOffice users, with the context that LibreOffice gives its macros.

That LibreOffice itself finds and starts the file is shown by tests/clicks, with its Python script
provider and a window; what the file then does is tried here on a real document.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cchc_xl import calc
from cchc_xl.calc import cchc_libreoffice, host
from cchc_xl.calc.install import install, main
from tests.calc.app import app_or_skip

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


def as_libreoffice_loads(path: Path, context: object) -> dict[str, Any]:
    """The macros of a file; its place is told afterwards, and as an URL."""
    names: dict[str, Any] = {"XSCRIPTCONTEXT": context, "__name__": "ooo_script_framework"}
    exec(compile(path.read_text("utf-8"), str(path), "exec"), names)
    names["__file__"] = path.as_uri()
    return names


class Box:
    """Everything between the script and a message box."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.ServiceManager = self.CurrentController = self.Frame = self
        self.ContainerWindow = None

    def getComponentContext(self) -> Box:  # noqa: N802
        return self

    def getCurrentController(self) -> Box:  # noqa: N802
        return self

    def createInstanceWithContext(self, *_: object) -> Box:  # noqa: N802
        return self

    def createMessageBox(self, *told: Any) -> Box:  # noqa: N802
        self.said.append(told[-1])
        return self

    def execute(self) -> int:
        return 1

    def dispose(self) -> None:
        self.said.append("closed")


@pytest.mark.libreoffice
def test_a_package_that_cannot_be_loaded_is_one_sentence_in_a_box(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app_or_skip()
    path = install(tmp_path / "hồ sơ", [tmp_path / "gói"])
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delattr(calc, "host")
    monkeypatch.setitem(sys.modules, "cchc_xl.calc.host", None)
    box = Box()
    as_libreoffice_loads(path, box)["kiem_tra"](box)
    assert str(tmp_path / "gói") in sys.path
    words, closed = box.said
    assert words.startswith("LibreOffice chưa nạp được")
    assert "Traceback" not in words
    assert closed == "closed"


@pytest.mark.libreoffice
def test_what_fails_behind_a_button_is_one_sentence_in_a_box(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app_or_skip()

    def fail(*_: object) -> None:
        raise ValueError("hỏng\nở dòng hai")

    monkeypatch.setattr(host, "press", fail)
    box = Box()
    as_libreoffice_loads(install(tmp_path), box)["xuat_pdf"](box)
    assert box.said[0].startswith("Chưa làm xong")
    assert box.said[0].endswith("hỏng")


def test_installing_again_replaces_the_script_and_the_list_of_folders(tmp_path: Path) -> None:
    path = install(tmp_path, [Path("/cũ")])
    path.write_text("cũ", "utf-8")
    assert install(tmp_path) == path
    assert path == tmp_path / "user" / "Scripts" / "python" / SCRIPT.name
    assert path.read_bytes() == SCRIPT.read_bytes()
    listed = path.with_suffix(".txt").read_text("utf-8").splitlines()
    assert listed[0] == str(SCRIPT.parents[2])
    assert "/cũ" not in listed


def test_a_profile_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "tệp"
    blocked.write_text("", "utf-8")
    monkeypatch.setattr(sys, "argv", ["install", str(blocked)])
    assert main() == 2
    told = capsys.readouterr().err
    assert str(blocked) in told
    assert told.count("\n") == 1
