import datetime as dt

import pytest

from cchc_xl.model import Level, OrgUnit, Period, PeriodKind, ReportTemplate, Severity
from cchc_xl.templates.loader import load, load_all
from cchc_xl.workbook.content import BookContent, CellContent, Checked, FrontFields, ResultLine
from cchc_xl.workbook.front_progress import BY_COLUMN, BY_RESULTS
from cchc_xl.workbook.front_sheet import BLANK_OR_ZERO
from cchc_xl.workbook.layout import (
    FRONT_SHEET,
    GUIDE_SHEET,
    META_SHEET,
    RESULTS_SHEET,
    Layout,
)
from tests.workbook.forms import SECTIONS, filled, less_than_verdict, small_form
from tests.workbook.reading import Built
from tests.workbook.test_results_sheet import AT

EDITIONS = [pytest.param(template, id=template.id) for template in load_all()]
FIRST, SECOND = "1 Chỉ đạo", "2 Khác"
FORM = small_form()
LAYOUT = Layout(FORM)

#: Everything the sheets may call; all of them are in Excel 2010 (and 2007).
FUNCTIONS = {
    *("AND", "OR", "IF", "IFERROR", "ISNUMBER", "COUNT", "COUNTBLANK", "COUNTIF", "ROWS", "SUM"),
    *("SUMPRODUCT", "FIND", "UPPER", "LEN", "LEFT", "RIGHT", "DAY", "MONTH", "YEAR", "ROUND"),
}


def built(**cells: CellContent) -> Built:
    return Built(FORM, filled(LAYOUT, **cells))


def test_the_front_says_whose_report_it_is() -> None:
    content = BookContent(
        org_unit=OrgUnit(name="Sở Mẫu", level=Level.SO),
        period=Period(year=2024, kind=PeriodKind.Q1),
        front=FrontFields(dt.date(2023, 12, 15), dt.date(2024, 3, 14), dt.date(2024, 3, 20)),
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


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        ("Công văn số 158/UBND-NV", "Biểu mẫu theo Văn bản số 158/UBND-NV ngày 08/02/2021"),
        ("Công văn số 12/SNV-CCHC", "Phát hành theo Công văn số 12/SNV-CCHC · Biểu mẫu theo"),
        ("Văn bản số 158/UBND-NV ngày 08/02/2021", "Biểu mẫu theo Văn bản số 158/UBND-NV ngày"),
    ],
)
def test_a_letter_that_is_the_basis_is_named_once(letter: str, words: str) -> None:
    book = Built(load("ankhe-2021"), BookContent(front=FrontFields(letter=letter)))
    assert str(book.value(FRONT_SHEET, "B4")).startswith(words)


def test_a_long_name_of_a_part_breaks_into_lines_and_still_links() -> None:
    """LibreOffice does not break the lines of a link that is not a formula."""
    title = "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH “CẢI CÁCH” HÀNH CHÍNH CỦA CẢ TỈNH VÀ CÁC ĐƠN VỊ TRỰC THUỘC"
    sections = [SECTIONS[0] | {"title": title}, SECTIONS[1]]
    book = Built(small_form(sections=sections), BookContent())
    formulas = {(s, c): text for s, c, text in book.formulas()}
    assert formulas[FRONT_SHEET, "C20"] == f'=HYPERLINK("#\'{FIRST}\'!A1","{title}")'
    assert book.value(FRONT_SHEET, "C20") == title
    heights = [book.sheet(FRONT_SHEET).row_dimensions[n].height for n in (20, 21)]
    assert heights[0] > 1.5 * heights[1]


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


@pytest.mark.parametrize(("level", "counted"), [(Level.XA, [1, 2]), (Level.TINH, [2, 3])])
def test_a_filled_row_of_another_level_counts_for_nothing(level: Level, counted: list[int]) -> None:
    cells = {"giao": CellContent(value=8), "cap_tinh": CellContent(value=3)}
    book = Built(FORM, BookContent(org_unit=OrgUnit(level=level), cells=cells))
    assert [book.value(FRONT_SHEET, cell) for cell in ("D20", "E20")] == counted


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


# --- one count on every page


def counts(book: Built) -> list[list[object]]:
    """Lỗi, Cảnh báo, Lưu ý of both sections and in all."""
    return [[book.value(FRONT_SHEET, f"{column}{row}") for column in "FGH"] for row in (20, 21, 22)]


def checked_book(*lines: ResultLine) -> Built:
    verdict = less_than_verdict(LAYOUT, "xong", "giao", "Lỗi: hơn", "Lỗi: hơn")
    cells = filled(LAYOUT, xong=CellContent(value=9, verdict=verdict)).cells
    return Built(FORM, BookContent(cells=cells, checked=Checked(lines, AT)))


def line(severity: Severity, key: str | None) -> ResultLine:
    return ResultLine(severity, "KT301", "Tiêu đề", "", "", "", key=key)


def test_after_a_check_the_sections_count_what_the_results_list() -> None:
    book = checked_book(
        line(Severity.ERROR, "xong"),
        line(Severity.ERROR, "giao"),  # column F has one error only
        line(Severity.WARNING, "kinh_phi"),
        line(Severity.NOTE, "hai_long"),
        line(Severity.NOTE, "hai_long"),
    )
    assert counts(book) == [[2, 0, 0], [0, 1, 2], [2, 1, 2]]
    assert str(book.value(FRONT_SHEET, "C16")).endswith("2 lỗi, 1 cảnh báo, 2 lưu ý")
    assert "Lỗi 2 · Cảnh báo 0" in str(book.value(FIRST, "F3"))
    assert book.value(FRONT_SHEET, "C22") == "Cộng"


def test_findings_of_the_whole_file_stand_in_the_total() -> None:
    book = checked_book(line(Severity.ERROR, "xong"), line(Severity.NOTE, None))
    assert counts(book) == [[1, 0, 0], [0, 0, 0], [1, 0, 1]]
    assert book.value(FRONT_SHEET, "C22") == "Cộng, gồm 1 điều nêu cho cả tệp"


def test_the_front_says_what_its_counts_are_counts_of() -> None:
    unchecked, checked = built(), checked_book(line(Severity.ERROR, "xong"))
    assert unchecked.value(FRONT_SHEET, "B23") == BY_COLUMN
    assert checked.value(FRONT_SHEET, "B23") == BY_RESULTS


@pytest.mark.parametrize("template", EDITIONS)
def test_blanks_and_zeros_are_advised_in_the_same_words_everywhere(
    template: ReportTemplate,
) -> None:
    book = Built(template, BookContent())
    told = {
        sheet: [text for row in book.calamine(sheet) for text in row if BLANK_OR_ZERO in str(text)]
        for sheet in (FRONT_SHEET, GUIDE_SHEET)
    }
    assert all(len(texts) == 1 for texts in told.values())
    every = "\n".join(
        str(text)
        for sheet in (FRONT_SHEET, GUIDE_SHEET)
        for row in book.calamine(sheet)
        for text in row
    )
    assert "không ghi 0" not in every


def test_a_book_without_buttons_says_what_to_do_without_them() -> None:
    book = built()
    guide = "\n".join(str(text) for row in book.calamine(GUIDE_SHEET) for text in row)
    for words in (str(book.value(RESULTS_SHEET, "A2")), guide):
        assert "sổ không có nút" in words.casefold()
        assert "cchc kiem-tra" in words
