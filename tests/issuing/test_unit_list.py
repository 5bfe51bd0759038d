"""The unit list: however it was saved, whatever its headers; every bad line is told."""

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.model import Level, ListedUnit, Period
from cchc_xl.workbook.unit_lines import find_header, understand
from cchc_xl.workbook.unit_list import (
    UnitList,
    UnitListError,
    list_text,
    read_unit_list,
    write_unit_list,
)
from tests.reading.test_encodings import cp1258

THREE = (
    ListedUnit("UBND xã Tân Lập", Level.XA, "01", ("Tân Lập", "Xã Tân Lập"), "A"),
    ListedUnit("Sở Nội vụ", Level.SO, "", ("SNV",)),
    ListedUnit("UBND phường Hoa; Mai", Level.XA),
)
COMMAS = """ten_don_vi,cap,ma,ten_khac,nhom
UBND xã Tân Lập,xa,01,Tân Lập|Xã Tân Lập,A
Sở Nội vụ,,,SNV,
"UBND phường Hoa; Mai",Phường,,,
"""
SEMICOLONS = """Tên đơn vị;Nhóm;Tên khác;Mã;CẤP;Ghi chú
UBND xã Tân Lập;A;Tân Lập|Xã Tân Lập;01;cấp xã;nộp sớm

Sở Nội vụ;;SNV;;Sở, ngành;
"UBND phường Hoa; Mai";;;;;
"""


def read(tmp_path: Path, text: str) -> UnitList:
    path = tmp_path / "ds.csv"
    path.write_text(text, encoding="utf-8")
    return read_unit_list(path)


def faults(tmp_path: Path, *lines: str) -> list[str]:
    """What is told of lines under a header; the first of them is line 2."""
    found = read(tmp_path, "\n".join(["ten_don_vi;cap;ma;ten_khac;nhom;ky;han_nop", *lines]))
    return list(found.faults)


@pytest.mark.parametrize("text", [COMMAS, SEMICOLONS, COMMAS.replace("\n", "\r\n")])
@pytest.mark.parametrize(
    "encode", [str.encode, lambda t: t.encode("utf-8-sig"), cp1258], ids=["utf8", "bom", "cp1258"]
)
def test_a_text_is_read_however_it_was_saved(
    tmp_path: Path, text: str, encode: Callable[[str], bytes]
) -> None:
    path = tmp_path / "ds.csv"
    path.write_bytes(encode(text))
    found = read_unit_list(path)
    assert found.units == THREE
    assert found.faults == ()


def test_a_workbook_is_read_below_its_title_with_codes_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "ds.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Bìa").write("A1", "Tên báo cáo")
        sheet = book.add_worksheet("Đơn vị")
        sheet.write("A2", "DANH SÁCH ĐƠN VỊ")
        sheet.write_row(
            "B4", ["STT", "Tên đơn vị", "Cấp", "Mã đơn vị", "Tên khác", "Kỳ", "Hạn nộp"]
        )
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row("B5", [1, "UBND xã  Một", "Xã", 101, "Xã Một\nMột", "Quý I năm 2024"])
        sheet.write_datetime("H5", dt.datetime(2024, 3, 5), day)
        sheet.write_row("B6", [2, "Công an tỉnh", "so", 102.0])
        sheet.write_row("B7", [3])
    assert read_unit_list(path) == UnitList(
        units=(
            ListedUnit("UBND xã Một", Level.XA, "101", ("Xã Một", "Một")),
            ListedUnit("Công an tỉnh", Level.SO, "102"),
        ),
        period=Period.parse("2024-Q1"),
        deadline=dt.date(2024, 3, 5),
    )


def test_of_two_sheets_with_lists_only_the_named_one_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "ds.xlsx"
    for second in ("Sở", "Danh sách đơn vị"):
        with xlsxwriter.Workbook(str(path)) as book:
            for name, unit in (("Xã", "UBND xã Một"), (second, "Sở Nội vụ")):
                book.add_worksheet(name).write_column("A1", ["ten_don_vi", unit])
        if second == "Sở":
            with pytest.raises(UnitListError, match="2 trang danh sách"):
                read_unit_list(path)
        else:
            assert [unit.name for unit in read_unit_list(path).units] == ["Sở Nội vụ"]


def test_a_blank_level_comes_from_the_name_and_a_doubtful_one_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, "ten_don_vi,cap\nUBND huyện Một,\nVăn phòng,\nUBND xã Hai,so\n")
    assert [unit.level for unit in found.units] == [Level.HUYEN, None, Level.SO]
    assert [fault.split(":")[0] for fault in found.faults] == ["Dòng 3"]
    assert [note.split(":")[0] for note in found.notes] == ["Dòng 4"]


@pytest.mark.parametrize(
    ("lines", "number", "word"),
    [
        ((";xa;01",), 2, "thiếu tên"),
        (("UBND xã Một;khác",), 2, "cấp “khác”"),
        (("Hội đồng;",), 2, "không cho biết cấp"),
        (("UBND xã Một;;7", "", "UBND xã Hai;;7"), 4, "mã “7” đã dùng ở dòng 2"),
        (("UBND xã Một", "UBND XÃ MỘT"), 3, "đã có ở dòng 2"),
        (("UBND xã Một;;1", "UBND xã Một"), 3, "đã có ở dòng 2"),
        (("UBND xã Lạc", "UBND xã Lác"), 3, "chỉ khác dấu"),
        (("UBND xã Một", "UBND xã Hai;;2;UBND xã Một"), 3, "“UBND xã Một” cũng là"),
        (("UBND xã Một;;1;M", "UBND xã Hai;;2;m"), 3, "“m” cũng là"),
        (("UBND xã Một;;;;;2024-Q2",), 2, "kỳ “2024-Q2”"),
        (("UBND xã Một;;;;;;31/02/2024",), 2, "hạn nộp “31/02/2024”"),
    ],
)
def test_a_bad_line_is_told_once_with_its_number(
    tmp_path: Path, lines: tuple[str, ...], number: int, word: str
) -> None:
    [fault] = faults(tmp_path, *lines)
    assert fault.startswith(f"Dòng {number}: ")
    assert word in fault


def test_codes_tell_two_units_of_one_name_apart(tmp_path: Path) -> None:
    assert faults(tmp_path, "UBND xã Một;;1", "UBND xã Một;;2", "UBND xã Mốt;;3") == []


def test_an_alias_that_repeats_the_own_name_says_nothing(tmp_path: Path) -> None:
    [unit] = read(tmp_path, "ten_don_vi;ten_khac\nUBND xã Một;ubnd xã một| |M|M\n").units
    assert unit.aliases == ("M",)


def test_period_and_deadline_are_the_same_on_every_line(tmp_path: Path) -> None:
    lines = ("UBND xã Một;;;;;2024-Q1;05/03/2024", "UBND xã Hai;;;;;;2024-03-05")
    assert faults(tmp_path, *lines) == []
    [fault] = faults(tmp_path, *lines, "UBND xã Ba;;;;;2024-6T;")
    assert "2024-Q1 ở dòng 2" in fault
    assert "2024-6T ở dòng 4" in fault


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"a;b\n1;2\n", "không có dòng tiêu đề"),
        (b"ten_don_vi;cap\n", "chưa có đơn vị nào"),
        ("ten_don_vi;Tên đơn vị\nA;B".encode(), "hai cột"),
        ('ten_don_vi;cap\nUBND xã A;xa\n"UBND xã B;xa\n'.encode(), "dòng 3"),
        (b"%PDF-1.4", "PDF"),
        (b"", "rỗng"),
    ],
)
def test_a_list_that_cannot_be_used_is_one_sentence(tmp_path: Path, data: bytes, word: str) -> None:
    path = tmp_path / "ds.csv"
    path.write_bytes(data)
    with pytest.raises(UnitListError, match=word) as caught:
        read_unit_list(path)
    assert "\n" not in str(caught.value)


def test_a_missing_list_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnitListError, match="Không tìm thấy"):
        read_unit_list(tmp_path / "ds.csv")


NAMES = st.text(st.sampled_from("abcđÁệ =+-@'\";,|&1"), min_size=1, max_size=12)


@given(
    names=st.lists(NAMES, min_size=1, max_size=5, unique_by=str.casefold),
    level=st.sampled_from(Level),
)
def test_what_is_written_is_read_back(names: list[str], level: Level) -> None:
    units = tuple(
        ListedUnit(f"Đơn vị {n}{name}".strip(), level, f"m{n}", (f"=k{n}",), "=nhóm")
        for n, name in enumerate(names)
    )
    units = tuple(
        ListedUnit(" ".join(u.name.split()), u.level, u.code, u.aliases, u.group) for u in units
    )
    text = list_text(units, Period.parse("2024-Q1"), dt.date(2024, 3, 5))
    rows = list(enumerate(csv.reader(io.StringIO(text), delimiter=";"), 1))
    assert not any(c.startswith(("=", "+", "-", "@")) for _, cells in rows for c in cells)
    header = find_header(rows)
    assert header is not None
    found = understand(rows[1:], header[1])
    assert found == UnitList(units, Period.parse("2024-Q1"), dt.date(2024, 3, 5))


def test_a_written_list_is_a_file_excel_opens_rightly(tmp_path: Path) -> None:
    path = tmp_path / "ds.csv"
    write_unit_list(path, THREE)
    assert path.read_bytes().startswith(
        b"\xef\xbb\xbften_don_vi;cap;ma;ten_khac;nhom;ky;han_nop\r\n"
    )
    assert read_unit_list(path) == UnitList(THREE)
