"""Part headings printed in one cell across the table: “I. CHỈ ĐẠO ĐIỀU HÀNH”, “Phần 2: …”.

A filled report is read without them; who prepares a form by it needs them as rows. Other words
that stand alone there ("Người lập biểu") are no rows, and are handed back to be told.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cchc_xl.authoring.columns import Col
from cchc_xl.authoring.comparing import LEFT_OUT
from cchc_xl.authoring.draft import Record
from cchc_xl.model import PrintedRow
from cchc_xl.templates.labels import plain_number
from cchc_xl.templates.table import is_title

_WORD = r"(?P<word>(?i:phần|chương|mục|nhóm))"
_ORDINAL = r"(?i:thứ\s+(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười))"
_COUNT = r"\d{1,2}(?:\.\d{1,2})*"
_SIGN = r"(?:\s*[.):/–—-]+\s*|\s+)"
_NAMED = re.compile(rf"{_WORD}\s+(?P<no>[IVX]+|[A-H]|\d{{1,2}}|{_ORDINAL}){_SIGN}(?P<title>\D.*)")
_LETTERED = re.compile(rf"(?P<no>[IVX]+|[A-H])(?P<sign>{_SIGN})(?P<title>[^\W\d].*)")
_COUNTED = re.compile(rf"(?P<no>{_COUNT})(?P<sign>{_SIGN})(?P<title>[^\W\d].*)")
_BARE = re.compile(rf"(?:{_WORD}\s+)?(?P<no>[IVX]+|(?<=\s)(?:[A-H]|\d{{1,2}}|{_ORDINAL}))[.:)]?")


@dataclass(frozen=True, slots=True)
class PartLines:
    """Pieces of a form with its headings as rows, and what was not made a row.

    ``headings``: number and label of the rows that were one cell. ``captions``: number and title
    of each table, where a title without number stands above every row 1.
    """

    pieces: tuple[PrintedRow, ...]
    headings: frozenset[tuple[str, str]] = frozenset()
    captions: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()


def with_part_lines(pieces: Sequence[PrintedRow], before: Sequence[str] = ()) -> PartLines:
    """The pieces of a table whose titles were kept, each title a heading or left out.

    ``before``: the lines above the table; the last is the first heading, where more follow inside.
    """
    found = _within(pieces)
    if not pieces or not before or not found.headings:
        return found
    above = PrintedRow(before[-1].strip(), "", "", None, "", "", sheet=pieces[0].sheet)
    first = _split(above)
    starts = found.pieces[0]
    if first is None or first[0].isdecimal() or (starts.no, starts.label) in found.headings:
        return found
    return _within((above, *pieces))


def _within(pieces: Sequence[PrintedRow]) -> PartLines:
    rows: list[PrintedRow] = []
    headings: set[tuple[str, str]] = set()
    titles: list[tuple[int, str]] = []  # number of rows above, words
    waiting = ""  # a number whose title stands in the cell below
    for piece in pieces:
        split = _split(piece)
        words = _alone(piece)
        above = bool(titles) and bool(waiting) and titles[-1][0] == len(rows)
        if split is None and above and _is_title(piece):
            titles.pop()
            split, waiting = (waiting, words), ""
        if split is not None:
            if waiting and titles and titles[-1][0] == len(rows):
                headings.add(_add(rows, piece, (waiting, titles.pop()[1])))
            headings.add(_add(rows, piece, split))
            waiting = ""
        elif _is_title(piece):
            bare = _BARE.fullmatch(words)
            waiting = _number(bare) if bare else ""
            titles.append((len(rows), words))
        else:
            if waiting and titles and titles[-1][0] == len(rows):
                headings.add(_add(rows, piece, (waiting, titles.pop()[1])))
            waiting = ""
            rows.append(piece)
    captions = _captions(rows, titles)
    left_out = () if captions else tuple(words for _, words in titles)
    if captions:
        used = {words for _, words in captions}
        left_out = tuple(words for _, words in titles if words not in used)
    return PartLines(tuple(rows), frozenset(headings), captions, left_out)


def left_out_lines(left_out: Sequence[str]) -> list[Record]:
    """Lines of the table Thay đổi for words that became no row."""
    said = "Dòng này không thành dòng nào của mẫu; nếu là một mục của biểu thì chèn thêm dòng."
    return [Record({Col.CHANGE: LEFT_OUT, Col.LABEL: words, Col.TEXT: said}) for words in left_out]


def _add(rows: list[PrintedRow], piece: PrintedRow, split: tuple[str, str]) -> tuple[str, str]:
    no, label = split
    blank = replace(piece, raw=None, text="", measure="", note="", error=None, key=None)
    rows.append(replace(blank, no=no, label=label, after_header=False))
    return split


def _is_title(piece: PrintedRow) -> bool:
    """As for reports; below a repeated header only a number of a part or words in capitals."""
    words = piece.no
    sure = words.isupper() and (" " in words or bool(_BARE.fullmatch(words)))
    return is_title(piece, after_header=piece.after_header and not sure)


def _alone(piece: PrintedRow) -> str:
    """The words of a row of which one cell is filled, that of the number or of the label."""
    if piece.measure or piece.text or piece.note or (piece.no and piece.label):
        return ""
    return piece.no or piece.label


def _split(piece: PrintedRow) -> tuple[str, str] | None:
    """Number and title of a heading in one cell; None for any other row."""
    words = _alone(piece)
    if found := _NAMED.fullmatch(words):
        return _number(found), found["title"].strip()
    if found := _LETTERED.fullmatch(words) or (_COUNTED.fullmatch(words) if piece.no else None):
        title = found["title"].strip()
        signed = found["sign"].strip() or "." in found["no"]
        if title[0].isupper() and (signed or title.isupper()):
            return found["no"], title
    return None


def _number(found: re.Match[str]) -> str:
    """A letter stands for itself; “Phần 1” stays whole, that its number is no row's."""
    no = found["no"]
    return no if no.isalpha() and no.isupper() and no.isascii() else f"{found['word']} {no}"


def _captions(
    rows: Sequence[PrintedRow], titles: Sequence[tuple[int, str]]
) -> tuple[tuple[str, str], ...]:
    """Titles just above the rows numbered 1, where each of several has one."""
    above = dict(titles)  # the nearest, where two lines stand above
    firsts = [n for n, row in enumerate(rows) if plain_number(row.no) == "1"]
    if len(firsts) < 2 or any(n not in above for n in firsts):
        return ()
    return tuple((str(count), above[n]) for count, n in enumerate(firsts, 1))
