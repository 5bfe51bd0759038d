"""Files that are written: what stood there is kept, and JSON comes even when writing fails."""

from pathlib import Path

import pytest

from tests.cli.run import Cchc
from tests.reading.forms import SAMPLE_OF

XA = SAMPLE_OF["chodon-xa-2024"]


@pytest.mark.parametrize(
    "command",
    [("nhap", XA), ("kiem-tra", XA), ("tao-mau", "chodon-xa-2024")],
    ids=["nhap", "kiem-tra", "tao-mau"],
)
def test_a_workbook_that_stands_there_is_kept_beside_the_new_one(
    cchc: Cchc, tmp_path: Path, command: tuple[object, ...]
) -> None:
    output = tmp_path / "so.xlsx"
    output.write_bytes(b"somebody's work")
    ran = cchc(*command, "-o", output)
    assert output.read_bytes()[:2] == b"PK"
    kept = tmp_path / "so (bản trước).xlsx"
    assert kept.read_bytes() == b"somebody's work"
    assert str(kept) in ran.err
    output.write_bytes(b"the next day's work")
    cchc(*command, "-o", output)
    assert (tmp_path / "so (bản trước 2).xlsx").read_bytes() == b"the next day's work"
    assert kept.read_bytes() == b"somebody's work"


@pytest.mark.parametrize("command", ["nhap", "kiem-tra"])
def test_json_comes_even_when_the_workbook_cannot_be_written(
    cchc: Cchc, tmp_path: Path, command: str
) -> None:
    output = tmp_path / "khong-co" / "so.xlsx"
    ran = cchc(command, XA, "-o", output, "--json")
    assert ran.code == 2
    assert ran.json
    [sentence] = ran.sentences
    assert str(output) in sentence


def test_the_ending_decides_whether_there_are_macros(cchc: Cchc, tmp_path: Path) -> None:
    import zipfile

    for ending, macros in (("xlsx", False), ("xlsm", True)):
        output = tmp_path / f"so.{ending}"
        assert cchc("tao-mau", "ankhe-2021", "-o", output).code == 0
        with zipfile.ZipFile(output) as package:
            assert ("xl/vbaProject.bin" in package.namelist()) == macros


def test_another_ending_is_refused_before_anything_is_read(cchc: Cchc, tmp_path: Path) -> None:
    ran = cchc("nhap", tmp_path / "khong-co.txt", "-o", tmp_path / "so.docx")
    assert ran.code == 2
    assert "so.docx" in ran.err
