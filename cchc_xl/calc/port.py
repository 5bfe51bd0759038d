"""What the buttons need beyond xlwings' core, on LibreOffice.

LibreOffice can lift and set a sheet's protection but cannot give back the single permissions
(filtering, formatting columns …): `keeps_protection` says so, and the buttons then leave locked
cells of a protected sheet alone where they can.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cchc_xl.calc.cell_parts import as_number
from cchc_xl.calc.contracts import ENGINE_NAME
from cchc_xl.calc.uno_bridge import (
    cell_address,
    enum,
    formula_parser,
    from_url,
    properties,
    struct,
    to_url,
    typed,
)
from cchc_xl.excel.cell_rule import CellRule
from cchc_xl.excel.port import Condition, Look, Protection, register_port, runs

_KINDS = {"any": "ANY", "whole": "WHOLE", "decimal": "DECIMAL", "list": "LIST"}
_ALERTS = {"stop": "STOP", "warning": "WARNING", "information": "INFO"}
_AS_THE_USER_SET = 3  # com.sun.star.document.MacroExecMode.USE_CONFIG
_CHOSEN = 1  # com.sun.star.ui.dialogs.ExecutableDialogResults.OK
_NOTE_WIDTH, _NOTE_HEIGHT = 9_000, 1_000  # hundredths of a millimetre; the height grows
_HAIR = 26  # a thin line, in hundredths of a millimetre


class PasswordError(RuntimeError):
    """The sheet is protected with a password."""


class UnoPort:
    """LibreOffice Calc."""

    keeps_protection = False

    def save_copy(self, book: Any, path: Path) -> None:
        book.impl.save_copy(str(path))

    def unprotect(self, sheet: Any) -> None:
        sheet.api.unprotect("")
        if sheet.api.isProtected():
            raise PasswordError(sheet.name)

    def protect(self, sheet: Any, protection: Protection) -> None:
        sheet.api.protect("")

    def set_rule(self, area: Any, rule: CellRule) -> None:
        cells = area.api
        made = cells.Validation
        made.Type = enum("sheet.ValidationType", _KINDS[rule.kind])
        between = rule.operator == "between"
        made.setOperator(enum("sheet.ConditionOperator", "BETWEEN" if between else "GREATER_EQUAL"))
        made.setFormula1(self._list_source(rule.formula1) if rule.kind == "list" else rule.formula1)
        made.setFormula2(rule.formula2)
        made.IgnoreBlankCells = True
        made.ErrorAlertStyle = enum("sheet.ValidationAlertStyle", _ALERTS.get(rule.alert, "STOP"))
        made.ShowErrorMessage = rule.kind != "any"
        made.ErrorTitle, made.ErrorMessage = rule.error_title, rule.error_message
        made.ShowInputMessage = bool(rule.input_message)
        made.InputTitle, made.InputMessage = rule.input_title, rule.input_message
        cells.Validation = made

    @staticmethod
    def _list_source(source: str) -> str:
        """Literal options as Calc wants them, each in quotes: ``"0";"1"``."""
        if not source.startswith('"'):
            return source
        options = source.strip('"').split(",")
        return ";".join(f'"{option}"' for option in options)

    def set_locked(self, area: Any, locked: bool) -> None:
        protection = area.api.CellProtection
        protection.IsLocked = locked
        area.api.CellProtection = protection

    def fit_note(self, area: Any, text: str) -> None:
        """LibreOffice makes the box high enough, but as narrow as a column: a wider one is read."""
        note = area.api.getCellByPosition(0, 0).Annotation
        note.AnnotationShape.setSize(struct("awt.Size", Width=_NOTE_WIDTH, Height=_NOTE_HEIGHT))

    def set_look(self, area: Any, look: Look) -> None:
        cells = area.api
        if look.bold is not None:
            cells.CharWeight = 150.0 if look.bold else 100.0
        if look.italic is not None:
            cells.CharPosture = enum("awt.FontSlant", "ITALIC" if look.italic else "NONE")
        if look.underline is not None:
            cells.CharUnderline = 1 if look.underline else 0
        if look.size is not None:
            cells.CharHeight = look.size
        if look.font is not None:
            cells.CharFontName = look.font
        if look.ink is not None:
            cells.CharColor = as_number(look.ink)
        if look.fill is not None:
            cells.CellBackColor = as_number(look.fill)
        if look.wrap is not None:
            cells.IsTextWrapped = look.wrap
        if look.top is not None:
            cells.VertJustify = 1 if look.top else 2
        if look.centred:
            cells.HoriJustify = enum("table.CellHoriJustify", "CENTER")
        if look.boxed is not None:
            line = _thin(look.boxed)
            border = cells.TableBorder2
            for side in (
                "TopLine",
                "BottomLine",
                "LeftLine",
                "RightLine",
                "HorizontalLine",
                "VerticalLine",
            ):
                setattr(border, side, line)
                setattr(border, f"Is{side}Valid", True)
            cells.TableBorder2 = border

    def set_conditions(self, area: Any, conditions: Sequence[Condition]) -> None:
        book = area.sheet.book
        _add_styles(area, conditions)
        made = area.api.ConditionalFormat
        made.clear()
        at = area.api.RangeAddress
        start = cell_address(at.Sheet, at.StartColumn, at.StartRow)
        parser = formula_parser(book.api)
        for condition in conditions:
            tokens = parser.parseFormula(condition.formula.removeprefix("="), start)
            made.addNew(
                properties(
                    Operator=enum("sheet.ConditionOperator", "FORMULA"),
                    Formula1=typed("[]com.sun.star.sheet.FormulaToken", tokens),
                    SourcePosition=start,
                    StyleName=_style_name(area, condition),
                )
            )
        area.api.ConditionalFormat = made

    def set_filter(self, area: Any) -> None:
        self.drop_filter(area.sheet)
        ranges = area.sheet.book.api.DatabaseRanges
        name = f"__CCHC_{area.sheet.index}"
        if ranges.hasByName(name):
            ranges.removeByName(name)
        ranges.addNewByName(name, area.api.RangeAddress)
        ranges.getByName(name).AutoFilter = True

    def drop_filter(self, sheet: Any) -> None:
        ranges = sheet.book.api.DatabaseRanges
        index = sheet.api.RangeAddress.Sheet
        for found in (ranges.getByIndex(number) for number in range(ranges.Count)):
            if found.DataArea.Sheet == index and found.AutoFilter:
                self._show_all(found, sheet)
                found.AutoFilter = False
        self._drop_unnamed(sheet)

    @staticmethod
    def _show_all(found: Any, sheet: Any) -> None:
        found.getFilterDescriptor().setFilterFields(())
        found.refresh()
        at = found.DataArea
        rows = sheet.api.getCellRangeByPosition(0, at.StartRow, 0, at.EndRow).Rows
        rows.IsVisible = True

    def _drop_unnamed(self, sheet: Any) -> None:
        """The sheet's own nameless range, which is what a filter of an Excel file becomes."""
        unnamed = sheet.book.api.getPropertyValue("UnnamedDatabaseRanges")
        index = sheet.api.RangeAddress.Sheet
        if unnamed.hasByTable(index):
            found = unnamed.getByTable(index)
            if found.AutoFilter:
                self._show_all(found, sheet)
                found.AutoFilter = False

    def export_pdf(self, sheet: Any, path: Path) -> None:
        sheet.impl.to_pdf(str(path))

    def pick_folder(self, app: Any, title: str, start: Path | None) -> Path | None:
        dialog = app.impl.service("ui.dialogs.FolderPicker")
        dialog.setTitle(title)
        if start is not None:
            dialog.setDisplayDirectory(to_url(start))
        if dialog.execute() != _CHOSEN:
            return None
        return Path(from_url(dialog.getDirectory()))

    def pick_file(
        self, app: Any, title: str, start: Path | None, kind: tuple[str, str]
    ) -> Path | None:
        dialog = app.impl.service("ui.dialogs.FilePicker")
        dialog.setTitle(title)
        dialog.appendFilter(*kind)
        if start is not None:
            dialog.setDisplayDirectory(to_url(start))
        if dialog.execute() != _CHOSEN:
            return None
        return Path(from_url(dialog.getSelectedFiles()[0]))

    def open_book(self, app: Any, path: Path) -> None:
        as_set = properties(MacroExecutionMode=_AS_THE_USER_SET, Hidden=not app.impl.is_guest)
        if app.impl.api.loadComponentFromURL(to_url(path), "_blank", 0, as_set) is None:
            raise OSError(f"{path}: LibreOffice did not open it")

    def show_rows(self, sheet: Any, rows: tuple[int, int], hidden: Sequence[int]) -> None:
        _rows(sheet, *rows).IsVisible = True
        for first, last in runs(hidden):
            _rows(sheet, first, last).IsVisible = False

    def show_column(self, sheet: Any, column: str) -> None:
        sheet.api.Columns.getByName(column).IsVisible = True

    def set_page_breaks(self, sheet: Any, rows: Sequence[int]) -> None:
        sheet.api.removeAllManualPageBreaks()
        for row in rows:
            sheet.api.Rows.getByIndex(row).IsStartOfNewPage = True

    def set_print_area(self, sheet: Any, address: str) -> None:
        found = sheet.api.getCellRangeByName(address)
        sheet.api.setPrintAreas((found.RangeAddress,))


def _rows(sheet: Any, first: int, last: int) -> Any:
    return sheet.api.getCellRangeByPosition(0, first - 1, 0, last - 1).Rows


#: A condition's style brings the document's default style along; these stay as the cells have them.
_KEPT = ("CharHeight", "CharFontName", "CharUnderline", "VertJustify", "IsTextWrapped")


def _style_name(area: Any, condition: Condition) -> str:
    parts = (condition.ink, condition.fill, condition.boxed, condition.bold and "đậm")
    return " ".join(["CCHC", f"cột {area.column}", *(part for part in parts if part)])


def _add_styles(area: Any, conditions: Sequence[Condition]) -> None:
    """Make the cell styles of conditions.

    While any sheet is protected LibreOffice changes no style of a document, but it still takes in
    styles of another: they are made in an empty one.
    """
    document = area.sheet.book.api
    there = document.StyleFamilies.getByName("CellStyles")
    missing = [one for one in conditions if not there.hasByName(_style_name(area, one))]
    if not missing:
        return
    hidden = properties(Hidden=True)
    desktop = area.sheet.book.app.api
    helper = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, hidden)
    try:
        for condition in missing:
            _make_style(helper, area, condition)
        with tempfile.TemporaryDirectory(prefix="cchc-") as folder:
            url = to_url(Path(folder) / "kieu.ods")
            helper.storeToURL(url, properties(FilterName="calc8"))
            document.StyleFamilies.loadStylesFromURL(
                url, properties(LoadCellStyles=True, LoadPageStyles=False, OverwriteStyles=False)
            )
    finally:
        helper.close(True)


def _make_style(document: Any, area: Any, condition: Condition) -> None:
    styles = document.StyleFamilies.getByName("CellStyles")
    name = _style_name(area, condition)
    if styles.hasByName(name):
        return
    styles.insertByName(name, document.createInstance("com.sun.star.style.CellStyle"))
    style = styles.getByName(name)
    first = area.api.getCellByPosition(0, 0)
    for kept in _KEPT:
        setattr(style, kept, getattr(first, kept))
    style.CharColor = first.CharColor if condition.ink is None else as_number(condition.ink)
    if condition.fill is not None:
        style.CellBackColor = as_number(condition.fill)
    if condition.bold is not None:
        style.CharWeight = 150.0 if condition.bold else 100.0
    if condition.boxed is not None:
        line = _thin(condition.boxed)
        for side in ("TopBorder", "BottomBorder", "LeftBorder", "RightBorder"):
            setattr(style, side, line)


def _thin(color: str) -> Any:
    return struct(
        "table.BorderLine2", Color=as_number(color), OuterLineWidth=_HAIR, LineWidth=_HAIR
    )


def install() -> None:
    """Make the port known to the buttons."""
    register_port(ENGINE_NAME, UnoPort())
