"""The validator helper reports what is wrong, and only that."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tests import ooxml

pytestmark = pytest.mark.slow  # each call starts node and a .NET executable

X14 = (
    b'<extLst><ext uri="{79F54976-1DA5-4618-B147-4CDE4B953A38}" '
    b'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    b'<x14:workbookPr defaultImageDpi="32767"/></ext></extLst>'
)


@pytest.fixture
def book_file(tmp_path: Path) -> Path:
    path = tmp_path / "sổ báo cáo.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Trang chính")
        page.write_formula("A1", "=1+1", None, 2)
        page.insert_button("B1", {"macro": "CCHC_KiemTra", "caption": "Kiểm tra"})
        page.data_validation("A2", {"validate": "integer", "criteria": ">=", "value": 0})
    return path


def changed(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """Copy ``path`` with one replacement in one part."""
    copy = path.with_stem(f"{path.stem} sửa")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                assert old in data
                data = data.replace(old, new)
            target.writestr(name, data)
    return copy


@pytest.mark.parametrize("office", ["Office2010", "Microsoft365"])
def test_an_xlsxwriter_workbook_is_valid(book_file: Path, office: str) -> None:
    assert ooxml.validate(book_file, office) == []


def test_a_misplaced_element_is_reported_with_its_part(book_file: Path) -> None:
    broken = changed(book_file, "xl/workbook.xml", b"<sheets>", b"<calcPr/><sheets>")
    [problem, *_] = ooxml.validate(broken)
    assert problem.startswith("/xl/workbook.xml: /x:workbook[1]")
    assert "calcPr" in problem


def test_a_file_that_is_no_zip_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "hỏng.xlsx"
    path.write_bytes(b"khong phai so")
    assert len(ooxml.validate(path)) == 1


def test_what_excel_itself_writes_raises_no_alarm(book_file: Path) -> None:
    like_excel = changed(book_file, "xl/workbook.xml", b"</workbook>", X14 + b"</workbook>")
    assert ooxml.validate(like_excel) == []


def test_a_validator_that_cannot_run_is_no_valid_file(
    book_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = tmp_path / "validator"
    command.write_text("#!/bin/sh\necho 'no binary' >&2\nexit 2\n", encoding="utf-8")
    command.chmod(0o755)
    monkeypatch.setenv("CCHC_OOXML_VALIDATOR", str(command))
    with pytest.raises(RuntimeError, match="no binary"):
        ooxml.validate(book_file)
