"""The appendix written as Word reads back as the same report."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_xl.model import Entry, Level, OrgUnit, Period, Report, Row, RowKind, read_value
from cchc_xl.model.front import FrontFields
from cchc_xl.services import ReadReport, read_file
from cchc_xl.services.books import build_filled
from cchc_xl.services.documents import write_word
from cchc_xl.text import display_text
from tests.cli.conftest import cchc as cchc  # the fixture
from tests.cli.run import Cchc
from tests.ooxml import validate
from tests.reading.forms import EDITIONS, SAMPLE_OF, edition

Said = tuple[str, str, str, Decimal | None, str, str]


def said(report: Report) -> dict[str, Said]:
    """What each row says, in words and in value."""
    return {
        key: (e.no, e.label, e.measure, e.value, display_text(e.text), e.note)
        for key, e in report.entries.items()
    }


def exported(read: ReadReport, folder: Path) -> ReadReport:
    path = folder / "phu-luc.docx"
    path.unlink(missing_ok=True)
    write_word(path, read)
    return read_file(path)


@pytest.mark.parametrize("template_id", EDITIONS)
def test_a_workbook_exported_and_imported_is_the_same_report(
    template_id: str, tmp_path: Path
) -> None:
    build_filled(tmp_path / "so.xlsx", read_file(SAMPLE_OF[template_id]))
    book = read_file(tmp_path / "so.xlsx")
    again = exported(book, tmp_path)
    assert said(again.report) == said(book.report)
    assert again.template.id == book.template.id
    assert again.report.org_unit == book.report.org_unit
    assert again.report.period == book.report.period
    assert again.extra == ()


WORDS = st.sampled_from(
    [
        "08",
        "100%",
        "21 nhiệm vụ cụ thể",
        "Không có",
        "1.234",
        "12,17",
        "08/21",
        "#REF!",
        "-",
        "1\n65",
    ]
)
NOTES = st.sampled_from(["", "", "12/19 người", "Có 46 văn bản mật (không gửi)", "a & b < c"])
UNITS = st.sampled_from(
    [
        OrgUnit(),
        OrgUnit(name="UBND xã Bình An", level=Level.XA),
        OrgUnit(name="Sở Mới", level=Level.SO),
    ]
)
PERIODS = st.sampled_from(
    [None, *(Period.parse(f"2024-{k}") for k in ("Q1", "6T", "Q3", "9T", "N"))]
)


CELLS = WORDS | st.integers(0, 99_999).map(str) | st.just("")


def report_of(
    template_id: str, texts: list[str], notes: list[str], unit: OrgUnit, period: Period | None
) -> ReadReport:
    """A report whose cells repeat a few texts and notes."""
    template = edition(template_id)
    entries = {
        row.key: _entry(row, texts[n % len(texts)], notes[n % len(notes)])
        for n, row in enumerate(template.rows)
    }
    return ReadReport(Path("x"), Report(template.id, entries, unit, period), template, 1.0)


def _entry(row: Row, text: str, note: str) -> Entry:
    text = "" if row.kind is RowKind.HEADING else text
    return Entry(
        key=row.key,
        raw=text or None,
        text=text,
        value=read_value(row, text or None).value,
        note=note or row.note,
        no=row.no,
        label=row.label,
        measure=row.measure,
    )


@given(
    st.sampled_from(EDITIONS),
    st.lists(CELLS, min_size=8, max_size=8),
    st.lists(NOTES, min_size=5, max_size=5),
    UNITS,
    PERIODS,
)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_report_exported_and_imported_is_the_same(
    tmp_path: Path,
    template_id: str,
    texts: list[str],
    notes: list[str],
    unit: OrgUnit,
    period: Period | None,
) -> None:
    read = report_of(template_id, texts, notes, unit, period)
    again = exported(read, tmp_path)
    assert said(again.report) == said(read.report)
    assert (again.report.org_unit, again.report.period) == (unit, period)


def test_the_unit_s_own_rows_are_not_lost(tmp_path: Path) -> None:
    text = SAMPLE_OF["chodon-xa-2024"].read_text(encoding="utf-8").rstrip()
    own = "\n8.1\tSố cuộc họp không giấy đã tổ chức\tCuộc\t7\tLuỹ kế"
    (tmp_path / "a.txt").write_text(text + own, encoding="utf-8")
    again = exported(read_file(tmp_path / "a.txt"), tmp_path)
    assert [(row.no, row.text) for row in again.extra] == [("8.1", "7")]


@pytest.mark.parametrize("template_id", EDITIONS)
def test_the_document_is_valid(template_id: str, tmp_path: Path) -> None:
    write_word(tmp_path / "a.docx", read_file(SAMPLE_OF[template_id]))
    assert validate(tmp_path / "a.docx") == []


def made(tmp_path: Path, read: ReadReport) -> Any:
    write_word(tmp_path / "b.docx", read)
    return Document(str(tmp_path / "b.docx"))


def test_the_page_is_laid_out_as_the_decree_wants(tmp_path: Path) -> None:
    read = read_file(SAMPLE_OF["chodon-xa-2024"])
    document = made(tmp_path, read)
    section = document.sections[0]
    millimetres = [round(length.mm) for length in (section.page_width, section.page_height)]
    assert millimetres == [210, 297]
    assert 30 <= round(section.left_margin.mm) <= 35
    assert 15 <= round(section.right_margin.mm) <= 20
    assert all(
        20 <= round(margin.mm) <= 25 for margin in (section.top_margin, section.bottom_margin)
    )
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert 'w:pgNumType w:start="1"' in section._sectPr.xml


def test_the_header_repeats_and_no_row_is_cut(tmp_path: Path) -> None:
    [table] = made(tmp_path, read_file(SAMPLE_OF["chodon-xa-2024"])).tables
    repeated = ["w:tblHeader" in row._tr.xml for row in table.rows]
    assert repeated == [True, True] + [False] * 116
    assert all("w:cantSplit" in row._tr.xml for row in table.rows)


def test_a_form_of_seven_tables_is_written_as_seven(tmp_path: Path) -> None:
    document = made(tmp_path, read_file(SAMPLE_OF["kontum-phuong-2023"]))
    assert len(document.tables) == 7
    assert [p.text for p in document.paragraphs if p.text.startswith("Biểu mẫu")][:2] == [
        "Biểu mẫu 1",
        "Biểu mẫu 2",
    ]


def test_the_reference_names_report_day_and_unit(tmp_path: Path) -> None:
    read = read_file(SAMPLE_OF["chodon-xa-2024"])
    front = FrontFields(report_no="12/BC-UBND", report_date=dt.date(2024, 3, 6))
    lines = [p.text for p in made(tmp_path, replace(read, front=front)).paragraphs]
    assert lines[0] == "Phụ lục"
    assert "(Kèm theo Báo cáo số 12/BC-UBND ngày 06 tháng 3 năm 2024 của UBND xã Bình An)" in lines
    assert not [line for line in lines if "CỘNG HÒA" in line or "Nơi nhận" in line]


def test_long_notes_turn_the_page(tmp_path: Path) -> None:
    read = read_file(SAMPLE_OF["chodon-xa-2024"])
    key = next(iter(read.report.entries))
    entry = replace(read.report.entries[key], note="Lý do: " + "số liệu đang rà soát, " * 5)
    turned = replace(read, report=replace(read.report, entries={**read.report.entries, key: entry}))
    assert made(tmp_path, turned).sections[0].page_width.mm > 290


def test_the_command_writes_keeps_the_old_file_and_refuses_other_endings(
    cchc: Cchc, tmp_path: Path
) -> None:
    source, out = SAMPLE_OF["so-ngoai-vu-2023"], tmp_path / "phụ lục.docx"
    assert cchc("xuat-word", source, "-o", out).code == 0
    again = cchc("xuat-word", source, "-o", out)
    assert (again.code, len(list(tmp_path.iterdir()))) == (0, 2)
    assert re.search(r"bản trước", again.err)
    assert cchc("xuat-word", source, "-o", tmp_path / "a.pdf").code == 2
    missing = cchc("xuat-word", tmp_path / "khong-co.xlsx", "-o", out)
    assert (missing.code, len(missing.sentences)) == (2, 1)
