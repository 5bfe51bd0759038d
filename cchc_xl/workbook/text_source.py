"""Tables copied out of Word into a text file: rows are lines, columns are parted by tabs."""

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from cchc_xl.model import Finding, PrintedRow
from cchc_xl.templates.table import (
    LEAST_ROWS,
    NUMBER,
    Columns,
    Header,
    SourceCell,
    SourceRow,
    find_header,
    printed_rows,
    usual_columns,
)
from cchc_xl.text import fold
from cchc_xl.workbook.intake import read_text
from cchc_xl.workbook.problems import FileProblem
from cchc_xl.workbook.source import (
    LEGACY_NAMES,
    SourceDocument,
    encoding_finding,
    repair_legacy,
)

_OPEN_CELL_LINES = 20  # lines one cell may span
_ROW_STARTS = frozenset({"trong do", "stt", "tt"})


def read_text_source(path: Path) -> SourceDocument:
    """Read a ``.txt``/``.tsv`` file. Raises `FileProblem` (also when it has no table)."""
    text, encoding = read_text(path)
    lines, findings = _repair(text.split("\n"), encoding)
    body = _table_lines(lines)
    rows: list[SourceRow] = [cells for _, cells in body]
    tables = _tables(rows)
    if not tables:
        raise FileProblem("no-table", {"name": path.name})
    header, main = max(tables, key=lambda table: len(table[1]))
    together = tuple(row for _, printed in tables for row in printed)
    return SourceDocument(
        tables=(main,) if len(tables) == 1 else (main, together),
        before=tuple(lines[: body[header.first][0]]),
        lines=tuple(lines),
        findings=findings,
    )


def _tables(rows: Sequence[SourceRow]) -> list[tuple[Header, tuple[PrintedRow, ...]]]:
    """Every table with its first header; a header with the same columns only begins a new page.

    The text of a report may hold other tables before its appendix, with columns of their own.
    """
    headers: list[Header] = []
    header = find_header(rows) or usual_columns(rows)
    while header is not None:
        if not headers or not _repeats(header.columns, headers[-1].columns):
            headers.append(header)
        header = find_header(rows, max(header.after, header.first + 1))
    ends = [*(header.first for header in headers[1:]), len(rows)][: len(headers)]
    tables = [
        (header, tuple(printed_rows(rows[header.after : end], header.columns)))
        for header, end in zip(headers, ends, strict=True)
    ]
    return [(header, printed) for header, printed in tables if len(printed) >= LEAST_ROWS]


def _repair(lines: list[str], encoding: str) -> tuple[list[str], tuple[Finding, ...]]:
    """Legacy encodings are repaired and said; ``encoding`` names one already decoded."""
    repaired, findings = repair_legacy(lines)
    if not findings and encoding in LEGACY_NAMES:
        sample = next((line.strip() for line in lines if len(line.strip()) > 8), "")
        findings = (encoding_finding(encoding, "…", sample),)
    return repaired, findings


def _repeats(columns: Columns, before: Columns) -> bool:
    """True for the same header on a new page, of which only the upper line may be left."""
    upper_line = columns.measure is None and before.measure is not None
    same_start = (columns.no, columns.label) == (before.no, before.label)
    return columns == before or (upper_line and same_start)


def _table_lines(lines: Sequence[str]) -> list[tuple[int, list[SourceCell]]]:
    """Lines with tabs as cells, with their line number; a cell may span lines."""
    tabs = Counter(line.count("\t") for line in lines if "\t" in line)
    width = tabs.most_common(1)[0][0] if tabs else 0
    found = []
    number = 0
    while number < len(lines):
        used = 1
        if "\t" in lines[number]:
            used = _lines_of_quoted(lines, number) or _lines_of_broken(lines, number, width)
            line = "\n".join(lines[number : number + used])
            found.append((number, [SourceCell(c.strip() or None) for c in _cells(line)]))
        number += used
    return found


def _cells(line: str) -> list[str]:
    if '"' in line and not _has_open_cell(line):
        try:
            return next(csv.reader([line], delimiter="\t"))
        except csv.Error:  # a cell longer than any cell is
            pass
    return line.split("\t")


def _lines_of_quoted(lines: Sequence[str], start: int) -> int:
    """How many lines a row spans whose quoted cell holds line ends; 0 when there is none."""
    line, used = lines[start], 1
    if not _has_open_cell(line):
        return 0
    while used < _OPEN_CELL_LINES and start + used < len(lines):
        line += "\n" + lines[start + used]
        used += 1
        if not _has_open_cell(line):
            return used
    return 0  # a lone quotation mark, not a quoted cell


def _lines_of_broken(lines: Sequence[str], start: int, width: int) -> int:
    """How many lines a row spans whose cells hold line ends without quotation marks.

    Only where the lines together have exactly the tabs of a row: text between two tables, or a row
    that lost its empty last cells, must not be taken in.
    """
    tabs = lines[start].count("\t")
    used = 1
    while tabs < width and used < _OPEN_CELL_LINES and start + used < len(lines):
        line = lines[start + used]
        first = line.split("\t")[0].strip()
        if not first or NUMBER.fullmatch(first) or fold(first) in _ROW_STARTS:
            break
        tabs += line.count("\t")
        used += 1
        if tabs == width and "\t" in line:
            return used
    return 1


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
