"""How people write a value: the whole table of DOMAIN §3, a line a case."""

import datetime as dt
from decimal import Decimal

import pytest

from cchc_xl.model import Level, Row, read_value
from cchc_xl.model.printed import RawValue
from tests.findings.forms import (
    Cell,
    briefly,
    coded,
    count,
    findings,
    form,
    heading,
    only,
    percent,
    ratio,
    row,
    rule,
    worded,
)

COUNT = count("o")
PERCENT = percent("o")
MONEY = row("o", "money", measure="Triệu đồng")
CODED = coded("o", "Chưa có", "2 cấp", "3 cấp")
CODED_YES = coded("o", "Không", "Có", kind="yes_no")
SURVEY = worded("o", "Trực tuyến", "Phát phiếu", "Kết hợp")
YES_NO = worded("o", "Không", "Có", kind="yes_no")
HEADING = heading("o")

SILENT: None = None
Said = tuple[str, str, str | None] | None  # kind, severity, suggestion


@pytest.mark.parametrize(
    ("kind", "raw", "value", "said"),
    [
        # counts
        (COUNT, "0", 0, SILENT),
        (COUNT, "21", 21, SILENT),
        (COUNT, "21.", 21, SILENT),
        (COUNT, 21, 21, SILENT),
        (COUNT, 21.0, 21, SILENT),
        (COUNT, "08", 8, ("number-format", "note", "8")),
        (COUNT, "05", 5, ("number-format", "note", "5")),
        (COUNT, "Không", 0, ("number-format", "note", "0")),
        (COUNT, "Không có", 0, ("number-format", "note", "0")),
        (COUNT, "không phát sinh", 0, ("number-format", "note", "0")),
        (COUNT, "21 nhiệm vụ cụ thể", 21, ("number-format", "note", "21")),
        (COUNT, "01 đơn vị", 1, ("number-format", "note", "1")),
        (COUNT, "1.234.567", 1234567, ("number-format", "note", "1234567")),
        (COUNT, "12 345", 12345, ("number-format", "note", "12345")),
        (COUNT, "Có", None, ("not-a-number", "error", None)),
        (COUNT, "08/21", 8, ("not-a-number", "error", "8")),
        (COUNT, "Đơn vị đang rà soát, sẽ báo cáo sau", None, ("not-a-number", "error", None)),
        (COUNT, "1.234", None, ("ambiguous-number", "warning", "1234?")),
        (COUNT, "1,234", None, ("ambiguous-number", "warning", "1234?")),
        # no group of thousands has one or two digits: 1217 and 125 are not to be proposed
        (COUNT, "12.17", None, ("ambiguous-number", "warning", "12,17?")),
        (COUNT, "12.5", None, ("ambiguous-number", "warning", "12,5?")),
        (COUNT, "2 nghìn", 2000, ("number-format", "warning", "2000")),
        (COUNT, "5 triệu hồ sơ", 5000000, ("number-format", "warning", "5000000")),
        (COUNT, "5 triệu đồng", None, ("not-a-number", "error", None)),
        (COUNT, "-", None, ("not-a-number", "error", None)),
        (COUNT, "x", None, ("not-a-number", "error", None)),
        (COUNT, "N/A", None, ("not-a-number", "error", None)),
        (COUNT, "≥90", None, ("not-a-number", "error", None)),
        (COUNT, "5-7", None, ("not-a-number", "error", None)),
        (COUNT, "1e3", None, ("not-a-number", "error", None)),
        (COUNT, "5.115.000đ", None, ("not-a-number", "error", None)),
        (COUNT, "100%", None, ("not-a-number", "error", None)),
        (COUNT, "-5", -5, ("negative", "error", None)),
        (COUNT, "2,5", Decimal("2.5"), ("not-whole", "error", None)),
        (COUNT, 2.5, Decimal("2.5"), ("not-whole", "error", None)),
        (COUNT, dt.datetime(2024, 8, 21), None, ("date-in-number", "error", None)),
        (COUNT, "05/03/2024", None, ("date-in-number", "error", None)),
        (COUNT, "21-Aug", None, ("date-in-number", "error", None)),
        (COUNT, "#REF!", None, ("not-a-number", "error", None)),
        # percents
        (PERCENT, "100", 100, SILENT),
        (PERCENT, "0", 0, SILENT),
        (PERCENT, "12,17", Decimal("12.17"), SILENT),
        (PERCENT, "93,4", Decimal("93.4"), SILENT),
        (PERCENT, 93.4, Decimal("93.4"), SILENT),
        (PERCENT, "100%", 100, ("number-format", "note", "100")),
        (PERCENT, "63,1%", Decimal("63.1"), ("number-format", "note", "63,1")),
        (PERCENT, "63,1 %", Decimal("63.1"), ("number-format", "note", "63,1")),
        (PERCENT, "100 phần trăm", 100, ("number-format", "note", "100")),
        (PERCENT, "934", 934, ("percent-out-of-range", "error", "93,4?")),
        (PERCENT, "1217", 1217, ("percent-out-of-range", "error", "12,17?")),
        (PERCENT, "150", 150, ("percent-out-of-range", "error", None)),
        (PERCENT, "101", 101, ("percent-out-of-range", "error", "10,1?")),
        (PERCENT, "-1", -1, ("negative", "error", None)),
        (PERCENT, "Không", None, ("ambiguous-number", "warning", None)),
        (PERCENT, "đạt", None, ("not-a-number", "error", None)),
        (PERCENT, "99,999", Decimal("99.999"), SILENT),
        (PERCENT, "99,999%", Decimal("99.999"), ("number-format", "note", "99,999")),
        (PERCENT, "99.999", None, ("ambiguous-number", "warning", "99,999?")),
        (PERCENT, "100,001", None, ("ambiguous-number", "warning", "100,001 hay 100001?")),
        (PERCENT, "12.17", None, ("ambiguous-number", "warning", "12,17?")),
        (PERCENT, "≥90", None, ("not-a-number", "error", None)),
        (PERCENT, "12/19", None, ("not-a-number", "error", "63,16?")),
        (PERCENT, "5 hồ sơ", None, ("not-a-number", "error", None)),
        (PERCENT, dt.date(2024, 8, 21), None, ("date-in-number", "error", None)),
        # money
        (MONEY, "2400", 2400, SILENT),
        (MONEY, "2400,5", Decimal("2400.5"), SILENT),
        (MONEY, "5.115.000đ", Decimal("5.115"), ("number-format", "warning", "5,115")),
        (MONEY, "5.115.000 đồng", Decimal("5.115"), ("number-format", "warning", "5,115")),
        (MONEY, "0,2 tỷ", 200, ("number-format", "warning", "200")),
        (MONEY, "500 nghìn đồng", Decimal("0.5"), ("number-format", "warning", "0,5")),
        (MONEY, "5 triệu đồng", 5, ("number-format", "note", "5")),
        (MONEY, "1.234 tỷ", None, ("ambiguous-number", "warning", "1234000 hay 1234?")),
        (MONEY, "-3", -3, ("negative", "error", None)),
        # codes
        (CODED, "0", 0, SILENT),
        (CODED, "2", 2, SILENT),
        (CODED, 2, 2, SILENT),
        (CODED, "02", 2, SILENT),
        (CODED, "3 cấp", 2, ("number-format", "note", "2")),
        (CODED, "2 = 3 cấp", 2, ("number-format", "note", "2")),
        (CODED, "3 cấp = 2", 2, ("number-format", "note", "2")),
        (CODED, "3 cấp=2", 2, ("number-format", "note", "2")),
        (CODED, "2 cấp = 2", None, ("code-not-in-list", "error", None)),
        (CODED, "1,0", 1, SILENT),
        (CODED, "1.0", 1, SILENT),
        (CODED, "1,5", None, ("code-not-in-list", "error", None)),
        (CODED, "3", None, ("code-not-in-list", "error", "2?")),
        (CODED, "4", None, ("code-not-in-list", "error", None)),
        (CODED, "-1", None, ("code-not-in-list", "error", None)),
        (CODED, "0,5", None, ("code-not-in-list", "error", None)),
        (CODED, "đang làm", None, ("code-not-in-list", "error", None)),
        (CODED_YES, "Có", 1, ("number-format", "note", "1")),
        (CODED_YES, "không", 0, ("number-format", "note", "0")),
        (CODED_YES, "1", 1, SILENT),
        # words
        (YES_NO, "Có", 1, SILENT),
        (YES_NO, "có", 1, SILENT),
        (YES_NO, "Không", 0, SILENT),
        (YES_NO, "0", None, ("code-ambiguous", "warning", None)),
        (YES_NO, "1", None, ("code-ambiguous", "warning", None)),
        (SURVEY, "Phát phiếu", 1, SILENT),
        (SURVEY, "phát phiếu", 1, SILENT),
        (SURVEY, "0", None, ("code-ambiguous", "warning", None)),
        (SURVEY, "Qua điện thoại", None, ("code-not-in-list", "error", None)),
        # headings
        (HEADING, "10", 10, ("value-on-heading", "note", None)),
        (HEADING, "Không có", 0, ("value-on-heading", "note", None)),
        (HEADING, "Đơn vị không có", None, ("value-on-heading", "note", None)),
        # dressed
        (COUNT, "<b>0</b>", 0, SILENT),
        (COUNT, "<i>115</i>", 115, SILENT),
        (COUNT, "\u00a021 ", 21, SILENT),
        (COUNT, "２１", 21, SILENT),
        (COUNT, "không co\u0301", 0, ("number-format", "note", "0")),
        (PERCENT, "1２,5", Decimal("12.5"), SILENT),
    ],
)
def test_the_table_of_notations(
    kind: Row, raw: RawValue, value: int | Decimal | None, said: Said
) -> None:
    assert read_value(kind, raw).value == value
    found = findings(form(kind), {"o": raw})
    if said is None:
        assert not found
    else:
        finding = only(found)
        assert (finding.kind.value, finding.severity.value, finding.suggestion) == said


@pytest.mark.parametrize("kind", [COUNT, PERCENT, CODED, YES_NO, HEADING])
@pytest.mark.parametrize("raw", [None, "", "   ", "\u00a0"])
def test_a_blank_has_no_value_and_is_silent_in_a_wholly_blank_form(
    kind: Row, raw: RawValue
) -> None:
    assert read_value(kind, raw).value is None
    assert not findings(form(kind), {"o": raw})


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#NAME?", "#VALUE!", "#N/A"])
@pytest.mark.parametrize("kind", [COUNT, PERCENT, CODED, YES_NO])
def test_an_error_cell_has_no_value_and_is_not_blank(kind: Row, error: str) -> None:
    found = only(findings(form(kind), {"o": Cell(error=error)}))
    assert (found.code, found.kind.value, found.severity.value) == (
        "KT202",
        "not-a-number",
        "error",
    )


@pytest.mark.parametrize(("stored", "value"), [(1, "100"), (0.934, "93,4"), (0, "0")])
def test_a_percent_formatted_cell_is_the_hundredfold(stored: float, value: str) -> None:
    found = only(findings(form(PERCENT), {"o": Cell(stored, percent_format=True)}))
    assert (found.kind.value, found.severity.value) == ("number-format", "note")
    assert found.suggestion == value


def test_a_percent_formatted_count_is_no_number() -> None:
    found = only(findings(form(COUNT), {"o": Cell(0.5, percent_format=True)}))
    assert (found.kind.value, found.severity.value) == ("not-a-number", "error")


def test_a_fraction_is_compared_with_its_sibling() -> None:
    """08/21: 8 of 21, and 21 is what the row beside it says."""
    template = form(heading("muc"), count("ke_hoach", parent="muc"), count("xong", parent="muc"))
    found = only(findings(template, {"ke_hoach": "21", "xong": "08/21"}))
    assert (found.key, found.related, found.code) == ("xong", ("ke_hoach",), "KT210")
    other = only(findings(template, {"ke_hoach": "25", "xong": "08/21"}))
    assert (other.key, other.related, other.code) == ("xong", (), "KT222")


@pytest.mark.parametrize(
    ("cells", "code", "named"),
    [
        ({"giao": "21", "khac": "5", "xong": "08/21"}, "KT210", ("giao",)),
        ({"giao": "25", "khac": "21", "xong": "08/21"}, "KT222", ("giao",)),
        ({"giao": None, "khac": "21", "xong": "08/21"}, "KT222", ("giao",)),
    ],
)
def test_a_fraction_is_compared_with_the_row_it_is_a_part_of(
    cells: dict[str, RawValue], code: str, named: tuple[str, ...]
) -> None:
    """Another row that happens to say 21 confirms nothing."""
    template = form(count("khac"), count("giao"), count("xong"), rules=[rule("xong", "<=", "giao")])
    found = only([f for f in findings(template, cells) if f.code in ("KT210", "KT222")])
    assert (found.code, found.related) == (code, named)


def test_a_fraction_is_not_compared_with_a_row_in_another_measure() -> None:
    template = form(count("nguoi", measure="Người"), count("xong", measure="Nhiệm vụ"))
    assert only(findings(template, {"nguoi": "21", "xong": "08/21"})).code == "KT222"


def test_a_zero_that_stands_for_nothing_happened_in_a_percent() -> None:
    template = form(ratio(), count("tu"), count("mau"))
    for value in ("0", "100"):
        found = only(findings(template, {"tu": 0, "mau": 0, "ty_le": value}))
        assert (found.kind.value, found.suggestion) == ("ratio-zero-denominator", "")


@pytest.mark.parametrize("survey", [coded("cach", "Trực tuyến", "Phát phiếu"), worded("cach", "A")])
def test_a_form_of_survey_without_sheets_is_to_stay_blank(survey: Row) -> None:
    template = form(
        count("phieu"), survey, rules=[rule("cach", "nothing-without", "phieu", severity="warning")]
    )
    found = only(findings(template, {"phieu": 0, "cach": "0"}))
    assert (found.key, found.related, found.severity.value) == ("cach", ("phieu",), "warning")
    assert found.suggestion == ""


def test_0_is_a_code_like_any_other_where_nothing_contradicts_it() -> None:
    template = form(
        count("phieu"),
        coded("cach", "Trực tuyến", "Phát phiếu"),
        rules=[rule("cach", "nothing-without", "phieu", severity="warning")],
    )
    assert not findings(template, {"phieu": 150, "cach": "0"})


@pytest.mark.parametrize("value", ["0", "00", "Không", "Không có"])
def test_nothing_outside_the_units_level_is_no_warning(value: str) -> None:
    template = form(count("tinh", levels=(Level.TINH,)), count("xa"))
    found = findings(template, {"tinh": value, "xa": 5}, level=Level.XA)
    assert all(severity == "note" for _, severity, _ in briefly(found))


def test_a_total_of_0_over_blank_parts_is_silent() -> None:
    template = form(count("tong", parts=("a", "b")), count("a"), count("b"))
    assert not findings(template, {"tong": "0"})


def test_writing_that_is_only_unusual_suggests_nothing_where_the_figure_is_wrong() -> None:
    """100% is 100, but 23 of 29 is 79,31: the cell is not to become 100."""
    template = form(ratio(), count("tu"), count("mau"))
    found = findings(template, {"tu": 23, "mau": 29, "ty_le": "100%"})
    assert [(f.code, f.suggestion) for f in found] == [("KT301", "79,31"), ("KT206", None)]


@pytest.mark.parametrize("raw", [0.1 + 0.2, 0.30000000000000004])
def test_the_noise_of_binary_sums_is_no_difference(raw: float) -> None:
    money = {"measure": "Triệu đồng"}
    template = form(
        row("tong", "money", parts=("a", "b"), **money),
        row("a", "money", **money),
        row("b", "money", **money),
    )
    assert not findings(template, {"tong": raw, "a": 0.1, "b": 0.2})
