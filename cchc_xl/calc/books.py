"""Documents open in a LibreOffice."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

from xlwings import base_classes

from cchc_xl.calc.contracts import AppLike
from cchc_xl.calc.names import Names
from cchc_xl.calc.sheets import Range, Sheets
from cchc_xl.calc.uno_bridge import load_uno, properties, to_url

#: Names of LibreOffice's export filters by the extension of the file to write.
FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".pdf": "calc_pdf_Export",
}
_NO_MACROS = 0


class Books(base_classes.Books):
    """The documents opened or adopted here; the one used last is the active one."""

    def __init__(self, app: AppLike) -> None:
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
        """A document that is already open. Those its user closed meanwhile are forgotten."""
        self._books = [book for book in self._books if book.is_open]
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
    def is_open(self) -> bool:
        """False once somebody closed the document."""
        try:
            return bool(self.doc.RuntimeUID)
        except Exception:  # LibreOffice answers no question about it any more
            return False

    @property
    def app(self) -> AppLike:
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
