"""LibreOffice itself and the documents open in it."""

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

from xlwings import base_classes

from cchc_xl.calc.names import Names
from cchc_xl.calc.office import Office
from cchc_xl.calc.sheets import Range, Sheets
from cchc_xl.calc.uno_bridge import enum, load_uno, properties, to_url

#: Names of LibreOffice's export filters by the extension of the file to write.
FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".pdf": "calc_pdf_Export",
}
_NO_MACROS = 0
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
        self.desktop = (
            office.desktop
            if office
            else self.context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", self.context
            )
        )
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

    @property
    def books(self) -> "Books":
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
        frame = self.desktop.getCurrentFrame()
        if frame is None:
            return "yes" if asked else "ok"
        toolkit = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.awt.Toolkit", self.context
        )
        kind = enum("awt.MessageBoxType", "QUERYBOX" if asked else "INFOBOX")
        buttons = _YES_NO if asked else _OK
        box = toolkit.createMessageBox(frame.ContainerWindow, kind, buttons, title, prompt)
        pressed = box.execute()
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


class Books(base_classes.Books):
    """The documents opened or adopted here; the one used last is the active one."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._books: list[Book] = []
        self._unsaved = 0

    @property
    def api(self) -> Any:
        return self.app.desktop

    @property
    def active(self) -> "Book | None":
        return self._books[-1] if self._books else None

    def __len__(self) -> int:
        return len(self._books)

    def __iter__(self) -> Iterator["Book"]:
        return iter(list(self._books))

    def __call__(self, key: int | str) -> "Book":
        if isinstance(key, int):
            return self._books[key - 1]
        for book in self._books:
            if key.lower() in (book.name.lower(), book.fullname.lower()):
                return book
        raise KeyError(key)

    def add(self) -> "Book":
        return self._load("private:factory/scalc")

    def open(self, fullname: str, *_: Any, **__: Any) -> "Book":
        path = Path(fullname).resolve()
        if not path.is_file():
            raise FileNotFoundError(f"Không có tệp {path}")
        return self._load(to_url(path))

    def adopt(self, document: Any) -> "Book":
        """A document that is already open."""
        for book in self._books:
            if book.doc.RuntimeUID == document.RuntimeUID:
                self.bring_forward(book)
                return book
        self._books.append(Book(self, document, self._next_name(document)))
        return self._books[-1]

    def bring_forward(self, book: "Book") -> None:
        """Make a document the active one."""
        self._books.remove(book)
        self._books.append(book)

    def forget(self, book: "Book") -> None:
        """Leave a document alone from now on."""
        self._books.remove(book)

    def _load(self, url: str) -> "Book":
        document = self.app.desktop.loadComponentFromURL(
            url, "_blank", 0, properties(Hidden=True, MacroExecutionMode=_NO_MACROS)
        )
        if document is None or not document.supportsService(
            "com.sun.star.sheet.SpreadsheetDocument"
        ):
            if document is not None:
                document.close(True)
            raise ValueError(f"LibreOffice không mở được {PurePath(url).name} thành bảng tính")
        return self.adopt(document)

    def _next_name(self, document: Any) -> str:
        if not document.hasLocation():
            self._unsaved += 1
        return f"Book{self._unsaved}"


class Book(base_classes.Book):
    """One document."""

    def __init__(self, books: Books, document: Any, unsaved_name: str) -> None:
        self.books = books
        self.doc = document
        self._unsaved_name = unsaved_name

    @property
    def app(self) -> App:
        return self.books.app

    @property
    def api(self) -> Any:
        return self.doc

    @property
    def path(self) -> str | None:
        """Where the document lies on the disk; None for an unsaved one."""
        if not self.doc.hasLocation():
            return None
        return str(load_uno().fileUrlToSystemPath(self.doc.getLocation()))

    @property
    def name(self) -> str:
        return PurePath(self.path).name if self.path else self._unsaved_name

    @property
    def fullname(self) -> str:
        return self.path or self._unsaved_name

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    @property
    def selection(self) -> Range | None:
        """The selected cells; the first area of several. None where something else is selected."""
        controller = self.doc.CurrentController
        found = controller.getSelection() if controller else None
        if found is None:
            return None
        if found.supportsService("com.sun.star.sheet.SheetCellRanges"):
            found = found.getByIndex(0) if found.Count else None
        if found is None or not found.supportsService("com.sun.star.table.CellRange"):
            return None
        at = found.RangeAddress
        sheet = self.sheets(at.Sheet + 1)
        return Range(sheet, at.StartRow + 1, at.StartColumn + 1, at.EndRow + 1, at.EndColumn + 1)

    def activate(self) -> None:
        self.books.bring_forward(self)

    def close(self) -> None:
        self.doc.setModified(False)
        self.doc.close(True)
        self.books.forget(self)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Write the document, by its extension; raises ``ValueError`` for one never saved."""
        if path is None:
            if not self.doc.hasLocation():
                raise ValueError("Sổ chưa được lưu lần nào: cần tên tệp")
            self.doc.store()
            return
        self.doc.storeAsURL(to_url(path), properties(FilterName=self.filter_for(path)))

    def save_copy(self, path: str) -> None:
        """Write a copy; the document itself keeps its place and its unsaved changes."""
        self.doc.storeToURL(to_url(path), properties(FilterName=self.filter_for(path)))

    def to_pdf(self, path: str, quality: Any = None) -> None:
        self.doc.storeToURL(to_url(path), properties(FilterName=FILTERS[".pdf"]))

    @staticmethod
    def filter_for(path: str) -> str:
        """The export filter for a file's extension. Raises ``ValueError`` for an unknown one."""
        suffix = re.sub(r"^.*(?=\.)", "", str(path)).lower()
        if suffix not in FILTERS:
            raise ValueError(f"LibreOffice ghi được {', '.join(FILTERS)}, không ghi được {suffix}")
        return FILTERS[suffix]
