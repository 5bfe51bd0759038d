"""Write a consolidation into the open workbook: each sheet in blocks, whatever its rows.

One write a list sheet, three a section sheet (columns D, F and J). What the parent typed in rows
that do not add up stays as it is, a formula of its own included.
"""

import datetime as dt
from collections.abc import Sequence

from cchc_xl.excel.checked_book import BookRead
from cchc_xl.excel.live_book import Formula, LiveBook, Written
from cchc_xl.excel.marks import opened
from cchc_xl.model import Row, Section
from cchc_xl.services.live import adds_up
from cchc_xl.workbook import layout as places
from cchc_xl.workbook.cells import safe_text
from cchc_xl.workbook.content import BookContent, CellContent
from cchc_xl.workbook.content import Formula as BuiltFormula
from cchc_xl.workbook.layout import Column
from cchc_xl.workbook.merged.live import LiveSheet, live_sheets
from cchc_xl.workbook.meta import encode

_NOTHING = CellContent()
_VALUE = "ABCD".index(Column.VALUE)


def write_merged_sheets(live: LiveBook, book: BookRead, content: BookContent) -> None:
    """Fill the sheets of the consolidation, `Nhật ký` and the units carried in `_cchc`."""
    assert content.merged is not None
    names = set(live.sheet_names)
    for number, one in enumerate(live_sheets(content.merged, book.meta.template), 1):
        live.say_progress(f"Tổng hợp: ghi trang {number} ({one.name})")
        if one.name not in names:
            if not one.wanted:
                continue
            live.add_sheet(one.name)
        if one.wanted:
            _fill(live, book, one)
        live.set_visible(one.name, visible=one.wanted)
    _write_log(live, book, content)
    pairs: list[list[Written]] = [
        [key, value] for key, value in encode(book.meta.template, content)
    ]
    old = book.grids[places.META_SHEET]
    kept = sum(bool(old.cell(row, 0).value) for row in range(old.end_row))
    pairs += [[None, None] for _ in range(kept - len(pairs))]
    live.write(places.META_SHEET, (1, 1), pairs)


def _fill(live: LiveBook, book: BookRead, one: LiveSheet) -> None:
    block = [[_written(cell) for cell in row] for row in one.block]
    width = max(map(len, block))
    rows, columns = live.extent(one.name)
    height = max(len(block), rows)
    width = max(width, columns)
    padded = [[*row, *[None] * (width - len(row))] for row in block]
    padded += [[None] * width for _ in range(height - len(block))]
    with opened(live, one.name):
        live.write(one.name, (1, 1), padded)
        if one.fitted:
            live.fit_rows(one.name, one.fitted, max(len(block), one.fitted))
        if one.shown is not None:
            live.show_rows(one.name, one.shown, one.hidden)
        if one.breaks is not None:
            live.break_pages(one.name, one.breaks)
        if one.printed:
            live.set_print_area(one.name, one.printed)


def _written(cell: object) -> Written:
    """A cell of the builder's as the open workbook takes it; nobody's text becomes a formula."""
    if isinstance(cell, BuiltFormula):
        return Formula(cell.text)
    if isinstance(cell, str):
        return safe_text(cell) or None
    return cell  # type: ignore[return-value]  # numbers, days and blanks are the same in both


def write_sections(live: LiveBook, book: BookRead, content: BookContent) -> None:
    """Columns D, F and J of every section: formulas over `Chi tiết đơn vị`, what units gave."""
    for section in book.meta.template.sections:
        name = book.layout.sheet_for(section)
        live.say_progress(f"Tổng hợp: ghi trang {name}")
        cells = [(row, content.cells.get(row.key, _NOTHING)) for row in section.rows]
        figures = [[_figure(live, book, name, row, cell)] for row, cell in cells]
        verdicts = [[_written(cell.verdict or None)] for _, cell in cells]
        children = [[_written(cell.children or None)] for _, cell in cells]
        with opened(live, name):
            _write_column(live, name, section, Column.VALUE, figures)
            _write_column(live, name, section, Column.VERDICT, verdicts)
            live.write(
                name,
                (places.HEADER_ROW, _number(Column.CHILDREN)),
                [["Từ các đơn vị"], *children],
            )
            live.show_column(name, Column.CHILDREN)


def _write_column(
    live: LiveBook, name: str, section: Section, column: Column, cells: Sequence[Sequence[Written]]
) -> None:
    live.write(name, (places.FIRST_ROW, _number(column)), cells)


def _number(column: Column) -> int:
    return ord(column) - ord("A") + 1


def _figure(live: LiveBook, book: BookRead, name: str, row: Row, cell: CellContent) -> Written:
    if adds_up(row):
        return _written(cell.value)
    at = book.layout.cell(row.key)
    own = live.facts(name).formulas.get(at)
    if own is not None:
        return Formula(own)
    found = book.grids[name].cell(book.layout.row_of(row.key) - 1, _VALUE)
    if found.error is not None:
        return Formula(f"={found.error}")
    value = found.value
    return str(value) if isinstance(value, dt.time | dt.timedelta) else value


def _write_log(live: LiveBook, book: BookRead, content: BookContent) -> None:
    assert content.merged is not None
    if places.LOG_SHEET not in live.sheet_names:
        live.add_sheet(places.LOG_SHEET)
    lines: list[list[Written]] = [
        ["NHẬT KÝ", None, None],
        ["Thời điểm", "Việc", "Chi tiết"],
        *([_written(text) for text in line] for line in content.merged.log),
    ]
    rows, _ = live.extent(places.LOG_SHEET)
    lines += [[None, None, None] for _ in range(rows - len(lines))]
    live.write(places.LOG_SHEET, (1, 1), lines)
    live.fit_rows(places.LOG_SHEET, 3, max(len(lines), 3))
