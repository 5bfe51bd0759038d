"""Tables copied out of Word into a text file: rows are lines, columns are parted by tabs."""

import csv
from collections.abc import Sequence
from pathlib import Path

from cchc_xl.model import Finding, Kind, Severity
from cchc_xl.templates.table import (
    DEFAULT_COLUMNS,
    Header,
    SourceCell,
    SourceRow,
    find_header,
    printed_rows,
)
from cchc_xl.text import repair_many
from cchc_xl.workbook.intake import read_text
from cchc_xl.workbook.problems import FileProblem
from cchc_xl.workbook.source import SourceDocument

_LEGACY_NAMES = {"tcvn3": "TCVN3 (.VnTime)", "vni": "VNI"}
_OPEN_CELL_LINES = 20  # lines one quoted cell may span
_LEAST_ROWS = 3


def read_text_source(path: Path) -> SourceDocument:
    """Read a ``.txt``/``.tsv`` file. Raises `FileProblem` (also when it has no table)."""
    text, encoding = read_text(path)
    lines, findings = _repair(text.split("\n"), encoding)
    body = [(number, cells) for number, cells in _table_lines(lines)]
    rows: list[SourceRow] = [cells for _, cells in body]
    header = find_header(rows)
    if header is None:
        body = [(n, cells) for n, cells in body if len(cells) >= 4]
        rows = [cells for _, cells in body]
        header = Header(DEFAULT_COLUMNS, 0, 0)
    printed = printed_rows(rows[header.after :], header.columns)
    if len(printed) < _LEAST_ROWS:
        raise FileProblem("no-table", {"name": path.name})
    first = body[header.first][0]
    return SourceDocument(
        tables=(tuple(printed),),
        before=tuple(lines[:first]),
        lines=tuple(lines),
        findings=findings,
    )


def _repair(lines: list[str], encoding: str) -> tuple[list[str], tuple[Finding, ...]]:
    """Legacy encodings are repaired and said; ``encoding`` names one already decoded."""
    repaired, legacy = repair_many(lines)
    if legacy is None:
        if encoding in _LEGACY_NAMES:
            sample = next((line.strip() for line in lines if len(line.strip()) > 8), "")
            return lines, (_encoding_finding(encoding, "…", sample[:40]),)
        return lines, ()
    before, after = next((a, b) for a, b in zip(lines, repaired, strict=True) if a != b)
    return repaired, (_encoding_finding(legacy, before.strip()[:40], after.strip()[:40]),)


def _encoding_finding(encoding: str, before: str, after: str) -> Finding:
    return Finding(
        code="KT115",
        kind=Kind.TEXT_ENCODING,
        severity=Severity.NOTE,
        facts={"encoding": _LEGACY_NAMES[encoding], "before": before, "after": after},
    )


def _table_lines(lines: Sequence[str]) -> list[tuple[int, list[SourceCell]]]:
    """Lines with tabs as cells, with their line number; a quoted cell may span lines."""
    found = []
    number = 0
    while number < len(lines):
        line, used = lines[number], 1
        if "\t" in line:
            while _has_open_cell(line) and used < _OPEN_CELL_LINES and number + used < len(lines):
                line += "\n" + lines[number + used]
                used += 1
            if _has_open_cell(line):  # a lone quotation mark, not a quoted cell
                line, used = lines[number], 1
                cells = line.split("\t")
            else:
                cells = (
                    next(csv.reader([line], delimiter="\t")) if '"' in line else line.split("\t")
                )
            found.append((number, [SourceCell(c.strip() or None) for c in cells]))
        number += used
    return found


def _has_open_cell(line: str) -> bool:
    """True when a cell begins with a quotation mark that is not closed in the line."""
    is_open = False
    for cell in line.split("\t"):
        quotes = cell.count('"')
        if is_open:
            is_open = quotes % 2 == 0
        elif cell.startswith('"'):
            is_open = quotes % 2 == 1
    return is_open
