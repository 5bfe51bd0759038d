import pytest

from cchc_xl.model import OrgUnit, Period, PeriodKind, ReportTemplate, RowKind
from cchc_xl.templates.loader import load, load_all
from cchc_xl.templates.printing import title_with
from cchc_xl.workbook.content import BookContent, CellContent
from cchc_xl.workbook.layout import (
    PRINT_SHEET,
    Layout,
)
from tests.workbook.forms import filled, small_form
from tests.workbook.reading import Built

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


def printed(book: Built) -> list[list[object]]:
    return [row[:5] for row in book.calamine(PRINT_SHEET)]


def test_the_printed_page_repeats_the_form_with_what_was_typed() -> None:
    book = built(giao=CellContent(value=8, note="Theo kế hoạch", justification="không in"))
    rows = printed(book)
    assert rows[0][0] == "Phụ lục"
    assert rows[1][0] == "THỐNG KÊ SỐ LIỆU CCHC"
    assert rows[4] == ["STT", "Chỉ tiêu thống kê", "Kết quả thống kê", "", "Ghi chú"]
    assert rows[5][2:4] == ["Đơn vị tính", "Số liệu"]
    assert rows[6:11] == [
        ["1.", "Chỉ đạo điều hành", "", "", ""],
        ["1.1.", "Số nhiệm vụ được giao", "Nhiệm vụ", 8.0, "Theo kế hoạch"],
        ["1.2.", "Số nhiệm vụ đã xong", "Nhiệm vụ", 3.0, ""],
        ["1.3.", "Tỷ lệ nhiệm vụ đã xong", "%", 37.5, ""],
        ["1.4.", "Số sở, ngành đã kiểm tra", "", "", ""],
    ]
    assert len(rows) == 6 + 11  # header and every row of the form
    assert "không in" not in str(rows)


def test_the_printed_page_names_period_and_unit() -> None:
    content = BookContent(
        org_unit=OrgUnit(name="UBND xã Mẫu"), period=Period(year=2023, kind=PeriodKind.Q3)
    )
    rows = printed(Built(FORM, content))
    assert rows[1][0] == "THỐNG KÊ SỐ LIỆU CCHC QUÝ III NĂM 2023"
    assert str(rows[2][0]).endswith("của UBND xã Mẫu)")


@pytest.mark.parametrize(
    ("title", "period", "printed_title"),
    [
        ("Biểu mẫu năm 2026", "Năm 2026", "BIỂU MẪU NĂM 2026"),
        ("Biểu mẫu năm 2026", "Quý I năm 2026", "BIỂU MẪU QUÝ I NĂM 2026"),
        ("Biểu mẫu quý I năm 2026", "Quý I năm 2026", "BIỂU MẪU QUÝ I NĂM 2026"),
        ("Biểu mẫu năm 2026", "Năm 2027", "BIỂU MẪU NĂM 2027"),
        ("Biểu mẫu năm 2025", "Quý I năm 2026", "BIỂU MẪU QUÝ I NĂM 2026"),
        ("Biểu quý I năm 2026", "Quý II năm 2026", "BIỂU QUÝ II NĂM 2026"),
        ("Biểu quý I năm 2026", "Năm 2026", "BIỂU NĂM 2026"),
        ("Biểu 6 tháng đầu năm 2025", "Quý III năm 2026", "BIỂU QUÝ III NĂM 2026"),
        ("Biểu quý III và 9 tháng đầu năm 2025", "Năm 2026", "BIỂU NĂM 2026"),
        ("Biểu mẫu quý I", "Quý III năm 2026", "BIỂU MẪU QUÝ III NĂM 2026"),
        ("Biểu mẫu quý I/2025", "Năm 2026", "BIỂU MẪU NĂM 2026"),
        ("Biểu mẫu (năm 2025)", "Năm 2026", "BIỂU MẪU NĂM 2026"),
        ("Biểu mẫu số 1 – năm 2025", "Năm 2026", "BIỂU MẪU SỐ 1 NĂM 2026"),
        ("Năm 2025", "Quý I năm 2026", "QUÝ I NĂM 2026"),
        (
            "Biểu kèm Công văn ngày 05 tháng 3 năm 2025",
            "Năm 2026",
            "BIỂU KÈM CÔNG VĂN NGÀY 05 THÁNG 3 NĂM 2025 NĂM 2026",
        ),
        ("Biểu so với năm 2025", "Năm 2026", "BIỂU SO VỚI NĂM 2025 NĂM 2026"),
        ("Biểu so với năm 2025", "Năm 2025", "BIỂU SO VỚI NĂM 2025"),
        ("Biểu từ năm 2021 đến năm 2025", "Năm 2026", "BIỂU TỪ NĂM 2021 ĐẾN NĂM 2025 NĂM 2026"),
        ("Biểu mẫu hàng năm", "Năm 2026", "BIỂU MẪU HÀNG NĂM NĂM 2026"),
        ("Biểu mẫu", "Năm 2026", "BIỂU MẪU NĂM 2026"),
        ("Biểu mẫu năm 2026", "", "BIỂU MẪU NĂM 2026"),
    ],
)
def test_the_period_chosen_takes_the_place_of_the_one_a_title_ends_with(
    title: str, period: str, printed_title: str
) -> None:
    assert title_with(title, period) == printed_title


@pytest.mark.parametrize("template", EDITIONS)
def test_no_heading_stands_at_the_foot_of_a_page(template: ReportTemplate) -> None:
    book = Built(template, BookContent())
    sheet = book.sheet(PRINT_SHEET)
    headings = {row.label for row in template.rows if row.kind is RowKind.HEADING}
    figures = {row.label for row in template.rows if row.kind is not RowKind.HEADING}
    ends = [sheet.cell(int(one.id), 2).value for one in sheet.row_breaks.brk]
    assert ends
    assert not [words for words in ends if words in headings - figures]
    assert sheet.max_row - max(int(one.id) for one in sheet.row_breaks.brk) >= 4


def test_the_printed_page_is_a4_with_the_margins_of_the_decree() -> None:
    book = built()
    sheet = book.sheet(PRINT_SHEET)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    margins = sheet.page_margins
    inches = (margins.left, margins.right, margins.top, margins.bottom)
    millimetres = [round(inch * 25.4, 1) for inch in inches]
    assert millimetres == [30, 15, 20, 20]
    assert sheet.print_title_rows == "$5:$6"
    assert sheet.oddHeader.center.text == "&P"
    assert '<headerFooter differentFirst="1">' in book.xml(PRINT_SHEET)
    assert "firstHeader" not in book.xml(PRINT_SHEET)  # the first page has no number
    assert book.xml(PRINT_SHEET).count("differentFirst") == 1
    assert sheet.page_setup.useFirstPageNumber  # counted from 1, whatever is printed before it


def test_a_form_of_several_tables_prints_title_and_header_for_each_on_its_own_page() -> None:
    template = load("kontum-phuong-2023")
    book = Built(template, BookContent())
    sheet, rows = book.sheet(PRINT_SHEET), printed(book)
    titles = [n for n, row in enumerate(rows, 1) if str(row[0]).startswith("Biểu mẫu")]
    assert [rows[n - 1][0] for n in titles] == [f"Biểu mẫu {n}" for n in range(1, 8)]
    assert [rows[n][0] for n in titles] == [section.title for section in template.sections]
    headers = [n for n, row in enumerate(rows, 1) if row[0] == "STT"]
    breaks = {int(one.id) for one in sheet.row_breaks.brk}
    # The row after a break begins a table or repeats its header; print titles would do it twice.
    assert breaks == {n - 1 for n in titles[1:]} | {n - 1 for n in headers if n - 3 not in titles}
    assert sheet.print_title_rows is None
    assert len(headers) > 7  # some table is longer than a page
    numbered = [row[1] for row in rows if row[1] not in ("", "Chỉ tiêu thống kê")]
    assert numbered == [row.label for row in template.rows]


@pytest.mark.parametrize(("edition", "header"), [("kontum-phuong-2023", 0), ("chodon-xa-2024", 42)])
def test_no_page_is_higher_than_the_paper(edition: str, header: float) -> None:
    """``header``: points that Excel's own print titles take on every page but the first."""
    book = Built(load(edition), BookContent())
    sheet = book.sheet(PRINT_SHEET)
    breaks = {int(one.id) for one in sheet.row_breaks.brk}
    pages, used = [], 0.0
    for row in range(1, sheet.max_row + 1):
        used += sheet.row_dimensions[row].height or 15.75
        if row in breaks or row == sheet.max_row:
            pages.append(used)
            used = header
    paper = (297 - 20 - 20) / 25.4 * 72 / (sheet.page_setup.scale / 100)
    assert max(pages) <= paper
    assert max(pages) > 0.8 * paper  # and none is broken off far too early


def test_columns_of_the_printed_page_fit_between_the_margins() -> None:
    sheet = Built(load("kontum-phuong-2023"), BookContent()).sheet(PRINT_SHEET)
    pixels = sum(int(sheet.column_dimensions[c].width * 8) for c in "ABCDE")  # 8 per digit
    assert pixels / 96 * 25.4 * sheet.page_setup.scale / 100 <= 210 - 30 - 15
