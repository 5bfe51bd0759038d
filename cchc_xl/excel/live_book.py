"""The live workbook: the only place that speaks to xlwings.

The subset of xlwings that is used, and nothing else (a test compares this list with the code):

======== ==========================================================================================
Book     ``caller name fullname app sheets selection activate``
Sheets   ``[name]``, iteration, ``active``, ``add(name, after=)``
Sheet    ``name range activate used_range visible``
Range    ``options(ndim=2, err_to_str=True) value formula number_format note add_note select
         last_cell row column shape sheet rows autofit unmerge clear_formats column_width``
Note     ``text delete``
App      ``engine status_bar screen_updating alert version``
Engine   ``name``
======== ==========================================================================================

Whatever xlwings' core lacks (protection, validation with messages, conditional formats, filters, a
copy on the disk) goes through `cchc_xl.excel.port`.

A call to Excel from another process costs about a millisecond however many cells it carries. So
each sheet is read once, written in blocks, and every call is counted by sheet: `Calls`.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlwings as xw

from cchc_xl.excel.inspection import SheetFacts, inspect_book
from cchc_xl.excel.log import note_failure
from cchc_xl.excel.port import Port, port_of
from cchc_xl.workbook.grids import GridCell, RawCell, SheetGrid
from cchc_xl.workbook.layout import Column

#: Names of xlwings' attributes that this module may use.
XLWINGS_SUBSET = frozenset(
    {
        *("caller", "name", "fullname", "app", "sheets", "selection", "activate"),
        *("active", "add", "range", "used_range"),
        *("options", "value", "formula", "number_format", "note", "add_note", "select"),
        *("unmerge", "clear_formats", "column_width", "visible"),
        *("last_cell", "row", "column", "shape", "sheet", "rows", "autofit"),
        *("text", "delete"),
        *("engine", "status_bar", "screen_updating", "alert", "version"),
    }
)

_ERRORS = frozenset(
    {
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#BLOCKED!",
        "#CONNECT!",
        "#FIELD!",
        "#UNKNOWN!",
    }
)
_NO_DAY = (dt.date(1899, 12, 30), dt.date(1899, 12, 31), dt.date(1900, 1, 1))
_LAST_COLUMN = 9  # column I of a section sheet: the last that means anything to us


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula to write, with its ``=``; any other text is written as a text."""

    text: str


Written = str | float | int | bool | dt.date | Formula | None


@dataclass(slots=True)
class Calls:
    """Calls to the program during one click, by sheet.

    ``reads`` and ``writes`` are blocks of cells and stay within two and three a sheet, whatever
    its rows. ``marks`` are notes put on or taken off, ``repairs`` cells mended after a paste,
    ``setup`` the look of a sheet we made ourselves just now: they depend on what was found, not on
    rows. ``copies`` are copies written to the disk.
    """

    reads: Counter[str] = field(default_factory=Counter)
    writes: Counter[str] = field(default_factory=Counter)
    marks: Counter[str] = field(default_factory=Counter)
    repairs: Counter[str] = field(default_factory=Counter)
    setup: Counter[str] = field(default_factory=Counter)
    copies: int = 0


class LiveBook:
    """One open workbook."""

    def __init__(self, book: xw.Book) -> None:
        self._book = book
        self.port: Port = port_of(book.app.engine.name)
        self.calls = Calls()
        self._facts: dict[str, SheetFacts] | None = None

    @classmethod
    def caller(cls) -> "LiveBook":
        """The workbook whose button was pressed."""
        return cls(xw.Book.caller())

    # ----- the workbook -----------------------------------------------------------------------

    @property
    def name(self) -> str:
        """File name, or the program's own name for a workbook never saved."""
        return str(self._book.name)

    @property
    def path(self) -> Path | None:
        """Where it lies on this PC; None for one never saved or one opened from the network."""
        path = Path(self._book.fullname)
        return path if path.is_absolute() and path.parent.is_dir() else None

    @property
    def has_macros(self) -> bool:
        """True where cells may call our functions: they belong to the `.xlsm` itself."""
        return self.name.lower().endswith(".xlsm")

    @property
    def program(self) -> str:
        """The xlwings engine and the version of the program."""
        app = self._book.app
        return f"{app.engine.name} {app.version}"

    @property
    def sheet_names(self) -> list[str]:
        """Every sheet in order, hidden ones too."""
        return [str(sheet.name) for sheet in self._book.sheets]

    @property
    def active_sheet(self) -> str:
        """The sheet in front."""
        return str(self._book.sheets.active.name)

    @property
    def app(self) -> xw.App:
        """The program, for the port."""
        return self._book.app

    def save_copy(self, path: Path) -> None:
        """The workbook as it stands, unsaved changes included, to another place."""
        self.port.save_copy(self._book, path)

    def inspect(self, sheets: Iterable[str]) -> None:
        """Look at formats, notes, locks and permissions once; see `facts`."""
        self.calls.copies += 1
        self._facts = inspect_book(self._book, self.port, frozenset(sheets))

    @property
    def was_inspected(self) -> bool:
        """False where no copy could be made: formats and notes are unknown then."""
        return self._facts is not None

    def facts(self, sheet: str) -> SheetFacts:
        """What `inspect` found; nothing where there was no copy."""
        return (self._facts or {}).get(sheet) or SheetFacts()

    def open_other(self, path: Path) -> bool:
        """Open a workbook we wrote in front of this one; False where the program refuses."""
        try:
            self.port.open_book(self.app, path)
        except Exception:  # it lies there all the same, and the user is told where
            note_failure(f"open {path.name}")
            return False
        return True

    # ----- blocks of cells --------------------------------------------------------------------

    def read(self, name: str, columns: int = _LAST_COLUMN, rows: int | None = None) -> SheetGrid:
        """A sheet's values from A1 on: one call (two where its length is not known yet)."""
        sheet = self._book.sheets[name]
        facts = self.facts(name)
        last = rows or facts.rows
        if not last:
            self.calls.reads[name] += 1
            last = sheet.used_range.last_cell.row
        self.calls.reads[name] += 1
        area = sheet.range((1, 1), (max(last, 2), columns))
        values = area.options(ndim=2, err_to_str=True).value
        cells: list[list[GridCell]] = [
            [_grid_cell(value, (r, c), facts) for c, value in enumerate(row)]
            for r, row in enumerate(values)
        ]
        return SheetGrid(name, 0, 0, cells, None)

    def read_formulas(self, name: str, column: Column, first: int, last: int) -> list[str]:
        """One column's formulas from row to row; a cell without gives its value."""
        self.calls.reads[name] += 1
        area = self._book.sheets[name].range(f"{column}{first}:{column}{last}")
        found = area.formula
        rows = [found] if isinstance(found, str) else found
        return [str(row[0] if isinstance(row, list | tuple) else row) for row in rows]

    def write(self, name: str, at: tuple[int, int], rows: Sequence[Sequence[Written]]) -> None:
        """A block of cells, its first at (row, column), 1-based: one call."""
        self.calls.writes[name] += 1
        block = [[_outgoing(value) for value in row] for row in rows]
        height, width = len(block), len(block[0])
        sheet = self._book.sheets[name]
        area = sheet.range(at, (at[0] + height - 1, at[1] + width - 1))
        area.options(ndim=2).value = block

    def write_formula(self, name: str, address: str, formula: str) -> None:
        """One cell's formula, put back because somebody asked: counted as a repair."""
        self.calls.repairs[name] += 1
        self._book.sheets[name].range(address).formula = formula

    # ----- looks and places -------------------------------------------------------------------

    def area(self, name: str, address: str) -> xw.Range:
        """Cells for the port, which takes xlwings' own objects."""
        return self._book.sheets[name].range(address)

    def sheet(self, name: str) -> xw.Sheet:
        """A sheet for the port."""
        return self._book.sheets[name]

    def add_sheet(self, name: str, after: str | None = None) -> None:
        """A new sheet, at the end unless said."""
        names = self.sheet_names
        self._book.sheets.add(name, after=self._book.sheets[after or names[-1]])

    def fit_rows(self, name: str, first: int, last: int) -> None:
        """Let rows be as high as their text: one call."""
        self.calls.writes[name] += 1
        self._book.sheets[name].range(f"A{first}:A{last}").rows.autofit()

    def clear_looks(self, name: str, merged: str, address: str) -> None:
        """Take merged cells apart and formats away: for a sheet that is ours."""
        self.area(name, merged).unmerge()
        self.area(name, address).clear_formats()

    def set_width(self, name: str, column: str, width: float) -> None:
        """Width of a column, in characters."""
        self.area(name, f"{column}1").column_width = width

    def extent(self, name: str) -> tuple[int, int]:
        """The last row and column that hold anything: one read."""
        self.calls.reads[name] += 1
        last = self._book.sheets[name].used_range.last_cell
        return last.row, last.column

    def set_visible(self, name: str, *, visible: bool) -> None:
        """Show or hide a sheet of ours."""
        self.calls.setup[name] += 1
        self._book.sheets[name].visible = visible

    def show_rows(self, name: str, rows: tuple[int, int], hidden: Sequence[int]) -> None:
        """Show a run of rows but for some of them."""
        self.calls.setup[name] += 2
        self.port.show_rows(self.sheet(name), rows, hidden)

    def show_column(self, name: str, column: str) -> None:
        """Show a hidden column."""
        self.calls.setup[name] += 1
        self.port.show_column(self.sheet(name), column)

    def break_pages(self, name: str, rows: Sequence[int]) -> None:
        """End a page after each of the rows, and nowhere else by hand."""
        self.calls.setup[name] += 1 + len(rows)
        self.port.set_page_breaks(self.sheet(name), rows)

    def set_print_area(self, name: str, address: str) -> None:
        """What of a sheet is printed."""
        self.calls.setup[name] += 1
        self.port.set_print_area(self.sheet(name), address)

    def set_number_format(self, name: str, address: str, code: str) -> None:
        """Number format of cells."""
        self.area(name, address).number_format = code

    def show(self, name: str, address: str = "A1") -> None:
        """Bring a sheet to the front and select a cell."""
        sheet = self._book.sheets[name]
        sheet.activate()
        sheet.range(address).select()

    def selected(self) -> tuple[str, int, int, int, int] | None:
        """Sheet, first and last row, first and last column of the selection."""
        area = self._book.selection
        if area is None:
            return None
        height, width = area.shape
        row, column = area.row, area.column
        return str(area.sheet.name), row, row + height - 1, column, column + width - 1

    # ----- notes ------------------------------------------------------------------------------

    def add_note(self, name: str, address: str, text: str) -> None:
        """Put a note on a cell that has none."""
        self.calls.marks[name] += 1
        area = self.area(name, address)
        area.add_note(text)
        self.port.fit_note(area, text)

    def delete_note(self, name: str, address: str) -> None:
        """Take a note off."""
        self.calls.marks[name] += 1
        note = self.area(name, address).note
        if note is not None:
            note.delete()

    # ----- talking to the user ----------------------------------------------------------------

    def say_progress(self, words: str | None) -> None:
        """The status bar; None gives it back to the program."""
        self._book.app.status_bar = False if words is None else words

    def set_screen_updating(self, on: bool) -> bool:
        """Switch drawing on or off; the state it had."""
        before = bool(self._book.app.screen_updating)
        self._book.app.screen_updating = on
        return before

    def tell(self, words: str, *, critical: bool = False) -> None:
        """A message box."""
        self._book.app.alert(words, TITLE, "ok", "critical" if critical else "info")

    def ask(self, words: str) -> bool:
        """A question; True for yes."""
        return self._book.app.alert(words, TITLE, "yes_no", "info") == "yes"


TITLE = "CCHC"


def _grid_cell(value: Any, place: tuple[int, int], facts: SheetFacts) -> GridCell:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        if value in _ERRORS and place not in facts.texts:
            return RawCell(None, error=value)
        return value
    if isinstance(value, Decimal):  # Excel gives cells in a currency format so
        value = float(value)
    if isinstance(value, dt.datetime):
        return _plain_date(value)
    if isinstance(value, float) and place in facts.percents:
        return RawCell(value, percent=True)
    found: GridCell = value
    return found


def _plain_date(value: dt.datetime) -> dt.date | dt.datetime | dt.time:
    if value.date() in _NO_DAY and value.time() != dt.time():
        return value.time()
    return value.date() if value.time() == dt.time() else value.replace(tzinfo=None)


def _outgoing(value: Written) -> Any:
    """What the program is given: an apostrophe keeps every text a text."""
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, str):
        return f"'{value}" if value else None
    return value
