"""The appendix in a Word document: its tables wherever they stand, the words around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cchc_xl.model import Finding, Kind, PrintedRow, Severity
from cchc_xl.templates.source import SourceDocument, encoding_finding, repair_legacy
from cchc_xl.templates.table import LEAST_CELLS, SourceCell, SourceRow, find_header, is_header_line
from cchc_xl.templates.tables import split_tables
from cchc_xl.word.blocks import read_document
from cchc_xl.word.content import Block, Cell, Line, Table, WordDocument
from cchc_xl.word.description import unit_and_period
from cchc_xl.word.elements import PartReader
from cchc_xl.word.problems import WordProblem

_TRACKED = Finding(code="KT117", kind=Kind.TEXT_TRACKED_CHANGES, severity=Severity.NOTE)
_LONGEST_FIGURE = 12  # letters
_ENDS_IN_DIGIT = re.compile(r"\d[%.,]?$")


@dataclass(slots=True)
class _Layout:
    """The columns of an appendix: where each begins in the grid, and how wide the grid is."""

    starts: list[int]
    widths: tuple[float, ...]


@dataclass(slots=True)
class _Collected:
    """Lines and rows in reading order. ``places[i]`` is how many lines stand before row ``i``."""

    lines: list[Line] = field(default_factory=list)
    rows: list[list[list[str]]] = field(default_factory=list)  # row, column, paragraphs
    places: list[int] = field(default_factory=list)


def read_docx_source(read: PartReader, name: str, *, titles: bool = False) -> SourceDocument:
    """The printed rows of a .docx. Raises `WordProblem` (also when it has no table).

    ``titles``: those between the rows stay, as in `printed_rows`.
    """
    document = read_document(read)
    collected = _collect(document)
    findings = list(_notes(document))
    texts = [line.text for line in collected.lines]
    repaired, legacy = _repaired(texts, collected.rows)
    findings += legacy if document.encoding is None else ()
    rows = [_source_row(row) for row in collected.rows]
    tables = split_tables(rows, titles=titles)
    if not tables:
        raise WordProblem("no-table", {"name": name})
    header, main = max(tables, key=lambda table: len(table[1]))
    readings = [main]
    if len(tables) > 1:
        readings.append(tuple(row for _, printed in tables for row in printed))
    readings += _readings_of_stacked(collected.rows)
    return SourceDocument(
        tables=tuple(readings),
        before=tuple(repaired[: collected.places[header.first]]),
        lines=(*repaired, *("\t".join(cell.text for cell in row) for row in rows)),
        prose=tuple(repaired),
        bound=_bound(collected.lines),
        described=unit_and_period(document.described),
        findings=tuple(findings),
    )


def read_docx_prose(read: PartReader) -> SourceDocument:
    """The text of a .docx without its tables; a narrative on its own has none."""
    document = read_document(read)
    collected = _collect(document)
    texts, legacy = _repaired([line.text for line in collected.lines], [])
    return SourceDocument(
        tables=(),
        before=tuple(texts),
        lines=tuple(texts),
        prose=tuple(texts),
        bound=_bound(collected.lines),
        described=unit_and_period(document.described),
        findings=(*_notes(document), *legacy),
    )


def _bound(lines: Sequence[Line]) -> tuple[tuple[int, str, str], ...]:
    return tuple(
        (number, tag, words) for number, line in enumerate(lines) for tag, words in line.bound
    )


def _notes(document: WordDocument) -> Iterator[Finding]:
    if document.has_changes:
        yield _TRACKED
    if document.encoding is not None:
        yield encoding_finding(document.encoding, *document.sample)


def _repaired(
    texts: list[str], rows: list[list[list[str]]]
) -> tuple[list[str], tuple[Finding, ...]]:
    """Texts of legacy encodings whose fonts do not tell; rows are mended in place."""
    cells = [text for row in rows for cell in row for text in cell]
    together, findings = repair_legacy([*texts, *cells])
    if not findings:
        return texts, ()
    mended = iter(together[len(texts) :])
    for row in rows:
        for cell in row:
            cell[:] = [next(mended) for _ in cell]
    return together[: len(texts)], findings


# ------------------------------------------------------------------- which tables, which columns


def _collect(document: WordDocument) -> _Collected:
    """Everything in reading order; tables that are no appendix are lines of text."""
    tables = list(_tables(document.blocks))
    with_header = any(_layout(table) for table in tables)
    collected = _Collected()
    _Collector(collected, with_header=with_header).take(document.blocks)
    return collected


def _tables(blocks: Sequence[Block]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
            for row in block.rows:
                for cell in row:
                    yield from _tables(cell.blocks)


class _Collector:
    """Goes through the blocks; an appendix without a header goes on where one with it ended."""

    def __init__(self, collected: _Collected, *, with_header: bool) -> None:
        self._collected = collected
        self._with_header = with_header
        self._last: _Layout | None = None

    def take(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            if isinstance(block, Line):
                self._collected.lines.append(block)
            else:
                self._take_table(block)

    def _take_table(self, table: Table) -> None:
        layout = _layout(table) or self._going_on(table)
        if layout is None:
            for row in table.rows:
                for cell in row:
                    self.take(cell.blocks)
            return
        self._last = layout
        first = _header_row(table)
        for number, row in enumerate(table.rows):
            filled = [cell for cell in row if any(cell.lines)]
            if number < first and len(filled) <= 1:  # a title inside the table
                for cell in filled:
                    self.take(cell.blocks)
                continue
            self._collected.rows.append(_in_columns(row, layout))
            self._collected.places.append(len(self._collected.lines))

    def _going_on(self, table: Table) -> _Layout | None:
        """The columns of a table without a header: those of the one before, if as many."""
        usual = _usual_cells(table)
        if usual < LEAST_CELLS:
            return None
        if self._last is None:
            return None if self._with_header else _by_cells(table, usual)
        return _by_cells(table, usual) if usual == len(self._last.starts) else None


def _layout(table: Table) -> _Layout | None:
    """Where the columns begin, told by the header; None without one."""
    header = find_header(_grid_rows(table))
    if header is None:
        return None
    lines = table.rows[header.first : header.after]
    starts = sorted({cell.start for row in lines for cell in row})
    return _Layout(starts, table.widths)


def _header_row(table: Table) -> int:
    header = find_header(_grid_rows(table))
    return 0 if header is None else header.first


def _by_cells(table: Table, usual: int) -> _Layout:
    row = next(row for row in table.rows if len(row) == usual)
    return _Layout([cell.start for cell in row], table.widths)


def _usual_cells(table: Table) -> int:
    counts = Counter(len(row) for row in table.rows)
    return counts.most_common(1)[0][0] if counts else 0


def _grid_rows(table: Table) -> list[list[SourceCell]]:
    found = []
    for row in table.rows:
        cells = [SourceCell()] * len(table.widths)
        for cell in row:
            cells[cell.start] = SourceCell(_joined(cell.lines) or None)
        found.append(cells)
    return found


def _in_columns(row: Sequence[Cell], layout: _Layout) -> list[list[str]]:
    """Paragraphs of each column; a cell belongs to the column it covers most of."""
    columns: list[list[str]] = [[] for _ in layout.starts]
    for cell in row:
        columns[_column(cell, layout)] += _all_lines(cell)
    return columns


def _column(cell: Cell, layout: _Layout) -> int:
    """By shares of width: hand-drawn borders split columns of the grid where no heading does.

    A cell over several columns stands in the first of them, as its text does on paper.
    """
    ends = [*layout.starts[1:], len(layout.widths)]
    shares = []
    for start, end in zip(layout.starts, ends, strict=True):
        low, high = max(start, cell.start), min(end, cell.start + cell.span)
        whole = sum(layout.widths[start:end]) or 1.0
        shares.append(sum(layout.widths[low:high]) / whole if low < high else 0.0)
    most = max(shares, default=0.0)
    if most > 0.0:
        covered = [n for n, share in enumerate(shares) if share > 0.5]
        return covered[0] if covered else shares.index(most)
    return max((n for n, start in enumerate(layout.starts) if start <= cell.start), default=0)


def _all_lines(cell: Cell) -> list[str]:
    """Lines of a cell of the appendix, those of tables drawn inside it too."""
    lines = []
    for block in cell.blocks:
        if isinstance(block, Line):
            lines.append(block.text.replace("\t", " "))
        else:
            lines += [line for row in block.rows for inner in row for line in _all_lines(inner)]
    return lines


def _source_row(columns: Sequence[Sequence[str]]) -> SourceRow:
    return [SourceCell(_joined(paragraphs) or None) for paragraphs in columns]


def _joined(paragraphs: Sequence[str]) -> str:
    """Paragraphs of a cell as one text; two numbers stay two, in lines of their own."""
    text = ""
    for paragraph in map(str.strip, paragraphs):
        if not text or not paragraph:
            text = text or paragraph
        elif _ENDS_IN_DIGIT.search(text) and paragraph[0].isdigit():
            text = f"{text}\n{paragraph}"
        else:
            text = f"{text} {paragraph}"
    return text


def _readings_of_stacked(rows: Sequence[list[list[str]]]) -> list[tuple[PrintedRow, ...]]:
    """Another reading: several rows typed as paragraphs of one, label by label, value by value."""
    apart: list[SourceRow] = []
    for row in rows:
        stacked = 1 if is_header_line(_source_row(row)) else _stacked(row)
        if stacked == 1:
            apart.append(_source_row(row))
        for line in range(stacked if stacked > 1 else 0):
            apart.append([SourceCell(_line_of(cell, line, stacked) or None) for cell in row])
    if len(apart) == len(rows):
        return []
    return [printed for _, printed in split_tables(apart)][:1]


def _stacked(row: Sequence[Sequence[str]]) -> int:
    """How many rows stand in one: as many labels as figures, one below the other; 1 otherwise."""
    most = max((len(cell) for cell in row), default=1)
    alike = [cell for cell in row if len(cell) == most]
    has_figures = any(all(len(text) <= _LONGEST_FIGURE for text in cell) for cell in alike)
    return most if most > 1 and len(alike) > 1 and has_figures else 1


def _line_of(cell: Sequence[str], line: int, stacked: int) -> str:
    if len(cell) == stacked:
        return cell[line].strip()
    return _joined(cell) if line == 0 else ""
