"""What a real spreadsheet program makes of a built workbook."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cchc_xl.model import Level, OrgUnit, Period, PeriodKind, Severity
from cchc_xl.templates.printing import title_with
from cchc_xl.workbook.builder import build_workbook
from cchc_xl.workbook.content import BookContent, CellContent, Checked, ResultLine
from cchc_xl.workbook.layout import FRONT_SHEET, PRINT_SHEET, Layout
from tests.workbook.forms import filled, less_than_verdict, small_form
from tests.workbook.reading import Built
from tests.workbook.test_results_sheet import AT

if TYPE_CHECKING:
    from tests.calc_host import CalcHost

pytestmark = pytest.mark.libreoffice
FORM = small_form()
LAYOUT = Layout(FORM)
FIRST, SECOND = "1 Chỉ đạo", "2 Khác"
#: Cells that answer for the PC, not for the report.
OF_THE_PC = {(FRONT_SHEET, "G13"), (FRONT_SHEET, "D14")}


def content() -> BookContent:
    words = "Lỗi: hơn số được giao"
    cells = filled(
        LAYOUT,
        giao=CellContent(value=8, note="Theo kế hoạch"),
        xong=CellContent(value=9, verdict=less_than_verdict(LAYOUT, "xong", "giao", words, words)),
        ty_le=CellContent(value=112.5),
        noi_dung=CellContent(value="=1+1"),
    ).cells
    line = ResultLine(Severity.ERROR, "KT301", "Phần hơn tổng", "9 > 8", "", "", key="xong")
    return BookContent(
        org_unit=OrgUnit(name="UBND xã Mẫu", level=Level.XA),
        period=Period(year=2024, kind=PeriodKind.Q3),
        cells=cells,
        checked=Checked([line], AT),
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "so.xlsx"
    build_workbook(target, FORM, content())
    return target


def test_every_stored_value_is_the_one_a_recalculation_gives(path: Path, calc: "CalcHost") -> None:
    stored = Built(FORM, content())
    formulas = [(s, c) for s, c, _ in stored.formulas() if (s, c) not in OF_THE_PC]
    with calc.open(path) as book:
        book.recalculate()
        found = {place: book.value(*place) or None for place in formulas}
    expected = {place: stored.value(*place) or None for place in formulas}
    assert found == expected
    assert found[(FIRST, "F7")] == "Lỗi: hơn số được giao"
    assert found[(FIRST, "F9")] is not None  # a row of another level


def test_a_wrong_stored_value_is_replaced_by_a_recalculation(
    tmp_path: Path, calc: "CalcHost"
) -> None:
    wrong = less_than_verdict(LAYOUT, "xong", "giao", "Lỗi", "sai")
    target = tmp_path / "so.xlsx"
    build_workbook(target, FORM, filled(LAYOUT, xong=CellContent(value=9, verdict=wrong)))
    with calc.open(target) as book:
        assert book.value(FIRST, "F7") == "sai"
        book.recalculate()
        assert book.value(FIRST, "F7") == "Lỗi"


def test_progress_and_printed_page_follow_what_is_typed(path: Path, calc: "CalcHost") -> None:
    with calc.open(path) as book:
        assert book.value(FRONT_SHEET, "D22") == 7  # two of two, five of five
        book.set(FIRST, {"D6": 0, "D7": None, "D9": 2})  # D9 is a province's
        book.set(FRONT_SHEET, {"C13": "12/BC-UBND", "C14": 45357})  # 06/3/2024
        assert book.value(FRONT_SHEET, "D22") == 6
        assert book.value(FRONT_SHEET, "F22") == 0  # nothing exceeds anything any more
        rows = book.get(PRINT_SHEET, "A3:E11")
        assert rows[0][0] == (
            "(Kèm theo Báo cáo số 12/BC-UBND ngày 06 tháng 3 năm 2024 của UBND xã Mẫu)"
        )
        assert [row[3] for row in rows[5:]] == [0, "", 112.5, 2]


@pytest.mark.parametrize(
    ("level", "counted"),
    [
        ("Cấp xã", [[2, 2], [5, 5], [7, 7]]),
        ("Cấp tỉnh", [[3, 3], [5, 5], [8, 8]]),
        (None, [[3, 3], [5, 5], [8, 8]]),  # nobody knows yet whose rows these are
    ],
)
def test_rows_of_another_level_are_not_counted_whatever_level_is_chosen(
    path: Path, calc: "CalcHost", level: str | None, counted: list[list[int]]
) -> None:
    with calc.open(path) as book:
        book.set(FIRST, {"D9": 2})
        book.set(FRONT_SHEET, {"C8": level})
        assert [list(row) for row in book.get(FRONT_SHEET, "D20:E22")] == counted
        assert str(book.value(FIRST, "F3")).startswith(f"Đã nhập {counted[0][0]}/{counted[0][1]} ô")


@pytest.mark.parametrize(
    "title",
    [
        "Biểu mẫu thống kê số liệu năm 2026",
        "Biểu quý I năm 2026",
        "Biểu thống kê (quý I năm 2026)",
        "Biểu so với năm 2026",
        "Biểu thống kê",
        "Năm 2025",
    ],
)
def test_the_printed_title_follows_the_period_and_says_it_once(
    path: Path, calc: "CalcHost", title: str
) -> None:
    build_workbook(path, small_form(title=title), BookContent())
    with calc.open(path) as book:
        for period in ("Năm 2026", "Quý II năm 2026", "9 tháng đầu năm 2025", ""):
            book.set(FRONT_SHEET, {"C9": period or None})
            assert book.value(PRINT_SHEET, "A2") == title_with(title, period), period


def test_the_state_notices_a_number_changed_after_the_check(path: Path, calc: "CalcHost") -> None:
    with calc.open(path) as book:
        book.recalculate()
        checked = str(book.value(FRONT_SHEET, "C16"))
        assert checked.startswith("Đã kiểm tra lúc 09:05")
        for change, back in (({"D6": 7}, {"D6": 8}), ({"D9": 0}, {"D9": None})):
            book.set(FIRST, change)  # also a 0 where there was nothing
            assert str(book.value(FRONT_SHEET, "C16")).startswith("Số liệu đã đổi")
            book.set(FIRST, back)
            assert book.value(FRONT_SHEET, "C16") == checked


def test_the_counts_are_the_checks_until_a_number_changes(path: Path, calc: "CalcHost") -> None:
    """One error was found on `xong`, one note on the whole file; column F knows the error only."""
    lines = [
        ResultLine(Severity.ERROR, "KT301", "Một", "", "", "", key="xong"),
        ResultLine(Severity.ERROR, "KT302", "Hai", "", "", "", key="giao"),
        ResultLine(Severity.NOTE, "KT110", "Ba", "", "", ""),
    ]
    build_workbook(path, FORM, replace(content(), checked=Checked(lines, AT)))
    with calc.open(path) as book:
        book.recalculate()
        checked = [book.value(FRONT_SHEET, cell) for cell in ("F20", "F22", "H22", "C22")]
        assert checked == [2, 2, 1, "Cộng, gồm 1 điều nêu cho cả tệp"]
        assert "Lỗi 2" in str(book.value(FIRST, "F3"))
        book.set(SECOND, {"D8": 99})
        changed = [book.value(FRONT_SHEET, cell) for cell in ("F20", "F22", "H22", "C22")]
        assert changed == [1, 1, 0, "Cộng"]
        assert "Lỗi 1" in str(book.value(FIRST, "F3"))


def test_an_error_value_in_a_section_does_not_silence_the_front(
    path: Path, calc: "CalcHost"
) -> None:
    with calc.open(path) as book:
        book.set_formulas(FIRST, {"D6": "=1/0"})
        book.set(SECOND, {"D8": 99})
        assert book.value(FRONT_SHEET, "D22") == 7
        assert str(book.value(FRONT_SHEET, "C16")).startswith("Số liệu đã đổi")


def test_the_words_for_another_level_follow_the_level_chosen(path: Path, calc: "CalcHost") -> None:
    with calc.open(path) as book:
        book.set(FRONT_SHEET, {"C8": "Cấp tỉnh"})
        assert book.value(FIRST, "F9") == ""
        book.set(FRONT_SHEET, {"C8": "Sở, ngành"})
        assert book.value(FIRST, "F9") != ""


def test_the_decimal_sign_is_the_pcs_own(path: Path, calc: "CalcHost") -> None:
    from tests.calc_host import CalcHost

    with calc.open(path) as book:
        book.recalculate()
        assert "12.5" in str(book.value(FRONT_SHEET, "G13"))
    with CalcHost(locale="vi-VN") as vietnamese, vietnamese.open(path) as book:
        book.recalculate()
        assert "12,5" in str(book.value(FRONT_SHEET, "G13"))
