"""A clean report is silent; each relation broken in it is found, with every row it involves.

The cases come from the relations listed by hand (mutations.py), never from the rules.
"""

from collections.abc import Mapping
from functools import cache

import pytest

from cchc_xl.model import Finding, Report, ReportTemplate, Severity
from cchc_xl.rules import check
from cchc_xl.templates import loader
from tests.findings.by_hand import broken, clean_figures, number, written
from tests.findings.forms import filled, refilled
from tests.findings.mutations import Case, Changes, cases, with_changes
from tests.findings.seeds import EDITIONS, percent_rows, relations

LEAST_FOUND = 0.97

_EVERY_LEVEL = [(edition, None) for edition in EDITIONS]
_OWN_LEVEL = {
    "kontum-phuong-2023": "xa",
    "so-ngoai-vu-2023": "so",
    "chodon-xa-2024": "xa",
    "ankhe-2021": "xa",
    "backan-so-2021": "so",
}


@cache
def _clean_report(edition: str, at_level: str | None) -> Report:
    template = loader.load(edition)
    level, figures = clean_figures(edition, at_level)
    return filled(template, _by_key(template, figures), level=level)


def _by_key(template: ReportTemplate, figures: Mapping[int, str | None]) -> dict[str, str | None]:
    return {template.rows[row - 1].key: text for row, text in figures.items()}


def _said(edition: str, changes: Changes, at_level: str | None = None) -> list[Finding]:
    """What Kiểm tra says of the clean report with some cells changed."""
    template = loader.load(edition)
    clean = _clean_report(edition, at_level)
    return check(refilled(clean, template, _by_key(template, changes)), template)


def _alarms(found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.severity is not Severity.NOTE]


def _named(finding: Finding, template: ReportTemplate) -> set[int]:
    keys = finding.related if finding.key is None else (finding.key, *finding.related)
    return {template.position[key] for key in keys}


def _is_found(case: Case, found: list[Finding], template: ReportTemplate) -> bool:
    """One finding of a fitting kind that names every involved row."""
    worst = Severity(case.severity).rank
    return any(
        finding.kind in case.kinds
        and finding.severity.rank <= worst
        and case.involved <= _named(finding, template)
        for finding in found
    )


@cache
def _outcome(edition: str) -> tuple[int, list[str], list[str]]:
    """How many cases, which were missed, and which raised alarms about untouched rows."""
    template = loader.load(edition)
    missed, beside = [], []
    listed = cases(edition)
    for case in listed:
        found = _said(edition, case.changes, case.at_level)
        brief = [(f.code, f.severity.value, sorted(_named(f, template))) for f in found if f.key]
        if not _is_found(case, found, template):
            missed.append(f"{case.id}: {[b for b in brief if set(b[2]) & case.involved]}")
        beside += [
            f"{case.id}: {alarm.code} {sorted(_named(alarm, template))}"
            for alarm in _alarms(found)
            if not _named(alarm, template) & case.changed
        ]
    return len(listed), missed, beside


@pytest.mark.parametrize(("edition", "at_level"), [*_EVERY_LEVEL, *_OWN_LEVEL.items()])
def test_a_report_in_which_every_relation_holds_is_silent(
    edition: str, at_level: str | None
) -> None:
    level, figures = clean_figures(edition, at_level)
    assert not broken(edition, figures, level)
    assert not _alarms(_said(edition, {}, at_level))


@pytest.mark.parametrize(("edition", "at_level"), _OWN_LEVEL.items())
def test_a_unit_where_nothing_happened_is_left_alone(edition: str, at_level: str) -> None:
    """Counts 0, answers no, ratios and the form of a survey that was not held blank."""
    _, figures = clean_figures(edition, at_level)
    blank = {
        relation[name]
        for relation in relations(edition)
        for name in ("ratio", "filled")
        if relation.type in ("ratio", "filled_needs_positive") and relation.get(name)
    }
    nothing: Changes = {
        row: None if row in blank else "Không" if number(figures, row) is None else "0"
        for row in figures
    }
    assert not _alarms(_said(edition, nothing, at_level))


@pytest.mark.parametrize("edition", EDITIONS)
def test_other_figures_that_fit_are_silent_too(edition: str) -> None:
    """One figure a little higher or lower, where by hand no relation is broken."""
    level, figures = clean_figures(edition)
    tried, alarms = 0, []
    for row in figures:
        value = number(figures, row)
        for step in (1, -1) if value is not None else ():
            changes: Changes = {row: written((value or 0) + step)}
            if _is_no_percent(edition, row, changes[row]):
                continue
            if broken(edition, with_changes(figures, changes), level):
                continue
            tried += 1
            alarms += [(row, changes[row], f.code) for f in _alarms(_said(edition, changes))]
    assert tried > 60
    assert not alarms


def _is_no_percent(edition: str, row: int, text: str | None) -> bool:
    return row in percent_rows(edition) and text == "101"


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_broken_relation_is_found_with_all_its_rows(edition: str) -> None:
    count, missed, _ = _outcome(edition)
    print(f"{edition}: {count - len(missed)}/{count}", end="  ")
    assert len(missed) <= (1 - LEAST_FOUND) * count, "\n".join(missed)


@pytest.mark.parametrize("edition", EDITIONS)
def test_only_the_broken_rows_are_spoken_of(edition: str) -> None:
    _, _, beside = _outcome(edition)
    assert not beside, "\n".join(beside)


def test_there_are_enough_cases() -> None:
    assert sum(_outcome(edition)[0] for edition in EDITIONS) >= 300
