"""A unit far from its peers on a comparable rate: something to ask about, never an error.

Few and precise. Rates are compared within one level of government, on the arcsine scale, where the
noise of a small count is known: 3 of 10 is no surprise beside 50 %, 300 of 1,000 is. A unit is
named only when its distance is beyond that noise *and* beyond the spread among its peers (median
and median deviation, which a few wild figures do not move) *and* large in plain points. Where more
than a couple of units lie far out, units simply differ on that row, and nobody is named.
"""

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from cchc_xl.consolidate.contribution import Contribution
from cchc_xl.model import (
    Consolidation,
    Finding,
    Kind,
    Level,
    ReportTemplate,
    Row,
    RowKind,
    Severity,
)
from cchc_xl.text import format_number, round_half_up

if TYPE_CHECKING:
    import pandas as pd

CODE = "TH205"
PEERS = 10  # other units of the level with such a rate; fewer say nothing of what is usual
SHOWN = 5  # units that one consolidation names, the farthest first; the rest is counted
_LEAST_WHOLE = 10  # a rate of fewer cases than this is noise
_SURE = 6.0  # standard deviations: a whole country compares some 60,000 rates at once
_BEYOND = 3.0  # times the distance within which nine in ten units lie
_POINTS = 0.20  # and this much in plain terms
_SPREAD = 0.03  # peers are never taken to be more alike than this (arcsine scale)
_UNCOUNTED = 0.1  # noise of a rate whose parts are money or unknown (arcsine scale)
_ADDED = (Consolidation.SUM, Consolidation.TOTAL)


Line = dict[str, Any]  # of the table of those that stand apart


class _Rate(NamedTuple):
    """One unit's rate on one row: ``share`` from 0 to 1, ``angle`` and ``noise`` as compared."""

    key: str
    leaf: int
    level: str
    share: float
    angle: float
    noise: float


def find_outliers(
    template: ReportTemplate, leaves: Sequence[Contribution], shown: int = SHOWN
) -> list[Finding]:
    """Notes on units whose rate is far from that of the other units of their level.

    ``leaves`` as they are added up; the order does not matter for what is found.
    """
    levels = [leaf.level for leaf in leaves if leaf.level is not None and not leaf.own]
    if max((levels.count(level) for level in set(levels)), default=0) <= PEERS:
        return []
    rates = list(_rates(template, leaves))
    if not rates:
        return []
    import pandas as pd  # only now: most consolidations of a handful of files need none of it

    by_unit: dict[int, list[Line]] = {}
    for line in _far(pd.DataFrame(rates)).to_dict("records"):
        by_unit.setdefault(line["leaf"], []).append(line)
    told = list(by_unit.values())[:shown]
    rest = len(by_unit) - len(told)
    findings = [_finding(template, leaves, lines) for lines in told[:-1]]
    findings += [_finding(template, leaves, lines, rest) for lines in told[-1:]]
    return findings


def _rates(template: ReportTemplate, leaves: Sequence[Contribution]) -> Iterator[_Rate]:
    rows = [row for row in template.rows if row.kind is RowKind.PERCENT]
    for row in rows:
        parts = _parts(template, row)
        if parts is None and row.consolidation is not Consolidation.MANUAL:
            continue
        for number, leaf in enumerate(leaves):
            if leaf.level is None or leaf.own:
                continue
            if parts is None:
                found = _of_percent(leaf.values.get(row.key))
            else:
                found = _of_parts(template, parts, leaf)
            if found is not None:
                yield _Rate(row.key, number, leaf.level.value, *found)


def _parts(template: ReportTemplate, row: Row) -> tuple[str, str] | None:
    """Numerator and denominator where both are sums of cases; lists are compared elsewhere."""
    if row.numerator is None or row.denominator is None:
        return None
    both = (row.numerator, row.denominator)
    return both if all(template.by_key[key].consolidation in _ADDED for key in both) else None


def _of_percent(value: Decimal | None) -> tuple[float, float, float] | None:
    """A percent whose parts nobody knows; 0 may just as well mean that nothing happened."""
    if value is None or not 0 < value <= 100:
        return None
    share = float(value) / 100
    return share, math.asin(math.sqrt(share)), _UNCOUNTED**2


def _of_parts(
    template: ReportTemplate, parts: tuple[str, str], leaf: Contribution
) -> tuple[float, float, float] | None:
    n, d = (leaf.values.get(key) for key in parts)
    if n is None or d is None or not 0 <= n <= d or d == 0:
        return None  # a part above its whole is an error of its own
    share = float(n / d)
    if template.by_key[parts[1]].kind is RowKind.MONEY:
        return share, math.asin(math.sqrt(share)), _UNCOUNTED**2
    if d < _LEAST_WHOLE:
        return None
    # Anscombe's transformation of a count of cases: its variance is known whatever the rate is.
    angle = math.asin(math.sqrt((float(n) + 0.375) / (float(d) + 0.75)))
    return share, angle, 1 / (4 * float(d) + 2)


def _far(rates: "pd.DataFrame") -> "pd.DataFrame":
    """The lines that stand apart, the farthest first, with what their peers have."""
    peers = ["key", "level"]
    table = rates.copy()
    table["away"] = (table["angle"] - table.groupby(peers)["angle"].transform("median")).abs()
    grouped = table.groupby(peers)
    shares, aways = grouped["share"], grouped["away"]
    table["units"] = shares.transform("size")
    table["median"] = shares.transform("median")
    for name, place in (("low", 0.1), ("high", 0.9)):
        table[name] = table.set_index(peers).index.map(shares.quantile(place))
    usual = table.set_index(peers).index.map(aways.quantile(0.9)).to_numpy()
    noise = grouped["noise"].transform("median")
    spread = ((1.4826 * aways.transform("median")) ** 2 - noise).clip(lower=_SPREAD**2)
    # 1.57 / units: the median itself is only known so well.
    table["score"] = table["away"] / (spread * (1 + 1.57 / table["units"]) + table["noise"]) ** 0.5
    far = table[
        (table["units"] > PEERS)
        & (table["score"] >= _SURE)
        & (table["away"] >= _BEYOND * usual)
        & ((table["share"] - table["median"]).abs() >= _POINTS)
    ]
    named = far.groupby(peers)["key"].transform("size")
    far = far[named <= 2 + far["units"] // 100]
    return far.sort_values(["score", "key", "share"], ascending=[False, True, True])


def _finding(
    template: ReportTemplate, leaves: Sequence[Contribution], lines: Sequence[Line], rest: int = 0
) -> Finding:
    """One unit: its farthest rate in words, its others counted, and so the units not told."""
    line = lines[0]
    row, leaf, level = template.by_key[line["key"]], leaves[line["leaf"]], Level(line["level"])
    parts = _parts(template, row)
    counted = [format_number(leaf.values[key]) for key in parts or ()]

    def percent(name: str) -> Decimal:
        return round_half_up(Decimal(str(line[name])) * 100, 1)

    return Finding(
        code=CODE,
        kind=Kind.SIBLING_OUTLIER,
        severity=Severity.NOTE,
        key=row.key,
        related=(*(parts or ()), *(other["key"] for other in lines[1:])),
        facts={
            "unit": leaf.org_unit,
            "file": leaf.file,
            "share": percent("share"),
            "of": f" ({'/'.join(counted)})" if counted else "",
            "peers": int(line["units"]) - 1,
            "level": level.label,
            "median": percent("median"),
            "low": percent("low"),
            "high": percent("high"),
            "also": f" Cũng khác xa ở {len(lines) - 1} tỷ lệ khác." if len(lines) > 1 else "",
            "rest": f" Còn {rest} đơn vị khác xa như vậy chưa nêu." if rest else "",
        },
    )
