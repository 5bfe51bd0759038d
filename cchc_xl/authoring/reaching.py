"""Which rows of one edition reach another, and which do not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cchc_xl.authoring.friends import NEAR, heading_of, headings_apart, labels_apart
from cchc_xl.authoring.likeness import alike
from cchc_xl.model import Level, ReportTemplate, Row
from cchc_xl.model.bridge import Bridge
from cchc_xl.templates.labels import canonical, meaning, similarity


class Reach(StrEnum):
    """How a row of A reaches B; the value is the word in JSON."""

    SAME_KEY = "same-key"
    BRIDGED = "bridged"  # near, declared, only with --cau-noi
    BLOCKED = "blocked"  # the same or near words, but told apart: never joined
    NEAR = "near"  # near words that nobody declared: for a person to confirm
    DISTRICT = "district"  # of the abolished level: nowhere, on purpose
    NOWHERE = "nowhere"


REACH_WORDS = {
    Reach.SAME_KEY: "cùng khóa, cộng chung",
    Reach.BRIDGED: "cầu nối đã khai (chỉ khi tổng hợp có --cau-noi)",
    Reach.BLOCKED: "gần chữ nhưng khác nghĩa: không ghép",
    Reach.NEAR: "có thể gần nghĩa: cần người xác nhận",
    Reach.DISTRICT: "cấp huyện đã bỏ từ 01/7/2025: chủ ý không nối",
    Reach.NOWHERE: "không có chỗ",
}


@dataclass(frozen=True, slots=True)
class Reached:
    """One row of A. ``to``: the row of B, None for none; ``bridge``: what joins them."""

    row: Row
    reach: Reach
    to: Row | None = None
    bridge: Bridge | None = None
    changed: tuple[str, ...] = ()


def reaching(
    source: ReportTemplate, target: ReportTemplate, bridges: Sequence[Bridge]
) -> list[Reached]:
    """Every row of ``source`` that holds a value, in printed order."""
    return [_reach(source, target, row, bridges) for row in source.rows if row.is_input]


def unreached(
    source: ReportTemplate, target: ReportTemplate, found: Sequence[Reached]
) -> list[Row]:
    """Rows of ``target`` that nothing of ``source`` reaches."""
    reached = {
        one.to.key for one in found if one.to and one.reach in (Reach.SAME_KEY, Reach.BRIDGED)
    }
    return [row for row in target.rows if row.is_input and row.key not in reached]


def _reach(
    source: ReportTemplate, target: ReportTemplate, row: Row, bridges: Sequence[Bridge]
) -> Reached:
    if (there := target.by_key.get(row.key)) is not None:
        return Reached(row, Reach.SAME_KEY, there, changed=tuple(_changed(row, there)))
    for bridge in bridges:
        other = bridge.other(row.key)
        if other is not None and other in target.by_key:
            return Reached(row, Reach.BRIDGED, target.by_key[other], bridge)
    if set(row.levels) == {Level.HUYEN}:
        return Reached(row, Reach.DISTRICT)
    free = [one for one in target.rows if one.is_input and one.key not in source.by_key]
    near = max(((alike(row.label, one.label), one.key) for one in free), default=(0.0, ""))
    if near[0] >= NEAR and target.by_key[near[1]].kind is row.kind:
        there = target.by_key[near[1]]
        apart = headings_apart(heading_of(source, row), heading_of(target, there))
        return Reached(row, Reach.BLOCKED if apart else Reach.NEAR, there)
    words = max(
        ((similarity(meaning(row.label), meaning(one.label)), one.key) for one in free),
        default=(0.0, ""),
    )
    friend = target.by_key.get(words[1])
    if friend is not None and labels_apart(row.label, friend.label):
        return Reached(row, Reach.BLOCKED, friend)
    return Reached(row, Reach.NOWHERE)


def _changed(row: Row, there: Row) -> Iterator[str]:
    """What differs between two printings of one meaning."""
    if canonical(row.label) != canonical(there.label):
        yield "label"
    if row.no.rstrip(".") != there.no.rstrip("."):
        yield "no"
    if canonical(row.measure) != canonical(there.measure):
        yield "measure"
    for name in ("consolidation", "levels", "numerator", "denominator", "parts", "choices"):
        if getattr(row, name) != getattr(there, name):
            yield name
