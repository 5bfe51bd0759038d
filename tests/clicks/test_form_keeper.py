"""From a letter's form to a workbook to fill in, by mouse: the form keeper's shipped workbook."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from cchc_xl.authoring.draft import Table
from cchc_xl.authoring.layout import FAULTS_SHEET, GUIDE_SHEET
from cchc_xl.templates import loader
from cchc_xl.workbook.layout import FRONT_SHEET
from tests.authoring.keeper import FORM
from tests.clicks.window import Typed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.clicks.conftest import Opener

pytestmark = [pytest.mark.libreoffice, pytest.mark.clicks]

ID, BASIS = "B3", "B7"
NEW = "thu-xa-2026"


def test_a_letters_form_is_drafted_checked_and_published_by_three_buttons(
    open_shipped: Opener, tmp_path: Path
) -> None:
    form = tmp_path / "form.txt"  # a keyboard under xdotool writes ASCII
    shutil.copyfile(FORM, form)
    editions = tmp_path / "editions"
    editions.mkdir()
    # ----- Tạo mẫu mới: the draft lies beside the form and is opened
    empty = open_shipped("soan-mau")
    picked = Typed(str(form), field="File name:", button="Open")
    assert "69 dòng" in empty.click(GUIDE_SHEET, "Tạo mẫu mới", answers=(picked, "OK"))
    draft = open_shipped(tmp_path / "form (soạn mẫu).xlsm")
    # ----- Kiểm tra mẫu: two cells must be filled in
    said = draft.click(Table.FACTS.value, "Kiểm tra mẫu")
    assert said.startswith("Còn 2 chỗ phải sửa")
    assert draft.active_sheet == FAULTS_SHEET
    assert draft.text(FAULTS_SHEET, "B3") == f"{Table.FACTS.value}!{ID}"
    draft.put(Table.FACTS.value, ID, NEW)
    draft.put(Table.FACTS.value, BASIS, "Công văn số 1 (thử)")
    assert draft.click(FAULTS_SHEET, "Kiểm tra mẫu", answers=("No", "OK")).count("dùng được") == 2
    # ----- Phát hành mẫu: the folder, yes; the blank workbook is opened
    said = draft.click(FAULTS_SHEET, "Phát hành mẫu", answers=(Typed(str(editions)), "Yes", "OK"))
    assert NEW in said
    assert len(loader.load(NEW, editions).rows) == 69
    book = open_shipped(tmp_path / f"{NEW}.xlsm")
    assert book.active_sheet == FRONT_SHEET
    assert "Chưa" in book.click(FRONT_SHEET, "Tạo tệp gửi")  # its own buttons work
