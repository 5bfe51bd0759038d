"""Parts of a form are read, other people's tables are refused, near forms are not confused."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from cchc_xl.cli import main
from cchc_xl.services import ReadOptions, UnusableFileError, read_file
from cchc_xl.templates.loader import edition_folders
from tests.reading.forms import (
    EDITIONS,
    Line,
    edition,
    filled,
    lines_of,
    outcome,
    read_lines,
    read_text,
    table_text,
    write,
)
from tests.reading.sheets import one_sheet

# ------------------------------------------------------------------------------- parts of a form


@pytest.mark.parametrize("edition_id", EDITIONS)
@pytest.mark.parametrize("number", range(7))
def test_a_table_of_one_part_is_read(tmp_path: Path, edition_id: str, number: int) -> None:
    template = edition(edition_id)
    by_key = {line.key: line for line in lines_of(filled(template, 1))}
    lines = [by_key[row.key] for row in template.sections[number].rows]
    read = read_lines(tmp_path, lines)
    result = outcome(read, lines) if read.template.id == edition_id else None
    if result is None:  # the same part stands word for word in another edition
        assert read.sureness == 1.0
        assert read.extra == ()
        return
    assert (result.wrong, result.unmatched, read.extra) == ((), (), ())
    missing = [f for f in read.report.findings if f.code == "KT101"]
    assert len(missing) == 6  # one note a missing part, not one a row
    assert sum(len(f.related) + 1 for f in missing) == len(template.rows) - len(lines)


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_an_office_may_send_only_its_own_parts(tmp_path: Path, edition_id: str) -> None:
    template = edition(edition_id)
    by_key = {line.key: line for line in lines_of(filled(template, 2))}
    for chosen in ((0, 3), (2, 6), (4, 5), (1, 3, 5)):
        lines = [by_key[row.key] for n in chosen for row in template.sections[n].rows]
        read = read_lines(tmp_path, lines)
        assert read.template.id == edition_id
        result = outcome(read, lines)
        assert (result.wrong, result.unmatched) == ((), ())


# ------------------------------------------------------------------------------- other's tables

BUDGET = """
STT | Nội dung | Đơn vị tính | Số liệu | Ghi chú
1 | Chi thường xuyên | Triệu đồng | 1200 |
1.1 | Lương và các khoản theo lương | Triệu đồng | 900 |
1.2 | Văn phòng phẩm | Triệu đồng | 35 |
1.3 | Điện, nước, vệ sinh | Triệu đồng | 80 |
2 | Chi đầu tư | Triệu đồng | 4000 |
2.1 | Kế hoạch được giao | Triệu đồng | 4000 | đợt 1
2.2 | Đã thực hiện | Triệu đồng | 1500 |
3 | Chi sửa chữa nhà văn hóa | Triệu đồng | 250 |
4 | Chi hỗ trợ hộ nghèo | Triệu đồng | 60 |
5 | Dự phòng | Triệu đồng | 100 |
"""
STAFF = """
STT | Họ tên | Chức vụ | Năm sinh | Ghi chú
1 | A | Chủ tịch | 1975 |
2 | B | Phó Chủ tịch | 1980 |
3 | C | Công chức | 1990 |
4 | D | Công chức | 1991 |
"""
TIMETABLE = """
STT | Nội dung | Kết quả | Địa điểm | Ghi chú
1 | Giao ban đầu tuần | Đã họp | Phòng 1 |
2 | Tiếp công dân | Đã tiếp | Phòng 2 |
3 | Kiểm tra CCHC | Hoãn | Bộ phận Một cửa |
4 | Khảo sát sự hài lòng của người dân, tổ chức | Xong | Nhà văn hóa |
5 | Họp trực tuyến | Xong | Hội trường |
6 | Tổng kết | Chưa | Hội trường |
"""
SCHOOL = """
STT | Chỉ tiêu thống kê | Đơn vị tính | Số liệu | Ghi chú
1 | Tổng số trường | Trường | 4 |
1.1 | Số trường mầm non | Trường | 1 |
1.2 | Số trường tiểu học | Trường | 2 |
2 | Tổng số giáo viên | Người | 120 |
2.1 | Tỷ lệ giáo viên đạt chuẩn | % | 98,5 |
3 | Tổng số học sinh | Người | 1800 |
3.1 | Tỷ lệ học sinh lên lớp | % | 99 |
3.2 | Tỷ lệ chuyên cần | % | 97 |
"""


def grid_of(table: str) -> list[list[str]]:
    return [[c.strip() for c in line.split("|")] for line in table.strip().split("\n")]


def as_workbook(path: Path, table: str) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(grid_of(table)):
            sheet.write_row(row + 2, 1, cells)
    return path


@pytest.mark.parametrize("table", [BUDGET, SCHOOL, STAFF, TIMETABLE])
@pytest.mark.parametrize("kind", ["txt", "xlsx"])
def test_a_table_of_other_things_is_refused_and_the_nearest_edition_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], table: str, kind: str
) -> None:
    if kind == "txt":
        path = write(tmp_path / "a.txt", "\n".join("\t".join(c) for c in grid_of(table)))
    else:
        path = as_workbook(tmp_path / "a.xlsx", table)
    with pytest.raises(UnusableFileError) as refused:
        read_file(path)
    finding = refused.value.finding
    assert (finding.code, finding.kind) == ("KT904", "template-unknown")
    assert finding.facts["nearest"] in edition_folders()
    for command in ("nhap", "kiem-tra"):
        assert main([command, str(path)]) == 2
        said = capsys.readouterr().err
        assert str(finding.facts["nearest"]) in said
        assert len(said.splitlines()) == 1


def test_a_few_rows_of_ours_in_a_table_of_others_are_not_enough(tmp_path: Path) -> None:
    ours = lines_of(filled(edition("chodon-xa-2024"), 1))[:6]
    others = [Line(None, f"{n}", f"Nội dung khác số {n}", "Cái", str(n)) for n in range(20)]
    with pytest.raises(UnusableFileError) as refused:
        read_lines(tmp_path, [*others, *ours])
    assert refused.value.finding.facts["nearest"] == "chodon-xa-2024"


def test_a_long_table_of_others_is_refused_soon(tmp_path: Path) -> None:
    rng = random.Random(1)
    words = ("số", "tỷ lệ", "hồ sơ", "thủ tục", "cấp xã", "đã giải quyết", "văn bản", "công chức")
    lines = [
        Line(None, str(n), " ".join(rng.choices(words, k=6)), "Cái", str(n)) for n in range(6_000)
    ]
    with pytest.raises(UnusableFileError) as refused:
        read_text(tmp_path, table_text(lines, page=None))
    assert refused.value.finding.code == "KT904"


# ------------------------------------------------------------------------- near forms, other years

# Keys that two editions give to one row: the same words, filled or not as a heading.
SAME_ROW = (
    {"muc_khao_sat", "khao_sat_co_to_chuc"},
    {"vb_di_ty_le_dien_tu", "vb_dien_tu_ty_le"},
    {"muc_cong_dvc", "muc_van_hanh_cong_dvc"},
)


@pytest.mark.parametrize("asked", EDITIONS)
@pytest.mark.parametrize("filled_in", EDITIONS)
def test_a_report_read_on_another_edition_never_fills_a_row_of_another_meaning(
    tmp_path: Path, filled_in: str, asked: str
) -> None:
    """Keys are one for one meaning across editions, so they tell right from wrong."""
    lines = lines_of(filled(edition(filled_in), 1))
    template = edition(asked)
    read = read_lines(tmp_path, lines, ReadOptions(template_id=asked))
    meant = {(line.text, line.label): line.key for line in lines}
    found = {key: meant[entry.text, entry.label] for key, entry in read.report.entries.items()}
    mixed_up = [
        (key, other)
        for key, other in found.items()
        if key != other and {key, other} not in SAME_ROW
    ]
    assert mixed_up == []
    shared = [line for line in lines if line.key in template.by_key]
    assert len(set(found) & {line.key for line in shared}) >= 0.55 * len(shared)


@pytest.mark.parametrize("seed", range(3))
def test_every_edition_is_told_from_the_others_by_a_table_with_changes(
    tmp_path: Path, seed: int
) -> None:
    for edition_id in EDITIONS:
        lines: Sequence[Line] = lines_of(filled(edition(edition_id), seed, share=0.6))
        kept = random.Random(seed).sample(range(len(lines)), round(0.8 * len(lines)))
        path = one_sheet(tmp_path / "a.xlsx", [lines[n] for n in sorted(kept)])
        assert read_file(path).template.id == edition_id
