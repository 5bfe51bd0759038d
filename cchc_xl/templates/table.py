"""From cells as they stand on paper to the rows that were meant.

A printed appendix repeats its header on every page and cuts rows where a page ends; a table copied
out of Word or typed into any sheet has its columns wherever they happen to be. Here the columns
are found by their headings and the pieces of a row are put together again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cchc_xl.model import PrintedRow, text_of
from cchc_xl.model.printed import RawValue
from cchc_xl.text import clean, display_text, fold


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One cell of a source table, wherever it comes from."""

    raw: RawValue = None
    error: str | None = None
    percent: bool = False
    address: str | None = None

    @property
    def text(self) -> str:
        """The cell as text, ``""`` when blank."""
        return text_of(self.raw, percent_format=self.percent) or (self.error or "")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of the appendix stand (0-based); ``measure`` and ``note`` may be absent."""

    no: int
    label: int
    measure: int | None
    value: int
    note: int | None
    verdict: int | None = None
    justification: int | None = None
    key: int | None = None


DEFAULT_COLUMNS = Columns(no=0, label=1, measure=2, value=3, note=4)

_NO = ("stt", "so tt", "tt", "so thu tu")
_LABEL = ("chi tieu", "noi dung", "ten chi tieu")
_MEASURE = ("don vi tinh", "dvt")
_VALUE = ("so lieu", "gia tri", "ket qua")
_NOTE = ("ghi chu",)
_JUSTIFICATION = ("giai trinh",)

SourceRow = Sequence[SourceCell]


def find_columns(rows: Sequence[SourceRow], start: int = 0) -> tuple[Columns, int] | None:
    """The first header at or after ``start``: its columns and the row after the header.

    A header may take two lines (“Kết quả thống kê” over “Đơn vị tính”, “Số liệu”).
    """
    for index in range(start, len(rows)):
        first = _headings(rows[index])
        if not _has(first, _NO) or not _has(first, _LABEL):
            continue
        second = _headings(rows[index + 1]) if index + 1 < len(rows) else {}
        two_lines = not _has(first, _MEASURE) and (_has(second, _MEASURE) or _has(second, _VALUE))
        merged = {**first, **second} if two_lines else first
        columns = _columns(first, merged)
        if columns is not None:
            return columns, index + (2 if two_lines else 1)
    return None


def _headings(row: SourceRow) -> dict[int, str]:
    return {i: folded for i, cell in enumerate(row) if (folded := fold(cell.text))}


def _has(headings: dict[int, str], words: tuple[str, ...]) -> bool:
    return _column(headings, words) is not None


def _column(headings: dict[int, str], words: tuple[str, ...]) -> int | None:
    for word in words:
        for index, text in headings.items():
            if text == word or text.startswith(word + " "):
                return index
    return None


def _columns(first: dict[int, str], merged: dict[int, str]) -> Columns | None:
    no, label = _column(first, _NO), _column(first, _LABEL)
    value = _column(merged, _VALUE)
    measure = _column(merged, _MEASURE)
    if no is None or label is None or value is None or value == label:
        return None
    if value == measure:
        return None
    note = _column(first, _NOTE)
    justification = _column(first, _JUSTIFICATION)
    return Columns(no, label, measure, value, note, justification=justification)


def is_header_line(row: SourceRow) -> bool:
    """True for either line of a (repeated) header."""
    headings = _headings(row)
    if _has(headings, _NO) and _has(headings, _LABEL):
        return True
    words = set(headings.values())
    return bool(words) and words <= {"don vi tinh", "so lieu", "ket qua thong ke", "ghi chu"}


def printed_rows(
    rows: Iterable[SourceRow], columns: Columns, sheet: str | None = None
) -> list[PrintedRow]:
    """Rows of the body, repeated headers dropped and cut rows joined."""
    found: list[PrintedRow] = []
    after_header = False
    for row in rows:
        if is_header_line(row):
            after_header = bool(found)
            continue
        piece = _piece(row, columns, sheet)
        if piece is None or (_is_remark(piece) and not after_header):
            continue
        if found and _continues(piece, found[-1], after_header=after_header):
            found[-1] = _join(found[-1], piece)
        else:
            found.append(piece)
        after_header = False
    return found


def _piece(row: SourceRow, columns: Columns, sheet: str | None) -> PrintedRow | None:
    def cell(index: int | None) -> SourceCell:
        return row[index] if index is not None and index < len(row) else SourceCell()

    value = cell(columns.value)
    piece = PrintedRow(
        no=display_text(cell(columns.no).text),
        label=display_text(cell(columns.label).text),
        measure=display_text(cell(columns.measure).text),
        raw=value.raw,
        text=value.text,
        note=display_text(cell(columns.note).text),
        sheet=sheet,
        cell=value.address,
        percent_format=value.percent,
        error=value.error,
        key=clean(cell(columns.key).text) or None,
        justification=clean(cell(columns.justification).text),
    )
    empty = not (piece.no or piece.label or piece.measure or piece.text or piece.note)
    return None if empty else piece


def _continues(piece: PrintedRow, previous: PrintedRow, *, after_header: bool) -> bool:
    """True when ``piece`` is the rest of ``previous``, cut by a page break or by hand."""
    if piece.key is not None:
        return False
    if not piece.label:
        # Only a measure, a note or (after a page break) the rest of a number is left over.
        if piece.text and previous.text:
            return False
        return not piece.no or (after_header and not _is_number(piece.no))
    if piece.no or (piece.text and (previous.text or not after_header)):
        return False
    if _starts_lower(piece.label):
        return not piece.measure or _starts_lower(piece.measure) or not previous.measure
    return after_header and not piece.measure and not piece.text and not _is_whole(previous)


def _is_remark(piece: PrintedRow) -> bool:
    """True for words that stand alone in the first column: a title or a remark across the table."""
    rest = piece.label or piece.measure or piece.text or piece.note
    return not rest and not _is_number(piece.no)


def _is_number(no: str) -> bool:
    return no[:1].isdigit()


def _starts_lower(text: str) -> bool:
    """True when the first letter is lower case and the text is no item of a list."""
    first = text[0]
    if first in "(":
        return True
    return first.isalpha() and first.islower() and not fold(text).startswith("trong do")


def _is_whole(row: PrintedRow) -> bool:
    """True when a row already ended before the page did."""
    return bool(row.text) or row.label.endswith((".", ")", ":"))


def _join(row: PrintedRow, piece: PrintedRow) -> PrintedRow:
    def together(a: str, b: str) -> str:
        return f"{a} {b}".strip()

    joined = replace(
        row,
        no=together(row.no, piece.no),
        label=together(row.label, piece.label),
        measure=together(row.measure, piece.measure),
        note=together(row.note, piece.note),
    )
    if not row.text and piece.text:
        joined = replace(
            joined,
            raw=piece.raw,
            text=piece.text,
            cell=piece.cell,
            percent_format=piece.percent_format,
            error=piece.error,
        )
    return joined
