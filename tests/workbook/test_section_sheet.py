import re

import pytest
from openpyxl.styles.protection import Protection

from cchc_xl.model import Level, OrgUnit, ReportTemplate, Severity
from cchc_xl.templates.loader import load_all
from cchc_xl.workbook.content import BookContent, CellContent
from cchc_xl.workbook.layout import (
    COMMENT_AUTHOR,
    FRONT_SHEET,
    META_SHEET,
    PRINT_SHEET,
    Layout,
)
from cchc_xl.workbook.section_sheet import OUTSIDE_LEVEL
from tests.workbook.forms import SECTIONS, filled, small_form
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
    assert "ghi 0" in first["D6"].prompt
    assert "chữ xám" not in first["D6"].prompt
    assert "Ô thuộc cấp khác (chữ xám) thì để trống." in first["D9"].prompt


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


def test_the_footer_names_the_sheet_without_growing_by_its_number() -> None:
    # "&9" directly before "1 Chỉ đạo" would set the text in size 91.
    footer = re.search(r"<oddFooter>(.*?)</oddFooter>", built().xml(FIRST))
    assert footer is not None
    assert "Regular&quot;&amp;9 1 Chỉ đạo" in footer[1].replace('"', "&quot;")


def test_a_long_number_of_order_makes_its_row_higher() -> None:
    rows = [{**SECTIONS[0]["rows"][1], "no": "Trong đó", "parent": None}]
    plain = [{**rows[0], "no": "1."}]
    heights = [
        Built(small_form(sections=[{**SECTIONS[0], "rows": one}]), BookContent())
        .sheet(FIRST)
        .row_dimensions[5]
        .height
        for one in (rows, plain)
    ]
    assert heights[0] > heights[1]


@pytest.mark.parametrize(
    ("measure", "lines"),
    [
        ("Trực tuyến = 0 Phát phiếu = 1", ["Trực tuyến = 0", "Phát phiếu = 1"]),
        ("Có = 1; Không = 0", ["Có = 1;", "Không = 0"]),
        ("Trực tuyến; Phát phiếu", ["Trực tuyến;", "Phát phiếu"]),
        ("Có/không", ["Có/không"]),
    ],
)
def test_choices_named_in_the_measure_stand_one_below_the_other(
    measure: str, lines: list[str]
) -> None:
    row = {**SECTIONS[1]["rows"][1], "measure": measure}
    form = small_form(sections=[{**SECTIONS[1], "rows": [row]}])
    assert str(Built(form, BookContent()).value(SECOND, "C5")).split("\n") == lines
