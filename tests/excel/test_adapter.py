"""The adapter keeps to its written-down subset; what leaves it cannot become a formula."""

from __future__ import annotations

import ast
import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from cchc_xl.excel import live_book
from cchc_xl.excel.inspection import SheetFacts
from cchc_xl.excel.live_book import XLWINGS_SUBSET, Formula
from cchc_xl.workbook.grids import RawCell

FOLDER = Path(live_book.__file__).parent
MAY_IMPORT_XLWINGS = {"__init__.py", "live_book.py", "udfs.py", "wrappers.py"}
MAY_USE_API = {"port.py"}

#: Every public name of the objects that xlwings hands out.
XLWINGS_NAMES = {
    name
    for kind in (
        xw.App,
        xw.Book,
        xw.Sheet,
        xw.Range,
        type(xw.books),
        xw.main.Sheets,
        xw.main.Note,
        xw.main.Names,
        xw.main.Font,
        xw.main.RangeRows,
        xw.main.RangeColumns,
    )
    for name in dir(kind)
    if not name.startswith("_")
}


def attributes(tree: ast.AST) -> set[str]:
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def defined_in(tree: ast.AST) -> set[str]:
    """Names that the module's own classes define: methods and fields."""
    own: set[str] = set()
    for kind in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        for node in kind.body:
            if isinstance(node, ast.FunctionDef):
                own.add(node.name)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                own.add(node.target.id)
    return own


def test_live_book_uses_the_listed_names_of_xlwings_and_no_other() -> None:
    tree = ast.parse((FOLDER / "live_book.py").read_text("utf-8"))
    used = attributes(tree) & XLWINGS_NAMES
    assert used - defined_in(tree) <= XLWINGS_SUBSET
    assert attributes(tree) >= XLWINGS_SUBSET, "listed but not used"


def test_the_list_at_the_head_names_what_the_code_may_use() -> None:
    words = set((live_book.__doc__ or "").replace("`", " ").replace("[name]", "").split())
    missing = {name for name in XLWINGS_SUBSET if not any(word.startswith(name) for word in words)}
    assert not missing


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_only_the_adapter_speaks_to_xlwings(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    imports = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    if path.name not in MAY_IMPORT_XLWINGS:
        assert not {name for name in imports if name.split(".")[0] == "xlwings"}
    if path.name not in MAY_USE_API | MAY_IMPORT_XLWINGS:
        assert not {"api", "impl"} & attributes(tree)


class Cells:
    """Stands for a range: keeps what is assigned to its value."""

    def __init__(self) -> None:
        self.value: Any = None

    def options(self, **_: Any) -> Cells:
        return self


class Sheets(dict[str, Any]):
    """Stands for a workbook, its sheets and its app at once."""

    def __init__(self) -> None:
        self.cells = Cells()
        self.sheets = self
        self.app = self.engine = self
        self.name = "uno"

    def __getitem__(self, name: str) -> Any:
        return self

    def range(self, *_: Any) -> Cells:
        return self.cells


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3", "@SUM(1)", "'x", "1.1", "08", "a"])
def test_every_text_is_written_as_a_text(text: str) -> None:
    book: Any = Sheets()
    live_book.LiveBook(book).write("Trang", (1, 1), [[text, Formula("=A1"), 2.5, None, ""]])
    assert book.cells.value == [[f"'{text}", "=A1", 2.5, None, None]]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, None),
        ("", None),
        ("chữ", "chữ"),
        (2.0, 2.0),
        (True, True),
        (Decimal("12.5"), 12.5),  # a cell in a currency format
        ("#N/A", RawCell(None, error="#N/A")),
        (dt.datetime(2024, 3, 5), dt.date(2024, 3, 5)),
        (dt.datetime(2024, 3, 5, 8), dt.datetime(2024, 3, 5, 8)),
        (dt.datetime(1899, 12, 30, 8), dt.time(8)),
    ],
)
def test_values_mean_what_the_file_reader_makes_of_them(value: Any, cell: Any) -> None:
    assert live_book._grid_cell(value, (0, 0), SheetFacts()) == cell


def test_a_typed_error_word_is_a_text_and_a_percentage_is_marked() -> None:
    facts = SheetFacts(texts={(0, 0)}, percents={(1, 0)})
    assert live_book._grid_cell("#N/A", (0, 0), facts) == "#N/A"
    assert live_book._grid_cell(1.0, (1, 0), facts) == RawCell(1.0, percent=True)
