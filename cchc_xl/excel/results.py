"""`Kết quả kiểm tra` of the open workbook: the table is filled anew, what else stands there stays.

Ours are columns A to K: a headline, a hint, the header, one line a finding, and below it the rows
of an imported file that have no place in the form. Everything is written as one block. Colours
follow the words (conditional formats laid once), so that a later check writes no format at all.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cchc_xl.excel.checked_book import BookRead
from cchc_xl.excel.live_book import LiveBook, Written
from cchc_xl.excel.port import Condition, Look
from cchc_xl.excel.recorded import recorded_results
from cchc_xl.model import Severity
from cchc_xl.services.books import result_lines
from cchc_xl.services.live import book_content
from cchc_xl.workbook import style as look
from cchc_xl.workbook.content import Checked
from cchc_xl.workbook.grids import SheetGrid
from cchc_xl.workbook.layout import RESULTS_SHEET
from cchc_xl.workbook.results_sheet import (
    CLEAN,
    COLUMNS,
    EXTRA_HEADERS,
    EXTRA_TITLE,
    FIRST_ROW,
    HEADER_ROW,
    NOT_CHECKED,
    ordered_lines,
)

_TITLE = "KẾT QUẢ KIỂM TRA"
_WIDTH = len(COLUMNS)
_STYLED_ROWS = 2_000
_SIZE = 11
#: Columns of an extra row: STT, Chỉ tiêu, Đơn vị tính, Số liệu, Ghi chú.
_EXTRA_PLACES = (2, 3, 5, 6, 7)
_CODE = re.compile(r"[A-Z]{2}\d{3}$")
Extra = tuple[str, str, str, str, str]


def outcome(book: BookRead, at: dt.datetime) -> Checked:
    """The findings with their words and the time."""
    return Checked(lines=result_lines(book.checked), at=at)


def write_outcome(
    live: LiveBook, book: BookRead, checked: Checked, hint: str, *, prepared: bool
) -> None:
    """Replace the table. ``hint`` is said above it; ``prepared``: we laid the colours before."""
    content = book_content(book.checked, checked)
    below = below_table(book.grids.get(RESULTS_SHEET))
    below = replace(below, extra=tuple(dict.fromkeys([*below.extra, *content.extra])))
    made = recorded_results(book.meta.template, replace(content, extra=()))
    lines = len(ordered_lines(checked, book.layout))
    rows: list[list[Written]] = [
        made.row(1, _WIDTH),
        made.row(2, _WIDTH),
        [" ".join(filter(None, [hint, str(made.cells.get((3, 1)) or CLEAN)]))],
        [header for header, _ in COLUMNS.values()],
        *(made.row(number, _WIDTH) for number in range(FIRST_ROW, FIRST_ROW + lines)),
    ]
    _fill(live, book, rows, below, lines, prepared=prepared)


def clear_outcome(live: LiveBook, book: BookRead, *, prepared: bool) -> None:
    """The table as before the first check."""
    below = below_table(book.grids.get(RESULTS_SHEET))
    headers: list[Written] = [header for header, _ in COLUMNS.values()]
    rows: list[list[Written]] = [[_TITLE], [NOT_CHECKED], [], headers]
    _fill(live, book, rows, below, 0, prepared=prepared)


@dataclass(frozen=True, slots=True)
class Below:
    """What stands under the table: rows without a place in the form, and lines of the user's."""

    extra: tuple[Extra, ...] = ()
    own: tuple[tuple[Written, ...], ...] = ()


def below_table(grid: SheetGrid | None) -> Below:
    """Everything in A to K under the last finding."""
    if grid is None:
        return Below()
    row = HEADER_ROW
    while row < grid.end_row and _CODE.match(_text(grid.cell(row, _WIDTH - 1).value)):
        row += 1
    extra: list[Extra] = []
    own: list[tuple[Written, ...]] = []
    while row < grid.end_row:
        if grid.cell(row, 0).value == EXTRA_TITLE:
            row += 2  # its header too
            while row < grid.end_row and any(texts := _extra_texts(grid, row)):
                extra.append(texts)
                row += 1
        elif any(cells := _cells(grid, row)):
            own.append(cells)
            row += 1
        else:
            row += 1
    return Below(tuple(extra), tuple(own))


def _extra_texts(grid: SheetGrid, row: int) -> Extra:
    no, label, measure, text, note = (
        _text(grid.cell(row, column - 1).value) for column in _EXTRA_PLACES
    )
    return no, label, measure, text, note


def _cells(grid: SheetGrid, row: int) -> tuple[Written, ...]:
    values = (grid.cell(row, column).value for column in range(_WIDTH))
    return tuple(
        str(value) if isinstance(value, dt.time | dt.timedelta) else value for value in values
    )


def _fill(
    live: LiveBook,
    book: BookRead,
    rows: list[list[Written]],
    below: Below,
    lines: int,
    *,
    prepared: bool,
) -> None:
    if below.extra:
        rows += [[], [EXTRA_TITLE], _extra_row(EXTRA_HEADERS), *map(_extra_row, below.extra)]
    if below.own:
        rows += [[], *map(list, below.own)]
    exists = RESULTS_SHEET in live.sheet_names
    grid = book.grids.get(RESULTS_SHEET)
    old_end = grid.end_row if grid else 0
    new_end = len(rows)
    if not exists:
        live.add_sheet(RESULTS_SHEET)
    if not exists or not prepared:
        _prepare(live, max(old_end, FIRST_ROW))
    rows += [[] for _ in range(old_end - new_end)]
    block = [row + [None] * (_WIDTH - len(row)) for row in rows]
    live.write(RESULTS_SHEET, (1, 1), block)
    live.fit_rows(RESULTS_SHEET, FIRST_ROW, max(new_end, FIRST_ROW))
    _filter(live, lines)


def _extra_row(texts: Sequence[str]) -> list[Written]:
    row: list[Written] = [None] * _WIDTH
    for column, text in zip(_EXTRA_PLACES, texts, strict=True):
        row[column - 1] = text
    return row


def _filter(live: LiveBook, lines: int) -> None:
    live.calls.writes[RESULTS_SHEET] += 1
    if lines:
        live.port.set_filter(live.area(RESULTS_SHEET, f"A{HEADER_ROW}:K{HEADER_ROW + lines}"))
    else:
        live.port.drop_filter(live.sheet(RESULTS_SHEET))


def _prepare(live: LiveBook, old_end: int) -> None:
    """Lay the looks once; a fixed number of calls."""
    last = _STYLED_ROWS
    name, port = RESULTS_SHEET, live.port
    live.clear_looks(name, f"A{HEADER_ROW}:K{max(old_end, HEADER_ROW)}", f"A{FIRST_ROW}:K{last}")
    for column, (_, width) in COLUMNS.items():
        live.set_width(name, column, width)
    looks = (
        ("A1", Look(bold=True, size=16, ink=look.RED, font=look.FONT)),
        ("A2", Look(ink=look.NAVY, font=look.FONT)),
        ("A3", Look(italic=True, size=_SIZE, font=look.FONT)),
        (
            f"A{HEADER_ROW}:K{HEADER_ROW}",
            Look(
                bold=True,
                ink=look.WHITE,
                fill=look.NAVY,
                wrap=True,
                centred=True,
                boxed=look.LINE,
                font=look.FONT,
            ),
        ),
        (f"A{FIRST_ROW}:K{last}", Look(size=_SIZE, wrap=True, top=True, font=look.FONT)),
        (f"B{FIRST_ROW}:B{last}", Look(centred=True)),
        (f"C{FIRST_ROW}:C{last}", Look(ink=look.LINK, underline=True)),
        (f"E{FIRST_ROW}:E{last}", Look(centred=True)),
        (f"K{FIRST_ROW}:K{last}", Look(centred=True)),
    )
    for address, wanted in looks:
        port.set_look(live.area(name, address), wanted)
    box = look.LINE
    severities = tuple(
        Condition(
            f'=LEFT($A{FIRST_ROW},{len(severity.label)})="{severity.label}"',
            ink=ink,
            fill=fill,
            bold=True,
            boxed=box,
        )
        for severity, ink, fill in (
            (Severity.ERROR, look.ERROR_INK, look.ERROR_FILL),
            (Severity.WARNING, look.WARNING_INK, look.WARNING_FILL),
            (Severity.NOTE, look.NOTE_INK, look.NOTE_FILL),
        )
    )
    title = Condition(f'=$A{FIRST_ROW}="{EXTRA_TITLE}"', ink=look.RED, bold=True)
    filled = Condition(f'=$C{FIRST_ROW}&$D{FIRST_ROW}<>""', boxed=box)
    port.set_conditions(live.area(name, f"A{FIRST_ROW}:A{last}"), (*severities, title, filled))
    for columns in (("B", "B"), ("C", "C"), ("D", "K")):
        area = f"{columns[0]}{FIRST_ROW}:{columns[1]}{last}"
        port.set_conditions(live.area(name, area), (filled,))
    live.calls.setup[name] += 2 + len(COLUMNS) + len(looks) + len(severities) + 5


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)
