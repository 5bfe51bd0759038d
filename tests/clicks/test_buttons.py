"""Every button of a shipped `.xlsm`, clicked with a real mouse in a real LibreOffice.

From the click on it is the product alone that runs: the shape's macro, the VBA of the file, the
script in the user's profile, the button's Python, LibreOffice's own message boxes.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cchc_xl.model import Severity
from cchc_xl.services import check_file
from cchc_xl.workbook.choices import period_words
from cchc_xl.workbook.layout import (
    COMMENT_AUTHOR,
    FRONT_SHEET,
    GUIDE_SHEET,
    LEVEL,
    ORG_UNIT,
    PERIOD,
    RESULTS_SHEET,
    STATE,
    Column,
    Layout,
)
from tests.clicks.window import Typed
from tests.merging import folder as make

if TYPE_CHECKING:
    from cchc_xl.services.reading import ReadReport
    from tests.clicks.book import ClickedBook
    from tests.clicks.conftest import Opener

pytestmark = [pytest.mark.libreoffice, pytest.mark.clicks]

SECTION = "1 Chỉ đạo"
WHOLE, DONE, RATIO = "D7", "D8", "D6"  # tasks, tasks done, reported percentage


def table(book: ClickedBook) -> list[tuple[str, str]]:
    """Code and place of every line of the results."""
    codes = book.column(RESULTS_SHEET, "K", 5, 60)
    places = book.column(RESULTS_SHEET, "C", 5, 60)
    return sorted(line for line in zip(codes, places, strict=True) if line[0].startswith("KT"))


def told_by_the_command_line(path: Path) -> tuple[list[tuple[str, str]], int]:
    """The same lines for a file, and how many of them are errors."""
    checked = check_file(path)
    assert checked.report is not None
    entries = checked.report.entries
    lines = sorted(
        (f.code, f"{entries[f.key].sheet} · {entries[f.key].cell}" if f.key else "Cả tệp")
        for f in checked.findings
    )
    return lines, sum(f.severity is Severity.ERROR for f in checked.findings)


def test_kiem_tra_fills_the_results_marks_cells_and_a_second_click_replaces_its_own_marks(
    book: ClickedBook, tmp_path: Path
) -> None:
    book.cell(SECTION, WHOLE).Spreadsheet.Annotations.insertNew(
        book.cell(SECTION, WHOLE).CellAddress, "của tôi"
    )
    # ----- on the front sheet
    said = book.click(FRONT_SHEET, "Kiểm tra")
    expected, errors = told_by_the_command_line(book.saved_copy(tmp_path / "sau.xlsx"))
    assert errors > 5
    assert said.startswith(f"Đã kiểm tra: {errors} lỗi")
    assert book.active_sheet == RESULTS_SHEET
    assert book.text(RESULTS_SHEET, "A2").startswith("Đã kiểm tra lúc ")
    assert table(book) == expected
    assert book.text(FRONT_SHEET, STATE.cell).startswith("Đã kiểm tra lúc")
    first = book.notes()
    ours = {place for place, text in first.items() if text.startswith(COMMENT_AUTHOR)}
    assert len(ours) >= 5
    assert first[SECTION, WHOLE] == "của tôi"
    # ----- mend one number, click on the section's own button
    broken = sorted(place for place in ours if place[0] == "7 Chính quyền số")[0]
    book.put(*broken, None)
    before = table(book)
    book.click(SECTION, "Kiểm tra")
    second = book.notes()
    assert table(book) == told_by_the_command_line(book.saved_copy(tmp_path / "lại.xlsx"))[0]
    assert table(book) != before
    assert second[SECTION, WHOLE] == "của tôi"
    unchanged = ours - {broken}
    assert {place: second.get(place) for place in unchanged} == {p: first[p] for p in unchanged}
    assert second.get(broken) != first[broken]


def test_xoa_danh_dau_takes_away_what_kiem_tra_left_and_nothing_else(book: ClickedBook) -> None:
    figures = book.column(SECTION, Column.VALUE, 5, 25)
    book.click(SECTION, "Kiểm tra")
    assert book.notes()
    book.cell(SECTION, "D5").Spreadsheet.Annotations.insertNew(
        book.cell(SECTION, "D5").CellAddress, "của tôi"
    )
    said = book.click(SECTION, "Xóa đánh dấu")
    assert said.startswith("Đã xóa")
    assert book.notes() == {(SECTION, "D5"): "của tôi"}
    assert table(book) == []
    assert book.text(FRONT_SHEET, STATE.cell) == "Chưa kiểm tra"
    assert book.column(SECTION, Column.VALUE, 5, 25) == figures


def test_khoi_phuc_cong_thuc_asks_and_then_the_selected_ratio_computes_itself(
    book: ClickedBook, ward_report: ReadReport
) -> None:
    layout = Layout(ward_report.template)
    row = next(
        row
        for row in ward_report.template.rows
        if row.is_ratio and (layout.sheet_of(row.key), layout.cell(row.key)) == (SECTION, RATIO)
    )
    assert layout.cell(row.denominator or "") == WHOLE
    assert layout.cell(row.numerator or "") == DONE
    assert [book.text(SECTION, cell) for cell in (RATIO, WHOLE, DONE)] == ["100", "29", "23"]
    book.select(SECTION, RATIO)
    said = book.click(SECTION, "Khôi phục công thức", answers=("No", "OK"))
    assert "Chưa thay" in said
    assert book.text(SECTION, RATIO) == "100"
    said = book.click(SECTION, "Khôi phục công thức", answers=("Yes", "OK"))
    assert "(100)" in said  # what had been typed is told
    assert book.cell(SECTION, RATIO).Formula.upper().startswith("=IFERROR(CCHC_TYLE(")
    assert book.cell(SECTION, RATIO).Value == 79.31
    book.put(SECTION, DONE, 29)
    assert book.cell(SECTION, RATIO).Value == 100


def test_tao_tep_gui_makes_a_macro_free_file_that_opens_on_what_is_open(
    book: ClickedBook, tmp_path: Path
) -> None:
    said = book.click(FRONT_SHEET, "Tạo tệp gửi")
    [path] = tmp_path.glob("*.xlsx")
    assert path.name == "UBND phường Hoa Mai - Quý III năm 2023.xlsx"
    assert path.name in said
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        parts = {name: package.read(name) for name in package.namelist()}
    assert not [name for name in parts if "vba" in name.lower() or "externalLink" in name]
    assert not [name for name, data in parts.items() if b"CCHC_TYLE" in data]
    assert not [name for name, data in parts.items() if b"CCHC_KIEMTRA(" in data]
    found = told_by_the_command_line(path)
    assert found == told_by_the_command_line(book.saved_copy(tmp_path / "sau" / "sổ.xlsx"))
    assert found[1] > 5
    [front] = [
        name for name, data in parts.items() if b'tabSelected="1"' in data and "sheets/" in name
    ]
    assert "KẾT QUẢ KIỂM TRA".encode() in parts["xl/sharedStrings.xml"]
    assert front == f"xl/worksheets/sheet{book.sheet_names.index(RESULTS_SHEET) + 1}.xml"


def test_in_xuat_pdf_makes_a_pdf_beside_the_workbook(book: ClickedBook, tmp_path: Path) -> None:
    said = book.click(SECTION, "In / xuất PDF")
    [path] = tmp_path.glob("*.pdf")
    assert path.name in said
    data = path.read_bytes()
    assert data.startswith(b"%PDF")
    assert b"%%EOF" in data[-1024:]
    assert len(data) > 20_000


def test_huong_dan_shows_the_guide_and_says_nothing(book: ClickedBook) -> None:
    book.click(SECTION, "Hướng dẫn", answers=())
    book.window.wait("Trang Hướng dẫn", lambda: book.active_sheet == GUIDE_SHEET)
    assert book.window.dialogs() == []


def test_tu_kiem_tra_writes_both_halves_of_its_sheet(book: ClickedBook) -> None:
    said = book.click(FRONT_SHEET, "Tự kiểm tra")
    assert "mọi mục đều đạt" in said
    book.window.wait(
        "Phần VBA của trang Tự kiểm tra", lambda: book.text("Tự kiểm tra", "B44") == "Đạt"
    )
    assert book.active_sheet == "Tự kiểm tra"
    results = book.column("Tự kiểm tra", "B", 4, 25)
    assert results.count("Đạt") >= 10
    assert "Không đạt" not in results
    assert book.text("Tự kiểm tra", "C43") == "LibreOffice"


def test_tong_hop_asks_for_the_folder_and_adds_up_what_lies_in_it(
    open_shipped: Opener, tmp_path: Path
) -> None:
    received = tmp_path / "received"  # a keyboard under xdotool writes ASCII
    for number in (1, 2, 3):
        make.book(received / f"xã {number}.xlsx", f"Xã số {number}", make.plain(number))
    parent = open_shipped(make.FORM.id)
    for place, words in ((ORG_UNIT, "Huyện Mẫu"), (LEVEL, "Cấp huyện")):
        parent.put(place.sheet, place.cell, words)
    parent.put(PERIOD.sheet, PERIOD.cell, period_words(make.Q1))
    said = parent.click(FRONT_SHEET, "Tổng hợp", answers=(Typed(str(received)), "OK"))
    assert "3 tệp" in said
    sent = Layout(make.FORM).place_of(make.SENT)
    assert parent.cell(*sent).Value == 6  # 1 + 2 + 3
    assert parent.cell(*sent).Formula.startswith("=")
