"""Every edition is complete, and the same key means the same everywhere."""

import unicodedata
from collections import defaultdict

import pytest

from cchc_xl.model import Consolidation, ReportTemplate, Row, RowKind
from cchc_xl.rules.native import (
    MAX_FORMULA,
    cells_read,
    functions_used,
    ratio_formula,
    verdict_formula,
)
from cchc_xl.rules.verdict import LEVEL_KEY
from cchc_xl.templates import loader
from cchc_xl.workbook.layout import LEVEL, Layout
from tools import tai_lieu

ROWS = {
    "kontum-phuong-2023": 140,
    "so-ngoai-vu-2023": 121,
    "chodon-xa-2024": 116,
    "ankhe-2021": 108,
    "backan-so-2021": 97,
    "hai-cap-xa-2026": 92,
    "hai-cap-so-2026": 98,
    "hai-cap-tinh-2026": 123,
}
EDITIONS = list(loader.load_all())
each_edition = pytest.mark.parametrize("template", EDITIONS, ids=lambda t: t.id)

# What Excel 2010 knows, as far as our formulas need it.
EXCEL_2010 = {"ABS", "AND", "IF", "IFERROR", "INT", "ISERROR", "ISNUMBER", "LEN", "MAX", "N", "NOT",
              "OR", "ROUND", "SUBSTITUTE", "TRIM", "TRUNC"}  # fmt: skip


def rows_by_key() -> dict[str, list[tuple[str, Row]]]:
    found: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    for template in EDITIONS:
        for row in template.rows:
            found[row.key].append((template.id, row))
    return found


def test_every_printed_row_of_every_form_is_there() -> None:
    assert {template.id: len(template.rows) for template in EDITIONS} == ROWS


def test_a_key_is_of_one_kind_in_every_edition() -> None:
    kinds = {key: {row.kind for _, row in rows} for key, rows in rows_by_key().items()}
    assert {key: kinds for key, kinds in kinds.items() if len(kinds) > 1} == {}


def test_a_key_spans_the_same_time_in_every_edition() -> None:
    bases = {key: {row.basis for _, row in rows} for key, rows in rows_by_key().items()}
    assert {key: found for key, found in bases.items() if len(found) > 1} == {}


def test_a_key_adds_up_the_same_way_wherever_its_form_prints_what_that_needs() -> None:
    """A ratio whose parts one form leaves out, or a total whose parts it leaves out, may differ."""
    needs_parts = {Consolidation.RATIO, Consolidation.TOTAL}
    for key, rows in rows_by_key().items():
        rules = {row.consolidation for _, row in rows} - needs_parts
        assert len(rules - {Consolidation.MANUAL, Consolidation.SUM}) <= 1, key


@each_edition
def test_texts_are_composed_unicode_without_stray_spaces_or_tags(template: ReportTemplate) -> None:
    for row in template.rows:
        for text in (row.no, row.label, row.measure, row.note, row.owner):
            assert unicodedata.is_normalized("NFC", text), row.key
            assert text == " ".join(text.split()), row.key
            assert "<" not in text, row.key


@each_edition
def test_percent_rows_hold_percents(template: ReportTemplate) -> None:
    for row in template.rows:
        if row.measure == "%" and row.kind is not RowKind.PERCENT:
            known = {key for misprint in template.misprints for key in misprint.rows}
            assert row.key in known, f"{row.key}: unit % on a row that is no percent"


@each_edition
def test_the_offices_responsible_are_named_where_the_form_names_them(
    template: ReportTemplate,
) -> None:
    named = [row.key for row in template.rows if row.owner]
    assert bool(named) == (template.id == "ankhe-2021")


def test_the_issued_form_gives_its_windows_and_the_others_give_none() -> None:
    windows = {template.id: len(template.windows) for template in EDITIONS}
    assert windows == {**dict.fromkeys(ROWS, 0), "ankhe-2021": 4}


@each_edition
def test_every_rule_cites_the_rows_it_comes_from(template: ReportTemplate) -> None:
    assert all(rule.citation and rule.why.endswith(".") for rule in template.rules)


@each_edition
def test_formulas_are_for_excel_2010_and_within_its_limits(template: ReportTemplate) -> None:
    layout = Layout(template)
    for row in template.rows:
        here = layout.sheet_of(row.key)

        def ref(key: str, here: str = here) -> str:
            return LEVEL.reference if key == LEVEL_KEY else layout.reference(key, from_sheet=here)

        formulas = [verdict_formula(template, row.key, ref)]
        if row.is_ratio:
            formulas.append(ratio_formula(row, ref, template.decimals))
        for formula in formulas:
            if formula is None:
                continue
            assert len(formula) <= MAX_FORMULA
            assert formula.count("(") == formula.count(")")
            assert set(functions_used(formula)) <= EXCEL_2010
            assert _deepest(formula) <= 64, row.key


def _deepest(formula: str) -> int:
    """Excel allows 64 levels of functions inside functions."""
    depth = deepest = 0
    for char in formula:
        depth += (char == "(") - (char == ")")
        deepest = max(deepest, depth)
    return deepest


@each_edition
def test_a_verdict_reads_its_own_row_first_and_only_rows_of_the_form(
    template: ReportTemplate,
) -> None:
    for row in template.rows:
        read = cells_read(template, row.key)
        assert read[0] == row.key
        assert set(read) <= {*template.by_key, LEVEL_KEY}


@pytest.mark.parametrize("name", tai_lieu.PAGES)
def test_generated_documentation_is_up_to_date(name: str) -> None:
    """Run ``python tools/tai_lieu.py`` after changing an edition or the catalogue."""
    assert (tai_lieu.DOCS / name).read_text(encoding="utf-8") == tai_lieu.PAGES[name]()


def test_every_rule_of_every_edition_stands_in_the_table_of_relations() -> None:
    assert tai_lieu.uncovered_rules() == set()


@each_edition
def test_only_the_edition_a_table_was_printed_from_is_parsed(template: ReportTemplate) -> None:
    labels = {row.label for row in template.rows}
    assert [found.id for found in loader.load_likely(labels)] == [template.id]


def test_a_table_of_no_edition_is_compared_with_all() -> None:
    assert len(list(loader.load_likely({"Họ và tên", "Năm sinh"}))) == len(EDITIONS)
