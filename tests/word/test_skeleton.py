"""The report in words, begun from the figures of a report."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from cchc_xl.model import Level, OrgUnit
from cchc_xl.model.front import FrontFields
from cchc_xl.services import ReadReport, check_file, read_file
from cchc_xl.services.documents import EditedDocumentError, is_untouched, write_narrative
from cchc_xl.services.narrating import narrative_of, read_companion
from cchc_xl.word.skeleton_data import headlines_of, patterns_of
from cchc_xl.word.statements import State
from tests.cli.conftest import cchc as cchc  # the fixture
from tests.cli.run import Cchc
from tests.ooxml import validate
from tests.reading.forms import EDITIONS, SAMPLE_OF, edition

FILLED = [one for one in EDITIONS if one != "ankhe-2021"]  # whose sample is a blank form


def written(read: ReadReport, folder: Path) -> Path:
    path = folder / "thuyet-minh.docx"
    write_narrative(path, read)
    return path


def lines_of(path: Path) -> list[str]:
    return list(read_companion(path).prose)


@pytest.mark.parametrize("template_id", FILLED)
def test_its_figures_are_those_of_the_table_and_known_again(
    template_id: str, tmp_path: Path
) -> None:
    read = read_file(SAMPLE_OF[template_id])
    said = narrative_of(read, read_companion(written(read, tmp_path)))
    assert not [f.code for f in said.findings if f.code != "KT516"]
    figures = [one for one in said.statements if one.quantity.form != "none"]
    assert len(figures) >= 8
    assert {one.state for one in figures} == {State.CONFIRMED}
    assert all(one.sureness == 1.0 for one in figures)


@pytest.mark.parametrize("template_id", FILLED)
def test_it_is_read_the_same_without_its_bindings(template_id: str, tmp_path: Path) -> None:
    """An officer who retypes a sentence loses the binding; the words still tell the row."""
    read = read_file(SAMPLE_OF[template_id])
    bare = replace(read_companion(written(read, tmp_path)), bound=())
    said = narrative_of(read, bare)
    assert not [f for f in said.findings if f.code == "KT511"]
    figures = [one for one in said.statements if one.quantity.form != "none"]
    known = [one for one in figures if one.state is State.CONFIRMED]
    assert len(known) >= 0.9 * len(figures), [
        one.sentence.text for one in figures if one not in known
    ]


def test_a_bound_figure_that_was_changed_is_found_whatever_stands_around_it(tmp_path: Path) -> None:
    read = read_file(SAMPLE_OF["chodon-xa-2024"])
    path = written(read, tmp_path)
    document: Any = Document(str(path))
    line = next(p for p in document.paragraphs if "đề ra" in p._p.xml)
    line.runs[1].text = "Văn bản này nói về "
    text = next(t for t in line._p.iter() if t.tag.endswith("}t") and t.text == "32")
    text.text = "23"
    document.save(str(path))
    found = narrative_of(read, read_companion(path)).findings
    assert [f.key for f in found if f.code == "KT511"] == ["kh_cchc_so_nhiem_vu"]


def test_a_zero_and_a_blank_have_words_of_their_own(tmp_path: Path) -> None:
    read = read_file(SAMPLE_OF["chodon-xa-2024"])

    def sentence(text: str, value: Decimal | None) -> str:
        entry = read.report.entries["hs_don_vi_da_giai_quyet"]
        changed = replace(entry, raw=text or None, text=text, value=value)
        entries = {**read.report.entries, changed.key: changed}
        report = replace(read.report, entries=entries)
        (tmp_path / "thuyet-minh.docx").unlink(missing_ok=True)
        lines = lines_of(written(replace(read, report=report), tmp_path))
        return next(line for line in lines if "giải quyết" in line and "hồ sơ" in line)

    assert sentence("165", Decimal(165)) == "- Trong kỳ, đã giải quyết xong 165 hồ sơ."
    assert "không phát sinh hồ sơ" in sentence("0", Decimal(0))
    assert "chưa có số liệu" in sentence("", None)


def test_a_figure_of_thousands_has_its_separator_and_is_known_again(tmp_path: Path) -> None:
    read = read_file(SAMPLE_OF["chodon-xa-2024"])
    large = {"hs_don_vi_da_giai_quyet": "5670", "hs_don_vi_dung_han": "5670"}
    entries = dict(read.report.entries)
    for key, text in large.items():
        entries[key] = replace(entries[key], raw=int(text), text=text, value=Decimal(text))
    read = replace(read, report=replace(read.report, entries=entries))
    companion = read_companion(written(read, tmp_path))
    assert "- Trong kỳ, đã giải quyết xong 5.670 hồ sơ." in companion.prose
    for known in (companion, replace(companion, bound=())):
        said = narrative_of(read, known)
        [one] = [one for one in said.statements if "giải quyết xong" in one.sentence.text]
        assert one.state is State.CONFIRMED


def test_no_sentence_says_that_a_given_task_was_given() -> None:
    for one in EDITIONS:
        for pattern in patterns_of(edition(one)):
            assert not re.search(r"giao \{[^}]*\}.*được giao", pattern.text)


def test_it_has_heading_sections_signature_and_recipients(tmp_path: Path) -> None:
    read = read_file(SAMPLE_OF["chodon-xa-2024"])
    front = FrontFields(report_no="12/BC-UBND", report_date=dt.date(2024, 3, 6))
    lines = lines_of(written(replace(read, front=front), tmp_path))
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN",
        "XÃ BÌNH AN",
        "Số: 12/BC-UBND",
        "Bình An, ngày 06 tháng 3 năm 2024",
        "Công tác cải cách hành chính quý I năm 2024",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Nơi nhận:",
    ):
        assert words in lines
    numerals = [
        line.split(".")[0] for line in lines if line.split(".")[0] in ["I", "II", "III", "IV", "V"]
    ]
    assert numerals == ["I", "II", "III", "IV", "V"]


@pytest.mark.parametrize(
    ("unit", "signers"),
    [
        (OrgUnit(name="Sở Mới", level=Level.SO), ["GIÁM ĐỐC"]),
        (OrgUnit(name="Ban Dân tộc", level=Level.SO), ["THỦ TRƯỞNG ĐƠN VỊ"]),
        (OrgUnit(name="UBND tỉnh Mới", level=Level.TINH), ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        (OrgUnit(), ["THỦ TRƯỞNG ĐƠN VỊ"]),
    ],
)
def test_who_signs_depends_on_the_level(unit: OrgUnit, signers: list[str], tmp_path: Path) -> None:
    read = read_file(SAMPLE_OF["so-ngoai-vu-2023"])
    lines = lines_of(written(replace(read, report=replace(read.report, org_unit=unit)), tmp_path))
    titles = ("GIÁM ĐỐC", "CHỦ TỊCH", "THỦ TRƯỞNG ĐƠN VỊ", "TM. ỦY BAN NHÂN DÂN")
    assert [line for line in lines if line in titles] == signers


@pytest.mark.parametrize("template_id", FILLED)
def test_the_document_is_valid(template_id: str, tmp_path: Path) -> None:
    assert validate(written(read_file(SAMPLE_OF[template_id]), tmp_path)) == []


def test_an_edited_document_is_never_overwritten(tmp_path: Path) -> None:
    read = read_file(SAMPLE_OF["chodon-xa-2024"])
    path = written(read, tmp_path)
    assert is_untouched(path)
    write_narrative(path, read)  # nobody touched it: made anew
    document: Any = Document(str(path))
    document.add_paragraph("Ý kiến của tôi")
    document.save(str(path))
    before = path.read_bytes()
    with pytest.raises(EditedDocumentError):
        write_narrative(path, read)
    assert path.read_bytes() == before


@pytest.mark.parametrize("template_id", EDITIONS)
def test_every_sentence_has_a_section_and_every_edition_enough_of_them(template_id: str) -> None:
    template = edition(template_id)
    sections = {section.key for section in template.sections}
    assert {pattern.section for pattern in patterns_of(template)} <= sections
    assert len(headlines_of(template)) >= 15


def test_the_command_refuses_to_overwrite_what_was_edited(cchc: Cchc, tmp_path: Path) -> None:
    source, out = SAMPLE_OF["so-ngoai-vu-2023"], tmp_path / "báo cáo.docx"
    assert cchc("thuyet-minh", source, "-o", out).code == 0
    assert cchc("thuyet-minh", source, "-o", out).code == 0
    out.write_bytes(b"somebody's own")
    again = cchc("thuyet-minh", source, "-o", out)
    assert (again.code, len(again.sentences)) == (2, 1)
    assert "không ghi đè" in again.err


def test_kem_compares_the_narrative_with_a_workbook(cchc: Cchc, tmp_path: Path) -> None:
    source = SAMPLE_OF["chodon-xa-2024"]
    book, report = tmp_path / "so.xlsx", tmp_path / "bc.docx"
    cchc("nhap", source, "-o", book)
    cchc("thuyet-minh", book, "-o", report)
    document: Any = Document(str(report))
    line = next(p for p in document.paragraphs if "đề ra" in p._p.xml)
    text = next(t for t in line._p.iter() if t.tag.endswith("}t") and t.text == "32")
    text.text = "23"
    document.save(str(report))
    [entry] = cchc("kiem-tra", book, "--kem", report, "--json").json["files"]
    [found] = [f for f in entry["findings"] if f["code"] == "KT511"]
    assert (found["kind"], found["row"], found["severity"]) == ("narrative-mismatch", 4, "warning")
    said = {one["key"]: one for one in entry["narrative"]}
    assert list(said["kh_cchc_so_nhiem_vu"]) == [
        "text", "figure", "value", "state", "row", "related", "key", "row_value", "confidence",
    ]  # fmt: skip
    assert said["kh_cchc_so_nhiem_vu"]["state"] == "contradicted"
    shown = cchc("kiem-tra", book, "--kem", report).out
    assert "đã đối chiếu" in shown


def test_kem_with_another_kind_of_file_or_two_files_is_refused(cchc: Cchc, tmp_path: Path) -> None:
    source = SAMPLE_OF["chodon-xa-2024"]
    book = tmp_path / "so.xlsx"
    cchc("nhap", source, "-o", book)
    for arguments in ((source, "--kem", book), (source, source, "--kem", source)):
        ran = cchc("kiem-tra", *arguments)
        assert (ran.code, len(ran.sentences)) == (2, 1)


def test_a_narrative_around_the_appendix_of_a_text_file_counts(tmp_path: Path) -> None:
    text = SAMPLE_OF["chodon-xa-2024"].read_text(encoding="utf-8")
    said = "I. CHỈ ĐẠO, ĐIỀU HÀNH\n\nKế hoạch CCHC năm 2024 đề ra 23 nhiệm vụ.\n\nII. KẾT QUẢ\n\n"
    changed = text.replace("Phụ lục I", f"{said}Phụ lục I", 1)
    (tmp_path / "a.txt").write_text(changed, encoding="utf-8")
    found = {f.code: f.key for f in check_file(tmp_path / "a.txt").findings}
    assert found["KT511"] == "kh_cchc_so_nhiem_vu"
