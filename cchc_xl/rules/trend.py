"""KT406–411: a report against the one of the period before, row by row with the same key.

Few and robust: a fall is only said where both periods count from the same day, a jump only where
the form prints the rows that would explain it.
"""

from collections.abc import Callable, Iterator

from cchc_xl.messages import sentences
from cchc_xl.model import Basis, Consolidation, Finding, Kind, Report, ReportTemplate, Severity
from cchc_xl.rules.context import CheckContext
from cchc_xl.rules.trend_pair import Pair
from cchc_xl.rules.trend_rows import check_stocks, check_year_to_date
from cchc_xl.text import fold

_EACH = 3  # so many rows that fell are said one by one; more have one cause
_COPIED = 6  # so many figures above 0, all as in the period before, are no coincidence


def against(previous: Report, template: ReportTemplate) -> Callable[[CheckContext], list[Finding]]:
    """The check that compares with ``previous``, filed on the edition ``template``."""
    earlier = CheckContext(previous, template)

    def check(context: CheckContext) -> list[Finding]:
        reason = why_incomparable(previous, context.report)
        if reason is None and context.is_wholly_blank:
            return []
        pair = Pair(earlier, context)
        if reason is None and not pair.shared:
            reason = "nothing-shared"
        if reason is not None:
            return [not_compared(reason, name=previous.source, unit=previous.org_unit.name or "")]
        return [
            *_copied(pair),
            *check_year_to_date(pair),
            *_contained(pair),
            *_annual(pair),
            *check_stocks(pair),
        ]

    return check


def not_compared(reason: str, **facts: str) -> Finding:
    """The note that says why there was no comparison; ``reason`` is one of group ``comparing``."""
    words = sentences("comparing")[reason].format_map(facts)
    return Finding("KT411", Kind.PERIOD_MISMATCH, Severity.NOTE, facts={"reason": words})


def why_incomparable(previous: Report, report: Report) -> str | None:
    """Why a file is not the predecessor of a report; None where it is."""
    before, now = previous.period, report.period
    if now is None:
        return "own-period-unknown"
    if before is None:
        return "period-unknown"
    if before.national_window[1] >= now.national_window[1]:
        return "not-earlier"
    names = [one.org_unit.name for one in (previous, report)]
    if all(names) and _bare(names[0] or "") != _bare(names[1] or ""):
        codes = [one.org_unit.code for one in (previous, report)]
        if not codes[0] or codes[0] != codes[1]:
            return "other-unit"
    return None


def _bare(name: str) -> str:
    folded = fold(name)
    for start in ("uy ban nhan dan ", "ubnd "):
        folded = folded.removeprefix(start)
    return folded


def _copied(pair: Pair) -> Iterator[Finding]:
    """Every figure of the period is the one of the period before."""
    equal, telling = [], []
    for row in pair.rows(Basis.IN_PERIOD, numeric=True):
        if row.is_ratio:
            continue
        now, before = pair.now.value(row.key), pair.before.value(row.key)
        if now is None and before is None:
            continue
        if now != before:
            return
        equal.append(row.key)
        if now and row.key in pair.counted:
            telling.append(row.key)
    if len(telling) >= _COPIED:
        yield Finding(
            "KT410",
            Kind.TREND_OUTLIER,
            Severity.WARNING,
            related=tuple(equal),
            facts={
                "count": len(equal),
                "previous": pair.previous_title,
                "rows": pair.now.refs(telling),
            },
        )


def _contained(pair: Pair) -> Iterator[Finding]:
    """Half a year holds its first quarter: what happened then happened in the half-year too."""
    fallen = [
        row
        for row in pair.rows(Basis.IN_PERIOD)
        if row.consolidation is not Consolidation.UNION
        and pair.counts_on(row.key)
        and pair.fall(row.key) > 0
    ]
    keys = {row.key for row in fallen}
    fallen = [row for row in fallen if not keys & set(row.parts)]  # a total falls with its part
    if len(fallen) <= _EACH:
        for row in fallen:
            yield pair.finding("KT407", Kind.TREND_DECREASE, row.key, rows=(pair.now.ref(row.key),))
    else:
        found = [row.key for row in fallen]
        yield pair.finding(
            "KT407", Kind.TREND_DECREASE, found[0], related=found[1:], rows=pair.now.refs(found)
        )


def _annual(pair: Pair) -> Iterator[Finding]:
    """A figure of the whole year is the same in every period of that year."""
    if pair.before.report.period is None or pair.now.report.period is None:
        return
    if pair.before.report.period.year != pair.now.report.period.year:
        return
    for row in pair.rows(Basis.ANNUAL):
        if pair.fall(row.key):
            yield pair.finding("KT408", Kind.TREND_OUTLIER, row.key)
