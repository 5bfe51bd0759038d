"""Read the open workbook once and check it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cchc_xl.excel.live_book import LiveBook
from cchc_xl.excel.remembered import LOOKS, Remembered, read_remembered
from cchc_xl.model import Row
from cchc_xl.services.checking import CheckedFile
from cchc_xl.services.live import check_live, read_meta
from cchc_xl.templates.source import SourceDocument
from cchc_xl.workbook import layout as places
from cchc_xl.workbook.grids import SheetGrid
from cchc_xl.workbook.layout import Layout
from cchc_xl.workbook.meta import Meta

_META_COLUMNS = 6  # A to F of `_cchc`
_RESULT_COLUMNS = 11  # A to K of `Kết quả kiểm tra`
_FRONT_COLUMNS = 8
_NOT_SECTIONS = frozenset(
    {
        *(places.FRONT_SHEET, places.PRINT_SHEET, places.RESULTS_SHEET),
        *(places.LOG_SHEET, places.GUIDE_SHEET, places.META_SHEET),
        places.UNIT_LIST_SHEET,
        *places.MERGED_SHEETS,
    }
)


@dataclass(frozen=True, slots=True)
class BookRead:
    """What one look at the workbook gave: grids by sheet, and what its hidden sheet says."""

    meta: Meta
    layout: Layout
    grids: dict[str, SheetGrid]
    checked: CheckedFile

    @property
    def remembered(self) -> Remembered:
        """What the last click left."""
        return read_remembered(self.grids[places.META_SHEET])

    @property
    def is_prepared(self) -> bool:
        """True where the results table was given its looks."""
        return self.remembered.looks == LOOKS

    def cell_of(self, key: str) -> tuple[str, str] | None:
        """Sheet and address of a row's value, wherever the user moved the row."""
        report = self.checked.report
        entry = report.entries.get(key) if report else None
        if entry is None or entry.sheet is None or entry.cell is None:
            return None
        return entry.sheet, entry.cell

    def cells_of(self, sheet: str) -> dict[str, Row]:
        """Rows of the form by the address of their value, of one sheet."""
        found: dict[str, Row] = {}
        for row in self.checked.report.entries if self.checked.report else ():
            place = self.cell_of(row)
            if place is not None and place[0] == sheet:
                found[place[1]] = self.meta.template.by_key[row]
        return found

    @property
    def sections(self) -> list[str]:
        """Sheets that hold rows of the form, in the workbook's order."""
        report = self.checked.report
        used = {entry.sheet for entry in report.entries.values()} if report else set()
        return [name for name in self.grids if name in used]


def read_and_check(
    live: LiveBook, also: Iterable[str] = (), companion: SourceDocument | None = None
) -> BookRead:
    """Read `_cchc`, `Trang chính`, the sections and the results; run every check.

    ``also``: sheets that will be written to, so that their protection must be known.
    ``companion``: the narrative that goes with the workbook.
    Raises `NotOurBookError` and `UnusableFileError` for a workbook that is no report of ours.
    """
    names = live.sheet_names
    hidden = live.read(places.META_SHEET, _META_COLUMNS) if places.META_SHEET in names else None
    meta = read_meta(hidden)
    assert hidden is not None
    layout = Layout(meta.template)
    wanted = _sheets_to_read(names, layout)
    live.inspect([*wanted, *also])
    grids = {places.META_SHEET: hidden}
    for number, name in enumerate(wanted, 1):
        live.say_progress(f"Kiểm tra: đọc trang {number}/{len(wanted)} ({name})")
        if name == places.FRONT_SHEET:
            grids[name] = live.read(name, _FRONT_COLUMNS)
        elif name == places.RESULTS_SHEET:
            grids[name] = live.read(name, _RESULT_COLUMNS)
        else:
            grids[name] = live.read(name)
    live.say_progress("Kiểm tra: đối chiếu các dòng")
    checked = check_live(grids, meta, live.path or Path(live.name), companion)
    return BookRead(meta, layout, grids, checked)


def _sheets_to_read(names: list[str], layout: Layout) -> list[str]:
    """Ours; where a section's tab was renamed, every sheet that might be it."""
    ours = {places.FRONT_SHEET, places.RESULTS_SHEET, *layout.section_sheets}
    if not set(layout.section_sheets) <= set(names):
        ours |= set(names) - _NOT_SECTIONS
    return [name for name in names if name in ours]
