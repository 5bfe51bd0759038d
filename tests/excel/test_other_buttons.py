"""Every other button, on real documents."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from cchc_xl.excel import buttons, sending
from cchc_xl.services.checking import check_file
from cchc_xl.workbook.layout import (
    COMMENT_AUTHOR,
    FRONT_SHEET,
    GUIDE_SHEET,
    ORG_UNIT,
    PERIOD,
    RESULTS_SHEET,
    STATE,
)

if TYPE_CHECKING:
    import xlwings as xw

    from tests.excel.conftest import Opener
    from tests.excel.desk import Desk

pytestmark = pytest.mark.libreoffice

SECTION = "1 Chỉ đạo"
FLAGGED = "D6"


# ----- Xóa đánh dấu ------------------------------------------------------------------------------


def test_clearing_takes_ours_and_leaves_the_rest(desk: Desk) -> None:
    desk.sheet(SECTION)["D7"].add_note("của tôi")
    before = desk.data()
    desk.press()
    desk.press(buttons.xoa_danh_dau)
    assert desk.notes() == {(SECTION, "D7"): "của tôi"}
    assert desk.table() == []
    assert desk.sheet(RESULTS_SHEET)["A2"].value.startswith("Chưa kiểm tra")
    assert desk.sheet(FRONT_SHEET)[STATE.cell].value == "Chưa kiểm tra"
    assert desk.data() == before
    desk.press()
    assert desk.table()


# ----- Khôi phục công thức -----------------------------------------------------------------------


def test_blank_ratios_get_their_formula_and_values_stay(desk: Desk) -> None:
    desk.sheet(FRONT_SHEET).activate()
    before = desk.sheet(SECTION)[FLAGGED].value
    said = desk.press(buttons.khoi_phuc_cong_thuc)
    sheet = desk.sheet("3 TTHC")  # 3.3: 271 of 271, left blank in the sample
    assert str(sheet["D23"].formula).startswith("=IF(AND(ISNUMBER(")
    assert sheet["D23"].value == 100
    assert "3 TTHC · D23" in said
    assert desk.sheet(SECTION)[FLAGGED].value == before
    assert "Không có ô tỷ lệ nào" in desk.press(buttons.khoi_phuc_cong_thuc)


def test_a_selected_ratio_is_replaced_only_after_yes(desk: Desk) -> None:
    sheet = desk.sheet(SECTION)
    sheet.activate()
    sheet["D5:D7"].select()
    answers = desk.book.app.impl.answers
    answers.append("no")
    assert "Chưa thay" in desk.press(buttons.khoi_phuc_cong_thuc)
    assert sheet[FLAGGED].value == 100
    answers.append("yes")
    said = desk.press(buttons.khoi_phuc_cong_thuc)
    assert str(sheet[FLAGGED].formula).startswith("=IF(")
    assert sheet[FLAGGED].value == 79.31
    assert "(100" in said  # what had been typed is told
    assert sheet["D5"].value == 8
    assert sheet["D7"].value == 29


def test_a_restored_ratio_follows_its_parts(desk: Desk) -> None:
    sheet = desk.sheet(SECTION)
    sheet.activate()
    sheet[FLAGGED].select()
    desk.press(buttons.khoi_phuc_cong_thuc)
    sheet["D8"].value = 29
    assert sheet[FLAGGED].value == 100
    sheet["D7"].value = 0
    assert sheet[FLAGGED].value is None


# ----- Tạo tệp gửi -------------------------------------------------------------------------------


def test_the_file_to_send_is_named_by_unit_and_period_and_opens_on_the_errors(
    desk: Desk, tmp_path: Path
) -> None:
    desk.press()
    wanted = sorted((line["Mã"], line["Dòng"]) for line in desk.table())
    said = desk.press(buttons.tao_tep_gui)
    path = tmp_path / "UBND phường Hoa Mai - Quý III năm 2023.xlsx"
    assert str(path) in said
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        assert package.testzip() is None
    assert not [name for name in names if "vba" in name.lower() or "externalLink" in name]
    workbook = openpyxl.load_workbook(path)
    assert workbook.active is not None
    assert workbook.active.title == RESULTS_SHEET
    selected = [sheet.title for sheet in workbook.worksheets if sheet.sheet_view.tabSelected]
    assert selected == [RESULTS_SHEET]
    checked = check_file(path)
    assert checked.report is not None
    entries = checked.report.entries
    found = sorted(
        (f.code, f"{entries[f.key].sheet} · {entries[f.key].cell}" if f.key else "Cả tệp")
        for f in checked.findings
    )
    assert found == wanted


def test_a_file_without_anything_open_opens_on_its_front_sheet(
    open_sample: Opener, tmp_path: Path
) -> None:
    desk = open_sample(kind="blank")
    front = desk.sheet(FRONT_SHEET)
    front[ORG_UNIT.cell].value = "UBND xã Mẫu"
    front[PERIOD.cell].value = "Quý I năm 2024"
    assert "chưa sửa" not in desk.press(buttons.tao_tep_gui)
    [path] = tmp_path.glob("UBND xã Mẫu*.xlsx")
    workbook = openpyxl.load_workbook(path)
    assert workbook.active is not None
    assert workbook.active.title == FRONT_SHEET


def test_a_second_file_to_send_never_replaces_the_first(desk: Desk, tmp_path: Path) -> None:
    desk.press(buttons.tao_tep_gui)
    first = (tmp_path / "UBND phường Hoa Mai - Quý III năm 2023.xlsx").read_bytes()
    assert "(2).xlsx" in desk.press(buttons.tao_tep_gui)
    assert (tmp_path / "UBND phường Hoa Mai - Quý III năm 2023.xlsx").read_bytes() == first


def test_without_a_unit_no_file_is_made_and_the_user_is_told_where_to_write_it(
    desk: Desk, tmp_path: Path
) -> None:
    desk.sheet(FRONT_SHEET)[ORG_UNIT.cell].value = None
    before = set(tmp_path.iterdir())
    assert "Chưa ghi tên đơn vị" in desk.press(buttons.tao_tep_gui)
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("UBND xã A/B: “Đổi mới”? - Quý I", "UBND xã A B “Đổi mới” - Quý I"),
        ("...", "Báo cáo"),
        ("Sở\nNội vụ.", "Sở Nội vụ"),
    ],
)
def test_names_of_files_are_fit_for_windows(words: str, name: str) -> None:
    assert sending.file_name(words) == name


# ----- Xuất PDF, Hướng dẫn, Tự kiểm tra ----------------------------------------------------------


def test_the_appendix_becomes_a_pdf_beside_the_workbook(desk: Desk, tmp_path: Path) -> None:
    desk.press(buttons.xuat_pdf)
    [pdf] = tmp_path.glob("*.pdf")
    assert pdf.name == "Báo cáo quý – Ân Hòa - phụ lục.pdf"
    assert pdf.read_bytes().startswith(b"%PDF")


def test_the_guide_comes_to_the_front(desk: Desk) -> None:
    assert desk.press(buttons.huong_dan) == ""
    assert desk.book.sheets.active.name == GUIDE_SHEET


def test_the_self_test_writes_its_sheet_and_repeats_into_it(desk: Desk) -> None:
    for _ in range(2):
        assert "mọi mục đều đạt" in desk.press(buttons.tu_kiem_tra)
        assert [s.name for s in desk.book.sheets].count("Tự kiểm tra") == 1
        rows = desk.sheet("Tự kiểm tra")["A3:C25"].value
        assert rows[0] == ["Mục", "Kết quả", "Chi tiết"]
        told = {row[0]: row[1:] for row in rows[1:] if row[0]}
        assert told["Đọc và kiểm tra sổ"][0] == "Đạt"
        assert told["Biểu mẫu trong sổ"] == ["Đạt", "kontum-phuong-2023, 140 dòng"]


def test_the_self_test_says_what_fails_in_a_foreign_workbook(office: xw.App) -> None:
    from tests.excel.desk import Desk as Table

    desk = Table(office.books.add(), None)
    assert "không đạt" in desk.press(buttons.tu_kiem_tra)
    told = {row[0]: row[1:] for row in desk.sheet("Tự kiểm tra")["A4:C25"].value if row[0]}
    assert told["Biểu mẫu trong sổ"][0] == "Không đạt"
    assert "không lập từ mẫu" in told["Biểu mẫu trong sổ"][1]


# ----- a document in the user's own LibreOffice --------------------------------------------------


def test_a_macro_of_libreoffice_presses_the_same_button(office: xw.App, desk: Desk) -> None:
    import xlwings as xlw

    from cchc_xl.calc import host
    from cchc_xl.calc.app import App

    apps = office.impl.apps
    guest = App.of_context(apps, office.impl.context)
    guest.interactive = False
    try:
        host.press("kiem_tra", desk.book.api, office.impl.context)
        assert guest.messages[-1].startswith("Đã kiểm tra: ")
        assert desk.notes()[SECTION, FLAGGED].startswith(COMMENT_AUTHOR)
        with pytest.raises(KeyError):
            host.press("xoa_het", desk.book.api, office.impl.context)
    finally:
        xlw.App(impl=guest).quit()
