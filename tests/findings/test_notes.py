"""Does the note beside a value tell the same story: each claim once told wrong, once right."""

import pytest

from cchc_xl.model import Finding, Row
from tests.findings.forms import Cell, cause_codes, count, findings, form, heading, only, percent

COUNT, PERCENT = count("o"), percent("o")
SINCE_2015 = percent("o", label="Tỷ lệ đã tinh giản so với năm 2015")


@pytest.mark.parametrize(
    ("kind", "value", "note", "code", "suggestion"),
    [
        # a calculation
        (PERCENT, "70", "12/19 người", "KT501", "63,16?"),
        (PERCENT, "63,1", "12/19 người", "KT305", "63,2?"),
        (PERCENT, "93,4", "Đã xử lý 606/652 văn bản", "KT501", "92,94?"),
        # a reduction against 2015
        (SINCE_2015, "20", "Năm 2015 được giao 41 biên chế; năm 2020 giao 37", "KT501", "9,76?"),
        (SINCE_2015, "40", "Từ năm 2015 có 05, đến nay giảm 03 đơn vị", "KT501", "60?"),
        # a part of the value
        (COUNT, "20", "Trong đó có 28 biên chế của đơn vị tự chủ", "KT502", None),
        (COUNT, "20", "trong đó 21 văn bản của năm trước", "KT502", None),
        # there is none
        (
            count("o", label="Số người bị kỷ luật"),
            "2",
            "Không có trường hợp bị kỷ luật",
            "KT503",
            None,
        ),
        (
            count("o", label="Số VBQPPL đã ban hành"),
            "5",
            "Không có văn bản nào được ban hành trong kỳ",
            "KT503",
            None,
        ),
        (count("o", label="Số hồ sơ"), "5", "Không phát sinh hồ sơ", "KT503", None),
        (count("o", measure="Người"), "5", "Không có cán bộ, công chức", "KT503", None),
        (COUNT, "5", "Không, do đơn vị mới thành lập", "KT503", None),
        (COUNT, "5", "Không", "KT503", None),
        (COUNT, "5", "Không có", "KT503", None),
        (COUNT, "5", "Không phát sinh", "KT503", None),
    ],
)
def test_a_note_that_tells_another_story(
    kind: Row, value: str, note: str, code: str, suggestion: str | None
) -> None:
    found = only(findings(form(kind), {"o": Cell(value, note=note)}))
    assert (found.code, found.suggestion) == (code, suggestion)
    assert found.severity.value == ("note" if code == "KT305" else "warning")


@pytest.mark.parametrize(
    ("kind", "value", "note"),
    [
        (PERCENT, "63,16", "12/19 người"),
        (PERCENT, "63,2", "12/19 người gồm lãnh đạo và công chức một cửa"),
        (PERCENT, "63", "12/19 người"),
        # the note states the percent itself
        (PERCENT, "70", "12/19 người; tính cả năm là 70%"),
        (PERCENT, "92,5", "Đạt 92,5% (606/652 của quý trước)"),
        # one of several calculations fits
        (PERCENT, "50", "Quý I: 12/19, quý II: 5/10"),
        # dates, numbers of decisions and periods are no calculations
        (PERCENT, "70", "Theo Quyết định số 12/QĐ-UBND"),
        (PERCENT, "70", "Số liệu đến 05/2023"),
        (PERCENT, "70", "Từ ngày 15/12/2022 đến 14/3/2023"),
        (PERCENT, "70", "Nghị quyết 12/2021/NQ-HĐND"),
        (PERCENT, "70", "19/12 là ngày chốt số liệu"),
        (PERCENT, "70", ""),
        (PERCENT, "70", "Số liệu tính từ 01/01 đến 31/3"),
        (PERCENT, "70", "Hoàn thành ngày 5/9"),
        (PERCENT, "70", "Họp các ngày 5/9, 6/9 và 7/9"),
        (PERCENT, "70", "Chốt số liệu tháng 3/4"),
        (PERCENT, "70", "Theo Công văn 45/66 của Sở"),
        (PERCENT, "70", "Theo Kế hoạch số 12/19"),
        # reductions that fit
        (SINCE_2015, "10", "Năm 2015 được giao 41 biên chế; năm 2020 giao 37 biên chế"),
        (SINCE_2015, "9,76", "Năm 2015 được giao 41 biên chế; năm 2020 giao 37 biên chế"),
        (SINCE_2015, "10", "Năm 2015 có 41, năm 2020 giao 37, số sử dụng 33 (giảm 10%)"),
        (SINCE_2015, "60", "Từ năm 2015 có 05, đến nay giảm 03 đơn vị"),
        (SINCE_2015, "40", "Từ năm 2015 có 05, đến nay còn 03 đơn vị"),
        # parts and none
        (COUNT, "88", "Trong đó có 28 biên chế của đơn vị tự chủ"),
        (COUNT, "28", "Trong đó có 28 biên chế của đơn vị tự chủ"),
        (COUNT, "20", "Trong đó 50% là văn bản của năm trước"),
        (COUNT, "0", "Không có"),
        (COUNT, "5", "Không có đơn vị nào chưa thực hiện xong việc sắp xếp"),
        # "không" that denies something else than the figure
        (COUNT, "5", "Không tính viên chức"),
        (COUNT, "5", "Không bao gồm hợp đồng"),
        (COUNT, "5", "Không có biến động"),
        (COUNT, "5", "Không có thay đổi so với quý trước"),
        (COUNT, "5", "Chưa có Quyết định"),
        (count("o", measure="Người"), "5", "Không có cán bộ, công chức nghỉ hưu"),
        (count("o", label="Số biên chế có mặt"), "19", "Không có trường hợp nghỉ hưu"),
        (COUNT, "5", "Có 01 đơn vị tự chủ"),
        (COUNT, "3", "Chưa có 2 đơn vị"),
        (COUNT, "0", "Sở không có đơn vị sự nghiệp"),
    ],
)
def test_a_note_that_tells_the_same_story_or_none(kind: Row, value: str, note: str) -> None:
    assert not findings(form(kind), {"o": Cell(value, note=note)})


def test_a_date_before_a_calculation_does_not_hide_it() -> None:
    note = "Tính đến 31/3, 12/19 người"
    found = only(findings(form(PERCENT), {"o": Cell("70", note=note)}))
    assert (found.code, found.suggestion) == ("KT501", "63,16?")


def test_a_denial_is_quoted_in_the_units_own_words() -> None:
    template = form(count("o", measure="Hồ sơ"))
    found = only(findings(template, {"o": Cell("5", note="Chưa phát sinh hồ sơ; sẽ báo sau")}))
    assert found.facts["claim"] == "Chưa phát sinh hồ sơ"


def test_a_figure_wrong_in_itself_is_not_compared_with_its_note() -> None:
    found = only(findings(form(PERCENT), {"o": Cell("150", note="12/19 người")}))
    assert found.code == "KT215"


def test_what_the_form_itself_prints_is_no_claim() -> None:
    template = form(percent("o", note="Ví dụ: 12/19"))
    assert not findings(template, {"o": Cell("70", note="Ví dụ: 12/19")})
    assert only(findings(template, {"o": Cell("70", note="12/19 người")})).code == "KT501"


def test_giảm_written_for_còn_names_the_row_that_counts_what_is_left() -> None:
    """5 in 2015; 40 % fewer are 3, which the row above says, and not 3 fewer."""
    share = percent("o", label="Tỷ lệ đã cắt giảm so với năm 2015", parent="muc")
    rows = (heading("muc"), count("don_vi", parent="muc"), share)
    note = "Từ năm 2015 có 05, đến nay giảm 03 đơn vị"
    found = only(findings(form(*rows), {"don_vi": 3, "o": Cell("40", note=note)}))
    assert (cause_codes(found), found.related) == (["rest-for-reduction"], ("don_vi",))
    other = only(findings(form(*rows), {"don_vi": 4, "o": Cell("40", note=note)}))
    assert not other.causes


# -------------------------------------------------------- a note beside a total bounds its share


def _bounded(total: str, note: str, share: str) -> list[Finding]:
    template = form(count("tong"), percent("ty_le", weight="tong"))
    return findings(template, {"tong": Cell(total, note=note), "ty_le": share})


def test_what_was_not_sent_bounds_the_share_that_was() -> None:
    """(652 − 46)/652 = 92,94 %."""
    found = only(_bounded("652", "Có 46 văn bản mật (không gửi qua phần mềm)", "93,4"))
    assert (found.code, found.key, found.related) == ("KT504", "ty_le", ("tong",))
    assert (found.severity.value, found.suggestion) == ("warning", "92,94?")


@pytest.mark.parametrize(
    ("total", "note", "share"),
    [
        ("652", "Có 46 văn bản mật (không gửi qua phần mềm)", "92,94"),
        ("652", "Có 46 văn bản mật (không gửi qua phần mềm)", "90"),
        ("652", "Có 46 văn bản mật", "100"),
        ("652", "Có 700 văn bản không gửi", "93,4"),  # more than there are: no bound
        ("652", "", "100"),
    ],
)
def test_a_share_within_its_bound_or_without_one(total: str, note: str, share: str) -> None:
    assert not _bounded(total, note, share)


# ---------------------------------------------------------------------------------- answered


def test_the_units_own_words_beside_the_value_answer_the_finding() -> None:
    assert only(findings(form(PERCENT), {"o": Cell("150", note="Tính cả hợp đồng")})).justified
    spoken = Cell("150", justification="Tính cả hợp đồng")
    assert only(findings(form(PERCENT), {"o": spoken})).justified


def test_a_note_that_contradicts_the_value_is_not_its_own_answer() -> None:
    noted = Cell("70", note="12/19 người")
    assert not only(findings(form(PERCENT), {"o": noted})).justified
    answered = Cell("70", note="12/19 người", justification="12 người tính đến quý trước")
    assert only(findings(form(PERCENT), {"o": answered})).justified


def test_a_finding_without_words_beside_it_is_not_answered() -> None:
    assert not only(findings(form(PERCENT), {"o": "150"})).justified
