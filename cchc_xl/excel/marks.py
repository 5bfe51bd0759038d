"""Notes on flagged cells: ours are replaced, the user's are never touched nor doubled.

A note is ours when it says so in its first line and is still word for word what we wrote (its
fingerprint stands in `_cchc`): one that the user went on writing in has become the user's. Notes
that a built workbook carried from the start have the builder's author, or, where a program drops
authors, the words of the results table.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from cchc_xl.excel.checked_book import BookRead
from cchc_xl.excel.inspection import FoundNote
from cchc_xl.excel.live_book import LiveBook
from cchc_xl.excel.recorded import position
from cchc_xl.model import Severity
from cchc_xl.workbook.layout import COMMENT_AUTHOR, META_SHEET, RESULTS_SHEET
from cchc_xl.workbook.results_sheet import FIRST_ROW

#: Column F of `_cchc` (0-based), beside the snapshot: fingerprint of the note on each row's value.
FINGERPRINT_COLUMN = 5
_FINGERPRINT = 16
_WHAT = 5  # column F of the results, 0-based: the finding in words


@dataclass(slots=True)
class MarkOutcome:
    """What stands on the cells now.

    ``fingerprints`` of our notes in place, by key; ``skipped``: cells that kept the user's own note
    or could not be reached; ``locked``: sheets with a password.
    """

    fingerprints: dict[str, str] = field(default_factory=dict)
    skipped: int = 0
    locked: list[str] = field(default_factory=list)


def replace_marks(live: LiveBook, book: BookRead, wanted: Mapping[str, str]) -> MarkOutcome:
    """Make our notes be ``wanted`` (by key of the row); what already is right stays untouched."""
    outcome = MarkOutcome()
    if not live.was_inspected:
        outcome.skipped = len(wanted)
        return outcome
    for number, sheet in enumerate(book.sections, 1):
        live.say_progress(f"Ghi chú vào ô: trang {number}/{len(book.sections)} ({sheet})")
        _mark_sheet(live, book, sheet, wanted, outcome)
    return outcome


def _mark_sheet(
    live: LiveBook, book: BookRead, sheet: str, wanted: Mapping[str, str], outcome: MarkOutcome
) -> None:
    facts = live.facts(sheet)
    keys = {cell: row.key for cell, row in book.cells_of(sheet).items()}
    old = {
        cell: note
        for cell, note in facts.notes.items()
        if cell in keys and is_ours(book, keys[cell], note)
    }
    new = {
        cell: f"{COMMENT_AUTHOR}\n{wanted[key]}" for cell, key in keys.items() if key in wanted
    }
    remove, add = [], []
    for cell in old.keys() | new.keys():
        if cell in old and _same(old[cell].text, new.get(cell)):
            outcome.fingerprints[keys[cell]] = fingerprint(old[cell].text)
            continue
        if cell in old:
            remove.append(cell)
        elif cell in facts.notes:  # the user's own
            outcome.skipped += 1
            continue
        if cell in new:
            add.append(cell)
    if not remove and not add:
        return
    protection = facts.protection
    if protection is not None and protection.has_password:
        outcome.locked.append(sheet)
        outcome.skipped += len(add)
        return
    if protection is not None and not live.port.keeps_protection:
        outcome.skipped += sum(cell in facts.locked for cell in add)
        remove = [cell for cell in remove if cell not in facts.locked]
        add = [cell for cell in add if cell not in facts.locked]
    with opened(live, sheet, needed=live.port.keeps_protection):
        for cell in sorted(remove, key=position):
            live.delete_note(sheet, cell)
        for cell in sorted(add, key=position):
            live.add_note(sheet, cell, new[cell])
            outcome.fingerprints[keys[cell]] = fingerprint(new[cell])


@contextmanager
def opened(live: LiveBook, sheet: str, *, needed: bool = True) -> Iterator[None]:
    """Lift a sheet's protection for a while and give it back with the same permissions."""
    protection = live.facts(sheet).protection
    if protection is None or not needed:
        yield
        return
    live.port.unprotect(live.sheet(sheet))
    try:
        yield
    finally:
        live.port.protect(live.sheet(sheet), protection)


def is_ours(book: BookRead, key: str, note: FoundNote) -> bool:
    """True for a note that we wrote and nobody has written in since."""
    grid = book.grids[META_SHEET]
    known = grid.cell(book.layout.snapshot_row(key) - 1, FINGERPRINT_COLUMN).value
    if known:
        return known == fingerprint(note.text)
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


def _same(old: str, new: str | None) -> bool:
    return new is not None and fingerprint(old) == fingerprint(new)
