"""Misprints of the form, the order of findings, and words for every one of them."""

import pytest

from cchc_xl.messages import load_catalogue, render
from cchc_xl.model import Kind, Misprint, Severity
from cchc_xl.rules import READING, check
from cchc_xl.templates import loader
from tests.findings.by_hand import clean_figures
from tests.findings.forms import (
    briefly,
    count,
    filled,
    findings,
    form,
    heading,
    only,
    ratio,
    refilled,
)
from tests.findings.mutations import cases
from tests.findings.seeds import EDITIONS

TWICE = Misprint(kind=Kind.NUMBER_DUPLICATED, rows=("a", "b"), text="Số 1.1 in hai lần.")


def test_a_misprint_of_the_form_is_one_note_that_names_its_rows() -> None:
    template = form(count("a"), count("b"), misprints=[TWICE])
    found = only(findings(template, {"a": 1, "b": 2}))
    assert briefly([found]) == [("number-duplicated", "note", "a")]
    assert found.related == ("b",)


def test_a_misprint_is_said_of_a_blank_form_too() -> None:
    template = form(count("a"), count("b"), misprints=[TWICE])
    assert briefly(findings(template, {})) == [("number-duplicated", "note", "a")]


def test_a_misprint_of_rows_the_file_does_not_print_is_not_said() -> None:
    template = form(count("a"), count("b"), count("c"), misprints=[TWICE])
    assert not findings(template, {"c": 1}, without=["a", "b"])
    assert only(findings(template, {"b": 1, "c": 1}, without=["a"])).key == "b"


def test_findings_stand_in_the_order_of_the_rows_gravest_first() -> None:
    template = form(heading("muc"), ratio(), count("tu"), count("mau"), count("cuoi"))
    found = findings(template, {"cuoi": "05", "mau": "04", "tu": "01", "ty_le": "99%", "muc": "3"})
    assert [(f.key, f.code) for f in found] == [
        ("muc", "KT107"),
        ("ty_le", "KT301"),
        ("ty_le", "KT206"),
        ("tu", "KT205"),
        ("mau", "KT205"),
        ("cuoi", "KT205"),
    ]


def test_reading_a_file_says_only_what_each_cell_alone_can_say() -> None:
    template = form(ratio(), count("tu"), count("mau"))
    report = filled(template, {"tu": "05", "mau": "10", "ty_le": "99"})
    assert [f.code for f in check(report, template, READING)] == ["KT205"]
    assert [f.code for f in check(report, template)] == ["KT301", "KT205"]


def test_checking_twice_says_the_same() -> None:
    template = form(ratio(), count("tu"), count("mau"))
    report = filled(template, {"tu": "05", "mau": "10", "ty_le": "99"})
    assert check(report, template) == check(report, template)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_finding_has_words_and_the_kind_of_its_code(edition: str) -> None:
    """On one broken report in fifteen: words without gaps, a kind that the catalogue gives."""
    template, catalogue = loader.load(edition), load_catalogue()
    codes = set()
    for case in cases(edition)[::15]:
        level, figures = clean_figures(edition, case.at_level)
        cells = {template.rows[row - 1].key: text for row, text in figures.items()}
        changes = {template.rows[row - 1].key: text for row, text in case.changes.items()}
        report = refilled(filled(template, cells, level=level), template, changes)
        for finding in check(report, template):
            if (finding.code, finding.severity) in codes and finding.severity is Severity.NOTE:
                continue
            codes.add((finding.code, finding.severity))
            assert catalogue[finding.code].kind is finding.kind
            words = render(finding, template)
            assert not set("{}") & set(words.message + words.why + words.fix + words.title)
    assert len(codes) > 8
