"""Defined names of a document."""

from typing import Any

from xlwings import base_classes

from cchc_xl.calc.cells import Range
from cchc_xl.calc.contracts import BookLike
from cchc_xl.calc.uno_bridge import cell_address, formula_parser


class Names(base_classes.Names):
    """The document's own names (a sheet's own names are not offered)."""

    def __init__(self, book: BookLike) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self.book.doc.NamedRanges

    def __len__(self) -> int:
        return int(self.api.Count)

    def contains(self, key: int | str) -> bool:
        return self.api.hasByName(key) if isinstance(key, str) else 0 < key <= len(self)

    def __call__(self, key: int | str) -> "Name":
        if not self.contains(key):
            raise KeyError(key)
        found = self.api.getByIndex(key - 1) if isinstance(key, int) else self.api.getByName(key)
        return Name(self.book, found)

    def add(self, name: str, refers_to: str) -> "Name":
        start = cell_address(0, 0, 0)
        self.api.addNewByName(name, "", start, 0)
        parser = formula_parser(self.book.doc)
        self.api.getByName(name).setTokens(parser.parseFormula(refers_to.lstrip("="), start))
        return self(name)


class Name(base_classes.Name):
    """One defined name."""

    def __init__(self, book: BookLike, found: Any) -> None:
        self.book = book
        self._found = found

    @property
    def api(self) -> Any:
        return self._found

    @property
    def name(self) -> str:
        return str(self._found.Name)

    @name.setter
    def name(self, value: str) -> None:
        self._found.setName(value)

    @property
    def refers_to(self) -> str:
        parser = formula_parser(self.book.doc)
        return f"={parser.printFormula(self._found.getTokens(), cell_address(0, 0, 0))}"

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        start = cell_address(0, 0, 0)
        self._found.setTokens(formula_parser(self.book.doc).parseFormula(value[1:], start))

    @property
    def refers_to_range(self) -> Range:
        at = self._found.ReferredCells.RangeAddress
        sheet = self.book.sheets(at.Sheet + 1)
        return Range(sheet, at.StartRow + 1, at.StartColumn + 1, at.EndRow + 1, at.EndColumn + 1)

    def delete(self) -> None:
        self.book.doc.NamedRanges.removeByName(self.name)
