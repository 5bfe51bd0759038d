"""KT232: values in rows that the form prints for another level of government."""

from collections.abc import Iterator

from cchc_xl.model import Finding, Kind, RowKind, Severity
from cchc_xl.rules.context import CheckContext


def check(context: CheckContext) -> Iterator[Finding]:
    """A non-zero value outside the unit's level. Blank and 0 there mean nothing and stay silent.

    For a choice the code 0 may mean something, but outside one's level it is as idle as a blank.
    """
    for row in context.template.rows:
        if row.kind in (RowKind.HEADING, RowKind.TEXT) or not context.is_other_level(row):
            continue
        value = context.value(row.key)
        if value is not None and value != 0:
            yield context.finding(
                "KT232",
                Kind.OUT_OF_COMPETENCE,
                Severity.WARNING,
                row.key,
                suggestion="",
                levels=", ".join(level.label for level in row.levels),
                own=context.level.label if context.level is not None else "",
            )
