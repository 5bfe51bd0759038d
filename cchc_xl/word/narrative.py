"""KT51x: the narrative against the table, against itself and against the calendar.

Precision first: what is not certain is listed as not compared, never as a finding.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cchc_xl.messages import sentences as said_words
from cchc_xl.model import Finding, Kind, Period, PeriodKind, Report, ReportTemplate, Severity
from cchc_xl.text import fold, format_number
from cchc_xl.word.arithmetic import Slip, slips
from cchc_xl.word.dates import DateSlip, date_slips
from cchc_xl.word.prose import Sentence, Signing, is_narrative, sentences, signing_of, tidy
from cchc_xl.word.statements import Bound, State, Statement, statements

_QUOTE = 110  # letters of a sentence quoted in a message
_TITLE_LINES = 30
_ENOUGH_SAID = 5  # statements from which a narrative is expected to name the main figures
#: The earliest day anybody's window for a period may end (month, day), two weeks taken off.
_EARLIEST_END = {
    PeriodKind.Q1: (2, 12),
    PeriodKind.H1: (5, 15),
    PeriodKind.Q3: (8, 15),
    PeriodKind.M9: (8, 15),
    PeriodKind.YEAR: (11, 15),
}


@dataclass(frozen=True, slots=True)
class NarrativeCheck:
    """What a narrative says, and what is wrong with it."""

    findings: tuple[Finding, ...] = ()
    statements: tuple[Statement, ...] = field(default=())


def check_narrative(
    lines: Sequence[str],
    report: Report,
    template: ReportTemplate,
    bound: Bound = (),
    headlines: Sequence[str] = (),
) -> NarrativeCheck:
    """Compare the words of a report with its table.

    ``bound``: lines whose figures still tell which row they were filled from. ``headlines``: rows
    a narrative on this form is expected to mention.
    """
    if report.is_blank or not is_narrative(lines):
        return NarrativeCheck()
    said = list(sentences(lines))
    found = tuple(statements(said, report, template, bound))
    signing = signing_of(lines)
    return NarrativeCheck(
        findings=(
            *_mismatches(found, report),
            *_silent_table(found, report),
            *_silent_text(found, report, template, headlines),
            *(_slip(one) for one in slips(said)),
            *(_date(one) for one in date_slips(said, signing)),
            *_periods(lines, report, signing),
        ),
        statements=found,
    )


def quote_of(sentence: Sentence, start: int = 0, end: int | None = None) -> str:
    """The words around a figure, short enough for a message."""
    text = sentence.text
    if len(text) <= _QUOTE:
        return text
    end = len(text) if end is None else end
    low = max(0, min(start - 60, len(text) - _QUOTE))
    high = min(len(text), max(end + 30, low + _QUOTE))
    low = text.find(" ", low) + 1 if low else 0
    high = high if high == len(text) else max(text.rfind(" ", 0, high), end)
    before, after = "…" if low else "", "…" if high < len(text) else ""
    return f"{before}{text[low:high].strip()}{after}"


def _finding(
    code: str,
    kind: Kind,
    severity: Severity,
    report: Report,
    key: str | None = None,
    **facts: object,
) -> Finding:
    entry = report.entries.get(key) if key else None
    return Finding(
        code=code,
        kind=kind,
        severity=severity,
        key=key,
        facts=facts,
        justified=bool(entry and entry.justification.strip()),
    )


# ---------------------------------------------------------------------------- text and table


def _mismatches(found: Sequence[Statement], report: Report) -> Iterator[Finding]:
    """One finding a row, whatever number of sentences contradict it."""
    told: set[str] = set()
    for one in found:
        if one.state is not State.CONTRADICTED or one.keys[0] in told:
            continue
        told.add(one.keys[0])
        assert one.row_value is not None
        finding = _finding(
            "KT511",
            Kind.NARRATIVE_MISMATCH,
            Severity.WARNING,
            report,
            one.keys[0],
            quote=quote_of(one.sentence, one.quantity.start, one.quantity.end),
            said=format_number(one.value),
            found=format_number(one.row_value),
        )
        yield _with(finding, one, f"{format_number(one.value)}?")


def _with(finding: Finding, one: Statement, suggestion: str | None) -> Finding:
    return Finding(
        code=finding.code,
        kind=finding.kind,
        severity=finding.severity,
        key=finding.key,
        related=tuple(one.keys[1:]),
        facts=finding.facts,
        suggestion=suggestion,
        justified=finding.justified,
    )


def _silent_table(found: Sequence[Statement], report: Report) -> Iterator[Finding]:
    """Rows left blank although the narrative gives their figure."""
    told: set[str] = set()
    for one in found:
        if one.state is not State.TABLE_BLANK or one.value == 0 or one.sureness < 0.7:
            continue
        if len(one.keys) > 1 or one.keys[0] in told:
            continue
        told.add(one.keys[0])
        finding = _finding(
            "KT515",
            Kind.NARRATIVE_MISMATCH,
            Severity.NOTE,
            report,
            one.keys[0],
            quote=quote_of(one.sentence, one.quantity.start, one.quantity.end),
            said=format_number(one.value),
        )
        yield _with(finding, one, f"{format_number(one.value)}?")


def _silent_text(
    found: Sequence[Statement], report: Report, template: ReportTemplate, headlines: Sequence[str]
) -> Iterator[Finding]:
    """Main figures of the table that the narrative does not mention; one finding for all."""
    spoken = {key for one in found for key in one.keys if one.state is not State.AMBIGUOUS}
    if len(spoken) < _ENOUGH_SAID:
        return
    silent = [
        key
        for key in headlines
        if key in template.by_key and key not in spoken and report.value(key)
    ]
    if silent:
        yield Finding(
            code="KT516",
            kind=Kind.NARRATIVE_MISMATCH,
            severity=Severity.NOTE,
            key=silent[0],
            related=tuple(silent[1:]),
            facts={"count": len(silent)},
        )


# ------------------------------------------------------------------------ text against itself


def _slip(one: Slip) -> Finding:
    facts = {
        "quote": quote_of(one.sentence),
        "claim": one.claim,
        "said": format_number(one.said),
        "computed": format_number(one.computed),
    }
    if one.kind == "sum":
        return Finding("KT513", Kind.NARRATIVE_MISMATCH, Severity.WARNING, facts=facts)
    severity = Severity.NOTE if one.is_cut else Severity.ERROR
    suggestion = f"{facts['computed']}%"
    return Finding("KT512", Kind.NARRATIVE_MISMATCH, severity, facts=facts, suggestion=suggestion)


def _date(one: DateSlip) -> Finding:
    code = "KT517" if one.kind == "cutoff" else "KT518"
    problem = said_words("dates")[one.kind].format_map(one.facts)
    facts = {"quote": one.quote, "problem": problem}
    return Finding(code, Kind.NARRATIVE_DATE, Severity.WARNING, facts=facts)


# ---------------------------------------------------------------------------------- periods


def _periods(lines: Sequence[str], report: Report, signing: Signing | None) -> Iterator[Finding]:
    """The narrative's own period, and whether it was over on the day of signing."""
    period = narrative_period(lines)
    if period is not None and report.period is not None and period != report.period:
        facts = {"said": period.title, "found": report.period.title}
        yield Finding("KT519", Kind.PERIOD_MISMATCH, Severity.WARNING, facts=facts)
    spoken = period or report.period
    if spoken is None or signing is None:
        return
    if signing.latest < dt.date(spoken.year, *_EARLIEST_END[spoken.kind]):
        problem = said_words("dates")["period"].format(
            period=spoken.title, signing=signing.latest.strftime("%d/%m/%Y")
        )
        facts = {"quote": spoken.title, "problem": problem}
        yield Finding("KT517", Kind.NARRATIVE_DATE, Severity.WARNING, facts=facts)


def narrative_period(lines: Sequence[str]) -> Period | None:
    """The period in the title of a narrative; None where it has none."""
    titles = [tidy(piece) for line in lines[:_TITLE_LINES] for piece in line.split("\t")]
    titles = [title for title in titles if title]
    for number, title in enumerate(titles):
        if not re.match(r"bao cao\b", fold(title)):
            continue
        for line in titles[number : number + 3]:
            words = fold(line)
            reform = "cai cach hanh chinh" in words or "cchc" in words.split()
            is_title = len(line) < 160 and not words.startswith(("thuc hien", "can cu"))
            if reform and is_title and (found := Period.find(line, whole_year=True)):
                return found
        return None
    return None
