"""What reading notices of the form itself: notes, one for one cause, naming the rows."""

from dataclasses import replace
from pathlib import Path

import pytest

from cchc_xl.model import Finding
from tests.reading.forms import EDITIONS, Line, edition, filled, lines_of, read_lines

UNKNOWN = {"KT110", "KT111"}


@pytest.fixture
def lines() -> list[Line]:
    return lines_of(filled(edition("so-ngoai-vu-2023"), 2))


def noticed(folder: Path, lines: list[Line]) -> list[Finding]:
    found = read_lines(folder, lines).report.findings
    assert {f.severity for f in found} == {"note"}
    return [f for f in found if f.code not in UNKNOWN]


def change(lines: list[Line], key: str, **values: str) -> list[Line]:
    assert key in {line.key for line in lines}
    return [replace(line, **values) if line.key == key else line for line in lines]


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_a_form_as_issued_is_silent_whatever_it_misprints(tmp_path: Path, edition_id: str) -> None:
    assert noticed(tmp_path, lines_of(filled(edition(edition_id), 2))) == []


def test_a_number_used_twice_names_the_rows(tmp_path: Path, lines: list[Line]) -> None:
    [finding] = noticed(tmp_path, change(lines, "vb_qppl_da_ra_soat", no="2.2"))
    assert (finding.code, finding.kind) == ("KT114", "number-duplicated")
    assert finding.key == "vb_qppl_da_kiem_tra"
    assert finding.related == ("vb_qppl_da_ra_soat",)


def test_trailing_dots_make_no_other_number(tmp_path: Path, lines: list[Line]) -> None:
    for strip in (True, False):
        written = [
            replace(n, no=n.no.rstrip(".") + ("" if strip or not n.no[:1].isdigit() else "."))
            for n in lines
        ]
        assert noticed(tmp_path, written) == []


def test_other_words_for_a_row_are_shown_beside_the_form_s(
    tmp_path: Path, lines: list[Line]
) -> None:
    words = "Số VBQPPL đã được rà soát trong kỳ"
    [finding] = noticed(tmp_path, change(lines, "vb_qppl_da_ra_soat", label=words))
    assert (finding.code, finding.key) == ("KT105", "vb_qppl_da_ra_soat")
    assert finding.facts == {"printed": words, "formal": "Số VBQPPL đã rà soát"}


@pytest.mark.parametrize("label", ["Số văn bản QPPL đã rà soát", "SỐ VBQPPL ĐÃ RÀ SOÁT:"])
def test_other_spellings_are_silent(tmp_path: Path, lines: list[Line], label: str) -> None:
    assert noticed(tmp_path, change(lines, "vb_qppl_da_ra_soat", label=label)) == []


def test_another_measure_is_shown_beside_the_form_s(tmp_path: Path, lines: list[Line]) -> None:
    [finding] = noticed(tmp_path, change(lines, "vb_qppl_da_ra_soat", measure="%"))
    assert (finding.code, finding.key) == ("KT113", "vb_qppl_da_ra_soat")
    assert finding.facts == {"printed": "%", "formal": "Văn bản"}


def test_a_measure_left_out_or_filled_in_is_silent(tmp_path: Path, lines: list[Line]) -> None:
    assert noticed(tmp_path, change(lines, "vb_qppl_da_ra_soat", measure="")) == []
    key = next(
        row.key for row in edition("so-ngoai-vu-2023").rows if row.is_input and not row.measure
    )
    assert noticed(tmp_path, change(lines, key, measure="%")) == []


def test_missing_rows_are_one_note_a_part(tmp_path: Path, lines: list[Line]) -> None:
    gone = {"vb_qppl_da_kiem_tra", "vb_qppl_da_ra_soat", "tthc_cong_bo_moi"}
    found = noticed(tmp_path, [line for line in lines if line.key not in gone])
    assert [(f.code, f.key, f.related) for f in found] == [
        ("KT101", "vb_qppl_da_kiem_tra", ("vb_qppl_da_ra_soat",)),
        ("KT101", "tthc_cong_bo_moi", ()),
    ]


def test_a_row_of_one_s_own_is_kept_with_its_value(tmp_path: Path, lines: list[Line]) -> None:
    own = Line(None, "2.6", "Số cuộc thi tìm hiểu pháp luật", "Cuộc", "3")
    place = next(n for n, line in enumerate(lines) if line.key == "vb_qppl_da_ra_soat")
    read = read_lines(tmp_path, [*lines[:place], own, *lines[place:]])
    [row] = read.extra
    assert (row.label, row.text) == (own.label, "3")
    [finding] = [f for f in read.report.findings if f.code not in UNKNOWN]
    assert (finding.code, finding.key) == ("KT102", None)
    assert finding.facts["text"] == "3"
