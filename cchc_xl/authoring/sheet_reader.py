"""The keeper's workbook back as a draft; columns are found by their titles, in any order."""

import datetime as dt
from collections.abc import Mapping
from itertools import product
from pathlib import Path

from cchc_xl.authoring import layout
from cchc_xl.authoring.columns import COLUMNS, Col
from cchc_xl.authoring.draft import MARKS, Draft, Record, Table
from cchc_xl.authoring.line_numbers import give_lines
from cchc_xl.model import text_of
from cchc_xl.text import clean, fold
from cchc_xl.workbook.grids import RawCell, SheetGrid, read_grids

_NEEDED = (Table.FACTS, Table.SECTIONS, Table.ROWS)
#: Tables that may be blank, not gone: their content would be lost in silence.
_KEPT = (Table.RELATIONS, Table.BRIDGES, Table.WINDOWS, Table.MISPRINTS)
_MULTILINE = (Col.CHOICES,)


class NoDraftError(Exception):
    """The file is no sheet of ours; the text is one Vietnamese sentence."""


def read_draft(path: Path) -> Draft:
    """Read a draft. Raises `NoDraftError`, or `FileProblem` for a file that cannot be read."""
    names = {table.value for table in Table}
    grids = {grid.name: grid for grid in read_grids(path, only=names.__contains__)}
    return draft_from_grids(grids, path.name)


def draft_from_grids(grids: Mapping[str, SheetGrid], name: str) -> Draft:
    """A draft from sheets by their names; ``name`` is the file's. Raises `NoDraftError`."""
    missing = [table.value for table in _NEEDED if table.value not in grids]
    if missing:
        raise NoDraftError(
            f"“{name}” không phải sổ soạn mẫu (không có trang {', '.join(missing)}): tạo sổ bằng "
            "nút Tạo mẫu mới hoặc lệnh cchc soan-mau."
        )
    draft = Draft()
    draft.missing = tuple(table for table in _KEPT if table.value not in grids)
    _read_facts(draft, grids[Table.FACTS.value])
    for table in Table:
        if table is not Table.FACTS and table.value in grids:
            _read_table(draft, grids[table.value], table, name)
    give_lines(draft.rows)
    _carry_parts(draft)
    return draft


def _read_facts(draft: Draft, grid: SheetGrid) -> None:
    names = {fold(column.title): name for name, column in COLUMNS[Table.FACTS].items()}
    draft.facts = Record(at=layout.FIRST_ROW + 1)
    places = draft.places.setdefault(Table.FACTS, {})
    header = range(min(layout.HEADER_ROW + 1, grid.end_row))
    for row, column in product(header, range(grid.end_column)):
        if fold(_text(grid.cell(row, column))) == fold(layout.MARKS_TITLE):
            places[MARKS] = column
    for row in range(layout.FIRST_ROW, grid.end_row):
        name = names.get(fold(_text(grid.cell(row, 0))))
        if name is not None:
            draft.facts[name] = _text(grid.cell(row, 1))
            places[name] = row


def _read_table(draft: Draft, grid: SheetGrid, table: Table, file: str) -> None:
    titles = {
        fold(title): str(name)
        for name, column in COLUMNS[table].items()
        for title in (column.title, *column.before)
    }
    titles[fold(layout.MARKS_TITLE)] = MARKS
    header, places = _header(grid, titles)
    if header is None and table in _KEPT and _is_blank(grid):
        return
    if header is None:
        raise NoDraftError(
            f"Trang {table.value} của “{file}” mất hàng tiêu đề; lấy lại từ sổ soạn ban đầu."
        )
    draft.places[table] = {name: column for column, name in places.items()}
    for row in range(header + 1, grid.end_row):
        cells = {
            name: _text(grid.cell(row, column), lines=name in _MULTILINE, number=name == Col.NO)
            for column, name in places.items()
            if name != MARKS
        }
        told = {name for name, text in cells.items() if text} - {Col.SURE, Col.LINE, Col.SECTION}
        if told:
            draft.records(table).append(Record(cells, _doubts(cells), at=row + 1))


def _is_blank(grid: SheetGrid) -> bool:
    return not any(
        _text(grid.cell(row, column))
        for row in range(grid.end_row)
        for column in range(grid.end_column)
    )


def _doubts(cells: dict[str, str]) -> dict[str, str]:
    """What the keeper has not yet confirmed in the column Độ chắc."""
    sure = fold(cells.get(Col.SURE, ""))
    return {Col.KEY: "Chưa chắc cùng nghĩa."} if sure.startswith("xem lai") else {}


def _header(grid: SheetGrid, titles: dict[str, str]) -> tuple[int | None, dict[int, str]]:
    """The row with most of the titles among the first ones, and what stands in each column."""
    best: tuple[int | None, dict[int, str]] = (None, {})
    for row in range(min(grid.end_row, layout.HEADER_ROW + 5)):
        places: dict[int, str] = {}
        for column in range(grid.end_column):
            name = titles.get(fold(_text(grid.cell(row, column))))
            if name is not None and name not in places.values():
                places[column] = name
        if len(places) > max(len(best[1]), len(titles) // 2):
            best = (row, places)
    return best


def _carry_parts(draft: Draft) -> None:
    """A part goes on until another."""
    section = draft.rows[0][Col.SECTION] if draft.rows else ""
    for row in draft.rows:
        row[Col.SECTION] = section = row[Col.SECTION] or section


def _text(cell: RawCell, *, lines: bool = False, number: bool = False) -> str:
    """``number``: a printed number (STT), whose 1.2 Excel may have made a number of."""
    value = cell.value
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, dt.timedelta):
        return ""
    text = text_of(value, percent_format=False)
    if number and isinstance(value, float):
        text = text.replace(",", ".")
    if lines:
        return "\n".join(piece for line in text.split("\n") if (piece := clean(line)))
    return clean(text)
