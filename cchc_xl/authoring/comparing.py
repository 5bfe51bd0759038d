"""Rows of a form against an edition: new, gone, reworded, moved."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cchc_xl.model import Level, ReportTemplate, Row
from cchc_xl.templates.labels import canonical


class Change(StrEnum):
    """What happened to a row; the value is what the keeper reads."""

    SAME = "Như cũ"
    NEW = "Mới"
    GONE = "Không còn"
    REWORDED = "Đổi lời"
    MOVED = "Chuyển chỗ"
    RENUMBERED = "Đổi số"


#: In the first line of the table: the edition that is compared with.
COMPARED = "So với mẫu"
#: Words of the form that became no row of the draft.
LEFT_OUT = "Không đưa vào"


@dataclass(frozen=True, slots=True)
class Changed:
    """One row that is not as it was. ``row`` is None for one that is gone."""

    change: Change
    key: str
    row: Row | None
    before: Row | None


def changes(rows: Sequence[Row], before: ReportTemplate) -> Iterator[Changed]:
    """Every row in printed order, then those that are gone."""
    keys = [row.key for row in rows]
    order = [key for key in keys if key in before.by_key]
    kept = _in_order([before.position[key] for key in order])
    stays = {order[n] for n in kept}
    for row in rows:
        old = before.by_key.get(row.key)
        if old is None:
            yield Changed(Change.NEW, row.key, row, None)
        elif canonical(old.label) != canonical(row.label):
            yield Changed(Change.REWORDED, row.key, row, old)
        elif row.key not in stays or old.parent != row.parent:
            yield Changed(Change.MOVED, row.key, row, old)
        elif old.no.rstrip(".") != row.no.rstrip("."):
            yield Changed(Change.RENUMBERED, row.key, row, old)
        else:
            yield Changed(Change.SAME, row.key, row, old)
    present = set(keys)
    for old in before.rows:
        if old.key not in present:
            yield Changed(Change.GONE, old.key, None, old)


_NEARLY = 0.85  # of the rows shared with one edition: enough for a newer one to be preferred
_LEVEL_SHARES = 0.6  # the same, for an edition of the form's own level
_ENOUGH_SHARED = 5
_YEAR = re.compile(r"(20\d\d)(?!\d)")


def nearest_edition(
    keys: Iterable[str], editions: Sequence[ReportTemplate], level: Level | None
) -> ReportTemplate | None:
    """The edition to compare with; None: none prints enough of these rows.

    One for the same level goes before one for another level that shares a few rows more; of those
    that share about as many the newest.
    """
    here = set(keys)
    shared = {one.id: len(here & set(one.by_key)) for one in editions}
    likely = [one for one in editions if shared[one.id] >= _ENOUGH_SHARED]
    if not likely:
        return None
    most = max(shared.values())
    same = [one for one in likely if level and one.level is level]
    same = [one for one in same if shared[one.id] >= _LEVEL_SHARES * most]
    likely = same or likely
    most = max(shared[one.id] for one in likely)
    near = [one for one in likely if shared[one.id] >= _NEARLY * most]
    return max(near, key=lambda one: (_year(one), shared[one.id], one.id))


def _year(edition: ReportTemplate) -> int:
    """The year an edition is from: of its first day, else of its name; 0: unknown."""
    if edition.valid_from is not None:
        return edition.valid_from.year
    named = _YEAR.search(edition.id)
    return int(named[1]) if named else 0


def _in_order(places: Sequence[int]) -> set[int]:
    """Indexes of a longest run of rising places."""
    best: list[tuple[int, int]] = []  # (length, previous index)
    for n, place in enumerate(places):
        length, previous = max(
            ((best[m][0], m) for m in range(n) if places[m] < place), default=(0, -1)
        )
        best.append((length + 1, previous))
    found: set[int] = set()
    n = max(range(len(best)), key=lambda m: best[m][0], default=-1)
    while n >= 0:
        found.add(n)
        n = best[n][1]
    return found
