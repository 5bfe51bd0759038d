"""LibreOffice itself."""

import contextlib
import os
from collections.abc import Iterator
from typing import Any

from xlwings import base_classes

from cchc_xl.calc.books import Books
from cchc_xl.calc.office import Office
from cchc_xl.calc.sheets import Range
from cchc_xl.calc.uno_bridge import enum

_OK, _YES_NO = 1, 3  # com.sun.star.awt.MessageBoxButtons
_PRESSED_YES = 2  # com.sun.star.awt.MessageBoxResults


class Apps(base_classes.Apps):
    """Every LibreOffice started or joined by this process; the first is the active one."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self._apps: list[App] = []

    def add(
        self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None
    ) -> "App":
        app = App(self, Office(visible=bool(visible)))
        self.join(app)
        if add_book is None or add_book:
            app.books.add()
        return app

    def join(self, app: "App") -> None:
        """Put an app in front."""
        self._apps.insert(0, app)

    def leave(self, app: "App") -> None:
        """Forget an app that ended."""
        with contextlib.suppress(ValueError):
            self._apps.remove(app)

    def keys(self) -> list[int]:
        return [app.pid for app in self._apps]

    @staticmethod
    def cleanup() -> None:
        """Nothing is left behind that would need cleaning."""

    def __iter__(self) -> Iterator["App"]:
        return iter(list(self._apps))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> "App":
        for app in self._apps:
            if app.pid == pid:
                return app
        raise KeyError(pid)


class App(base_classes.App):
    """One LibreOffice.

    Screen updating and the status bar do nothing without a window, but what was set is kept in
    ``screen_history`` and ``status_history``; ``messages`` are the texts of message boxes, answered
    with ``answers`` in turn, then with what a user would press to go on.
    """

    display_alerts = True
    enable_events = True
    interactive = True
    cut_copy_mode = False
    version = "16.0"
    hwnd = 0
    startup_path = ""

    def __init__(self, apps: Apps, office: Office | None, context: Any = None) -> None:
        self.apps = apps
        self.office = office
        self.context = office.context if office else context
        self.desktop = office.desktop if office else self.service("frame.Desktop")
        self._books = Books(self)
        self.screen_history: list[bool] = []
        self.status_history: list[Any] = []
        self.messages: list[str] = []
        self.answers: list[str] = []

    @classmethod
    def of_context(cls, apps: Apps, context: Any) -> "App":
        """A LibreOffice that somebody else started and will end."""
        app = cls(apps, None, context)
        apps.join(app)
        return app

    def service(self, name: str) -> Any:
        """A service of this LibreOffice: ``awt.Toolkit``, ``ui.dialogs.FolderPicker``."""
        manager = self.context.ServiceManager
        return manager.createInstanceWithContext(f"com.sun.star.{name}", self.context)

    @property
    def books(self) -> Books:
        return self._books

    @property
    def is_guest(self) -> bool:
        """True where this LibreOffice is not ours to end."""
        return self.office is None

    @property
    def engine(self) -> Any:
        return self.apps.engine

    @property
    def pid(self) -> int:
        return self.office.pid if self.office else os.getpid()

    @property
    def api(self) -> Any:
        return self.desktop

    xl = api

    @property
    def path(self) -> str:
        return ""

    @property
    def visible(self) -> bool:
        return True

    @visible.setter
    def visible(self, visible: bool) -> None:
        """A window is shown or not from the start."""

    @property
    def screen_updating(self) -> bool:
        return self.screen_history[-1] if self.screen_history else True

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        self.screen_history.append(bool(value))

    @property
    def status_bar(self) -> Any:
        return self.status_history[-1] if self.status_history else False

    @status_bar.setter
    def status_bar(self, value: Any) -> None:
        self.status_history.append(value)

    @property
    def calculation(self) -> str:
        book = self.books.active
        automatic = book is None or book.doc.isAutomaticCalculationEnabled()
        return "automatic" if automatic else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        for book in self.books:
            book.doc.enableAutomaticCalculation(value != "manual")

    def calculate(self) -> None:
        for book in self.books:
            book.doc.calculateAll()

    @property
    def selection(self) -> Range | None:
        book = self.books.active
        return None if book is None else book.selection

    def activate(self, steal_focus: bool = False) -> None:
        """A private LibreOffice has no window to bring forward."""

    def alert(self, prompt: Any, title: Any, buttons: Any, mode: Any, callback: Any) -> str:
        self.messages.append(str(prompt))
        if self.answers:
            return self.answers.pop(0)
        asked = str(buttons or "ok").startswith("yes")
        if self.is_guest and self.interactive:
            return self._show_box(str(prompt), str(title or ""), asked=asked)
        return "yes" if asked else "ok"

    def _show_box(self, prompt: str, title: str, *, asked: bool) -> str:
        """A message box in front of the user's own window."""
        book = self.books.active
        controller = book.doc.CurrentController if book else None
        if controller is None:  # nobody looks at this document
            return "yes" if asked else "ok"
        window = controller.Frame.ContainerWindow
        kind = enum("awt.MessageBoxType", "QUERYBOX" if asked else "INFOBOX")
        buttons = _YES_NO if asked else _OK
        box = self.service("awt.Toolkit").createMessageBox(window, kind, buttons, title, prompt)
        try:
            pressed = box.execute()
        finally:
            box.dispose()
        return ("yes" if pressed == _PRESSED_YES else "no") if asked else "ok"

    def run(self, macro: str, args: tuple[Any, ...]) -> Any:
        """Run a Basic macro of the active document ("Standard.Module1.Name")."""
        url = f"vnd.sun.star.script:{macro}?language=Basic&location=document"
        if self.books.active is None:
            raise ValueError("no document is open")
        script = self.books.active.doc.getScriptProvider().getScript(url)
        return script.invoke(tuple(args), (), ())[0]

    def quit(self) -> None:
        """Close our documents; end LibreOffice if we started it."""
        for book in list(self.books):
            if self.office is None:
                self.books.forget(book)
            else:
                book.close()
        self.kill()

    def kill(self) -> None:
        if self.office is not None:
            self.office.stop()
        self.apps.leave(self)
