"""The form keeper's workbook while it is open: read as a draft, told what is to be mended."""

from collections.abc import Sequence
from pathlib import Path

from cchc_xl.authoring import layout
from cchc_xl.authoring.checked_copy import rows_of
from cchc_xl.authoring.draft import MARKS, Table
from cchc_xl.authoring.fault_list import HEADER, FaultLine, fault_lines, marks
from cchc_xl.authoring.fault_sheet import cells_of
from cchc_xl.excel.click import UserError
from cchc_xl.excel.live_book import Formula, LiveBook, Written
from cchc_xl.excel.log import note_failure
from cchc_xl.services.authoring import CheckedDraft, DraftFileError, check_draft_grids
from cchc_xl.services.draft_words import checked_words
from cchc_xl.services.template_folder import template_folder
from cchc_xl.workbook.grids import SheetGrid

_FIRST = layout.FIRST_ROW + 1  # 1-based


def read_draft_book(live: LiveBook) -> CheckedDraft:
    """Every table as it stands, checked: three calls a sheet. Raises `UserError`."""
    names = live.sheet_names
    grids: dict[str, SheetGrid] = {}
    for table in Table:
        if table.value in names:
            live.say_progress(f"Đọc trang {table.value}")
            rows, columns = live.extent(table.value)
            grids[table.value] = live.read(table.value, columns, rows)
    try:
        return check_draft_grids(grids, live.path or Path(live.name), template_folder())
    except DraftFileError as problem:
        raise UserError(str(problem)) from problem


def write_faults(live: LiveBook, checked: CheckedDraft) -> list[FaultLine]:
    """The list on its sheet, the marks that colour cells: at most one block a sheet."""
    live.say_progress("Ghi trang Cần sửa")
    lines = fault_lines(checked.faults, checked.draft, as_read=True)
    _write_list(live, checked_words(checked), lines)
    _write_marks(live, checked)
    return lines


def _write_list(live: LiveBook, words: str, lines: list[FaultLine]) -> None:
    name = layout.FAULTS_SHEET
    if name not in live.sheet_names:  # the keeper deleted it
        live.add_sheet(name)
    before, _ = live.extent(name)
    width = len(HEADER)
    rows: list[list[Written]] = [[words, *[None] * (width - 1)], [*HEADER]]
    for line in lines:
        level, link, *rest = cells_of(line)
        rows.append([level, Formula(link), *rest])
    shown = len(rows)
    rows += [[None] * width for _ in range(before - shown)]
    _write(live, name, (1, 1), rows)
    if lines:
        live.fit_rows(name, _FIRST, shown)


def _write_marks(live: LiveBook, checked: CheckedDraft) -> None:
    found = marks(checked.faults)
    for table, places in checked.draft.places.items():
        column = places.get(MARKS)
        at = rows_of(checked.draft, table)
        if column is None or not at:
            continue
        # Below the last line too: a line that was cleared leaves its mark behind.
        last = max(max(at.values()), _FIRST) + layout.SPARE_ROWS[table]
        block: list[list[Written]] = [[None] for _ in range(last - _FIRST + 1)]
        for line, row in at.items():
            if row >= _FIRST:
                block[row - _FIRST] = [found.get((table, line))]
        _write(live, table.value, (_FIRST, column + 1), block)


def _write(
    live: LiveBook, name: str, at: tuple[int, int], rows: Sequence[Sequence[Written]]
) -> None:
    try:
        live.write(name, at, rows)
    except Exception as error:  # whatever a program says of cells it does not let change
        note_failure(f"write {name}")
        raise UserError(
            f"Không ghi được vào trang {name}: nếu trang đang khóa, hãy bỏ khóa (Review › "
            "Unprotect Sheet) rồi bấm lại."
        ) from error
