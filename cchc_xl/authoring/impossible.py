"""Definitions that read well and can never be worked out: circles, sums of words, % against counts.

What is only unusual is left alone: a row may stand in several totals, a relation may hold a share
against a count where its operator asks for that.
"""

from collections import deque
from collections.abc import Iterator
from typing import Any

from cchc_xl.authoring import words
from cchc_xl.authoring.columns import COLUMNS, Col
from cchc_xl.authoring.draft import Fault, Record, Table
from cchc_xl.authoring.form_rows import COUNTED, FormRow, FormRows
from cchc_xl.authoring.line_numbers import named
from cchc_xl.model import Op, RowKind

_NO_NUMBER = (RowKind.HEADING, RowKind.TEXT)
_COMPARED = (Op.LE, Op.EQ, Op.EXPLAINED_BY)  # amounts of the two sides stand against each other
_SHARE_WORDS = words.OPS[Op.POSSIBLE_SHARE]
_TOLD = 4  # rows of a circle named in one sentence


def impossible_rows(rows: FormRows) -> Iterator[Fault]:
    """What a row is worked out from cannot give its number."""
    for row in rows:
        yield from _of_parts(row, rows)
        for column, other in _pointed(row, rows):
            if column is not Col.FED_BY:
                wrong = other.key == row.key or other.kind in (*_NO_NUMBER, RowKind.PERCENT)
            elif row.kind is RowKind.TEXT:
                wrong = other.kind is RowKind.HEADING
            else:
                wrong = other.kind in _NO_NUMBER
            if wrong:
                title = COLUMNS[Table.ROWS][column].title
                needed = "dòng có số" if column is Col.FED_BY else "dòng số đếm hoặc số tiền"
                told = "chính là dòng này" if other.key == row.key else other.said
                yield row.fault(column, f"{title}: {told}, không phải {needed}.", f"Chọn {needed}.")
    yield from _circles(rows)


def _pointed(row: FormRow, rows: FormRows) -> Iterator[tuple[Col, FormRow]]:
    for column in (Col.NUMERATOR, Col.DENOMINATOR, Col.WEIGHT, Col.FED_BY):
        other = rows.get(row.data[column.value])
        if other is not None:
            yield column, other


def _of_parts(row: FormRow, rows: FormRows) -> Iterator[Fault]:
    parts = rows.of(row.data["parts"])
    if row.key and row.key in row.data["parts"]:
        yield row.fault(
            Col.PARTS, "Một dòng không thể là thành phần của chính nó.", "Bỏ khóa đó ra."
        )
    if wordy := [part.said for part in parts if part.kind in _NO_NUMBER]:
        yield row.fault(
            Col.PARTS, f"{_first_large(', '.join(wordy))}, không có số để cộng.",
            "Bỏ ra khỏi ô này; cộng các dòng có số ở dưới nó.",
        )  # fmt: skip
    if row.kind in COUNTED:
        others = [part.said for part in parts if part.kind is RowKind.PERCENT]
    elif row.kind is RowKind.PERCENT:
        others = [part.said for part in parts if part.kind in COUNTED]
    else:
        others = []
    if others:
        yield row.fault(
            Col.PARTS, f"{_first_large(', '.join(others))}, không cộng thành "
            f"{words.KINDS[RowKind(row.data['kind'])].lower()} được.",
            "Chỉ cộng các dòng cùng loại với dòng tổng.",
        )  # fmt: skip


def _circles(rows: FormRows) -> Iterator[Fault]:
    """Every circle once, in its first row: sums through their parts, shares through their two."""
    told: set[str] = set()
    for row in rows:
        if row.key in told or rows.get(row.key) is not row:
            continue
        circle = _way_back(row, rows)
        if circle is None:
            continue
        told |= {one.key for one in circle}
        column = Col.PARTS if circle[1 % len(circle)].key in row.data["parts"] else Col.NUMERATOR
        through = [named(one.record) for one in circle]
        if len(through) > _TOLD:
            through[_TOLD - 1 : -1] = ["…"]
        way = " ← ".join([*through, through[0]])
        yield row.fault(
            column, f"Tính vòng tròn: {way}.",
            "Bỏ một dòng ra để không dòng nào lại là phần của chính nó.",
        )  # fmt: skip


def _way_back(start: FormRow, rows: FormRows) -> list[FormRow] | None:
    """The shortest circle through a row (longer than the row itself), None where there is none."""
    came: dict[str, FormRow] = {}
    waiting = deque([start])
    while waiting:
        row = waiting.popleft()
        for other in _worked_out_from(row, rows):
            if other is start and row is not start:
                way = [row]
                while way[-1] is not start:
                    way.append(came[way[-1].key])
                return way[::-1]
            if other is not start and other.key not in came:
                came[other.key] = row
                waiting.append(other)
    return None


def _worked_out_from(row: FormRow, rows: FormRows) -> list[FormRow]:
    two = [row.data[name] for name in ("numerator", "denominator") if row.data[name]]
    # A share of shares is told in its own cell.
    shares = [one for one in rows.of(two) if one.kind is not RowKind.PERCENT]
    return [*rows.of(row.data["parts"]), *shares]


def impossible_rule(
    n: int, record: Record, rule: dict[str, Any], rows: FormRows
) -> Iterator[Fault]:
    """Sides of a relation (line ``n``) that can never be held against each other."""

    def fault(column: Col, message: str, fix: str) -> Fault:
        return Fault(Table.RELATIONS, n, column, message, fix, at=record.at)

    op = rule["op"]
    sides = {Col.LEFT: rows.of(rule["left"]), Col.RIGHT: rows.of(rule["right"])}
    # Whether words are there can be asked; how much they are cannot.
    wordless = (RowKind.HEADING,) if op == Op.FILLED_WITH else _NO_NUMBER
    for column, side in sides.items():
        if wordy := [row.said for row in side if row.kind in wordless]:
            yield fault(
                column, f"{_first_large(', '.join(wordy))}, không có số để so.",
                "Chọn dòng có số.",
            )  # fmt: skip
    compared = list(sides) if op in _COMPARED else [Col.LEFT] if op == Op.SUM_AT_MOST else []
    amounts = [row for column in compared for row in sides[column]]
    share = next((row for row in amounts if row.kind is RowKind.PERCENT), None)
    count = next((row for row in amounts if row.kind in COUNTED), None)
    if share is not None and count is not None:
        fix = "Chọn các dòng cùng loại"
        more = f"; so một tỷ lệ với số tuyệt đối thì chọn “{_SHARE_WORDS}”"
        yield fault(
            Col.LEFT if op == Op.SUM_AT_MOST else Col.RIGHT,
            f"{_first_large(share.said)}, {count.said}: không so hay cộng với nhau được.",
            f"{fix}{'' if op == Op.SUM_AT_MOST else more}.",
        )


def _first_large(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
