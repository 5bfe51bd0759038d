"""What adding up has to say, as findings; the words live in the catalogue."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from cchc_xl.consolidate.notices import NAMED, some
from cchc_xl.consolidate.result import Part
from cchc_xl.consolidate.state import State
from cchc_xl.model import Finding, Kind, Row, Severity
from cchc_xl.text import format_number


def names(parts: Sequence[Part]) -> tuple[str, ...]:
    """The first units with what they gave, then how many more."""
    named = tuple(f"{part.org_unit} ({format_number(part.value)})" for part in parts[:NAMED])
    rest = len(parts) - len(named)
    return (*named, f"và {rest} đơn vị khác") if rest else named


def catalog_differs(row: Row, length: Decimal | None, differing: Sequence[Part]) -> Finding:
    """Units of one list that do not give its common length."""
    return Finding(
        code="TH201",
        kind=Kind.CATALOG_DIFFERS,
        severity=Severity.WARNING,
        key=row.key,
        facts={
            "common": length if length is not None else "không có giá trị chung",
            "units": names(differing),
            "count": len(differing),
        },
    )


def _left_out(code: str, row: Row, parts: Sequence[Part], related: tuple[str, ...] = ()) -> Finding:
    """Units whose figure does not count on a row."""
    return Finding(
        code=code,
        kind=Kind.NOT_MERGEABLE,
        severity=Severity.WARNING,
        key=row.key,
        related=related,
        facts={"units": names(parts), "count": len(parts)},
    )


def not_mergeable(row: Row, parts: Sequence[Part]) -> Finding:
    """Units that answered neither 100 nor 0 where each answers for itself."""
    return _left_out("TH202", row, parts)


def half_filled(row: Row, parts: Sequence[Part]) -> Finding:
    """Units left out of a ratio, for they gave one of its two numbers."""
    two = tuple(key for key in (row.numerator, row.denominator) if key is not None)
    return _left_out("TH203", row, parts, two)


def total_alone(row: Row, parts: Sequence[Part]) -> Finding:
    """Units whose total stands without its parts: not in the sum."""
    return _left_out("TH207", row, parts, row.parts)


def unreadable(state: State) -> Iterator[Finding]:
    """Values that could not be read: excluded, listed, never guessed."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for child in state.children:
        for key in child.unreadable:
            by_key[key].append(child.org_unit)
    for row in state.template.rows:
        units = by_key.get(row.key)
        if units:
            yield Finding(
                code="TH204",
                kind=Kind.NOT_MERGEABLE,
                severity=Severity.WARNING,
                key=row.key,
                facts={"units": some(units), "count": len(units)},
            )
