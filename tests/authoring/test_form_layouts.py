"""Forms laid out as letters lay them out: headings across the table, no headings, odd numbers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from docx import Document

from cchc_xl.authoring import Draft, FormText, close_draft, propose
from cchc_xl.authoring.columns import Col
from cchc_xl.authoring.comparing import LEFT_OUT
from cchc_xl.authoring.draft import Record
from cchc_xl.authoring.letter_facts import letter_facts, level_of_form
from cchc_xl.authoring.references import References, UnknownRowError
from cchc_xl.model import Level, PrintedRow
from cchc_xl.services.authoring import draft_from_form
from cchc_xl.services.draft_words import draft_words
from cchc_xl.services.reading import open_document
from cchc_xl.templates import loader

HEADER = ("STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú")
Line = str | tuple[str, str, str]
ABOVE = "BIỂU THỐNG KÊ SỐ LIỆU CÂY XANH"


def two_parts(first: str, second: str) -> list[Line]:
    """Two parts that count from 1, each below words in one cell."""
    return [
        first,
        ("1", "Số cây đã trồng", "Cây"),
        ("2", "Số cây đã chăm sóc", "Cây"),
        second,
        ("1", "Số vườn đã mở", "Vườn"),
        ("2", "Số vườn đã đóng", "Vườn"),
    ]


def as_xlsx(path: Path, lines: Sequence[Line]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [ABOVE])
        sheet.write_row(1, 0, HEADER)
        for n, line in enumerate(lines, 2):
            if isinstance(line, str):
                sheet.merge_range(n, 0, n, 4, line)
            else:
                sheet.write_row(n, 0, line)
    return path


def as_docx(path: Path, lines: Sequence[Line]) -> Path:
    document: Any = Document()
    document.add_paragraph(ABOVE)
    table = document.add_table(rows=0, cols=5)
    for line in (HEADER, *lines):
        cells = table.add_row().cells
        if isinstance(line, str):
            cells[0].merge(cells[4]).text = line
        else:
            for cell, words in zip(cells, line, strict=False):
                cell.text = words
    document.save(str(path))
    return path


def form(path: Path, lines: Sequence[Line]) -> Path:
    return as_docx(path, lines) if path.suffix == ".docx" else as_xlsx(path, lines)


def parts(draft: Draft) -> list[tuple[str, str]]:
    return [(one[Col.NO], one[Col.TITLE]) for one in draft.sections]


def numbers(draft: Draft) -> list[tuple[str, str]]:
    return [(one[Col.SECTION], one[Col.NO]) for one in draft.rows]


def left_out(draft: Draft) -> list[str]:
    return [one[Col.LABEL] for one in draft.changes if one[Col.CHANGE] == LEFT_OUT]


@pytest.mark.parametrize("name", ["bieu.xlsx", "bieu.docx"])
@pytest.mark.parametrize(
    ("printed", "found"),
    [
        (("I. TRỒNG CÂY", "II. LÀM VƯỜN"), [("I", "TRỒNG CÂY"), ("II", "LÀM VƯỜN")]),
        (("Phần I: Trồng cây", "Phần II: Làm vườn"), [("I", "Trồng cây"), ("II", "Làm vườn")]),
        (("A. Trồng cây", "B. Làm vườn"), [("A", "Trồng cây"), ("B", "Làm vườn")]),
        (("I TRỒNG CÂY", "II TRỒNG VƯỜN"), [("I", "TRỒNG CÂY"), ("II", "TRỒNG VƯỜN")]),
        (
            ("Phần 1. Trồng cây", "Phần 2. Làm vườn"),
            [("Phần 1", "Trồng cây"), ("Phần 2", "Làm vườn")],
        ),
    ],
)
def test_a_heading_in_one_cell_across_the_table_begins_its_part(
    tmp_path: Path, name: str, printed: tuple[str, str], found: list[tuple[str, str]]
) -> None:
    draft = draft_from_form(form(tmp_path / name, two_parts(*printed)))
    assert parts(draft) == found
    first, second = (no for no, _ in found)
    assert numbers(draft) == [
        *(("1", first), ("1", "1"), ("1", "2"), ("2", second), ("2", "1"), ("2", "2")),
    ]
    assert [row[Col.LABEL] for row in draft.rows[::3]] == [title for _, title in found]
    assert [row[Col.KIND] for row in draft.rows[::3]] == ["Tiêu đề"] * 2
    assert not left_out(draft)


def test_a_number_with_its_title_in_the_cell_below_is_one_heading(tmp_path: Path) -> None:
    lines = two_parts("PHẦN I", "PHẦN II")
    lines[1:1], lines[5:5] = ["TRỒNG CÂY"], ["LÀM VƯỜN"]
    draft = draft_from_form(as_xlsx(tmp_path / "bieu.xlsx", lines))
    assert parts(draft) == [("I", "TRỒNG CÂY"), ("II", "LÀM VƯỜN")]
    assert len(draft.rows) == 6


def test_titles_without_numbers_name_the_parts_that_count_from_one(tmp_path: Path) -> None:
    draft = draft_from_form(as_xlsx(tmp_path / "bieu.xlsx", two_parts("Trồng cây", "Làm vườn")))
    assert parts(draft) == [("1", "Trồng cây"), ("2", "Làm vườn")]
    assert len(draft.rows) == 4
    assert not left_out(draft)


def test_a_heading_in_one_cell_below_a_part_stands_above_its_rows(tmp_path: Path) -> None:
    lines: list[Line] = [
        *("I. TRỒNG CÂY", "1. Cây bóng mát"),
        *(("1.1", "Số cây đã trồng", "Cây"), ("1.2", "Số cây đã chăm sóc", "Cây")),
        "II. LÀM VƯỜN",
        ("1", "Số vườn đã mở", "Vườn"),
    ]
    draft = draft_from_form(as_xlsx(tmp_path / "bieu.xlsx", lines))
    assert numbers(draft)[:3] == [("1", "I"), ("1", "1"), ("1", "1.1")]
    assert draft.rows[2][Col.PARENT] == draft.rows[1][Col.KEY]
    assert draft.rows[1][Col.LABEL] == "Cây bóng mát"


def test_titles_above_a_repeated_header_are_kept_wherever_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "bieu.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for top, title, what in ((0, "I. TRỒNG CÂY", "cây"), (6, "II. LÀM VƯỜN", "vườn")):
            sheet.write_row(top, 2, [title])  # in the middle of the sheet
            sheet.write_row(top + 1, 0, HEADER)
            sheet.write_row(top + 2, 0, ("1", f"Số {what} cũ", "Cái"))
            sheet.write_row(top + 3, 0, ("2", f"Số {what} mới", "Cái"))
            if top == 0:
                sheet.write_row(top + 5, 0, ["2"])  # of the page
    draft = draft_from_form(path)
    assert parts(draft) == [("I", "TRỒNG CÂY"), ("II", "LÀM VƯỜN")]
    assert [row[Col.NO] for row in draft.rows] == ["I", "1", "2", "II", "1", "2"]
    assert draft.rows[2][Col.MEASURE] == "Cái"


@pytest.mark.parametrize("name", ["bieu.xlsx", "bieu.docx"])
def test_a_line_that_becomes_no_row_is_told(tmp_path: Path, name: str) -> None:
    lines = [*two_parts("I. TRỒNG CÂY", "II. LÀM VƯỜN"), "NGƯỜI LẬP BIỂU"]
    draft = draft_from_form(form(tmp_path / name, lines))
    assert len(draft.rows) == 6
    assert left_out(draft) == ["NGƯỜI LẬP BIỂU"]
    assert any(LEFT_OUT in line for line in draft_words(draft))


def test_a_report_is_read_without_the_titles_between_its_rows(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "bieu.xlsx", two_parts("I. TRỒNG CÂY", "II. LÀM VƯỜN"))
    (table,) = open_document(path).tables
    assert [row.no for row in table] == ["1", "2", "1", "2"]


def drafted(*rows: str, title: str = ABOVE) -> Draft:
    """The draft of rows ``no | label | measure``."""
    cells = [[piece.strip() for piece in row.split("|")] for row in rows]
    pieces = tuple(PrintedRow(no, label, measure, None, "", "") for no, label, measure in cells)
    return propose(FormText(pieces, (title,)), list(loader.load_all()))


def test_a_list_of_indicators_is_one_part_with_the_title_of_the_form() -> None:
    draft = drafted(*(f"{n} | Số cây giống thứ {n} | Cây" for n in range(1, 13)))
    assert [one[Col.TITLE] for one in draft.sections] == ["Biểu thống kê số liệu cây xanh"]
    assert {row[Col.SECTION] for row in draft.rows} == {"1"}
    assert not [one for one in close_draft(draft).faults if one.table.value == "Các phần"]


def test_a_list_in_which_one_row_has_rows_below_it_is_one_part() -> None:
    draft = drafted(
        *("1 | Số cây đã trồng | Cây", "1.1 | Cây bóng mát | Cây", "1.2 | Cây ăn quả | Cây"),
        *("2 | Số cây đã chăm sóc | Cây", "3 | Số vườn đã mở | Vườn", "4 | Số ao đã đào | Ao"),
    )
    assert [one[Col.TITLE] for one in draft.sections] == ["Biểu thống kê số liệu cây xanh"]


def test_rows_that_head_others_still_begin_parts() -> None:
    draft = drafted(
        *("1 | Trồng cây | ", "1.1 | Số cây đã trồng | Cây", "1.2 | Số cây đã chăm sóc | Cây"),
        *("2 | Làm vườn | ", "2.1 | Số vườn đã mở | Vườn", "2.2 | Số vườn đã đóng | Vườn"),
    )
    assert parts(draft) == [("1", "Trồng cây"), ("2", "Làm vườn")]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("(Áp dụng đối với các sở, ban, ngành; UBND các xã, phường)", None),
        ("(Áp dụng đối với các sở, ban, ngành thuộc UBND tỉnh; UBND các xã, phường)", None),
        ("(Áp dụng đối với các sở, ban, ngành thuộc UBND tỉnh và UBND các xã)", None),
        ("(Dùng cho UBND các xã, phường; gửi về Sở Nội vụ để tổng hợp)", Level.XA),
        ("(Dùng cho các sở; kèm theo Quyết định số 7/QĐ-UBND của UBND tỉnh)", Level.SO),
        ("(Dùng cho UBND thành phố Huế)", Level.TINH),
        ("(Dùng cho UBND thành phố Hồ Chí Minh)", Level.TINH),
        ("(Dùng cho UBND thành phố Vinh)", Level.HUYEN),
        ("(Áp dụng đối với các sở, ngành thành phố Đà Nẵng)", Level.SO),
        ("(Dùng cho UBND các xã, phường thuộc thành phố Cần Thơ)", Level.XA),
        ("(Dùng cho UBND các tỉnh, thành phố trực thuộc trung ương)", Level.TINH),
    ],
)
def test_for_whom_a_form_is(line: str, level: Level | None) -> None:
    assert level_of_form([line]) is level
    said = letter_facts([line], ()).level
    assert (Level(said.text) if said else None) is level


def lettered(part_numbers: Sequence[str]) -> References:
    """Rows 1 and a) in every part, keys r1, r2 … by line."""
    sections = [
        Record({Col.SECTION: str(n), Col.NO: no, Col.TITLE: "Phần"})
        for n, no in enumerate(part_numbers, 1)
    ]
    rows = [
        Record({Col.SECTION: one[Col.SECTION], Col.NO: no, Col.LABEL: "Số cây"})
        for one in sections
        for no in ("1", "a)")
    ]
    for line, row in enumerate(rows, 1):
        row[Col.LINE], row[Col.KEY] = str(line), f"r{line}"
    return References(rows, sections)


@pytest.mark.parametrize(
    ("part_numbers", "typed"),
    [
        (("4", "5"), ["mục a) phần 5", "a) phần 5", "phần 5 mục a)", "phần 5, a", "muc a phan 5"]),
        (("I", "II"), ["mục a) phần II", "II.a", "II.a)", "phần II mục a"]),
    ],
)
def test_a_letter_is_found_in_its_part(part_numbers: Sequence[str], typed: list[str]) -> None:
    assert [lettered(part_numbers).key(text) for text in typed] == ["r4"] * len(typed)


@pytest.mark.parametrize("part_numbers", [("4", "5"), ("I", "II"), ("Biểu mẫu 1", "Biểu mẫu 2")])
@pytest.mark.parametrize("said", ["a)", "1"])
def test_what_a_message_says_to_type_is_understood(part_numbers: Sequence[str], said: str) -> None:
    references = lettered(part_numbers)
    with pytest.raises(UnknownRowError) as error:
        references.key(said)
    advice = str(error.value).rpartition("ghi ")[2]
    ways = advice.split("“")[1:]
    assert len(ways) == 2
    found = {references.key(way.partition("”")[0]) for way in ways}
    assert found == {"r2" if said == "a)" else "r1"}
