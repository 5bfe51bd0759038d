"""The column Dòng: the order of the form's rows, and how cells name them (“dòng 12”).

Numbers like 11,5 stand for lines put in later. A line copied in Excel brings its number along, a
sorted sheet brings them out of order: both are told, neither may lead a reference astray.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from cchc_xl.authoring.columns import Col
from cchc_xl.authoring.draft import Draft, Fault, Record, Table
from cchc_xl.authoring.layout import FIRST_ROW
from cchc_xl.text import shortened

_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?")
_LONGEST = 60  # characters of a label in a sentence


def line_number(text: str) -> Decimal | None:
    """The number in the column Dòng, None for a blank or anything else."""
    text = text.strip()
    return Decimal(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def named(record: Record) -> str:
    """A row of the form in a sentence: ``dòng 74 “Số văn bản…”``."""
    short = shortened(record[Col.LABEL], _LONGEST)
    return f"dòng {record[Col.LINE]} “{short}”" if record[Col.LINE] else f"dòng “{short}”"


def sheet_row(records: Sequence[Record], n: int) -> int:
    """The row of the sheet (1-based) in which line ``n`` of a table stands."""
    return records[n - 1].at or FIRST_ROW + n


def give_lines(rows: Sequence[Record]) -> None:
    """Rows put in without a number get one between their neighbours, never one used before.

    Whole numbers are left to the rows the sheet was made with: “dòng 140” must not come to mean
    another row after the last one was deleted.
    """
    known = [line_number(row[Col.LINE]) for row in rows]
    used = {number for number in known if number is not None}
    if not used:
        for n, row in enumerate(rows, 1):
            row[Col.LINE] = row[Col.LINE] or str(n)
        return
    before = Decimal(0)
    for n, row in enumerate(rows):
        number = known[n]
        if number is None and not row[Col.LINE]:
            after = next((one for one in known[n:] if one is not None), None)
            number = _between(before, after, used)
            used.add(number)
            row[Col.LINE] = f"{number.normalize():f}".replace(".", ",")
        before = number if number is not None else before


def _between(before: Decimal, after: Decimal | None, used: set[Decimal]) -> Decimal:
    """The next free number behind ``before``: one more of its last decimal, else one finer."""
    if after is None or after <= before:
        after = before.to_integral_value(rounding="ROUND_FLOOR") + 1
    exponent = before.normalize().as_tuple().exponent
    finest = min(-1, exponent) if isinstance(exponent, int) else -1
    while True:
        step = Decimal(1).scaleb(finest)
        found = before + step
        while found in used and found < after:
            found += step
        if found < after:
            return found
        finest -= 1


def original(copies: Sequence[Record]) -> Record:
    """Of lines that were copied from one another the one that keeps what they share.

    The line whose key is still the one it was given, else the first.
    """
    unchanged = [one for one in copies if one[Col.KEY] and one[Col.KEY] == one[Col.FIRST_KEY]]
    return (unchanged or copies)[0]


def in_order(rows: Iterable[Record]) -> bool:
    """True when the numbers increase down the sheet (blanks say nothing)."""
    return _descent(list(rows)) is None


def _descent(rows: Sequence[Record]) -> tuple[int, Record] | None:
    """The first line (from 1) with a smaller number than one above, and that one."""
    above: tuple[Decimal, Record] | None = None
    for n, row in enumerate(rows, 1):
        number = line_number(row[Col.LINE])
        if number is None:
            continue
        if above is not None and number < above[0]:
            return n, above[1]
        above = number, row
    return None


def line_faults(draft: Draft) -> Iterator[Fault]:
    """Lines out of order (once, before everything else), and numbers used twice."""
    rows = draft.rows
    if (found := _descent(rows)) is not None:
        n, above = found
        row = rows[n - 1]
        yield Fault(
            Table.ROWS, n, Col.LINE,
            f"Các dòng không còn theo thứ tự của biểu: {named(row)} đứng dưới {named(above)}.",
            "Sắp lại theo cột Dòng (Data › Sort), hoặc sửa số dòng nếu cố ý đổi chỗ.",
            at=row.at, first=True,
        )  # fmt: skip
    by_number: dict[Decimal, list[int]] = {}
    for n, row in enumerate(rows, 1):
        number = line_number(row[Col.LINE])
        if number is not None:
            by_number.setdefault(number, []).append(n)
    for lines in by_number.values():
        kept = original([rows[n - 1] for n in lines])
        first = next(n for n in lines if rows[n - 1] is kept)
        for n in lines:
            if n == first:
                continue
            number_text = rows[n - 1][Col.LINE]
            yield Fault(
                Table.ROWS, n, Col.LINE,
                f"Số dòng {number_text} đã dùng ở hàng {sheet_row(rows, first)} của trang "
                f"{Table.ROWS.value}.",
                "Hàng chép thêm thì xóa số này, hoặc ghi số riêng nằm giữa dòng trên và dòng dưới "
                f"(ví dụ {_finer(number_text)}). Các ô ghi “dòng {number_text}” chỉ "
                f"hàng {sheet_row(rows, first)}.",
                at=rows[n - 1].at,
            )  # fmt: skip


def _finer(text: str) -> str:
    return f"{text}5" if re.search("[.,]", text) else f"{text},5"
