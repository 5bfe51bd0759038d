"""Reports of one unit for several periods, filled from small tables."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cchc_xl.model import Finding, Level, OrgUnit, Period, Report, ReportTemplate
from cchc_xl.model.dates import StatedDates
from cchc_xl.rules import check, timing
from cchc_xl.rules.context import CheckContext
from cchc_xl.rules.trend import against
from tests.findings.forms import Cells, filled

YEAR = ("2024-Q1", "2024-6T", "2024-9T", "2024-N")


def day(text: str) -> dt.date:
    """``15/12/2023``."""
    number, month, year = (int(part) for part in text.split("/"))
    return dt.date(year, month, number)


def dates(start: str, end: str, **more: object) -> StatedDates:
    return replace(StatedDates(start=day(start), end=day(end)), **more)  # type: ignore[arg-type]


def report(
    template: ReportTemplate,
    period: str | None,
    cells: Cells,
    *,
    unit: str | None = "UBND xã Mẫu",
    level: Level | None = None,
    stated: StatedDates | None = None,
) -> Report:
    return replace(
        filled(template, cells, level=level),
        org_unit=OrgUnit(name=unit, level=level),
        period=Period.parse(period) if period else None,
        dates=stated or StatedDates(),
        source=f"{period}.xlsx",
    )


def compared(
    template: ReportTemplate, before: Report, now: Report, form: ReportTemplate | None = None
) -> list[Finding]:
    """What the report ``now`` is told for its predecessor; ``form`` is that one's edition."""
    return against(before, form or template)(CheckContext(now, template))


def timed(template: ReportTemplate, one: Report) -> list[Finding]:
    """What is said of the days written in a report."""
    return check(one, template, [timing.check])


def year_of(table: str) -> dict[str, Sequence[float | None]]:
    """Lines ``key  Q1  6T  9T  N``; ``-`` is blank."""
    rows: dict[str, Sequence[float | None]] = {}
    for line in filter(None, map(str.strip, table.splitlines())):
        key, *values = line.split()
        rows[key] = [None if value == "-" else float(value) for value in values]
    return rows


def cells_of(rows: Mapping[str, Sequence[float | None]], number: int) -> dict[str, float | None]:
    """One column of a year."""
    return {key: values[number] for key, values in rows.items()}


def codes(found: Iterable[Finding]) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.key) for finding in found]
