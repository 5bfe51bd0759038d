"""Tạo mẫu mới, Kiểm tra mẫu, Phát hành mẫu, pressed in LibreOffice: from a letter's form on."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from cchc_xl.authoring import draft_of, layout
from cchc_xl.authoring.columns import COLUMNS
from cchc_xl.authoring.draft import Draft, Table
from cchc_xl.calc.port import UnoPort
from cchc_xl.excel import buttons
from cchc_xl.services import read_file
from cchc_xl.services.authoring import check_draft_file, draft_from_form, save_draft
from cchc_xl.services.template_folder import VARIABLE, template_folder
from cchc_xl.templates import loader
from tests.authoring.keeper import CORRECTIONS, FORM, edit
from tests.excel.desk import Desk
from tests.macro.built import blank_workbook

if TYPE_CHECKING:
    from pathlib import Path

    import xlwings as xw

pytestmark = pytest.mark.libreoffice

NEW = "minh-hoa-xa-2026"


@pytest.fixture
def editions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The keeper's folder; which one is in use is remembered in the test's own configuration."""
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "cấu hình"))
    folder = tmp_path / "mẫu của tỉnh"
    folder.mkdir()
    monkeypatch.setattr(UnoPort, "pick_folder", lambda *_: folder)
    return folder


@pytest.fixture
def opened(office: xw.App, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The workbooks that buttons opened, in order."""
    seen: list[Path] = []

    def remember(_: UnoPort, __: Any, path: Path) -> None:
        assert path.is_file()
        seen.append(path)

    monkeypatch.setattr(UnoPort, "open_book", remember)
    return seen


def open_book(office: xw.App, path: Path) -> Desk:
    return Desk(office.books.open(path), path)


def draft_desk(office: xw.App, folder: Path, *, corrected: bool) -> Desk:
    """The draft of a commune's form of 2026, as proposed or as its keeper leaves it."""
    path = folder / "soạn.xlsx"
    save_draft(path, draft_from_form(FORM))
    if corrected:
        edit(path, CORRECTIONS)
    return open_book(office, path)


def listed(desk: Desk) -> list[list[Any]]:
    """Lines of the sheet Cần sửa."""
    sheet = desk.sheet(layout.FAULTS_SHEET)
    last = max(sheet.used_range.last_cell.row, layout.FIRST_ROW + 1)
    rows = sheet.range((layout.FIRST_ROW + 1, 1), (last, 6)).options(ndim=2).value
    return [row for row in rows if row[0]]


def test_a_letters_form_becomes_a_draft_beside_it_that_is_opened(
    office: xw.App, tmp_path: Path, opened: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "soan-mau.xlsx"
    save_draft(empty, Draft())
    form = tmp_path / "công văn" / "biểu mới.txt"
    form.parent.mkdir()
    shutil.copyfile(FORM, form)
    monkeypatch.setattr(UnoPort, "pick_file", lambda *_: form)
    desk = open_book(office, empty)
    before = desk.everything()
    said = desk.press(buttons.tao_mau_moi)
    path = form.with_name("biểu mới (soạn mẫu).xlsm")
    assert "69 dòng" in said
    assert str(path) in said
    assert opened == [path]
    assert len(check_draft_file(path).draft.rows) == 69
    assert desk.everything() == before
    desk.press(buttons.tao_mau_moi)  # what the keeper may have begun is not written over
    assert opened[1].name == "biểu mới (soạn mẫu) (2).xlsm"


def test_a_reports_own_edition_is_opened_again_after_yes(
    office: xw.App, tmp_path: Path, opened: list[Path]
) -> None:
    path = tmp_path / "sổ.xlsm"
    path.write_bytes(blank_workbook("ankhe-2021"))
    desk = open_book(office, path)
    office.impl.answers.append("yes")
    desk.press(buttons.tao_mau_moi)
    assert opened == [tmp_path / "ankhe-2021 (soạn mẫu).xlsm"]
    assert check_draft_file(opened[0]).template == loader.load("ankhe-2021")


def test_nothing_picked_or_no_form_in_the_file_leaves_everything_as_it_was(
    office: xw.App, tmp_path: Path, opened: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "soan-mau.xlsx"
    save_draft(empty, Draft())
    desk = open_book(office, empty)
    monkeypatch.setattr(UnoPort, "pick_file", lambda *_: None)
    assert desk.press(buttons.tao_mau_moi) == ""
    other = tmp_path / "thư.txt"
    other.write_text("Kính gửi các xã.\n", encoding="utf-8")
    monkeypatch.setattr(UnoPort, "pick_file", lambda *_: other)
    said = desk.press(buttons.tao_mau_moi)
    assert "thư.txt" in said
    assert "ngoài dự kiến" not in said
    assert opened == []
    assert sorted(path.name for path in tmp_path.glob("[!.]*.*")) == ["soan-mau.xlsx", "thư.txt"]


def test_faults_are_listed_with_links_and_their_cells_marked_until_they_are_mended(
    office: xw.App, tmp_path: Path, editions: Path
) -> None:
    desk = draft_desk(office, tmp_path, corrected=False)
    facts = desk.sheet(Table.FACTS.value)
    said = desk.press(buttons.kiem_tra_mau)
    assert said.startswith("Còn 2 chỗ phải sửa")
    lines = listed(desk)
    assert [line[1] for line in lines[:2]] == ["Thông tin mẫu!B3", "Thông tin mẫu!B7"]
    assert {line[0] for line in lines[2:]} == {"Nên xem"}
    link = desk.sheet(layout.FAULTS_SHEET)["B3"].formula
    assert link == '=HYPERLINK("#\'Thông tin mẫu\'!B3","Thông tin mẫu!B3")'
    assert facts["D3"].value == "|!Mã mẫu|"
    assert facts["D4"].value is None
    told = check_draft_file(desk.saved_copy(tmp_path)).faults
    assert len(lines) == len(told)
    facts["B3"].value, facts["B7"].value = "thu-xa-2026", "Công văn số 1"
    office.impl.answers.append("no")  # no look at the workbook yet
    assert desk.press(buttons.kiem_tra_mau).startswith("Mẫu dùng được")
    assert facts["D3"].value is None
    assert {line[0] for line in listed(desk)} == {"Nên xem"}


def test_a_line_put_in_by_the_keeper_moves_the_links_along(
    office: xw.App, tmp_path: Path, editions: Path
) -> None:
    desk = draft_desk(office, tmp_path, corrected=True)
    rows = desk.sheet(Table.ROWS.value)
    kind = list(COLUMNS[Table.ROWS]).index("kind")
    rows.api.Rows.insertByIndex(10, 1)  # above line 9
    rows.range((30, kind + 1)).value = "Số gì đó"
    desk.press(buttons.kiem_tra_mau)
    stopping = [line for line in listed(desk) if line[0] == "Phải sửa"]
    assert [line[1] for line in stopping] == ["Soạn mẫu!K30"]
    assert stopping[0][2] == " ".join(
        str(rows.range((30, column)).value) for column in (3, 4) if rows.range((30, column)).value
    )


def test_the_workbook_is_looked_at_before_the_edition_is_published(
    office: xw.App, tmp_path: Path, editions: Path, opened: list[Path]
) -> None:
    desk = draft_desk(office, tmp_path, corrected=True)
    desk.press(buttons.kiem_tra_mau)  # yes, show it
    desk.press(buttons.kiem_tra_mau)
    preview = tmp_path / f"{NEW} (xem trước).xlsx"
    assert opened == [preview, preview]
    assert len(read_file(preview).template.rows) == 69
    assert list(editions.iterdir()) == []


def test_published_the_edition_is_known_everywhere_and_the_folder_remembered(
    office: xw.App, tmp_path: Path, editions: Path, opened: list[Path]
) -> None:
    desk = draft_desk(office, tmp_path, corrected=True)
    said = desk.press(buttons.phat_hanh_mau)
    book = tmp_path / f"{NEW}.xlsm"
    assert opened == [book]
    assert str(book) in said
    assert template_folder() == editions
    assert loader.load(NEW, template_folder()) == read_file(book).template
    assert desk.press(buttons.phat_hanh_mau).count(NEW) >= 1  # the same again: nothing to ask
    assert len(opened) == 2


def test_another_edition_of_that_name_is_replaced_only_after_yes(
    office: xw.App, tmp_path: Path, editions: Path, opened: list[Path]
) -> None:
    desk = draft_desk(office, tmp_path, corrected=True)
    desk.press(buttons.phat_hanh_mau)
    desk.sheet(Table.FACTS.value)["B4"].value = "Tên khác"
    office.impl.answers.extend(["yes", "no"])
    assert "Chưa phát hành" in desk.press(buttons.phat_hanh_mau)
    assert loader.load(NEW, editions).title != "Tên khác"
    office.impl.answers.extend(["yes", "yes"])
    assert "(bản trước)" in desk.press(buttons.phat_hanh_mau)
    assert loader.load(NEW, editions).title == "Tên khác"


def test_a_draft_with_faults_is_not_published(
    office: xw.App, tmp_path: Path, editions: Path, opened: list[Path]
) -> None:
    desk = draft_desk(office, tmp_path, corrected=False)
    assert "phải sửa" in desk.press(buttons.phat_hanh_mau)
    assert list(editions.iterdir()) == []
    assert opened == []


def test_an_edition_whose_workbook_cannot_be_written_is_published_and_both_are_said(
    office: xw.App,
    tmp_path: Path,
    editions: Path,
    opened: list[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: Any) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr("cchc_xl.excel.form_keeper.build_blank", refuse)
    desk = draft_desk(office, tmp_path, corrected=True)
    said = desk.press(buttons.phat_hanh_mau)
    assert "Đã phát hành mẫu" in said
    assert "Chưa lập được sổ" in said
    assert opened == []
    assert template_folder() == editions
    assert loader.load(NEW, editions).id == NEW


def test_a_protected_sheet_is_one_sentence(office: xw.App, tmp_path: Path, editions: Path) -> None:
    desk = draft_desk(office, tmp_path, corrected=False)
    desk.sheet(layout.FAULTS_SHEET).api.protect("")
    said = desk.press(buttons.kiem_tra_mau)
    assert "ngoài dự kiến" not in said
    assert "Unprotect" in said


@pytest.mark.parametrize("typed", [99.5, 7.3])
def test_a_number_typed_as_a_reference_is_a_fault_in_its_cell(
    office: xw.App, tmp_path: Path, editions: Path, typed: float
) -> None:
    desk = draft_desk(office, tmp_path, corrected=True)
    parts = list(COLUMNS[Table.ROWS]).index("parts")
    desk.sheet(Table.ROWS.value).range((5, parts + 1)).value = typed
    assert "ngoài dự kiến" not in desk.press(buttons.kiem_tra_mau)
    assert listed(desk)[0][0] == "Phải sửa"


@pytest.mark.parametrize("button", [buttons.kiem_tra_mau, buttons.phat_hanh_mau])
def test_a_report_is_no_draft_and_stays_as_it_is(
    office: xw.App, tmp_path: Path, editions: Path, button: Any
) -> None:
    path = tmp_path / "sổ.xlsm"
    path.write_bytes(blank_workbook("ankhe-2021"))
    desk = open_book(office, path)
    before = desk.everything()
    said = desk.press(button)
    assert "không phải sổ soạn mẫu" in said
    assert desk.everything() == before


def test_calls_do_not_depend_on_how_many_rows_the_form_has(
    office: xw.App, tmp_path: Path, editions: Path
) -> None:
    counted = []
    for template in ("kontum-phuong-2023", "backan-so-2021"):
        path = tmp_path / f"{template}.xlsx"
        save_draft(path, draft_of(loader.load(template)))
        desk = open_book(office, path)
        office.impl.answers.append("no")
        desk.press(buttons.kiem_tra_mau)
        counted.append((sum(desk.calls.reads.values()), sum(desk.calls.writes.values())))
    assert counted[0] == counted[1]
    assert max(desk.calls.reads.values()) <= 2
    assert max(desk.calls.writes.values()) <= 2
