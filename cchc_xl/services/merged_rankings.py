"""What the charts show: units ranked, the ones to look at first, and the answer in the title."""

from collections.abc import Sequence
from decimal import Decimal

from cchc_xl.consolidate import Contribution
from cchc_xl.model import ReportTemplate, Row, Severity
from cchc_xl.services.merged_common import plain
from cchc_xl.services.merged_lists import open_findings
from cchc_xl.services.merged_submissions import unit_of
from cchc_xl.services.outcome import Outcome
from cchc_xl.templates.chart_rows import (
    RATE_CHARTS,
    ChartRows,
    chart_rows_of,
    known_chart_rows,
)
from cchc_xl.text import format_number, round_half_up, shortened
from cchc_xl.workbook.content import CellValue
from cchc_xl.workbook.merged.places import CHART_UNITS
from cchc_xl.workbook.merged.records import Ranking

_HUNDRED = Decimal(100)
_NAME = 40  # letters of a unit in a title


def rate_rankings(outcome: Outcome) -> tuple[Ranking, ...]:
    """The ratios of the first questions that the form has a row for, by unit; the lowest first.

    Where it has fewer, units of another form may still have answered what it does not ask.
    """
    asked = chart_rows_of(outcome.template)
    found = [_rates(outcome, chart) for chart in asked[:RATE_CHARTS]]
    titles = {chart.title for chart in asked}
    for chart in known_chart_rows():
        if len(found) < RATE_CHARTS and chart.title not in titles:
            ranking = _rates(outcome, chart)
            found += [ranking] if ranking.lines else []
    return tuple(found)


def _rates(outcome: Outcome, chart: ChartRows) -> Ranking:
    for group in chart.groups:
        found = [
            (rate, leaf.org_unit)
            for leaf in outcome.result.leaves
            if not leaf.own and (rate := _rate_of(leaf, group, outcome.template)) is not None
        ]
        if found:
            found.sort()
            return Ranking(_rate_title(chart.title, found), _lines(found))
    return Ranking(f"{chart.title}: chưa đơn vị nào ghi tỷ lệ này")


def _lines(found: Sequence[tuple[Decimal, str]]) -> list[tuple[CellValue, ...]]:
    return [(unit, plain(rate)) for rate, unit in found[:CHART_UNITS]]


def _rate_title(name: str, found: Sequence[tuple[Decimal, str]]) -> str:
    """The answer: who is lowest, and of how many."""
    lowest, unit = found[0]
    if lowest == found[-1][0]:
        same = f"{format_number(lowest)}%"
        return f"{name}: {'cả ' if len(found) > 1 else ''}{len(found)} đơn vị đạt {same}"
    shown = f" ({CHART_UNITS} thấp nhất trong {len(found)} đơn vị)"
    rest = shown if len(found) > CHART_UNITS else ""
    return f"{name}: thấp nhất {shortened(unit, _NAME)}, {format_number(lowest)}%{rest}"


def _rate_of(leaf: Contribution, keys: Sequence[str], template: ReportTemplate) -> Decimal | None:
    """A unit's ratio from its own two numbers, else as it reported it; None for none.

    Rows of the unit's own level count even where the parent's form does not print them.
    """
    for key in keys:
        row = template.by_key.get(key)
        rate = _computed(leaf, row, template.decimals) if row is not None else None
        rate = leaf.values.get(key) if rate is None else rate
        if rate is not None and 0 <= rate <= _HUNDRED:
            return rate
    return None


def _computed(leaf: Contribution, row: Row, decimals: int) -> Decimal | None:
    top, bottom = (leaf.values.get(key or "") for key in (row.numerator, row.denominator))
    if top is None or not bottom:
        return None
    return round_half_up(top * _HUNDRED / bottom, decimals)


def error_ranking(outcome: Outcome) -> Ranking:
    """Units by errors and warnings they have not answered; the most first."""
    counts: dict[str, tuple[str, int, int]] = {}
    for line in outcome.units:
        if not line.status.counts:
            continue
        found = [one.severity for one in open_findings(line)]
        name, errors, warnings = counts.get(unit_of(line), (line.unit, 0, 0))
        counts[unit_of(line)] = (
            name,
            errors + found.count(Severity.ERROR),
            warnings + found.count(Severity.WARNING),
        )
    ranked = sorted(counts.values(), key=lambda one: (-one[1], -one[2], one[0]))
    ranked = [one for one in ranked if one[1] or one[2]]
    if not ranked:
        return Ranking("Không đơn vị nào còn lỗi hay cảnh báo chưa giải trình")
    errors = sum(one[1] for one in ranked)
    units = sum(one[1] > 0 for one in ranked)
    if not errors:
        words = f"Không còn lỗi; {len(ranked)} đơn vị còn cảnh báo chưa giải trình"
    else:
        words = f"Còn {errors} lỗi ở {units} đơn vị; nhiều nhất {shortened(ranked[0][0], _NAME)}"
    more = f" ({CHART_UNITS} trong {len(ranked)} đơn vị)" if len(ranked) > CHART_UNITS else ""
    return Ranking(words + more, [tuple(one) for one in ranked[:CHART_UNITS]])
