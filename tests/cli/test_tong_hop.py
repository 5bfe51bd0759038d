"""`cchc tong-hop`: exit codes, the JSON contract, one sentence for what cannot be done."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cchc_xl.model import Period
from cchc_xl.services import collecting, receiving
from tests.cli.run import Cchc
from tests.merging import folder as make
from tests.merging.folder import SENT

SAMPLES = Path(make.__file__).parents[2] / "cchc_xl" / "samples"
XA, PHUONG = SAMPLES / "xa-2024-q1.txt", SAMPLES / "phuong-2023-q3.txt"
STATUSES = {
    "merged", "duplicate", "unreadable", "wrong-period", "wrong-template", "already-included",
    "part", "excluded", "missing", "unexpected",
}  # fmt: skip


@pytest.fixture
def received(tmp_path: Path) -> Path:
    folder = tmp_path / "nhận"
    for n in (1, 2):
        make.book(folder / f"xã {n}.xlsx", f"Xã số {n}", make.plain(n))
    return folder


def test_json_is_one_document_of_the_contracts_shape(cchc: Cchc, received: Path) -> None:
    ran = cchc("tong-hop", received, "--json")
    assert ran.json.keys() == {"template", "units", "rows", "findings"}
    assert ran.json["template"] == make.FORM.id
    [unit, _] = ran.json["units"]
    assert unit.keys() == {"file", "org_unit", "level", "period", "status", "reason"}
    assert unit["file"] == f"{received.as_posix()}/xã 1.xlsx"
    assert (unit["org_unit"], unit["level"], unit["period"]) == ("Xã số 1", "xa", "2024-Q1")
    assert {one["status"] for one in ran.json["units"]} <= STATUSES
    row = next(row for row in ran.json["rows"] if row["key"] == SENT)
    assert row == {
        "row": make.FORM.position[SENT],
        "key": SENT,
        "rule": "sum",
        "value": 3,
        "filled": 2,
        "parts": [
            {"org_unit": "Xã số 1", "file": f"{received.as_posix()}/xã 1.xlsx", "value": 1},
            {"org_unit": "Xã số 2", "file": f"{received.as_posix()}/xã 2.xlsx", "value": 2},
        ],
    }


def test_nothing_worse_than_a_warning_ends_with_0_an_error_with_1(
    cchc: Cchc, received: Path, tmp_path: Path
) -> None:
    units = tmp_path / "ds.csv"
    units.write_text("ten_don_vi,cap\nXã số 1,xa\nXã số 2,xa\nXã số 3,xa\n", "utf-8")
    ran = cchc("tong-hop", received, "--don-vi", units, "--json")
    assert ran.code == 0
    assert "TH101" in {finding["code"] for finding in ran.json["findings"]}
    (received / "hỏng.xlsx").write_bytes(b"PK\x03\x04 broken")
    ran = cchc("tong-hop", received, "--json")
    assert ran.code == 1
    assert ran.err == ""


def test_no_usable_file_ends_with_2_and_json_all_the_same(cchc: Cchc, tmp_path: Path) -> None:
    folder = tmp_path / "nhận"
    folder.mkdir()
    (folder / "hỏng.xlsx").write_bytes(b"PK\x03\x04 broken")
    ran = cchc("tong-hop", folder, "-o", tmp_path / "ra.xlsx", "--json")
    assert ran.code == 2
    assert [unit["status"] for unit in ran.json["units"]] == ["unreadable"]
    assert len(ran.sentences) == 1
    assert not (tmp_path / "ra.xlsx").exists()


def test_an_empty_folder_ends_with_2_and_one_sentence(cchc: Cchc, tmp_path: Path) -> None:
    folder = tmp_path / "trống"
    folder.mkdir()
    ran = cchc("tong-hop", folder)
    assert ran.code == 2
    assert len(ran.sentences) == 1


def test_a_tie_of_periods_asks_for_one(cchc: Cchc) -> None:
    ran = cchc("tong-hop", XA, PHUONG)
    assert ran.code == 2
    assert "--ky" in ran.err
    assert "2023-Q3, 2024-Q1" in ran.err
    assert cchc("tong-hop", XA, PHUONG, "--bo-qua-ky", "--json").code in (0, 1)


def test_the_other_period_is_left_out_with_a_period_chosen(cchc: Cchc) -> None:
    ran = cchc("tong-hop", XA, PHUONG, "--ky", "2024-Q1", "--json")
    statuses = {Path(unit["file"]).stem: unit["status"] for unit in ran.json["units"]}
    assert statuses == {XA.stem: "merged", PHUONG.stem: "wrong-period"}


def test_figures_of_the_parents_own_come_from_any_file(
    cchc: Cchc, received: Path, tmp_path: Path
) -> None:
    own = make.book(tmp_path / "riêng.xlsx", "Huyện Mẫu", {SENT: 100})
    ran = cchc("tong-hop", received, "--so-lieu-rieng", own, "--json")
    row = next(row for row in ran.json["rows"] if row["key"] == SENT)
    assert (row["value"], row["filled"]) == (103, 2)


def test_a_near_bridge_is_used_only_when_asked_for(cchc: Cchc, tmp_path: Path) -> None:
    source, target = "dvc_muc3_du_dieu_kien", "dvc_mot_phan_du_dieu_kien"
    folder = tmp_path / "nhận"
    make.book(folder / "cũ.xlsx", "Sở Mẫu", {source: 7, SENT: 1}, edition="kontum-phuong-2023")
    for options, value in (((), None), (("--cau-noi",), 7)):
        ran = cchc("tong-hop", folder, "--mau", make.FORM.id, *options, "--json")
        row = next(row for row in ran.json["rows"] if row["key"] == target)
        assert row["value"] == value
        codes = {finding["code"] for finding in ran.json["findings"]}
        assert codes & {"TH206", "TH208"} == {"TH206" if options else "TH208"}


def test_a_bridge_carries_nothing_into_the_time_when_the_words_mean_something_else(
    cchc: Cchc, tmp_path: Path
) -> None:
    source, target = "dvc_muc3_du_dieu_kien", "dvc_mot_phan_du_dieu_kien"
    late = Period.parse("2026-N")
    folder = tmp_path / "nhận"
    make.book(folder / "cũ.xlsx", "Sở Mẫu", {source: 7, SENT: 1}, edition="kontum-phuong-2023",
              period=late)  # fmt: skip
    ran = cchc("tong-hop", folder, "--mau", make.FORM.id, "--cau-noi", "--json")
    row = next(row for row in ran.json["rows"] if row["key"] == target)
    assert row["value"] is None


def test_the_result_may_not_be_one_of_the_inputs(cchc: Cchc, received: Path) -> None:
    file = received / "xã 1.xlsx"
    before = file.read_bytes()
    ran = cchc("tong-hop", file, "-o", file)
    assert ran.code == 2
    assert file.read_bytes() == before


def test_the_result_may_not_take_the_place_of_a_report_in_the_folder(
    cchc: Cchc, received: Path
) -> None:
    file = received / "xã 1.xlsx"
    before = file.read_bytes()
    ran = cchc("tong-hop", received, "-o", file)
    assert ran.code == 2
    assert len(ran.sentences) == 1
    assert file.read_bytes() == before


def test_ctrl_c_leaves_the_old_result_whole_and_nothing_half_written(
    cchc: Cchc, received: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "kết quả" / "ra.xlsx"
    out.parent.mkdir()
    cchc("tong-hop", received, "-o", out)
    before = out.read_bytes()

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(collecting, "receive", stopped)
    ran = cchc("tong-hop", received, "-o", out)
    assert ran.code == 2
    assert len(ran.sentences) == 1
    assert out.read_bytes() == before
    assert [path.name for path in out.parent.iterdir()] == ["ra.xlsx"]


def test_one_file_nobody_foresaw_does_not_stop_the_others(
    cchc: Cchc, received: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = receiving.receive

    def sometimes(path: Path, *rest: object, **more: object) -> object:
        if path.name == "xã 1.xlsx":
            raise RuntimeError("unforeseen")
        return plain(path, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(collecting, "receive", sometimes)
    ran = cchc("tong-hop", received, "--json")
    assert ran.code == 1
    assert [unit["status"] for unit in ran.json["units"]] == ["unreadable", "merged"]


def test_the_unit_list_beside_the_files_is_found(cchc: Cchc, received: Path) -> None:
    (received / "danh-sach-don-vi.csv").write_text(
        "ten_don_vi;cap\nXã số 1;xa\nXã số 2;xa\nXã số 9;xa\n", "utf-8-sig"
    )
    ran = cchc("tong-hop", received, "--json")
    assert [unit["status"] for unit in ran.json["units"]] == ["merged", "merged", "missing"]


def test_a_faulty_unit_list_is_told_by_line(cchc: Cchc, received: Path, tmp_path: Path) -> None:
    units = tmp_path / "ds.csv"
    units.write_text("ten_don_vi,cap\nXã số 1,làng\n", "utf-8")
    ran = cchc("tong-hop", received, "--don-vi", units)
    assert ran.code == 2
    assert "dòng 2" in ran.err.lower()


def test_tables_for_analysts_are_written_beside(cchc: Cchc, received: Path, tmp_path: Path) -> None:
    assert cchc("tong-hop", received, "--csv", tmp_path / "bảng").code == 0
    assert {path.name for path in (tmp_path / "bảng").iterdir()} == {
        "so-lieu.csv",
        "don-vi.csv",
        "chi-tieu.csv",
    }


def test_a_folder_is_read_whatever_its_order_on_the_disk(
    cchc: Cchc, received: Path, tmp_path: Path
) -> None:
    other = tmp_path / "khác"
    other.mkdir()
    for file in sorted(received.iterdir(), reverse=True):
        shutil.copy(file, other / file.name)
    first, second = (cchc("tong-hop", one, "--json").json for one in (received, other))
    assert [row["value"] for row in first["rows"]] == [row["value"] for row in second["rows"]]
