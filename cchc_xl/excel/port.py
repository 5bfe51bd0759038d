"""What xlwings' core does not offer, behind one small port with an implementation per program.

`ComPort` speaks to Excel on Windows through ``.api``; LibreOffice's lives in `cchc_xl.calc.port`
and is registered from there. Every argument is an xlwings object.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

from cchc_xl.excel.cell_rule import CellRule
from cchc_xl.workbook.text_fit import count_lines


@dataclass(frozen=True, slots=True)
class Protection:
    """How a sheet is protected: what a user may still do on it. ``has_password`` bars us too."""

    has_password: bool = False
    objects: bool = False
    scenarios: bool = False
    format_cells: bool = False
    format_columns: bool = False
    format_rows: bool = False
    insert_columns: bool = False
    insert_rows: bool = False
    insert_hyperlinks: bool = False
    delete_columns: bool = False
    delete_rows: bool = False
    sort: bool = False
    autofilter: bool = False
    pivot_tables: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """How cells look; None leaves a property as it is. Colours are ``#RRGGBB``."""

    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    size: float | None = None
    font: str | None = None
    ink: str | None = None
    fill: str | None = None
    wrap: bool | None = None
    top: bool | None = None  # text at the top of the cell
    centred: bool | None = None
    boxed: str | None = None  # colour of thin lines around every cell


@dataclass(frozen=True, slots=True)
class Condition:
    """A look that follows a formula, written for the first cell of the area."""

    formula: str
    ink: str | None = None
    fill: str | None = None
    bold: bool | None = None
    boxed: str | None = None  # colour of thin lines around every cell


class Port(Protocol):
    """What the buttons need beyond xlwings' core."""

    #: False where a sheet that was unprotected cannot be given back its own permissions.
    keeps_protection: bool

    def save_copy(self, book: Any, path: Path) -> None:
        """Write the workbook as it stands to another place; it keeps its own name and state."""

    def unprotect(self, sheet: Any) -> None:
        """Lift a protection without password. Raises where there is a password."""

    def protect(self, sheet: Any, protection: Protection) -> None:
        """Protect again, with the same permissions."""

    def set_rule(self, area: Any, rule: CellRule) -> None:
        """Replace the native validation of cells."""

    def set_locked(self, area: Any, locked: bool) -> None:
        """Lock or free cells of a protected sheet."""

    def fit_note(self, area: Any, text: str) -> None:
        """Make the box of a cell's note as large as its text."""

    def set_look(self, area: Any, look: Look) -> None:
        """Format cells."""

    def set_conditions(self, area: Any, conditions: Sequence[Condition]) -> None:
        """Replace the conditional formats of an area."""

    def set_filter(self, area: Any) -> None:
        """Put filter buttons on an area's first row; every line is shown."""

    def drop_filter(self, sheet: Any) -> None:
        """Take the filter buttons away; every line is shown."""

    def export_pdf(self, sheet: Any, path: Path) -> None:
        """Write one sheet's pages."""

    def pick_folder(self, app: Any, title: str, start: Path | None) -> Path | None:
        """Let the user choose a folder, beginning at ``start``; None when nothing was chosen."""

    def pick_file(
        self, app: Any, title: str, start: Path | None, kind: tuple[str, str]
    ) -> Path | None:
        """Let the user choose a file of a kind (words, ``*.docx``); None for nothing chosen."""

    def open_book(self, app: Any, path: Path) -> None:
        """Open a workbook we wrote, in front of the user. Raises where the program refuses."""

    def show_rows(self, sheet: Any, rows: tuple[int, int], hidden: Sequence[int]) -> None:
        """Show a run of rows (1-based, both ends) but for those hidden."""

    def show_column(self, sheet: Any, column: str) -> None:
        """Show a hidden column."""

    def set_page_breaks(self, sheet: Any, rows: Sequence[int]) -> None:
        """Replace the page breaks set by hand: a page ends after each of the rows."""

    def set_print_area(self, sheet: Any, address: str) -> None:
        """What of the sheet is printed."""


_PORTS: dict[str, Port] = {}


def register_port(engine: str, port: Port) -> None:
    """Say who speaks for an xlwings engine beside Excel's own."""
    _PORTS[engine] = port


def port_of(engine: str) -> Port:
    """The port of an xlwings engine; Excel on Windows where nobody registered one."""
    return _PORTS.get(engine) or ComPort()


_VALIDATION = {"any": 0, "whole": 1, "decimal": 2, "list": 3}
_ALERTS = {"stop": 1, "warning": 2, "information": 3}
_BETWEEN, _AT_LEAST = 1, 7
_XL_EXPRESSION = 2
_XL_TOP, _XL_CENTER = -4160, -4108
_XL_UNDERLINE, _XL_NO_UNDERLINE = 2, -4142
_XL_CONTINUOUS = 1
_XL_TYPE_PDF = 0
_MSO_FILE_PICKER, _MSO_FOLDER_PICKER, _CHOSEN = 3, 4, -1


_NOTE_WIDTH, _NOTE_LINE, _NOTE_HIGHEST = 225, 13, 315  # points
_NOTE_CHARACTERS, _NOTE_SIZE = 40, 10


class ComPort:
    """Excel on Windows, through COM."""

    keeps_protection = True

    def save_copy(self, book: Any, path: Path) -> None:
        book.api.SaveCopyAs(str(path))

    def unprotect(self, sheet: Any) -> None:
        sheet.api.Unprotect("")

    def protect(self, sheet: Any, protection: Protection) -> None:
        sheet.api.Protect(
            Password="",
            DrawingObjects=not protection.objects,
            Contents=True,
            Scenarios=not protection.scenarios,
            AllowFormattingCells=protection.format_cells,
            AllowFormattingColumns=protection.format_columns,
            AllowFormattingRows=protection.format_rows,
            AllowInsertingColumns=protection.insert_columns,
            AllowInsertingRows=protection.insert_rows,
            AllowInsertingHyperlinks=protection.insert_hyperlinks,
            AllowDeletingColumns=protection.delete_columns,
            AllowDeletingRows=protection.delete_rows,
            AllowSorting=protection.sort,
            AllowFiltering=protection.autofilter,
            AllowUsingPivotTables=protection.pivot_tables,
        )

    def set_rule(self, area: Any, rule: CellRule) -> None:
        validation = area.api.Validation
        validation.Delete()
        kind = _VALIDATION[rule.kind]
        alert = _ALERTS.get(rule.alert, 1)
        if rule.kind == "any":
            validation.Add(kind, alert)
        elif rule.kind == "list":
            source = rule.formula1
            quoted = source.startswith('"')
            validation.Add(kind, alert, _BETWEEN, source.strip('"') if quoted else f"={source}")
        elif rule.operator == "between":
            validation.Add(kind, alert, _BETWEEN, rule.formula1, rule.formula2)
        else:
            validation.Add(kind, alert, _AT_LEAST, rule.formula1)
        validation.IgnoreBlank = True
        validation.InputTitle = rule.input_title
        validation.InputMessage = rule.input_message
        validation.ErrorTitle = rule.error_title
        validation.ErrorMessage = rule.error_message
        validation.ShowInput = True
        validation.ShowError = True

    def set_locked(self, area: Any, locked: bool) -> None:
        area.api.Locked = locked

    def fit_note(self, area: Any, text: str) -> None:
        shape = area.api.Comment.Shape
        shape.Width = _NOTE_WIDTH
        lines = count_lines(text, _NOTE_CHARACTERS, _NOTE_SIZE)
        shape.Height = min(_NOTE_LINE * (lines + 2), _NOTE_HIGHEST)

    def set_look(self, area: Any, look: Look) -> None:
        cells = area.api
        font = cells.Font
        _set(font, "Bold", look.bold)
        _set(font, "Italic", look.italic)
        _set(font, "Size", look.size)
        _set(font, "Name", look.font)
        if look.underline is not None:
            font.Underline = _XL_UNDERLINE if look.underline else _XL_NO_UNDERLINE
        if look.ink is not None:
            font.Color = excel_color(look.ink)
        if look.fill is not None:
            cells.Interior.Color = excel_color(look.fill)
        _set(cells, "WrapText", look.wrap)
        if look.top is not None:
            cells.VerticalAlignment = _XL_TOP if look.top else _XL_CENTER
        if look.centred:
            cells.HorizontalAlignment = _XL_CENTER
        if look.boxed is not None:
            cells.Borders.LineStyle = _XL_CONTINUOUS
            cells.Borders.Color = excel_color(look.boxed)

    def set_conditions(self, area: Any, conditions: Sequence[Condition]) -> None:
        # Relative references in a condition count from the active cell, hence R1C1-free formulas
        # with absolute columns, and the area's own sheet in front.
        area.sheet.activate()
        area.select()
        area.api.FormatConditions.Delete()
        for condition in conditions:
            made = area.api.FormatConditions.Add(Type=_XL_EXPRESSION, Formula1=condition.formula)
            made.StopIfTrue = False
            if condition.ink is not None:
                made.Font.Color = excel_color(condition.ink)
            if condition.bold is not None:
                made.Font.Bold = condition.bold
            if condition.fill is not None:
                made.Interior.Color = excel_color(condition.fill)
            if condition.boxed is not None:
                made.Borders.LineStyle = _XL_CONTINUOUS
                made.Borders.Color = excel_color(condition.boxed)

    def set_filter(self, area: Any) -> None:
        self.drop_filter(area.sheet)
        area.api.AutoFilter()

    def drop_filter(self, sheet: Any) -> None:
        sheet.api.AutoFilterMode = False

    def export_pdf(self, sheet: Any, path: Path) -> None:
        sheet.api.ExportAsFixedFormat(_XL_TYPE_PDF, str(path))

    def pick_folder(self, app: Any, title: str, start: Path | None) -> Path | None:
        dialog = app.api.FileDialog(_MSO_FOLDER_PICKER)
        dialog.Title = title
        return _chosen(dialog, start)

    def pick_file(
        self, app: Any, title: str, start: Path | None, kind: tuple[str, str]
    ) -> Path | None:
        dialog = app.api.FileDialog(_MSO_FILE_PICKER)
        dialog.Title = title
        dialog.AllowMultiSelect = False
        dialog.Filters.Clear()
        dialog.Filters.Add(*kind)
        return _chosen(dialog, start)

    def open_book(self, app: Any, path: Path) -> None:
        app.api.Workbooks.Open(str(path))

    def show_rows(self, sheet: Any, rows: tuple[int, int], hidden: Sequence[int]) -> None:
        sheet.api.Rows(f"{rows[0]}:{rows[1]}").Hidden = False
        for first, last in runs(hidden):
            sheet.api.Rows(f"{first}:{last}").Hidden = True

    def show_column(self, sheet: Any, column: str) -> None:
        sheet.api.Columns(f"{column}:{column}").Hidden = False

    def set_page_breaks(self, sheet: Any, rows: Sequence[int]) -> None:
        sheet.api.ResetAllPageBreaks()
        for row in rows:
            sheet.api.HPageBreaks.Add(sheet.api.Rows(f"{row + 1}:{row + 1}"))

    def set_print_area(self, sheet: Any, address: str) -> None:
        sheet.api.PageSetup.PrintArea = address


def _chosen(dialog: Any, start: Path | None) -> Path | None:
    if start is not None:
        dialog.InitialFileName = f"{start}\\"
    if dialog.Show() != _CHOSEN:
        return None
    return Path(dialog.SelectedItems.Item(1))


def runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring numbers as (first, last)."""
    for _, run in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0]):
        found = [number for _, number in run]
        yield found[0], found[-1]


def excel_color(color: str) -> int:
    """``#RRGGBB`` as Excel's number, blue first."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return red | green << 8 | blue << 16


def _set(target: Any, name: str, value: Any) -> None:
    if value is not None:
        setattr(target, name, value)
