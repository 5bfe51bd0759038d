"""KT402–405: the days written in a report against those its period and letter set."""

import datetime as dt
from collections.abc import Iterable, Iterator

from cchc_xl.messages import sentences
from cchc_xl.model import Basis, Finding, Kind, Period, PeriodKind, Severity
from cchc_xl.model.dates import Span
from cchc_xl.rules.context import CheckContext
from cchc_xl.rules.windows import covered
from cchc_xl.text import read_spans

#: Letters move the ends of a period by some weeks; farther away it is another period.
_NEAR = dt.timedelta(days=45)
_YEARS_AROUND = (-1, 0, 1)


def check(context: CheckContext) -> Iterator[Finding]:
    """Days on `Trang chính`, above the table and in notes; the form's validity.

    A wholly blank form and a report without a period say nothing.
    """
    if context.report.period is None or context.is_wholly_blank:
        return
    yield from _front(context, context.report.period)
    yield from _above_the_table(context, context.report.period)
    yield from _signed(context, context.report.period)
    yield from _validity(context, context.report.period)
    yield from _notes(context, context.report.period)


def _front(context: CheckContext, period: Period) -> Iterator[Finding]:
    """The days on `Trang chính`; one may be missing."""
    stated = context.report.dates
    if stated.start is None and stated.end is None:
        return
    expected = stated.issued or _of_letter(context, period)
    start, end = expected or period.national_window
    written = (stated.start or start, stated.end or end)
    yield from _compared(context, period, "front", written, expected)


def _above_the_table(context: CheckContext, period: Period) -> Iterator[Finding]:
    expected = _of_letter(context, period)
    for span in dict.fromkeys(context.report.dates.spans):
        yield from _compared(context, period, "head", span, expected)
    others = [one for one in dict.fromkeys(context.report.dates.periods) if one != period]
    if others and period not in context.report.dates.periods:
        facts = {"printed": others[0].title, "period": period.title}
        yield Finding("KT405", Kind.PERIOD_MISMATCH, Severity.NOTE, facts=facts)


def _compared(
    context: CheckContext, period: Period, place: str, written: Span, expected: Span | None
) -> Iterator[Finding]:
    if not _near(written, expected or period.national_window):
        yield _other_period(place, written, period, expected)
    elif expected is not None and written != expected:
        facts = _facts(place, written, period, expected)
        yield Finding("KT402", Kind.PERIOD_MISMATCH, Severity.WARNING, facts=facts)


def _other_period(place: str, written: Span, period: Period, expected: Span | None) -> Finding:
    facts = _facts(place, written, period, expected or period.national_window)
    return Finding("KT403", Kind.PERIOD_MISMATCH, Severity.WARNING, facts=facts)


def _facts(place: str, written: Span, period: Period, expected: Span) -> dict[str, object]:
    return {
        "place": sentences("places")[place],
        "written": _words(written),
        "expected": _words(expected),
        "period": period.title,
    }


def _signed(context: CheckContext, period: Period) -> Iterator[Finding]:
    """No report is signed before its period begins."""
    days, signed = covered(context.report, context.template), context.report.dates.signed
    if signed is None or days is None:
        return
    if signed < min(days.start, period.national_window[0]):
        yield _other_period("signed", (signed, signed), period, (days.start, days.end))


def _validity(context: CheckContext, period: Period) -> Iterator[Finding]:
    """The form is not (or no more) in force for the period."""
    days, template = covered(context.report, context.template), context.template
    if days is None:
        return
    if template.valid_from and days.end < template.valid_from:
        limit = ("from", template.valid_from)
    elif template.valid_to and days.start > template.valid_to:
        limit = ("to", template.valid_to)
    else:
        return
    facts = {
        "title": template.title,
        "limit": sentences("validity")[limit[0]].format(day=f"{limit[1]:%d/%m/%Y}"),
        "period": period.title,
    }
    yield Finding("KT404", Kind.PERIOD_MISMATCH, Severity.NOTE, facts=facts)


def _notes(context: CheckContext, period: Period) -> Iterator[Finding]:
    """A note that states another period's window left standing beside a figure of this one.

    Only a window to the day is proof: notes speak of plans, and of years long past.
    """
    found: dict[Span, list[str]] = {}
    for row in context.template.rows:
        if row.basis is not Basis.IN_PERIOD or context.is_blank(row.key):
            continue
        spans = read_spans(context.own_note(row.key))
        if len(spans) != 1:
            continue
        section = context.template.section_of[row.key].key
        own = covered(context.report, context.template, section)
        if own is None or _near(spans[0], (own.start, own.end)):
            continue
        if spans[0] in _windows_of_others(context, period, section):
            found.setdefault(spans[0], []).append(row.key)
    for span, keys in found.items():
        section = context.template.section_of[keys[0]].key
        expected = _of_letter(context, period, section) or period.national_window
        yield Finding(
            "KT403",
            Kind.PERIOD_MISMATCH,
            Severity.NOTE,
            key=keys[0],
            related=tuple(keys[1:]),
            facts=_facts("note", span, period, expected),
            justified=context.is_answered(keys[0]),
        )


def _windows_of_others(context: CheckContext, period: Period, section: str) -> Iterable[Span]:
    """Windows of other periods around this one, by the letter and by the national pattern."""
    for years in _YEARS_AROUND:
        for kind in PeriodKind:
            other = Period(year=period.year + years, kind=kind)
            if other == period:
                continue
            yield other.national_window
            window = context.template.window(other, section)
            if window is not None:
                yield window.start, window.end


def _of_letter(context: CheckContext, period: Period, section: str | None = None) -> Span | None:
    window = context.template.window(period, section)
    return None if window is None else (window.start, window.end)


def _near(written: Span, expected: Span) -> bool:
    return all(abs(a - b) <= _NEAR for a, b in zip(written, expected, strict=True))


def _words(span: Span) -> str:
    start, end = span
    if start == end:
        return f"{start:%d/%m/%Y}"
    return f"{start:%d/%m/%Y} – {end:%d/%m/%Y}"
