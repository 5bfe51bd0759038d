"""What the parent wrote on `Tình hình nộp` of its workbook: which file counts, when it came."""

import datetime as dt
from collections.abc import Iterator

from cchc_xl.text import clean
from cchc_xl.text.day import read_day
from cchc_xl.workbook.grids import SheetGrid
from cchc_xl.workbook.merged.places import FILED_FIRST_ROW, NO, YES, Filed


def used_in(grid: SheetGrid | None) -> Iterator[tuple[str, bool]]:
    """Column *Dùng*: which file counts, by its SHA-256."""
    for sha256, value in _submission_rows(grid, Filed.USED):
        word = clean(str(value)).casefold()
        if word in (YES.casefold(), NO.casefold()):
            yield sha256, word == YES.casefold()


def received_in(grid: SheetGrid | None) -> Iterator[tuple[str, dt.date]]:
    """Column *Ngày nhận*: the day a file came, by its SHA-256."""
    for sha256, value in _submission_rows(grid, Filed.RECEIVED):
        if isinstance(value, dt.datetime):
            yield sha256, value.date()
        elif isinstance(value, dt.date):
            yield sha256, value
        # Excel keeps "25/03/2024" as text where the PC's own order is month first.
        elif isinstance(value, str) and (day := read_day(value)) is not None:
            yield sha256, day


def _submission_rows(grid: SheetGrid | None, column: Filed) -> Iterator[tuple[str, object]]:
    if grid is None:
        return
    for number in range(FILED_FIRST_ROW - 1, grid.end_row):
        sha256 = grid.cell(number, _place(Filed.SHA256)).value
        value = grid.cell(number, _place(column)).value
        if isinstance(sha256, str) and sha256 and value is not None:
            yield sha256, value


def _place(column: Filed) -> int:
    return ord(column) - ord("A")
