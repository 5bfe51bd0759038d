"""Recognise the edition a table was printed from, and say how sure that is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cchc_xl.model import PrintedRow, ReportTemplate
from cchc_xl.templates.matching import Alignment, align, overlap

# A table is read on an edition when most rows of the smaller of the two are found in the other:
# an office may send only its own rows, a province may have added rows of its own.
ENOUGH_ROWS = 8
ENOUGH_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Recognised:
    """The best edition for a table. ``sureness`` is 0 to 1; 1 means every row in both."""

    template: ReportTemplate
    alignment: Alignment
    sureness: float
    accepted: bool


def recognise(rows: Sequence[PrintedRow], templates: Iterable[ReportTemplate]) -> Recognised | None:
    """The edition most like ``rows``, accepted or only the nearest; None without rows or forms."""
    if not rows:
        return None
    ranked = sorted(
        ((overlap(rows, template), template.id, template) for template in templates),
        key=lambda item: (-item[0], item[1]),
    )
    best: Recognised | None = None
    for likeness, _, template in ranked[:3]:
        if best is not None and likeness < 0.5 * ranked[0][0]:
            break
        found = match(rows, template)
        if best is None or found.sureness > best.sureness:
            best = found
        if likeness == 1.0:
            break
    return best


def match(rows: Sequence[PrintedRow], template: ReportTemplate) -> Recognised:
    """Read ``rows`` on a given edition."""
    alignment = align(rows, template)
    exact = alignment.matched - 0.5 * len(alignment.reworded)
    sureness = 2 * exact / max(1, len(rows) + len(template.rows))
    smaller = min(len(rows), len(template.rows))
    accepted = (
        alignment.matched >= min(ENOUGH_ROWS, len(template.rows))
        and exact >= ENOUGH_SHARE * smaller
    )
    return Recognised(template, alignment, sureness, accepted)
