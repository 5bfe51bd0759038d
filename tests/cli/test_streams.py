"""Pipes that close early, terminals without Vietnamese, and faults of the program itself."""

import os
import subprocess
import sys

import pytest

from cchc_xl.cli import commands
from tests.cli.run import ROOT, Cchc, in_process_of_its_own
from tests.reading.forms import SAMPLE_OF

XA = SAMPLE_OF["chodon-xa-2024"]


@pytest.mark.parametrize(
    "arguments", [("kiem-tra", *[XA] * 8, "--json"), ("mau", "--json"), ("mau",)]
)
def test_a_reader_that_goes_away_is_no_fault(arguments: tuple[object, ...]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "cchc_xl", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(60) in (0, 1)
    assert said == b""


def test_vietnamese_comes_out_whole_where_the_terminal_has_another_code_page() -> None:
    ran = in_process_of_its_own("nhap", XA, "--json", encoding="ascii")
    assert "Số nhiệm vụ đề ra trong kế hoạch" in ran.out
    refused = in_process_of_its_own("nhap", "khong-co.txt", encoding="cp1252")
    assert "Không tìm thấy" in refused.err


def test_a_table_for_people_names_the_unit_the_form_and_how_sure_that_is(cchc: Cchc) -> None:
    shown = cchc("nhap", XA).out
    assert "UBND xã Bình An" in shown
    assert "quý I năm 2024" in shown
    assert "chodon-xa-2024" in shown
    assert "116/116" in shown
    assert "100%" in shown


def test_a_fault_of_the_program_is_one_sentence_too(
    cchc: Cchc, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(commands, "import_file", fail)
    ran = cchc("nhap", XA)
    assert (ran.code, ran.out, len(ran.sentences)) == (2, "", 1)
    assert "ZeroDivisionError" in ran.err
    monkeypatch.setenv("CCHC_GO_LOI", "1")
    with pytest.raises(ZeroDivisionError):
        cchc("nhap", XA)


def test_ctrl_c_ends_with_a_sentence(cchc: Cchc, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "import_file", interrupt)
    ran = cchc("nhap", XA)
    assert (ran.code, len(ran.sentences)) == (2, 1)
