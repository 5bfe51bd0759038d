"""Rows of our own section sheets: each at its place, with its key beside it.

Reading thousands of them is most of what Tổng hợp does, and nearly every row stands as it was
built. Such a row is read here at once. Any other – words somebody retyped into headings, numbers
where words stood – goes through `table.printed_rows`, as every foreign table does; both give the
same row.
"""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

from cchc_xl.model import PrintedRow, text_of
from cchc_xl.model.printed import RawValue
from cchc_xl.templates.table import (
    Columns,
    SourceCell,
    is_header_line,
    may_head_a_column,
    may_stand_alone,
    printed_rows,
)
from cchc_xl.text import clean, display_text
from cchc_xl.workbook import layout as places
from cchc_xl.workbook.grids import GridCell, RawCell, SheetGrid
from cchc_xl.workbook.marks import cell_name

COLUMNS = Columns(no=0, label=1, measure=2, value=3, note=4, justification=6, key=7)
KEY = 7
_ORIGINAL = 8
_WIDTH = 9
_BLANKS: list[GridCell] = [None] * _WIDTH


def own_rows(grid: SheetGrid) -> list[PrintedRow]:
    """Every row of a section sheet that says anything, in the order of the sheet."""
    found: list[PrintedRow] = []
    start = max(places.HEADER_ROW, grid.first_row)
    left = _BLANKS[: grid.first_column]
    for number, cells in enumerate(grid.rows[start - grid.first_row :], start):
        nine = [*left, *cells, *_BLANKS][:_WIDTH]
        row = _usual_row(nine, number, grid.name)
        if row is None:
            found += any_rows(nine, number, grid.name)
        else:
            found.append(row)
    return found


def any_rows(cells: Sequence[GridCell], number: int, sheet: str) -> list[PrintedRow]:
    """One line of the sheet (0-based ``number``), whatever stands there: a row or none."""
    found = [source_cell(cell, cell_name(number, n)) for n, cell in enumerate(cells)]
    if not any(cell.text for cell in found[:_ORIGINAL]):
        return []
    return printed_rows([_with_original(found)], COLUMNS, sheet)


def _usual_row(cells: list[GridCell], number: int, sheet: str) -> PrintedRow | None:
    """A row with its words and its key; None for one that needs a closer look."""
    no, label, measure, value, note, verdict, justification, key, original = cells
    words = _words(no, label, measure, key)
    if words is None:
        return None
    raw: RawValue
    percent, error = False, None
    if value is None:
        raw, text = None, ""
    elif type(value) is float or type(value) is int:
        raw, text = value, text_of(value)
    else:
        cell = source_cell(value, "")
        raw, text, percent, error = cell.raw, cell.text, cell.percent, cell.error
        if isinstance(raw, str) and may_head_a_column(text):
            return None
    if original is not None:
        if not isinstance(original, str) or may_head_a_column(original.strip()):
            return None
        written = _as_written(original, raw)
        if written is not None:
            raw, text, percent = written, text_of(written), False
            if may_head_a_column(text):
                return None
    for other in (note, verdict, justification):
        if other is not None and (not isinstance(other, str) or may_head_a_column(other)):
            return None
    return PrintedRow(
        words[0],
        words[1],
        words[2],
        raw,
        text,
        _shown(note) if isinstance(note, str) else "",
        sheet,
        f"D{number + 1}",
        percent,
        error,
        words[3],
        clean(justification) if isinstance(justification, str) else "",
    )


@lru_cache(maxsize=8192)
def _words(*cells: GridCell) -> tuple[str, str, str, str] | None:
    """Number, label, measure and key as shown; None where they may be no row of the form.

    Cached, for they are the same in every file made from one form.
    """
    filled = ["" if cell is None else cell for cell in cells]
    texts = [cell for cell in filled if isinstance(cell, str)]
    if len(texts) < len(cells):
        return None
    no, label, measure, key = (*map(display_text, texts[:3]), clean(texts[3]))
    if not label or not key or may_stand_alone(label) or may_stand_alone(key):
        return None
    if may_head_a_column(no) or may_head_a_column(measure):
        return None
    if is_header_line([SourceCell(label), SourceCell(key)]):
        return None
    return no, label, measure, key


@lru_cache(maxsize=1024)
def _shown(note: str) -> str:
    return display_text(note)


def _with_original(cells: list[SourceCell]) -> list[SourceCell]:
    """The line with the value as the imported file wrote it."""
    value = cells[COLUMNS.value]
    written = _as_written(cells[_ORIGINAL].text, value.raw)
    if written is None:
        return cells
    return [
        *cells[: COLUMNS.value],
        SourceCell(written, address=value.address),
        *cells[COLUMNS.value + 1 :],
    ]


def _as_written(original: str, raw: RawValue) -> str | None:
    """What was written in the imported file, as long as nobody changed the number since."""
    if not original or raw is None or isinstance(raw, str):
        return None
    shown, _, written = original.strip().partition("|")
    return written if shown == text_of(raw) else None


def source_cell(cell: GridCell, address: str) -> SourceCell:
    """A cell of a grid as the reader of tables wants it; a blank text is None."""
    if not isinstance(cell, RawCell):
        cell = RawCell(cell)
    value: RawValue
    if isinstance(cell.value, dt.timedelta):
        value = str(cell.value)
    elif isinstance(cell.value, str):
        value = cell.value if cell.value.strip() else None
    else:
        value = cell.value
    return SourceCell(value, error=cell.error, percent=cell.percent, address=address)
