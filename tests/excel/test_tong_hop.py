"""Tổng hợp pressed in a real spreadsheet program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cchc_xl.calc.port import UnoPort
from cchc_xl.cli import main
from cchc_xl.excel import buttons
from cchc_xl.model import Level
from cchc_xl.services import ReadOptions, books
from cchc_xl.services.checking import check_file
from cchc_xl.workbook import layout as places
from cchc_xl.workbook.layout import Layout
from cchc_xl.workbook.merged.detail_places import Detail, DetailLayout
from tests.excel.desk import Desk
from tests.merging import folder as make
from tests.merging.folder import DONE, FORM, LIST_LENGTH, SENT, SHARE

if TYPE_CHECKING:
    import xlwings as xw

pytestmark = pytest.mark.libreoffice

LAYOUT = Layout(FORM)
OWN, MANUAL, TYPED = "khao_sat_so_phieu", "vtvl_ty_le_cong_chuc_dung_vi_tri", "vb_di_tong"


class Parent:
    """The parent's workbook, open, and its folder of received files."""

    def __init__(self, office: xw.App, root: Path, suffix: str) -> None:
        self.received = root / "đã nhận"
        for n in (1, 2, 3):
            make.book(self.received / f"xã {n}.xlsx", f"Xã số {n}", {**make.plain(n), TYPED: 10})
        path = root / f"tổng hợp huyện{suffix}"
        options = ReadOptions(
            org_unit_name="Huyện Mẫu", level=Level.HUYEN, period=make.Q1, template_id=FORM.id
        )
        books.build_blank(path, FORM, options)
        self.desk = Desk(office.books.open(path), path)

    def press(self) -> str:
        return self.desk.press(buttons.tong_hop)

    def figure(self, key: str) -> Any:
        return self.cell(key).value

    def cell(self, key: str) -> xw.Range:
        return self.desk.sheet(LAYOUT.sheet_of(key)).range(LAYOUT.cell(key))

    def detail(self, key: str, column: Detail, leaves: int = 3) -> xw.Range:
        row = DetailLayout(FORM, leaves).row_of(key)
        return self.desk.sheet(places.DETAIL_SHEET).range(f"{column}{row}")


@pytest.fixture
def parent(
    office: xw.App, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Parent:
    made = Parent(office, tmp_path, getattr(request, "param", ".xlsm"))
    monkeypatch.setattr(UnoPort, "pick_folder", lambda *_: made.received)
    return made


@pytest.mark.parametrize("parent", [".xlsm", ".xlsx"], indirect=True)
def test_sums_ratios_and_lists_become_formulas_with_the_right_values(parent: Parent) -> None:
    said = parent.press()
    assert "3 tệp" in said
    # by hand: tasks 1 + 2 + 3, done 0 + 1 + 2, half of them; one common list of 114
    assert parent.figure(SENT) == 6
    assert parent.figure(DONE) == 3
    assert parent.figure(SHARE) == 50
    assert parent.figure(LIST_LENGTH) == 114
    for key in (SENT, SHARE, LIST_LENGTH):
        assert str(parent.cell(key).formula).startswith("=")
    assert parent.detail(SENT, Detail.FILLED).value == 3


def test_the_button_and_the_command_line_say_the_same(
    parent: Parent, capsys: pytest.CaptureFixture[str]
) -> None:
    parent.press()
    capsys.readouterr()
    main(["tong-hop", str(parent.received), "--mau", FORM.id, "--ky", "2024-Q1",
          "--ten-don-vi", "Huyện Mẫu", "--cap", "huyen", "--json"])  # fmt: skip
    rows = json.loads(capsys.readouterr().out)["rows"]
    for row in rows:
        if row["value"] is not None:
            assert parent.figure(row["key"]) == pytest.approx(row["value"])


def test_near_rows_of_another_edition_are_added_only_after_yes(parent: Parent) -> None:
    source, target = "dvc_muc3_du_dieu_kien", "dvc_mot_phan_du_dieu_kien"
    make.book(
        parent.received / "cũ.xlsx", "Sở Mẫu", {source: 7, SENT: 1}, edition="kontum-phuong-2023"
    )
    answers = parent.desk.book.app.impl.answers
    answers.append("no")
    asked = parent.press()
    assert "Nghị định 42/2022/NĐ-CP" in asked
    assert parent.figure(target) is None
    answers.append("yes")
    parent.press()
    assert parent.figure(target) == 7
    assert parent.figure(SENT) == 7  # 1 + 2 + 3 and 1


def test_what_the_parent_typed_survives_a_late_file_and_another_click(parent: Parent) -> None:
    parent.press()
    parent.detail(OWN, Detail.OWN).value = 7
    parent.cell(MANUAL).value = 88.5
    parent.cell(TYPED).value = 999
    make.book(parent.received / "xã 4.xlsx", "Xã số 4", make.plain(4))
    parent.desk.book.app.impl.answers.append("yes")
    parent.press()
    assert parent.figure(SENT) == 10
    assert parent.figure(OWN) == 7
    assert parent.figure(MANUAL) == 88.5
    assert parent.figure(TYPED) == 999
    assert str(parent.cell(TYPED).formula).startswith("=")
    assert parent.detail(TYPED, Detail.OVERRIDE, 4).value == 999
    before = parent.desk.data()
    parent.press()
    after = parent.desk.data()
    del before[places.LOG_SHEET], after[places.LOG_SHEET]  # tells of every run
    assert after == before


def test_the_formula_comes_back_where_the_parent_wants_it(parent: Parent) -> None:
    parent.press()
    parent.cell(TYPED).value = 999
    parent.desk.book.app.impl.answers.append("no")
    parent.press()
    assert parent.figure(TYPED) == 30


def test_khoi_phuc_leaves_consolidated_formulas_to_tong_hop(parent: Parent) -> None:
    parent.press()
    before = parent.desk.everything()
    assert "Tổng hợp" in parent.desk.press(buttons.khoi_phuc_cong_thuc)
    assert parent.desk.everything() == before


def test_figures_typed_before_the_first_click_become_the_parents_own(parent: Parent) -> None:
    parent.cell(SENT).value = 100
    said = parent.press()
    assert parent.figure(SENT) == 106
    assert parent.detail(SENT, Detail.OWN).value == 100
    assert places.DETAIL_SHEET in said


def test_a_copy_of_the_workbook_is_kept_before_anything_changes(parent: Parent) -> None:
    parent.cell(SENT).value = 100
    parent.press()
    [copy] = list(parent.received.parent.glob("*(trước*"))
    from cchc_xl.services import read_file

    assert read_file(copy).report.value(SENT) == 100


def test_a_click_costs_a_fixed_number_of_calls(parent: Parent) -> None:
    parent.press()
    parent.press()
    calls = parent.desk.calls
    assert max(calls.writes.values()) <= 3
    assert max(calls.reads.values()) <= 2


def test_the_list_typed_for_issuing_tells_who_is_missing(parent: Parent) -> None:
    sheet = parent.desk.book.sheets.add(
        places.UNIT_LIST_SHEET, after=parent.desk.sheet(places.FRONT_SHEET)
    )
    sheet.range("A1").value = [["Tên đơn vị", "Cấp"]]
    sheet.range("A2").value = [[f"Xã số {n}", "xã"] for n in (1, 2, 3, 4)]
    assert places.REMINDER_SHEET in parent.press()
    reminders = parent.desk.cells(places.REMINDER_SHEET)
    assert any("Xã số 4" in row for row in reminders)


def test_nothing_happens_when_no_folder_is_chosen(
    parent: Parent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(UnoPort, "pick_folder", lambda *_: None)
    before = parent.desk.everything()
    assert parent.press() == ""
    assert parent.desk.everything() == before


def test_a_folder_of_nothing_usable_is_told_with_its_first_reason(
    parent: Parent, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = parent.received.parent / "trống"
    empty.mkdir()
    monkeypatch.setattr(UnoPort, "pick_folder", lambda *_: empty)
    assert "không có báo cáo nào đọc được" in parent.press()
    (empty / "quét.pdf").write_bytes(b"%PDF-1.4 scan")
    refused = check_file(empty / "quét.pdf").findings[0]
    assert str(refused.facts["reason"]) in parent.press()
    assert parent.figure(SENT) is None


def test_the_folder_is_offered_again_next_time(
    parent: Parent, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent.press()
    offered: list[Path | None] = []

    def pick(_: object, app: object, title: str, start: Path | None) -> None:
        offered.append(start)

    monkeypatch.setattr(UnoPort, "pick_folder", pick)
    parent.press()
    assert offered == [parent.received]


def test_a_form_whose_rows_were_moved_is_refused_before_anything_is_written(parent: Parent) -> None:
    sheet = parent.desk.sheet(LAYOUT.sheet_of(SENT))
    sheet.range("H6").value = "khóa khác"
    before = parent.desk.everything()
    assert "sổ mới lập từ mẫu" in parent.press()
    assert parent.desk.everything() == before
