"""Notes on flagged cells: ours are replaced, the user's are never touched nor doubled.

A note is ours when it says so in its first line and is still word for word what we wrote (its
fingerprint stands in `_cchc`): one that the user went on writing in has become the user's. Notes
that a built workbook carried from the start have the builder's author, or, where a program drops
authors, the words of the results table.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cchc_xl.excel.checked_book import BookRead
from cchc_xl.excel.inspection import FoundNote
from cchc_xl.excel.live_book import LiveBook
from cchc_xl.excel.recorded import position
from cchc_xl.model import Severity
from cchc_xl.workbook.layout import COMMENT_AUTHOR, META_MARKS, META_SHEET, RESULTS_SHEET
from cchc_xl.workbook.results_sheet import FIRST_ROW

#: 0-based: beside the snapshot, fingerprint of the note on each row's value.
_FINGERPRINT_COLUMN = ord(META_MARKS) - ord("A")
_FINGERPRINT = 16
_WHAT = 5  # column F of the results, 0-based: the finding in words


@dataclass(slots=True)
class MarkPlan:
    """What to do on each sheet, decided before anything is touched.

    ``fingerprints`` of the notes that will be ours, by key (of a note that is to be replaced, the
    old one's too: they are written first, so that a click cut short leaves no note unknown).
    ``skipped``: flagged cells that keep the user's own note or cannot be reached; ``locked``:
    sheets with a password.
    """

    remove: dict[str, list[str]] = field(default_factory=dict)
    add: dict[str, dict[str, str]] = field(default_factory=dict)
    fingerprints: dict[str, str] = field(default_factory=dict)
    skipped: int = 0
    locked: list[str] = field(default_factory=list)


def plan_marks(live: LiveBook, book: BookRead, wanted: Mapping[str, str]) -> MarkPlan:
    """How our notes become ``wanted`` (by key of the row); what already is right stays."""
    plan = MarkPlan()
    if not live.was_inspected:
        plan.skipped = len(wanted)
        return plan
    for sheet in book.sections:
        _plan_sheet(live, book, sheet, wanted, plan)
    return plan


def _plan_sheet(
    live: LiveBook, book: BookRead, sheet: str, wanted: Mapping[str, str], plan: MarkPlan
) -> None:
    facts = live.facts(sheet)
    keys = {cell: row.key for cell, row in book.cells_of(sheet).items()}
    old = {
        cell: note.text
        for cell, note in facts.notes.items()
        if cell in keys and is_ours(book, keys[cell], note)
    }
    new = {cell: f"{COMMENT_AUTHOR}\n{wanted[key]}" for cell, key in keys.items() if key in wanted}
    reachable = _reachable(live, sheet, plan)
    remove: list[str] = []
    add: dict[str, str] = {}
    for cell in sorted(old.keys() | new.keys(), key=position):
        marks = {fingerprint(text) for text in (old.get(cell), new.get(cell)) if text is not None}
        if cell in old and len(marks) == 1 and cell in new:
            plan.fingerprints[keys[cell]] = marks.pop()
            continue
        if (cell in facts.notes and cell not in old) or not reachable(cell):
            plan.skipped += cell in new
            if cell in old:
                plan.fingerprints[keys[cell]] = fingerprint(old[cell])
            continue
        if cell in old:
            remove.append(cell)
        if cell in new:
            add[cell] = new[cell]
            plan.fingerprints[keys[cell]] = " ".join(sorted(marks))
    if remove:
        plan.remove[sheet] = remove
    if add:
        plan.add[sheet] = add


def _reachable(live: LiveBook, sheet: str, plan: MarkPlan) -> Callable[[str], bool]:
    """Which cells of a sheet may get or lose a note."""
    facts = live.facts(sheet)
    protection = facts.protection
    if protection is None:
        return lambda cell: True
    if protection.has_password:
        plan.locked.append(sheet)
        return lambda cell: False
    return lambda cell: live.port.keeps_protection or cell not in facts.locked


def apply_marks(live: LiveBook, plan: MarkPlan) -> None:
    """Take notes off and put them on; nothing is called where nothing changes."""
    sheets = sorted(plan.remove.keys() | plan.add.keys())
    for number, sheet in enumerate(sheets, 1):
        live.say_progress(f"Ghi chú vào ô: trang {number}/{len(sheets)} ({sheet})")
        with opened(live, sheet, needed=live.port.keeps_protection):
            for cell in plan.remove.get(sheet, ()):
                live.delete_note(sheet, cell)
            for cell, text in plan.add.get(sheet, {}).items():
                live.add_note(sheet, cell, text)


class opened:  # noqa: N801  # reads as a word in a `with` line
    """Lift a sheet's protection for a while and give it back with the same permissions.

    A class, for `contextlib` cannot pass LibreOffice's exceptions on.
    """

    def __init__(self, live: LiveBook, sheet: str, *, needed: bool = True) -> None:
        self._live = live
        self._sheet = sheet
        self._protection = live.facts(sheet).protection if needed else None

    def __enter__(self) -> None:
        if self._protection is not None:
            self._live.port.unprotect(self._live.sheet(self._sheet))

    def __exit__(self, *_: object) -> None:
        if self._protection is not None:
            self._live.port.protect(self._live.sheet(self._sheet), self._protection)


def is_ours(book: BookRead, key: str, note: FoundNote) -> bool:
    """True for a note that we wrote and nobody has written in since."""
    grid = book.grids[META_SHEET]
    known = grid.cell(book.layout.snapshot_row(key) - 1, _FINGERPRINT_COLUMN).value
    if known:
        return fingerprint(note.text) in str(known).split()
    if note.author.strip() == COMMENT_AUTHOR:
        return True
    return not note.author.strip() and _from_results(book, key, note.text)


def _from_results(book: BookRead, key: str, text: str) -> bool:
    """A built workbook's note whose author was lost: its first line stands in the results."""
    first = text.partition("\n")[0]
    severity, _, message = first.partition(": ")
    if not message or severity not in {one.label for one in Severity}:
        return False
    grid = book.grids.get(RESULTS_SHEET)
    place = book.cell_of(key)
    if grid is None or place is None:
        return False
    return any(
        " · ".join(place) == grid.cell(row, 2).value
        and message in str(grid.cell(row, _WHAT).value or "")
        for row in range(FIRST_ROW - 1, grid.end_row)
    )


def fingerprint(text: str) -> str:
    """Short and blind to what programs do to line ends."""
    folded = " ".join(text.split())
    return hashlib.sha256(folded.encode()).hexdigest()[:_FINGERPRINT]
