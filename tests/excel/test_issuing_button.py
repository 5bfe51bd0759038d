"""Phát hành: from a list in the parent's workbook to a folder of prefilled workbooks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from cchc_xl.excel import buttons
from cchc_xl.model import Level, OrgUnit, Period
from cchc_xl.services import read_file
from cchc_xl.workbook.layout import DEADLINE, FRONT_SHEET, ORG_UNIT, PERIOD, UNIT_LIST_SHEET
from cchc_xl.workbook.unit_list import LIST_NAME, read_unit_list

if TYPE_CHECKING:
    from pathlib import Path

    from tests.excel.conftest import Opener
    from tests.excel.desk import Desk

pytestmark = pytest.mark.libreoffice


@pytest.fixture
def parent(open_sample: Opener) -> Desk:
    """A blank workbook of the parent's own."""
    return open_sample("xa-2024-q1", name="Sở Nội vụ.xlsx", kind="blank")


def fill(desk: Desk, *lines: tuple[str | None, ...]) -> None:
    for number, line in enumerate(lines, 5):
        desk.sheet(UNIT_LIST_SHEET).range((number, 1), (number, len(line))).value = list(line)


def fill_front(desk: Desk) -> None:
    front = desk.sheet(FRONT_SHEET)
    front[ORG_UNIT.cell].value = "Sở Nội vụ tỉnh Mẫu"
    front[PERIOD.cell].value = "Quý I năm 2024"
    front[DEADLINE.cell].value = dt.datetime(2024, 3, 20)


def test_from_an_empty_workbook_to_a_folder_of_workbooks(parent: Desk, tmp_path: Path) -> None:
    before = parent.everything()
    said = parent.press(buttons.phat_hanh)
    assert UNIT_LIST_SHEET in said
    assert parent.everything(but=(UNIT_LIST_SHEET,)) == before
    assert parent.sheet(UNIT_LIST_SHEET)["A4:E4"].value == [
        "Tên đơn vị", "Cấp", "Mã", "Tên khác", "Nhóm"
    ]  # fmt: skip

    assert "Chưa có đơn vị nào" in parent.press(buttons.phat_hanh)

    fill(parent, ("UBND xã Một", None, "'01", "Xã Một|Một"), ("Hội đồng",), ("UBND xã Một",))
    said = parent.press(buttons.phat_hanh)
    assert "Dòng 6" in said  # numbers are those of the sheet
    assert "Dòng 7" in said

    fill(parent, ("UBND xã Một", None, "'01", "Xã Một|Một"), ("Sở Tư pháp", "Sở, ngành"), (None,))
    assert "Chưa chọn kỳ" in parent.press(buttons.phat_hanh)

    fill_front(parent)
    answers = parent.book.app.impl.answers
    folder = tmp_path / "Phát hành 2024-Q1"
    answers.append("no")
    assert "Chưa tạo sổ nào" in parent.press(buttons.phat_hanh)
    assert not folder.exists()

    answers.append("yes")
    said = parent.press(buttons.phat_hanh)
    assert str(folder) in said
    assert sorted(path.name for path in folder.iterdir()) == [
        "002_So_Tu_phap_2024-Q1.xlsx",
        "01_UBND_xa_Mot_2024-Q1.xlsx",
        LIST_NAME,
    ]
    read = read_file(folder / "01_UBND_xa_Mot_2024-Q1.xlsx")
    assert read.report.org_unit == OrgUnit(name="UBND xã Một", level=Level.XA, code="01")
    assert read.report.period == Period.parse("2024-Q1")
    assert read.front is not None
    assert read.front.deadline == dt.date(2024, 3, 20)
    assert read.report.is_blank
    assert read_unit_list(folder / LIST_NAME).units[1].level is Level.SO

    (folder / "01_UBND_xa_Mot_2024-Q1.xlsx").write_bytes(b"filled")
    answers.append("yes")
    assert "giữ nguyên" in parent.press(buttons.phat_hanh)
    assert (folder / "01_UBND_xa_Mot_2024-Q1.xlsx").read_bytes() == b"filled"


def test_the_list_in_the_workbook_is_one_the_command_line_reads_too(
    parent: Desk, tmp_path: Path
) -> None:
    parent.press(buttons.phat_hanh)
    fill(parent, ("UBND xã Một", "Cấp xã", "'01", None, "A"))
    [unit] = read_unit_list(parent.saved_copy(tmp_path)).units
    assert (unit.name, unit.level, unit.code, unit.group) == ("UBND xã Một", Level.XA, "01", "A")


def test_a_list_without_its_headers_is_one_message(parent: Desk) -> None:
    parent.press(buttons.phat_hanh)
    parent.sheet(UNIT_LIST_SHEET)["A4"].value = "Gì đó"
    assert "dòng tiêu đề" in parent.press(buttons.phat_hanh)
