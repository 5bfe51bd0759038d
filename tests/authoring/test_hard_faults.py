"""Kiểm tra mẫu: what a keeper does to the sheet in earnest, and definitions that cannot work."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from cchc_xl.authoring import Draft, close_draft, draft_of, layout
from cchc_xl.authoring.columns import Col
from cchc_xl.authoring.draft import Fault, Record, Table
from cchc_xl.authoring.fault_list import fault_lines, marks
from cchc_xl.authoring.line_numbers import give_lines, in_order
from cchc_xl.authoring.sheet_reader import read_draft
from cchc_xl.authoring.sheet_writer import write_draft
from cchc_xl.model import ReportTemplate
from cchc_xl.services.authoring import check_draft_file, save_checked_copy
from cchc_xl.templates import loader
from tests.authoring.small_form import FORM, copied, line_of, small_draft, stopping


def places(faults: list[Fault]) -> list[tuple[Table, int, str]]:
    return [(fault.table, fault.line, fault.column) for fault in faults]


# The column Dòng


def test_a_number_that_came_along_with_a_copied_line_is_told_in_the_copy() -> None:
    draft = small_draft()
    copied(draft, "c_x")[Col.KEY] = "c_moi"
    line_of(draft, "b_le")[Col.WEIGHT] = "dòng 12"
    assert places(stopping(draft)) == [(Table.ROWS, 13, Col.LINE)]
    draft.rows[12][Col.LINE] = "12,5"
    template = close_draft(draft).template
    assert template is not None
    assert template.by_key["b_le"].weight == "c_x"


def test_a_copy_put_in_above_is_still_the_copy() -> None:
    draft = small_draft()
    copied(draft, "c_x", above=True)[Col.KEY] = "c_moi"
    assert places(stopping(draft)) == [(Table.ROWS, 12, Col.LINE)]


@pytest.mark.parametrize("change", ["sorted", "swapped"])
def test_lines_out_of_order_are_one_fault_before_all_others(change: str) -> None:
    draft = draft_of(loader.load("chodon-xa-2024"))
    if change == "sorted":
        draft.rows.sort(key=lambda one: one[Col.KEY])
    else:
        draft.rows[3], draft.rows[5] = draft.rows[5], draft.rows[3]
    draft.facts["id"] = ""  # another fault, on a sheet before
    faults = close_draft(draft).faults
    assert len(faults) == 2
    first = fault_lines(faults, draft)[0]
    assert (first.sheet, first.column) == (Table.ROWS.value, "Dòng")
    assert "Data › Sort" in first.fix


def test_numbers_with_gaps_and_decimals_and_blanks_are_in_order() -> None:
    lines = ("3", "", "7", "7,5", "", "7.75", "12", "")
    rows = [Record({Col.LINE: line}) for line in lines]
    assert in_order(rows)
    give_lines(rows)
    given_numbers = [row[Col.LINE] for row in rows]
    assert given_numbers == ["3", "3,1", "7", "7,5", "7,6", "7.75", "12", "12,1"]
    assert in_order(rows)


@given(st.lists(st.one_of(st.just(""), st.integers(1, 99).map(str)), max_size=25))
def test_given_numbers_are_new_and_keep_the_order(lines: list[str]) -> None:
    numbers = sorted({int(line) for line in lines if line})
    rows = [Record({Col.LINE: str(numbers.pop(0)) if line and numbers else ""}) for line in lines]
    give_lines(rows)
    found = [row[Col.LINE] for row in rows]
    assert len(set(found)) == len(found)
    assert all(found)
    assert in_order(rows)


# Definitions that cannot be worked out


def parts(draft: Draft, key: str, text: str) -> None:
    row = line_of(draft, key)
    row[Col.PARTS], row[Col.CONSOLIDATION] = text, "Bằng tổng các dòng thành phần"


@pytest.mark.parametrize("way", [("b_cu",), ("b_cu", "c_x"), ("b_cu", "a_giao", "a_xong", "c_y")])
def test_a_sum_that_leads_back_to_itself_is_told_once(way: tuple[str, ...]) -> None:
    draft = small_draft()
    if "c_x" in way or "c_y" in way:
        draft.rows[-1][Col.PARTS] = "b_moi"
    for key, other in zip(way, (*way[1:], "b_tong"), strict=True):
        parts(draft, key, other)
    [fault] = stopping(draft)
    assert (fault.table, fault.column) == (Table.ROWS, Col.PARTS)
    assert fault.line == min(draft.rows.index(line_of(draft, one)) + 1 for one in (*way, "b_tong"))


def test_a_row_may_stand_in_two_totals_that_hold_each_other() -> None:
    draft = small_draft()
    parts(draft, "a_giao", "b_tong; b_cu")
    assert stopping(draft) == []


@pytest.mark.parametrize(
    ("key", "column", "text"),
    [
        ("b_tong", Col.PARTS, "b_cu; a_muc"),
        ("b_tong", Col.PARTS, "b_cu; b_loi"),
        ("b_tong", Col.PARTS, "b_cu; b_le"),
        ("b_tong", Col.FED_BY, "b_muc"),
        ("b_tong", Col.FED_BY, "b_loi"),
        ("b_le", Col.WEIGHT, "b_muc"),
        ("b_le", Col.WEIGHT, "b_loi"),
        ("a_ty_le", Col.NUMERATOR, "a_muc"),
        ("a_ty_le", Col.NUMERATOR, "b_le"),
        ("a_ty_le", Col.DENOMINATOR, "b_loi"),
    ],
)
def test_a_row_without_a_number_is_named_where_one_is_needed(
    key: str, column: Col, text: str
) -> None:
    draft = small_draft()
    line_of(draft, key)[column] = text
    [fault] = stopping(draft)
    assert (fault.line, fault.column) == (draft.rows.index(line_of(draft, key)) + 1, column)
    meant = line_of(draft, text.rpartition("; ")[2])
    assert f"dòng {meant[Col.LINE]} “{meant[Col.LABEL]}”" in fault.message.lower().replace(
        "chỉ", "Chỉ"
    )


@pytest.mark.parametrize(
    ("op", "left", "right", "column"),
    [
        ("không lớn hơn", "a_muc", "a_giao", Col.LEFT),
        ("không lớn hơn", "a_xong", "b_loi", Col.RIGHT),
        ("không lớn hơn", "a_ty_le", "a_giao", Col.RIGHT),
        ("bằng", "a_xong", "a_giao; b_le", Col.RIGHT),
        ("bằng", "b_tien", "b_le", Col.RIGHT),
        ("là tỷ lệ có thể có của vế phải", "b_le", "a_giao", None),
        ("phải trống khi vế phải bằng 0", "b_le", "a_giao", None),
        ("phải điền khi vế phải có số", "b_loi", "a_giao", None),
        ("phải điền khi vế phải có số", "a_giao", "b_le", None),
        ("lớn hơn 0 khi và chỉ khi vế phải lớn hơn 0", "b_le", "a_giao", None),
        ("không lớn hơn", "a_ty_le", "b_le", None),
    ],
)
def test_sides_that_cannot_be_compared_are_told(
    op: str, left: str, right: str, column: Col | None
) -> None:
    draft = small_draft()
    draft.relations[0].cells |= {Col.OP: op, Col.LEFT: left, Col.RIGHT: right}
    assert places(stopping(draft)) == ([(Table.RELATIONS, 1, column)] if column else [])


@pytest.mark.parametrize(
    ("column", "text"), [(Col.SHEET, "1 việc"), (Col.KEY, "viec"), (Col.SECTION, "1")]
)
def test_two_parts_share_neither_sheet_nor_key_nor_number(column: Col, text: str) -> None:
    draft = small_draft()
    draft.sections[1][column] = text
    faults = stopping(draft)
    assert (Table.SECTIONS, 2, column) in places(faults)
    assert f"hàng {layout.FIRST_ROW + 1} " in faults[-1].message


@pytest.mark.parametrize("template", [*loader.load_all(), FORM], ids=lambda one: one.id)
def test_no_edition_is_called_impossible(template: ReportTemplate) -> None:
    assert stopping(draft_of(template)) == []


# Faults that would only follow from others


def test_a_line_without_a_key_says_nothing_against_other_lines() -> None:
    draft = small_draft()
    for kind in ("", "Tiêu đề", "Tỷ lệ %"):
        new = Record({Col.LINE: "2,5", Col.SECTION: "1", Col.NO: "1.1", Col.LABEL: "Dòng mới",
                      Col.MEASURE: "Việc", Col.KIND: kind})  # fmt: skip
        line_of(draft, "a_ty_le")[Col.DENOMINATOR] = "1.1"
        draft.rows.insert(2, new)
        assert {fault.line for fault in close_draft(draft).faults} == {3}
        del draft.rows[2]


def test_a_row_whose_key_is_missing_is_told_there_and_not_where_it_is_named() -> None:
    draft = small_draft()
    line_of(draft, "b_le")[Col.WEIGHT] = "dòng 2"
    line_of(draft, "a_giao")[Col.KEY] = ""
    assert places(stopping(draft)) == [(Table.ROWS, 2, Col.KEY)]


@pytest.mark.parametrize(
    ("key", "column"),
    [("a_ty_le", Col.NUMERATOR), ("a_ty_le", Col.DENOMINATOR), ("b_tong", Col.PARTS)],
)
def test_a_wrong_reference_is_one_fault(key: str, column: Col) -> None:
    draft = small_draft()
    line_of(draft, key)[column] = "khong_co"
    assert [fault.column for fault in stopping(draft)] == [column]


def test_only_the_rows_of_a_circle_are_told_of_it() -> None:
    draft = small_draft()
    for key, above in (("b_tong", "b_cu"), ("b_cu", "b_tong"), ("b_moi", "b_cu")):
        line_of(draft, key)[Col.PARENT] = above
    assert places(stopping(draft)) == [(Table.ROWS, 6, Col.PARENT), (Table.ROWS, 7, Col.PARENT)]


def test_lines_of_a_part_that_is_not_there_are_told_once() -> None:
    draft = small_draft()
    for row in draft.rows[-3:]:
        row[Col.SECTION] = "4"
    told = set(places(stopping(draft)))
    assert told == {(Table.SECTIONS, 3, Col.SECTION), (Table.ROWS, 12, Col.SECTION)}


def test_a_key_used_twice_is_told_with_the_row_of_the_sheet(tmp_path: Path) -> None:
    draft = small_draft()
    draft.relations += [Record(dict(draft.relations[0].cells)), Record({})]
    path = tmp_path / "soan.xlsx"
    write_draft(path, draft)
    for one in (draft, read_draft(path)):
        [fault] = stopping(one)
        assert (fault.line, fault.column) == (2, Col.KEY)
        assert "hàng 3 của trang Quan hệ" in fault.message


# The workbook


def test_no_cell_has_two_validations(tmp_path: Path) -> None:
    path = tmp_path / "soan.xlsx"
    write_draft(path, draft_of(loader.load("chodon-xa-2024")))
    seen = 0
    for sheet in load_workbook(path):
        cells: set[tuple[int, int]] = set()
        for validation in sheet.data_validations.dataValidation:
            for area in validation.sqref.ranges:
                left, top, right, bottom = range_boundaries(str(area))
                own = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
                assert not own & cells, f"{sheet.title}: {area}"
                cells |= own
        seen += len(cells)
    assert seen > 1000


@pytest.mark.parametrize("renamed", [True, False])
@pytest.mark.parametrize("table", [Table.RELATIONS, Table.BRIDGES, Table.WINDOWS, Table.MISPRINTS])
def test_a_sheet_that_is_gone_stops_the_edition(
    table: Table, renamed: bool, tmp_path: Path
) -> None:
    path = tmp_path / "soan.xlsx"
    write_draft(path, small_draft())
    book = load_workbook(path)
    if renamed:
        book[table.value].title = f"{table.value} (1)"
    else:
        del book[table.value]
    book.save(path)
    [fault] = stopping(read_draft(path))
    assert fault.table is Table.FACTS
    assert f"“{table.value}”" in fault.message
    written = tmp_path / "lại.xlsx"
    write_draft(written, read_draft(path))
    for copy in (save_checked_copy(check_draft_file(path)).path, written):
        assert stopping(read_draft(copy)), "no copy says that nothing was there"


def test_a_blank_sheet_and_a_deleted_list_of_changes_stop_nothing(tmp_path: Path) -> None:
    path = tmp_path / "soan.xlsx"
    write_draft(path, small_draft())
    book = load_workbook(path)
    del book[Table.CHANGES.value], book[Table.WINDOWS.value]
    book.create_sheet(Table.WINDOWS.value)
    book.save(path)
    assert close_draft(read_draft(path)).template == FORM


def test_a_column_is_found_by_the_title_it_had_before(tmp_path: Path) -> None:
    path = tmp_path / "soan.xlsx"
    write_draft(path, small_draft())
    book = load_workbook(path)
    header = book[Table.RELATIONS.value][layout.HEADER_ROW + 1]
    [cell] = [cell for cell in header if cell.value == "Quan hệ phải đúng"]
    cell.value = "Phải"
    book.save(path)
    draft = read_draft(path)
    assert close_draft(draft).template == FORM
    draft.relations[0][Col.OP] = "gần bằng"
    assert "|!Phải|" in marks(stopping(draft))[Table.RELATIONS, 1], "by which the cell is coloured"
