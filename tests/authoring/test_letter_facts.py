"""What is printed around a form's table: proposed to be looked at again, never invented."""

import datetime as dt
from pathlib import Path

import pytest

from benchmarks.soan_mau import SAMPLE_OF, SAMPLES
from cchc_xl.authoring import Draft, FormText, propose
from cchc_xl.authoring.columns import Col, Fact
from cchc_xl.authoring.comparing import COMPARED, nearest_edition
from cchc_xl.authoring.draft import Table
from cchc_xl.authoring.known import Known
from cchc_xl.authoring.letter_facts import LetterFacts, letter_facts, level_of_form
from cchc_xl.authoring.rewording import says_what_stands_above
from cchc_xl.authoring.sheet_reader import read_draft
from cchc_xl.authoring.sheet_writer import write_draft
from cchc_xl.model import Level, PrintedRow
from cchc_xl.model.period import PeriodKind
from cchc_xl.services.authoring import draft_from_form
from cchc_xl.templates import loader
from cchc_xl.workbook.text_source import read_text_source


def said(*lines: str) -> LetterFacts:
    return letter_facts(lines, ())


def drafted(*before: str, rows: str = "1.1 | Số cây | Cây") -> Draft:
    """A form with these lines above its rows ``no | label | measure | note``."""
    cells = [[*(piece.strip() for piece in row.split("|")), "", ""][:4] for row in rows.split("\n")]
    pieces = (PrintedRow(no, label, measure, None, "", note) for no, label, measure, note in cells)
    return propose(FormText(tuple(pieces), before), list(loader.load_all()))


@pytest.mark.parametrize(
    ("line", "basis"),
    [
        (
            "(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 05 tháng 01 năm 2026 của UBND X)",
            "Quyết định số 12/QĐ-UBND ngày 05/01/2026 của UBND X",
        ),
        (
            "Phụ lục I (Kèm theo Công văn số: 48/SNV-CCHC, ngày 9/2/2026 của Sở Nội vụ)",
            "Công văn số 48/SNV-CCHC ngày 09/02/2026 của Sở Nội vụ",
        ),
        ("(Dùng cho các sở; kèm theo Hướng dẫn số 7/HD-SNV)", "Hướng dẫn số 7/HD-SNV"),
        ("Kèm theo Kế hoạch số 7/KH-UBND", "Kế hoạch số 7/KH-UBND"),
    ],
)
def test_the_letter_a_form_is_issued_with_is_its_basis(line: str, basis: str) -> None:
    found = said("PHỤ LỤC", line).basis
    assert found is not None
    assert found.text == basis


@pytest.mark.parametrize(
    "lines",
    [
        ("(Kèm theo Công văn số      /SNV-CCHC ngày    tháng    năm 2026 của Sở Nội vụ)",),
        ("(Kèm theo Báo cáo số 12/BC-UBND ngày 05/3/2026 của UBND xã X)",),
        ("Thực hiện Kế hoạch ban hành kèm theo Quyết định số 9/QĐ-UBND ngày 05/3/2026",),
        ("(Kèm theo Công văn số 1/SNV)", "(Kèm theo Công văn số 2/SNV)"),
    ],
    ids=["no number yet", "a unit's report", "another matter", "two letters"],
)
def test_no_basis_is_made_of_words_that_do_not_name_one_letter(lines: tuple[str, ...]) -> None:
    assert said(*lines).basis is None


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("(Dùng cho Ủy ban nhân dân các phường)", Level.XA),
        ("Biểu mẫu dành cho cấp xã", Level.XA),
        ("(Áp dụng đối với các sở, ban, ngành thuộc UBND tỉnh)", Level.SO),
        ("(Áp dụng đối với các sở, ban, ngành cấp tỉnh)", Level.SO),
        ("(Áp dụng đối với các sở, ban, ngành và UBND cấp xã)", None),
        ("(Dùng cho các cơ sở giáo dục)", None),
        ("(Dùng cho công tác xã hội)", None),
    ],
)
def test_the_level_a_form_is_for(line: str, level: Level | None) -> None:
    assert level_of_form(["BIỂU THỐNG KÊ", line]) is level


@pytest.mark.parametrize(
    ("line", "kind", "start", "end"),
    [
        (
            "Kỳ báo cáo: Năm 2026 (số liệu tính từ ngày 15/12/2025 đến ngày 14/12/2026)",
            *(PeriodKind.YEAR, dt.date(2025, 12, 15), dt.date(2026, 12, 14)),
        ),
        (
            "Thời gian chốt số liệu từ ngày 15/12/2025 đến hết ngày 14/6/2026",
            *(PeriodKind.H1, dt.date(2025, 12, 15), dt.date(2026, 6, 14)),
        ),
        (
            "Số liệu quý I năm 2026 từ ngày 01/01/2026 đến ngày 14/3/2026",
            *(PeriodKind.Q1, dt.date(2026, 1, 1), dt.date(2026, 3, 14)),
        ),
    ],
)
def test_days_of_a_period(line: str, kind: PeriodKind, start: dt.date, end: dt.date) -> None:
    ((window, words),) = said(line).windows
    assert (window.period, window.year, window.start, window.end) == (kind, end.year, start, end)
    assert words == line


@pytest.mark.parametrize(
    "lines",
    [
        ("Số liệu quý II năm 2026 từ ngày 15/3/2026 đến ngày 14/6/2026",),
        ("Số liệu quý I năm 2026 từ ngày 15/12/2025 đến ngày 14/12/2026",),
        ("Số liệu từ ngày 02/02/2026 đến ngày 20/3/2026",),
        ("Từ ngày 01/01/2026 đến ngày 30/6/2026 xã đã tiếp nhận 120 hồ sơ",),
        (
            "Số liệu năm 2026: từ ngày 15/12/2025 đến ngày 14/12/2026",
            "Số liệu năm 2026: từ ngày 01/01/2026 đến ngày 31/12/2026",
        ),
    ],
    ids=["nobody's period", "too long", "nobody's days", "of the work", "two spans"],
)
def test_days_that_are_not_clearly_of_one_period_are_left_out(lines: tuple[str, ...]) -> None:
    assert said(*lines).windows == ()


@pytest.mark.parametrize(
    ("line", "deadline"),
    [
        ("Các phường gửi báo cáo về Sở Nội vụ trước ngày 20/12/2026; không làm tròn.", (12, 20)),
        ("Hạn nộp báo cáo: ngày 18 tháng 12 năm 2026", (12, 18)),
        ("Gửi báo cáo trước ngày 20/11/2026", None),
        ("Hoàn thành sắp xếp trước ngày 20/12/2026", None),
        ("Gửi về Sở trước ngày 18/12/2026, bản giấy gửi trước ngày 22/12/2026", None),
    ],
    ids=["note", "due", "before the end", "another matter", "two days"],
)
def test_a_deadline_is_of_the_period_it_follows(
    line: str, deadline: tuple[int, int] | None
) -> None:
    ((window, _),) = said(
        "Số liệu năm 2026 tính từ ngày 15/12/2025 đến ngày 14/12/2026", line
    ).windows
    assert window.deadline == (dt.date(2026, *deadline) if deadline else None)


def test_every_fact_read_is_coloured_and_survives_excel(tmp_path: Path) -> None:
    draft = drafted(
        "(Kèm theo Công văn số 48/SNV-CCHC ngày 09/02/2026 của Sở Nội vụ)",
        "(Dùng cho UBND các xã)",
        "Số liệu quý I năm 2026 tính từ ngày 15/12/2025 đến ngày 14/3/2026",
        "Tỷ lệ lấy 1 chữ số thập phân",
    )
    read = (Fact.BASIS, Fact.LEVEL, Fact.DECIMALS)
    assert [draft.facts[fact] for fact in read] == [
        "Công văn số 48/SNV-CCHC ngày 09/02/2026 của Sở Nội vụ",
        "Cấp xã",
        "1",
    ]
    assert set(read) <= set(draft.facts.doubts)
    (window,) = draft.windows
    told = (Col.PERIOD, Col.YEAR, Col.START, Col.END)
    assert [window[column] for column in told] == ["Quý I", "2026", "15/12/2025", "14/03/2026"]
    assert set(window.doubts) == set(told)
    write_draft(tmp_path / "soan.xlsx", draft)
    again = read_draft(tmp_path / "soan.xlsx")
    assert [one.cells for one in again.records(Table.WINDOWS)] == [window.cells]


@pytest.mark.parametrize("sample", SAMPLE_OF.values())
def test_the_samples_print_none_of_it_and_none_is_made_up(sample: str) -> None:
    document = read_text_source(SAMPLES / sample)
    found = letter_facts(document.before, document.prose)
    assert (found.basis, found.level, found.decimals, found.windows) == (None, None, None, ())


def test_the_facts_of_a_file_are_read_with_its_table(tmp_path: Path) -> None:
    form = tmp_path / "bieu.txt"
    rows = [f"1.{n}\tSố cây loại {n}\tCây\t\t" for n in range(1, 13)]
    form.write_text(
        "PHỤ LỤC\n(Kèm theo Công văn số 5/SNV ngày 02/02/2026 của Sở Nội vụ)\n"
        "(Dùng cho UBND các xã)\n\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\tGhi chú\n"
        "1\tCÂY XANH\t\t\t\n" + "\n".join(rows) + "\n",
        encoding="utf-8",
    )
    draft = draft_from_form(form)
    assert draft.facts[Fact.BASIS] == "Công văn số 5/SNV ngày 02/02/2026 của Sở Nội vụ"
    assert draft.facts[Fact.LEVEL] == "Cấp xã"


ROWS_OF_A_WARD = """1 | Cây xanh |
1.1 | Số cây do UBND phường trồng | Cây
1.2 | Số cây do cấp xã quản lý | Cây"""


def test_a_row_that_names_the_one_unit_of_the_form_needs_no_level() -> None:
    for_wards = drafted("(Dùng cho UBND các phường)", rows=ROWS_OF_A_WARD)
    assert [row[Col.LEVELS] for row in for_wards.rows] == ["", "", "Cấp xã"]
    for_nobody = drafted(rows=ROWS_OF_A_WARD)
    assert [row[Col.LEVELS] for row in for_nobody.rows] == ["", "Cấp xã", "Cấp xã"]


def test_rows_that_all_name_a_ward_say_for_whom_the_form_is() -> None:
    rows = "\n".join(f"1.{n} | Số cây loại {n} của UBND phường | Cây" for n in range(1, 4))
    draft = drafted(rows=f"1 | Cây xanh |\n{rows}")
    assert draft.facts[Fact.LEVEL] == "Cấp xã"
    assert Fact.LEVEL in draft.facts.doubts
    more = drafted(rows=f"1 | Cây xanh |\n{rows}\n1.4 | Số cây của các sở, ngành | Cây")
    assert more.facts[Fact.LEVEL] == ""


@pytest.mark.parametrize(
    ("note", "level", "adds"),
    [
        ("Sở Tư pháp tổng hợp", "Cấp tỉnh", "Chỉ đơn vị tổng hợp điền"),
        ("do cấp tỉnh tổng hợp", "Cấp tỉnh", "Chỉ đơn vị tổng hợp điền"),
        ("Đơn vị tổng hợp ghi", "", "Chỉ đơn vị tổng hợp điền"),
        ("Phòng Kinh tế tổng hợp", "", "Cộng"),
        ("Sở, ngành tổng hợp báo cáo", "Sở, ngành", "Cộng"),
        ("Số liệu tổng hợp từ phần mềm", "", "Cộng"),
    ],
)
def test_rows_that_only_who_adds_up_fills(note: str, level: str, adds: str) -> None:
    draft = drafted("(Dùng cho UBND các xã)", rows=f"1 | Cây xanh |\n1.1 | Số cây | Cây | {note}")
    row = draft.rows[1]
    assert (row[Col.LEVELS], row[Col.CONSOLIDATION]) == (level, adds)


def test_a_department_that_adds_up_in_the_form_of_departments() -> None:
    head = "(Dùng cho các sở, ban, ngành)"
    rows = "1 | Chung |\n1.1 | Số cây | Cây | Sở Nội vụ tổng hợp\n1.2 | Số ao | Ao | Sở tổng hợp"
    adds = [row[Col.CONSOLIDATION] for row in drafted(head, rows=rows).rows]
    assert adds == ["", "Chỉ đơn vị tổng hợp điền", "Cộng"]


REWORDED = {
    "what stands above written out": (
        """6 | Tài chính công |
6.1 | Kế hoạch vốn đầu tư công được giao | Triệu đồng
6.2 | Tỷ lệ giải ngân vốn đầu tư công | % | (6.1)/(6.1)""",
        {2: "dtc_ke_hoach"},
    ),
    "the noun left out": (
        """1 | Chỉ đạo điều hành |
1.1 | Thực hiện nhiệm vụ UBND tỉnh, Chủ tịch UBND tỉnh giao |
1.1.1 | Tổng số nhiệm vụ được giao | Nhiệm vụ
a) | Quá hạn chưa hoàn thành | Nhiệm vụ""",
        {4: "nv_tinh_giao_qua_han_chua_xong"},
    ),
    "one's own unit named": (
        """1 | Chỉ đạo điều hành |
1.1 | Kế hoạch CCHC |
1.2 | Tổ chức đối thoại của lãnh đạo UBND xã với người dân, doanh nghiệp | Có/Không""",
        {3: "doi_thoai_to_chuc"},
    ),
}


@pytest.mark.parametrize("case", REWORDED)
def test_a_row_said_in_another_way_is_proposed_to_be_looked_at(case: str) -> None:
    rows, wanted = REWORDED[case]
    draft = drafted("(Dùng cho UBND các xã)", rows=rows)
    for line, key in wanted.items():
        row = draft.rows[line - 1]
        assert row[Col.KEY] == key
        assert row[Col.SURE].startswith("Xem lại")


@pytest.mark.parametrize(
    ("key", "label", "same"),
    [
        ("dtc_ke_hoach", "Kế hoạch vốn đầu tư công được giao", True),
        ("dtc_ke_hoach", "Kế hoạch trồng cây được giao", False),
        (
            "kl_nguoi_lam_viec_dvsncl",
            "Số công chức, người làm việc hưởng lương từ NSNN tại các đơn vị SNCL bị kỷ luật",
            False,
        ),
    ],
    ids=["written out", "another plan", "one more thing to count"],
)
def test_words_of_the_row_above_may_be_written_out(key: str, label: str, *, same: bool) -> None:
    found = Known((), list(loader.load_all())).by_key[key]
    assert any(says_what_stands_above(label, one) for one in found) is same


def test_the_edition_compared_with_is_of_the_same_level_and_new() -> None:
    editions = list(loader.load_all())
    ours = loader.load("hai-cap-xa-2026")
    keys = [row.key for row in ours.rows]
    without = [one for one in editions if one.id != ours.id]
    for_communes = nearest_edition(keys, without, Level.XA)
    assert for_communes is not None
    assert for_communes.level is Level.XA
    both = nearest_edition(keys, editions, Level.XA)
    assert both is not None
    assert both.id == ours.id
    assert nearest_edition(keys[:2], editions, Level.XA) is None


def test_words_of_two_editions_name_them() -> None:
    rows = loader.load("hai-cap-xa-2026").sections[0].rows
    lines = [f"{row.no} | {row.label} | {row.measure}" for row in rows]
    lines.append("1.9 | Kế hoạch CCHC | ")  # a heading that another edition prints
    draft = drafted("(Dùng cho UBND các xã)", rows="\n".join(lines))
    first = draft.changes[0]
    assert (first[Col.CHANGE], first[Col.KEY]) == (COMPARED, "hai-cap-xa-2026")
    other = draft.rows[-1]
    assert other[Col.SURE] != "Mới"
    assert "hai-cap-xa-2026" in other[Col.CHANGE]
    assert other[Col.CHANGE].rpartition(" ")[2] in other[Col.REASON]
