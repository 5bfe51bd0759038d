"""Unit, level and period from the words above the table. All names are invented."""

from pathlib import Path

import pytest

from cchc_xl.model import Level, Period
from cchc_xl.templates.document import level_of, read_document
from tests.reading.forms import edition, filled, lines_of, read_text, table_text

Facts = tuple[str | None, str | None, str | None]


def facts_of(head: str) -> Facts:
    lines = head.strip("\n").split("\n")
    facts = read_document(lines, lines)
    unit, period = facts.org_unit, facts.period
    level = unit.level.value if unit.level else None
    return unit.name, level, str(period) if period else None


@pytest.mark.parametrize(
    ("reference", "name", "level"),
    [
        ("Báo cáo số 12/BC-UBND ngày 05/3/2024 của UBND xã Bình An", "UBND xã Bình An", "xa"),
        (
            "báo cáo số /BC-UBND ngày /3/2024 của Ủy ban nhân dân phường Hoa Mai",
            "Ủy ban nhân dân phường Hoa Mai",
            "xa",
        ),
        (
            "Báo cáo số 3/BC-UBND của Uỷ ban nhân dân thị trấn Suối Trong",
            "Uỷ ban nhân dân thị trấn Suối Trong",
            "xa",
        ),
        ("Báo cáo số 3/BC-UBND của UBND đặc khu Hòn Ngọc", "UBND đặc khu Hòn Ngọc", "xa"),
        ("Báo cáo số 3/BC-UBND của UBND phường 12", "UBND phường 12", "xa"),
        ("Báo cáo số 3/BC-UBND của UBND xã 5 Tháng 2", "UBND xã 5 Tháng 2", "xa"),
        (
            "Báo cáo số 3/BC-UBND của UBND xã Bình An, huyện Sông Xanh, tỉnh Trường Lâm",
            "UBND xã Bình An",
            "xa",
        ),
        ("Báo cáo số 3/BC-UBND của UBND xã Bình An huyện Sông Xanh", "UBND xã Bình An", "xa"),
        ("Báo cáo số 3/BC-UBND của Chủ tịch UBND xã Bình An", "UBND xã Bình An", "xa"),
        ("Báo cáo số 3/BC-UBND của UBND huyện Sông Xanh", "UBND huyện Sông Xanh", "huyen"),
        ("Báo cáo số 3/BC-UBND của UBND thị xã Đông Hồ", "UBND thị xã Đông Hồ", "huyen"),
        ("Báo cáo số 3/BC-UBND của UBND quận 3", "UBND quận 3", "huyen"),
        ("Báo cáo số 3/BC-UBND của UBND thành phố Sao Mai", "UBND thành phố Sao Mai", "huyen"),
        ("Báo cáo số 3/BC-UBND của UBND TP. Sao Mai", "UBND TP. Sao Mai", "huyen"),
        ("Báo cáo số 3/BC-UBND của UBND thành phố Cần Thơ", "UBND thành phố Cần Thơ", "tinh"),
        ("Báo cáo số 3/BC-UBND của UBND tỉnh Trường Lâm", "UBND tỉnh Trường Lâm", "tinh"),
        ("Báo cáo số 3/BC-SCX ngày 02/3/2024 của Sở Cây xanh", "Sở Cây xanh", "so"),
        (
            "Báo cáo số 3/BC-S của Sở Cây xanh và Mặt nước tỉnh Trường Lâm",
            "Sở Cây xanh và Mặt nước",
            "so",
        ),
        ("Báo cáo số 3/BC-BQL của Ban Quản lý Khu vườn", "Ban Quản lý Khu vườn", "so"),
        (
            "Báo cáo số 3/BC-VP của Văn phòng UBND tỉnh Trường Lâm",
            "Văn phòng UBND tỉnh Trường Lâm",
            "so",
        ),
        ("Báo cáo số 3/BC-TT của Thanh tra tỉnh Trường Lâm", "Thanh tra tỉnh Trường Lâm", "so"),
        ("văn bản số 15/UBND-NV ngày 08/02/2021 của UBND thị xã Đông Hồ", None, None),
        ("Công văn số 15/SNV-CCHC của Sở Cây xanh", None, None),
        ("Báo cáo số 3/BC-UBND ngày 05/3/2024", None, None),
        ("Báo cáo số 3/BC-UBND của UBND xã", None, None),
    ],
)
def test_the_reference_line_names_the_unit(
    reference: str, name: str | None, level: str | None
) -> None:
    for words in (f"(Kèm theo {reference})", f"(Ban hành kèm theo {reference}.)"):
        found = facts_of(f"PHỤ LỤC\nSỐ LIỆU CCHC\n{words}")
        assert found == (name, level, None)


@pytest.mark.parametrize(
    ("head", "facts"),
    [
        (
            "PHỤ LỤC\nSỐ LIỆU CCHC CỦA UBND PHƯỜNG HOA MAI QUÝ III NĂM 2023",
            ("UBND phường Hoa Mai", "xa", "2023-Q3"),
        ),
        (
            "Phụ lục\nTHỐNG KÊ SỐ LIỆU\nTẠI SỞ CÂY XANH 6 THÁNG ĐẦU NĂM 2023",
            ("Sở Cây Xanh", "so", "2023-6T"),
        ),
        (
            "Phụ lục\nSỐ LIỆU TẠI SỞ CÂY XANH VÀ MẶT NƯỚC QUÝ I/2022\nSở Cây xanh và Mặt nước",
            ("Sở Cây xanh và Mặt nước", "so", "2022-Q1"),
        ),
        (
            "UBND HUYỆN SÔNG XANH\nUBND XÃ BÌNH AN\nBÁO CÁO\nCông tác CCHC quý I năm 2024",
            ("UBND xã Bình An", "xa", "2024-Q1"),
        ),
        (
            "ỦY BAN NHÂN DÂN\nXÃ BÌNH AN\nSố: 12/BC-UBND\nBÁO CÁO\n"
            "Kết quả công tác cải cách hành chính năm 2023",
            ("Ủy ban nhân dân xã Bình An", "xa", "2023-N"),
        ),
        (
            "UBND TỈNH TRƯỜNG LÂM\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
            "SỞ CÂY XANH\tĐộc lập - Tự do - Hạnh phúc\nBÁO CÁO\n"
            "Kết quả cải cách hành chính quý III, phương hướng, nhiệm vụ quý IV năm 2024",
            ("Sở Cây Xanh", "so", "2024-Q3"),
        ),
        (
            "Kính gửi: Phòng Nội vụ huyện Sông Xanh.\n"
            "UBND xã Bình An báo cáo công tác cải cách hành chính quý III năm 2023 như sau:",
            ("UBND xã Bình An", "xa", "2023-Q3"),
        ),
        (
            "BÁO CÁO\nCông tác cải cách hành chính quý 3/2024\nThực hiện Công văn số 12 của UBND "
            "huyện Sông Xanh về việc báo cáo. UBND xã Bình An báo cáo kết quả như sau:",
            ("UBND xã Bình An", "xa", "2024-Q3"),
        ),
        (
            "Đơn vị báo cáo: UBND xã Bình An\nKỳ báo cáo: 9 tháng đầu năm 2024",
            ("UBND xã Bình An", "xa", "2024-9T"),
        ),
        ("Tên đơn vị: Sở Cây xanh\nKỳ báo cáo: Quý I năm 2024", ("Sở Cây xanh", "so", "2024-Q1")),
        ("PHỤ LỤC\nCỦA XÃ BÌNH AN NĂM 2022", ("Xã Bình An", "xa", "2022-N")),
        ("Biểu 1\nSố liệu của đơn vị", (None, None, None)),
        ("", (None, None, None)),
    ],
)
def test_titles_letterheads_and_first_sentences_name_unit_and_period(
    head: str, facts: Facts
) -> None:
    assert facts_of(head) == facts


ISSUED = """
ỦY BAN NHÂN DÂN
TỈNH TRƯỜNG LÂM
SỞ NỘI VỤ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
"""


@pytest.mark.parametrize(
    ("before", "after", "level", "unit"),
    [
        ("Phụ lục\nSỐ LIỆU NĂM 2026", "", Level.XA, None),
        ("SỐ LIỆU NĂM 2026", "", Level.XA, None),
        ("SỐ LIỆU", "Tên đơn vị: UBND phường Hoa Mai", Level.XA, "UBND phường Hoa Mai"),
        ("SỐ LIỆU", "TM. ỦY BAN NHÂN DÂN PHƯỜNG HOA MAI", Level.XA, "Ủy ban nhân dân phường Hoa"),
        ("SỐ LIỆU", "Đơn vị báo cáo: Sở Cây xanh", Level.XA, None),
        ("Đơn vị báo cáo: UBND phường Hoa Mai", "", Level.XA, "UBND phường Hoa Mai"),
        ("(Kèm theo Báo cáo số 3/BC-S của Sở Cây xanh)", "", Level.XA, "Sở Cây xanh"),
        ("SỐ LIỆU", "", Level.SO, "Sở nội vụ"),
        ("SỐ LIỆU", "", None, "Sở nội vụ"),
        ("BÁO CÁO\nCông tác cải cách hành chính", "", Level.XA, "Sở nội vụ"),
    ],
)
def test_the_letterhead_of_a_level_that_does_not_file_is_the_issuer_s(
    before: str, after: str, level: Level | None, unit: str | None
) -> None:
    lines = (ISSUED + before).strip().split("\n")
    found = read_document(lines, [*lines, after], level).org_unit
    assert (found.name or "").casefold().startswith((unit or "").casefold())
    assert (found.name is None) == (unit is None)
    assert found.name is None or level is None or found.level is not None


def test_a_letter_names_units_and_periods_but_is_nobody_s_report() -> None:
    letter = """
ỦY BAN NHÂN DÂN
THỊ XÃ ĐÔNG HỒ
Số: 15/UBND-NV
V/v triển khai công tác CCHC năm 2021
Kính gửi: Ủy ban nhân dân các xã, phường.
Thực hiện văn bản số 7 của Sở Nội vụ, UBND thị xã Đông Hồ yêu cầu báo cáo CCHC quý I năm 2021:
+ Báo cáo Quý I/2021: Thời gian chốt số liệu tính từ ngày 15/12/2020.
TM. ỦY BAN NHÂN DÂN
Phụ lục
THỐNG KÊ SỐ LIỆU TẠI CÁC CƠ QUAN, ĐƠN VỊ
(Kèm theo văn bản số 15/UBND-NV ngày 08/02/2021 của UBND thị xã Đông Hồ)
"""
    assert facts_of(letter) == (None, None, None)
    assert facts_of("\n".join(letter.strip().split("\n")[:8])) == (None, None, None)


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("SỐ LIỆU QUÝ I NĂM 2024", "2024-Q1"),
        ("(quý I năm 2024)", "2024-Q1"),
        ("SỐ LIỆU QUÝ I-2024", "2024-Q1"),
        ("SỐ LIỆU QUÝ 1/2024", "2024-Q1"),
        ("SỐ LIỆU QUÝ III NĂM 2023", "2023-Q3"),
        ("SỐ LIỆU QUÍ III NĂM 2023", "2023-Q3"),
        ("SỐ LIỆU 6 THÁNG ĐẦU NĂM 2023", "2023-6T"),
        ("SỐ LIỆU 06 THÁNG ĐẦU NĂM 2023", "2023-6T"),
        ("Số liệu sáu tháng đầu năm 2023", "2023-6T"),
        ("SỐ LIỆU 9 THÁNG NĂM 2024", "2024-9T"),
        ("SỐ LIỆU 09 THÁNG ĐẦU NĂM 2024", "2024-9T"),
        ("SỐ LIỆU NĂM 2024", "2024-N"),
        ("SỐ LIỆU NĂM 2024, PHƯƠNG HƯỚNG NĂM 2025", "2024-N"),
        ("SỐ LIỆU NĂM 2023, NHIỆM VỤ QUÝ I NĂM 2024", "2023-N"),
        ("SỐ LIỆU QUÝ III, NHIỆM VỤ QUÝ IV NĂM 2023", "2023-Q3"),
        ("SỐ LIỆU QUÝ II NĂM 2024", None),  # nobody reports for it, and it is no annual report
        ("SỐ LIỆU QUÝ IV/2024", None),
        ("SỐ LIỆU 3 THÁNG NĂM 2024", None),
        ("(Sử dụng trong kỳ báo cáo hàng quý, 6 tháng, năm 2024)", None),
        ("Kế hoạch CCHC năm 2024", None),
    ],
)
def test_the_title_names_the_period(title: str, period: str | None) -> None:
    assert facts_of(f"PHỤ LỤC\n{title}")[2] == period


@pytest.mark.parametrize("year", range(2019, 2031))
def test_every_period_is_found_by_its_own_title(year: int) -> None:
    for kind in ("Q1", "6T", "Q3", "9T", "N"):
        period = Period.parse(f"{year}-{kind}")
        assert Period.find(period.title, whole_year=True) == period
        assert Period.find(f"BIỂU SỐ LIỆU {period.title.upper()}", whole_year=True) == period


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Xã Bình An", Level.XA),
        ("UBND thị trấn Suối Trong", Level.XA),
        ("UBND thị xã Đông Hồ", Level.HUYEN),
        ("THÀNH PHỐ HẢI PHÒNG", Level.TINH),
        ("Ban Dân tộc", Level.SO),
        ("Sở Cây xanh", Level.SO),
        ("Sở", Level.SO),
        ("Trường mầm non Hoa Mai", None),
        ("Xanh tươi", None),
        ("", None),
    ],
)
def test_a_name_tells_its_level_or_nothing(name: str, level: Level | None) -> None:
    assert level_of(name) is level


def test_the_words_of_the_table_itself_name_nobody(tmp_path: Path) -> None:
    """The header speaks of "quý, 6 tháng, năm", the rows of ủy ban and sở."""
    for template_id in ("chodon-xa-2024", "so-ngoai-vu-2023"):
        lines = lines_of(filled(edition(template_id), 1))
        report = read_text(tmp_path, table_text(lines)).report
        assert (report.org_unit.name, report.level, report.period) == (None, None, None)
        assert [f.code for f in report.findings] == ["KT110", "KT111"]


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("BÁO CÁO CẢI CÁCH HÀNH CHÍNH THÁNG 6 NĂM 2024", None),
        ("BÁO CÁO CẢI CÁCH HÀNH CHÍNH 6 THÁNG CUỐI NĂM 2023", None),
        ("BÁO CÁO CẢI CÁCH HÀNH CHÍNH QUÝ III VÀ 9 THÁNG ĐẦU NĂM 2024", "2024-Q3"),
        ("Báo cáo cải cách hành chính quý III và 9 tháng đầu năm 2024", "2024-Q3"),
        ("BÁO CÁO CẢI CÁCH HÀNH CHÍNH NĂM 2024", "2024-N"),
    ],
)
def test_a_title_names_one_period_whatever_its_capitals(title: str, code: str | None) -> None:
    found = Period.find(title, whole_year=title.isupper())
    assert (str(found) if found else None) == code


def test_a_city_that_changed_its_level_does_not_tell_it() -> None:
    assert level_of("UBND thành phố Huế") is None
