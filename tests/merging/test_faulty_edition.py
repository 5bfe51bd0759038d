"""Reports whose edition no folder holds, and a folder of editions where one does not load."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from cchc_xl.authoring.toml_text import form_text
from cchc_xl.model import ReportTemplate
from cchc_xl.services import ReadOptions, UnusableFileError
from cchc_xl.services.checking import check_file
from cchc_xl.services.collecting import collect
from cchc_xl.services.comparing import compared
from cchc_xl.services.folder import find_files
from cchc_xl.services.outcome import Kept
from cchc_xl.services.own_figures import with_own_file
from cchc_xl.templates import loader
from cchc_xl.workbook.content import FrontFields
from tests.reading.forms import edition, filled, lines_of, read_lines, read_text, table_text, write
from tests.workbook.forms import small_form

FORM = small_form()  # in no folder
HEAD = ("Xã Mẫu", "(Số liệu quý I năm 2024)")


def faulty_copy(template: ReportTemplate, folder: Path) -> Path:
    """The form of an edition with a line that is no TOML, under an id of its own."""
    path = folder / "a-hong" / loader.FORM_FILE
    path.parent.mkdir()
    path.write_text(form_text(template) + "\nhỏng", "utf-8")
    return path


def text(seed: int = 1) -> str:
    return table_text(lines_of(filled(FORM, seed)), head=HEAD)


@pytest.fixture
def editions(tmp_path: Path) -> Path:
    """A folder of editions with one that is no TOML."""
    folder = tmp_path / "mẫu"
    (folder / "hong").mkdir(parents=True)
    (folder / "hong" / loader.FORM_FILE).write_text('id = "hong\n', "utf-8")
    return folder


def test_children_of_the_parents_edition_are_read_beside_a_faulty_one(
    editions: Path, tmp_path: Path
) -> None:
    received = tmp_path / "đã nhận"
    received.mkdir()
    for n in (1, 2):
        write(received / f"xã {n}.txt", text(n))
    found = collect(find_files([str(received)]), user_folder=editions, form=FORM)
    assert [(one.problem, one.template) for one in found] == [(None, FORM), (None, FORM)]


def test_a_report_of_a_known_edition_with_changed_labels_is_read_beside_a_faulty_one(
    editions: Path, tmp_path: Path
) -> None:
    known = edition("chodon-xa-2024")
    lines = [
        replace(line, label=f"{line.label} (bổ sung)") if n % 6 == 0 else line
        for n, line in enumerate(lines_of(filled(known, 1)))
    ]
    assert read_lines(tmp_path, lines, ReadOptions(user_folder=editions)).template == known


def test_a_file_of_no_edition_is_told_of_the_faulty_one(editions: Path, tmp_path: Path) -> None:
    with pytest.raises(UnusableFileError) as refused:
        read_text(tmp_path, text(), ReadOptions(user_folder=editions))
    assert str(editions / "hong" / loader.FORM_FILE) in refused.value.sentence


def test_where_a_faulty_edition_prints_the_rows_another_must_fit_to_the_last_one(
    editions: Path, tmp_path: Path
) -> None:
    known = edition("chodon-xa-2024")
    path = faulty_copy(known, editions)
    options, lines = ReadOptions(user_folder=editions), lines_of(filled(known, 1))
    assert read_lines(tmp_path, lines, options).template == known
    with pytest.raises(UnusableFileError) as refused:
        read_lines(tmp_path, lines[:-1], options)
    assert str(path) in refused.value.sentence


def test_the_parents_form_stands_in_for_the_faulty_copy_in_the_folder(
    editions: Path, tmp_path: Path
) -> None:
    path = faulty_copy(FORM, editions)
    beside = ReadOptions(user_folder=editions, beside=FORM)
    assert read_text(tmp_path, text(), beside).template == FORM
    with pytest.raises(UnusableFileError) as refused:
        read_text(tmp_path, text(), ReadOptions(user_folder=editions))
    assert str(path) in refused.value.sentence


def test_own_figures_in_a_text_follow_the_parents_edition(tmp_path: Path) -> None:
    lines = lines_of(filled(FORM, 3))
    path = write(tmp_path / "số của mình.txt", table_text(lines, head=HEAD))
    kept, _ = with_own_file(Kept(), path, FORM, None)
    typed = {line.key: line.text for line in lines if line.key == "giao"}
    assert kept.own["giao"] == Decimal(typed["giao"])


def test_the_period_before_in_a_text_follows_the_edition_of_the_report(tmp_path: Path) -> None:
    write(tmp_path / "kỳ trước.txt", text(2))
    path = write(tmp_path / "kỳ này.txt", text(1).replace("quý I năm", "6 tháng đầu năm"))
    checked = check_file(path, ReadOptions(beside=FORM))
    assert checked.read is not None
    front = replace(checked.read.front or FrontFields(), previous="kỳ trước.txt")
    named = replace(checked, read=replace(checked.read, front=front))
    told = [one.facts for one in compared(named).findings if one.facts.get("reason") == "unusable"]
    assert told == []
    assert len(compared(named).findings) > len(checked.findings)  # figures that fell
