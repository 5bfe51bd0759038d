"""Any spreadsheet that merely contains such a table, wherever it stands and however it is typed."""

import datetime as dt
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from cchc_xl.model import Finding, ReportTemplate
from cchc_xl.services import CheckedFile, ReadReport, check_file, read_file
from tests.calc_host import CalcHost
from tests.reading.forms import (
    EDITIONS,
    SAMPLE_OF,
    Line,
    edition,
    filled,
    lines_of,
    outcome,
    table_text,
    write,
)
from tests.reading.sheets import (
    HEAD,
    Put,
    as_number,
    as_text,
    one_sheet,
    sheet_a_part,
    write_table,
)
from tests.text.test_legacy import VNI, encode


def parts_of(template: ReportTemplate, lines: list[Line]) -> list[tuple[str, list[Line]]]:
    by_key = {line.key: line for line in lines}
    return [
        (section.title, [by_key[row.key] for row in section.rows]) for section in template.sections
    ]


def complete(read: ReadReport, lines: list[Line]) -> bool:
    result = outcome(read, lines)
    return not result.wrong and not result.unmatched and not read.extra


@pytest.mark.parametrize("edition_id", EDITIONS)
@pytest.mark.parametrize(
    ("top", "left", "two_lines", "put"),
    [
        (None, 0, True, as_number),
        (None, 0, False, as_text),
        (6, 2, True, as_text),  # C7
        (0, 0, False, as_number),
    ],
)
def test_one_sheet_wherever_the_table_stands(
    tmp_path: Path, edition_id: str, top: int | None, left: int, two_lines: bool, put: Put
) -> None:
    lines = lines_of(filled(edition(edition_id), 5))
    head = HEAD if top != 0 else ()
    path = one_sheet(
        tmp_path / "a.xlsx", lines, head=head, top=top, left=left, put=put, two_lines=two_lines
    )
    read = read_file(path)
    assert read.template.id == edition_id
    assert complete(read, lines)
    if head:
        unit, period = read.report.org_unit, read.report.period
        assert (unit.name, unit.level, str(period)) == ("UBND xã Bình An", "xa", "2024-Q1")


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_a_cell_is_named_by_its_sheet_and_address(tmp_path: Path, edition_id: str) -> None:
    lines = lines_of(filled(edition(edition_id), 5))
    read = read_file(one_sheet(tmp_path / "a.xlsx", lines, top=6, left=2))
    for number, line in enumerate(lines):
        assert line.key is not None
        entry = read.report.entries[line.key]
        assert (entry.sheet, entry.cell) == ("Phụ lục", f"F{9 + number}")


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_one_sheet_a_part(tmp_path: Path, edition_id: str) -> None:
    template = edition(edition_id)
    lines = lines_of(filled(template, 6))
    parts = parts_of(template, lines)
    read = read_file(sheet_a_part(tmp_path / "a.xlsx", parts))
    assert complete(read, lines)
    assert read.report.org_unit.name == "UBND xã Bình An"
    mixed = random.Random(edition_id).sample(parts, len(parts))
    assert complete(read_file(sheet_a_part(tmp_path / "b.xlsx", mixed)), lines)


def test_parts_below_each_other_on_one_sheet(tmp_path: Path) -> None:
    template = edition("kontum-phuong-2023")
    lines = lines_of(filled(template, 6))
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        row = 0
        for number, (title, part) in enumerate(parts_of(template, lines), 1):
            sheet.merge_range(row, 0, row, 4, f"Biểu mẫu {number}")
            sheet.merge_range(row + 1, 0, row + 1, 4, title)
            write_table(sheet, part, top=row + 2)
            row += 2 + 2 + len(part) + 2
    assert complete(read_file(tmp_path / "a.xlsx"), lines)


def test_a_table_that_lost_its_header_is_read_in_the_usual_order(tmp_path: Path) -> None:
    lines = lines_of(filled(edition("so-ngoai-vu-2023"), 4))
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 4, HEAD[2])
        for row, line in enumerate(lines, 2):
            sheet.write_row(row, 0, line.cells)
    read = read_file(tmp_path / "a.xlsx")
    assert complete(read, lines)
    assert str(read.report.period) == "2024-Q1"


def test_a_second_copy_of_the_table_is_not_read_into_the_first(tmp_path: Path) -> None:
    """This quarter's sheet and, behind it, the last one's."""
    template = edition("so-ngoai-vu-2023")
    now, before = lines_of(filled(template, 7)), lines_of(filled(template, 8))
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        write_table(book.add_worksheet("Quý I"), now)
        write_table(book.add_worksheet("Quý III"), before)
    assert complete(read_file(tmp_path / "a.xlsx"), now)


def test_sheets_of_other_things_are_passed_over(tmp_path: Path) -> None:
    lines = lines_of(filled(edition("chodon-xa-2024"), 9))
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        staff = book.add_worksheet("Danh sách")
        for row in range(30):
            staff.write_row(row, 0, [row or "STT", "Họ tên", "Chức vụ", 0.5])
        book.add_worksheet("Trống")
        write_table(book.add_worksheet("Biểu"), lines, top=3, left=1)
    assert complete(read_file(tmp_path / "a.xlsx"), lines)


# ------------------------------------------------------------------------ the same report as text


def sample_lines(edition_id: str) -> list[Line]:
    report = read_file(SAMPLE_OF[edition_id]).report
    return [
        Line(key, entry.no, entry.label, entry.measure, entry.text, entry.note)
        for key, entry in report.entries.items()
    ]


def said(checked: CheckedFile) -> list[tuple[object, ...]]:
    """What a user reads, and where."""
    return sorted(
        (f.code, f.severity, f.key or "", f.related, f.suggestion or "", checked.words(f).message)
        for f in checked.findings
    )


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_a_spreadsheet_of_texts_gets_the_findings_of_the_text_file(
    tmp_path: Path, edition_id: str
) -> None:
    lines = sample_lines(edition_id)
    text = check_file(write(tmp_path / "a.txt", table_text(lines, head=HEAD)))
    sheet = check_file(one_sheet(tmp_path / "a.xlsx", lines, put=as_text))
    assert said(sheet) == said(text)
    assert text.findings


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_typed_numbers_lose_only_the_notes_on_how_they_were_written(
    tmp_path: Path, edition_id: str
) -> None:
    lines = sample_lines(edition_id)
    text = check_file(write(tmp_path / "a.txt", table_text(lines, head=HEAD)))
    sheet = check_file(one_sheet(tmp_path / "a.xlsx", lines, put=as_number))
    assert values(sheet) == values(text)
    assert {places(f) for f in sheet.findings} <= {places(f) for f in text.findings}
    lost = [f for f in text.findings if places(f) not in {places(g) for g in sheet.findings}]
    assert {f.code for f in lost} <= {"KT205"}  # "08" typed as a number is 8


def values(checked: CheckedFile) -> dict[str, object]:
    assert checked.report is not None
    return {key: entry.value for key, entry in checked.report.entries.items()}


def places(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.key, finding.related


# ------------------------------------------------------------------------------- odd value cells

ODD = {
    "kh_cchc_ty_le_hoan_thanh": "percent format",
    "kh_cchc_so_nhiem_vu": "date",
    "so_van_ban_chi_dao_cchc": "error",
    "kh_cchc_so_nhiem_vu_hoan_thanh": "blank text",
    "nv_tinh_huyen_giao_tong": "text with blanks",
    "nv_tinh_huyen_giao_dung_han": "true",
}


def with_odd_cells(path: Path) -> Path:
    lines = lines_of(filled(edition("chodon-xa-2024"), 1, share=0))
    with xlsxwriter.Workbook(str(path)) as book:
        percent = book.add_format({"num_format": "0.0%"})
        date = book.add_format({"num_format": "d-mmm"})

        def put(sheet: Any, row: int, column: int, line: Line) -> None:
            match ODD.get(line.key or ""):
                case "percent format":
                    sheet.write_number(row, column, 0.934, percent)
                case "date":  # what becomes of a typed 8/21
                    sheet.write_datetime(row, column, dt.datetime(2024, 8, 21), date)
                case "error":
                    sheet.write_formula(row, column, "=1/0", None, "#DIV/0!")
                case "blank text":
                    sheet.write_string(row, column, "  ")
                case "text with blanks":
                    sheet.write_string(row, column, "\u00a007 ")
                case "true":
                    sheet.write_boolean(row, column, True)

        write_table(book.add_worksheet(), lines, put=put)
    return path


def check_odd_cells(read: ReadReport, checked: CheckedFile) -> None:
    entries = {name: read.report.entries[key] for key, name in ODD.items()}
    assert (entries["percent format"].value, entries["percent format"].text) == (
        Decimal("93.4"),
        "93,4%",
    )
    assert (entries["date"].value, entries["date"].text) == (None, "21/08/2024")
    assert (entries["error"].value, entries["error"].is_blank) == (None, False)
    assert entries["blank text"].is_blank
    assert entries["text with blanks"].value == 7
    named = {ODD[f.key]: f.code for f in checked.findings if f.key in ODD and f.code < "KT230"}
    assert named["percent format"] == "KT219"
    assert named["date"] == "KT204"
    assert named["error"] == "KT202"
    assert named["text with blanks"] == "KT205"
    assert "blank text" not in named


def test_percent_formats_dates_errors_and_blank_texts(tmp_path: Path) -> None:
    path = with_odd_cells(tmp_path / "a.xlsx")
    check_odd_cells(read_file(path), check_file(path))


def test_formulas_count_by_their_stored_results(tmp_path: Path) -> None:
    lines = lines_of(filled(edition("chodon-xa-2024"), 2))

    def put(sheet: Any, row: int, column: int, line: Line) -> None:
        if line.text:
            sheet.write_formula(row, column, f"={line.text}+0", None, int(line.text))

    read = read_file(one_sheet(tmp_path / "a.xlsx", lines, put=put))
    assert complete(read, lines)
    assert "KT116" not in {f.code for f in read.report.findings}


def test_formulas_without_results_are_said_and_not_taken_for_zero(tmp_path: Path) -> None:
    lines = lines_of(filled(edition("chodon-xa-2024"), 2))
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú"])
    for line in lines:
        formula = f"={line.text}+0" if line.text else None
        sheet.append([line.no or None, line.label, line.measure or None, formula, None])
    book.save(tmp_path / "a.xlsx")
    checked = check_file(tmp_path / "a.xlsx")
    assert checked.report is not None
    assert all(entry.value is None for entry in checked.report.entries.values())
    [finding] = [f for f in checked.findings if f.code == "KT116"]
    assert (finding.severity, finding.key) == ("warning", None)


def test_old_fonts_in_cells_are_repaired_and_said(tmp_path: Path) -> None:
    lines = lines_of(filled(edition("so-ngoai-vu-2023"), 3))
    old = [
        Line(n.key, encode(n.no, VNI), encode(n.label, VNI), encode(n.measure, VNI), n.text)
        for n in lines
    ]
    head = [encode(title, VNI) for title in HEAD]
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, head)
        names = ("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú")
        sheet.write_row(5, 0, [encode(name, VNI) for name in names])
        for n, line in enumerate(old, 6):
            sheet.write_row(n, 0, [line.no, line.label, line.measure])
            as_number(sheet, n, 3, line)
    read = read_file(tmp_path / "a.xlsx")
    assert complete(read, lines)
    assert [f.code for f in read.report.findings] == ["KT115"]
    assert read.report.org_unit.name == "UBND xã Bình An"


# -------------------------------------------------------------------------------- other formats


@pytest.mark.libreoffice
@pytest.mark.parametrize("extension", ["xls", "ods"])
@pytest.mark.parametrize("edition_id", EDITIONS)
def test_other_formats_hold_the_same_report(
    tmp_path: Path, calc: CalcHost, extension: str, edition_id: str
) -> None:
    lines = sample_lines(edition_id)
    source = one_sheet(tmp_path / "a.xlsx", lines, top=6, left=2)
    converted = calc.convert(source, extension, tmp_path)
    assert said(check_file(converted)) == said(check_file(source))
    assert values(check_file(converted)) == values(check_file(source))


@pytest.mark.libreoffice
@pytest.mark.parametrize("extension", ["xls", "ods"])
def test_odd_cells_in_other_formats(tmp_path: Path, calc: CalcHost, extension: str) -> None:
    with calc.open(with_odd_cells(tmp_path / "a.xlsx")) as book:
        book.recalculate()
        converted = book.save_copy(tmp_path / f"a.{extension}")
    check_odd_cells(read_file(converted), check_file(converted))


@pytest.mark.libreoffice
def test_saving_with_a_spreadsheet_program_fills_in_the_results(
    tmp_path: Path, calc: CalcHost
) -> None:
    test_formulas_without_results_are_said_and_not_taken_for_zero(tmp_path)
    with calc.open(tmp_path / "a.xlsx") as book:
        book.recalculate()
        saved = book.save_copy(tmp_path / "luu" / "a.xlsx")
    read = read_file(saved)
    lines = lines_of(filled(edition("chodon-xa-2024"), 2))
    assert complete(read, lines)
    assert "KT116" not in {f.code for f in read.report.findings}
