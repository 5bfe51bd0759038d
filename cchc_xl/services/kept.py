"""What the parent entered in its workbook before, for the next Tổng hợp to keep.

Of a consolidated workbook: own figures, figures typed over, which file counts, days of receipt,
notes, justifications, the log. Of a workbook never consolidated: the figures in D become the own
ones. The file is only read.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from cchc_xl.consolidate import ADDING, TAKES_OWN
from cchc_xl.model import (
    Consolidation,
    Entry,
    ListedUnit,
    ReportTemplate,
    Row,
    RowKind,
    read_value,
)
from cchc_xl.services.kept_choices import received_in, used_in
from cchc_xl.services.outcome import Kept
from cchc_xl.services.reading import ReadOptions, ReadReport, read_file
from cchc_xl.text import display_text, format_number, to_decimal
from cchc_xl.workbook.grids import SheetGrid, read_grids
from cchc_xl.workbook.intake import sniff
from cchc_xl.workbook.layout import (
    DETAIL_SHEET,
    LOG_SHEET,
    META_SHEET,
    SUBMISSION_SHEET,
    UNIT_LIST_SHEET,
    Column,
    Layout,
)
from cchc_xl.workbook.merged.detail_places import FIRST_ROW, Detail
from cchc_xl.workbook.meta import decode
from cchc_xl.workbook.problems import FileKind
from cchc_xl.workbook.sheet_source import meta_pairs
from cchc_xl.workbook.unit_lines import Line, find_header, understand

_LOG_FIRST_ROW = 3
#: Adding twice rounds twice: a figure this near to what was computed was not typed.
_SAME = Decimal("1e-6")


@dataclass(slots=True)
class _Typed:
    """Figures of the rows that add up, by where they stand."""

    own: dict[str, Decimal] = field(default_factory=dict)
    overrides: dict[str, Decimal] = field(default_factory=dict)
    overwritten: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    own_words: dict[str, str] = field(default_factory=dict)
    override_words: dict[str, str] = field(default_factory=dict)
    log: list[tuple[str, str, str]] = field(default_factory=list)


def read_kept(
    path: Path, user_folder: Path | None = None, *, read: ReadReport | None = None
) -> Kept:
    """What a parent's workbook holds that the next run keeps.

    ``overwritten`` names rows whose formula somebody typed over (their figures are among
    ``overrides``), ``moved`` those whose figures were in D of a workbook never consolidated.
    ``read`` spares the reading where somebody has just read the file. Raises `UnusableFileError`
    for a file that cannot be read.
    """
    read = read or read_file(path, ReadOptions(user_folder=user_folder))
    grids = {grid.name: grid for grid in read_grids(path)}
    entries, template = read.report.entries, read.template
    typed = _typed(path, read, grids)
    own = dict(typed.own)
    words: dict[str, str] = {}
    for row in template.rows:
        entry = entries.get(row.key)
        if entry is None or entry.is_blank or row.consolidation in (None, *ADDING):
            continue
        if entry.value is not None:
            own[row.key] = entry.value
        elif text := display_text(entry.text):
            words[row.key] = text
    page = grids.get(SUBMISSION_SHEET)
    return Kept(
        own=own,
        overrides=typed.overrides,
        used=dict(used_in(page)),
        received=dict(received_in(page)),
        notes=_notes(template, entries),
        justifications={
            key: entry.justification for key, entry in entries.items() if entry.justification
        },
        units=_units(grids),
        log=(*_log(grids.get(LOG_SHEET)), *typed.log),
        words=words,
        front=read.front,
        overwritten=tuple(typed.overwritten),
        moved=tuple(typed.moved),
        own_words=typed.own_words,
        override_words=typed.override_words,
    )


def _units(grids: Mapping[str, SheetGrid]) -> tuple[ListedUnit, ...]:
    listed = _listed(grids.get(UNIT_LIST_SHEET))
    if listed:
        return listed
    meta = grids.get(META_SHEET)
    return decode(meta_pairs(meta)).carried.units if meta is not None else ()


def _listed(page: SheetGrid | None) -> tuple[ListedUnit, ...]:
    """The list the parent typed for issuing. A line it still has to put right names nobody."""
    if page is None:
        return ()
    lines: list[Line] = list(enumerate(page.rows, page.first_row + 1))
    header = find_header(lines)
    return understand(lines[header[0] + 1 :], header[1]).units if header is not None else ()


def _typed(path: Path, read: ReadReport, grids: Mapping[str, SheetGrid]) -> _Typed:
    if not read.leaves:
        return _never_consolidated(read)
    detail = _detail_rows(grids.get(DETAIL_SHEET))
    formulas = _formulas(path, read.template)
    typed = _Typed()
    for row in read.template.rows:
        if row.consolidation not in ADDING:
            continue
        line = detail.get(row.key, _Line())
        if line.own is not None and row.consolidation in TAKES_OWN:
            typed.own[row.key] = line.own
        elif line.own_words and row.consolidation in TAKES_OWN:
            typed.own_words[row.key] = line.own_words
        if line.override is not None:
            typed.overrides[row.key] = line.override
        elif line.override_words:
            typed.override_words[row.key] = line.override_words
        entry = read.report.entries.get(row.key)
        if entry is None or row.key in formulas:
            continue
        if entry.value is None:
            if words := display_text(entry.text):
                typed.override_words[row.key] = words
            continue
        shown = line.computed if line.override is None else line.override
        if shown is None or abs(entry.value - shown) > _SAME:
            typed.overrides[row.key] = entry.value
            typed.override_words.pop(row.key, None)
            typed.overwritten.append(row.key)
    return typed


def _never_consolidated(read: ReadReport) -> _Typed:
    """Figures in D become the parent's own; what computes itself is only written down."""
    typed, replaced = _Typed(), []
    for row in read.template.rows:
        entry = read.report.entries.get(row.key)
        words = display_text(entry.text) if entry is not None else ""
        if entry is None or not words or row.consolidation not in ADDING:
            continue
        if row.consolidation not in TAKES_OWN:
            said = words if entry.value is None else format_number(entry.value)
            replaced.append(f"{row.no or row.label} = {said}")
            continue
        typed.moved.append(row.key)
        if entry.value is None:
            typed.own_words[row.key] = words
        else:
            typed.own[row.key] = entry.value
    if replaced:
        words = f"Số của dòng tự tính được thay bằng kết quả tổng hợp: {'; '.join(replaced)}"
        typed.log.append(("", "Thay số", words))
    return typed


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of `Chi tiết đơn vị`. The words are those of a cell that holds no number."""

    own: Decimal | None = None
    override: Decimal | None = None
    computed: Decimal | None = None
    own_words: str = ""
    override_words: str = ""


def _detail_rows(grid: SheetGrid | None) -> dict[str, _Line]:
    if grid is None:
        return {}
    found = {}
    for number in range(FIRST_ROW - 1, grid.end_row):
        key = grid.cell(number, _place(Detail.KEY)).value
        if isinstance(key, str) and key:
            found[key] = _Line(
                own=_number(grid, number, Detail.OWN),
                override=_number(grid, number, Detail.OVERRIDE),
                computed=_number(grid, number, Detail.COMPUTED),
                own_words=_words(grid, number, Detail.OWN),
                override_words=_words(grid, number, Detail.OVERRIDE),
            )
    return found


def _number(grid: SheetGrid, row: int, column: Detail) -> Decimal | None:
    """A figure, typed as a number or as Vietnamese text."""
    value = grid.cell(row, _place(column)).value
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return to_decimal(value)
    if isinstance(value, str):
        return read_value(_ANY, value).value
    return None


def _words(grid: SheetGrid, row: int, column: Detail) -> str:
    """What was typed, whatever it is: kept where it is no figure, for the parent to put right."""
    return display_text(_text(grid.cell(row, _place(column)).value))


_ANY = Row(key="so", label="Số", kind=RowKind.COUNT, consolidation=Consolidation.SUM)


def _place(column: Detail | Column) -> int:
    return ord(column) - ord("A")


def _formulas(path: Path, template: ReportTemplate) -> set[str]:
    """Keys of the rows whose column D still holds the formula of a consolidated workbook.

    Any other formula is a figure somebody typed ("=12+3").

    Of a workbook saved as .xls, .ods or .xlsb it is not known: all rows count as formulas, so that
    nothing is taken for typed.
    """
    if sniff(path) is not FileKind.XLSX:
        return set(template.by_key)
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    try:
        found = set()
        for name in Layout(template).section_sheets:
            if name not in book.sheetnames:
                continue
            rows = book[name].iter_rows(
                min_col=_place(Column.VALUE) + 1, max_col=_place(Column.KEY) + 1, values_only=True
            )
            for cells in rows:
                value, key = cells[0], cells[-1]
                if isinstance(key, str) and isinstance(value, str) and _is_ours(value):
                    found.add(key)
        return found
    finally:
        book.close()


def _is_ours(text: str) -> bool:
    return text.startswith("=") and DETAIL_SHEET in text


def _notes(template: ReportTemplate, entries: Mapping[str, Entry]) -> dict[str, str]:
    return {
        row.key: entries[row.key].note
        for row in template.rows
        if row.key in entries
        and entries[row.key].note
        and display_text(entries[row.key].note) != display_text(row.note)
    }


def _log(grid: SheetGrid | None) -> Iterator[tuple[str, str, str]]:
    if grid is None:
        return
    for number in range(_LOG_FIRST_ROW - 1, grid.end_row):
        when, what, detail = (_text(grid.cell(number, column).value) for column in range(3))
        if when or what or detail:
            yield when, what, detail


def _text(value: object) -> str:
    if isinstance(value, dt.datetime):
        return f"{value:%H:%M} {value:%d/%m/%Y}"
    return "" if value is None else str(value)
