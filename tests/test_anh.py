"""Pictures for the documentation."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from tools.anh import draw, file_name, main


@pytest.mark.parametrize(
    ("sheet", "name"),
    [
        ("Trang chính", "trang-chinh"),
        ("Tình hình nộp", "tinh-hinh-nop"),
        ("Chi tiết đơn vị", "chi-tiet-don-vi"),
        ("1. Chỉ đạo, điều hành", "1-chi-dao-dieu-hanh"),
        ("_cchc", "cchc"),
        ("…", "trang"),
    ],
)
def test_a_picture_is_named_after_its_sheet_without_diacritics(sheet: str, name: str) -> None:
    assert file_name(sheet) == name


@pytest.fixture
def book_file(tmp_path: Path) -> Path:
    path = tmp_path / "so.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Trang chính").insert_button("B2", {"macro": "A", "caption": "Kiểm tra"})
        page = book.add_worksheet("In phụ lục")
        page.write_column("A1", range(120))
        hidden = book.add_worksheet("_cchc")
        hidden.write("A1", 1)
        hidden.very_hidden()
    return path


@pytest.mark.libreoffice
@pytest.mark.usefixtures("calc")  # skips where LibreOffice is missing
def test_visible_sheets_are_drawn_one_picture_each(book_file: Path, tmp_path: Path) -> None:
    drawn = draw(book_file, tmp_path / "images")
    assert [path.name for path in drawn] == ["trang-chinh.png", "in-phu-luc.png"]
    assert sorted((tmp_path / "images").iterdir()) == sorted(drawn)


@pytest.mark.libreoffice
@pytest.mark.usefixtures("calc")
def test_a_sheet_on_paper_is_drawn_page_by_page(book_file: Path, tmp_path: Path) -> None:
    drawn = draw(book_file, tmp_path, on_paper=["In phụ lục"], dpi=30)
    assert [path.name for path in drawn] == [
        "in-phu-luc-in-1.png",
        "in-phu-luc-in-2.png",
        "in-phu-luc-in-3.png",
    ]


@pytest.mark.libreoffice
@pytest.mark.usefixtures("calc")
def test_an_unknown_sheet_ends_with_code_2_and_names_the_sheets(
    book_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(book_file), "-o", str(tmp_path), "--trang", "Không có"]) == 2
    assert "Trang chính" in capsys.readouterr().err
