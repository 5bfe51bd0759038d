"""Which row a cell means: numbers with their part, what Excel made of a number, lists, copies."""

import datetime as dt
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from cchc_xl.authoring import close_draft, layout
from cchc_xl.authoring.columns import COLUMNS, Col
from cchc_xl.authoring.draft import Fault, Table
from cchc_xl.authoring.references import References, UnknownRowError
from cchc_xl.authoring.sheet_reader import read_draft
from cchc_xl.authoring.sheet_writer import write_draft
from tests.authoring.small_form import FORM, copied, line_of, small_draft, stopping


def weight(text: str, key: str = "b_le") -> str | None:
    """The row meant by a cell of a line, by key."""
    draft = small_draft()
    line_of(draft, key)[Col.WEIGHT] = text
    assert stopping(draft) == []
    template = close_draft(draft).template
    assert template is not None
    return template.by_key[key].weight


def refused(column: Col, text: str) -> Fault:
    """The one fault of a relation with this side."""
    draft = small_draft()
    draft.relations[0][column] = text
    [fault] = stopping(draft)
    assert (fault.table, fault.line, fault.column) == (Table.RELATIONS, 1, column)
    return fault


@pytest.mark.parametrize(
    "text",
    [
        *("III.1.2", "(III.1.2)", "iii.1.2.", "III. 1.2", "III-1.2", "3.1.2", "mục III.1.2"),
        *("mục 1.2 phần III", "Mục 1.2, phần III", "1.2 (phần III)", "muc 1.2 phan iii"),
        *("phần III mục 1.2", "phần III, mục 1.2", "phần 3 mục 1.2", "dòng 12", "dong 12", "c_x"),
    ],
)
def test_a_number_is_understood_with_its_part(text: str) -> None:
    assert weight(text) == "c_x"


@pytest.mark.parametrize("text", ["1.1", "(1.1)", "1.1.", "mục 1.1", "số 1.1", "II.1.1"])
def test_a_number_of_several_parts_means_the_part_of_the_cell(text: str) -> None:
    assert weight(text) == "b_tong"


def test_a_number_printed_once_is_found_from_another_part() -> None:
    assert weight("2.2") == "c_tong"


PIECES = ["phần ", "mục ", "dòng ", "I", "V", "1", "2", ".", ",", "(", ")", "/", "-", "٣", ";", " "]


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
def test_any_text_names_rows_of_the_form_or_is_told(text: str) -> None:
    draft = small_draft()
    with suppress(UnknownRowError):
        assert set(References(draft.rows, draft.sections).keys(text)) <= set(FORM.by_key)


def test_a_relation_stands_in_no_part_and_is_told_which_parts_have_the_number() -> None:
    message = refused(Col.RIGHT, "1.1").message
    for words in ("phần I (dòng 2)", "phần II (dòng 6)", "“I.1.1”", "“dòng 2”"):
        assert words in message


@pytest.mark.parametrize("no", ["A", "Phần 7", "Biểu mẫu 2", "Mục Một", "(b)", "IV."])
def test_what_the_message_says_may_be_typed(no: str) -> None:
    draft = small_draft()
    draft.sections[0][Col.NO] = no
    draft.relations[0][Col.RIGHT] = "1.1"
    [fault] = stopping(draft)
    draft.relations[0][Col.RIGHT] = fault.message.split("ghi “")[1].split("”")[0]
    assert close_draft(draft).template is not None


@pytest.mark.parametrize("text", ["IV.1.2", "phần V mục 1", "II.9.9", "7.7", "dòng 99", "xyz"])
def test_what_is_not_there_is_told(text: str) -> None:
    assert text.split(".")[-1].split()[-1] in refused(Col.RIGHT, text).message


# What Excel makes of a number


@pytest.mark.parametrize(("text", "key"), [("2,2", "c_tong"), ("02/02/2026", "c_tong"),
                                           ("01/02/2026", "c_x"), ("1,2", "c_x")])  # fmt: skip
def test_a_decimal_or_a_day_is_the_printed_number(text: str, key: str) -> None:
    assert weight(text, "c_x" if key == "c_tong" else "c_y") == key


def test_a_day_of_three_numbers_is_the_printed_number() -> None:
    assert weight("01/01/2002") == "b_moi"
    assert weight("01/01/2026") == "b_tong"


def test_a_zero_that_excel_dropped_is_not_guessed() -> None:
    """1.1 and 1.10 are one number to Excel; all parts have both."""
    fault = refused(Col.RIGHT, "1,1")
    assert "'1.1" in fault.message
    assert weight("1,1", "c_x") == "c_y", "but this part prints 1.10 only"


def test_cells_that_excel_turned_are_read_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "soan.xlsx"
    draft = small_draft()
    del draft.rows[8].cells[Col.WEIGHT]
    write_draft(path, draft)
    book = load_workbook(path)
    sheet = book[Table.ROWS.value]
    columns = list(COLUMNS[Table.ROWS])
    for line, column, value in ((9, Col.WEIGHT, 2.2), (3, Col.NO, 1.2),
                                (4, Col.DENOMINATOR, dt.datetime(2026, 1, 1))):  # fmt: skip
        sheet.cell(layout.FIRST_ROW + line, columns.index(column) + 1).value = value
    book.save(path)
    template = close_draft(read_draft(path)).template
    assert template is not None
    assert template.by_key["b_le"].weight == "c_tong"
    assert template.by_key["a_ty_le"] == FORM.by_key["a_ty_le"]
    assert template.by_key["a_xong"].no == "1.2"


def test_a_printed_number_that_became_a_day_is_told() -> None:
    draft = small_draft()
    line_of(draft, "c_x")[Col.NO] = "01/02/2026"
    assert [(fault.line, fault.column) for fault in stopping(draft)] == [(12, Col.NO)]


# Several rows


@pytest.mark.parametrize("text", ["b_cu; b_moi", "b_cu, b_moi", "1.1.1,1.1.2", "dòng 7, dòng 8"])
def test_commas_part_rows_when_every_piece_is_one(text: str) -> None:
    draft = small_draft()
    line_of(draft, "b_tong")[Col.PARTS] = text
    assert close_draft(draft).template == FORM


def test_commas_that_leave_a_piece_unknown_are_told() -> None:
    assert "dấu chấm phẩy" in refused(Col.RIGHT, "a_giao, không có").message


def test_a_decimal_that_may_be_two_rows_is_not_guessed() -> None:
    draft = small_draft()
    line_of(draft, "c_y")[Col.NO] = "1"
    line_of(draft, "c_tong")[Col.PARTS] = "1,2"  # row 1.2, or rows 1 and 2?
    line_of(draft, "c_x")[Col.NO] = "1.2"
    line_of(draft, "b_loi")[Col.NO] = ""
    draft.rows[-1][Col.NO] = "2"
    [fault] = stopping(draft)
    assert (fault.line, fault.column) == (14, Col.PARTS)
    assert "'1.2" in fault.message


# Lines copied from one another


def test_a_renamed_key_is_followed_to_its_own_line_not_to_the_copy() -> None:
    for above in (False, True):
        draft = small_draft()
        twin = copied(draft, "a_giao", above=above)
        own = next(one for one in draft.rows if one is not twin and one[Col.KEY] == "a_giao")
        own[Col.KEY], twin[Col.KEY], twin[Col.LINE] = "a_duoc_giao", "a_khac", "2,5"
        if above:
            twin[Col.LINE] = "1,5"
        template = close_draft(draft).template
        assert template is not None
        assert template.by_key["a_ty_le"].denominator == "a_duoc_giao"
        assert template.rules[0].right == ("a_duoc_giao",)


def test_a_key_that_still_stands_in_its_line_is_not_taken_over_by_a_copy() -> None:
    draft = small_draft()
    twin = copied(draft, "a_giao")
    twin[Col.KEY], twin[Col.LINE] = "a_khac", ""
    template = close_draft(draft).template
    assert template is not None
    assert template.by_key["a_ty_le"].denominator == "a_giao"


def test_when_nobody_can_tell_the_copy_the_cells_that_name_it_are_told() -> None:
    draft = small_draft()
    twin = copied(draft, "c_x")
    line_of(draft, "c_x")[Col.KEY] = "c_mot"
    twin[Col.KEY] = "c_hai"
    for n, one in enumerate(draft.rows, 1):  # every line numbered anew
        one[Col.LINE] = str(n)
    assert [(fault.line, fault.column) for fault in stopping(draft)] == [(15, Col.PARTS)]
