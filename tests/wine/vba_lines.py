"""The command lines that the shipped VBA makes, taken from the VBA itself.

xlwings' module as it stands in every .xlsm runs in pyOpenVBA's interpreter; only what belongs to
Excel or to the PC is stood in for.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pyopenvba.apps.excel import ExcelApplication  # type: ignore[import-untyped]

from cchc_xl.macro.project import modules
from cchc_xl.macro.stock import stock_module
from cchc_xl.macro.vba_text import procedures

_SHIPPED = ("XLPyCommand", "RunPython", "ExecuteWindows", "ParentFolder")
_BRIDGE = ("TryImport",)
_EXCELS = {
    "ThisWorkbook.FullName": "BookPath",
    "modBridge.CurrentBook.Name": "BookName",
    "modBridge.HasServer()": "False",
    "modBridge.": "",
    'Application.Path & "\\" & Application.Name': '"C:\\Office\\Microsoft Excel"',
    "Application.Hwnd": "Window",
    "WScript.Run(": "RunProgram(",
    "WScript.ExpandEnvironmentStrings": "Expanded",
    "Kill LOG_FILE": "",
}
_STAND_INS = """
Public BookPath As String, BookName As String, Python As String, Window As String
Public Ran As String

Public Sub SetUp(ByVal path As String, ByVal name As String, ByVal place As String, ByVal h As String)
    BookPath = path
    BookName = name
    Python = place
    Window = h
End Sub

Public Function GetConfig(key, Optional other)
    If key = "INTERPRETER_WIN" Then
        GetConfig = Python
    ElseIf IsMissing(other) Then
        GetConfig = ""
    Else
        GetConfig = other
    End If
End Function

Public Function FileExists(path)
    FileExists = True
End Function

Public Function Expanded(words)
    Expanded = "C:\\windows\\temp"
End Function

Public Function CreateGUID()
    CreateGUID = "11111111-2222-3333-4444-555555555555"
End Function

Public Function CheckConda(path)
    CheckConda = False
End Function

Public Sub KeepError(words, Optional other)
End Sub

Public Sub ShowError(words, Optional other)
End Sub

Public Function RunProgram(command, style, waits)
    Ran = command
    RunProgram = 0
End Function

Public Function TakeRan()
    TakeRan = Ran
End Function
"""  # noqa: E501


class ShippedVba:
    """The VBA of one workbook on a PC: ``interpreter`` is what xlwings.conf says."""

    def __init__(self, workbook: str, interpreter: str, window: int = 0) -> None:
        self._app = _interpreter()
        self._interpreter = interpreter
        name = workbook.rpartition("\\")[2]
        self._app.run("SetUp", workbook, name, interpreter, str(window))

    def server_command(self) -> str:
        """What ``XLPyDLLActivateAuto`` is given."""
        return str(self._app.run("XLPyCommand"))

    def trial_command(self) -> str:
        """What the first click runs before it dares to ask for a server."""
        self._app.run("TryImport", self._interpreter)
        return str(self._app.run("TakeRan"))

    def button_command(self, python: str) -> str:
        """What ``WScript.Shell.Run`` is given when a button has no server."""
        self._app.run("RunPython", python)
        return str(self._app.run("TakeRan"))


def config_reader() -> str:
    """What finds and reads xlwings.conf, as VBScript: the shipped VBA without its types."""
    _, found = procedures(stock_module())
    [bridge] = [module for module in modules(("modBridge",)) if module.name == "modBridge"]
    _, own = procedures(bridge.source.replace("\r\n", "\n"))
    text = "\n\n".join([own["ConfigFile"], *(found[name] for name in _READING)])
    text = re.sub(r" As \w+", "", text.replace("Optional ", ""))
    text = text.replace("FileExists(path)", "FileExistsOnWindows(path)").replace("Next i", "Next")
    return text.replace("WScript.Expand", "shell.Expand") + _ASKED


_ASKED = """
Dim shell, answer, found
Set shell = CreateObject("WScript.Shell")
Set answer = CreateObject("Scripting.FileSystemObject").CreateTextFile(WScript.Arguments(0), True, True)
answer.WriteLine ConfigFile()
GetConfigFromFile ConfigFile(), "INTERPRETER_WIN", found
answer.WriteLine found
answer.Close
"""  # noqa: E501


_READING = ("FileExistsOnWindows", "GetConfigFromFile")


@cache
def _interpreter() -> Any:
    import openpyxl

    _, found = procedures(stock_module())
    text = "\n\n".join(found[name] for name in _SHIPPED)
    [bridge] = [module for module in modules(("modBridge",)) if module.name == "modBridge"]
    _, found = procedures(bridge.source.replace("\r\n", "\n"))
    text += "\n\n" + "\n\n".join(found[name] for name in _BRIDGE)
    text = re.sub(r"^.*modBridge\.Server\..*$", "", text, flags=re.MULTILINE)  # not taken here
    for old, new in _EXCELS.items():
        assert old in text, old
        text = text.replace(old, new)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "so.xlsx"
        openpyxl.Workbook().save(path)
        app = ExcelApplication.open(str(path))
    app.add_module(_STAND_INS, name="modStandIns")
    app.add_module(text, name="modShipped")
    return app
