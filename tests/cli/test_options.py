"""What the user chooses wins over what the file says, and a wrong choice is one sentence."""

from pathlib import Path

import pytest

from tests.cli.run import Cchc, kinds
from tests.reading.forms import SAMPLE_OF

XA = SAMPLE_OF["chodon-xa-2024"]  # UBND xã Bình An, quý I 2024
BLANK = SAMPLE_OF["ankhe-2021"]  # says neither unit nor period


def heads(cchc: Cchc, path: Path, *options: str) -> tuple[tuple[str | None, ...], list[str]]:
    answer = cchc("nhap", path, *options, "--json").json
    notes = [f["code"] for f in answer["findings"] if f["code"] in ("KT110", "KT111", "KT112")]
    return (answer["org_unit"], answer["level"], answer["period"]), notes


@pytest.mark.parametrize(
    ("options", "facts", "notes"),
    [
        ((), ("UBND xã Bình An", "xa", "2024-Q1"), []),
        (("--ky", "2024-Q1"), ("UBND xã Bình An", "xa", "2024-Q1"), []),
        (("--ky", "2023-n"), ("UBND xã Bình An", "xa", "2023-N"), ["KT112"]),
        (("--cap", "huyen"), ("UBND xã Bình An", "huyen", "2024-Q1"), ["KT112"]),
        (("--cap", "XA"), ("UBND xã Bình An", "xa", "2024-Q1"), []),
        (("--ten-don-vi", "UBND xã Mới"), ("UBND xã Mới", "xa", "2024-Q1"), ["KT112"]),
        (("--ten-don-vi", "Sở Cây Xanh"), ("Sở Cây Xanh", "so", "2024-Q1"), ["KT112"]),
        (
            ("--ten-don-vi", "Sở Cây Xanh", "--cap", "tinh", "--ky", "2024-6T"),
            ("Sở Cây Xanh", "tinh", "2024-6T"),
            ["KT112"] * 3,
        ),
    ],
)
def test_options_win_and_a_note_says_so_where_the_file_says_otherwise(
    cchc: Cchc, options: tuple[str, ...], facts: tuple[str, ...], notes: list[str]
) -> None:
    assert heads(cchc, XA, *options) == (facts, notes)


@pytest.mark.parametrize(
    ("options", "facts", "notes"),
    [
        ((), (None, None, None), ["KT110", "KT111"]),
        (("--ky", "2021-Q3"), (None, None, "2021-Q3"), ["KT111"]),
        (("--cap", "so"), (None, "so", None), ["KT110"]),
        (("--ten-don-vi", "UBND phường Hoa Mai"), ("UBND phường Hoa Mai", "xa", None), ["KT110"]),
        (("--ten-don-vi", "Đội xe"), ("Đội xe", None, None), ["KT110", "KT111"]),
    ],
)
def test_options_fill_what_the_file_leaves_unknown_without_a_note(
    cchc: Cchc, options: tuple[str, ...], facts: tuple[str, ...], notes: list[str]
) -> None:
    assert heads(cchc, BLANK, *options) == (facts, notes)


@pytest.mark.parametrize(
    "wrong",
    [
        ("--ky", "2024-Q2"),
        ("--ky", "quý I"),
        ("--ky", "2024"),
        ("--ky", ""),
        ("--cap", "phuong"),
        ("--cap", ""),
        ("--ky",),
        ("--khong-co",),
    ],
)
@pytest.mark.parametrize("command", ["nhap", "kiem-tra"])
def test_a_wrong_option_is_one_vietnamese_sentence(
    cchc: Cchc, command: str, wrong: tuple[str, ...]
) -> None:
    ran = cchc(command, XA, *wrong)
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.sentences) == 1
    english = ("argument", "expected", "invalid", "unrecognized", "usage", "error")
    assert not any(word in ran.err for word in english)
    assert wrong[-1] in ran.err


def test_a_bare_year_is_told_how_a_whole_year_is_written(cchc: Cchc) -> None:
    assert "cả năm 2026 ghi 2026-N" in cchc("nhap", XA, "--ky", "2026").err
    assert "cả năm" not in cchc("nhap", XA, "--ky", "2026-Q2").err


def test_a_missing_file_argument_and_an_unknown_command_are_one_sentence(cchc: Cchc) -> None:
    for arguments in (("nhap",), ("kiem-tra",), ("tong-ket", "a.txt"), ("tao-mau",)):
        ran = cchc(*arguments)
        assert (ran.code, ran.out, len(ran.sentences)) == (2, "", 1)


@pytest.mark.parametrize("command", ["nhap", "kiem-tra"])
def test_an_unknown_edition_is_named_with_those_there_are(cchc: Cchc, command: str) -> None:
    ran = cchc(command, XA, "--mau", "mau-khong-co", "--json")
    assert (ran.code, len(ran.sentences)) == (2, 1)
    assert "mau-khong-co" in ran.err
    assert "chodon-xa-2024" in ran.err
    answer = ran.json if command == "nhap" else ran.json["files"][0]
    assert answer["template"] is None
    assert kinds(answer["findings"]) == ["template-unknown"]


def test_an_unknown_edition_is_said_once_however_many_files(cchc: Cchc) -> None:
    ran = cchc("kiem-tra", XA, BLANK, XA, "--mau", "mau-khong-co", "--json")
    assert (ran.code, len(ran.sentences), len(ran.json["files"])) == (2, 1, 3)


def test_the_edition_asked_for_is_used_even_where_another_fits_better(cchc: Cchc) -> None:
    answer = cchc("nhap", BLANK, "--mau", "so-ngoai-vu-2023", "--json").json
    assert answer["template"] == "so-ngoai-vu-2023"
    assert "row-missing" in kinds(answer["findings"])
    assert "row-added" in kinds(answer["findings"])


def test_a_table_with_nothing_of_the_edition_asked_for_is_refused(
    cchc: Cchc, tmp_path: Path
) -> None:
    path = tmp_path / "cay.txt"
    rows = "".join(f"{n}\tCây số {n}\tCây\t{n}\t\n" for n in range(1, 30))
    path.write_text("STT\tNội dung\tĐơn vị tính\tSố liệu\tGhi chú\n" + rows, encoding="utf-8")
    ran = cchc("nhap", path, "--mau", "chodon-xa-2024", "--json")
    assert (ran.code, ran.json["template"], len(ran.sentences)) == (2, None, 1)


def test_a_pattern_the_terminal_left_alone_is_spelled_out(cchc: Cchc, tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_bytes(XA.read_bytes())
    answer = cchc("kiem-tra", tmp_path / "*.txt", "--json").json
    assert [Path(one["file"]).name for one in answer["files"]] == ["a.txt", "b.txt"]


def test_a_pattern_without_files_is_one_sentence(cchc: Cchc, tmp_path: Path) -> None:
    ran = cchc("kiem-tra", tmp_path / "*.txt")
    assert ran.code == 2
    assert len(ran.sentences) == 1
