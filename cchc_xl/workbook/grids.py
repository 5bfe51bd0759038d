"""Spreadsheets as grids of raw cells: values as stored, errors and percent formats marked.

Positions are absolute (0-based, A1 = 0, 0), whatever empty rows a sheet begins with. A blank cell,
an empty text included, is None and never 0.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from cchc_xl.workbook import guard_xlsx
from cchc_xl.workbook.intake import DEFAULT_LIMITS, Opened, identify, open_file, read_bytes
from cchc_xl.workbook.marks import Position, SafePackage, SheetMarks
from cchc_xl.workbook.problems import FileKind, FileProblem, Limits
from cchc_xl.workbook.safe_zip import SafeZip
from cchc_xl.workbook.xlsx_parts import find_parts

Plain: TypeAlias = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell as stored, before anybody says what it means.

    `error`: "#REF!" …, "#?" where only its being an error is known; `value` is None then.
    `percent`: the number lies in a percent-formatted cell, so it means 100 times itself.
    """

    value: Plain
    error: str | None = None
    percent: bool = False


GridCell: TypeAlias = Plain | RawCell
#: From the names of all worksheets to the test which of them to read (None: every one).
Choice: TypeAlias = Callable[[Sequence[str]], Callable[[str], bool] | None]
_BLANK = RawCell(None)


@dataclass(frozen=True, slots=True)
class SheetGrid:
    """One sheet, with the rectangle that holds anything.

    `rows` begin at (`first_row`, `first_column`) and are equally long; a cell in them is its plain
    value, or a RawCell where there is more to say. `hidden`: None where not known.
    """

    name: str
    first_row: int
    first_column: int
    rows: list[list[GridCell]]
    hidden: bool | None

    def cell(self, row: int, column: int) -> RawCell:
        """The cell at an absolute 0-based position; blank outside what the sheet holds."""
        row -= self.first_row
        column -= self.first_column
        if row < 0 or column < 0 or row >= len(self.rows) or column >= len(self.rows[row]):
            return _BLANK
        found = self.rows[row][column]
        return found if isinstance(found, RawCell) else RawCell(found)

    @property
    def end_row(self) -> int:
        """The row behind the last one (0-based, absolute)."""
        return self.first_row + len(self.rows)

    @property
    def end_column(self) -> int:
        """The column behind the last one (0-based, absolute)."""
        return self.first_column + (len(self.rows[0]) if self.rows else 0)


@dataclass(frozen=True, slots=True)
class WorkbookTraits:
    """What a workbook carries along that is never run nor followed here; None: cannot be told."""

    has_macros: bool | None
    has_external_links: bool | None


def read_grids(
    path: Path,
    limits: Limits = DEFAULT_LIMITS,
    only: Callable[[str], bool] | None = None,
) -> list[SheetGrid]:
    """The worksheets of a file in workbook order; `only` says by name which (None: all).

    Charts and macro sheets are no worksheets. Raises FileProblem, and nothing else, whatever the
    file holds.
    """
    return grids_of(read_bytes(path, limits), limits, only, name=path.name)


def grids_of(
    data: bytes,
    limits: Limits = DEFAULT_LIMITS,
    only: Callable[[str], bool] | None = None,
    *,
    name: str = "",
) -> list[SheetGrid]:
    """Like `read_grids`, for bytes already read (and hashed for the log, say)."""
    kind, archive = identify(data, limits, name=name)
    package = _safe_package(kind, data, archive, limits, only)
    return _parse(package, only)


def grids_in(
    opened: Opened, choose: Choice | None = None, limits: Limits = DEFAULT_LIMITS
) -> list[SheetGrid]:
    """Like `read_grids`, for a file already opened.

    `choose` is asked of .xlsx and .xlsm only, where sheets can be passed over cheaply.
    """
    if opened.kind is not FileKind.XLSX or opened.archive is None:
        package = _safe_package(opened.kind, opened.data, opened.archive, limits, None)
        return _parse(package, None)
    parts = find_parts(opened.archive)
    only = None if choose is None else choose([sheet.name for sheet in parts.sheets])
    return _parse(guard_xlsx.safe_package(opened.archive, limits, only, parts), only)


def percent_cells(
    path: Path, sheet_name: str, cells: list[Position], limits: Limits = DEFAULT_LIMITS
) -> set[Position]:
    """Which of the cells (absolute, 0-based) hold a number in a percent format.

    For one who has positions but no grid: the cells of `read_grids` say it themselves.
    KeyError: no such sheet. Raises FileProblem.
    """
    data = read_bytes(path, limits)
    kind, archive = identify(data, limits, name=path.name)
    if kind is FileKind.XLSX and archive is not None:
        return guard_xlsx.percent_positions(archive, limits, sheet_name, cells)
    grids = _parse(_safe_package(kind, data, archive, limits, None), lambda n: n == sheet_name)
    if not grids:
        raise KeyError(sheet_name)
    return {(row, column) for row, column in cells if grids[0].cell(row, column).percent}


def formulas_without_value(path: Path, limits: Limits = DEFAULT_LIMITS) -> bool | None:
    """Does a sheet hold formulas whose results were never stored? They read as blank.

    Programs that write files without computing leave them so, until Excel opens and saves the
    file. None for .xls, .xlsb and .ods: not looked at, their writers compute.
    """
    return lacks_results(open_file(path, limits))


def lacks_results(opened: Opened, only: Callable[[str], bool] | None = None) -> bool | None:
    """Like `formulas_without_value`, for a file already opened and the sheets that `only` wants."""
    if opened.kind is not FileKind.XLSX or opened.archive is None:
        return None
    return guard_xlsx.has_formula_without_value(opened.archive, only)


def workbook_traits(path: Path, limits: Limits = DEFAULT_LIMITS) -> WorkbookTraits:
    """Macros and links to other files, by the names of the parts. Nothing is unpacked."""
    _, archive = identify(read_bytes(path, limits), limits, name=path.name)
    if archive is None:
        return WorkbookTraits(None, None)
    names = list(archive.names)
    return WorkbookTraits(
        any(name.endswith("vbaproject.bin") or name.startswith("basic/") for name in names),
        any("/externallinks/" in name for name in names),
    )


def _safe_package(
    kind: FileKind,
    data: bytes,
    archive: SafeZip | None,
    limits: Limits,
    only: Callable[[str], bool] | None,
) -> SafePackage:
    # The rarer formats are imported when one comes: starting a check must not pay for them.
    if kind is FileKind.XLS:
        from cchc_xl.workbook import guard_xls

        return guard_xls.safe_package(data, limits)
    if kind is FileKind.DOCX:
        raise FileProblem("docx-not-supported-here")
    if archive is None:
        raise FileProblem("text-not-supported-here")
    if kind is FileKind.XLSX:
        return guard_xlsx.safe_package(archive, limits, only)
    if kind is FileKind.XLSB:
        from cchc_xl.workbook import guard_xlsb

        return guard_xlsb.safe_package(archive, limits, only)
    from cchc_xl.workbook import guard_ods

    return guard_ods.safe_package(archive, limits)


def _parse(package: SafePackage, only: Callable[[str], bool] | None) -> list[SheetGrid]:
    """Let calamine read the package made safe; whatever goes wrong becomes a FileProblem."""
    try:
        return _parse_sheets(package, only)
    except BaseException as error:
        # A panic in Rust arrives as a BaseException that is no Exception; Ctrl+C and the like pass.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise FileProblem("damaged", {"detail": str(error)[:200]}) from error
        raise


def _parse_sheets(package: SafePackage, only: Callable[[str], bool] | None) -> list[SheetGrid]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    grids: list[SheetGrid] = []
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(package.content))
    for sheet, marks in zip(workbook.sheets_metadata, package.sheets, strict=True):
        if sheet.typ != SheetTypeEnum.WorkSheet or (only is not None and not only(sheet.name)):
            continue
        found = workbook.get_sheet_by_name(sheet.name)
        rows: list[list[GridCell]] = [
            [None if value == "" else value for value in row] for row in found.to_python()
        ]
        first_row, first_column = found.start or (0, 0)
        hidden = sheet.visible != SheetVisibleEnum.Visible
        grid = SheetGrid(sheet.name, first_row, first_column, rows, hidden)
        grids.append(_marked(grid, marks))
    return grids


def _marked(grid: SheetGrid, marks: SheetMarks) -> SheetGrid:
    """The grid with its error and percent cells as RawCell, made larger where one lies outside."""
    if not marks.errors and not marks.percents:
        return grid
    grid = _covering(grid, [*marks.errors, *marks.percents])
    for row, column in marks.percents:
        cells = grid.rows[row - grid.first_row]
        value = cells[column - grid.first_column]
        if isinstance(value, int | float) and not isinstance(value, bool):
            cells[column - grid.first_column] = RawCell(value, percent=True)
    for (row, column), error in marks.errors.items():
        grid.rows[row - grid.first_row][column - grid.first_column] = RawCell(None, error=error)
    return grid


def _covering(grid: SheetGrid, places: list[Position]) -> SheetGrid:
    rows = [row for row, _ in places]
    columns = [column for _, column in places]
    if grid.rows:
        rows += (grid.first_row, grid.end_row - 1)
        columns += (grid.first_column, grid.end_column - 1)
    top, left = min(rows), min(columns)
    height, width = max(rows) - top + 1, max(columns) - left + 1
    if (height, width) == (len(grid.rows), grid.end_column - grid.first_column):
        return grid
    laid_out: list[list[GridCell]] = [[None] * width for _ in range(height)]
    for number, cells in enumerate(grid.rows, grid.first_row - top):
        start = grid.first_column - left
        laid_out[number][start : start + len(cells)] = cells
    return SheetGrid(grid.name, top, left, laid_out, grid.hidden)
