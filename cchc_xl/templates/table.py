"""From cells as they stand on paper to the rows that were meant.

A printed appendix repeats its header on every page and cuts rows where a page ends; a table copied
out of Word or typed into any sheet has its columns wherever they happen to be. Here the columns
are found by their headings and the pieces of a row are put together again: by the labels of known
forms where they tell, by the way the pieces are written where not.
"""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace

from cchc_xl.model import PrintedRow, text_of
from cchc_xl.model.printed import RawValue
from cchc_xl.templates.labels import canonical
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

LEAST_ROWS = 3  # rows that make a table
LEAST_CELLS = 4  # columns of one that lost its header
NUMBER = re.compile(r"\d+(\.\d+)*\.?")  # of a row

_NO = ("stt", "so tt", "tt", "so thu tu")
_LABEL = ("chi tieu", "noi dung", "ten chi tieu")
_MEASURE = ("don vi tinh", "dvt")
_VALUE = ("so lieu", "gia tri", "ket qua")
_NOTE = ("ghi chu",)
_JUSTIFICATION = ("giai trinh",)

SourceRow = Sequence[SourceCell]


@dataclass(frozen=True, slots=True)
class Header:
    """A header found: its columns, its first row and the row after it (0-based)."""

    columns: Columns
    first: int
    after: int


def find_header(rows: Sequence[SourceRow], start: int = 0) -> Header | None:
    """The first header at or after ``start``.

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
            return Header(columns, index, index + (2 if two_lines else 1))
    return None


def usual_columns(rows: Sequence[SourceRow]) -> Header | None:
    """The columns every form has, for a table that has lost its header; None where there is none.

    It begins at the first row with a number or with enough cells; titles above have neither.
    """
    wide = [len(row) >= LEAST_CELLS and bool(row[DEFAULT_COLUMNS.label].text) for row in rows]
    if sum(wide) < LEAST_ROWS:
        return None
    numbered = [bool(row) and bool(NUMBER.fullmatch(row[0].text)) for row in rows]
    start = next(n for n in range(len(rows)) if wide[n] or numbered[n])
    return Header(DEFAULT_COLUMNS, start, start)


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
    """True for any line of a (repeated) header, its numbers of columns included."""
    headings = _headings(row)
    if _has(headings, _NO) and _has(headings, _LABEL):
        return True
    words = set(headings.values())
    if words & set(_MEASURE) and _has(headings, _VALUE):
        return True
    if words and words <= _SECOND_LINE:
        return True
    return len(headings) >= _COUNTED_COLUMNS and _counts_columns(list(headings.values()))


def may_head_a_column(text: str) -> bool:
    """True for words without which no two cells make a header: STT, chỉ tiêu, đơn vị tính."""
    folded = fold(text)
    return _has({0: folded}, (*_NO, *_LABEL)) or folded in _MEASURE


def may_stand_alone(label: str) -> bool:
    """True for words, or a letter, that can be all that a line of a header says."""
    folded = fold(label)
    return len(folded) < 2 or folded in _SECOND_LINE


_SECOND_LINE = frozenset({*_MEASURE, "so lieu", "ket qua thong ke", *_NOTE})
_COUNTED_COLUMNS = 4


def _counts_columns(words: Sequence[str]) -> bool:
    """“(1) (2) (3) (4)”, “A B 1 2 3”: one letter or digit a column, each following the last."""
    letters = "".join(word for word in words if len(word) == 1)
    if len(letters) != len(words):
        return False
    digits = letters.lstrip("ab")
    return digits in "123456789" and letters.removesuffix(digits) in ("", "a", "ab")


def printed_rows(
    rows: Iterable[SourceRow],
    columns: Columns,
    sheet: str | None = None,
    *,
    titles: bool = False,
) -> list[PrintedRow]:
    """Rows of the body as they stand, repeated headers dropped; `joined` mends the cut ones.

    ``titles``: titles between the rows are kept as pieces, for who prepares a new form by it.
    """
    found: list[PrintedRow] = []
    after_header = False
    for row in rows:
        if is_header_line(row):
            after_header = bool(found)
            continue
        piece = _piece(row, columns, sheet)
        if piece is not None and (titles or not is_title(piece, after_header=after_header)):
            found.append(replace(piece, after_header=after_header))
            after_header = False
    return found


def is_title(piece: PrintedRow, *, after_header: bool) -> bool:
    """“PHẦN II” alone in the column of numbers, where no number goes on ("Trong" | "đó")."""
    words = piece.label or piece.measure or piece.text or piece.note
    return bool(
        not words and not after_header and not _is_number(piece.no) and not _starts_lower(piece.no)
    )


def joined(pieces: Iterable[PrintedRow], known: Container[str] = ()) -> list[PrintedRow]:
    """Rows put together from the pieces a page break (or a hand) cut them into.

    ``known`` are canonical labels of forms: two pieces that make one are one row, and a piece that
    is one is a row of its own.
    """
    pieces = list(pieces)
    numbered = 2 * sum(bool(piece.no) for piece in pieces) > len(pieces)
    found: list[PrintedRow] = []
    for piece in pieces:
        if found and _belongs(piece, found[-1], known, numbered=numbered):
            found[-1] = _join(found[-1], piece)
        else:
            found.append(piece)
    return found


def _belongs(
    piece: PrintedRow, previous: PrintedRow, known: Container[str], *, numbered: bool
) -> bool:
    if piece.key is not None or previous.key is not None:
        return False
    if piece.label and not _is_number(piece.no) and not (piece.text and previous.text):
        is_row = canonical(piece.label) in known
        if canonical(f"{previous.label} {piece.label}") in known:
            return not is_row or canonical(previous.label) not in known
        if is_row:
            return False
    return _continues(piece, previous, numbered=numbered)


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


def _continues(piece: PrintedRow, previous: PrintedRow, *, numbered: bool) -> bool:
    """True when ``piece`` is written like the rest of ``previous``, cut by a page break or by hand.

    ``numbered``: most rows of the table have a number, so one without tells something.
    """
    after_header = piece.after_header
    if not piece.label:
        # Only a measure, a note or (after a page break) the rest of a number is left over.
        if piece.text and previous.text:
            return False
        return not piece.no or (after_header and not _is_number(piece.no))
    if piece.no and not (after_header and _starts_lower(piece.no)):
        return False
    if piece.text and (previous.text or not after_header):
        return False
    if _starts_lower(piece.label):
        return not piece.measure or _starts_lower(piece.measure) or not previous.measure
    bare = after_header and numbered and not piece.measure and not piece.text
    return bare and not _is_whole(previous)


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
