"""What stands in one cell, and rows that are not one row of the table."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from cchc_xl.services import as_json, check_file, import_file
from cchc_xl.services.as_json import Json
from tests.reading.forms import edition
from tests.word.documents import element, plain_docx, run_of

TEMPLATE = edition("chodon-xa-2024")
HEADER = ("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú")
KEYS = [row.key for row in TEMPLATE.rows[:14]]


class Form:
    """The first fourteen rows of a form in a Word table that a test may disturb."""

    def __init__(self) -> None:
        self.document: Any = Document()
        self.table = self.document.add_table(rows=1, cols=5)
        self.fill(self.table.rows[0], HEADER)
        for key in KEYS:
            row = TEMPLATE.by_key[key]
            self.fill(self.table.add_row(), (row.no, row.label, row.measure, "", ""))

    @staticmethod
    def fill(row: Any, texts: Sequence[str]) -> None:
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text

    def cell(self, key: str, column: int = 3) -> Any:
        return self.table.rows[1 + KEYS.index(key)].cells[column]

    def read(self, folder: Path) -> dict[str, Json]:
        self.document.save(str(folder / "b.docx"))
        rows = as_json.imported_file(import_file(folder / "b.docx"), "b.docx")["rows"]
        assert isinstance(rows, list)
        return {row["key"]: row for row in rows}


ASSIGNED = "nv_tinh_huyen_giao_tong"
ON_TIME = "nv_tinh_huyen_giao_dung_han"


def test_two_numbers_in_two_paragraphs_are_never_one_number(tmp_path: Path) -> None:
    form = Form()
    form.cell(ASSIGNED).text = "1"
    form.cell(ASSIGNED).add_paragraph("65")
    row = form.read(tmp_path)[ASSIGNED]
    assert row["value"] is None
    assert row["text"] == "1\n65"
    codes = {f.code for f in check_file(tmp_path / "b.docx").findings if f.key == ASSIGNED}
    assert "KT201" in codes


def test_a_number_cut_into_runs_is_one_number(tmp_path: Path) -> None:
    form = Form()
    for piece in ("1", "6", "5"):
        form.cell(ASSIGNED).paragraphs[0].add_run(piece)
    assert form.read(tmp_path)[ASSIGNED]["value"] == 165


def test_words_in_two_paragraphs_are_one_text(tmp_path: Path) -> None:
    form = Form()
    form.cell(ASSIGNED).text = "21 nhiệm vụ"
    form.cell(ASSIGNED).add_paragraph("cụ thể")
    row = form.read(tmp_path)[ASSIGNED]
    assert (row["text"], row["value"]) == ("21 nhiệm vụ cụ thể", 21)


def test_several_rows_typed_as_paragraphs_of_one_are_read_apart(tmp_path: Path) -> None:
    form = Form()
    stacked, gone = (form.table.rows[1 + KEYS.index(key)] for key in (ASSIGNED, ON_TIME))
    for column, value in enumerate((None, None, None, "6", "")):
        texts = [gone.cells[column].text, "5"] if column == 3 else [gone.cells[column].text]
        if value is not None:
            stacked.cells[column].text = value
        for text in texts[-1:]:
            stacked.cells[column].add_paragraph(text)
    gone._tr.getparent().remove(gone._tr)
    rows = form.read(tmp_path)
    assert (rows[ASSIGNED]["value"], rows[ON_TIME]["value"]) == (6, 5)


def test_a_footnote_mark_is_no_digit_of_a_number_or_a_label(tmp_path: Path) -> None:
    form = Form()
    for column, text in ((1, None), (3, "6")):
        if text:
            form.cell(ASSIGNED, column).text = text
        mark = form.cell(ASSIGNED, column).paragraphs[0].add_run("4")
        mark.font.superscript = True
    row = form.read(tmp_path)[ASSIGNED]
    assert (row["label"], row["value"]) == (TEMPLATE.by_key[ASSIGNED].label, 6)


def test_a_figure_in_a_table_inside_the_cell_belongs_to_the_cell(tmp_path: Path) -> None:
    form = Form()
    inner = form.cell(ASSIGNED).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "6"
    assert form.read(tmp_path)[ASSIGNED]["value"] == 6


def test_a_row_cut_by_hand_is_one_row(tmp_path: Path) -> None:
    form = Form()
    label = TEMPLATE.by_key[ASSIGNED].label
    start, rest = label.rsplit(" ", 2)[0], " ".join(label.rsplit(" ", 2)[1:])
    form.cell(ASSIGNED, 1).text = start
    form.cell(ASSIGNED).text = "6"
    below = form.table.add_row()
    Form.fill(below, ("", rest, "", "", ""))
    form.table.rows[1 + KEYS.index(ASSIGNED)]._tr.addnext(below._tr)
    row = form.read(tmp_path)[ASSIGNED]
    assert (row["label"], row["value"]) == (label, 6)


def test_numbers_that_word_counts_itself_are_the_numbers_of_the_rows(tmp_path: Path) -> None:
    form = Form()
    counted = form.document.styles["List Number"].element.pPr.numPr.numId.val
    for key in KEYS[:3]:
        cell = form.cell(key, 0)
        cell.text = ""
        properties = cell.paragraphs[0]._p.get_or_add_pPr()
        number = element("w:numPr")
        number.append(element("w:ilvl", val="0"))
        number.append(element("w:numId", val=str(counted)))
        properties.append(number)
    rows = form.read(tmp_path)
    assert [rows[key]["no"] for key in KEYS[:3]] == ["1.", "2.", "3."]


def test_a_deleted_paragraph_mark_joins_two_paragraphs(tmp_path: Path) -> None:
    form = Form()
    cell = form.cell(ASSIGNED)
    cell.text = "1"
    cell.add_paragraph("2")
    mark = element("w:rPr")
    mark.append(element("w:del", id="1", author="a", date="2024-01-01T00:00:00Z"))
    cell.paragraphs[0]._p.get_or_add_pPr().append(mark)
    assert form.read(tmp_path)[ASSIGNED]["value"] == 12


def test_a_placeholder_nobody_replaced_is_blank(tmp_path: Path) -> None:
    form = Form()
    control, properties, content = (element(f"w:sdt{part}") for part in ("", "Pr", "Content"))
    properties.append(element("w:showingPlcHdr"))
    content.append(run_of("Bấm để nhập 2024"))
    control.append(properties)
    control.append(content)
    form.cell(ASSIGNED).paragraphs[0]._p.append(control)
    row = form.read(tmp_path)[ASSIGNED]
    assert (row["text"], row["value"]) == ("", None)


def test_letterheads_and_signatures_in_tables_are_read_as_text(tmp_path: Path) -> None:
    document: Any = Document()
    letterhead = document.add_table(rows=1, cols=2)
    letterhead.cell(0, 0).text = "UBND HUYỆN MỚI\nUBND XÃ AN BÌNH"
    letterhead.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    document.add_paragraph("BÁO CÁO")
    document.add_paragraph("Công tác cải cách hành chính quý I năm 2024")
    table = document.add_table(rows=1, cols=5)
    Form.fill(table.rows[0], HEADER)
    for key in KEYS:
        row = TEMPLATE.by_key[key]
        Form.fill(table.add_row(), (row.no, row.label, row.measure, "", ""))
    document.save(str(tmp_path / "b.docx"))
    read = import_file(tmp_path / "b.docx").read
    assert read is not None
    assert read.report.org_unit.name == "UBND xã An Bình"
    assert str(read.report.period) == "2024-Q1"


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("bomb", {"word/document.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><w>&a;</w>"}),
        ("cut", {"word/document.xml": b"<w:document xmlns:w='x'><w:body>"}),
        ("empty", {"word/document.xml": b"<document/>"}),
        ("deep", {"word/document.xml": b"<d><body>" + b"<sdt><sdtContent>" * 400
                  + b"</sdtContent></sdt>" * 400 + b"</body></d>"}),
    ],
)  # fmt: skip
def test_a_damaged_document_is_refused_in_one_sentence(
    tmp_path: Path, name: str, change: dict[str, bytes]
) -> None:
    good, bad = plain_docx(tmp_path / "a.docx", "Báo cáo"), tmp_path / "b.docx"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(bad, "w") as new:
        for part in old.namelist():
            new.writestr(part, change.get(part, old.read(part)))
    checked = check_file(bad)
    assert checked.read is None
    assert checked.words(checked.findings[0]).message.count(".") >= 1


def test_a_document_without_a_table_says_what_is_missing(tmp_path: Path) -> None:
    checked = check_file(plain_docx(tmp_path / "a.docx", "Báo cáo quý I", "Không có bảng"))
    assert checked.read is None
    assert "STT" in checked.words(checked.findings[0]).message
