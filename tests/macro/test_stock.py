"""xlwings' own module as it is shipped."""

import re

import pytest

from cchc_xl.macro import stock
from cchc_xl.macro.stock import StockChangedError, stock_module
from cchc_xl.macro.vba_text import procedures

TEXT = stock_module()


def test_the_licence_notice_stays() -> None:
    for words in ("BSD 3-clause license", "Copyright (C) 2014-present, Zoomer Analytics LLC",
                  "Redistributions in binary form", "THIS SOFTWARE IS PROVIDED"):  # fmt: skip
        assert words in TEXT


def test_nothing_of_the_paid_part_and_nothing_that_writes_macros_is_left() -> None:
    for words in ("xlwings.pro", "VBProject", "ImportPythonUDFs", "runpython_embedded", "sql"):
        assert words.lower() not in TEXT.lower()


def test_no_condition_is_left_for_libreoffice_to_stumble_over() -> None:
    assert not re.search(r"^\s*#(If|Else|End|Const)", TEXT, re.MULTILINE)


def test_no_procedure_is_declared_twice() -> None:
    declared = re.findall(r"(?:Function|Sub) (\w+)(?:\(| Lib)", TEXT)
    assert len(declared) == len(set(declared))


def test_both_dlls_are_of_the_installed_version() -> None:
    from importlib.metadata import version

    named = set(re.findall(r"xlwings(\d\d)-([\d.]+)\.dll", TEXT))
    assert named == {("64", version("xlwings")), ("32", version("xlwings"))}


def test_the_folder_of_a_workbook_is_trusted_with_nothing() -> None:
    _, found = procedures(TEXT)
    assert "GetDirectoryConfigFilePath" not in found
    assert "ADD_WORKBOOK_TO_PYTHONPATH" not in TEXT
    assert 'AddExcelDir = "false"' in found["XLPyCommand"]
    assert 'AddExcelDir = "false"' in found["RunPython"]


def test_errors_are_kept_for_the_bridge_instead_of_an_english_window() -> None:
    assert "MsgBox" not in TEXT
    assert "Popup" not in TEXT


def test_a_version_that_reads_otherwise_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    real = stock._source_file().read_text("utf-8")

    class Other:
        def read_text(self, _: str) -> str:
            return real.replace('GetConfig("USE UDF SERVER", False)', "UseServer()")

    monkeypatch.setattr(stock, "_source_file", Other)
    with pytest.raises(StockChangedError, match="USE"):
        stock_module.__wrapped__()
