"""xlwings on LibreOffice behaves as xlwings on Excel does, as far as our code relies on it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

if TYPE_CHECKING:
    import xlwings as xw

pytestmark = pytest.mark.libreoffice


def test_values_come_back_as_they_were_written(book: xw.Book) -> None:
    sheet = book.sheets[0]
    rows = [
        ["Mã số", 1.5, True, None],
        ["Đỗ Văn Đức", 0.0, False, dt.datetime(2024, 3, 5)],
        [None, 1.0, None, dt.datetime(2024, 12, 31, 8, 30)],
    ]
    sheet["B2"].value = rows
    assert sheet["B2:E4"].value == rows
    assert sheet["C4"].value is not True
    assert sheet["D2"].value is True


def test_a_block_is_two_dimensional_when_asked(book: xw.Book) -> None:
    sheet = book.sheets[0]
    sheet["A1"].value = [[1], [2]]
    assert sheet["A1:A2"].options(ndim=2).value == [[1.0], [2.0]]
    assert sheet["A1"].options(ndim=2).value == [[1.0]]


def test_an_apostrophe_keeps_text_a_text_and_an_equals_sign_makes_a_formula(book: xw.Book) -> None:
    sheet = book.sheets[0]
    sheet["A1"].value = [["'=1+1", "=1+1", "'1.1", "'@SUM(1)"]]
    assert sheet["A1:D1"].value == ["=1+1", 2.0, "1.1", "@SUM(1)"]
    assert sheet["A1"].formula == "=1+1"  # Excel, too, shows the text
    sheet["A2"].value = "=A1"
    assert sheet["A2"].value == "=1+1"


def test_errors_are_none_or_their_name(book: xw.Book) -> None:
    sheet = book.sheets[0]
    sheet["A1"].formula = [["=1/0", "=NA()", '=""']]
    assert sheet["A1:C1"].value == [None, None, None]
    named = sheet["A1:C1"].options(err_to_str=True).value
    assert named == ["#DIV/0!", "#N/A", None]


def test_formulas_are_written_and_read_as_excel_has_them(book: xw.Book) -> None:
    other = book.sheets.add("Danh mục", after=book.sheets[0])
    book.sheets[0]["A1"].value = [[3], [4]]
    other["B1:B2"].formula = "=IF('Dữ liệu'!A1>3,SUM('Dữ liệu'!$A$1:$A$2),\"nhỏ\")"
    assert other["B1:B2"].value == ["nhỏ", 7.0]
    assert other["B2"].formula == "=IF('Dữ liệu'!A2>3,SUM('Dữ liệu'!$A$1:$A$2),\"nhỏ\")"
    book.sheets[0]["A1"].value = 5
    assert other["B1"].value == 9.0


def test_expand_end_and_used_range_find_the_table(book: xw.Book) -> None:
    sheet = book.sheets[0]
    sheet["B2"].value = [["a", "b"], [1, 2], [3, 4]]
    assert sheet["B2"].expand().address == "$B$2:$C$4"
    assert sheet["B2"].end("down").address == "$B$4"
    assert sheet["C4"].end("left").address == "$B$4"
    assert sheet["B2"].current_region.address == "$B$2:$C$4"
    sheet["F9"].value = 1
    assert sheet.used_range.last_cell.address == "$F$9"


def test_notes_are_added_read_changed_listed_and_deleted(book: xw.Book) -> None:
    sheet = book.sheets[0]
    assert not list(sheet.notes)
    sheet["B2"].add_note("Lỗi: thiếu số\nGhi lại")
    note = sheet["B2"].note
    assert note is not None
    assert note.text == "Lỗi: thiếu số\nGhi lại"
    note.text = "Đã sửa"
    sheet["C3"].add_note("khác")
    assert {n.location.address: n.text for n in sheet.notes} == {"$B$2": "Đã sửa", "$C$3": "khác"}
    with pytest.raises(ValueError, match="already has a note"):
        sheet["B2"].add_note("lần nữa")
    note.delete()
    assert [n.location.address for n in sheet.notes] == ["$C$3"]


def test_writing_values_leaves_notes_where_they_are(book: xw.Book) -> None:
    sheet = book.sheets[0]
    sheet["B2"].add_note("của người dùng")
    sheet["B2"].value = 5
    sheet["A1"].value = [[1, "hai"], [None, dt.datetime(2024, 3, 5)], ["=A1+1", True]]
    sheet["B2"].formula = "=1+1"
    assert [n.text for n in sheet.notes] == ["của người dùng"]
    assert sheet["A1:B3"].value == [[1.0, "hai"], [None, 2.0], [2.0, True]]


def test_looks_are_kept(book: xw.Book) -> None:
    sheet = book.sheets[0]
    cell = sheet["A1"]
    assert cell.color is None
    cell.color = "#FFC7CE"
    cell.number_format = "0.00"
    cell.font.bold = True
    cell.font.italic = True
    cell.font.size = 13
    cell.font.name = "Times New Roman"
    cell.font.color = (1, 2, 3)
    cell.wrap_text = True
    assert cell.color == (255, 199, 206)
    assert cell.number_format == "0.00"
    font = cell.font
    assert (font.bold, font.italic, font.size, font.name) == (True, True, 13, "Times New Roman")
    assert font.color == (1, 2, 3)
    assert cell.wrap_text is True
    assert sheet["B1"].font.bold is False
    cell.clear_formats()
    assert cell.color is None


def test_rows_and_columns_hide_and_widen(book: xw.Book) -> None:
    sheet = book.sheets[0]
    sheet["H:H"].columns.hidden = True
    sheet["5:6"].rows.hidden = True
    sheet["B1"].column_width = 20
    sheet["B1"].row_height = 30
    assert sheet["H1"].columns.hidden is True
    assert sheet["G1"].columns.hidden is False
    assert sheet["A5"].rows.hidden is True
    assert sheet["B1"].column_width == pytest.approx(20, abs=0.1)
    assert sheet["B1"].row_height == pytest.approx(30, abs=0.1)


def test_a_link_is_kept_with_its_words(book: xw.Book) -> None:
    cell = book.sheets[0]["A1"]
    with pytest.raises(KeyError):
        _ = cell.hyperlink
    cell.add_hyperlink("https://example.org/", "Mở trang")
    assert cell.hyperlink == "https://example.org/"
    assert cell.value == "Mở trang"


def test_names_point_to_cells_and_may_change(book: xw.Book) -> None:
    book.names.add("CCHC_VUNG", "='Dữ liệu'!$A$1:$B$2")
    assert book.names["CCHC_VUNG"].refers_to == "='Dữ liệu'!$A$1:$B$2"
    assert book.sheets[0]["CCHC_VUNG"].shape == (2, 2)
    book.names["CCHC_VUNG"].refers_to = "='Dữ liệu'!$C$1"
    assert book.names["CCHC_VUNG"].refers_to_range.address == "$C$1"
    book.names["CCHC_VUNG"].delete()
    assert "CCHC_VUNG" not in book.names


def test_sheets_come_go_hide_and_show(book: xw.Book) -> None:
    book.sheets.add("Hai", after=book.sheets[0])
    book.sheets.add("Không", before=book.sheets[0])
    assert [sheet.name for sheet in book.sheets] == ["Không", "Dữ liệu", "Hai"]
    book.sheets["Hai"].activate()
    assert book.sheets.active.name == "Hai"
    book.sheets["Không"].visible = False
    assert book.sheets["Không"].visible is False
    book.sheets["không"].delete()
    assert [sheet.name for sheet in book.sheets] == ["Dữ liệu", "Hai"]


def test_the_selection_is_told(office: xw.App, book: xw.Book) -> None:
    book.sheets[0]["C3:D7"].select()
    assert book.selection is not None
    assert book.selection.address == "$C$3:$D$7"


def test_saved_under_a_vietnamese_name_and_called_back(book: xw.Book, tmp_path: Path) -> None:
    import xlwings as xw

    path = tmp_path / "Báo cáo quý I – đơn vị Ân Hòa.xlsx"
    with pytest.raises(ValueError, match="chưa được lưu"):
        book.impl.save()
    book.sheets[0]["A1"].value = [["Đã ghi", True]]
    book.save(path)
    assert book.name == path.name
    assert Path(book.fullname) == path
    assert xw.Book(path) == book
    book.set_mock_caller()
    xw.Book.caller().sheets[0]["A2"].value = "Đã kiểm tra"
    book.save()
    found: Any = openpyxl.load_workbook(path).active
    assert [[cell.value for cell in row] for row in found["A1:B2"]] == [
        ["Đã ghi", True],
        ["Đã kiểm tra", None],
    ]


def test_a_copy_leaves_name_and_state_alone(book: xw.Book, tmp_path: Path) -> None:
    book.sheets[0]["A1"].value = 1
    book.impl.save_copy(str(tmp_path / "bản sao.xlsx"))
    assert book.name.startswith("Book")
    assert not Path(book.fullname).is_absolute()
    with pytest.raises(ValueError, match="không ghi được"):
        book.impl.save_copy(str(tmp_path / "bản sao.docx"))


def test_one_sheet_becomes_a_pdf(book: xw.Book, tmp_path: Path) -> None:
    book.sheets[0]["A1"].value = "một"
    book.sheets.add("Hai")["A1"].value = "hai"
    book.sheets["Hai"].impl.to_pdf(str(tmp_path / "hai.pdf"))
    assert (tmp_path / "hai.pdf").read_bytes().startswith(b"%PDF")


def test_without_a_window_screen_and_status_are_only_recorded(office: xw.App) -> None:
    office.screen_updating = False
    office.status_bar = "đang chạy"
    assert office.screen_updating is False
    assert office.status_bar == "đang chạy"
    office.screen_updating = True
    office.status_bar = False
    assert office.impl.screen_history[-2:] == [False, True]
    assert office.impl.status_history[-2:] == ["đang chạy", False]
    office.impl.answers.append("no")
    assert office.alert("Thay?", buttons="yes_no") == "no"
    assert office.alert("Thay?", buttons="yes_no") == "yes"
    assert office.impl.messages[-2:] == ["Thay?", "Thay?"]


def test_a_missing_or_foreign_file_is_refused(office: xw.App, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        office.books.open(tmp_path / "không có.xlsx")


def test_a_document_of_somebody_elses_office_can_be_joined(office: xw.App) -> None:
    import xlwings as xw

    from cchc_xl.calc import attach

    document = office.books.add().api
    joined = attach(document, office.impl.context)
    try:
        joined.sheets[0]["A1"].value = "chung"
        assert document.Sheets.getByIndex(0).getCellByPosition(0, 0).String == "chung"
        assert joined.app.impl.is_guest
    finally:
        joined.app.quit()  # a guest leaves without ending anything
    assert office.impl.office.is_running
    assert [app.pid for app in xw.apps] == [office.pid]
