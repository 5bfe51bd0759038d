"""Recognise the edition a table was printed from, and say how sure that is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cchc_xl.model import PrintedRow, ReportTemplate
from cchc_xl.model.remember import remembered
from cchc_xl.templates.labels import canonical, plain_number
from cchc_xl.templates.matching import Alignment, align, common_labels, unaligned
from cchc_xl.templates.printing import measure_lines
from cchc_xl.templates.table import joined
from cchc_xl.text import display_text

# A table is read on an edition when most rows of the smaller of the two are found in the other:
# an office may send only its own rows, a province may have added rows of its own.
ENOUGH_ROWS = 8
ENOUGH_SHARE = 0.6
# One part of a form may have few rows; then nearly all of them must be found.
FEW_ROWS = 4
FEW_SHARE = 0.9

_CANDIDATES = 3  # editions looked at row by row
_LEAST_COMMON = 3  # labels a table needs in common with a form to be looked at row by row


@dataclass(frozen=True, slots=True)
class Recognised:
    """The best edition for a table.

    ``sureness`` is 0 to 1; 1 means every row in both, parts that the table leaves out altogether
    not counted. ``rows`` are the table's rows with cut ones put together, as the alignment counts
    them. ``rank`` orders editions: sureness first, then how many numbers and measures agree.
    """

    template: ReportTemplate
    rows: tuple[PrintedRow, ...]
    alignment: Alignment
    sureness: float
    accepted: bool
    rank: tuple[float, float]


def recognise(
    pieces: Sequence[PrintedRow], templates: Iterable[ReportTemplate]
) -> Recognised | None:
    """The edition most like a table, accepted or only the nearest; None without rows or forms.

    ``pieces`` are rows as they stand: those cut by a page break are put together here.
    """
    templates = list(templates)
    rows = joined(pieces, {label for template in templates for label in _labels(template)})
    if not rows:
        return None
    ranked = sorted(
        ((common_labels(rows, template), template.id, template) for template in templates),
        key=lambda item: (-2 * item[0] / (len(rows) + len(item[2].rows)), item[1]),
    )
    best: Recognised | None = None
    for common, _, template in ranked[:_CANDIDATES]:
        if best is not None and _at_most(common, len(rows)) < best.sureness:
            continue
        if common >= _LEAST_COMMON:
            found = _match(rows, template)
        else:
            found = _hardly(rows, template, common)
        if best is None or (found.accepted, found.rank) > (best.accepted, best.rank):
            best = found
    return best


def _at_most(common: int, rows: int) -> float:
    """The sureness an edition could reach if every other row were a reworded one of its own."""
    exact = common + 0.5 * max(0, rows - common)
    return 2 * exact / (rows + exact)


def match(pieces: Sequence[PrintedRow], template: ReportTemplate) -> Recognised:
    """Read a table on a given edition; ``pieces`` as for `recognise`."""
    as_printed = form_itself(template)
    if _is_form_itself(pieces, as_printed.rows):
        return replace(as_printed, rows=tuple(pieces))
    return _match(joined(pieces, _labels(template)), template)


def _is_form_itself(rows: Sequence[PrintedRow], form: Sequence[PrintedRow]) -> bool:
    """True where every row stands in its place with its key, number, label and measure.

    Nothing else decides how such a table is matched, and what its structure has to say.
    """
    return len(rows) == len(form) and all(
        row.key == own.key
        and row.label == own.label
        and row.no == own.no
        and row.measure == own.measure
        for row, own in zip(rows, form, strict=True)
    )


@remembered
def form_itself(template: ReportTemplate) -> Recognised:
    """The match of the form's own rows, as a workbook built from it shows them."""
    rows = [
        PrintedRow(
            no=display_text(row.no),
            label=display_text(row.label),
            measure=display_text(measure_lines(row)),
            raw=None,
            text="",
            note="",
            key=row.key,
        )
        for row in template.rows
    ]
    return _match(joined(rows, _labels(template)), template)


@remembered
def _labels(template: ReportTemplate) -> frozenset[str]:
    return frozenset(canonical(row.label) for row in template.rows)


def _match(rows: Sequence[PrintedRow], template: ReportTemplate) -> Recognised:
    alignment = align(rows, template)
    exact = alignment.matched - 0.5 * len(alignment.reworded)
    smaller = min(len(rows), len(template.rows))
    enough = alignment.matched >= min(ENOUGH_ROWS, len(template.rows)) and (
        exact >= ENOUGH_SHARE * smaller
    )
    few = alignment.matched >= FEW_ROWS and exact >= FEW_SHARE * len(rows)
    sureness = 2 * exact / max(1, len(rows) + _rows_of_parts(alignment, template))
    return Recognised(
        template=template,
        rows=tuple(rows),
        alignment=alignment,
        sureness=sureness,
        accepted=enough or few,
        rank=(sureness, _agreement(rows, alignment, template)),
    )


def _hardly(rows: Sequence[PrintedRow], template: ReportTemplate, common: int) -> Recognised:
    sureness = 2 * common / (len(rows) + len(template.rows))
    nothing = unaligned(rows, template)
    return Recognised(template, tuple(rows), nothing, sureness, False, (sureness, 0.0))


def _rows_of_parts(alignment: Alignment, template: ReportTemplate) -> int:
    """Rows of those parts of the form that the table has anything of."""
    found = {template.section_of[key].key for key in alignment.keys if key is not None}
    return sum(len(section.rows) for section in template.sections if section.key in found)


def _agreement(rows: Sequence[PrintedRow], alignment: Alignment, template: ReportTemplate) -> float:
    """How many matched rows also have the form's number and measure, as they are printed."""
    agreeing = 0.0
    for printed, key in zip(rows, alignment.keys, strict=True):
        if key is None:
            continue
        formal = template.by_key[key]
        agreeing += plain_number(printed.no) == plain_number(formal.no)
        agreeing += canonical(printed.measure) == canonical(formal.measure)
        agreeing += printed.no == formal.no and printed.measure == formal.measure
    return agreeing
