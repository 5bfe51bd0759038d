"""What values alone do not tell, read from a copy of the workbook on the disk.

Number formats, locks, validation, notes with their authors, permissions of a protected sheet:
asking a live program for them costs a call per cell. One call writes a copy, and the copy tells
everything at once. The copy lies in a temporary folder and is removed; it is only read.
"""

import re
import tempfile
import warnings
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cchc_xl.excel.cell_rule import CellRule, of_file
from cchc_xl.excel.port import Port, Protection
from cchc_xl.workbook.layout import Column
from cchc_xl.workbook.marks import is_percent_format

#: The furthest row looked at: a format laid over a whole column would make every sheet endless.
MAX_ROWS = 5_000
_LOCALE = re.compile(r"\[\$-[^\]]*\]")  # the language in front of a number format
_OWN_FORMATS = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class FoundNote:
    """A note on a cell."""

    text: str
    author: str


@dataclass(slots=True)
class SheetFacts:
    """Of one sheet; cells by their address. ``percents``/``texts`` are 0-based positions.

    ``texts`` are cells that hold a text, so that a typed "#N/A" is no error. ``formulas``,
    ``rules``, ``formats`` and ``locked`` speak of column D alone.
    """

    rows: int = 0
    protection: Protection | None = None
    percents: set[tuple[int, int]] = field(default_factory=set)
    texts: set[tuple[int, int]] = field(default_factory=set)
    notes: dict[str, FoundNote] = field(default_factory=dict)
    formulas: dict[str, str] = field(default_factory=dict)
    rules: dict[str, CellRule] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    locked: set[str] = field(default_factory=set)


def inspect_book(book: Any, port: Port, sheets: Collection[str]) -> dict[str, SheetFacts] | None:
    """Facts of the named sheets; None where the program cannot write a copy that is readable.

    One call to the program, whatever the size of the workbook.
    """
    suffix = Path(book.name).suffix.lower() or ".xlsx"
    if suffix not in _OWN_FORMATS:
        return None
    with tempfile.TemporaryDirectory(prefix="cchc-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / f"ban-sao{suffix}"
        try:
            port.save_copy(book, copy)
            return inspect_file(copy, sheets)
        except Exception:  # whatever a program or its policies refuse: values are enough to check
            from cchc_xl.excel.log import note_failure

            note_failure("inspect_book")
            return None


def inspect_file(path: Path, sheets: Collection[str]) -> dict[str, SheetFacts]:
    """Facts of the named sheets of a file that we wrote ourselves a moment ago."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # extensions that openpyxl would drop when saving
        workbook = openpyxl.load_workbook(path)
    try:
        return {
            sheet.title: _facts(sheet) for sheet in workbook.worksheets if sheet.title in sheets
        }
    finally:
        workbook.close()


def _facts(sheet: Any) -> SheetFacts:
    facts = SheetFacts(protection=_protection(sheet.protection))
    for cells in sheet.iter_rows(max_row=min(sheet.max_row, MAX_ROWS)):
        for cell in cells:
            _look_at(facts, cell)
    for rule in sheet.data_validations.dataValidation:
        found = of_file(rule)
        for area in rule.sqref.ranges:
            if area.min_col <= _VALUE <= area.max_col:
                for row in range(area.min_row, min(area.max_row, MAX_ROWS) + 1):
                    facts.rules[f"{Column.VALUE}{row}"] = found
    return facts


_VALUE = ord(Column.VALUE) - ord("A") + 1


def _look_at(facts: SheetFacts, cell: Any) -> None:
    value = getattr(cell, "value", None)
    comment = getattr(cell, "comment", None)
    if comment is not None:
        facts.notes[cell.coordinate] = FoundNote(comment.text or "", comment.author or "")
    if value is not None:
        facts.rows = max(facts.rows, cell.row)
        place = (cell.row - 1, cell.column - 1)
        if cell.data_type in ("s", "inlineStr"):
            facts.texts.add(place)
        elif is_percent_format(0, {0: cell.number_format}):
            facts.percents.add(place)
    if cell.column == _VALUE and hasattr(cell, "number_format"):  # not the inside of a merged area
        if cell.data_type == "f":
            facts.formulas[cell.coordinate] = str(getattr(value, "text", value))
        facts.formats[cell.coordinate] = _LOCALE.sub("", cell.number_format)
        if cell.protection.locked:
            facts.locked.add(cell.coordinate)


def _protection(found: Any) -> Protection | None:
    """A file says what is forbidden, Excel and we say what is allowed."""
    if not found.sheet:
        return None
    return Protection(
        has_password=bool(found.password or found.hashValue),
        objects=not found.objects,
        scenarios=not found.scenarios,
        format_cells=not found.formatCells,
        format_columns=not found.formatColumns,
        format_rows=not found.formatRows,
        insert_columns=not found.insertColumns,
        insert_rows=not found.insertRows,
        insert_hyperlinks=not found.insertHyperlinks,
        delete_columns=not found.deleteColumns,
        delete_rows=not found.deleteRows,
        sort=not found.sort,
        autofilter=not found.autoFilter,
        pivot_tables=not found.pivotTables,
    )
