"""Kiểm tra on real documents in a real spreadsheet program."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cchc_xl.excel import buttons
from cchc_xl.workbook.layout import COMMENT_AUTHOR, FRONT_SHEET, RESULTS_SHEET, STATE

if TYPE_CHECKING:
    import xlwings as xw

    from tests.excel.conftest import Opener
    from tests.excel.desk import Desk

pytestmark = pytest.mark.libreoffice

SECTION = "1 Chỉ đạo"
FLAGGED = "D6"  # the sample's ratio that is unlike its parts (100 % of 23 : 29)


def said_by_table(desk: Desk) -> list[tuple[str, str]]:
    return sorted((line["Mã"], line["Dòng"]) for line in desk.table())


def said_by_command_line(desk: Desk, folder: Path) -> list[tuple[str, str]]:
    checked = desk.command_line(folder)
    assert checked.report is not None
    entries = checked.report.entries
    return sorted(
        (
            finding.code,
            f"{entries[finding.key].sheet} · {entries[finding.key].cell}"
            if finding.key
            else "Cả tệp",
        )
        for finding in checked.findings
    )


@pytest.mark.parametrize(
    "sample", ["phuong-2023-q3", "so-2023-6t", "xa-2024-q1", "so-2021-q1", "bieu-trong-2021"]
)
def test_the_button_says_what_the_command_line_says(
    open_sample: Opener, tmp_path: Path, sample: str
) -> None:
    desk = open_sample(sample)
    desk.press()
    assert said_by_table(desk) == said_by_command_line(desk, tmp_path)


def test_odd_cells_are_read_as_the_command_line_reads_them(
    open_sample: Opener, tmp_path: Path
) -> None:
    desk = open_sample("phuong-2023-q3")
    sheet = desk.sheet(SECTION)
    typed: list[tuple[str, object]] = [
        ("D6", 1.0),  # with a percent format: what Excel makes of a typed 100%
        ("D7", dt.datetime(2024, 3, 5)),
        ("D8", "=1/0"),
        ("D13", True),
        ("D14", "'#N/A"),
        ("D16", "'1.234,5"),
        ("D19", "'không có"),
    ]
    for cell, value in typed:
        sheet[cell].value = value
    sheet["D6"].number_format = "0%"
    desk.press()
    expected = said_by_command_line(desk, tmp_path)
    assert said_by_table(desk) == expected
    assert len({place for _, place in expected if place.startswith(f"{SECTION} · ")}) >= 5


def test_pressed_twice_everything_is_as_after_the_first(desk: Desk) -> None:
    first = desk.press()
    seen, notes = desk.everything(), desk.notes()
    assert desk.press() == first
    assert desk.everything() == seen
    assert desk.notes() == notes
    assert not desk.calls.marks
    assert not desk.calls.repairs
    assert not desk.calls.setup


def test_nothing_but_results_and_the_hidden_sheet_is_written(desk: Desk) -> None:
    before = desk.data()
    desk.press()
    assert desk.data() == before


def test_notes_stand_on_cells_with_errors_and_warnings_only(desk: Desk) -> None:
    desk.press()
    flagged = {line["Dòng"] for line in desk.table() if line["Mức độ"].startswith(("Lỗi", "Cảnh"))}
    notes = desk.notes()
    assert {" · ".join(place) for place in notes} == flagged - {"Cả tệp"}
    assert all(text.startswith(f"{COMMENT_AUTHOR}\n") for text in notes.values())
    assert "79,31" in notes[SECTION, FLAGGED]


def test_a_mended_number_loses_its_note_and_its_line(desk: Desk) -> None:
    desk.press()
    assert (SECTION, FLAGGED) in desk.notes()
    desk.sheet(SECTION)[FLAGGED].value = 79.31
    desk.press()
    assert (SECTION, FLAGGED) not in desk.notes()
    assert f"{SECTION} · {FLAGGED}" not in {line["Dòng"] for line in desk.table()}


def test_the_state_line_follows(desk: Desk) -> None:
    state = desk.sheet(FRONT_SHEET)[STATE.cell]
    assert state.value == "Chưa kiểm tra"
    desk.press()
    assert state.value.startswith("Đã kiểm tra lúc 12:00 ngày 03/")
    desk.sheet(SECTION)[FLAGGED].value = 79.31
    assert state.value.startswith("Số liệu đã đổi sau lần kiểm tra lúc 12:00")


def test_what_the_user_made_is_kept(desk: Desk) -> None:
    sheet = desk.sheet(SECTION)
    sheet["D7"].color = "#00B0F0"
    sheet[FLAGGED].add_note("Đã hỏi lại phòng Nội vụ")
    sheet["D8"].add_note(f"{COMMENT_AUTHOR} nói gì?")
    own = desk.book.sheets.add("Của tôi", after=desk.book.sheets[-1])
    own["A1"].value = [["Tính riêng", 1], ["=B1*2", None]]
    results = desk.sheet(RESULTS_SHEET)
    results["M5"].value = "ghi ngoài bảng"
    desk.press()
    below = results.used_range.last_cell.row + 2
    results[f"A{below}"].value = "ghi dưới bảng"
    desk.press()
    desk.press()
    notes = desk.notes()
    assert sheet["D7"].color == (0, 0xB0, 0xF0)
    assert notes[SECTION, FLAGGED] == "Đã hỏi lại phòng Nội vụ"
    assert notes[SECTION, "D8"] == f"{COMMENT_AUTHOR} nói gì?"
    assert own["A1:B2"].value == [["Tính riêng", 1], [2, None]]
    assert results["M5"].value == "ghi ngoài bảng"
    column = results.range((1, 1), (results.used_range.last_cell.row, 1)).value
    assert column.count("ghi dưới bảng") == 1
    assert f"{SECTION} · {FLAGGED}" in {line["Dòng"] for line in desk.table()}


def test_a_note_the_user_went_on_writing_in_becomes_the_users(desk: Desk) -> None:
    desk.press()
    note = desk.sheet(SECTION)[FLAGGED].note
    assert note is not None
    note.text = f"{note.text}\nĐã xin ý kiến, giữ nguyên"
    desk.press()
    desk.sheet(SECTION)[FLAGGED].value = 79.31
    desk.press()
    assert desk.notes()[SECTION, FLAGGED].endswith("giữ nguyên")


def test_a_click_cut_short_leaves_no_note_that_nobody_owns(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cchc_xl.excel.live_book import LiveBook

    plain, put = LiveBook.add_note, []

    def third_fails(self: LiveBook, name: str, address: str, text: str) -> None:
        put.append(address)
        if len(put) == 3:
            raise RuntimeError("mất kết nối")
        plain(self, name, address, text)

    with monkeypatch.context() as patch:
        patch.setattr(LiveBook, "add_note", third_fails)
        assert "chưa làm xong" in desk.press()
    assert len(desk.notes()) == 2
    desk.press()
    assert len(desk.notes()) > 2
    desk.press(buttons.xoa_danh_dau)
    assert desk.notes() == {}


def test_notes_that_a_checked_workbook_came_with_are_replaced(open_sample: Opener) -> None:
    desk = open_sample(kind="checked")
    before = desk.notes()
    desk.press()
    after = desk.notes()
    assert after.keys() == before.keys()
    assert len(after) > 5
    assert all(text.startswith(f"{COMMENT_AUTHOR}\n") for text in after.values())


def test_rows_without_a_place_in_the_form_stay_under_the_table(open_sample: Opener) -> None:
    from cchc_xl.workbook.results_sheet import EXTRA_TITLE

    desk = open_sample(kind="checked")
    results = desk.sheet(RESULTS_SHEET)
    last = results.used_range.last_cell.row
    results[f"A{last + 2}"].value = [
        [EXTRA_TITLE, None, None, None, None, None, None],
        [None, "STT", "Chỉ tiêu", None, "Đơn vị tính", "Số liệu", "Ghi chú"],
        [None, "'9.9", "Dòng của xã", None, "Việc", "'12", "tự thêm"],
    ]
    for _ in range(2):
        desk.press()
        rows = results.range((1, 1), (results.used_range.last_cell.row, 7)).value
        at = next(n for n, row in enumerate(rows) if row[0] == EXTRA_TITLE)
        assert rows[at + 2] == [None, "9.9", "Dòng của xã", None, "Việc", "12", "tự thêm"]
        assert sum(row[0] == EXTRA_TITLE for row in rows) == 1


def test_protected_sheets_stay_protected_with_their_permissions(desk: Desk, tmp_path: Path) -> None:
    before = desk.facts(tmp_path)
    desk.press()
    after = desk.facts(tmp_path)
    for name, facts in before.items():
        assert after[name].protection == facts.protection, name
    protection = before[SECTION].protection
    assert protection is not None
    assert protection.autofilter
    assert desk.sheet(SECTION).impl.is_protected


def test_a_sheet_with_a_password_is_checked_but_not_marked(desk: Desk) -> None:
    sheet = desk.sheet(SECTION)
    sheet.api.unprotect("")
    sheet.api.protect("bí mật")
    said = desk.press()
    assert "mật khẩu" in said
    assert SECTION in said
    assert not [place for place in desk.notes() if place[0] == SECTION]
    assert f"{SECTION} · {FLAGGED}" in {line["Dòng"] for line in desk.table()}


def test_a_filtered_section_is_read_whole_and_stays_filtered(desk: Desk, tmp_path: Path) -> None:
    sheet = desk.sheet(SECTION)
    sheet["6:7"].rows.hidden = True
    desk.press()
    assert sheet["A6"].rows.hidden is True
    assert sheet["A8"].rows.hidden is False
    assert said_by_table(desk) == said_by_command_line(desk, tmp_path)


def test_a_workbook_never_saved_is_checked(office: xw.App, open_sample: Opener) -> None:
    from cchc_xl.calc.uno_bridge import properties
    from tests.excel.desk import Desk as Table

    path = open_sample().path
    assert path is not None
    document = office.api.loadComponentFromURL(
        path.as_uri(), "_blank", 0, properties(Hidden=True, AsTemplate=True)
    )
    office.impl.books.adopt(document)
    unsaved = Table(office.books[-1], None)
    assert not Path(unsaved.book.fullname).is_absolute()
    assert unsaved.press().startswith("Đã kiểm tra: ")
    assert unsaved.table()


def test_a_renamed_tab_is_found_by_its_keys(desk: Desk, tmp_path: Path) -> None:
    desk.sheet(SECTION).name = "Chỉ đạo (mới)"
    desk.press()
    assert f"Chỉ đạo (mới) · {FLAGGED}" in {line["Dòng"] for line in desk.table()} | {
        " · ".join(place) for place in desk.notes()
    }


def test_a_deleted_results_sheet_is_made_anew(desk: Desk, tmp_path: Path) -> None:
    desk.press()
    wanted = said_by_table(desk)
    desk.sheet(RESULTS_SHEET).delete()
    desk.press()
    assert said_by_table(desk) == wanted
    assert desk.sheet(RESULTS_SHEET)["A1"].value == "KẾT QUẢ KIỂM TRA"


def test_a_foreign_workbook_gets_a_polite_word(office: xw.App) -> None:
    from tests.excel.desk import Desk as Table

    desk = Table(office.books.add(), None)
    before = desk.everything()
    assert "không lập từ mẫu" in desk.press()
    assert desk.everything() == before


def test_a_failure_is_one_message_with_the_place_of_the_log(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cchc_xl.excel.log import log_file

    def broken(*_: object) -> None:
        raise RuntimeError("bất ngờ")

    monkeypatch.setattr(buttons, "repair", broken)
    before = desk.everything()
    said = desk.press()
    assert str(log_file()) in said
    assert "Traceback" not in said
    assert "RuntimeError: bất ngờ" in log_file().read_text("utf-8")
    assert desk.everything() == before
    assert desk.book.app.screen_updating is True
    assert desk.book.app.status_bar is False


def test_progress_is_shown_and_the_screen_given_back(desk: Desk) -> None:
    history = desk.book.app.impl.status_history
    start = len(history)
    desk.press()
    shown = history[start:]
    assert any("trang 1/" in str(words) for words in shown)
    assert shown[-1] is False
    assert desk.book.app.screen_updating is True
