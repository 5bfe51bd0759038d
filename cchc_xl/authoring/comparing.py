"""Rows of a form against an edition: new, gone, reworded, moved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cchc_xl.model import ReportTemplate, Row
from cchc_xl.templates.labels import canonical


class Change(StrEnum):
    """What happened to a row; the value is what the keeper reads."""

    SAME = "Như cũ"
    NEW = "Mới"
    GONE = "Không còn"
    REWORDED = "Đổi lời"
    MOVED = "Chuyển chỗ"
    RENUMBERED = "Đổi số"


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
