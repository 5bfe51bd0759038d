"""xlwings' own VBA module, made fit: one branch of its `#If`s, only what we call, our decisions.

The text is read from the installed package, so that it names the very DLL that version brings.
xlwings is BSD-3-Clause; the notice at the head of its module stays. Nothing of its paid part is
reached: what would lead there is taken out. Each change names the text it replaces, and a version
that reads otherwise stops the build instead of being changed wrongly.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import util
from pathlib import Path

from cchc_xl.macro.vba_text import procedures, reachable, resolve_conditions

MODULE = "xlwings"
#: What our own modules call.
ROOTS = frozenset({"RunPython", "XLPy", "KillPy", "GetConfig", "FileExists", "ParentFolder",
                   "WScript"})  # fmt: skip

_DECIDED: dict[str, bool | str] = {
    "App": "Microsoft Excel",
    "VBA7": True,  # Excel 2010 and later
    "Win64": True,  # 32-bit Excel is served beside it, see _declarations
    "Mac": False,
    "MAC_OFFICE_VERSION": False,
}


@dataclass(frozen=True, slots=True)
class _Change:
    """In ``procedure`` the text that ``pattern`` finds, ``times`` times, becomes ``new``."""

    procedure: str
    pattern: str
    new: str
    times: int = 1


def _literally(procedure: str, old: str, new: str, times: int = 1) -> _Change:
    return _Change(procedure, re.escape(old), new, times)


_CHANGES = (
    # The folder of a workbook is no place to import Python from: files there come by e-mail …
    _literally("RunPython", 'GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "true")', '"false"'),
    _literally("XLPyCommand", 'GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "true")', '"false"'),
    # … nor to take the path of an interpreter from.
    _Change("GetConfig", r" *' Directory Config\n(.*\n)*?(?= *' User Config)", ""),
    # An empty setting, or a workbook whose path holds ";", would do so all the same: no path at all
    # is handed over, and -P keeps the current folder out. Our package comes first: it sees to it
    # that xlwings starts light.
    _literally(
        "ExecuteWindows",
        'import xlwings.utils;xlwings.utils.prepare_sys_path(\\""" & PYTHONPATH & "\\""); " & ',
        '" & ',
    ),
    _literally("ExecuteWindows", " -B -c ", " -P -B -c "),
    _literally(
        "XLPyCommand",
        'import xlwings.utils;xlwings.utils.prepare_sys_path(\\""" & PYTHONPATH & "\\"");',
        "import cchc_xl.excel;",
    ),
    _literally("XLPyCommand", " -B -c ", " -P -B -c "),
    # Code kept in sheets belongs to the paid part.
    _Change("RunPython", r" *' Check for embedded(.*\n)*?(?= *If uses_embedded_code)", ""),
    _Change("RunPython", r" *' PythonCommand with embedded(.*\n)*?(?= *' Call Python)", ""),
    # The server that the bridge started, if there is one; the workbook in front, for the add-in.
    _literally("RunPython", 'GetConfig("USE UDF SERVER", False)', "modBridge.HasServer()"),
    _literally("RunPython", "XLPy.", "modBridge.Server.", 3),
    _literally("RunPython", '"BOOK_CALLER", ThisWorkbook', '"BOOK_CALLER", modBridge.CurrentBook'),
    _literally("ExecuteWindows", '"""" & ThisWorkbook.Name', '"""" & modBridge.CurrentBook.Name'),
    # Environ is ANSI: "C:\\Users\\Nguyễn" comes out wrong.
    _literally("ExecuteWindows", 'Environ("Temp")', 'WScript.ExpandEnvironmentStrings("%TEMP%")'),
    _literally(
        "ExecuteWindows",
        'MsgBox "Could not find Interpreter!", vbCritical',
        'modBridge.KeepError "INTERPRETER_WIN"',
    ),
    _literally("CheckConda", "MsgBox ", "modBridge.KeepError "),
)

#: Procedures with a body of our own.
_REPLACED = {
    "GetConfigFilePath": """Function GetConfigFilePath() As String
    GetConfigFilePath = modBridge.ConfigFile()
End Function""",
    # Open and GetAttr are ANSI, and the user's folder may be "C:\\Users\\Nguyễn".
    "FileExistsOnWindows": """Function FileExistsOnWindows(ByVal FileSpec As String) As Boolean
    FileExistsOnWindows = CreateObject("Scripting.FileSystemObject").FileExists(FileSpec)
End Function""",
    "GetConfigFromFile": """Function GetConfigFromFile(sFile As String, sName As String, \
Optional sValue As String) As Boolean
    Dim words As String, lines As Variant, parts As Variant, i As Long
    words = CreateObject("Scripting.FileSystemObject").OpenTextFile(sFile, 1).ReadAll
    lines = Split(Replace(words, vbCr, ""), vbLf)
    For i = LBound(lines) To UBound(lines)
        parts = Split(lines(i), Chr(34) & "," & Chr(34))
        If UBound(parts) = 1 Then
            If LCase(parts(0)) = Chr(34) & LCase(sName) Then
                sValue = Left(parts(1), Len(parts(1)) - 1)
                GetConfigFromFile = True
                Exit Function
            End If
        End If
    Next i
End Function""",
    "ShowError": """Sub ShowError(FileName As String, Optional Message As String = "")
    modBridge.KeepError Message, FileName
End Sub""",
}

_DECLARED = """Private Declare PtrSafe Function XLPyActivate64 Lib "xlwings64-{0}.dll" \
Alias "XLPyDLLActivateAuto" (ByRef Result As Variant, ByVal Config As String, \
ByVal mode As Long) As Long
Private Declare PtrSafe Function XLPyActivate32 Lib "xlwings32-{0}.dll" \
Alias "XLPyDLLActivateAuto" (ByRef Result As Variant, ByVal Config As String, \
ByVal mode As Long) As Long
{1}"""

_CHOOSERS = """
Private Function XLPyDLLName() As String
    XLPyDLLName = IIf(modBridge.Is64Bit(), "xlwings64-{0}.dll", "xlwings32-{0}.dll")
End Function

Private Function XLPyDLLActivateAuto(ByRef Result As Variant, ByVal Config As String, \
ByVal mode As Long) As Long
    If modBridge.Is64Bit() Then
        XLPyDLLActivateAuto = XLPyActivate64(Result, Config, mode)
    Else
        XLPyDLLActivateAuto = XLPyActivate32(Result, Config, mode)
    End If
End Function
"""


class StockChangedError(Exception):
    """This version of xlwings reads otherwise than the changes expect."""


@lru_cache(maxsize=1)
def stock_module() -> str:
    """The module to ship, UTF-8 text with bare line feeds. Raises `StockChangedError`."""
    text = _source_file().read_text("utf-8").replace("\r\n", "\n")
    version = _once(r'Const XLWINGS_VERSION As String = "([\d.]+)"', text)
    notice = "\n".join(line for line in text.split("\n\n'Attribute")[0].split("\n")
                       if line.startswith("'"))  # fmt: skip
    outside, found = procedures(resolve_conditions(text, _DECIDED))
    for change in _CHANGES:
        name = change.procedure
        new = change.new.replace("\\", r"\\")
        found[name], times = re.subn(change.pattern, new, found.get(name, ""))
        if times != change.times:
            raise StockChangedError(f"xlwings {version}: {name}: {change.pattern!r} {times} times")
    for name, body in _REPLACED.items():
        if name not in found:
            raise StockChangedError(f"xlwings {version}: no procedure {name}")
        found[name] = body
    kept = reachable(set(ROOTS), found)
    body = "\n\n".join(_without_remarks(found[name]) for name in found if name in kept)
    if "xlwings.pro" in body:
        raise StockChangedError(f"xlwings {version}: the paid part is reached")
    return (
        f'Attribute VB_Name = "{MODULE}"\n{notice}\n'
        f"'Changed for CCHC-XL: see macros/README.md.\nOption Private Module\n"
        f"{_declarations(outside, version)}\n{_CHOOSERS.format(version)}\n{body}\n"
    )


def _without_remarks(text: str) -> str:
    """Without lines of comment: scanners for malware stumble over addresses in them."""
    return "\n".join(line for line in text.split("\n") if not re.match(r"\s*('|$)", line))


def _declarations(outside: str, version: str) -> str:
    """Both DLLs under names of their own: which one is called is decided when it is called."""
    if f'"xlwings64-{version}.dll"' not in outside:
        raise StockChangedError(f"xlwings {version}: no declaration of its DLL")
    loader = _once(r"(Private Declare PtrSafe Function LoadLibrary .*)", outside)
    constants = "\n".join(re.findall(r"^Public Const .*", outside, re.MULTILINE))
    return f"{_DECLARED.format(version, loader)}\n\n{constants}"


def _once(pattern: str, text: str) -> str:
    found: list[str] = re.findall(pattern, text)
    if len(found) != 1:
        raise StockChangedError(f"xlwings: {pattern!r} stands there {len(found)} times")
    return found[0]


def _source_file() -> Path:
    """The module inside the installed package, found without importing it."""
    spec = util.find_spec("xlwings")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("xlwings")
    return Path(spec.origin).with_name("xlwings.bas")
