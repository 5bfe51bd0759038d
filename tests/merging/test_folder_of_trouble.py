"""Sixty files with every kind of trouble at once, and what a parent does with them."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cchc_xl.cli import main
from cchc_xl.workbook import layout as places
from tests.merging import folder as make
from tests.merging.folder import DONE, LIST_LENGTH, SENT, SHARE


@dataclass(frozen=True)
class Made:
    """The folder as it was made, copied for every test."""

    folder: Path
    told: dict[str, str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("nhận") / "tệp"
    return Made(folder, make.trouble(folder))


class Desk:
    """The parent's folder of received files and its consolidated workbook."""

    def __init__(self, root: Path, made: Made, capsys: pytest.CaptureFixture[str]) -> None:
        self.received = root / "đã nhận"
        self.out = root / "tổng hợp.xlsx"
        shutil.copytree(made.folder, self.received)
        self.told = made.told
        self.units = make.unit_list(root / "danh sách.csv")
        self._capsys = capsys

    def consolidate(self) -> Any:
        self._capsys.readouterr()
        self.code = main(
            ["tong-hop", str(self.received), "-o", str(self.out), "--don-vi", str(self.units),
             "--ky", "2024-Q1", "--ten-don-vi", "Huyện Mẫu", "--cap", "huyen", "--json"]
        )  # fmt: skip
        said = self._capsys.readouterr()
        assert "Traceback" not in said.err
        return json.loads(said.out)

    def statuses(self, result: Any) -> dict[str, str]:
        start = f"{self.received.as_posix()}/"
        return {
            (unit["file"] or unit["org_unit"]).removeprefix(start): unit["status"]
            for unit in result["units"]
        }


def row(result: Any, key: str) -> Any:
    return next(row for row in result["rows"] if row["key"] == key)


@pytest.fixture
def desk(tmp_path: Path, made: Made, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, made, capsys)


#: Communes 1–40, 42, 44–48 count; 41 waits for a choice, 43 sent an old period.
COUNTED = [*range(1, 41), 42, *range(44, 48)]


@pytest.mark.slow
def test_nothing_is_lost_and_each_is_named(desk: Desk) -> None:
    result = desk.consolidate()
    missing = {f"Xã số {n}": "missing" for n in (43, 49, 50)}
    assert desk.statuses(result) == desk.told | missing
    assert desk.code == 1  # broken files and one choice to make are errors
    # by hand: tasks given = 1 + … + 40 + 42 + 44 + 45 + 46 + 47 = 820 + 224
    assert row(result, SENT)["value"] == sum(COUNTED) == 1044
    # commune 44 wrote a sentence where its tasks done should stand: left out, and out of the ratio
    done = sum(n - 1 for n in COUNTED if n != 44)
    assert row(result, DONE)["value"] == done
    assert row(result, SHARE)["value"] == round(100 * done / (1044 - 44), 2)
    # the list of procedures is common to all communes; the old form of commune 46 has it blank
    assert row(result, LIST_LENGTH)["value"] == 114
    codes = {finding["code"] for finding in result["findings"]}
    assert {"TH101", "TH102", "TH103", "TH104", "TH106", "TH107", "TH203", "TH204"} <= codes
    reasons = [unit["reason"] for unit in result["units"] if unit["status"] == "unreadable"]
    assert all(reasons)
    assert len(set(reasons)) == len(reasons)


@pytest.mark.slow
def test_what_the_parent_enters_survives_late_and_corrected_files(desk: Desk) -> None:
    first = desk.consolidate()
    own, manual, override = "khao_sat_so_phieu", "vtvl_ty_le_cong_chuc_dung_vi_tri", "vb_di_tong"
    _enter(desk.out, own={own: 7}, manual={manual: 88.5}, override={override: 999})
    choice = desk.received / "xã số 41 lần 2.xlsx"
    _choose(desk.out, choice.name)
    make.book(desk.received / "nộp muộn.xlsx", "Xã số 49", make.plain(49))
    make.book(desk.received / "xã số 3.xlsx", "Xã số 3", {**make.plain(3), SENT: 30})
    second = desk.consolidate()

    assert row(second, SENT)["value"] == row(first, SENT)["value"] + 400 + 49 + 30 - 3
    assert row(second, own)["value"] == 7
    assert row(second, manual)["value"] == 88.5
    assert row(second, override)["value"] == 999
    statuses = desk.statuses(second)
    assert statuses["xã số 41 lần 1.xlsx"] == "excluded"
    assert statuses["xã số 41 lần 2.xlsx"] == "merged"
    assert statuses["nộp muộn.xlsx"] == "merged"
    # nothing doubled: running again with nothing changed gives the same figures
    third = desk.consolidate()
    assert third["rows"] == second["rows"]
    assert desk.statuses(third) == statuses


@pytest.mark.slow
def test_the_consolidated_workbook_and_its_copies_are_never_read_as_reports(desk: Desk) -> None:
    desk.out = desk.received / "tổng hợp.xlsx"
    first = desk.consolidate()
    second = desk.consolidate()
    assert second["rows"] == first["rows"]
    assert not any("tổng hợp" in name for name in desk.statuses(second))


@pytest.mark.slow
def test_the_next_level_counts_the_leaves_of_a_consolidated_file_once(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    district = desk.consolidate()
    province = tmp_path / "tỉnh"
    province.mkdir()
    desk.out.rename(province / "huyện mẫu.xlsx")
    make.book(province / "xã số 1.xlsx", "Xã số 1", make.plain(1))
    capsys.readouterr()
    code = main(["tong-hop", str(province), "-o", str(tmp_path / "t.xlsx"), "--json"])
    result = json.loads(capsys.readouterr().out)
    assert code == 1
    assert row(result, SENT)["value"] == row(district, SENT)["value"]
    statuses = {Path(unit["file"]).name: unit["status"] for unit in result["units"]}
    assert statuses == {"huyện mẫu.xlsx": "merged", "xã số 1.xlsx": "already-included"}
    assert "TH105" in {finding["code"] for finding in result["findings"]}


def _sheet_row(sheet: Any, key: str) -> int:
    """The row of a key on a sheet, wherever its hidden column is."""
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.value == key:
                return int(cell.row)
    raise KeyError(key)


def _column(sheet: Any, title: str) -> str:
    for cells in sheet.iter_rows(max_row=12):
        for cell in cells:
            if cell.value == title:
                return str(cell.column_letter)
    raise KeyError(title)


def _enter(
    path: Path, *, own: dict[str, float], manual: dict[str, float], override: dict[str, float]
) -> None:
    """Type figures as a person does in Excel; openpyxl stands for Excel's saving here."""
    book = openpyxl.load_workbook(path)
    detail = book[places.DETAIL_SHEET]
    for key, value in own.items():
        detail[f"{_column(detail, 'Số của đơn vị mình')}{_sheet_row(detail, key)}"] = value
    for sheet in book:
        for key, value in (manual | override).items():
            for cells in sheet.iter_rows(min_col=8, max_col=8):
                if cells[0].value == key and sheet["D4"].value == "Số liệu":
                    sheet[f"D{cells[0].row}"] = value
    book.save(path)


def _choose(path: Path, file: str) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book[places.SUBMISSION_SHEET]
    column = _column(sheet, "Dùng")
    for cells in sheet.iter_rows():
        if any(isinstance(cell.value, str) and cell.value.endswith(file) for cell in cells):
            sheet[f"{column}{cells[0].row}"] = "Có"
    book.save(path)
