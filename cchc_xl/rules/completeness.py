"""KT230–231: blank cells that should say something.

A blank is never 0, and most blanks are right: another level's row, a form nobody filled, parts of
a nil total, a share of nothing. What is left is a warning where the form prints the unit's own
level or the rest of the block is filled, and a note where the level is doubtful.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cchc_xl.model import Finding, Kind, Op, ReportTemplate, Row, RowKind, Severity
from cchc_xl.model.remember import remembered
from cchc_xl.rules.context import NUMERIC, CheckContext


def check(context: CheckContext) -> Iterator[Finding]:
    """Missing values, several blanks of one block in one finding with the rows in ``related``."""
    if context.is_wholly_blank:
        return
    explained = _explained_by_other_checks(context)
    missing = {
        row.key: _severity(context, row)
        for row in _relations(context.template).asked
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
    for row in _relations(context.template).ratios:
        three = [key for key in (row.key, row.numerator, row.denominator) if key in missing]
        if len(three) == 3:
            # A whole that several ratios share draws them together.
            first = next((families[key][0] for key in three if key in families), row)
            ranks = [missing[k] for k in three] + [families[k][1] for k in three if k in families]
            gravest = min(ranks, key=lambda severity: severity.rank)
            members = {k for k, (head, _) in families.items() if head is first} | set(three)
            families |= dict.fromkeys(members, (first, gravest))
    return families


def _is_candidate(context: CheckContext, row: Row) -> bool:
    return context.is_blank(row.key) and context.has(row.key) and not context.is_other_level(row)


def _explained_by_other_checks(context: CheckContext) -> set[str]:
    """Blanks that another finding already speaks of."""
    keys: set[str] = set()
    for rule in context.template.rules_in_force:
        if rule.op is Op.FILLED_WITH and not all(map(context.is_blank, rule.right)):
            keys |= set(rule.left)
    relations = _relations(context.template)
    for row in relations.sums:
        if context.is_blank(row.key) and (context.total(row.parts) or 0) > 0:
            keys |= {row.key, *row.parts}
    for row in relations.ratios:
        assert row.numerator is not None
        assert row.denominator is not None
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
    relations = _relations(template)
    if any(context.value(total) is not None for total in relations.totals[row.key]):
        return True  # a blank part of a filled total is nil; a wrong sum is said elsewhere
    for wholes in relations.limits[row.key]:
        if context.total(key for key in wholes if not context.says_nothing(key)) == 0:
            return True
    if row.denominator is not None:
        denominator = template.by_key[row.denominator]
        return context.is_blank(denominator.key) and _is_nil(context, denominator)
    return any(
        context.value(key) == 0
        or (context.is_blank(key) and _is_nil(context, template.by_key[key]))
        for key in relations.denominators[row.key]
    )


@dataclass(frozen=True, slots=True)
class _Relations:
    """What the form says of each row, by key, and the rows that a check asks for.

    ``totals`` are the rows it is a part of, ``limits`` the right sides of rules that leave nothing
    for it where they are 0, ``denominators`` those of the ratios it is the numerator of,
    ``siblings`` the other rows of figures under its parent, ``under`` the row itself and all below.
    """

    totals: Mapping[str, list[str]]
    limits: Mapping[str, list[tuple[str, ...]]]
    denominators: Mapping[str, list[str]]
    siblings: Mapping[str, list[Row]]
    under: Mapping[str, list[str]]
    asked: tuple[Row, ...] = ()  # rows whose blank may mean something is missing
    sums: tuple[Row, ...] = ()
    ratios: tuple[Row, ...] = ()


@remembered
def _relations(template: ReportTemplate) -> _Relations:
    rows = template.rows
    found = _Relations(
        totals={row.key: [] for row in rows},
        limits={row.key: [] for row in rows},
        denominators={row.key: [] for row in rows},
        siblings={row.key: [] for row in rows},
        under={row.key: [] for row in rows},
        asked=tuple(
            row
            for row in rows
            if row.is_input and row.kind is not RowKind.TEXT and not row.optional
        ),
        sums=tuple(row for row in rows if row.parts),
        ratios=tuple(row for row in rows if row.is_ratio),
    )
    for row in rows:
        above: str | None = row.key
        while above is not None:
            found.under[above].append(row.key)
            above = template.by_key[above].parent
        for part in dict.fromkeys(row.parts):
            found.totals[part].append(row.key)
        if row.numerator is not None and row.denominator is not None:
            found.denominators[row.numerator].append(row.denominator)
        found.siblings[row.key].extend(
            other
            for other in template.section_of[row.key].rows
            if other.parent == row.parent and other.key != row.key and other.kind in NUMERIC
        )
    for rule in template.rules_in_force:
        if rule.op in (Op.LE, Op.NOTHING_WITHOUT):
            for key in dict.fromkeys(rule.left):
                found.limits[key].append(rule.right)
    return found


def _siblings(context: CheckContext, row: Row) -> list[Row]:
    siblings = _relations(context.template).siblings[row.key]
    return [other for other in siblings if not context.is_other_level(other)]


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
    return all(map(context.is_blank, _relations(context.template).under[key]))
