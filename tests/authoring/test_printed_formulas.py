"""Formulas a form prints, wholes whose parts its words name; nothing where that is unclear."""

import pytest

from cchc_xl.authoring import Draft, FormText, propose
from cchc_xl.authoring.columns import Col
from cchc_xl.authoring.printed_formulas import is_formula
from cchc_xl.model import PrintedRow


def drafted(text: str) -> Draft:
    """Rows ``no | label | measure | note``; no edition is known."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    cells = [[*(piece.strip() for piece in line.split("|")), "", ""][:4] for line in lines]
    pieces = (PrintedRow(no, label, measure, None, "", note) for no, label, measure, note in cells)
    return propose(FormText(tuple(pieces)), ())


def places(draft: Draft, line: int, *columns: Col) -> tuple[tuple[int, ...], ...]:
    """Lines that the references of one line name, the first line being 1."""
    keys = {row[Col.KEY]: n for n, row in enumerate(draft.rows, 1)}
    row = draft.rows[line - 1]
    return tuple(tuple(keys[key] for key in row[column].split("; ") if key) for column in columns)


def share(draft: Draft, line: int) -> tuple[tuple[int, ...], ...]:
    return places(draft, line, Col.NUMERATOR, Col.DENOMINATOR)


SHARE = """
I   | CÂY XANH |
1   | Vườn cây |
1.1 | Số cây phải trồng | Cây
1.2 | Số cây đã trồng | Cây
1.3 | Tỷ lệ {label} | {measure} | {note}
II  | HỒ NƯỚC |
1   | Hồ chứa |
1.1 | Số hồ phải nạo vét | Hồ
1.2 | Số hồ đã nạo vét | Hồ
1.3 | Tỷ lệ hồ | % | (1.2)/(1.1)
"""


@pytest.mark.parametrize(
    ("label", "measure", "note"),
    [
        ("cây", "%", "(1.2)/(1.1)"),
        ("cây", "%", "= 1.2/1.1 x 100"),
        ("cây", "%", "Tỷ lệ = (1.2) : (1.1) × 100%"),
        ("cây", "%", "Cách tính: (1.3)=(1.2)/(1.1)"),
        ("cây", "%", "(2)/(1)"),
        ("cây", "%", "Mục 1.2/mục 1.1"),
        ("cây (1.2/1.1)", "%", ""),
        ("cây (1.2)/(1.1)", "%", ""),
        ("cây = 1.2/1.1*100", "%", ""),
        ("cây", "% (1.2/1.1)", ""),
    ],
)
def test_a_printed_share_is_worked_out_of_its_rows(label: str, measure: str, note: str) -> None:
    draft = drafted(SHARE.format(label=label, measure=measure, note=note))
    assert share(draft, 5) == ((4,), (3,))
    assert draft.rows[4][Col.CONSOLIDATION] == "Tính lại từ tử số và mẫu số"
    assert share(draft, 10) == ((9,), (8,))  # the numbers of its own part


@pytest.mark.parametrize(
    "note", ["(1.2)/(1.9)", "(1.2)/(1.2)", "(1.3)/(1.1)", "(1)/(1.1)", "(1.2)+(1.1)"]
)
def test_a_formula_whose_numbers_are_no_two_counts_is_not_guessed(note: str) -> None:
    draft = drafted(SHARE.format(label="cây", measure="%", note=note))
    assert share(draft, 5) == ((), ())
    assert draft.rows[4][Col.CONSOLIDATION] == "Người tổng hợp tự điền"


def test_a_number_printed_twice_is_told_and_not_guessed() -> None:
    draft = drafted("""
        1   | Vườn cây |
        1.1 | Số cây phải trồng | Cây
        1.2 | Số cây đã trồng | Cây
        1.2 | Số cây đã tưới | Cây
        1.3 | Tỷ lệ cây | % | (1.2)/(1.1)
        """)
    assert share(draft, 5) == ((), ())
    assert "(1.2)/(1.1)" in draft.rows[4].doubts[Col.CONSOLIDATION]


@pytest.mark.parametrize(
    "note", ["24/24", "15/12/2025", "n/a", "Có/không", "Nghị định 61/2018/NĐ-CP"]
)
def test_other_words_with_a_stroke_are_no_formula(note: str) -> None:
    draft = drafted(SHARE.format(label="cây", measure="%", note=note))
    assert share(draft, 5) == ((), ())


@pytest.mark.parametrize(
    ("text", "whether"),
    [("(1.2)/(1.1)", True), ("= a + b", True), ("1/3 số dân", False), ("Phòng Nội vụ", False)],
)
def test_a_note_that_is_a_formula_is_the_forms_own(text: str, whether: bool) -> None:
    assert is_formula(text) is whether


TOTAL = """
1     | Cây xanh |
1.1   | Tổng số cây{label} | Cây | {note}
1.1.1 | Số cây ăn quả | Cây
1.1.2 | Số cây bóng mát | Cây
1.2   | Số cây chết | Cây
"""


@pytest.mark.parametrize(
    ("label", "note"),
    [
        ("", "1.1 = 1.1.1 + 1.1.2"),
        ("", "(1.1)=(1.1.1)+(1.1.2)"),
        ("", "= 1.1.1+1.1.2"),
        (" (1.1.1 + 1.1.2)", ""),
        (" (= 1.1.1 + 1.1.2)", ""),
    ],
)
def test_a_printed_sum_is_a_total_of_its_rows(label: str, note: str) -> None:
    draft = drafted(TOTAL.format(label=label, note=note))
    assert places(draft, 2, Col.PARTS) == ((3, 4),)
    assert draft.rows[1][Col.CONSOLIDATION] == "Bằng tổng các dòng thành phần"


def test_a_sum_printed_at_one_of_its_parts_is_the_totals() -> None:
    draft = drafted("""
        1 | Cây xanh | Cây
        2 | Số cây ăn quả | Cây | (1)=(2)+(3)
        3 | Số cây bóng mát | Cây
        """)
    assert places(draft, 1, Col.PARTS) == ((2, 3),)


def test_letters_are_the_rows_below_even_where_another_block_has_them_too() -> None:
    draft = drafted("""
        1   | Cây xanh |
        1.1 | Tổng số cây | Cây | 1.1 = a + b
            | Trong đó: |
        a)  | Cây ăn quả | Cây
        b)  | Cây bóng mát | Cây
        1.2 | Tổng số vườn | Vườn | = a + b
        a)  | Vườn cây | Vườn
        b)  | Vườn rau | Vườn
        """)
    assert places(draft, 2, Col.PARTS) == ((4, 5),)
    assert places(draft, 6, Col.PARTS) == ((7, 8),)


@pytest.mark.parametrize(
    "note", ["= 1.1.1 + 1.2.1", "= 1.1.1 + 1.1.1", "= 1.1 + 1.1.1", "1.1.1/1.1.2"]
)
def test_a_sum_of_anything_else_is_not_guessed(note: str) -> None:
    draft = drafted(TOTAL.format(label="", note=note))
    assert places(draft, 2, Col.PARTS) == ((),)


def test_a_row_below_a_number_is_named_with_its_letter() -> None:
    draft = drafted("""
        1   | Hồ sơ |
        1.1 | Tổng số hồ sơ | Hồ sơ | = a + b
        a)  | Hồ sơ giấy | Hồ sơ
        b)  | Hồ sơ số | Hồ sơ
        1.2 | Tỷ lệ hồ sơ số | % | 1.1b/1.1
        1.3 | Tỷ lệ hồ sơ giấy (1.1a/1.1) | %
        1.4 | Tỷ lệ hồ sơ khác | % | 1.1c/1.1
        """)
    assert [share(draft, line) for line in (5, 6, 7)] == [((4,), (2,)), ((3,), (2,)), ((), ())]


def test_people_and_places_do_not_add_up() -> None:
    draft = drafted("""
        1   | Chung |
        1.1 | Tổng số cây | Cây | = 1.2 + 1.3
        1.2 | Số cây ăn quả | Cây
        1.3 | Số người trồng | Người
        """)
    assert places(draft, 2, Col.PARTS) == ((),)


WHOLES = {
    "tasks": (
        "Tổng số nhiệm vụ được giao | Nhiệm vụ",
        ["Đã hoàn thành đúng hạn", "Đã hoàn thành nhưng quá hạn", "Quá hạn chưa hoàn thành",
         "Đang thực hiện, còn trong hạn"],
    ),
    "dossiers that came": (
        "Tổng số hồ sơ tiếp nhận trong kỳ | Hồ sơ",
        ["Hồ sơ trực tuyến", "Hồ sơ trực tiếp, qua bưu chính", "Hồ sơ từ kỳ trước chuyển qua"],
    ),
    "dossiers solved": (
        "Tổng số hồ sơ đã giải quyết | Hồ sơ",
        ["Giải quyết trước hạn, đúng hạn", "Giải quyết quá hạn"],
    ),
    "results given": (
        "Số hồ sơ đã trả kết quả | Hồ sơ",
        ["Trả trước hạn và đúng hạn", "Trả quá hạn"],
    ),
    "regulations": (
        "Tổng số văn bản quy phạm pháp luật (VBQPPL) do HĐND, UBND phường ban hành | Văn bản",
        ["Nghị quyết của HĐND phường", "Quyết định của UBND phường"],
    ),
}  # fmt: skip


def whole(name: str, *, without: int | None = None) -> Draft:
    head, parts = WHOLES[name]
    kept = [part for n, part in enumerate(parts) if n != without]
    measure = head.rpartition("|")[2]
    lines = ["1 | Chung |", f"1.1 | {head}", " | Trong đó: |"]
    lines += [f"{'abcd'[n]}) | {part} | {measure}" for n, part in enumerate(kept)]
    return drafted("\n".join(lines))


@pytest.mark.parametrize("name", WHOLES)
def test_rows_that_by_their_words_are_all_there_is_make_a_total(name: str) -> None:
    draft = whole(name)
    assert places(draft, 2, Col.PARTS) == (tuple(range(4, len(draft.rows) + 1)),)


@pytest.mark.parametrize("name", WHOLES)
def test_with_one_of_them_missing_they_are_only_parts(name: str) -> None:
    assert places(whole(name, without=0), 2, Col.PARTS) == ((),)


def test_a_percent_right_below_its_part_and_whole_is_their_share() -> None:
    draft = drafted("""
        1   | Đất đai |
        1.1 | Tổng số thửa đất trên địa bàn | Thửa
        1.2 | Số thửa đất đã làm sạch, làm giàu và đồng bộ | Thửa
        1.3 | Tỷ lệ thửa đất đã làm sạch, đồng bộ | %
        1.4 | Tỷ lệ thửa đất có tranh chấp | %
        """)
    assert share(draft, 4) == ((3,), (2,))
    assert share(draft, 5) == ((), ())


def test_a_percent_of_what_was_late_is_no_share_of_what_was_in_time() -> None:
    draft = drafted("""
        1   | Hồ sơ |
        1.1 | Tổng số hồ sơ đã giải quyết | Hồ sơ
        -   | Giải quyết trước hạn, đúng hạn | Hồ sơ
        -   | Giải quyết quá hạn | Hồ sơ
        1.2 | Tỷ lệ hồ sơ giải quyết trước hạn, đúng hạn | %
        1.3 | Tỷ lệ hồ sơ giải quyết quá hạn | %
        """)
    assert share(draft, 5) == ((3,), (2,))
    assert share(draft, 6) == ((4,), (2,))


BASES = {
    "Tổng số TTHC thực hiện tại bộ phận một cửa | Thủ tục": "Tại cuối kỳ",
    "Số TTHC công bố mới | Thủ tục": "Trong kỳ",
    "Tổng số TTHC phát sinh hồ sơ | Thủ tục": "Trong kỳ",
    "Số viên chức làm việc tại trung tâm | Người": "Tại cuối kỳ",
    "Số viên chức nghỉ việc | Người": "Trong kỳ",
    "Số biên chế công chức được giao năm 2026 | Biên chế": "Cả năm",
    "Số nhiệm vụ được giao | Nhiệm vụ": "Trong kỳ",
    "Kế hoạch vốn được giao | Triệu đồng": "Cả năm",
    "Vốn đã giải ngân | Triệu đồng": "Lũy kế từ đầu năm",
    "Kinh phí mua cây | Triệu đồng": "Trong kỳ",
    "Tổng số hộ trên địa bàn | Hộ": "Tại cuối kỳ",
    "Tổng số văn bản đi trên địa bàn | Văn bản": "Trong kỳ",
    "Số hồ sơ đã số hóa | Hồ sơ": "Tại cuối kỳ",
    "Số hồ sơ đã số hóa trong kỳ | Hồ sơ": "Trong kỳ",
    "Số nhà dôi dư chưa xử lý | Cơ sở": "Tại cuối kỳ",
    "Số hồ sơ đang giải quyết | Hồ sơ": "Tại cuối kỳ",
    "Tổng số cán bộ, công chức xã | Người": "Tại cuối kỳ",
    "Tổng số cán bộ được bồi dưỡng | Người": "Trong kỳ",
    "Số tổ công nghệ số | Tổ": "Tại cuối kỳ",
    "Số tổ được thành lập mới | Tổ": "Trong kỳ",
    "Số máy đang sử dụng | Máy": "Tại cuối kỳ",
    "Số TTHC thuộc phạm vi quản lý | Thủ tục": "Tại cuối kỳ",
    "Số đại lý tính đến cuối năm | Đại lý": "Tại cuối kỳ",
}


@pytest.mark.parametrize("row", BASES)
def test_lists_and_plans_are_not_of_the_period_and_acts_are(row: str) -> None:
    assert drafted(f"1 | Chung |\n1.1 | {row}").rows[1][Col.BASIS] == BASES[row]


def test_a_share_is_of_the_span_of_its_part() -> None:
    draft = drafted("""
        1 | Nhiệm vụ trong kế hoạch năm 2026 | Nhiệm vụ
        2 | Số nhiệm vụ đã hoàn thành tính đến thời điểm báo cáo | Nhiệm vụ
        3 | Tỷ lệ hoàn thành | % | (2)/(1)
        """)
    assert [row[Col.BASIS] for row in draft.rows] == [
        "Cả năm",
        "Lũy kế từ đầu năm",
        "Lũy kế từ đầu năm",
    ]


def test_a_part_is_of_the_span_of_its_whole_unless_it_is_an_act() -> None:
    draft = drafted("""
        1   | Công chức |
        1.1 | Tổng số công chức có mặt | Người
            | Trong đó: Nữ | Người
            | Số bị kỷ luật | Người
        """)
    assert [row[Col.BASIS] for row in draft.rows[1:]] == ["Tại cuối kỳ", "Tại cuối kỳ", "Trong kỳ"]
