"""KT230–231: blank cells that should say something.

A blank is never 0, and most blanks are right: another level's row, a form nobody filled, parts of
a nil total, a share of nothing. What is left is a warning where the form prints the unit's own
level or the rest of the block is filled, and a note where the level is doubtful.
"""

from collections import defaultdict
from collections.abc import Iterator

from cchc_xl.model import Finding, Kind, Op, Row, RowKind, Severity
from cchc_xl.rules.context import NUMERIC, CheckContext


def check(context: CheckContext) -> Iterator[Finding]:
    """Missing values, several blanks of one block in one finding with the rows in ``related``."""
    if context.is_wholly_blank:
        return
    explained = _explained_by_other_checks(context)
    missing = {
        row.key: _severity(context, row)
        for row in context.template.rows
        if _is_candidate(context, row) and row.key not in explained and not _is_nil(context, row)
    }
    families = _blank_ratios(context, missing)
    groups: dict[tuple[str, Severity, bool], list[Row]] = defaultdict(list)
    for key, alone in missing.items():
        row = context.template.by_key[key]
        ratio, severity = families.get(key, (row, alone))
        beside_zeros = severity is Severity.NOTE and _siblings_are_zero(context, row)
        groups[_block(context, ratio), severity, beside_zeros].append(row)
    for (_, severity, beside_zeros), rows in groups.items():
        first, *rest = (row.key for row in rows)
        yield context.finding(
            "KT231" if beside_zeros else "KT230",
            Kind.BLANK_VS_ZERO if beside_zeros else Kind.MISSING_VALUE,
            severity,
            first,
            related=rest,
            count=len(rows),
            rows=context.refs([first, *rest]),
        )


def _blank_ratios(
    context: CheckContext, missing: dict[str, Severity]
) -> dict[str, tuple[Row, Severity]]:
    """A ratio left out with both its parts is one cause: the three share the graver severity."""
    families: dict[str, tuple[Row, Severity]] = {}
    for row in context.template.rows:
        three = [key for key in (row.key, row.numerator, row.denominator) if key in missing]
        if row.is_ratio and len(three) == 3:
            # A whole that several ratios share draws them together.
            first = next((families[key][0] for key in three if key in families), row)
            ranks = [missing[k] for k in three] + [families[k][1] for k in three if k in families]
            gravest = min(ranks, key=lambda severity: severity.rank)
            members = {k for k, (head, _) in families.items() if head is first} | set(three)
            families |= dict.fromkeys(members, (first, gravest))
    return families


def _is_candidate(context: CheckContext, row: Row) -> bool:
    return (
        row.is_input
        and row.kind is not RowKind.TEXT
        and not row.optional
        and context.has(row.key)
        and context.is_blank(row.key)
        and not context.is_other_level(row)
    )


def _explained_by_other_checks(context: CheckContext) -> set[str]:
    """Blanks that another finding already speaks of."""
    keys: set[str] = set()
    for rule in context.template.rules:
        if rule.op is Op.FILLED_WITH and not all(map(context.is_blank, rule.right)):
            keys |= set(rule.left)
    for row in context.template.rows:
        if row.parts and (context.total(row.parts) or 0) > 0 and context.is_blank(row.key):
            keys |= {row.key, *row.parts}
        if row.numerator is None or row.denominator is None:
            continue
        parts_filled = not context.is_blank(row.numerator) and not context.is_blank(row.denominator)
        if parts_filled:
            keys.add(row.key)
        elif not context.is_blank(row.key):
            keys |= {row.numerator, row.denominator}
    return keys


def _is_nil(context: CheckContext, row: Row) -> bool:
    """Blank because there is nothing to count."""
    template = context.template
    parent = row.parent
    while parent is not None:
        if context.value(parent) == 0:
            return True
        parent = template.by_key[parent].parent
    for other in template.rows:
        if row.key in other.parts and context.value(other.key) is not None:
            return True  # a blank part of a filled total is nil; a wrong sum is said elsewhere
    for rule in template.rules:
        nothing = rule.op in (Op.LE, Op.NOTHING_WITHOUT) and row.key in rule.left
        evidence = [key for key in rule.right if not context.says_nothing(key)]
        if nothing and context.total(evidence) == 0:
            return True
    if row.denominator is not None:
        denominator = template.by_key[row.denominator]
        return context.is_blank(denominator.key) and _is_nil(context, denominator)
    return any(
        other.numerator == row.key
        and other.denominator is not None
        and (
            context.value(other.denominator) == 0
            or (
                context.is_blank(other.denominator)
                and _is_nil(context, template.by_key[other.denominator])
            )
        )
        for other in template.rows
    )


def _siblings(context: CheckContext, row: Row) -> list[Row]:
    section = context.template.section_of[row.key]
    return [
        other
        for other in section.rows
        if other.parent == row.parent
        and other.key != row.key
        and other.kind in NUMERIC
        and not context.is_other_level(other)
    ]


def _severity(context: CheckContext, row: Row) -> Severity:
    if context.is_own_level(row):
        return Severity.WARNING
    if row.levels or row.kind not in NUMERIC:
        return Severity.NOTE
    siblings = _siblings(context, row)
    filled = [other for other in siblings if not context.is_blank(other.key)]
    busy = any(context.value(other.key) not in (None, 0) for other in filled)
    most = len(filled) >= 2 and len(filled) > len(siblings) - len(filled)
    return Severity.WARNING if busy and most else Severity.NOTE


def _siblings_are_zero(context: CheckContext, row: Row) -> bool:
    filled = [o for o in _siblings(context, row) if not context.is_blank(o.key)]
    return bool(filled) and all(context.value(other.key) == 0 for other in filled)


def _block(context: CheckContext, row: Row) -> str:
    """The outermost row above ``row`` under which nothing at all is filled."""
    template = context.template
    block = row.parent or template.section_of[row.key].key
    candidate = row.key if row.key in template.children else row.parent
    while candidate is not None and _nothing_filled_under(context, candidate):
        block = candidate
        candidate = template.by_key[candidate].parent
    return block


def _nothing_filled_under(context: CheckContext, key: str) -> bool:
    return context.is_blank(key) and all(
        context.is_blank(child.key) and _nothing_filled_under(context, child.key)
        for child in context.template.children.get(key, ())
    )
