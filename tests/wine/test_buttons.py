"""Every button through xlwings' Windows engine, against a stand-in for Excel's object model."""

from __future__ import annotations

import json
import re
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from cchc_xl.macro.buttons import BUTTONS, KEEPER_BUTTONS
from cchc_xl.services import books, documents
from cchc_xl.services.checking import check_file
from tests.wine.installed import Installed
from tests.wine.pc import INSIDE
from tests.wine.test_functions import run_as_vba
from tests.wine.vba_lines import ShippedVba

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "cchc_xl" / "samples" / "phuong-2023-q3.txt"
NAME = "Sổ phường “Hoa Mai” & 'bạn'.xlsm"
FOLDER, RECEIVED = "C:\\Báo cáo", "C:\\Đã nhận"
NARRATIVE = f"{FOLDER}\\Lời văn.docx"
#: What the macros call, self-test included.
PROCEDURES = {
    *re.findall(
        r'Run(?:Keeper)?Button "(\w+)"', (ROOT / "macros" / "modButtons.bas").read_text("utf-8")
    ),
    *("huong_dan", "tu_kiem_tra"),
}
_FIRST = ("kiem_tra", "xoa_danh_dau", "khoi_phuc_cong_thuc", "tao_tep_gui", "xuat_pdf")
#: Every one, in an order in which each has something to do; the first twice.
PRESSED = ["kiem_tra", *_FIRST, *sorted(PROCEDURES - {*_FIRST, "tong_hop"}), "tong_hop"]
Told = list[dict[str, Any]]


class StandIn:
    """`inside/excel.py` with a filled workbook."""

    def __init__(self, installed: Installed) -> None:
        self.installed, self.pc = installed, installed.pc
        self.code = self.pc.drive / "excel"
        self.code.mkdir(exist_ok=True)
        self.pc.build_typelib("excel.idl", self.code / "excel.tlb")
        for name in ("com_object.py", "cells.py", "book.py", "excel.py"):
            shutil.copy(INSIDE / name, self.code)
        read = check_file(SAMPLE).read
        assert read is not None
        for folder in (FOLDER, RECEIVED):
            self.pc.unix(folder).mkdir(exist_ok=True)
        self.book = self.pc.unix(f"{FOLDER}\\{NAME}")
        documents.write_narrative(self.pc.unix(NARRATIVE), read)
        books.build_filled(self.code / "so.xlsx", read)
        shutil.copy(self.code / "so.xlsx", self.pc.unix(f"{RECEIVED}\\Phường.xlsx"))
        shutil.move(self.code / "so.xlsx", self.book)

    def command(self, answers: str, *buttons: str) -> list[str]:
        start = (
            "import sys; sys.path.insert(0, 'C:\\\\excel'); sys.argv[0] = 'excel.py'; "
            "import excel; excel.main()"
        )
        return [self.installed.python, "-X", "utf8", "-B", "-c", start, self.pc.windows(self.book),
                f"{FOLDER}\\{NAME}", f"C:\\excel\\{answers}.json", *buttons]  # fmt: skip

    def told(self, answers: str) -> Told:
        found: Told = json.loads((self.code / f"{answers}.json").read_text("utf-8"))
        return found


@pytest.fixture(scope="module")
def stand_in(installed: Installed) -> StandIn:
    return StandIn(installed)


@pytest.fixture(scope="module")
def pressed(stand_in: StandIn, figures: list[tuple[str, str]]) -> Told:
    done = stand_in.pc.run(*stand_in.command("qua-may-chu", *PRESSED), timeout=240,
                           environment={"CCHC_PICKED": RECEIVED,
                                        "CCHC_PICKED_FILE": NARRATIVE})  # fmt: skip
    assert done.code == 0, done.out[-3000:]
    told = stand_in.told("qua-may-chu")
    for one in told[:2]:
        figures.append((f"Nút {one['button']}, qua máy chủ", f"{one['seconds']:.1f} giây"))
    return told


def test_every_button_on_the_sheets_is_pressed_here() -> None:
    procedures = {"".join(part.title() for part in name.split("_")) for name in PRESSED}
    assert {button.macro for button in (*BUTTONS, *KEEPER_BUTTONS)} <= procedures


def test_every_button_does_its_work_and_says_so(pressed: Told) -> None:
    assert [one["button"] for one in pressed] == PRESSED
    for one in pressed:
        assert one["status_bar"] is False, one["button"]
        assert one["screen_updating"] is True, one["button"]
        # a question comes first
        boxes = {"huong_dan": 0, "ky_moi": 2, "tao_mau_moi": 2}.get(one["button"], 1)
        assert len(one["said"]) == boxes, one["button"]
        assert not any("ngoài dự kiến" in words for words in one["said"]), one["said"]
    by_name = {one["button"]: one for one in pressed[1:]}
    check, again, cleared = pressed[:3]
    tested = by_name["tu_kiem_tra"]
    assert check["said"][0].startswith("Đã kiểm tra: ")
    assert check["said"] == again["said"]
    assert check["notes"] == again["notes"] != []
    assert check["front"] == "Kết quả kiểm tra"
    assert cleared["notes"] == []
    assert by_name["khoi_phuc_cong_thuc"]["said"][0].startswith("Đã đưa công thức")
    assert by_name["huong_dan"]["front"] == "Hướng dẫn"
    assert tested["front"] == "Tự kiểm tra"
    assert "mọi mục đều đạt" in tested["said"][0], tested["cells"]["Tự kiểm tra"]
    assert "Lời văn.docx: đã đối chiếu" in by_name["doi_chieu_thuyet_minh"]["said"][0]
    assert "140 dòng" in by_name["tao_mau_moi"]["said"][1]
    for name in ("kiem_tra_mau", "phat_hanh_mau"):  # the report that is open is no draft
        assert "không phải sổ soạn mẫu" in by_name[name]["said"][0]
    assert by_name["xuat_pdf"]["said"][0].endswith("- phụ lục.pdf")
    assert by_name["tong_hop"]["front"] != by_name["tu_kiem_tra"]["front"]


def test_files_for_others_lie_beside_the_workbook(pressed: Told, stand_in: StandIn) -> None:
    names = {path.name for path in stand_in.book.parent.iterdir()}
    assert {
        "UBND phường Hoa Mai - Quý III năm 2023.xlsx",
        "UBND phường Hoa Mai - Năm 2023.xlsm",
        "kontum-phuong-2023 (soạn mẫu).xlsm",
        *(
            f"{Path(NAME).stem} - {what}"
            for what in ("phụ lục.pdf", "phụ lục.docx", "thuyết minh.docx")
        ),
    } <= names


def test_a_button_without_a_server_works_by_its_command_line(
    stand_in: StandIn, figures: list[tuple[str, str]]
) -> None:
    """RunPython's own line, run as VBA runs it, finds the workbook by window and name."""
    pc = stand_in.pc
    process = pc.start(*stand_in.command("qua-dong-lenh", "wait"))
    window = stand_in.code / "qua-dong-lenh.window"
    try:
        for _ in range(300):
            if window.exists() and window.read_text():
                break
            assert process.poll() is None
            time.sleep(0.1)
        vba = ShippedVba(
            f"{FOLDER}\\{NAME}", stand_in.installed.interpreter, int(window.read_text())
        )
        command = vba.button_command(
            "import cchc_xl.excel.buttons; cchc_xl.excel.buttons.kiem_tra()"
        )
        code, milliseconds = run_as_vba(pc, command)
    finally:
        (stand_in.code / "qua-dong-lenh.stop").write_text("")
        pc.finish(process, 60)
    assert code == 0
    [told] = stand_in.told("qua-dong-lenh")
    assert told["said"][0].startswith("Đã kiểm tra: ")
    assert told["notes"]
    figures.append(("Nút kiem_tra, không có máy chủ", f"{milliseconds / 1000:.1f} giây"))
