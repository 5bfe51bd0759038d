"""LibreOffice in a real window, with a hand on the mouse.

::

    with Window() as window:
        book = ClickedBook(window, path)
        said = book.click("Trang chính", "Kiểm tra")
        assert book.text("Kết quả kiểm tra", "A2").startswith("Đã kiểm tra")

A button is found where the screen has it (LibreOffice's accessibility tree tells), clicked with the
mouse, and the message boxes that follow are read and answered with the mouse as well. Nothing waits
longer than it must: while a macro runs LibreOffice answers nobody, and a box is there or not.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from cchc_xl.calc.install import install
from cchc_xl.calc.office import Office
from cchc_xl.calc.uno_bridge import properties, to_url
from tests.calc_host import why_unavailable
from tests.clicks.nodes import ALERT, DIALOG, LABEL, PUSH_BUTTON, STATIC, TEXT, Node
from tests.clicks.screen import Screen, why_no_screen

SECONDS = 60
_LOOKS_EVERY = 0.05
_NUDGED_EVERY = 0.4
_UNNOTICED = 2.0  # seconds after which a click on a message box is tried again
_TRIES = 5
_ALWAYS = 4  # com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN

#: No greeting, no appeal above the sheet; macros run, as in an office that allows them.
_SETTINGS = {
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel"): "0",
    ("org.openoffice.Setup/Product", "ooSetupLastVersion"): "99",
    ("org.openoffice.Setup/Product", "LastTimeDonateShown"): "4000000000",
    ("org.openoffice.Setup/Product", "LastTimeGetInvolvedShown"): "4000000000",
    ("org.openoffice.Office.UI.Sidebar/General", "MinimumWidth"): "50",
}


class NotSeenError(AssertionError):
    """What was waited for did not come."""


def why_no_clicks() -> str | None:
    """Say what is missing for clicking, in Vietnamese; None if nothing is."""
    return why_unavailable() or why_no_screen() or _why_no_scripts()


def _why_no_scripts() -> str | None:
    """LibreOffice must run Python scripts, with a Python of the version that runs the tests."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    program = Path(soffice or "").resolve().parent
    if not (program / "pythonscript.py").is_file():
        return (
            "LibreOffice chưa chạy được script Python: cài gói libreoffice-script-provider-python"
        )
    own = program / "python"
    python = str(own) if own.exists() else "/usr/bin/python3"
    asked = [python, "-c", "import sys; print(*sys.version_info[:2], sep='.')"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    ours = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if found != ours:
        return f"LibreOffice dùng Python {found or '?'}, phép thử chạy bằng Python {ours}"
    return None


def _system_path() -> str:
    """PATH without virtual environments: LibreOffice's Python would take one for its own home."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(f for f in folders if not (Path(f).parent / "pyvenv.cfg").is_file())


@dataclass(frozen=True)
class Typed:
    """An answer written with the keyboard into a field, then a button pressed; ASCII only.

    As it stands, for LibreOffice's own window to choose a folder: ``Typed("/thu-muc/da-nhan")``.
    """

    text: str
    field: str = "Path:"
    button: str = "Select"


Answer = str | Typed  # the words on the button to press, or what to type


class Window:
    """One LibreOffice with a window on a screen of its own; the buttons' Python installed."""

    def __init__(self, *, width: int = 1500, height: int = 1000, plugin: str = "gen") -> None:
        self.screen = Screen(width, height)
        self.folder = Path(tempfile.mkdtemp(prefix="cchc-bam-"))
        try:
            self.office = Office(
                locale="vi-VN",
                visible=True,
                settings=_SETTINGS,
                prepare=install,
                environment={
                    **self.screen.environment,
                    "PATH": _system_path(),
                    "SAL_USE_VCLPLUGIN": plugin,
                    "XDG_STATE_HOME": str(self.folder / "nhật ký"),
                    "HOME": str(self.folder),
                    "PYTHONDONTWRITEBYTECODE": "1",
                },
            )
        except BaseException:
            self.screen.close()
            raise
        manager = self.office.context.ServiceManager
        self._documents: list[Any] = []
        self._toolkit = manager.createInstanceWithContext(
            "com.sun.star.awt.Toolkit", self.office.context
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End LibreOffice without saving anything, then the screen; may be called twice."""
        for document in list(self._documents):
            self.close_document(document)
        self.office.stop()
        self.screen.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def load(self, path: Path) -> Any:
        """Load a workbook into a window that fills the screen, its macros allowed."""
        document = self.office.desktop.loadComponentFromURL(
            to_url(path), "_blank", 0, properties(MacroExecutionMode=_ALWAYS)
        )
        return self._in_front(document)

    def opened(self, path: Path) -> Any:
        """The window of a workbook that a button opens by itself; waits for it."""

        def found() -> Any:
            for document in self.office.desktop.Components:
                if getattr(document, "URL", "") == to_url(path) and document.CurrentController:
                    return document
            return None

        return self._in_front(self.wait(f"Sổ {path.name} mở ra", found))

    def _in_front(self, document: Any) -> Any:
        self._documents.append(document)
        frame = document.CurrentController.Frame
        frame.ContainerWindow.setPosSize(0, 0, self.screen.width, self.screen.height, 15)
        frame.ContainerWindow.toFront()
        return document

    def service(self, name: str) -> Any:
        """A service of this LibreOffice."""
        context = self.office.context
        return context.ServiceManager.createInstanceWithContext(f"com.sun.star.{name}", context)

    def close_document(self, document: Any) -> None:
        """Forget a document without saving; one that was changed would ask before it goes."""
        self._documents.remove(document)
        with contextlib.suppress(Exception):  # LibreOffice may be gone already
            document.setModified(False)
            document.close(True)

    def dialogs(self) -> list[Dialog]:
        """Windows that wait for an answer; the last to come first."""
        found = []
        for number in range(self._toolkit.TopWindowCount):
            top = self._toolkit.getTopWindow(number)
            node = Node.of(top) if top.isVisible() else None
            if node is not None and node.role in (ALERT, DIALOG):
                found.append(Dialog(self, top, node))
        return found

    def wait(self, what: str, until: Callable[[], Any], seconds: float = SECONDS) -> Any:
        """Look again until ``until`` gives something. Raises `NotSeenError` if it never does."""
        begun = nudged = time.monotonic()
        while not (found := until()):
            now = time.monotonic()
            if now > begun + seconds:
                raise NotSeenError(f"{what}: không thấy sau {seconds:.0f} giây")
            if now > nudged + _NUDGED_EVERY:
                # Our questions may take a click off the wire while LibreOffice's own loop goes on
                # sleeping beside it; whatever comes next wakes it up.
                self.screen.nudge()
                nudged = now
            time.sleep(_LOOKS_EVERY)
        return found


class Dialog:
    """A window in front that wants an answer."""

    def __init__(self, window: Window, top: Any, node: Node) -> None:
        self._window = window
        self._top = top
        self._node = node

    @property
    def words(self) -> str:
        """Title apart, everything that is written in it."""
        labels = (LABEL, STATIC, TEXT)
        return "\n".join(n.name for n in self._node.all() if n.role in labels and n.name)

    def answer(self, answer: Answer) -> None:
        """Press a button by its words, or type; back when the window is gone."""
        if isinstance(answer, Typed):
            field = self._window.wait(f"Ô {answer.field}", lambda: self._field(answer.field))
            self._window.screen.click(*field.middle)
            self._window.screen.write_over(answer.text)
        self._press(answer.button if isinstance(answer, Typed) else answer)
        self._window.wait(f"Hộp đóng sau khi trả lời {answer}", lambda: not self._is_open)

    def _press(self, words: str) -> None:
        """Click on the button; once more if the window was not ready to notice."""
        for _ in range(_TRIES):
            if not self._is_open:
                return
            at = self._window.wait(f"Nút {words}", lambda: self._resting_place(words))
            self._window.screen.click(*at)
            with contextlib.suppress(NotSeenError):
                self._window.wait("Hộp đóng", lambda: not self._is_open, _UNNOTICED)
                return

    def _resting_place(self, words: str) -> tuple[int, int] | None:
        """Where the button is, once the window no longer moves."""
        first = self._button(words)
        if first is None:
            return None
        before = first.middle
        time.sleep(_LOOKS_EVERY)
        again = self._button(words)
        return before if again is not None and again.middle == before else None

    @property
    def _is_open(self) -> bool:
        try:
            return bool(self._top.isVisible())
        except Exception:  # gone for good
            return False

    def _field(self, words: str) -> Node | None:
        fields = (node for node in self._node.all() if node.role == TEXT and node.name == words)
        return next((node for node in fields if node.is_visible), None)

    def _button(self, words: str) -> Node | None:
        for node in self._node.all():
            if node.role == PUSH_BUTTON and node.name.replace("~", "") == words:
                return node if node.is_visible else None
        return None
