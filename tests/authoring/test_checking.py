"""Kiểm tra mẫu: every fault in its own cell, with the repair."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cchc_xl.authoring import Draft, close_draft, draft_of, layout
from cchc_xl.authoring.columns import Col, Fact
from cchc_xl.authoring.draft import Record, Table
from cchc_xl.authoring.sheet_writer import write_draft
from cchc_xl.services import authoring
from cchc_xl.services.authoring import DraftFileError, check_draft_file
from cchc_xl.templates import loader
from tests import ooxml
from tests.authoring.keeper import FORM, cell, edit
from tests.cli.conftest import cchc
from tests.cli.run import Cchc

__all__ = ["cchc"]

EDITION = "chodon-xa-2024"


def row(draft: Draft, key: str) -> Record:
    return next(one for one in draft.rows if one[Col.KEY] == key)


def rule(draft: Draft, key: str) -> Record:
    return next(one for one in draft.relations if one[Col.KEY] == key)


def faults_of(copy: Path) -> list[tuple[str, ...]]:
    """The lines of the sheet Cần sửa."""
    sheet = load_workbook(copy)[layout.FAULTS_SHEET]
    rows = sheet.iter_rows(min_row=layout.FIRST_ROW + 1, max_col=6, values_only=True)
    return [tuple(str(cell or "") for cell in row) for row in rows if row[0]]


def put(key: str, column: Col, text: str) -> Callable[[Draft], None]:
    def change(draft: Draft) -> None:
        row(draft, key)[column] = text

    return change


def relate(column: Col, text: str) -> Callable[[Draft], None]:
    def change(draft: Draft) -> None:
        rule(draft, "bc_co_mat_khong_qua_duoc_giao")[column] = text

    return change


def fact(name: Fact, text: str) -> Callable[[Draft], None]:
    def change(draft: Draft) -> None:
        draft.facts[name] = text

    return change


RATIO, COUNT, CHOICE, HEADING = (
    "kh_cchc_ty_le_hoan_thanh",
    "kh_cchc_so_nhiem_vu",
    "khao_sat_hinh_thuc",
    "muc_khao_sat",
)
CASES = [
    (fact(Fact.ID, ""), Table.FACTS, Fact.ID),
    (fact(Fact.ID, "Mẫu Mới"), Table.FACTS, Fact.ID),
    (fact(Fact.TITLE, ""), Table.FACTS, Fact.TITLE),
    (fact(Fact.ORIGIN, "tự nghĩ ra"), Table.FACTS, Fact.ORIGIN),
    (fact(Fact.ORIGIN, "Biểu trống của văn bản ban hành"), Table.FACTS, Fact.BASIS),
    (fact(Fact.FROM, "31/02/2026"), Table.FACTS, Fact.FROM),
    (put(COUNT, Col.KEY, ""), Table.ROWS, Col.KEY),
    (put(COUNT, Col.KEY, "Số nhiệm vụ"), Table.ROWS, Col.KEY),
    (put(COUNT, Col.KEY, HEADING), Table.ROWS, Col.KEY),
    (put(COUNT, Col.KEY, "so_xa_chi"), Table.ROWS, Col.KEY),  # _xa_ is read as a character
    (put(COUNT, Col.KIND, "Số gì đó"), Table.ROWS, Col.KIND),
    (put(COUNT, Col.CONSOLIDATION, ""), Table.ROWS, Col.CONSOLIDATION),
    (put(HEADING, Col.CONSOLIDATION, "Cộng"), Table.ROWS, Col.CONSOLIDATION),
    (put(COUNT, Col.LEVELS, "Cấp bản"), Table.ROWS, Col.LEVELS),
    (put(COUNT, Col.PARENT, "khong_co"), Table.ROWS, Col.PARENT),
    (put(COUNT, Col.PARENT, "dòng 999"), Table.ROWS, Col.PARENT),
    (put(COUNT, Col.PARENT, "4.6"), Table.ROWS, Col.PARENT),  # printed twice
    (put(HEADING, Col.PARENT, "khao_sat_so_phieu"), Table.ROWS, Col.PARENT),  # a circle
    (put(RATIO, Col.NUMERATOR, ""), Table.ROWS, Col.NUMERATOR),
    (put(RATIO, Col.DENOMINATOR, HEADING), Table.ROWS, Col.DENOMINATOR),
    (put(RATIO, Col.CONSOLIDATION, "Cộng"), Table.ROWS, Col.CONSOLIDATION),
    (put(RATIO, Col.KIND, "Số đếm"), Table.ROWS, Col.KIND),
    (put(CHOICE, Col.CHOICES, ""), Table.ROWS, Col.CHOICES),
    (put(CHOICE, Col.CHOICES, "0 = Có\n0 = Không"), Table.ROWS, Col.CHOICES),
    (put(CHOICE, Col.CHOICES, "Trực tuyến"), Table.ROWS, Col.CHOICES),
    (put("tctc_mot_phan", Col.PARTS, ""), Table.ROWS, Col.PARTS),
    (put(COUNT, Col.SECTION, "99"), Table.ROWS, Col.SECTION),
    (put(COUNT, Col.SECTION, "3"), Table.ROWS, Col.SECTION),
    (relate(Col.OP, "gần bằng"), Table.RELATIONS, Col.OP),
    (relate(Col.RIGHT, ""), Table.RELATIONS, Col.RIGHT),
    (relate(Col.LEFT, "khong_co"), Table.RELATIONS, Col.LEFT),
    (relate(Col.OP, "cộng lại không quá giới hạn"), Table.RELATIONS, Col.LIMIT),
    (relate(Col.OP, "nằm trong khoảng"), Table.RELATIONS, Col.LOW),
    (relate(Col.LIMIT, "một trăm"), Table.RELATIONS, Col.LIMIT),
    (relate(Col.KEY, "vtvl cong chuc"), Table.RELATIONS, Col.KEY),
    (relate(Col.APPLIED, "Tắt"), Table.RELATIONS, Col.APPLIED_REASON),
]


@pytest.mark.parametrize(("change", "table", "column"), CASES)
def test_a_fault_is_told_in_its_own_cell_with_a_repair(
    change: Callable[[Draft], None], table: Table, column: str
) -> None:
    draft = draft_of(loader.load(EDITION))
    change(draft)
    stopping = [fault for fault in close_draft(draft).faults if fault.stops]
    assert (table, column) in {(fault.table, fault.column) for fault in stopping}
    assert all(fault.message.endswith(".") and fault.fix.endswith(".") for fault in stopping)


def test_every_fault_is_told_at_once() -> None:
    draft = draft_of(loader.load(EDITION))
    for change in (put(COUNT, Col.KIND, "?"), put(CHOICE, Col.CHOICES, ""), fact(Fact.ID, "")):
        change(draft)
    places = {fault.column for fault in close_draft(draft).faults if fault.stops}
    assert {Col.KIND, Col.CHOICES, Fact.ID} <= places


def test_a_key_renamed_in_its_line_is_renamed_wherever_it_is_meant() -> None:
    template = loader.load(EDITION)
    draft = draft_of(template)
    row(draft, COUNT)[Col.KEY] = "kh_cchc_tong_nhiem_vu"
    renamed = close_draft(draft).template
    assert renamed is not None
    assert renamed.by_key[RATIO].denominator == "kh_cchc_tong_nhiem_vu"


@pytest.mark.parametrize("name", ["1.2.1", "1.2.1.", "mục 1.2.1", "dòng 4", "kh_cchc_so_nhiem_vu"])
def test_a_row_is_meant_by_key_printed_number_or_place(name: str) -> None:
    draft = draft_of(loader.load(EDITION))
    row(draft, RATIO)[Col.DENOMINATOR] = name
    assert close_draft(draft).template == loader.load(EDITION)


def test_the_copy_says_what_to_mend_and_the_own_file_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "soan.xlsx"
    draft = draft_of(loader.load(EDITION))
    row(draft, COUNT)[Col.KIND] = "Số gì đó"
    write_draft(path, draft)
    before = path.read_bytes()
    checked = check_draft_file(path)
    copy = authoring.save_checked_copy(checked).path
    assert path.read_bytes() == before
    [stopping] = [line for line in faults_of(copy) if line[0] == "Phải sửa"]
    assert stopping[2].endswith(draft.rows[3][Col.LABEL])
    assert stopping[3] == "Loại"
    assert "Số gì đó" in stopping[4]
    book = load_workbook(copy)
    target = re.fullmatch(r"=HYPERLINK\(\"#'(.+)'!(\w+)\",.*\)", stopping[1])
    assert target is not None
    assert book[target[1]][target[2]].value == "Số gì đó"
    assert cell(copy, Table.ROWS, COUNT, "Ô cần sửa").startswith("|!Loại|")
    assert cell(copy, Table.ROWS, CHOICE, "Ô cần sửa") == ""
    notes = [c.comment.text for r in load_workbook(path)[Table.ROWS.value] for c in r if c.comment]
    again = [c.comment.text for r in book[Table.ROWS.value] for c in r if c.comment]
    assert notes == again


def test_edits_made_in_a_copy_outlive_every_later_check(tmp_path: Path) -> None:
    path = tmp_path / "soan.xlsx"
    write_draft(path, draft_of(loader.load(EDITION)))
    copy = authoring.save_checked_copy(check_draft_file(path)).path
    for day in ("hai", "ba"):
        edit(copy, ((Table.FACTS, "", "Tên mẫu", f"Tên sửa thứ {day}"),))
        authoring.save_checked_copy(check_draft_file(path))
    kept = sorted(tmp_path.glob("soan (cần sửa) (bản trước*).xlsx"))
    assert {check_draft_file(one).draft.facts[Fact.TITLE] for one in kept} == {
        "Tên sửa thứ hai",
        "Tên sửa thứ ba",
    }
    in_turn = authoring.save_checked_copy(check_draft_file(copy)).path
    assert in_turn.name == "soan (cần sửa 2).xlsx"
    assert authoring.save_checked_copy(check_draft_file(in_turn)).path == copy


def test_checking_again_what_nobody_changed_keeps_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "soan.xlsx"
    write_draft(path, draft_of(loader.load(EDITION)))
    for _ in range(3):
        authoring.save_checked_copy(check_draft_file(path))
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "soan (cần sửa).xlsx",
        "soan.xlsx",
    ]


def test_cells_merged_by_the_keeper_and_an_inserted_column_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "soan.xlsx"
    draft = draft_of(loader.load(EDITION))
    draft.facts[Fact.ID] = ""
    write_draft(path, draft)
    book = load_workbook(path)
    book[layout.FAULTS_SHEET].merge_cells("A4:F4")
    facts = book[Table.FACTS.value]
    hints = [facts.cell(row, 3).value for row in range(3, 12)]
    facts.insert_cols(3)
    book.save(path)
    copy = load_workbook(authoring.save_checked_copy(check_draft_file(path)).path)
    sheet = copy[Table.FACTS.value]
    assert [sheet.cell(row, 4).value for row in range(3, 12)] == hints
    assert sheet.cell(3, 5).value == "|!Mã mẫu|"


def test_a_form_with_a_very_long_name_is_drafted(cchc: Cchc, tmp_path: Path) -> None:
    form = tmp_path / f"{'Phụ lục số liệu cải cách hành chính ' * 5}.txt".replace(" .", ".")
    shutil.copyfile(FORM, form)
    assert cchc("soan-mau", form).code == 0
    [made] = tmp_path.glob("*.xlsx")
    assert cchc("kiem-tra-mau", made).code == 1


def test_a_draft_begun_again_never_takes_the_place_of_the_one_in_hand(
    cchc: Cchc, tmp_path: Path
) -> None:
    form = tmp_path / "bieu.txt"
    shutil.copyfile(FORM, form)
    for _ in range(3):
        assert cchc("soan-mau", form).code == 0
    made = {path.name for path in tmp_path.glob("*.xlsx")}
    assert made == {f"bieu (soạn mẫu){number}.xlsx" for number in ("", " (2)", " (3)")}


def test_the_copy_is_sound_open_xml(tmp_path: Path) -> None:
    """But for the order inside fonts, which openpyxl writes as every Excel reads it."""
    path = tmp_path / "soan.xlsx"
    draft = draft_of(loader.load(EDITION))
    row(draft, COUNT)[Col.KIND] = "Số gì đó"
    write_draft(path, draft)
    copy = authoring.save_checked_copy(check_draft_file(path)).path
    assert [one for one in ooxml.validate(copy) if "/x:font[" not in one] == []


def test_the_copy_can_be_checked_in_turn(tmp_path: Path) -> None:
    path = tmp_path / "soan.xlsx"
    write_draft(path, draft_of(loader.load(EDITION)))
    copy = authoring.save_checked_copy(check_draft_file(path)).path
    assert check_draft_file(copy).template == loader.load(EDITION)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"STT\tNoi dung\n1\ta\n"])
def test_a_file_that_is_no_keepers_sheet_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "la.xlsx"
    path.write_bytes(content)
    with pytest.raises(DraftFileError) as refused:
        check_draft_file(path)
    assert len(str(refused.value).splitlines()) == 1
