"""A copy of the keeper's own workbook with what a check found; everything else stays in it."""

import io
import re
import warnings
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_xl.authoring import layout
from cchc_xl.authoring.columns import COLUMNS
from cchc_xl.authoring.draft import MARKS, Draft, Fault, Table
from cchc_xl.authoring.fault_list import HEADER, fault_lines, marks, status
from cchc_xl.authoring.fault_sheet import cells_of
from cchc_xl.workbook.package import pack, unpack
from cchc_xl.workbook.text_fit import count_lines, lines_height

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_NOTE_WIDTH, _NOTE_HEIGHT = 290, 80  # pixels; openpyxl forgets how large a note was
_WIDE = 55  # characters of the list's widest columns
_SIZE = 11


def annotated(path: Path, draft: Draft, faults: Sequence[Fault], *, usable: bool) -> bytes | None:
    """The `.xlsx` with its sheet “Cần sửa” filled and wrong cells coloured.

    None for a file that is neither `.xlsx` nor `.xlsm`, or has lost the sheet: write it anew then.
    Raises ``OSError``.
    """
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
        except (KeyError, ValueError, zipfile.BadZipFile):  # .xls, .ods, under any name
            return None
    if layout.FAULTS_SHEET not in book.sheetnames:
        return None
    _fill_list(book[layout.FAULTS_SHEET], draft, faults, usable=usable)
    _fill_marks({table: book[table.value] for table in draft.places}, draft, faults)
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.comment is not None:
                cell.comment.width, cell.comment.height = _NOTE_WIDTH, _NOTE_HEIGHT
    if faults:
        book.active = book.sheetnames.index(layout.FAULTS_SHEET)
        for sheet in book.worksheets:
            sheet.sheet_view.tabSelected = sheet.title == layout.FAULTS_SHEET
    target = io.BytesIO()
    book.save(target)
    return pack((name, _undated(name, part)) for name, part in unpack(target.getvalue()))


def _undated(name: str, part: bytes) -> bytes:
    """Without the time of writing: a check that finds the same gives the same file."""
    return _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", part) if name == _CORE else part


_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def _fill_list(sheet: "Worksheet", draft: Draft, faults: Sequence[Fault], *, usable: bool) -> None:
    sheet["A1"].value = status(faults, usable=usable)
    first = layout.FIRST_ROW + 1
    lines = fault_lines(faults, draft, as_read=True)
    for row in range(first, max(sheet.max_row, first + len(lines)) + 1):
        found = lines[row - first] if row - first < len(lines) else None
        for column, words in enumerate(cells_of(found) if found else [None] * len(HEADER), 1):
            _put(sheet, row, column, words)
        if found is not None:
            high = max(count_lines(words, _WIDE, _SIZE) for words in (found.message, found.fix))
            sheet.row_dimensions[row].height = lines_height(high, _SIZE)


def _fill_marks(sheets: "dict[Table, Worksheet]", draft: Draft, faults: Sequence[Fault]) -> None:
    found = marks(faults)
    for table, sheet in sheets.items():
        column = draft.places[table].get(MARKS)
        if column is None:
            continue
        for row in range(layout.FIRST_ROW + 1, sheet.max_row + 1):
            _put(sheet, row, column + 1, None)
        for line, row in rows_of(draft, table).items():
            _put(sheet, row, column + 1, found.get((table, line)))


def _put(sheet: "Worksheet", row: int, column: int, words: str | None) -> None:
    """Write a cell, unless somebody merged it away."""
    from openpyxl.cell.cell import MergedCell

    cell = sheet.cell(row, column)
    if not isinstance(cell, MergedCell):
        cell.value = words


def rows_of(draft: Draft, table: Table) -> dict[int, int]:
    """Where the lines of a table stood when it was read, 1-based; of general facts each fact."""
    if table is Table.FACTS:
        places = draft.places[table]
        return {n: places[name] + 1 for n, name in enumerate(COLUMNS[table], 1) if name in places}
    return {n: record.at for n, record in enumerate(draft.records(table), 1)}
