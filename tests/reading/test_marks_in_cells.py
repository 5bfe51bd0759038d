"""Tags, Markdown, footnotes and odd blanks are no part of the words; the raw text stays raw."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.reading.forms import (
    Line,
    edition,
    filled,
    lines_of,
    outcome,
    read_lines,
    read_text,
    table_text,
)


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    return lines_of(filled(edition("kontum-phuong-2023"), 4))


@pytest.mark.parametrize(
    "mark",
    ["<b>{}</b>", "<i>{}</i>", "<i><b>{}</b></i>", "**{}**", "*{}*", "{}⁴", "{}<sup>4</sup>"],
)
def test_marks_around_every_label_measure_and_note(
    tmp_path: Path, lines: list[Line], mark: str
) -> None:
    def marked(text: str) -> str:
        return mark.format(text) if text not in ("", "%") else text

    written = [
        replace(
            line, label=marked(line.label), measure=marked(line.measure), note=marked(line.note)
        )
        for line in lines
    ]
    read = read_lines(tmp_path, written)
    assert len(read.report.entries) == len(lines)
    for line in lines:
        assert line.key is not None
        entry = read.report.entries[line.key]
        assert (entry.label, entry.measure, entry.note) == (line.label, line.measure, line.note)
    assert {f.code for f in read.report.findings} == {"KT110", "KT111"}


def test_the_text_of_a_value_keeps_its_tags_and_still_means_the_number(
    tmp_path: Path, lines: list[Line]
) -> None:
    rows = edition("kontum-phuong-2023").by_key
    counts = {line.key for line in lines if line.key and rows[line.key].kind == "count"}
    written = [
        replace(line, text=f"<i>{line.text}</i>" if line.key in counts else "") for line in lines
    ]
    entries = read_lines(tmp_path, written).report.entries
    for line in lines:
        if line.key in counts:
            assert line.key is not None
            assert entries[line.key].text == f"<i>{line.text}</i>"
            assert entries[line.key].value == int(line.text)


def test_a_tag_torn_apart_by_the_page_break_leaves_nothing(tmp_path: Path) -> None:
    text = (
        "STT\tChỉ tiêu\tĐơn vị tính\tSố liệu\tGhi chú\n"
        "1.\t<b>Số văn bản chỉ đạo cải cách hành chính đã ban hành</b> "
        "<i>(Kết luận, chỉ thị, công văn chỉ đạo,</i>\tVăn bản\t8\t\n"
        "STT\tChỉ tiêu\tĐơn vị tính\tSố liệu\tGhi chú\n\t<i>quán triệt)</i>\t\t\t\n"
    )
    rest = lines_of(filled(edition("kontum-phuong-2023"), 4))[1:]
    read = read_text(tmp_path, text + "\n".join("\t".join(line.cells) for line in rest))
    first = edition("kontum-phuong-2023").rows[0]
    assert read.report.entries[first.key].label == first.label
    assert read.report.entries[first.key].text == "8"


@pytest.mark.parametrize("blank", ["\u00a0", "\u2007", "\u202f", "\u3000", "  "])
def test_every_kind_of_blank_is_a_blank(tmp_path: Path, lines: list[Line], blank: str) -> None:
    text = table_text(lines).replace(" ", blank)
    result = outcome(read_text(tmp_path, text), lines)
    assert (result.wrong, result.unmatched) == ((), ())


def test_blanks_around_tabs_and_zero_width_signs(tmp_path: Path, lines: list[Line]) -> None:
    text = table_text(lines).replace("\t", " \u200b\t ").replace("Số ", "Số\u200b ")
    result = outcome(read_text(tmp_path, text), lines)
    assert (result.wrong, result.unmatched) == ((), ())


def test_quoted_cells_may_hold_line_ends_tabs_and_quotation_marks(
    tmp_path: Path, lines: list[Line]
) -> None:
    def quoted(text: str) -> str:
        words = text.split(" ")
        half = len(words) // 2
        return '"' + "\n".join((" ".join(words[:half]), " ".join(words[half:]))) + '"'

    written = [
        replace(line, label=quoted(line.label), note='"Theo ""Kế hoạch""\nsố 7"') for line in lines
    ]
    read = read_lines(tmp_path, written)
    assert len(read.report.entries) == len(lines)
    for line in lines:
        assert line.key is not None
        entry = read.report.entries[line.key]
        assert (entry.label, entry.text) == (line.label, line.text)
        assert entry.note == 'Theo "Kế hoạch" số 7'


def test_line_ends_inside_unquoted_cells(tmp_path: Path, lines: list[Line]) -> None:
    """What a table of Word becomes when it is pasted into a text editor."""
    written = [
        replace(line, measure=line.measure.replace(" = 0 ", " = 0\n").replace(" = 1 ", " = 1\n"))
        for line in lines
    ]
    written[2] = replace(written[2], label=written[2].label.replace(" ", "\n", 2))
    assert any("\n" in line.measure for line in written)
    read = read_lines(tmp_path, written)
    result = outcome(read, [replace(line, measure="") for line in lines])
    assert (result.wrong, result.unmatched, read.extra) == ((), (), ())
    measures = {line.key: line.measure for line in lines}
    assert {key: entry.measure for key, entry in read.report.entries.items()} == measures


def test_a_quotation_mark_alone_takes_nothing_along(tmp_path: Path, lines: list[Line]) -> None:
    written = [
        replace(line, note='"một cửa' if number == 5 else line.note)
        for number, line in enumerate(lines)
    ]
    read = read_lines(tmp_path, written)
    assert len(read.report.entries) == len(lines)
    key = lines[5].key
    assert key is not None
    assert read.report.entries[key].note == '"một cửa'
