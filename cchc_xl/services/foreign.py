"""Filled rows of children that have no place in the parent's form: listed, not lost."""

from collections.abc import Sequence
from decimal import Decimal

from cchc_xl.consolidate import Contribution, UnitStatus
from cchc_xl.model import ReportTemplate, Row
from cchc_xl.services.outcome import ForeignRow
from cchc_xl.text import format_number


def foreign_rows(units: Sequence[UnitStatus], template: ReportTemplate) -> tuple[ForeignRow, ...]:
    """One line a filled row, unit by unit, in the order of the child's own form."""
    found = []
    for line in units:
        form = line.submission.template if line.submission else None
        if not line.status.counts or line.submission is None or form is None:
            continue
        strange = [row for row in form.rows if row.is_input and row.key not in template.by_key]
        for leaf in line.submission.leaves:
            found += [
                _line(leaf, form.id, row, said)
                for row in strange
                if (said := leaf.values.get(row.key, leaf.unreadable.get(row.key))) is not None
            ]
    return tuple(found)


def _line(leaf: Contribution, form: str, row: Row, said: Decimal | str) -> ForeignRow:
    text = said if isinstance(said, str) else format_number(said)
    return ForeignRow(leaf.org_unit, leaf.file, form, row.key, row.no, row.label, row.measure, text)
