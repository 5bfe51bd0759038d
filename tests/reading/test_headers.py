"""The columns are found wherever they stand and whatever the header looks like."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from cchc_xl.services import UnusableFileError
from tests.reading.forms import (
    Line,
    edition,
    filled,
    lines_of,
    outcome,
    read_text,
    table_text,
)

ONE_LINE = (("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú"),)
TWO_LINES = (
    ("STT", "Chỉ tiêu thống kê", "Kết quả thống kê", "", "Ghi chú"),
    ("", "", "Đơn vị tính", "Số liệu", ""),
)


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    return lines_of(filled(edition("chodon-xa-2024"), 3))


def all_right(folder: Path, text: str, lines: Sequence[Line]) -> bool:
    read = read_text(folder, text)
    result = outcome(read, lines)
    return not result.wrong and not result.unmatched and not read.extra


@pytest.mark.parametrize(
    "header",
    [
        ONE_LINE,
        TWO_LINES,
        (("TT", "Nội dung", "ĐVT", "Kết quả", "Ghi chú"),),
        (("Số TT", "Tên chỉ tiêu", "Đơn vị tính", "Kết quả thực hiện", "Ghi chú"),),
        (("STT", "CHỈ TIÊU THỐNG KÊ", "ĐƠN VỊ TÍNH", "SỐ LIỆU", "GHI CHÚ"),),
        (("STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu quý I/2024", "Ghi chú"),),
        (("<b>STT</b>", "<b>Chỉ tiêu thống kê</b>", "**Đơn vị tính**", "**Số liệu**", "Ghi chú"),),
        (*ONE_LINE, ("(1)", "(2)", "(3)", "(4)", "(5)")),
        (*ONE_LINE, ("A", "B", "1", "2", "3")),
        (*TWO_LINES, ("1", "2", "3", "4", "5")),
    ],
)
def test_headers_people_write(
    tmp_path: Path, lines: list[Line], header: Sequence[Sequence[str]]
) -> None:
    assert all_right(tmp_path, table_text(lines, header=header), lines)
    assert all_right(tmp_path, table_text(lines, header=header, page=None), lines)


@pytest.mark.parametrize("order", [(0, 1, 3, 2, 4), (1, 0, 2, 3, 4), (4, 3, 2, 1, 0)])
@pytest.mark.parametrize("header", [ONE_LINE, TWO_LINES])
def test_columns_in_another_order(
    tmp_path: Path,
    lines: list[Line],
    header: Sequence[Sequence[str]],
    order: tuple[int, ...],
) -> None:
    text = table_text(lines, header=header)
    moved = [
        "\t".join(line.split("\t")[n] for n in order) if "\t" in line else line
        for line in text.split("\n")
    ]
    assert all_right(tmp_path, "\n".join(moved), lines)


def test_a_lost_header_leaves_the_usual_order(tmp_path: Path, lines: list[Line]) -> None:
    text = table_text(lines, header=(), page=None)
    assert all_right(tmp_path, text, lines)
    trimmed = "\n".join(line.rstrip() for line in text.split("\n"))
    letterhead = "UBND HUYỆN SÔNG XANH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    assert all_right(tmp_path, letterhead + trimmed, lines)


def test_tabs_trimmed_by_an_editor(tmp_path: Path, lines: list[Line]) -> None:
    for header in (ONE_LINE, TWO_LINES):
        text = table_text(lines, header=header)
        assert all_right(tmp_path, "\n".join(line.rstrip() for line in text.split("\n")), lines)


@pytest.mark.parametrize("missing", [2, 4])
def test_a_table_without_measures_or_without_notes(
    tmp_path: Path, lines: list[Line], missing: int
) -> None:
    kept = [n for n in range(5) if n != missing]
    text = table_text(lines, header=ONE_LINE)
    fewer = [
        "\t".join(line.split("\t")[n] for n in kept) if "\t" in line else line
        for line in text.split("\n")
    ]
    assert all_right(tmp_path, "\n".join(fewer), lines)


def test_columns_of_others_beside_the_table_are_passed_over(
    tmp_path: Path, lines: list[Line]
) -> None:
    text = table_text(lines)
    wider = [f"x\t{line}\ty" if "\t" in line else line for line in text.split("\n")]
    assert all_right(tmp_path, "\n".join(wider), lines)


def test_a_letterhead_with_a_tab_is_read_for_its_names_not_as_a_row(
    tmp_path: Path, lines: list[Line]
) -> None:
    head = [
        "UBND HUYỆN SÔNG XANH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "UBND XÃ BÌNH AN\tĐộc lập - Tự do - Hạnh phúc",
        "BÁO CÁO",
        "Công tác cải cách hành chính quý I năm 2024",
    ]
    for header in (ONE_LINE, TWO_LINES):
        read = read_text(tmp_path, table_text(lines, head=head, header=header))
        assert read.report.org_unit.name == "UBND xã Bình An"
        assert str(read.report.period) == "2024-Q1"
        assert read.extra == ()


def test_titles_between_the_parts_are_no_rows(tmp_path: Path, lines: list[Line]) -> None:
    text = table_text(lines, page=None)
    titled = text.replace("\n2\tCải cách", "\nBiểu mẫu 2\nCải cách thể chế\n\n2\tCải cách")
    assert all_right(tmp_path, titled, lines)
    in_a_cell = text.replace("\n2\tCải cách", "\n\t\t\t\t\nPHẦN II\t\t\t\t\n2\tCải cách")
    assert all_right(tmp_path, in_a_cell, lines)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "STT\tChỉ tiêu thống kê\tĐơn vị tính\tSố liệu\tGhi chú\n",
        "STT\tChỉ tiêu thống kê\tĐơn vị tính\tSố liệu\n1\tMột dòng\tCái\t3\n",
        "Kính gửi:\tSở Cây xanh\nNơi nhận:\tNhư trên\n" * 5,
        "a,b,c,d\n1,2,3,4\n" * 9,
    ],
)
def test_a_text_without_a_table_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnusableFileError) as refused:
        read_text(tmp_path, text or "\n")
    assert refused.value.finding.code == "KT901"


def test_a_small_table_in_the_text_of_the_report_is_not_taken_for_the_appendix(
    tmp_path: Path, lines: list[Line]
) -> None:
    narrative = (
        "BÁO CÁO\nCông tác cải cách hành chính quý III năm 2023\n"
        "TT\tNội dung\tKết quả\tĐơn vị tính\n1\tHọp giao ban\t3\tCuộc\n2\tTập huấn\t1\tLớp\n"
        "3\tTuyên truyền\t5\tTin\n\nPhụ lục\nSỐ LIỆU CCHC QUÝ I NĂM 2024\n"
        "(Kèm theo Báo cáo số 1/BC-UBND của UBND xã Bình An)\n"
    )
    read = read_text(tmp_path, narrative + table_text(lines))
    result = outcome(read, lines)
    assert (result.wrong, result.unmatched, read.extra) == ((), (), ())
    assert (read.report.org_unit.name, str(read.report.period)) == ("UBND xã Bình An", "2024-Q1")


def test_an_appendix_whose_parts_have_their_columns_in_different_order(
    tmp_path: Path, lines: list[Line]
) -> None:
    half = len(lines) // 2
    first = table_text(lines[:half], header=ONE_LINE)
    second = "\n".join(
        "\t".join(line.split("\t")[n] for n in (0, 1, 3, 2, 4)) if "\t" in line else line
        for line in table_text(lines[half:], header=ONE_LINE).split("\n")
    )
    assert all_right(tmp_path, first + second, lines)
