"""Received files written as small tables."""

import hashlib
from collections.abc import Mapping
from decimal import Decimal

from cchc_xl.consolidate import Contribution, Submission
from cchc_xl.model import Finding, Kind, Level, OrgUnit, Period, Severity

Q1 = Period.parse("2024-Q1")


def figures(**values: float | str) -> tuple[Mapping[str, Decimal], Mapping[str, str]]:
    return (
        {key: Decimal(str(v)) for key, v in values.items() if not isinstance(v, str)},
        {key: v for key, v in values.items() if isinstance(v, str)},
    )


def leaf(
    unit: str, level: Level = Level.XA, *, own: bool = False, **values: float | str
) -> Contribution:
    readable, unreadable = figures(**values)
    return Contribution(f"{unit}.xlsx", unit, level, readable, unreadable, own=own)


def file(
    unit: str | None,
    name: str = "",
    *,
    period: Period | None = Q1,
    code: str = "",
    level: Level | None = Level.XA,
    sha: str = "",
    **values: float | str,
) -> Submission:
    """One unit's own report; a text is a value nobody could read."""
    name = name or f"{unit}.xlsx"
    readable, unreadable = figures(**values)
    return Submission(
        file=name,
        size=1,
        sha256=sha or hashlib.sha256(name.encode()).hexdigest(),
        org_unit=OrgUnit(name=unit, level=level, code=code or None),
        period=period,
        leaves=(Contribution(name, unit or name, level, readable, unreadable, code=code),),
    )


def whole(
    unit: str, *leaves: Contribution, name: str = "", period: Period | None = Q1
) -> Submission:
    """A consolidated file with what it carries."""
    name = name or f"{unit}.xlsx"
    return Submission(
        file=name,
        size=1,
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        org_unit=OrgUnit(name=unit, level=Level.HUYEN),
        period=period,
        consolidated=True,
        leaves=leaves,
    )


def broken(name: str, kind: Kind = Kind.FILE_UNREADABLE) -> Submission:
    return Submission(
        file=name,
        size=1,
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        problem=Finding("KT901", kind, Severity.ERROR, facts={"reason": "Tệp hỏng."}),
    )
