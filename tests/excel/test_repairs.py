"""What pasting destroys is put back and said; figures stay."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.excel.conftest import Opener
    from tests.excel.desk import Desk

pytestmark = pytest.mark.libreoffice

SECTION = "1 Chỉ đạo"


def paste(desk: Desk, cells: dict[str, object]) -> None:
    """Copy cells of another sheet over the form's, with all they carry."""
    source = desk.book.sheets.add("Nguồn dán", after=desk.book.sheets[-1])
    for cell, value in cells.items():
        source[cell].value = value
        source[cell].copy(desk.sheet(SECTION)[cell])


def test_a_fresh_workbook_needs_no_repair(desk: Desk) -> None:
    assert "Đã sửa lại" not in desk.press()
    assert not desk.calls.repairs


def test_validation_lost_by_pasting_is_back_and_said(desk: Desk, tmp_path: Path) -> None:
    before = desk.facts(tmp_path)[SECTION]
    paste(desk, {"D7": 29, "D8": 23, "D23": 1, "D25": 1})
    lost = desk.facts(tmp_path)[SECTION]
    assert not {"D7", "D8", "D23", "D25"} & lost.rules.keys()
    said = desk.press()
    after = desk.facts(tmp_path)[SECTION]
    assert "Đã sửa lại" in said
    assert "4 ô mất kiểm soát nhập liệu" in said
    assert SECTION in said
    for cell in ("D7", "D8", "D23", "D25"):
        assert after.rules[cell] == before.rules[cell]
    assert desk.sheet(SECTION)["D5:D8"].value == [8, 100, 29, 23]
    assert "Đã sửa lại" not in desk.press()


def test_validation_of_another_row_pasted_along_is_noticed(desk: Desk, tmp_path: Path) -> None:
    sheet = desk.sheet(SECTION)
    before = desk.facts(tmp_path)[SECTION].rules["D7"]
    sheet["D25"].copy(sheet["D7"])  # a list of codes over a count
    assert "1 ô mất kiểm soát" in desk.press()
    assert desk.facts(tmp_path)[SECTION].rules["D7"] == before
    assert sheet["D7"].value == 1  # what was pasted is what is reported


def test_formats_that_mislead_the_next_number_go_from_blank_cells_only(
    desk: Desk, tmp_path: Path
) -> None:
    sheet = desk.sheet(SECTION)
    sheet["D13"].number_format = "dd/mm/yyyy"
    sheet["D14"].number_format = "0.00%"
    sheet["D16"].number_format = "@"
    sheet["D6"].value = 1.0
    sheet["D6"].number_format = "0%"
    sheet["D19"].value = dt.datetime(2024, 3, 5)
    sheet["D5"].number_format = "#,##0"
    assert "3 ô sai định dạng số" in desk.press()
    formats = desk.facts(tmp_path)[SECTION].formats
    assert [formats[cell] for cell in ("D13", "D14", "D16")] == ["General"] * 3
    assert formats["D6"] == "0%"
    assert formats["D5"] == "#,##0"
    assert sheet["D6"].value == 1.0
    assert sheet["D19"].value == dt.datetime(2024, 3, 5)


def test_a_locked_input_cell_is_freed_and_the_sheet_protected_again(
    desk: Desk, tmp_path: Path
) -> None:
    sheet = desk.sheet(SECTION)
    sheet.api.unprotect("")
    desk.book.sheets[1]["D7"].api.CellProtection = desk.sheet(SECTION)["D9"].api.CellProtection
    sheet.api.protect("")
    assert "D7" in desk.facts(tmp_path)[SECTION].locked
    assert "1 ô bị khóa" in desk.press()
    facts = desk.facts(tmp_path)[SECTION]
    assert "D7" not in facts.locked
    assert facts.protection is not None


def test_the_unit_may_change_fills_without_being_repaired(open_sample: Opener) -> None:
    desk = open_sample()
    desk.sheet(SECTION)["D7"].color = "#00FF00"
    desk.sheet(SECTION)["D7"].font.bold = True
    desk.press()
    assert not desk.calls.repairs
    assert desk.sheet(SECTION)["D7"].color == (0, 255, 0)
