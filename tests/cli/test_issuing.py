"""`cchc tao-mau … --don-vi`: the list, the period, the folder."""

import datetime as dt
from pathlib import Path

import pytest

from cchc_xl.services import read_file
from cchc_xl.workbook.unit_list import LIST_NAME, read_unit_list
from tests.cli.run import Cchc

EDITION = "ankhe-2021"


@pytest.fixture
def units(tmp_path: Path) -> Path:
    path = tmp_path / "đơn vị.csv"
    path.write_text("Tên đơn vị;Mã\nUBND xã Một;1\nSở Nội vụ;2\n", encoding="utf-8-sig")
    return path


def test_a_list_becomes_a_folder_of_prefilled_workbooks(
    cchc: Cchc, tmp_path: Path, units: Path
) -> None:
    folder = tmp_path / "phát hành"
    ran = cchc(
        "tao-mau", EDITION, "--don-vi", units, "--ky", "2021-Q1", "--han-nop", "06/03/2021",
        "--den-ngay", "2021-03-01", "--cong-van", "Công văn số 12/SNV-CCHC", "-o", folder,
    )  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    read = read_file(folder / "2_So_Noi_vu_2021-Q1.xlsx")
    assert read.front is not None
    assert read.front.start == dt.date(2020, 12, 15)  # the edition's own
    assert read.front.end == dt.date(2021, 3, 1)
    assert read.front.deadline == dt.date(2021, 3, 6)
    assert read.front.letter == "Công văn số 12/SNV-CCHC"
    assert len(list(folder.iterdir())) == 3
    assert str(folder / LIST_NAME) in ran.out


def test_run_again_it_leaves_what_lies_there_and_says_so(
    cchc: Cchc, tmp_path: Path, units: Path
) -> None:
    folder = tmp_path / "phát hành"
    cchc("tao-mau", EDITION, "--don-vi", units, "--ky", "2021-Q1", "-o", folder)
    filled = folder / "1_UBND_xa_Mot_2021-Q1.xlsx"
    filled.write_bytes(b"filled")
    # Period and deadline come from the list that lies there.
    ran = cchc("tao-mau", EDITION, "--don-vi", folder / LIST_NAME, "-o", folder)
    assert ran.code == 0
    assert filled.read_bytes() == b"filled"
    assert filled.name in ran.err
    ran = cchc("tao-mau", EDITION, "--don-vi", folder / LIST_NAME, "--ky", "2021-6T", "-o", folder)
    assert "2021-Q1" in ran.err
    assert (
        read_unit_list(folder / LIST_NAME).period
        != read_file(folder / "2_So_Noi_vu_2021-Q1.xlsx").report.period
    )


def test_one_workbook_takes_the_same_dates(cchc: Cchc, tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    ran = cchc("tao-mau", EDITION, "--ky", "2021-Q1", "--han-nop", "2021-03-09", "-o", path)
    assert ran.code == 0
    front = read_file(path).front
    assert front is not None
    assert (front.end, front.deadline) == (dt.date(2021, 2, 28), dt.date(2021, 3, 9))


def test_a_list_with_faults_issues_nothing(cchc: Cchc, tmp_path: Path) -> None:
    path = tmp_path / "ds.csv"
    path.write_text("ten_don_vi;cap\nUBND xã Một;\nUBND xã Một;\nHội;x\n", encoding="utf-8")
    folder = tmp_path / "phát hành"
    ran = cchc("tao-mau", EDITION, "--don-vi", path, "--ky", "2021-Q1", "-o", folder)
    assert ran.code == 2
    assert [line.split(":")[0] for line in ran.sentences[:2]] == ["Dòng 3", "Dòng 4"]
    assert not folder.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        ("-o", "so.xlsx", "--ky", "2021-Q1"),
        ("-o", "so"),
        ("-o", "so", "--ky", "2021-Q1", "--ten-don-vi", "X"),
        ("-o", "so", "--ky", "2021-Q1", "--han-nop", "5/3"),
        ("-o", "so", "--ky", "2021-Q1", "--tu-ngay", "2021-03-01", "--den-ngay", "2021-02-01"),
    ],
)
def test_what_does_not_fit_together_is_one_sentence(
    cchc: Cchc, tmp_path: Path, units: Path, wrong: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = cchc("tao-mau", EDITION, "--don-vi", units, *wrong)
    assert ran.code == 2
    assert len(ran.sentences) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [units.name]


def test_macros_of_one_workbook_are_asked_for_by_its_ending(cchc: Cchc, tmp_path: Path) -> None:
    ran = cchc("tao-mau", EDITION, "--co-macro", "-o", tmp_path / "so.xlsm")
    assert ran.code == 2
    assert ".xlsm" in ran.err


def test_a_folder_that_cannot_be_made_is_one_sentence(
    cchc: Cchc, tmp_path: Path, units: Path
) -> None:
    (tmp_path / "tệp").write_text("")
    ran = cchc("tao-mau", EDITION, "--don-vi", units, "--ky", "2021-Q1", "-o", tmp_path / "tệp/x")
    assert ran.code == 2
    assert len(ran.sentences) == 1
