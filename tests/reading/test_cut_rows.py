"""Rows cut by a page break (or by hand) are put together again; whole rows stay apart."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_xl.model import PrintedRow
from cchc_xl.templates.table import DEFAULT_COLUMNS, SourceCell, joined, printed_rows
from tests.reading.forms import (
    EDITIONS,
    HEADER,
    Line,
    edition,
    filled,
    lines_of,
    outcome,
    read_text,
)

PAGE = """
STT | Chỉ tiêu thống kê | Kết quả thống kê | | Ghi chú
 | | Đơn vị tính | Số liệu |
"""


def rows_of(table: str, known: frozenset[str] = frozenset()) -> list[tuple[str, ...]]:
    """A table written with bars; "=====" is a page break with the header repeated."""
    lines = table.replace("=====", PAGE.strip()).strip("\n").split("\n")
    cells = [[SourceCell(c.strip() or None) for c in line.split("|")] for line in lines]
    found = joined(printed_rows(cells, DEFAULT_COLUMNS), known)
    return [(row.no, row.label, row.measure, row.text, row.note) for row in found]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (  # a label
            "3.4 | Tỷ lệ hồ sơ được giải quyết đúng | % | 10 |\n=====\n | hạn | | |",
            [("3.4", "Tỷ lệ hồ sơ được giải quyết đúng hạn", "%", "10", "")],
        ),
        (  # a label and a measure
            "6.2 | Số đơn vị tự chủ | Cơ quan, | 01 đơn vị |\n=====\n"
            " | chi thường xuyên | đơn vị | |",
            [("6.2", "Số đơn vị tự chủ chi thường xuyên", "Cơ quan, đơn vị", "01 đơn vị", "")],
        ),
        (  # a measure with codes
            "4. | Triển khai nền tảng | Chưa = 0 | 2 |\n=====\n"
            " | | Đang làm = 1 Hoàn thành = 2 | |",
            [("4.", "Triển khai nền tảng", "Chưa = 0 Đang làm = 1 Hoàn thành = 2", "2", "")],
        ),
        (  # a note
            "7.6 | Tổng số văn bản đi | Văn bản | 652 | Có 46 (không\n=====\n"
            " | | | | gửi qua mạng)",
            [("7.6", "Tổng số văn bản đi", "Văn bản", "652", "Có 46 (không gửi qua mạng)")],
        ),
        (  # a note that goes on with a capital letter, then a bracket
            "1 | Số văn bản | Văn bản | 2 | Trung tâm\n=====\n | | | | CNTT\n | | | | (tỉnh)",
            [("1", "Số văn bản", "Văn bản", "2", "Trung tâm CNTT (tỉnh)")],
        ),
        (  # label and note, the value on the second page
            "3 | Tỷ lệ hồ sơ | % | | Cấp huyện báo\n=====\n | được giải quyết | | 95 | cáo",
            [("3", "Tỷ lệ hồ sơ được giải quyết", "%", "95", "Cấp huyện báo cáo")],
        ),
        (  # "Trong đó" in the narrow column of numbers
            "Trong | Số TTHC cấp | Thủ tục | 8 |\n=====\nđó | tỉnh | | |",
            [("Trong đó", "Số TTHC cấp tỉnh", "Thủ tục", "8", "")],
        ),
        (  # a heading whose next word has a capital
            "7.2 | Xây dựng, vận hành Hệ thống | | |\n7.3 | Số | Cái | 1 |\n"
            "7.4 | Thống kê trên Cổng | | |\n=====\n | Dịch vụ công | | |",
            [
                ("7.2", "Xây dựng, vận hành Hệ thống", "", "", ""),
                ("7.3", "Số", "Cái", "1", ""),
                ("7.4", "Thống kê trên Cổng Dịch vụ công", "", "", ""),
            ],
        ),
        (  # cut twice
            "5 | Số cơ quan | Cơ quan, | 1 |\n=====\n | có vi phạm | đơn vị | |\n"
            "=====\n | mới | | |",
            [("5", "Số cơ quan có vi phạm mới", "Cơ quan, đơn vị", "1", "")],
        ),
        (  # without the header in between
            "3.4 | Tỷ lệ hồ sơ được giải quyết đúng | % | 10 |\n | hạn | | |",
            [("3.4", "Tỷ lệ hồ sơ được giải quyết đúng hạn", "%", "10", "")],
        ),
    ],
)
def test_pieces_are_one_row(table: str, rows: list[tuple[str, ...]]) -> None:
    assert rows_of(table) == rows


@pytest.mark.parametrize(
    "table",
    [
        # a row without a number after a page break, with a measure of its own
        "3.3 | Tỷ lệ | % | 100 |\n=====\n | Tổng số hồ sơ | Hồ sơ | 165 |",
        "3.3 | Tỷ lệ | % | 100 |\n=====\n | Tổng số hồ sơ | Hồ sơ | |",
        # "Trong đó" begins a row, in either column
        "3.1 | Tổng số TTHC | Thủ tục | 8 |\n=====\nTrong đó | Số TTHC cấp tỉnh | Thủ tục | 8 |",
        "3.1 | Tổng số TTHC | Thủ tục | 8 |\n | trong đó: cấp tỉnh | Thủ tục | 8 |",
        # a numbered row that begins in lower case
        "3.1 | Tổng số TTHC | Thủ tục | 8 |\n=====\n3.2 | số TTHC cấp xã | Thủ tục | 2 |",
        # a value of its own, and the row above has one too
        "3.1 | Tổng số TTHC | Thủ tục | 8 |\n=====\n | cấp xã | | 2 |",
        # the row above was finished before the page ended
        "4.4 | Số liệu về kỷ luật. | | |\n=====\n | Lãnh đạo đơn vị | | |",
    ],
)
def test_rows_stay_apart(table: str) -> None:
    assert len(rows_of(table)) == 2


def test_known_labels_decide_what_the_writing_leaves_open() -> None:
    cut = "7 | Số TTHC trên | Thủ tục | 5 |\n=====\n | Cổng Dịch vụ công | | |"
    assert len(rows_of(cut)) == 2
    assert len(rows_of(cut, frozenset({"so thu tuc hanh chinh tren cong dich vu cong"}))) == 1
    apart = "1 | Thống kê hồ sơ | | |\n=====\n | của cấp xã | | |"
    assert len(rows_of(apart)) == 1
    assert len(rows_of(apart, frozenset({"thong ke ho so", "cua cap xa"}))) == 2


def test_a_table_without_numbers_joins_no_headings() -> None:
    table = "\n".join(f" | Nội dung {n} | Cái | {n} |" for n in range(9))
    table += "\n | Cải cách hành chính | | |\n=====\n | Thống kê hồ sơ | | |"
    assert [row[1] for row in rows_of(table)][-2:] == ["Cải cách hành chính", "Thống kê hồ sơ"]


def test_rows_of_our_own_workbooks_are_never_joined() -> None:
    def row(label: str, key: str | None) -> PrintedRow:
        return PrintedRow("", label, "", None, "", "", key=key)

    rows = [row("Số cây", "so_cay"), row("đã trồng", "da_trong"), row("ghi thêm", None)]
    assert joined(rows) == rows


# ------------------------------------------------------------------ any row of any form, anywhere


def cut(line: Line, at: int, value_first: bool) -> tuple[str, str] | None:
    """The two pieces of a row cut after its ``at``-th word, as lines of text."""
    words = line.label.split()
    if len(words) < 2:
        return None
    split = 1 + at % (len(words) - 1)
    notes = line.note.split()
    half = len(notes) // 2
    first, second = (line.text, "") if value_first else ("", line.text)
    return (
        "\t".join((line.no, " ".join(words[:split]), line.measure, first, " ".join(notes[:half]))),
        "\t".join(("", " ".join(words[split:]), "", second, " ".join(notes[half:]))),
    )


@pytest.mark.parametrize("edition_id", EDITIONS)
@given(
    seed=st.integers(0, 99),
    value_first=st.booleans(),
    header_again=st.booleans(),
    share=st.sampled_from([0.0, 0.5, 1.0]),
)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_wherever_a_page_ends_every_value_stays_with_its_row(
    tmp_path: Path, edition_id: str, seed: int, value_first: bool, header_again: bool, share: float
) -> None:
    rng = random.Random(seed)
    lines = lines_of(filled(edition(edition_id), seed, share=share))
    header = ["", *("\t".join(cells) for cells in HEADER)]
    out = header[1:]
    for number, line in enumerate(lines):
        pieces = cut(line, rng.randrange(99), value_first) if number % 11 == seed % 11 else None
        if pieces is None:
            out.append("\t".join(line.cells))
        else:
            out += [pieces[0], *(header if header_again else ()), pieces[1]]
    read = read_text(tmp_path, "\n".join(out) + "\n")
    result = outcome(read, lines)
    assert (result.wrong, result.unmatched, read.extra) == ((), (), ())
    notes = {line.key: line.note for line in lines}
    assert {key: entry.note for key, entry in read.report.entries.items()} == notes
