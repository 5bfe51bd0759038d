"""Tables copied out of Word into a text file: rows are lines, columns are parted by tabs."""

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from cchc_xl.model import Finding
from cchc_xl.templates.source import (
    LEGACY_NAMES,
    SourceDocument,
    encoding_finding,
    repair_legacy,
)
from cchc_xl.templates.table import (
    NUMBER,
    SourceCell,
    SourceRow,
)
from cchc_xl.templates.tables import split_tables
from cchc_xl.text import fold
from cchc_xl.workbook.intake import read_text
from cchc_xl.workbook.problems import FileProblem

TableLine = tuple[int, int, list[SourceCell]]
"""The first line of a row (0-based), how many lines it takes, its cells."""

_OPEN_CELL_LINES = 20  # lines one cell may span
_ROW_STARTS = frozenset({"trong do", "stt", "tt"})


def read_text_source(path: Path, *, titles: bool = False) -> SourceDocument:
    """Read a ``.txt``/``.tsv`` file. Raises `FileProblem` (also when it has no table).

    ``titles``: those between the rows stay, as in `printed_rows`.
    """
    text, encoding = read_text(path)
    lines, findings = _repair(text.split("\n"), encoding)
    body = _table_lines(lines)
    rows: list[SourceRow] = [cells for _, _, cells in body]
    tables = split_tables(rows, titles=titles)
    if not tables:
        raise FileProblem("no-table", {"name": path.name})
    header, main = max(tables, key=lambda table: len(table[1]))
    together = tuple(row for _, printed in tables for row in printed)
    return SourceDocument(
        tables=(main,) if len(tables) == 1 else (main, together),
        before=tuple(lines[: body[header.first][0]]),
        lines=tuple(lines),
        prose=_between(lines, body),
        findings=findings,
    )


def _between(lines: Sequence[str], body: Sequence[TableLine]) -> tuple[str, ...]:
    """The lines that belong to no table."""
    in_table = {number for first, used, _ in body for number in range(first, first + used)}
    return tuple(line for number, line in enumerate(lines) if number not in in_table)


def _repair(lines: list[str], encoding: str) -> tuple[list[str], tuple[Finding, ...]]:
    """Legacy encodings are repaired and said; ``encoding`` names one already decoded."""
    repaired, findings = repair_legacy(lines)
    if not findings and encoding in LEGACY_NAMES:
        sample = next((line.strip() for line in lines if len(line.strip()) > 8), "")
        findings = (encoding_finding(encoding, "…", sample),)
    return repaired, findings


def _table_lines(lines: Sequence[str]) -> list[TableLine]:
    """Lines with tabs as cells; a cell may span lines."""
    tabs = Counter(line.count("\t") for line in lines if "\t" in line)
    width = tabs.most_common(1)[0][0] if tabs else 0
    found: list[TableLine] = []
    number = 0
    while number < len(lines):
        used = 1
        if "\t" in lines[number]:
            used = _lines_of_quoted(lines, number) or _lines_of_broken(lines, number, width)
            line = "\n".join(lines[number : number + used])
            cells = [SourceCell(c.strip() or None) for c in _cells(line)]
            found.append((number, used, cells))
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
