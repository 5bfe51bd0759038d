import datetime as dt

from cchc_xl.model import Severity
from cchc_xl.templates.loader import load_all
from cchc_xl.workbook.content import BookContent, CellContent, Checked, ResultLine
from cchc_xl.workbook.layout import LOG_SHEET, RESULTS_SHEET, Layout
from cchc_xl.workbook.results_sheet import COLUMNS, place_start
from cchc_xl.workbook.text_fit import count_lines
from tests.workbook.forms import filled, small_form
from tests.workbook.reading import Built

FORM = small_form()
LAYOUT = Layout(FORM)
AT = dt.datetime(2024, 6, 3, 9, 5)


def finding(
    code: str,
    severity: Severity,
    key: str | None,
    related: tuple[str, ...] = (),
    justification: str = "",
) -> ResultLine:
    return ResultLine(
        severity=severity,
        code=code,
        title="Tiêu đề",
        message="Điều chưa khớp",
        why="Vì sao",
        fix="Cách sửa",
        key=key,
        related=related,
        justification=justification,
    )


def checked(
    *lines: ResultLine, extra: tuple[tuple[str, str, str, str, str], ...] = (), **cells: CellContent
) -> Built:
    content = filled(LAYOUT, **cells)
    return Built(
        FORM,
        BookContent(cells=content.cells, checked=Checked(lines, AT, "xa.docx"), extra=extra),
    )


def table(book: Built) -> list[list[object]]:
    """The lines below the header."""
    return book.calamine(RESULTS_SHEET)[4:]


def test_findings_stand_gravest_first_and_then_as_the_form_prints_them() -> None:
    book = checked(
        finding("KT213", Severity.NOTE, "giao"),
        finding("KT301", Severity.ERROR, "kinh_phi"),
        finding("KT401", Severity.WARNING, "xong"),
        finding("KT302", Severity.ERROR, "giao"),
        finding("KT110", Severity.ERROR, None),
    )
    assert [(row[0], row[10]) for row in table(book)] == [
        ("Lỗi", "KT110"),
        ("Lỗi", "KT302"),
        ("Lỗi", "KT301"),
        ("Cảnh báo", "KT401"),
        ("Lưu ý", "KT213"),
    ]


def test_a_line_leads_to_the_cell_it_speaks_of() -> None:
    book = checked(finding("KT301", Severity.ERROR, "kinh_phi"))
    cell = book.sheet(RESULTS_SHEET)["C5"]
    assert cell.hyperlink is not None
    assert cell.hyperlink.location == "'2 Khác'!D8"
    [line] = table(book)
    assert line[1:5] == ["2.3.", "2 Khác · D8", "Kinh phí", "12.5"]


def test_the_column_of_places_holds_every_place_on_one_line() -> None:
    for template in load_all():
        layout = Layout(template)
        for name in layout.section_sheets:
            assert count_lines(f"{place_start(name)}D999", COLUMNS["C"][1], 11) == 1


def test_the_rows_involved_are_named_beside_the_finding() -> None:
    book = checked(finding("KT301", Severity.ERROR, "xong", related=("giao", "kinh_phi")))
    what = str(table(book)[0][5]).split("\n")
    assert what == ["Tiêu đề", "Điều chưa khớp", "Dòng liên quan: 1 Chỉ đạo · D6; 2 Khác · D8"]


def test_counts_and_time_stand_above_the_table_and_in_the_log() -> None:
    book = checked(
        finding("KT301", Severity.ERROR, "xong"), finding("KT213", Severity.NOTE, "giao")
    )
    assert book.value(RESULTS_SHEET, "A2") == (
        "Đã kiểm tra lúc 09:05 ngày 03/06/2024: 1 lỗi, 0 cảnh báo, 1 lưu ý · Tệp: xa.docx"
    )
    assert book.calamine(LOG_SHEET)[-1] == [
        "09:05 03/06/2024",
        "Kiểm tra",
        "1 lỗi, 0 cảnh báo, 1 lưu ý",
    ]
    assert book.sheet(RESULTS_SHEET).auto_filter.ref == "A4:K6"


def test_a_justification_is_shown_and_later_ones_will_be() -> None:
    book = checked(
        finding("KT401", Severity.WARNING, "xong", justification="Đúng số"),
        finding("KT402", Severity.WARNING, "kinh_phi"),
        finding("KT403", Severity.WARNING, "hai_long", justification="Ghi ở cột Ghi chú"),
        xong=CellContent(value=3, justification="Đúng số"),
    )
    assert [(row[0], row[9]) for row in table(book)] == [
        ("Cảnh báo (đã giải trình)", "Đúng số"),
        ("Cảnh báo", ""),
        ("Cảnh báo (đã giải trình)", "Ghi ở cột Ghi chú"),
    ]
    sheet = book.sheet(RESULTS_SHEET)
    assert "'2 Khác'!$G$8" in str(sheet["J6"].value)
    assert sheet["J7"].data_type == "s"


def test_a_flagged_row_without_a_verdict_leads_to_its_gravest_finding() -> None:
    book = checked(
        finding("KT213", Severity.NOTE, "giao"),
        finding("KT301", Severity.ERROR, "giao"),
        giao=CellContent(value=8, severity=Severity.ERROR),
    )
    cell = book.sheet("1 Chỉ đạo")["F6"]
    assert str(cell.value).startswith("Lỗi")
    assert cell.hyperlink is not None
    assert cell.hyperlink.location == "'Kết quả kiểm tra'!A5"
    assert book.value(RESULTS_SHEET, "A5") == "Lỗi"


def test_rows_without_a_place_in_the_form_are_listed_not_lost() -> None:
    extra = (("9.1", "Dòng thêm", "Việc", "5", "tự thêm"), ("", "Dòng khác", "", "", ""))
    for book in (
        checked(finding("KT301", Severity.ERROR, "giao"), extra=extra),
        Built(FORM, BookContent(extra=extra)),
    ):
        rows = [[row[i] for i in (1, 2, 4, 5, 6)] for row in book.calamine(RESULTS_SHEET)]
        assert rows[-2:] == [list(one) for one in extra]


def test_a_clean_check_and_no_check_each_say_so() -> None:
    clean, none = checked(), Built(FORM, BookContent())
    assert str(clean.value(RESULTS_SHEET, "A2")).startswith("Đã kiểm tra")
    assert clean.value(RESULTS_SHEET, "A3") is not None
    assert str(none.value(RESULTS_SHEET, "A2")).startswith("Chưa kiểm tra")
    assert none.sheet(RESULTS_SHEET).max_row == 2


def test_the_state_on_the_front_tells_whether_a_check_ran() -> None:
    assert Built(FORM, BookContent()).value("Trang chính", "C16") == "Chưa kiểm tra"
    state = checked(finding("KT301", Severity.ERROR, "giao")).value("Trang chính", "C16")
    assert state == "Đã kiểm tra lúc 09:05 ngày 03/06/2024: 1 lỗi, 0 cảnh báo, 0 lưu ý"
