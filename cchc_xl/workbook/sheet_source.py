"""Spreadsheets: our own workbooks by their keys, any other sheet by the table it contains."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cchc_xl.model import (
    Finding,
    Kind,
    OrgUnit,
    Period,
    PrintedRow,
    ReportTemplate,
    Severity,
    text_of,
)
from cchc_xl.model.printed import RawValue
from cchc_xl.templates.document import level_of
from cchc_xl.templates.table import (
    Columns,
    SourceCell,
    SourceRow,
    find_header,
    is_header_line,
    printed_rows,
    usual_columns,
)
from cchc_xl.text import clean, round_half_up, to_decimal
from cchc_xl.workbook import layout as places
from cchc_xl.workbook.choices import read_level, read_period
from cchc_xl.workbook.content import FrontFields
from cchc_xl.workbook.grids import RawCell, SheetGrid, formulas_without_value, read_grids
from cchc_xl.workbook.layout import Layout
from cchc_xl.workbook.marks import cell_name
from cchc_xl.workbook.meta import Meta, MetaError, decode
from cchc_xl.workbook.problems import FileProblem
from cchc_xl.workbook.source import SourceDocument, repair_legacy

_OWN_COLUMNS = Columns(no=0, label=1, measure=2, value=3, note=4, justification=6, key=7)
_ORIGINAL = 8
_NOT_TABLES = frozenset(
    {places.PRINT_SHEET, places.RESULTS_SHEET, places.DETAIL_SHEET, places.LOG_SHEET}
)


def read_sheet_source(path: Path) -> SourceDocument:
    """Read any workbook. Raises `FileProblem` (also when no sheet has a table of the appendix)."""
    grids = read_grids(path)
    named = {grid.name: grid for grid in grids}
    if places.META_SHEET in named:
        try:
            meta = decode(meta_pairs(named[places.META_SHEET]))
        except MetaError as error:
            if error.reason != "missing":
                raise FileProblem("damaged-meta", {"name": path.name}) from error
        else:
            own = read_own(named, meta)
            if own is not None:
                return _with_ratios(path, own, meta.template)
    return _read_foreign(path, [grid for grid in grids if grid.name not in _NOT_TABLES])


def meta_pairs(grid: SheetGrid) -> list[tuple[str, str]]:
    """Key and value of every line of the hidden sheet `_cchc`."""
    return [
        (_string(grid.cell(row, 0).value), _string(grid.cell(row, 1).value))
        for row in range(grid.end_row)
    ]


def _string(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def read_own(named: dict[str, SheetGrid], meta: Meta) -> SourceDocument | None:
    """A workbook of ours: rows carry their key, wherever the user moved them."""
    layout = Layout(meta.template)
    sheets = [named[name] for name in layout.section_sheets if name in named]
    if len(sheets) < len(layout.section_sheets):  # a renamed tab: its keys still tell
        known = {id(grid) for grid in sheets}
        sheets += [
            grid
            for name, grid in named.items()
            if id(grid) not in known and name != places.META_SHEET and _carries_keys(grid, meta)
        ]
    rows: list[PrintedRow] = []
    for grid in sheets:
        rows += _own_rows(grid)
    if not rows:
        return None
    front = named.get(places.FRONT_SHEET)
    return SourceDocument(
        tables=(tuple(rows),),
        template=meta.template,
        org_unit=_front_unit(front, meta),
        period=_front_period(front, meta),
        front=_front_fields(front),
    )


def _with_ratios(path: Path, own: SourceDocument, template: ReportTemplate) -> SourceDocument:
    """Ratios whose formulas nobody computed yet, computed as Excel will when it opens the file.

    Programs that fill workbooks without Excel leave formulas without results; the cell reads as
    blank although the clerk will see a number there.
    """
    [rows] = own.tables
    values = {row.key: row.raw for row in rows if isinstance(row.raw, int | float)}
    due = {
        row.key: (values[row.numerator], values[row.denominator])
        for row in template.rows
        if row.key not in values and row.numerator in values and values.get(row.denominator or "")
    }
    blank = {row.key for row in rows if not row.text}
    if not due.keys() & blank or not formulas_without_value(path):
        return own
    computed = tuple(
        _computed(row, due[row.key], template.decimals) if row.key in due.keys() & blank else row
        for row in rows
    )
    return replace(own, tables=(computed,))


def _computed(row: PrintedRow, parts: tuple[int | float, int | float], decimals: int) -> PrintedRow:
    n, d = (to_decimal(part) for part in parts)
    raw = float(round_half_up(n * 100 / d, decimals))
    return replace(row, raw=raw, text=text_of(raw))


def _carries_keys(grid: SheetGrid, meta: Meta) -> bool:
    keys = meta.template.by_key
    return any(
        grid.cell(row, _OWN_COLUMNS.key or 0).value in keys
        for row in range(places.FIRST_ROW - 1, grid.end_row)
    )


def _own_rows(grid: SheetGrid) -> list[PrintedRow]:
    found = []
    for number in range(places.HEADER_ROW, grid.end_row):
        cells = [_source_cell(grid, number, column) for column in range(_ORIGINAL + 1)]
        if not any(cell.text for cell in cells[:_ORIGINAL]):
            continue
        for printed in printed_rows([_with_original(cells)], _OWN_COLUMNS, grid.name):
            found.append(printed)
    return found


def _with_original(cells: list[SourceCell]) -> list[SourceCell]:
    """What was written in the imported file counts as long as nobody changed the number."""
    original, value = cells[_ORIGINAL], cells[_OWN_COLUMNS.value]
    if not original.text or value.raw is None or isinstance(value.raw, str):
        return cells
    shown, _, written = original.text.partition("|")
    if shown != SourceCell(value.raw).text:
        return cells
    return [
        *cells[: _OWN_COLUMNS.value],
        SourceCell(written, address=value.address),
        *cells[_OWN_COLUMNS.value + 1 :],
    ]


def _source_cell(grid: SheetGrid, row: int, column: int) -> SourceCell:
    return _from_raw(grid.cell(row, column), cell_name(row, column))


def _from_raw(cell: RawCell, address: str) -> SourceCell:
    value: RawValue
    if isinstance(cell.value, dt.timedelta):
        value = str(cell.value)
    elif isinstance(cell.value, str):
        value = cell.value if cell.value.strip() else None
    else:
        value = cell.value
    return SourceCell(value, error=cell.error, percent=cell.percent, address=address)


def _front_value(front: SheetGrid | None, place: places.Place) -> object:
    if front is None:
        return None
    row, column = _position(place.cell)
    return front.cell(row, column).value


def _position(address: str) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(address[len(letters) :]) - 1, column - 1


def _front_unit(front: SheetGrid | None, meta: Meta) -> OrgUnit:
    """The unit as `Trang chính` names it now; a name somebody cleared is unknown."""
    if front is None:
        return meta.org_unit
    name = clean(_string(_front_value(front, places.ORG_UNIT)))
    word = clean(_string(_front_value(front, places.LEVEL)))
    level = read_level(word) if word else None
    return OrgUnit(
        name=name or None,
        level=level or (level_of(name) if name and not word else None),
        code=meta.org_unit.code,
    )


def _front_fields(front: SheetGrid | None) -> FrontFields:
    def day(place: places.Place) -> dt.date | None:
        value = _front_value(front, place)
        if isinstance(value, dt.datetime):
            return value.date()
        return value if isinstance(value, dt.date) else None

    return FrontFields(
        start=day(places.DATE_FROM),
        end=day(places.DATE_TO),
        deadline=day(places.DEADLINE),
        report_no=clean(_string(_front_value(front, places.REPORT_NO))),
        report_date=day(places.REPORT_DATE),
    )


def _front_period(front: SheetGrid | None, meta: Meta) -> Period | None:
    if front is None:
        return meta.period
    text = clean(_string(_front_value(front, places.PERIOD)))
    return read_period(text) if text else None


def _read_foreign(path: Path, grids: Sequence[SheetGrid]) -> SourceDocument:
    """Any sheet that merely contains such a table; one sheet for all parts, or one a part."""
    tables: list[list[PrintedRow]] = []
    before: list[str] = []
    lines: list[str] = []
    sheets, findings = _repaired([(grid.name, _rows(grid)) for grid in grids])
    headers = [find_header(rows) for _, rows in sheets]
    if not any(headers):
        headers = [usual_columns(rows) for _, rows in sheets]
    for (name, rows), header in zip(sheets, headers, strict=True):
        lines += _texts(rows)
        if header is None:
            if not tables:
                before += _texts(rows)
            continue
        body = _without_titles(rows[header.after :])
        printed = printed_rows(body, header.columns, name)
        if printed:
            if not tables:
                before += _texts(rows[: header.first])
            tables.append(printed)
    if not tables:
        raise FileProblem("no-table", {"name": path.name})
    if formulas_without_value(path):
        findings = (*findings, _NOT_CALCULATED)
    return SourceDocument(
        tables=_readings(tables), before=tuple(before), lines=tuple(lines), findings=findings
    )


_NOT_CALCULATED = Finding(code="KT116", kind=Kind.MISSING_VALUE, severity=Severity.WARNING)
Sheets = list[tuple[str, list[SourceRow]]]


def _repaired(sheets: Sheets) -> tuple[Sheets, tuple[Finding, ...]]:
    """Sheets with texts of legacy fonts as Unicode; together, because short cells prove little."""
    texts = [text for _, rows in sheets for text in _texts(rows)]
    if all(text.isascii() for text in texts):
        return sheets, ()
    repaired, findings = repair_legacy(texts)
    if not findings:
        return sheets, ()
    unicode = dict(zip(texts, repaired, strict=True))

    def mended(cell: SourceCell) -> SourceCell:
        return replace(cell, raw=unicode[cell.text]) if isinstance(cell.raw, str) else cell

    return [(name, [[mended(c) for c in row] for row in rows]) for name, rows in sheets], findings


def _texts(rows: Sequence[SourceRow]) -> list[str]:
    return [cell.text for row in rows for cell in row if cell.text]


def _readings(tables: list[list[PrintedRow]]) -> tuple[tuple[PrintedRow, ...], ...]:
    """One table alone, or all sheets as parts of one appendix."""
    alone = [tuple(table) for table in tables]
    if len(tables) == 1:
        return tuple(alone)
    together = tuple(row for table in tables for row in table)
    return (together, *alone)


def _rows(grid: SheetGrid) -> list[SourceRow]:
    return [
        [_source_cell(grid, row, column) for column in range(grid.first_column, grid.end_column)]
        for row in range(grid.first_row, grid.end_row)
    ]


def _without_titles(rows: Sequence[SourceRow]) -> list[SourceRow]:
    """Drop titles that stand between two parts ("Biểu mẫu 2", "Cải cách thể chế")."""
    kept: list[SourceRow] = []
    for row in rows:
        if is_header_line(row):
            while kept and _is_title(kept[-1]):
                kept.pop()
        kept.append(row)
    return kept


def _is_title(row: SourceRow) -> bool:
    filled = [cell for cell in row if cell.text]
    return len(filled) <= 1 and not is_header_line(row)
