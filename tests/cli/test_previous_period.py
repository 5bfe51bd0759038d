"""`--ky-truoc`, the previous file named on Trang chính, and `ky-moi`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cchc_xl.services import live
from cchc_xl.services.comparing import named_path
from cchc_xl.services.reading import read_file
from cchc_xl.workbook.grids import grids_of
from cchc_xl.workbook.layout import (
    DATE_FROM,
    FRONT_SHEET,
    META_SHEET,
    PREVIOUS,
    Column,
    Layout,
)
from tests.cli.run import ROOT, Cchc

SAMPLE = ROOT / "cchc_xl" / "samples" / "xa-2024-q1.txt"
DONE, PLANNED = "kh_cchc_so_nhiem_vu_hoan_thanh", "kh_cchc_so_nhiem_vu"


def half_year(folder: Path, done: int) -> Path:
    """The sample as if it were of the half-year, with other numbers of tasks and letters."""
    text = SAMPLE.read_text("utf-8").replace("quý I năm 2024", "6 tháng đầu năm 2024")
    for start, value in (("<b>1.1</b>", 5), ("1.2.2", done)):
        line = next(line for line in text.splitlines() if line.startswith(start))
        cells = line.split("\t")
        text = text.replace(line, "\t".join([*cells[:3], str(value), *cells[4:]]))
    path = folder / "6t.txt"
    path.write_text(text, "utf-8")
    return path


def trends(findings: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    return [
        (one["code"], one["key"])
        for one in findings
        if one["code"] in {f"KT4{number:02}" for number in range(2, 12)}
    ]


def test_a_report_is_compared_with_the_file_named(cchc: Cchc, tmp_path: Path) -> None:
    fallen = half_year(tmp_path, 4)  # six were done in the first quarter
    ran = cchc("kiem-tra", fallen, "--ky-truoc", SAMPLE, "--json")
    [file] = ran.json["files"]
    assert file["period"] == "2024-6T"
    assert trends(file["findings"]) == [("KT406", DONE)]
    [finding] = [one for one in file["findings"] if one["code"] == "KT406"]
    assert (finding["kind"], finding["severity"], finding["row"]) == (
        "trend-decrease",
        "warning",
        5,
    )


def test_without_a_file_named_nothing_is_compared(cchc: Cchc, tmp_path: Path) -> None:
    ran = cchc("kiem-tra", half_year(tmp_path, 4), "--json")
    assert trends(ran.json["files"][0]["findings"]) == []


def test_one_file_at_a_time_is_compared(cchc: Cchc, tmp_path: Path) -> None:
    ran = cchc("kiem-tra", SAMPLE, half_year(tmp_path, 4), "--ky-truoc", SAMPLE)
    assert (ran.code, len(ran.sentences)) == (2, 1)


@pytest.mark.parametrize("name", ["khong-co.xlsx", "hong.xlsx"])
def test_a_previous_file_that_cannot_be_read_is_one_sentence(
    cchc: Cchc, tmp_path: Path, name: str
) -> None:
    (tmp_path / "hong.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    ran = cchc("kiem-tra", SAMPLE, "--ky-truoc", tmp_path / name)
    assert (ran.code, len(ran.sentences)) == (2, 1)
    assert name in ran.err


@pytest.fixture(scope="module")
def next_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The half-year's workbook made from the first quarter's, in a folder with it."""
    from cchc_xl.cli import main

    folder = tmp_path_factory.mktemp("ky")
    assert main(["nhap", str(SAMPLE), "-o", str(folder / "quy-1.xlsx")]) == 0
    out = folder / "6-thang.xlsx"
    made = ["ky-moi", str(folder / "quy-1.xlsx"), "--ky", "2024-6T", "-o", str(out)]
    assert main([*made, "--han-nop", "05/06/2024"]) == 0
    return out


def test_the_next_period_keeps_unit_and_figures_of_the_year(next_book: Path) -> None:
    before, now = read_file(next_book.with_name("quy-1.xlsx")), read_file(next_book)
    assert now.report.org_unit == before.report.org_unit
    assert str(now.report.period) == "2024-6T"
    filled = {key: entry.value for key, entry in now.report.entries.items() if not entry.is_blank}
    annual = {PLANNED, "bc_cong_chuc_duoc_giao"}
    assert filled == {key: before.report.value(key) for key in annual}
    assert now.front is not None
    assert now.front.previous == "quy-1.xlsx"
    assert f"{now.front.deadline}" == "2024-06-05"


def test_last_periods_figures_are_hints_and_no_data(next_book: Path) -> None:
    template = read_file(next_book).template
    layout = Layout(template)
    sheet = openpyxl.load_workbook(next_book)[layout.sheet_of(DONE)]
    assert sheet[layout.cell(DONE, Column.VALUE)].value is None
    assert sheet[layout.cell(DONE, Column.EARLIER)].value == 6
    [rule] = [
        one
        for one in sheet.data_validations.dataValidation
        if layout.cell(DONE) in str(one.sqref).split()
    ]
    assert "Kỳ trước (quý I năm 2024): 6." in str(rule.prompt)


def test_the_next_check_compares_with_the_workbook_it_came_from(
    cchc: Cchc, next_book: Path, tmp_path: Path
) -> None:
    template = read_file(next_book).template
    layout = Layout(template)
    book = openpyxl.load_workbook(next_book)
    book[layout.sheet_of(DONE)][layout.cell(DONE)] = 4
    filled = next_book.with_name("6-thang-da-dien.xlsx")
    book.save(filled)
    found = cchc("kiem-tra", filled, "--json").json["files"][0]["findings"]
    assert trends(found) == [("KT406", DONE)]

    book[FRONT_SHEET][PREVIOUS.cell] = "khong-con.xlsx"
    book.save(filled)
    found = cchc("kiem-tra", filled, "--json").json["files"][0]["findings"]
    assert trends(found) == [("KT411", None)]

    book[FRONT_SHEET][PREVIOUS.cell] = r"\\may-chu\thu-muc\quy-1.xlsx"
    book.save(filled)
    found = cchc("kiem-tra", filled, "--json").json["files"][0]["findings"]
    assert [one["code"] for one in found if "trên mạng" in one["message"]] == ["KT411"]


def test_a_wrong_day_on_trang_chinh_is_found_in_a_file(cchc: Cchc, next_book: Path) -> None:
    import datetime as dt

    book = openpyxl.load_workbook(next_book)
    book[FRONT_SHEET][DATE_FROM.cell] = dt.date(2023, 6, 15)
    book[FRONT_SHEET][PREVIOUS.cell] = None
    wrong = next_book.with_name("sai-ngay.xlsx")
    book.save(wrong)
    found = cchc("kiem-tra", wrong, "--json").json["files"][0]["findings"]
    assert trends(found) == [("KT403", None)]


def test_a_period_that_is_not_later_is_refused(cchc: Cchc, tmp_path: Path) -> None:
    ran = cchc("ky-moi", SAMPLE, "--ky", "2024-Q1", "-o", tmp_path / "so.xlsx")
    assert (ran.code, len(ran.sentences)) == (2, 1)
    assert not (tmp_path / "so.xlsx").exists()


def test_figures_taken_along_are_counted(cchc: Cchc, tmp_path: Path) -> None:
    ran = cchc("ky-moi", SAMPLE, "--ky", "2024-6T", "-o", tmp_path / "so.xlsx")
    assert "Đã chép sang 2 số của cả năm" in ran.out  # tasks planned, posts granted


def test_a_new_year_carries_no_figure_and_a_new_form_takes_rows_by_their_key(
    cchc: Cchc, tmp_path: Path
) -> None:
    out = tmp_path / "so.xlsx"
    ran = cchc("ky-moi", SAMPLE, "--ky", "2025-Q1", "-o", out, "--mau", "kontum-phuong-2023")
    assert ran.code == 0
    assert "chép sang" not in ran.out
    read = read_file(out)
    assert read.template.id == "kontum-phuong-2023"
    assert read.report.is_blank
    layout = Layout(read.template)
    sheet = openpyxl.load_workbook(out)[layout.sheet_of(PLANNED)]
    assert sheet[layout.cell(PLANNED, Column.EARLIER)].value == 32


@pytest.mark.parametrize(
    "named", ["quy-1.xlsx", "../ky/quy-1.xlsx", r"..\ky\quy-1.xlsx", r"D:\cu\quy-1.xlsx"]
)
def test_a_previous_file_is_found_as_written_or_beside_the_workbook(
    tmp_path: Path, named: str
) -> None:
    folder = tmp_path / "ky"
    folder.mkdir()
    (folder / "quy-1.xlsx").touch()
    found = named_path(named, folder)
    assert found is not None
    assert found.resolve() == folder / "quy-1.xlsx"
    assert named_path("khac.xlsx", folder) is None


def test_the_button_compares_as_the_command_does_and_the_file_to_send_names_no_other(
    next_book: Path, tmp_path: Path
) -> None:
    template = read_file(next_book).template
    book = openpyxl.load_workbook(next_book)
    layout = Layout(template)
    book[layout.sheet_of(DONE)][layout.cell(DONE)] = 4
    filled = next_book.with_name("nut-bam.xlsx")
    book.save(filled)
    grids = {grid.name: grid for grid in grids_of(filled.read_bytes(), name=filled.name)}
    checked = live.check_live(grids, live.read_meta(grids[META_SHEET]), filled)
    assert "KT406" in {finding.code for finding in checked.findings}

    sent = tmp_path / "gui.xlsx"
    live.write_file_to_send(sent, checked)
    assert openpyxl.load_workbook(sent)[FRONT_SHEET][PREVIOUS.cell].value is None
