"""What a click leaves in `_cchc` for the next one: time, values seen, our notes, the folder."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cchc_xl.excel.live_book import LiveBook, Written
from cchc_xl.model import ReportTemplate
from cchc_xl.workbook import layout as places
from cchc_xl.workbook.cells import date_serial
from cchc_xl.workbook.grids import SheetGrid
from cchc_xl.workbook.layout import Layout

#: The results table has its colours; changes when the looks change.
LOOKS = "bang-1"
_STATE = ord(places.META_STATE) - ord("A")

Seen = Callable[[str], object]
"""The value a row shows, by its key."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """Columns D to F of `_cchc`. ``when`` None: no check stands. ``marks`` by row key."""

    when: str | None = None
    marks: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""
    looks: str = LOOKS


def read_remembered(grid: SheetGrid) -> Remembered:
    """What the last click left, without the marks (their owner reads them)."""

    def said(place: places.Place) -> str:
        value = grid.cell(int(place.cell[1:]) - 1, _STATE).value
        return str(value) if value is not None else ""

    return Remembered(
        when=said(places.CHECKED_AT) or None,
        folder=said(places.MERGE_FOLDER),
        looks=said(places.RESULT_LOOKS),
    )


def remember(live: LiveBook, template: ReportTemplate, remembered: Remembered, seen: Seen) -> None:
    """Columns D to F, one block: time, the values seen, our notes."""
    state = {
        places.CHECKED_AT.cell: remembered.when,
        places.RESULT_LOOKS.cell: LOOKS,
        places.MERGE_FOLDER.cell: remembered.folder or None,
    }
    rows: list[list[Written]] = []
    for number, row in enumerate(template.rows, 1):
        first: Written = state.get(f"{places.META_STATE}{number}")
        value = _plain(seen(row.key)) if remembered.when is not None else None
        rows.append([first, value, remembered.marks.get(row.key)])
    live.write(places.META_SHEET, (1, _STATE + 1), rows)


def seen_in(grids: Mapping[str, SheetGrid], layout: Layout) -> Seen:
    """The values that the state line compares with: by their place, as the formula does."""

    def seen(key: str) -> object:
        grid = grids.get(layout.sheet_of(key))
        return None if grid is None else grid.cell(layout.row_of(key) - 1, 3).value

    return seen


def _plain(value: object) -> Written:
    if isinstance(value, dt.date):
        return date_serial(value)
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return None  # a time of day: nothing a report holds
