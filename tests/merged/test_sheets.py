"""What the sheets of a consolidated workbook hold, worked out by hand on three units."""

import re
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from cchc_xl.consolidate import Contribution, Status, UnitFinding, UnitStatus
from cchc_xl.model import Level, Severity
from cchc_xl.rules.native import MAX_FORMULA, functions_used
from cchc_xl.services import UnusableFileError, books, read_file
from cchc_xl.services.merged_book import build_consolidated, content_of_outcome
from cchc_xl.services.merged_formulas import column_order
from cchc_xl.services.outcome import ForeignRow, Kept, Outcome
from cchc_xl.workbook.builder import workbook_bytes
from cchc_xl.workbook.layout import (
    CHART_SHEET,
    CHILD_FINDINGS_SHEET,
    DATA_SHEET,
    DETAIL_SHEET,
    FOREIGN_SHEET,
    LOG_SHEET,
    MERGED_SHEETS,
    REMINDER_SHEET,
    SLIP_SHEET,
    SUBMISSION_SHEET,
)
from cchc_xl.workbook.merged import detail_places
from cchc_xl.workbook.merged.detail_places import DetailLayout
from cchc_xl.workbook.merged.places import (
    CHART_UNITS,
    FILED_FIRST_ROW,
    Head,
    chart_rows,
    chart_title_row,
)
from cchc_xl.workbook.merged.slips import slip_breaks
from tests.merged.outcomes import FORM, figures, listed, outcome_of, status, unit

EXCEL_2010 = {
    *("AND", "COUNT", "COUNTIF", "COUNTIFS", "IF", "IFERROR", "INT", "ISNUMBER", "LEFT", "MAX"),
    *("MEDIAN", "MIN", "N", "NOT", "OR", "ROUND", "ROWS", "SUBSTITUTE", "SUM", "SUMPRODUCT"),
    *("COUNTBLANK", "DAY", "HYPERLINK", "MATCH", "INDEX", "MONTH", "RIGHT", "TEXT", "UPPER"),
    *(
        "TRUNC",
        "VLOOKUP",
        "YEAR",
        "ISTEXT",
        "ISERROR",
        "TRIM",
        "LEN",
        "EXACT",
        "ABS",
        "MOD",
        "CELL",
    ),
    *("INFO", "SEARCH", "MID", "FIND", "VALUE", "ISBLANK", "TODAY", "DATE", "ROW", "COLUMN"),
}

A = unit("Xã A", ho_so=10, dung_han=9, tthc_xa=115, ket_noi=100, cat_giam=12.5, doi_thoai=1)
B = unit("Xã B", ho_so=20, tthc_xa=115, ket_noi=0, doi_thoai=0, cat_giam="12.17", kinh_phi="=1+1")
C = unit("Sở C", Level.SO, ho_so=5, dung_han=5, tthc_xa=7, cat_giam=85)


class Shown:
    """The built workbook: formulas, and the values stored with them."""

    def __init__(self, outcome: Outcome, path: Path) -> None:
        build_consolidated(path, outcome)
        self.formulas = openpyxl.load_workbook(path)
        self.values = openpyxl.load_workbook(path, data_only=True)

    def row(self, key: str) -> int:
        """A row of the sheet "Phần"."""
        return next(n for n in range(5, 20) if self.values["Phần"].cell(n, 8).value == key)

    def lines(self, sheet: str, first: int) -> list[list[object]]:
        return [list(row) for row in self.values[sheet].iter_rows(min_row=first, values_only=True)]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    return Shown(outcome_of([A, B, C]), tmp_path_factory.mktemp("so") / "so.xlsx")


def test_column_d_reads_the_units_in_the_columns_of_chi_tiet(shown: Shown) -> None:
    detail = shown.values[DETAIL_SHEET]
    # both communes share the list of their level, the department stands behind them
    assert [detail.cell(4, column).value for column in (13, 14, 15)] == ["Xã A", "Xã B", "Sở C"]
    number = DetailLayout(FORM, 3).row_of("ho_so")
    assert [detail.cell(number, column).value for column in range(13, 16)] == [10, 20, 5]
    d = f"D{shown.row('ho_so')}"
    assert f"SUM('{DETAIL_SHEET}'!$E${number},'{DETAIL_SHEET}'!$M${number}:$O${number})" in str(
        shown.formulas["Phần"][d].value
    )
    assert shown.values["Phần"][d].value == 35


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("dung_han", 14),
        ("ty_le", 93.33),  # (9 + 5) / (10 + 5): B gives no numerator and is left out of both
        ("tthc_xa", 122),  # 115 once for both communes, 7 of the department
        ("tthc", 122),
        ("ty_le_tthc", 100),
        ("ket_noi", 50),
        ("ho_so_cap_duoi", 35),  # fed by ho_so
        ("phat_sinh", None),
    ],
)
def test_values_are_those_worked_out_by_hand(shown: Shown, key: str, value: object) -> None:
    assert shown.values["Phần"].cell(shown.row(key), 4).value == value


def test_what_a_row_is_fed_from_stands_in_its_own_line(shown: Shown) -> None:
    number = DetailLayout(FORM, 3).row_of("ho_so_cap_duoi")
    cells = [shown.values[DETAIL_SHEET].cell(number, column).value for column in range(13, 16)]
    assert cells == [10, 20, 5]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("ho_so", "3/3 đơn vị có số"),
        ("dung_han", "2/3 đơn vị có số"),
        ("ket_noi", "2/3 đơn vị có số; đạt: 1, chưa: 1"),
        ("phat_sinh", "Chưa đơn vị nào có số"),
        ("muc", None),
        ("tthc", None),
    ],
)
def test_beside_each_row_stands_what_the_units_said(
    shown: Shown, key: str, words: str | None
) -> None:
    assert shown.values["Phần"].cell(shown.row(key), 10).value == words


def test_range_and_answers_of_rows_that_do_not_add_stand_beside_them(shown: Shown) -> None:
    words = [shown.values["Khác"].cell(number, 10).value for number in (5, 6)]
    assert words == [
        "2/3 đơn vị có số; nhỏ nhất 12,5 – lớn nhất 85; 1 giá trị không đọc được",
        "2/3 đơn vị trả lời; Có: 1, Không: 1",
    ]


def test_column_f_of_a_ratio_with_units_left_out_sends_to_the_results(shown: Shown) -> None:
    said = shown.formulas["Phần"].cell(shown.row("ty_le"), 6)
    assert said.data_type == "s"
    assert str(said.value).startswith("Cảnh báo: ")
    assert shown.formulas["Phần"].cell(shown.row("ty_le_tthc"), 6).data_type == "f"


def test_what_a_child_wrote_stays_text(shown: Shown) -> None:
    number = DetailLayout(FORM, 3).row_of("kinh_phi")
    cell = shown.formulas[DETAIL_SHEET].cell(number, 14)
    assert (cell.data_type, cell.value) == ("s", "“=1+1”")
    # neither counted nor added
    assert shown.values[DETAIL_SHEET].cell(number, 8).value == 0


def test_formulas_know_excel_2010_and_its_length(tmp_path: Path) -> None:
    groups = [
        unit(f"Xã {n}", ho_so=n, dung_han=n, tthc_xa=n // 2, tthc_huyen=1) for n in range(240)
    ]
    shared = [
        Contribution(**{**{f: getattr(one, f) for f in one.__slots__}, "group": f"Cụm {n // 6}"})
        for n, one in enumerate(groups)
    ]
    book = Shown(outcome_of(shared), tmp_path / "so.xlsx")
    texts = [
        str(cell.value)
        for sheet in book.formulas
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert {name for text in texts for name in functions_used(text)} <= EXCEL_2010
    assert max(map(len, texts)) <= MAX_FORMULA


def test_units_that_share_a_list_stand_side_by_side() -> None:
    leaves = [
        unit("C", Level.SO),
        unit("A"),
        unit("D", Level.HUYEN),
        unit("B"),
        unit("E", Level.SO),
        unit("F", Level.HUYEN),
    ]
    names = [leaves[n].org_unit for n in column_order(leaves)]
    assert names == ["A", "B", "D", "F", "C", "E"]


def finding(severity: Severity, said: str = "") -> UnitFinding:
    return UnitFinding(
        severity, "KT301", "ho_so", "1", "hồ sơ", "Phần · D6", "=5", "Sai.", "Sửa.", "5", said
    )


def gathered() -> Outcome:
    """Five listed units: two on time, one late, one whose file is broken, one silent."""
    late = unit("Xã Muộn", ho_so=1)
    broken = unit("Xã Hỏng")
    places = {one.name: one for one in listed("Xã A", "Xã B", "Xã Muộn", "Xã Hỏng", "Xã Im")}
    units = [
        status(A, [finding(Severity.ERROR), finding(Severity.WARNING)], listed=places["Xã A"]),
        status(B, [finding(Severity.ERROR, "Đã rà soát")], listed=places["Xã B"]),
        status(late, day=12, listed=places["Xã Muộn"]),
        status(
            broken,
            status=Status.UNREADABLE,
            reason="Tệp bị cắt cụt.",
            listed=places["Xã Hỏng"],
        ),
        UnitStatus(Status.MISSING, "Xã Hỏng", listed=places["Xã Hỏng"]),
        UnitStatus(Status.MISSING, "Xã Im", listed=places["Xã Im"]),
    ]
    foreign = [ForeignRow("Xã A", "nhan/Xã A.xlsx", "mau-cu", "x", "9", "Dòng lạ", "%", "=2")]
    kept = Kept(units=tuple(places.values()))
    return outcome_of([A, B, late], kept=kept, units=units, foreign=foreign)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    return Shown(gathered(), tmp_path_factory.mktemp("so") / "so.xlsx")


def test_the_head_of_tinh_hinh_nop_counts_units(whole: Shown) -> None:
    sheet = whole.values[SUBMISSION_SHEET]
    counts = {at: sheet[at].value for at in Head if at is not Head.DEADLINE}
    assert counts == {
        Head.EXPECTED: 5,
        Head.SENT: 3,
        Head.MISSING: 2,
        Head.ON_TIME: 2,
        Head.LATE: 1,
        Head.UNDATED: 0,
        Head.WITH_ERRORS: 2,
        Head.TO_CHOOSE: 0,
        Head.UNREADABLE: 1,
        Head.OTHER: 0,
        Head.LEFT_OUT: 0,
    }
    states = [row[8] for row in whole.lines(SUBMISSION_SHEET, FILED_FIRST_ROW)]
    assert states == ["Đúng hạn", "Đúng hạn", "Muộn", "Đúng hạn", "Chưa nộp", "Chưa nộp"]


def test_findings_of_the_units_are_listed_with_their_own_words(whole: Shown) -> None:
    lines = whole.lines(CHILD_FINDINGS_SHEET, 5)
    assert [(line[1], line[2], line[10]) for line in lines] == [
        ("Xã A", "Lỗi", None),
        ("Xã A", "Cảnh báo", None),
        ("Xã B", "Lỗi (đã giải trình)", "Đã rà soát"),
    ]
    assert whole.formulas[CHILD_FINDINGS_SHEET]["G5"].data_type == "s"  # "=5", as written


def test_a_slip_goes_to_units_with_something_open_each_on_its_page(whole: Shown) -> None:
    merged = content_of_outcome(gathered()).merged
    assert merged is not None
    texts = [row[0] for row in whole.lines(SLIP_SHEET, 4)]
    titles = [str(text) for text in texts if str(text).startswith("PHIẾU TRẢ")]
    assert titles == ["PHIẾU TRẢ – Xã A", "PHIẾU TRẢ – Xã Hỏng"]  # B has answered
    breaks = slip_breaks(merged)
    assert len(breaks) == 1
    assert texts[breaks[0] - 3] == titles[1]  # the row below the break, counted from row 4


def test_the_text_to_paste_says_what_the_slip_says(whole: Shown) -> None:
    lines = [row[9] for row in whole.lines(SLIP_SHEET, 4)]
    assert lines[0] == "Kính gửi Xã A:"
    assert "1. Lỗi (Phần · D6): Sai. Sửa. Gợi ý: 5." in lines


def test_reminders_go_to_the_silent_the_broken_and_the_late(whole: Shown) -> None:
    lines = whole.lines(REMINDER_SHEET, 5)
    assert [(line[1], line[3]) for line in lines] == [
        ("Xã Hỏng", "Không đọc được"),
        ("Xã Im", "Chưa nộp"),
        ("Xã Muộn", "Nộp muộn"),
    ]
    assert all(str(line[7]).startswith(f"Kính gửi {line[1]}: ") for line in lines)


def test_rows_without_a_place_are_listed_as_text(whole: Shown) -> None:
    [line] = whole.lines(FOREIGN_SHEET, 5)
    assert line == [1, "Xã A", "9", "Dòng lạ", "%", "=2", "mau-cu", "Xã A.xlsx"]
    assert whole.formulas[FOREIGN_SHEET]["F5"].data_type == "s"


def test_every_file_is_logged_with_size_hash_and_time(whole: Shown) -> None:
    lines = whole.lines(LOG_SHEET, 3)
    assert [line[1] for line in lines] == [
        *("Lập sổ", "Tổng hợp", "Đã cộng", "Đã cộng", "Đã cộng", "Không đọc được"),
    ]
    for line in lines[2:]:
        assert re.search(r"20\.480 byte · sửa lúc .* · SHA-256 [0-9a-f]{64}$", str(line[2]))


def rated(rates: Sequence[float]) -> Outcome:
    return outcome_of(
        [unit(f"Xã {n:02}", hs_don_vi_ty_le_dung_han=rate) for n, rate in enumerate(rates)]
    )


def chart(outcome: Outcome, path: Path) -> tuple[str, list[tuple[object, object]], set[int]]:
    """Title, lines and hidden rows of the chart of dossiers on time."""
    book = Shown(outcome, path)
    sheet = book.values[CHART_SHEET]
    first, last = chart_rows(1)
    lines = [(sheet.cell(n, 2).value, sheet.cell(n, 3).value) for n in range(first, last + 1)]
    hidden = {n for n in range(first, last + 1) if sheet.row_dimensions[n].hidden}
    return str(sheet.cell(chart_title_row(1), 2).value), lines, hidden


def test_a_chart_ranks_the_lowest_first_and_hides_unused_lines(tmp_path: Path) -> None:
    title, lines, hidden = chart(rated([90, 70, 100]), tmp_path / "so.xlsx")
    assert lines[:3] == [("Xã 01", 70), ("Xã 00", 90), ("Xã 02", 100)]
    assert len(hidden) == CHART_UNITS - 3
    assert "Xã 01, 70%" in title


def test_with_many_units_a_chart_shows_the_lowest_and_says_so(tmp_path: Path) -> None:
    title, lines, hidden = chart(rated([100 - n / 10 for n in range(30)]), tmp_path / "so.xlsx")
    assert hidden == set()
    assert [name for name, _ in lines] == [f"Xã {n:02}" for n in range(29, 9, -1)]
    assert "20 thấp nhất trong 30 đơn vị" in title


def test_beyond_the_limit_the_matrix_lies_the_other_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detail_places, "MATRIX_LIMIT", 2)
    kept = Kept(own=figures(ho_so=100))
    book = Shown(outcome_of([A, B, C], kept=kept), tmp_path / "so.xlsx")
    lines = book.lines(DATA_SHEET, 4)
    column = lines[0].index("ho_so")
    assert [(line[1], line[column]) for line in lines[2:]] == [
        *(("Xã A", 10), ("Xã B", 20), ("Sở C", 5)),
    ]
    d = book.formulas["Phần"].cell(book.row("ho_so"), 4)
    assert (d.data_type, d.value) == ("n", 135)
    number = DetailLayout(FORM, 3).row_of("ho_so")
    row = [book.values[DETAIL_SHEET].cell(number, c).value for c in range(5, 11)]
    assert row == [100, None, 135, 3, 5, 20]  # own, override, result, count, least, most
    assert book.values[DETAIL_SHEET].max_column == 12


def test_without_so_many_units_that_sheet_is_not_there(shown: Shown) -> None:
    assert DATA_SHEET not in shown.values.sheetnames
    assert FOREIGN_SHEET not in shown.values.sheetnames  # nothing to list
    visible = [name for name in MERGED_SHEETS if name in shown.values.sheetnames]
    assert all(shown.values[name].sheet_state == "visible" for name in visible)


def test_shells_lie_hidden_and_blank_in_every_workbook_with_macros(tmp_path: Path) -> None:
    books.build_blank(tmp_path / "so.xlsm", FORM)
    books.build_blank(tmp_path / "so.xlsx", FORM)
    macros = openpyxl.load_workbook(tmp_path / "so.xlsm")
    for name in MERGED_SHEETS:
        assert macros[name].sheet_state == "hidden"
    assert macros["Phần"].column_dimensions["J"].hidden
    assert macros[DETAIL_SHEET]["H6"].value is None
    plain = openpyxl.load_workbook(tmp_path / "so.xlsx")
    assert not set(MERGED_SHEETS) & set(plain.sheetnames)
    assert plain["Phần"]["J4"].value is None


def test_a_consolidated_workbook_is_read_as_the_parents_report_and_its_leaves(
    tmp_path: Path,
) -> None:
    path = tmp_path / "so.xlsm"
    build_consolidated(path, outcome_of([A, B, C]))
    read = read_file(path)
    assert read.report.value("ho_so") == 35
    assert sorted(leaf.org_unit for leaf in read.leaves) == ["Sở C", "Xã A", "Xã B"]
    [leaf] = [leaf for leaf in read.leaves if leaf.org_unit == "Xã B"]
    assert leaf.values == B.values
    assert leaf.unreadable == B.unreadable
    assert leaf.level is Level.XA


def test_damaged_leaves_are_told_instead_of_being_counted_twice(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    build_consolidated(path, outcome_of([A]))
    book = openpyxl.load_workbook(path)
    sheet = book["_cchc"]
    [cell] = [row[1] for row in sheet.iter_rows() if row[0].value == "don_vi_con_0001"]
    cell.value = str(cell.value)[:-8]
    book.save(tmp_path / "hong.xlsx")
    with pytest.raises(UnusableFileError, match="sổ tổng hợp"):
        read_file(tmp_path / "hong.xlsx")


def test_the_same_outcome_gives_the_same_bytes() -> None:
    first, second = (
        workbook_bytes(FORM, content_of_outcome(outcome_of([A, B, C]))) for _ in range(2)
    )
    assert first == second
