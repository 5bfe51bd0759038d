"""The bridge as Excel would run it: our VBA in pyOpenVBA's interpreter, xlwings stood in for.

The interpreter knows neither module names before a dot nor ``Workbook.IsAddin`` nor the pointer;
these are taken out of the text before it runs. Everything else is what is shipped, ``#If`` blocks
resolved as in Excel.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pyopenvba.apps.excel import ExcelApplication  # type: ignore[import-untyped]
from pyopenvba.interpreter import (  # type: ignore[import-untyped]
    VBAErrorValue,
    VBAObject,
    VBARuntimeError,
    method,
)

from cchc_xl.macro.project import modules
from cchc_xl.templates import loader
from cchc_xl.workbook.builder import build_workbook
from tests.macro.built import blank_content

#: xlwings and the message box, as the bridge sees them. What happens is noted in ``log``.
STAND_INS = """
Public Log As String
Public Config As String
Public ExitCode As Long
Public Living As Object
Public Failure As String
Public Pointer As Long

Public Sub Warn(ByVal words As String)
    Log = Log & "warn:" & words & "|"
End Sub

Public Sub Fail(ByVal words As String)
    Log = Log & "fail:" & words & "|"
End Sub

Public Function GetConfig(key, Optional other)
    GetConfig = Config
End Function

Public Function FileExists(path)
    FileExists = (path = "C:\\CCHC\\python.exe")
End Function

Public Function TryImport(ByVal path As String) As Long
    Log = Log & "try|"
    TryImport = ExitCode
End Function

Public Function XLPy() As Object
    Log = Log & "start|"
    If Living Is Nothing Then Err.Raise 1000
    Set XLPy = Living
End Function

Public Function RunPython(ByVal command As String)
    Log = Log & "run:" & command & "|"
    If Failure <> "" Then
        KeepError Failure
        RunPython = -1
    End If
End Function

Public Sub Describe()
End Sub

Public Sub LiveWith(ByVal given As Object)
    Set Living = given
End Sub

Public Sub SetUp(ByVal place As String, ByVal code As Long, ByVal words As String)
    Config = place
    ExitCode = code
    Failure = words
End Sub

Public Function TakeLog() As String
    TakeLog = Log
    Log = ""
End Function
"""
NO_ANSWER = 2042  # xlErrNA


class Server(VBAObject):  # type: ignore[misc]
    """xlwings' COM server as far as the bridge uses it."""

    vba_type_name = "XLPython"

    def __init__(self, answer: object = 12.5) -> None:
        super().__init__()
        self.answer = answer
        self.asked: list[list[Any]] = []
        self.probes = 0
        self.is_dead = False

    def _live(self) -> None:
        if self.is_dead:
            raise VBARuntimeError(-2147023174, "The RPC server is unavailable.")

    @method(name="Bool")  # type: ignore[untyped-decorator]
    def probe(self, value: object) -> bool:
        self.probes += 1
        self._live()
        return bool(value)

    @method(name="Module")  # type: ignore[untyped-decorator]
    def module(self, name: str) -> str:
        return name

    @method(name="SetAttr")  # type: ignore[untyped-decorator]
    def set_attribute(self, module: object, name: str, value: object) -> None:
        self._live()

    @method(name="Exec")  # type: ignore[untyped-decorator]
    def execute(self, code: str) -> None:
        self._live()

    @method(name="CallUDF")  # type: ignore[untyped-decorator]
    def call(self, module: str, function: str, values: Any) -> object:
        self.asked.append([str(function), values])
        self._live()
        return self.answer


class Excel:
    """A workbook of ours in the interpreter."""

    def __init__(self, path: Path) -> None:
        self.app = ExcelApplication.open(str(path))
        for module in modules(("modBridge", "modButtons", "modFunctions", "modLibreOffice")):
            if module.name == "xlwings":
                continue
            source = re.sub(r"\bmod[A-Z]\w+\.", "", module.source.replace("\r\n", "\n"))
            source = source.replace("ThisWorkbook.IsAddin", "False")
            source = source.replace("Option Private Module\n", "")
            source = source.replace("Application.Cursor", "Pointer")
            # stood in for below
            source = re.sub(r"^Public Function TryImport.*?^End Function$", "", source,
                            flags=re.DOTALL | re.MULTILINE)  # fmt: skip
            source = source.replace("Attribute VB_Name", "'")
            self.app.add_module(source, name=module.name)
        self.app.add_module(STAND_INS, name="modStandIns")

    def run(self, macro: str, *arguments: object) -> Any:
        return self.app.run(macro, *arguments)

    def set_up(self, place: str = "C:\\CCHC\\python.exe", code: int = 0, failure: str = "") -> None:
        self.run("SetUp", place, code, failure)

    def log(self) -> list[str]:
        return [line for line in str(self.run("TakeLog")).split("|") if line]


@pytest.fixture
def excel(tmp_path: Path) -> Excel:
    path = tmp_path / "so.xlsx"
    build_workbook(path, loader.load("chodon-xa-2024"), blank_content("chodon-xa-2024"))
    return Excel(path)


def is_no_answer(value: object) -> bool:
    return bool(value == VBAErrorValue(NO_ANSWER))


CALLS: list[tuple[str, tuple[object, ...]]] = [
    ("CCHC_TYLE", (1, 3, 2)),
    ("CCHC_KIEMTRA", ("khoa", 1, 3)),
    ("CCHC_SO", ("12,5",)),
]


@pytest.mark.parametrize(("name", "arguments"), CALLS)
def test_without_a_server_a_function_is_a_real_error_and_starts_nothing(
    name: str, arguments: tuple[object, ...], excel: Excel
) -> None:
    excel.set_up()
    assert is_no_answer(excel.run(name, *arguments))
    assert excel.log() == []


@pytest.mark.parametrize(("name", "arguments"), CALLS)
def test_with_a_server_a_function_is_one_call_and_its_answer(
    name: str, arguments: tuple[object, ...], excel: Excel
) -> None:
    server = Server()
    excel.set_up()
    excel.run("LiveWith", server)
    excel.run("KiemTra")
    server.probes = 0
    assert excel.run(name, *arguments) == 12.5
    assert [function for function, _ in server.asked] == [name]
    assert server.probes == 0


@pytest.mark.parametrize(("name", "arguments"), CALLS)
def test_an_answer_that_is_none_becomes_a_real_error(
    name: str, arguments: tuple[object, ...], excel: Excel
) -> None:
    excel.set_up()
    excel.run("LiveWith", Server("#N/A"))
    excel.run("KiemTra")
    assert is_no_answer(excel.run(name, *arguments))


@pytest.mark.parametrize(("name", "arguments"), CALLS)
def test_a_server_that_died_is_asked_once_and_never_started_by_a_function(
    name: str, arguments: tuple[object, ...], excel: Excel
) -> None:
    server = Server()
    excel.set_up()
    excel.run("LiveWith", server)
    excel.run("KiemTra")
    excel.log()
    server.is_dead = True
    for _ in range(3):
        assert is_no_answer(excel.run(name, *arguments))
    assert len(server.asked) == 1
    assert excel.log() == []


def test_the_first_click_tries_starts_and_runs_and_the_next_one_only_runs(excel: Excel) -> None:
    excel.set_up()
    excel.run("LiveWith", Server())
    command = "run:import cchc_xl.excel.buttons; cchc_xl.excel.buttons.kiem_tra()"
    excel.run("KiemTra")
    assert excel.log() == ["try", "start", command]
    excel.run("KiemTra")
    assert excel.log() == [command]


def test_a_click_after_the_server_died_tries_and_starts_again(excel: Excel) -> None:
    server = Server()
    excel.set_up()
    excel.run("LiveWith", server)
    excel.run("KiemTra")
    excel.log()
    server.is_dead = True
    excel.run("CCHC_SO", "1")
    excel.run("LiveWith", Server())
    excel.run("TongHop")
    assert [line.partition(":")[0] for line in excel.log()] == ["try", "start", "run"]


@pytest.mark.parametrize("place", ["", "C:\\CCHC\\khong-co.exe"])
def test_without_python_a_click_says_so_and_starts_nothing(place: str, excel: Excel) -> None:
    excel.set_up(place)
    excel.run("KiemTra")
    [line] = excel.log()
    assert line.startswith("warn:")
    assert "chưa cài" in line


def test_a_python_that_cannot_load_is_told_at_once_and_never_made_a_server(excel: Excel) -> None:
    excel.set_up(code=1)
    excel.run("KiemTra")
    tried, told = excel.log()
    assert tried == "try"
    assert told.startswith("fail:")
    assert "%TEMP%\\cchc-xl-start.log" in told


def test_a_server_that_cannot_start_is_tried_once_and_buttons_still_work(excel: Excel) -> None:
    excel.set_up()
    for expected in (["try", "start", "run"], ["run"]):
        excel.run("XuatPdf")
        assert [line.partition(":")[0] for line in excel.log()] == expected
    assert is_no_answer(excel.run("CCHC_SO", "1"))


def test_an_error_of_python_is_told_with_its_last_words(excel: Excel) -> None:
    excel.set_up(failure="ModuleNotFoundError: cchc_xl")
    excel.run("LiveWith", Server())
    excel.run("TaoTepGui")
    told = excel.log()[-1]
    assert told.startswith("fail:")
    assert told.endswith("ModuleNotFoundError: cchc_xl")


def test_help_opens_the_guide_without_python(excel: Excel) -> None:
    excel.set_up("")
    excel.run("HuongDan")
    assert excel.app.evaluate("ActiveSheet.Name") == "Hướng dẫn"
    assert excel.log() == []


def test_another_workbook_is_left_alone(tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "khac.xlsx"
    openpyxl.Workbook().save(path)
    other = Excel(path)
    other.set_up()
    other.run("KiemTra")
    [line] = other.log()
    assert line.startswith("warn:Sổ đang mở không phải sổ báo cáo CCHC")


def test_the_program_gets_its_status_bar_and_pointer_back(excel: Excel) -> None:
    excel.set_up(failure="lỗi")
    excel.run("LiveWith", Server())
    excel.run("KiemTra")
    assert excel.app.evaluate("Application.StatusBar") is False
    assert excel.app.evaluate("Pointer") == -4143
    assert excel.app.evaluate("Application.ScreenUpdating") is True
