import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl.styles.protection import Protection

from cchc_xl.model import Level, OrgUnit, Period, PeriodKind, ReportTemplate, Severity
from cchc_xl.templates.loader import load, load_all
from cchc_xl.workbook.builder import SourceOverwriteError, build_workbook, workbook_bytes
from cchc_xl.workbook.content import BookContent, CellContent, Formula
from cchc_xl.workbook.layout import (
    COMMENT_AUTHOR,
    FRONT_SHEET,
    GUIDE_SHEET,
    LOG_SHEET,
    META_SHEET,
    PRINT_SHEET,
    RESULTS_SHEET,
    Layout,
)
from cchc_xl.workbook.meta import decode
from cchc_xl.workbook.section_sheet import OUTSIDE_LEVEL
from tests.workbook.forms import SECTIONS, filled, less_than_verdict, ratio_formula, small_form
from tests.workbook.reading import Built, functions_of

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


# --- the whole book


def test_sheets_stand_in_the_order_of_use_and_the_definition_is_out_of_sight() -> None:
    book = built().book
    assert book.sheetnames == [
        FRONT_SHEET,
        FIRST,
        SECOND,
        PRINT_SHEET,
        RESULTS_SHEET,
        LOG_SHEET,
        GUIDE_SHEET,
        META_SHEET,
    ]
    assert [s.title for s in book if s.sheet_state != "visible"] == [META_SHEET]
    assert book[META_SHEET].sheet_state == "veryHidden"
    assert book.active.title == FRONT_SHEET


@pytest.mark.parametrize("template", EDITIONS)
def test_an_edition_builds_empty_and_carries_its_definition(template: ReportTemplate) -> None:
    sheet = Built(template, BookContent()).calamine(META_SHEET)
    pairs = [(str(row[0]), str(row[1])) for row in sheet if row[0]]
    assert decode(pairs).template == template


@pytest.mark.parametrize("template", EDITIONS)
def test_formulas_stay_within_what_excel_2010_knows(template: ReportTemplate) -> None:
    formulas = Built(template, BookContent()).formulas()
    assert len(formulas) > 2 * len(template.rows)  # value and note of every printed row at least
    for sheet, cell, text in formulas:
        assert functions_of(text) <= FUNCTIONS, (sheet, cell)
        assert len(text) < 8192, (sheet, cell)
        assert "[" not in text, "a link to another workbook"
        assert all(len(t) <= 255 for t in re.findall(r'"([^"]*)"', text)), (sheet, cell)


@pytest.mark.parametrize("template", EDITIONS)
def test_every_link_leads_to_a_cell_of_a_sheet_that_exists(template: ReportTemplate) -> None:
    book = Built(template, BookContent())
    names = set(book.book.sheetnames)
    links = book.links()
    assert len(links) >= 3 * len(template.sections)
    for location in links:
        sheet, _, cell = location.rpartition("!")
        assert sheet.strip("'").replace("''", "'") in names
        assert re.fullmatch(r"[A-Z]+\d+", cell)


def test_defined_names_point_where_the_layout_says() -> None:
    names = built().book.defined_names
    for place in LAYOUT.places():
        assert names[place.name].attr_text == place.reference
    assert names["CCHC_DA_NHAP"].attr_text == "'Trang chính'!$D$22"


def test_the_same_content_gives_the_same_bytes() -> None:
    content = filled(LAYOUT)
    assert workbook_bytes(FORM, content) == workbook_bytes(FORM, content)


def test_a_date_of_building_is_told_only_when_it_is_given() -> None:
    made = dt.datetime(2024, 6, 18, 14, 5)
    dated = workbook_bytes(FORM, BookContent(), created=made)
    with zipfile.ZipFile(io.BytesIO(dated)) as package:
        assert b"2024-06-18T14:05:00Z" in package.read("docProps/core.xml")
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert dated != workbook_bytes(FORM, BookContent())


def test_no_font_follows_the_theme_of_the_pc() -> None:
    with zipfile.ZipFile(io.BytesIO(built().data)) as package:
        styles = package.read("xl/styles.xml").decode()
    fonts = re.findall(r'<name val="([^"]+)"', styles)
    assert set(fonts) == {"Times New Roman"}
    assert "<scheme" not in styles


# --- the file


def test_a_build_replaces_the_old_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / ("Báo cáo " * 12 + "quý I.xlsx")
    target.write_bytes(b"old")
    build_workbook(target, FORM, BookContent())
    assert target.read_bytes() == workbook_bytes(FORM, BookContent())
    assert [p.name for p in tmp_path.iterdir()] == [target.name]


def test_a_failed_write_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "so.xlsx"
    target.write_bytes(b"old")

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        build_workbook(target, FORM, BookContent())
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["so.xlsx"]


def test_the_file_being_read_is_never_replaced(tmp_path: Path) -> None:
    target = tmp_path / "so.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(SourceOverwriteError):
        build_workbook(target, FORM, BookContent(source=str(tmp_path / "." / "so.xlsx")))
    assert target.read_bytes() == b"old"


# --- section sheets


def test_the_hidden_key_column_names_every_row() -> None:
    book = built()
    sheet = book.sheet(FIRST)
    assert sheet.column_dimensions["H"].hidden
    keys = [sheet.cell(row, 8).value for row in range(5, 10)]
    assert keys == ["muc_1", "giao", "xong", "ty_le", "cap_tinh"]
    assert [row[7] for row in book.calamine(SECOND)[4:]] == [
        *("muc_2", "hinh_thuc", "doi_thoai", "kinh_phi", "hai_long", "noi_dung")
    ]


def test_a_percent_stays_the_number_that_was_reported() -> None:
    book = built(hai_long=CellContent(value=63.1))
    assert book.value(SECOND, "D9") == 63.1
    assert book.sheet(SECOND)["D9"].number_format == "General"


@pytest.mark.parametrize(
    ("decimals", "code"), [(None, "General"), (0, "0"), (1, "0.0"), (2, "0.00"), (4, "0.0000")]
)
def test_printed_decimals_become_the_format_of_both_sheets(decimals: int | None, code: str) -> None:
    book = built(kinh_phi=CellContent(value=12.5, decimals=decimals))
    assert book.sheet(SECOND)["D8"].number_format == code
    [printed] = [
        cell
        for row in book.sheet(PRINT_SHEET).iter_rows(min_col=4, max_col=4)
        for cell in row
        if "'2 Khác'!$D$8" in str(cell.value)
    ]
    assert printed.number_format == code


def test_blank_and_zero_stay_apart() -> None:
    book = built(giao=CellContent(value=0), xong=CellContent())
    assert book.value(FIRST, "D6") == 0
    assert book.value(FIRST, "D7") is None
    assert book.value(FRONT_SHEET, "D20") == 1  # giao is filled, xong and cap_tinh are not


def test_a_formula_carries_its_value() -> None:
    book = built()
    assert str(book.sheet(FIRST)["D8"].value).startswith("=IF(COUNT($D$7,$D$6)<2")
    assert book.value(FIRST, "D8") == 37.5


def test_a_formula_that_shows_nothing_is_stored_as_empty_text() -> None:
    book = built()
    assert re.search(r'<c r="F7" s="\d+" t="str"><f>[^<]+</f><v></v></c>', book.xml(FIRST))
    assert book.calamine(FIRST)[6][5] == ""


def test_input_note_and_justification_are_free_and_the_rest_is_locked() -> None:
    sheet = built().sheet(FIRST)
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    free = {
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if cell.protection == Protection(locked=False)
    }
    inputs = {"D6", "D7", "D9"}  # not the heading in row 5, not the ratio in row 8
    assert free == inputs | {f"{column}{row}" for column in "EG" for row in range(5, 10)}


def test_a_reported_ratio_may_be_corrected_where_a_computed_one_is_locked() -> None:
    sheet = built(ty_le=CellContent(value=37.5)).sheet(FIRST)
    assert not sheet["D8"].protection.locked
    assert sheet["D8"].value == 37.5


def test_a_value_on_a_heading_is_kept_and_can_be_removed() -> None:
    sheet = built(muc_1=CellContent(value=8)).sheet(FIRST)
    assert (sheet["D5"].value, sheet["D5"].protection.locked) == (8, False)


def test_columns_rows_and_filters_stay_usable_under_protection() -> None:
    protection = built().sheet(FIRST).protection
    assert not protection.formatColumns
    assert not protection.formatRows
    assert not protection.autoFilter
    assert not protection.objects  # the unit's own notes
    assert protection.formatCells


def test_the_forms_own_note_stands_until_the_unit_writes_another() -> None:
    assert built().value(SECOND, "E9") == "Ghi chú của biểu"
    own = built(hai_long=CellContent(value=63.1, note="Theo khảo sát"))
    assert own.value(SECOND, "E9") == "Theo khảo sát"


def test_a_wrapped_row_is_higher_and_may_be_fitted_again() -> None:
    long = built(giao=CellContent(value=8, justification="Lý do rất dài. " * 20))
    rows = long.sheet(FIRST).row_dimensions
    assert rows[6].height > 3 * rows[5].height
    assert 'r="6" spans' in long.xml(FIRST)
    assert "customHeight" not in re.search(r'<row r="6"[^>]*>', long.xml(FIRST))[0]  # type: ignore[index]
    assert "customHeight" in re.search(r'<row r="1"[^>]*>', long.xml(FIRST))[0]  # type: ignore[index]


# --- validation and colours


def test_validation_follows_the_kind_of_the_row() -> None:
    first, second = built().validations(FIRST), built().validations(SECOND)
    assert set(first) == {"D6", "D7", "D8", "D9"}  # no heading
    count, percent = first["D6"], second["D9"]
    assert (count.type, count.operator, count.formula1, count.errorStyle) == (
        *("whole", "greaterThanOrEqual", "0", "warning"),
    )
    assert (percent.type, percent.formula1, percent.formula2, percent.errorStyle) == (
        *("decimal", "0", "100", "warning"),
    )
    codes, words = second["D6"], second["D7"]
    assert (codes.type, codes.formula1, codes.errorStyle) == ("list", '"0,1"', None)
    assert (words.type, words.formula1, words.errorStyle) == ("list", '"Có,Không"', "warning")
    assert second["D8"].type == "decimal"
    assert second["D10"].type is None  # any text


def test_input_messages_explain_codes_basis_office_and_ratio() -> None:
    first, second = built().validations(FIRST), built().validations(SECOND)
    assert second["D6"].prompt == "0 = Trực tuyến; 1 = Phát phiếu"
    assert "lũy kế từ đầu năm" in first["D7"].prompt
    assert "Phòng Nội vụ" in first["D7"].prompt
    assert "1.2. Số nhiệm vụ đã xong" in first["D8"].prompt
    assert "1.1. Số nhiệm vụ được giao" in first["D8"].prompt


@pytest.mark.parametrize("template", EDITIONS)
def test_messages_keep_to_excels_limits_in_every_edition(template: ReportTemplate) -> None:
    book = Built(template, BookContent())
    seen = 0
    for sheet in Layout(template).section_sheets:
        for rule in book.validations(sheet).values():
            seen += 1
            assert len(rule.promptTitle) <= 32
            assert len(rule.prompt) <= 255
            assert rule.error is None or len(rule.error) <= 255
    assert seen == sum(1 for row in template.rows if row.is_input)


def test_choices_that_do_not_fit_stand_in_a_list_of_their_own() -> None:
    choices = [{"code": 0, "label": "Phát phiếu, trực tuyến"}, {"code": 1, "label": "Khác"}]
    row = {**SECTIONS[1]["rows"][2], "choices": choices}
    form = small_form(sections=[{**SECTIONS[1], "rows": [row]}])
    book = Built(form, BookContent())
    assert book.validations(SECOND)["D5"].formula1 == "CCHC_DS_1"
    assert book.book.defined_names["CCHC_DS_1"].attr_text == "'_cchc'!$J$1:$J$2"
    listed = [book.value(META_SHEET, cell) for cell in ("J1", "J2")]
    assert listed == ["Phát phiếu, trực tuyến", "Khác"]


def test_an_imported_value_outside_its_list_stays_as_it_was_written() -> None:
    book = built(hinh_thuc=CellContent(value=3), kinh_phi=CellContent(value="12 triệu"))
    assert (book.value(SECOND, "D6"), book.value(SECOND, "D8")) == (3, "12 triệu")


def test_colours_follow_the_verdict_and_ask_for_a_justification() -> None:
    rules = built().sheet(FIRST).conditional_formatting
    found = {str(area.sqref): [rule.formula[0] for rule in area.rules] for area in rules}
    words = ['LEFT($F5,3)="Lỗi"', 'LEFT($F5,8)="Cảnh báo"', 'LEFT($F5,5)="Lưu ý"']
    assert found["F5:F9"] == words
    assert found["D5:D9"] == words
    assert found["G5:G9"] == [f'AND(OR({words[0]},{words[1]}),$G5="")']
    assert found["A9:F9"] == ['AND(CCHC_CAP<>"",CCHC_CAP<>"Cấp tỉnh")']


@pytest.mark.parametrize(
    ("level", "words"),
    [(Level.XA, OUTSIDE_LEVEL), (Level.TINH, None), (None, None)],
)
def test_a_row_of_another_level_says_so(level: Level | None, words: str | None) -> None:
    book = Built(FORM, BookContent(org_unit=OrgUnit(name="UBND xã Mẫu", level=level)))
    assert book.value(FIRST, "F9") == words
    assert book.value(FIRST, "F6") is None


def test_a_note_on_a_flagged_cell_is_signed_so_that_it_can_be_told_from_the_users() -> None:
    comment = built(giao=CellContent(value=8, comment="Lỗi: xem lại")).sheet(FIRST)["D6"].comment
    assert comment is not None
    assert (comment.text, comment.author) == ("Lỗi: xem lại", COMMENT_AUTHOR)


def test_a_finding_that_column_f_does_not_compute_marks_the_cell() -> None:
    marked = built(giao=CellContent(value=8, severity=Severity.ERROR)).sheet(FIRST)
    plain = built().sheet(FIRST)
    assert marked["D6"].fill.fgColor.rgb != plain["D6"].fill.fgColor.rgb
    assert marked["F6"].value == "Lỗi"


# --- what a stranger wrote


HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "\t=1+1", "<r><t>x</t></r>")


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    cell = CellContent(value=text, note=text, justification=text, comment=text, verdict=text)
    content = BookContent(
        org_unit=OrgUnit(name=text),
        cells={"giao": cell, "noi_dung": cell},
        extra=[(text, text, text, text, text)],
        source=text,
    )
    book = Built(FORM, content)
    for place in ("D6", "E6", "F6", "G6"):
        found = book.sheet(FIRST)[place]
        assert (found.data_type, str(found.value).strip()) == ("s", text.strip())
    assert book.sheet(FRONT_SHEET)["C7"].data_type == "s"
    assert not [f for f in book.formulas() if text.strip().removeprefix("=") == f[2].strip("=")]
    assert "http://x" not in "".join(book.links())


def test_text_that_no_cell_can_hold_is_cleaned_and_cut() -> None:
    long = built(noi_dung=CellContent(value="a\x00b\r\nc\ud800" + "d" * 40_000))
    text = str(long.sheet(SECOND)["D10"].value)
    assert text.startswith("ab\ncd")
    assert (len(text), text[-1]) == (32_767, "…")


def test_odd_values_are_kept_as_they_are() -> None:
    book = built(
        giao=CellContent(value=dt.date(2024, 8, 21)),
        xong=CellContent(value=True),
        kinh_phi=CellContent(value=dt.date(1899, 1, 1)),
    )
    assert book.value(FIRST, "D6") == dt.datetime(2024, 8, 21)
    assert book.value(FIRST, "D7") is True
    assert book.value(SECOND, "D8") == "1899-01-01"


# --- Trang chính


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
    wrong = less_than_verdict(LAYOUT, "xong", "giao", "Lỗi: hơn số được giao", "Lỗi: hơn số được giao")
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


# --- In phụ lục


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


def test_the_printed_page_is_a4_with_the_margins_of_the_decree() -> None:
    book = built()
    sheet = book.sheet(PRINT_SHEET)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    margins = sheet.page_margins
    millimetres = [round(inch * 25.4, 1) for inch in (margins.left, margins.right, margins.top, margins.bottom)]
    assert millimetres == [30, 15, 20, 20]
    assert sheet.print_title_rows == "$5:$6"
    assert sheet.oddHeader.center.text == "&P"
    assert '<headerFooter differentFirst="1">' in book.xml(PRINT_SHEET)
    assert "firstHeader" not in book.xml(PRINT_SHEET)  # the first page has no number
    assert book.xml(PRINT_SHEET).count("differentFirst") == 1
    assert sheet.page_setup.firstPageNumber == 1


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


def test_no_page_of_several_tables_is_higher_than_the_paper() -> None:
    book = Built(load("kontum-phuong-2023"), BookContent())
    sheet = book.sheet(PRINT_SHEET)
    breaks = {int(one.id) for one in sheet.row_breaks.brk}
    pages, used = [], 0.0
    for row in range(1, sheet.max_row + 1):
        used += sheet.row_dimensions[row].height or 15.75
        if row in breaks or row == sheet.max_row:
            pages.append(used)
            used = 0.0
    paper = (297 - 20 - 20) / 25.4 * 72 / (sheet.page_setup.scale / 100)
    assert max(pages) <= paper
    assert max(pages) > 0.8 * paper  # and none is broken off far too early


def test_columns_of_the_printed_page_fit_between_the_margins() -> None:
    sheet = Built(load("kontum-phuong-2023"), BookContent()).sheet(PRINT_SHEET)
    pixels = sum(int(sheet.column_dimensions[c].width * 8) for c in "ABCDE")  # 8 per digit
    assert pixels / 96 * 25.4 * sheet.page_setup.scale / 100 <= 210 - 30 - 15


def test_nothing_in_the_tests_form_needs_a_value_that_was_not_handed_over() -> None:
    ratio = ratio_formula(LAYOUT, "ty_le", "")
    book = built(xong=CellContent(), ty_le=CellContent(value=ratio))
    assert book.value(FIRST, "D8") is None
    assert isinstance(ratio, Formula)
