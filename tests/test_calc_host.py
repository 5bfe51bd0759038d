"""The LibreOffice host is what other tests believe, so it is tested itself."""

from __future__ import annotations

import hashlib
import struct
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.calc_host import CalcError, CalcHost, CalcHostError, find_soffice, pdf_to_png

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.libreoffice

SHEET = "Phần 1. Chỉ đạo, điều hành"


@pytest.fixture
def book_file(tmp_path: Path) -> Path:
    """Inputs D1:D2, formulas in D3:D6 that all carry the wrong stored value 999."""
    path = tmp_path / "Báo cáo quý I.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(SHEET)
        page.write("D1", 20)
        page.write("D2", 21)
        page.write_formula("D3", "=D1+D2", None, 999)
        page.write_formula("D4", "=D1/0", None, 999)
        page.write_formula("D5", '=IF(D1=20,"","khác")', None, 999)
        page.write_formula("D6", "=KHONG_CO_HAM(D1)", None, 999)
        other = book.add_worksheet("In phụ lục")
        other.write_formula("A1", f"='{SHEET}'!D1*2", None, 999)
        other.write("A2", "Nguyễn Thị Ánh – đã duyệt")
    return path


def test_a_wrong_stored_value_stays_until_a_hard_recalculation_replaces_it(
    calc: CalcHost, book_file: Path
) -> None:
    with calc.open(book_file) as book:
        assert book.get(SHEET, "D3") == [[999.0]]
        book.recalculate()
        assert book.get(SHEET, "D1:D3") == [[20.0], [21.0], [41.0]]
        assert book.value("In phụ lục", "A1") == 40.0


def test_errors_are_errors_and_empty_text_is_not_an_empty_cell(
    calc: CalcHost, book_file: Path
) -> None:
    [column] = calc.recalculate(book_file, read=[(SHEET, "D4:D7")])
    assert column == [[CalcError("#DIV/0!")], [""], [CalcError("#NAME?")], [None]]


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("=NA()", "#N/A"),
        ('="chữ"+1', "#VALUE!"),
        ('=IF(A1="",NA(),1)', "#N/A"),
        ("=SQRT(-1)", "Err:502"),  # Excel says #NUM!; LibreOffice has no such name for it
        ("=INDIRECT(\"'Không có'!A1\")", "#REF!"),
    ],
)
def test_each_kind_of_error_has_its_name(
    calc: CalcHost, book_file: Path, formula: str, code: str
) -> None:
    with calc.open(book_file) as book:
        book.set_formulas(SHEET, {"F1": formula})
        assert book.value(SHEET, "F1") == CalcError(code)


def test_many_rounds_of_edits_in_one_load(calc: CalcHost, book_file: Path) -> None:
    with calc.open(book_file) as book:
        for n in range(5):
            book.set(SHEET, {"D1": n, "D2": n})
            assert book.value(SHEET, "D3") == 2 * n
        book.set(SHEET, {"D1": None, "D2": True})
        assert book.get(SHEET, "D1:D3") == [[None], [1.0], [1.0]]


def test_edits_then_reading_in_one_call(calc: CalcHost, book_file: Path) -> None:
    total, double = calc.recalculate(
        book_file,
        {(SHEET, "D1"): 1.5, (SHEET, "D2"): 2},
        read=[(SHEET, "D3"), ("In phụ lục", "A1")],
    )
    assert (total, double) == ([[3.5]], [[3.0]])


def test_typed_text_never_becomes_a_formula_or_a_number(calc: CalcHost, book_file: Path) -> None:
    with calc.open(book_file) as book:
        book.set(SHEET, {"E1": "=1+1", "E2": "08", "E3": "Đúng hạn"})
        assert book.get(SHEET, "E1:E3") == [["=1+1"], ["08"], ["Đúng hạn"]]
        assert book.formula(SHEET, "E1:E3") == [[None], [None], [None]]


def test_formulas_read_as_excel_writes_them(calc: CalcHost, book_file: Path) -> None:
    with calc.open(book_file) as book:
        assert book.formula(SHEET, "D2:D5") == [
            [None],
            ["=D1+D2"],
            ["=D1/0"],
            ['=IF(D1=20,"","khác")'],
        ]
        assert book.formula("In phụ lục", "A1") == [[f"='{SHEET}'!D1*2"]]


def test_a_protected_sheet_takes_edits(calc: CalcHost, tmp_path: Path) -> None:
    path = tmp_path / "khóa.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Trang")
        page.write_formula("A2", "=A1+1", None, 999)
        page.protect()
    [values] = calc.recalculate(path, {("Trang", "A1"): 5}, read=[("Trang", "A1:A2")])
    assert values == [[5.0], [6.0]]


def test_sheets_are_listed_in_order(calc: CalcHost, book_file: Path) -> None:
    with calc.open(book_file) as book:
        assert book.sheets() == [SHEET, "In phụ lục"]


def test_a_missing_sheet_or_a_bad_address_is_said_and_the_host_goes_on(
    calc: CalcHost, book_file: Path
) -> None:
    with calc.open(book_file) as book:
        with pytest.raises(CalcHostError, match="Trang không có"):
            book.get("Trang không có", "A1")
        with pytest.raises(CalcHostError, match="no address"):
            book.get(SHEET, "D3;D4")
        assert book.value(SHEET, "D1") == 20.0


def test_a_file_that_is_no_workbook_is_refused(calc: CalcHost, tmp_path: Path) -> None:
    path = tmp_path / "hỏng.xlsx"
    path.write_bytes(b"PK\x03\x04 khong phai so")
    with pytest.raises(CalcHostError):
        calc.open(path)


def test_the_opened_file_and_its_folder_stay_as_they_were(calc: CalcHost, book_file: Path) -> None:
    before = hashlib.sha256(book_file.read_bytes()).digest()
    with calc.open(book_file) as book:
        book.set(SHEET, {"D1": 1})
        book.recalculate()
        assert list(book_file.parent.iterdir()) == [book_file]  # no lock file either
    assert hashlib.sha256(book_file.read_bytes()).digest() == before


@pytest.mark.parametrize("extension", ["xls", "ods", "xlsx"])
def test_conversion_keeps_sheets_and_values(
    calc: CalcHost, book_file: Path, tmp_path: Path, extension: str
) -> None:
    made = calc.convert(book_file, extension, tmp_path / "ra")
    assert made.suffix == f".{extension}"
    book = CalamineWorkbook.from_path(str(made))
    assert book.sheet_names == [SHEET, "In phụ lục"]
    assert book.get_sheet_by_name("In phụ lục").to_python()[1][0] == "Nguyễn Thị Ánh – đã duyệt"


def test_conversion_to_a_format_libreoffice_cannot_write_is_refused(
    calc: CalcHost, book_file: Path, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="xlsb"):
        calc.convert(book_file, "xlsb", tmp_path)


def test_printing_gives_a_picture_of_each_page(
    calc: CalcHost, book_file: Path, tmp_path: Path
) -> None:
    pdf = calc.to_pdf(book_file, tmp_path / "pdf")
    pages = pdf_to_png(pdf, tmp_path / "png", dpi=40)
    assert [page.name for page in pages] == ["Báo cáo quý I-1.png", "Báo cáo quý I-2.png"]
    assert all(page.read_bytes().startswith(b"\x89PNG") for page in pages)


def test_a_picture_holds_a_whole_long_sheet_on_one_page(calc: CalcHost, tmp_path: Path) -> None:
    path = tmp_path / "dài.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Dài")
        page.set_header("&CĐầu trang")
        page.print_area("A1:B3")
        page.write_column("A1", [f"Chỉ tiêu {n}" for n in range(120)])
        book.add_worksheet("Khác").write("A1", 1)
    with calc.open(path) as loaded:
        pdf = loaded.picture("Dài", tmp_path / "dài.pdf")
    [png] = pdf_to_png(pdf, tmp_path, dpi=50)
    width, height = struct.unpack(">II", png.read_bytes()[16:24])
    assert height > 120 * 0.4 / 2.54 * 50 * 0.9  # 120 rows of 4 to 5 mm, unscaled
    assert height > 3 * width


def test_the_decimal_sign_follows_the_locale_of_the_pc(calc: CalcHost, book_file: Path) -> None:
    with calc.open(book_file) as book:
        book.set_formulas(SHEET, {"F1": '=1/2&""'})
        assert book.value(SHEET, "F1") == "0.5"
    with CalcHost(locale="vi-VN") as vietnamese, vietnamese.open(book_file) as book:
        book.set_formulas(SHEET, {"F1": '=1/2&""'})
        assert book.value(SHEET, "F1") == "0,5"


def test_nothing_is_left_running_after_close() -> None:
    if find_soffice() is None:
        pytest.skip("Máy này chưa có LibreOffice (soffice)")
    host = CalcHost()
    folder = host._folder
    assert commands_naming(folder)
    host.close()
    assert not commands_naming(folder)
    assert not folder.exists()
    with pytest.raises(CalcHostError, match="gone"):
        host.request("sheets", doc=1)


def test_a_libreoffice_that_does_not_answer_in_time_is_killed(book_file: Path) -> None:
    if find_soffice() is None:
        pytest.skip("Máy này chưa có LibreOffice (soffice)")
    with CalcHost() as host:
        folder = host._folder
        host._timeout = 0
        with pytest.raises(CalcHostError, match="no answer"):
            host.open(book_file)
        assert soon(lambda: not commands_naming(folder))


def soon(holds: Callable[[], bool]) -> bool:
    """True once it holds: what was killed is gone a moment later."""
    for _ in range(100):
        if holds():
            return True
        time.sleep(0.05)
    return False


def commands_naming(folder: Path) -> list[bytes]:
    """Command lines of living processes that name ``folder``."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = process.read_bytes()
        except OSError:  # ended meanwhile
            continue
        if str(folder).encode() in command:
            found.append(command)
    return found
