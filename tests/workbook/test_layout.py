import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from cchc_xl.model import ReportTemplate
from cchc_xl.templates.loader import load_all
from cchc_xl.workbook.layout import (
    FRONT_SHEET,
    META_SHEET,
    RESULTS_SHEET,
    Column,
    Layout,
    absolute,
    quoted,
)
from tests.workbook.forms import SECTIONS, small_form

EDITIONS = [pytest.param(template, id=template.id) for template in load_all()]


def named(*sheets: str) -> Layout:
    """One section a sheet name asked for."""
    sections = [
        {
            "key": f"phan_{n}",
            "no": str(n),
            "title": "Phần",
            "sheet": sheet,
            "rows": [{"key": f"dong_{n}", "label": "Dòng", "kind": "heading"}],
        }
        for n, sheet in enumerate(sheets, 1)
    ]
    return Layout(small_form(sections=sections))


def test_rows_follow_each_other_from_the_first_row_of_their_sheet() -> None:
    layout = Layout(small_form())
    assert [layout.cell(k) for k in ("muc_1", "giao", "xong", "ty_le", "cap_tinh")] == [
        "D5",
        "D6",
        "D7",
        "D8",
        "D9",
    ]
    assert (layout.sheet_of("hinh_thuc"), layout.row_of("hinh_thuc")) == ("2 Khác", 6)


def test_a_reference_names_the_sheet_unless_it_is_seen_from_there() -> None:
    layout = Layout(small_form())
    assert layout.reference("xong") == "'1 Chỉ đạo'!$D$7"
    assert layout.reference("xong", from_sheet="2 Khác") == "'1 Chỉ đạo'!$D$7"
    assert layout.reference("xong", from_sheet="1 Chỉ đạo") == "$D$7"
    assert layout.reference("xong", Column.JUSTIFICATION) == "'1 Chỉ đạo'!$G$7"


def test_an_apostrophe_in_a_sheet_name_is_doubled_in_references() -> None:
    layout = named("Phần 'A'x")
    assert layout.reference("dong_1") == "'Phần ''A''x'!$D$5"


def test_inputs_are_neither_headings_nor_computed_ratios() -> None:
    layout = Layout(small_form())
    assert layout.input_ranges() == {"1 Chỉ đạo": ("D6:D7", "D9:D9"), "2 Khác": ("D6:D10",)}


@pytest.mark.parametrize("template", EDITIONS)
def test_input_ranges_of_an_edition_cover_each_input_row_once(template: ReportTemplate) -> None:
    layout = Layout(template)
    covered: Counter[tuple[str, int]] = Counter()
    for sheet, areas in layout.input_ranges().items():
        for area in areas:
            first, last = (int(cell[1:]) for cell in area.split(":"))
            covered.update((sheet, row) for row in range(first, last + 1))
    expected = Counter(
        (layout.sheet_of(row.key), layout.row_of(row.key))
        for row in template.rows
        if row.kind != "heading" and row.numerator is None
    )
    assert covered == expected


@pytest.mark.parametrize("template", EDITIONS)
def test_no_two_rows_of_an_edition_share_a_cell(template: ReportTemplate) -> None:
    layout = Layout(template)
    places = {layout.reference(row.key) for row in template.rows}
    assert len(places) == len(template.rows)


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (("1 Chỉ đạo", "1 Chỉ đạo"), ("1 Chỉ đạo", "1 Chỉ đạo (2)")),
        (("trang chính",), ("trang chính (2)",)),
        ((META_SHEET, RESULTS_SHEET), (f"{META_SHEET} (2)", f"{RESULTS_SHEET} (2)")),
        (("History",), ("History (2)",)),
        (("'một'",), ("một",)),
        (("", ""), ("1 Phần", "2 Phần")),
    ],
)
def test_sheet_names_are_unique_and_leave_the_fixed_sheets_theirs(
    asked: tuple[str, ...], given: tuple[str, ...]
) -> None:
    assert named(*asked).section_sheets == given


def test_a_sheet_without_a_name_takes_the_title_cut_at_a_word() -> None:
    section = {
        **SECTIONS[0],
        "sheet": "",
        "no": "1.",
        "title": "Chỉ đạo: điều hành và kiểm tra/giám sát",
    }
    [name] = Layout(small_form(sections=[section])).section_sheets
    assert name == "1. Chỉ đạo điều hành và kiểm"


@given(st.lists(st.text(max_size=31).filter(lambda s: not set(s) & set("[]:*?/\\")), max_size=6))
def test_any_sheet_names_asked_for_become_names_excel_takes(asked: list[str]) -> None:
    layout = named("A", *asked)
    names = layout.section_sheets
    assert len({name.casefold() for name in (*names, FRONT_SHEET)}) == len(asked) + 2
    for name in names:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\\0\n\t")
        assert name == name.strip("' ")


def test_named_places_differ_in_name_and_cell() -> None:
    places = Layout(small_form()).places()
    assert len({place.name for place in places}) == len(places)
    assert len({place.reference for place in places}) == len(places)


def test_the_count_of_filled_cells_stands_below_the_last_section() -> None:
    layout = Layout(small_form())
    assert layout.filled.reference == "'Trang chính'!$D$22"
    assert layout.progress_row(layout.template.sections[1]) == 21


def test_values_of_the_last_check_stand_in_printed_order() -> None:
    layout = Layout(small_form())
    first, second = layout.template.sections
    assert layout.snapshot_range(first) == "E1:E5"
    assert layout.snapshot_range(second) == "E6:E11"


@given(st.integers(1, 16_384), st.integers(1, 1_048_576))
def test_absolute_keeps_column_and_row(column: int, row: int) -> None:
    letters = get_column_letter(column)
    assert absolute(f"{letters}{row}:{letters}{row}") == f"${letters}${row}:${letters}${row}"


def test_quoting_doubles_apostrophes() -> None:
    assert quoted("Đội 'một'") == "'Đội ''một'''"


def test_layout_and_meta_load_without_a_workbook_library() -> None:
    code = (
        "import sys, cchc_xl.workbook.layout, cchc_xl.workbook.meta;"
        "print([m for m in ('xlsxwriter', 'openpyxl', 'pandas') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
