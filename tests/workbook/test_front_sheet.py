import datetime as dt

import pytest

from cchc_xl.model import Level, OrgUnit, Period, PeriodKind
from cchc_xl.templates.loader import load, load_all
from cchc_xl.workbook.content import BookContent, CellContent
from cchc_xl.workbook.layout import (
    FRONT_SHEET,
    META_SHEET,
    Layout,
)
from tests.workbook.forms import filled, less_than_verdict, small_form
from tests.workbook.reading import Built

EDITIONS = [pytest.param(template, id=template.id) for template in load_all()]
FIRST, SECOND = "1 Chỉ đạo", "2 Khác"
FORM = small_form()
LAYOUT = Layout(FORM)

#: Everything the sheets may call; all of them are in Excel 2010 (and 2007).
FUNCTIONS = {
    *("AND", "OR", "IF", "IFERROR", "ISNUMBER", "COUNT", "COUNTBLANK", "COUNTIF", "ROWS", "SUM"),
    *("SUMPRODUCT", "FIND", "UPPER", "LEFT", "RIGHT", "DAY", "MONTH", "YEAR", "ROUND"),
}


def built(**cells: CellContent) -> Built:
    return Built(FORM, filled(LAYOUT, **cells))


def test_the_front_says_whose_report_it_is() -> None:
    content = BookContent(
        org_unit=OrgUnit(name="Sở Mẫu", level=Level.SO),
        period=Period(year=2024, kind=PeriodKind.Q1),
        window=(dt.date(2023, 12, 15), dt.date(2024, 3, 14)),
        deadline=dt.date(2024, 3, 20),
    )
    book = Built(FORM, content)
    shown = [book.value(FRONT_SHEET, f"C{row}") for row in range(7, 13)]
    assert shown == [
        "Sở Mẫu",
        "Sở, ngành",
        "Quý I năm 2024",
        dt.datetime(2023, 12, 15),
        dt.datetime(2024, 3, 14),
        dt.datetime(2024, 3, 20),
    ]
    assert book.value(FIRST, "A2") == "Sở Mẫu · Quý I năm 2024"


@pytest.mark.parametrize(
    ("edition", "words"),
    [
        ("kontum-phuong-2023", "Chưa có văn bản ban hành: biểu dựng lại từ một báo cáo mẫu"),
        (
            "ankhe-2021",
            "Biểu mẫu theo Văn bản số 158/UBND-NV ngày 08/02/2021 · áp dụng từ 08/02/2021",
        ),
    ],
)
def test_the_front_says_where_the_form_comes_from(edition: str, words: str) -> None:
    assert Built(load(edition), BookContent()).value(FRONT_SHEET, "B4") == words


def test_progress_counts_inputs_and_what_column_f_says() -> None:
    wrong = less_than_verdict(
        LAYOUT, "xong", "giao", "Lỗi: hơn số được giao", "Lỗi: hơn số được giao"
    )
    book = built(
        xong=CellContent(value=9, verdict=wrong),
        giao=CellContent(value=8, verdict="Cảnh báo: khác kỳ trước"),
    )
    lines = [
        [book.value(FRONT_SHEET, f"{column}{row}") for column in "DEFGH"] for row in (20, 21, 22)
    ]
    # Section 1: giao and xong of 3 (the ratio does not count); section 2: four of five.
    assert lines == [[2, 3, 1, 1, 0], [4, 5, 0, 0, 0], [6, 8, 1, 1, 0]]


def test_level_and_period_are_chosen_in_words() -> None:
    book = Built(FORM, BookContent(period=Period(year=2024, kind=PeriodKind.H1)))
    rules = book.validations(FRONT_SHEET)
    assert (rules["C8"].formula1, rules["C9"].formula1) == ("CCHC_DS_CAP", "CCHC_DS_KY")
    levels = [book.value(META_SHEET, f"G{row}") for row in range(1, 5)]
    assert levels == ["Cấp xã", "Cấp huyện", "Sở, ngành", "Cấp tỉnh"]
    assert book.book.defined_names["CCHC_DS_KY"].attr_text == "'_cchc'!$H$1:$H$15"
    periods = [book.value(META_SHEET, f"H{row}") for row in range(1, 16)]
    assert periods[0] == "Quý I năm 2023"
    assert periods[6] == "6 tháng đầu năm 2024"
    assert periods[-1] == "Năm 2025"
