"""Our own workbook filled by a program that does not compute formulas."""

import datetime as dt
from pathlib import Path

import openpyxl

from cchc_xl.services import books, check_file
from cchc_xl.templates import loader
from cchc_xl.workbook.grids import read_grids
from cchc_xl.workbook.layout import DEADLINE, ORG_UNIT, REPORT_DATE, REPORT_NO, Layout

SAMPLES = Path(books.__file__).parents[1] / "samples"


def test_ratios_nobody_computed_yet_are_not_missing(tmp_path: Path) -> None:
    template = loader.load("chodon-xa-2024")
    layout = Layout(template)
    path = tmp_path / "so.xlsx"
    books.build_blank(path, template)
    book = openpyxl.load_workbook(path)
    for key, value in {"hs_tiep_nhan": 165, "hs_truc_tuyen": 36}.items():
        book[layout.sheet_of(key)][layout.cell(key)] = value
    book.save(path)  # drops every computed value

    checked = check_file(path)

    assert checked.report is not None
    assert str(checked.report.value("hs_ty_le_truc_tuyen")) == "21.82"  # 36/165 = 21,818…
    assert "KT302" not in {finding.code for finding in checked.findings}


def test_a_ratio_the_unit_left_blank_stays_missing(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    first = check_file(SAMPLES / "phuong-2023-q3.txt")
    assert first.read is not None
    books.build_filled(path, first.read)
    missing = [f.key for f in first.findings if f.code == "KT302"]
    assert [f.key for f in check_file(path).findings if f.code == "KT302"] == missing


def test_what_stands_on_the_front_sheet_is_carried_into_the_checked_copy(tmp_path: Path) -> None:
    template = loader.load("chodon-xa-2024")
    typed = {
        REPORT_NO: "12/BC-UBND",
        REPORT_DATE: dt.date(2024, 3, 6),
        DEADLINE: dt.date(2024, 3, 5),
        ORG_UNIT: "UBND xã Bình An",
    }
    path, copy = tmp_path / "so.xlsx", tmp_path / "kiem-tra.xlsx"
    books.build_blank(path, template)
    book = openpyxl.load_workbook(path)
    for place, value in typed.items():
        book[place.sheet][place.cell] = value
    book.save(path)

    books.build_checked(copy, check_file(path))

    front = read_grids(copy)[0]
    for place, value in typed.items():
        cell = front.cell(int(place.cell[1:]) - 1, ord(place.cell[0]) - ord("A")).value
        assert (cell.date() if isinstance(cell, dt.datetime) else cell) == value
