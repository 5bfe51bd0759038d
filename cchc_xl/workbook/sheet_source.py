"""Spreadsheets: our own workbooks by their keys, any other sheet by the table it contains."""

import datetime as dt
from collections.abc import Callable, Sequence
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
from cchc_xl.templates.document import level_of
from cchc_xl.templates.source import SourceDocument, repair_legacy
from cchc_xl.templates.table import (
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
from cchc_xl.workbook.grids import (
    SheetGrid,
    formulas_without_value,
    grids_in,
    grids_of,
    lacks_results,
)
from cchc_xl.workbook.intake import Opened, open_file
from cchc_xl.workbook.layout import layout_of
from cchc_xl.workbook.marks import cell_name
from cchc_xl.workbook.meta import Meta, MetaError, decode
from cchc_xl.workbook.own_rows import KEY, own_rows, source_cell
from cchc_xl.workbook.problems import FileProblem

_NOT_TABLES = frozenset(
    {places.PRINT_SHEET, places.RESULTS_SHEET, *places.MERGED_SHEETS, places.LOG_SHEET}
)
#: Not read of a workbook of ours as long as its section sheets are there under their names.
_NO_ROWS = _NOT_TABLES | {places.SUBMISSION_SHEET, places.CHART_SHEET, places.GUIDE_SHEET}


def read_sheet_source(
    path: Path, opened: Opened | None = None, *, titles: bool = False
) -> SourceDocument:
    """Read any workbook, ``opened`` where the caller has done so already.

    ``titles``: those between the rows stay, as in `printed_rows`.
    Raises `FileProblem` (also when no sheet has a table of the appendix).
    """
    opened = opened or open_file(path)
    grids = grids_in(opened, _sheets_of_ours)
    meta = _meta_of(path, grids)
    if meta is not None:
        named = {grid.name: grid for grid in grids}
        if any(name not in named for name in layout_of(meta.template).section_sheets):
            named = {grid.name: grid for grid in _all_grids(opened, grids)}
        own = read_own(named, meta)
        if own is not None:
            return _with_ratios(opened, own, meta.template)
    grids = _all_grids(opened, grids)
    tables = [grid for grid in grids if grid.name not in _NOT_TABLES]
    return _read_foreign(path, tables, titles=titles)


def _sheets_of_ours(names: Sequence[str]) -> Callable[[str], bool] | None:
    """In a workbook of ours, all but the sheets that hold no rows of the form."""
    return None if places.META_SHEET not in names else lambda name: name not in _NO_ROWS


def _all_grids(opened: Opened, grids: list[SheetGrid]) -> list[SheetGrid]:
    """Every sheet, where only those of a workbook of ours were read so far."""
    if all(grid.name != places.META_SHEET for grid in grids):
        return grids
    return grids_of(opened.data, name=opened.path.name)


def _meta_of(path: Path, grids: Sequence[SheetGrid]) -> Meta | None:
    """What the hidden sheet `_cchc` says; None where there is none of ours."""
    sheet = next((grid for grid in grids if grid.name == places.META_SHEET), None)
    if sheet is None:
        return None
    try:
        return decode(meta_pairs(sheet))
    except MetaError as error:
        if error.reason == "missing":
            return None
        reason = "damaged-leaves" if error.reason == "leaves" else "damaged-meta"
        raise FileProblem(reason, {"name": path.name}) from error


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
    layout = layout_of(meta.template)
    sheets = [named[name] for name in layout.section_sheets if name in named]
    if len(sheets) < len(layout.section_sheets):  # a renamed tab: its keys still tell
        known = {id(grid) for grid in sheets}
        sheets += [
            grid
            for name, grid in named.items()
            if id(grid) not in known
            and name not in (places.META_SHEET, *_NOT_TABLES)
            and _carries_keys(grid, meta)
        ]
    rows: list[PrintedRow] = []
    for grid in sheets:
        rows += own_rows(grid)
    if not rows:
        return None
    front = named.get(places.FRONT_SHEET)
    period = _front_period(front, meta)
    return SourceDocument(
        tables=(tuple(rows),),
        template=meta.template,
        org_unit=_front_unit(front, meta),
        period=period,
        front=_front_fields(front, meta),
        issued=meta.window if period == meta.period else None,
        leaves=meta.carried.leaves,
        units=meta.carried.units,
    )


def _with_ratios(opened: Opened, own: SourceDocument, template: ReportTemplate) -> SourceDocument:
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
    waiting = due.keys() & blank
    sheets = {row.sheet for row in rows if row.key in waiting}
    if not waiting or not lacks_results(opened, sheets.__contains__):
        return own
    computed = tuple(
        _computed(row, due[row.key], template.decimals) if row.key in waiting else row
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
        grid.cell(row, KEY).value in keys for row in range(places.FIRST_ROW - 1, grid.end_row)
    )


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


def _front_fields(front: SheetGrid | None, meta: Meta) -> FrontFields:
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
        letter=meta.letter,
        previous=clean(_string(_front_value(front, places.PREVIOUS))),
    )


def _front_period(front: SheetGrid | None, meta: Meta) -> Period | None:
    if front is None:
        return meta.period
    text = clean(_string(_front_value(front, places.PERIOD)))
    return read_period(text) if text else None


def _read_foreign(path: Path, grids: Sequence[SheetGrid], *, titles: bool) -> SourceDocument:
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
        keep_in = header.columns.no if titles else None
        body = _without_titles(rows[header.after :], keep_in)
        printed = printed_rows(body, header.columns, name, titles=titles)
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
        [
            source_cell(grid.cell(row, column), cell_name(row, column))
            for column in range(grid.first_column, grid.end_column)
        ]
        for row in range(grid.first_row, grid.end_row)
    ]


def _without_titles(rows: Sequence[SourceRow], keep_in: int | None = None) -> list[SourceRow]:
    """Drop titles that stand between two parts ("Biểu mẫu 2", "Cải cách thể chế").

    ``keep_in``: the column (0-based) where they are put instead; page numbers are dropped always.
    """
    kept: list[SourceRow] = []
    for row in rows:
        if is_header_line(row):
            above: list[SourceRow] = []
            while kept and _is_title(kept[-1]):
                above.insert(0, kept.pop())
            if keep_in is not None:
                kept += [moved for title in above if (moved := _moved(title, keep_in))]
        kept.append(row)
    return kept


def _moved(title: SourceRow, column: int) -> list[SourceCell]:
    """A title in this column alone; nothing for a blank line or a page number."""
    words = next((cell for cell in title if cell.text and not cell.text.isdecimal()), None)
    return [] if words is None else [*[SourceCell()] * column, words]


def _is_title(row: SourceRow) -> bool:
    filled = [cell for cell in row if cell.text]
    return len(filled) <= 1 and not is_header_line(row)
