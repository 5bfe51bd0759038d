"""This PC and this user: folders, registry, and what only Windows can do."""

import ctypes
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .registry import NoRegistry, Registry
from .words import SetupError

PRODUCT = "CCHC-XL"
_DOCUMENTS = "{FDD39AD0-238F-46AF-ADB4-6C85480369C7}"
_DESKTOP = "{B4BFCC3A-DB2C-424C-B029-7FE99A87C641}"
_SECONDS = 180


@dataclass(frozen=True, slots=True)
class Answer:
    """How a program ended, and its last words where it was not asked to write them elsewhere."""

    code: int
    words: str


def run_program(command: list[str]) -> Answer:
    """Run a program to its end; a program that hangs is a failure, never a hang of ours.

    Its words go through a file: a pipe would stay open as long as anything it started lives.
    """
    with tempfile.TemporaryFile() as said:
        try:
            code = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                timeout=_SECONDS,
                check=False,
            ).returncode
        except (OSError, subprocess.TimeoutExpired) as error:
            return Answer(-1, str(error))
        said.seek(0)
        return Answer(code, said.read()[-2000:].decode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Machine:
    """Where things are for this user. ``interpreter``: the program inside a version's folder."""

    local: Path  # %LOCALAPPDATA%
    shared: Path  # %ProgramData%
    addins: Path  # the user's own add-in folder of Office
    documents: Path
    desktop: Path
    registry: Registry
    run: Callable[[list[str]], Answer]
    make_shortcut: Callable[[Path, Path], None]  # the shortcut, what it opens
    make_private: Callable[[Path], None]  # only this user may write there afterwards
    is_excel_open: Callable[[], bool]
    interpreter: str = "python/python.exe"

    @property
    def home(self) -> Path:
        """The user's folder of ours: settings, log, how to remove it. Any letters may be in it."""
        return self.local / PRODUCT

    @property
    def config(self) -> Path:
        """The file in which the macros look for Python."""
        return self.home / "xlwings.conf"

    @property
    def workbooks(self) -> Path:
        """Where the blank workbooks are laid for the user."""
        return self.documents / "Sổ báo cáo CCHC"


def this_machine() -> Machine:
    """The PC it runs on. Raises `SetupError` where Windows does not say where things belong."""
    environment = os.environ
    return Machine(
        local=_folder(environment, "LOCALAPPDATA"),
        shared=_folder(environment, "ProgramData"),
        addins=_folder(environment, "APPDATA") / "Microsoft" / "AddIns",
        documents=_known_folder(_DOCUMENTS, "Documents"),
        desktop=_known_folder(_DESKTOP, "Desktop"),
        registry=_registry(),
        run=run_program,
        make_shortcut=_make_shortcut,
        make_private=_make_private,
        is_excel_open=_is_excel_open,
    )


def _folder(environment: Mapping[str, str], name: str) -> Path:
    value = environment.get(name, "")
    if not value:
        raise SetupError(
            f"Windows không cho biết thư mục %{name}% của người dùng này. Hãy đăng xuất, đăng nhập "
            "lại rồi chạy lại; nếu vẫn vậy, nhờ bộ phận CNTT xem giúp."
        )
    return Path(value)


def _registry() -> Registry:
    if sys.platform == "win32":
        from .registry import WindowsRegistry

        return WindowsRegistry()
    return NoRegistry()


def _known_folder(number: str, name: str) -> Path:
    """A folder that users and OneDrive move; under the profile where Windows does not answer."""
    if sys.platform == "win32":
        import uuid

        guid = (ctypes.c_ubyte * 16).from_buffer_copy(uuid.UUID(number).bytes_le)
        found = ctypes.c_wchar_p()
        code = ctypes.windll.shell32.SHGetKnownFolderPath(
            ctypes.byref(guid), 0, None, ctypes.byref(found)
        )
        if code == 0 and found.value:
            return Path(found.value)
    return Path(os.environ.get("USERPROFILE") or Path.home()) / name


def _is_excel_open() -> bool:
    if sys.platform == "win32":
        return bool(ctypes.windll.user32.FindWindowW("XLMAIN", None))
    return False


def _make_shortcut(shortcut: Path, target: Path) -> None:
    """Through the shell's own interface: VBScript's cannot write Vietnamese names."""
    if sys.platform == "win32":
        import pythoncom
        from win32com.shell import shell

        link = pythoncom.CoCreateInstance(
            shell.CLSID_ShellLink, None, pythoncom.CLSCTX_INPROC_SERVER, shell.IID_IShellLink
        )
        link.SetPath(str(target))
        link.SetDescription("Sổ báo cáo cải cách hành chính")
        link.QueryInterface(pythoncom.IID_IPersistFile).Save(str(shortcut), 0)


def _make_private(folder: Path) -> None:
    """Nobody but this user, the system and administrators may put files there."""
    if sys.platform == "win32":
        import win32api
        import win32con
        import win32security

        token = win32security.OpenProcessToken(win32api.GetCurrentProcess(), win32con.TOKEN_QUERY)
        user = win32security.GetTokenInformation(token, win32security.TokenUser)[0]
        owners = [win32security.ConvertSidToStringSid(user), "S-1-5-18", "S-1-5-32-544"]
        grants = [f"*{sid}:(OI)(CI)F" for sid in owners]
        answer = run_program(["icacls", str(folder), "/inheritance:r", "/grant:r", *grants])
        if answer.code:
            raise OSError(answer.words)
