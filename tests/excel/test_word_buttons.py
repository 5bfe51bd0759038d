"""Word documents in and out, and the workbook of the next period, by their buttons."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import docx
import pytest

from cchc_xl.calc.port import UnoPort
from cchc_xl.excel import buttons
from cchc_xl.model import Period
from cchc_xl.services import check_file, read_file
from cchc_xl.services.narrating import read_companion
from cchc_xl.services.next_period import following
from cchc_xl.workbook.layout import FRONT_SHEET, ORG_UNIT, PERIOD
from tests.excel.test_com_port import Recorder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.excel.conftest import Opener
    from tests.excel.desk import Desk

pytestmark = pytest.mark.libreoffice

STEM = "Báo cáo quý – Ân Hòa"
NARRATIVE = (
    "BÁO CÁO",
    "Công tác cải cách hành chính",
    "I. CHỈ ĐẠO",
    "- Đến thời điểm báo cáo, đã hoàn thành 21 nhiệm vụ trong kế hoạch.",  # the table says 23
    "II. KẾT QUẢ THỰC HIỆN",
    "- Số hóa 200/271 hồ sơ đạt 78,30%.",  # it is 73,80%
)


def lines(desk: Desk) -> list[str]:
    return sorted(str(line["Mã"]) for line in desk.table())


def test_the_appendix_in_word_reads_back_with_the_figures_of_the_workbook(
    desk: Desk, tmp_path: Path
) -> None:
    before = desk.everything()
    for name in (f"{STEM} - phụ lục.docx", f"{STEM} - phụ lục (2).docx"):
        assert str(tmp_path / name) in desk.press(buttons.xuat_word)
        again = read_file(tmp_path / name).report.entries
        wanted = desk.command_line(tmp_path).report
        assert wanted is not None
        values = {key: one.value for key, one in wanted.entries.items() if one.value is not None}
        assert len(values) > 50
        assert {key: again[key].value for key in values} == values
    assert desk.everything() == before


def test_a_narrative_somebody_worked_on_stays_and_the_next_gets_another_name(
    desk: Desk, tmp_path: Path
) -> None:
    path, second = (tmp_path / f"{STEM} - thuyết minh{end}.docx" for end in ("", " (2)"))
    assert str(path) in desk.press(buttons.thuyet_minh)
    desk.press(buttons.thuyet_minh)
    assert not second.exists()  # nobody changed the first
    document = docx.Document(str(path))
    document.add_paragraph("Đoạn viết thêm.")
    document.save(str(path))
    worked_on = path.read_bytes()
    said = desk.press(buttons.thuyet_minh)
    assert str(second) in said
    assert path.name in said
    assert path.read_bytes() == worked_on


def test_findings_of_the_picked_narrative_stand_with_the_others_as_on_the_command_line(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.press()
    without = lines(desk)
    narrative = tmp_path / "thuyết minh.docx"
    document = docx.Document()
    for words in NARRATIVE:
        document.add_paragraph(words)
    document.save(str(narrative))
    monkeypatch.setattr(UnoPort, "pick_file", lambda *_: narrative)
    said = desk.press(buttons.doi_chieu_thuyet_minh)
    together = lines(desk)
    assert narrative.name in said
    assert not {"KT511", "KT512"} & set(without)
    assert {"KT511", "KT512"} <= set(together)
    told = check_file(desk.saved_copy(tmp_path), companion=read_companion(narrative)).findings
    assert together == sorted(finding.code for finding in told)
    desk.press()
    assert lines(desk) == without


@pytest.mark.parametrize("picked", ["nothing", "a file that is no document"])
def test_without_a_narrative_nothing_changes(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, picked: str
) -> None:
    broken = tmp_path / "hỏng.docx"
    broken.write_bytes(b"PK\x03\x04 nothing more")
    monkeypatch.setattr(UnoPort, "pick_file", lambda *_: None if picked == "nothing" else broken)
    before = desk.everything()
    said = desk.press(buttons.doi_chieu_thuyet_minh)
    assert (said == "") == (picked == "nothing")
    assert "ngoài dự kiến" not in said
    assert desk.everything() == before


def test_the_next_periods_workbook_is_made_after_yes_and_never_over_another(
    open_sample: Opener, tmp_path: Path
) -> None:
    desk = open_sample("xa-2024-q1", name="Quý I.xlsx")
    front = desk.sheet(FRONT_SHEET)
    unit = front[ORG_UNIT.cell].value
    path = tmp_path / f"{unit} - 6 tháng đầu năm 2024.xlsx"
    answers = desk.book.app.impl.answers
    answers.append("no")
    assert "Chưa tạo sổ nào" in desk.press(buttons.ky_moi)
    assert not path.exists()
    answers.append("yes")
    assert str(path) in desk.press(buttons.ky_moi)
    read = read_file(path)
    assert read.report.period == Period.parse("2024-6T")
    assert read.report.org_unit.name == unit
    assert read.front is not None
    assert read.front.previous == "Quý I.xlsx"
    made = path.read_bytes()
    answers.append("yes")
    assert "(2).xlsx" in desk.press(buttons.ky_moi)
    assert path.read_bytes() == made
    front[PERIOD.cell].value = None
    assert "Chưa chọn kỳ" in desk.press(buttons.ky_moi)


def test_a_year_of_reports_ends_in_the_first_quarter_of_the_next() -> None:
    seen = [Period.parse("2024-Q1")]
    while len(seen) < 5 and (period := following(seen[-1])) is not None:
        seen.append(period)
    assert list(map(str, seen)) == ["2024-Q1", "2024-6T", "2024-9T", "2024-N", "2025-Q1"]
    assert following(Period.parse("2024-Q3")) == Period.parse("2024-N")
    assert following(Period.parse("2099-N")) is None
    for before, after in itertools.pairwise(seen):
        assert before.national_window[1] < after.national_window[1]


def test_excel_offers_word_documents_only() -> None:
    from cchc_xl.excel.port import ComPort

    app = Recorder()
    assert ComPort().pick_file(app, "Chọn tệp", None, ("Văn bản Word", "*.docx")) is None
    assert app.log[0] == ("api.FileDialog", 3)
    assert ("api.FileDialog().Filters.Add", "Văn bản Word", "*.docx") in app.log
    assert ("api.FileDialog().AllowMultiSelect", False) in app.log
