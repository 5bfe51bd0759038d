"""Functions in cells: the DLL as VBA uses it, another client, and Python that does not answer."""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cchc_xl.excel import udfs
from cchc_xl.rules.native import cells_read
from cchc_xl.templates import loader
from tests.macro.test_bridge_in_vba import CALLS, Excel, is_no_answer
from tests.wine.installed import Installed
from tests.wine.pc import INSIDE, WinePc, runs_32_bit
from tests.wine.vba_lines import ShippedVba

Figures = list[tuple[str, str]]
FORM = loader.load("kontum-phuong-2023")
USE_FORM = (
    "import cchc_xl.excel.udfs as u, cchc_xl.templates.loader as l; "
    f"u.use_form(l.load('{FORM.id}'))"
)
BOOK = "C:\\users\\vanthu\\Documents\\Sổ báo cáo CCHC\\Phường “Hoa Mai” & 'bạn'; quý III.xlsm"
SECOND = 1000  # milliseconds
LIVES, KILLED = "C:\\dang-chay.txt", "C:\\da-tat.txt"


@dataclass(frozen=True)
class Answered:
    """A line of the host's answer."""

    name: str
    code: int
    milliseconds: int
    kind: int
    value: str


@dataclass(frozen=True)
class Asked:
    """A function with arguments as cells hold them."""

    name: str
    arguments: tuple[Any, ...]

    @property
    def fields(self) -> str:
        """As the host reads them."""
        inner = "|".join(map(_field, self.arguments))
        return f"call\tCallUDF\ts:cchc_xl.excel.udfs\ts:{self.name}\ta:{inner}"

    @property
    def answer(self) -> str:
        """What the same function answers here."""
        udfs.use_form(FORM)
        answer = getattr(udfs, self.name)(*self.arguments)
        udfs.use_form(None)
        return f"{answer:g}" if isinstance(answer, float) else str(answer)


def _field(value: Any) -> str:
    if value is None:
        return "e:"
    return f"s:{value}" if isinstance(value, str) else f"n:{value}"


def _verdict() -> Asked:
    """A row whose verdict speaks when every cell it reads holds 7, but one a text."""
    for row in FORM.rows:
        cells = cells_read(FORM, row.key)
        if row.is_ratio and len(cells) > 2:
            return Asked("CCHC_KIEMTRA", (row.key, *("bảy mươi" if k == row.key else 7.0
                                                    for k in cells)))  # fmt: skip
    raise AssertionError("no ratio")


QUESTIONS = [
    Asked("CCHC_SO", ("1.234,5",)),
    Asked("CCHC_SO", ("Số hồ sơ đã giải quyết đúng hạn",)),
    Asked("CCHC_TYLE", (1.0, 3.0, 2.0)),
    Asked("CCHC_TYLE", ("không rõ", 3.0, 2.0)),
    Asked("CCHC_TYLE", (1.0, None, None)),
    _verdict(),
    Asked("CCHC_KIEMTRA", ("khóa_lạ", 1.0)),
]


class Host:
    """`vba_host.c` with the DLL of the installation; ``lines`` is what it is to do."""

    def __init__(self, installed: Installed, bits: int = 64) -> None:
        self._pc = installed.pc
        self._program = installed.pc.build(
            "vba_host.c", installed.pc.drive / "vba_host.exe", "-lole32", "-loleaut32", "-luuid",
            compiler="x86_64-w64-mingw32-gcc" if bits == 64 else "i686-w64-mingw32-gcc",
        )  # fmt: skip
        [dll] = installed.pc.unix(installed.interpreter).parent.glob(f"xlwings{bits}-*.dll")
        self._dll = installed.pc.windows(dll)
        self.server = ShippedVba(BOOK, installed.interpreter).server_command()

    def start(self, lines: list[str]) -> subprocess.Popen[bytes]:
        (self._pc.drive / "viec.txt").write_text("\n".join(lines) + "\n", "utf-8")
        return self._pc.start("C:\\vba_host.exe", self._dll, "C:\\viec.txt")

    def run(self, lines: list[str]) -> list[Answered]:
        return self.finish(self.start(lines))

    def finish(self, process: subprocess.Popen[bytes]) -> list[Answered]:
        done = self._pc.finish(process)
        assert done.code == 0, done.out
        found = []
        for line in done.out.splitlines():
            name, code, milliseconds, kind, value = line.split("\t")
            found.append(Answered(name, int(code, 16), int(milliseconds), int(kind), value))
        return found


@pytest.fixture(scope="module", params=[64, 32] if runs_32_bit() else [64])
def host(installed: Installed, request: pytest.FixtureRequest, figures: Figures) -> Host:
    if not runs_32_bit():
        figures.append(("xlwings32.dll trong Excel 32 bit", "Wine ở đây không chạy được: chưa thử"))
    return Host(installed, request.param)


def test_every_function_answers_as_it_does_here(host: Host, figures: Figures) -> None:
    lines = [f"activate\t{host.server}", f"call\tExec\ts:{USE_FORM}"]
    lines += [question.fields for question in QUESTIONS] * 2
    lines += [QUESTIONS[0].fields] * 50
    lines += [f"activate\t{host.server}", f"stop\t{host.server}"]
    started, form, *answers, again, stopped = host.run(lines)
    assert (started.code, form.code, again.code, stopped.code) == (0, 0, 0, 0)
    expected = [question.answer for question in QUESTIONS]
    assert [answer.value for answer in answers[: len(QUESTIONS)]] == expected
    assert [answer.value for answer in answers[len(QUESTIONS) : 2 * len(QUESTIONS)]] == expected
    assert any(not value.isascii() for value in expected)  # Vietnamese came back whole
    assert again.milliseconds < SECOND  # the living server is found
    calls = [answer.milliseconds for answer in answers[-50:]]
    figures.append(("Khởi động máy chủ từ VBA (nút bấm đầu tiên)", f"{started.milliseconds} ms"))
    figures.append(("Một lần gọi hàm qua xlwings64.dll", f"{sum(calls) / 50:.1f} ms"))


def test_a_server_that_was_killed_answers_every_function_with_an_error_at_once(
    host: Host, installed: Installed, figures: Figures
) -> None:
    pc = installed.pc
    lines = [f"activate\t{host.server}", "call\tBool\tn:1"]
    lines += [f"tell\t{LIVES}", f"wait\t{KILLED}"]
    lines += [question.fields for question in QUESTIONS]
    lines += ["call\tBool\tn:1"]
    process = host.start(lines)
    while not pc.unix(LIVES).exists():
        assert process.poll() is None
        time.sleep(0.1)
    assert pc.run("taskkill", "/F", "/IM", "pythonw.exe").code == 0
    pc.unix(KILLED).write_text("")
    started, alive, *dead = host.finish(process)
    assert (started.code, alive.code) == (0, 0)
    assert len(dead) == len(QUESTIONS) + 1
    assert all(answer.code & 0x80000000 for answer in dead)
    slowest = max(answer.milliseconds for answer in dead)
    assert slowest < SECOND
    figures.append(("Hàm trả lỗi khi máy chủ bị tắt giữa chừng", f"chậm nhất {slowest} ms"))


@pytest.mark.parametrize("what", ["sound", "missing", "broken"])
def test_the_trial_of_the_first_click_tells_whether_python_works(
    what: str, installed: Installed, tmp_path: Path, figures: Figures
) -> None:
    """What WScript.Run answers decides; without Python no function waits for anything."""
    pc = installed.pc
    udfs_file = pc.unix(installed.interpreter).parent / "Lib/site-packages/cchc_xl/excel/udfs.py"
    source = udfs_file.read_bytes()
    interpreter = installed.interpreter
    if what == "missing":
        interpreter = interpreter.replace("pythonw.exe", "khong-co.exe")
    try:
        if what == "broken":
            udfs_file.write_bytes(b"raise ImportError('thieu tep')\n" + source)
        code, milliseconds = run_as_vba(pc, ShippedVba(BOOK, interpreter).trial_command())
    finally:
        udfs_file.write_bytes(source)
    assert (code == 0) == (what == "sound")
    figures.append((f"Thử Python trước lần bấm đầu tiên ({what})", f"{milliseconds} ms"))
    if what != "sound":
        path = tmp_path / "so.xlsx"
        excel = Excel(_workbook(path))
        excel.set_up(code=code)
        excel.run("KiemTra")
        assert [line.partition(":")[0] for line in excel.log()] == ["try", "fail"]
        for name, arguments in CALLS:
            began = time.perf_counter()
            assert is_no_answer(excel.run(name, *arguments))
            assert time.perf_counter() - began < SECOND / 1000
        assert excel.log() == []  # nothing was started


def _workbook(path: Path) -> Path:
    from cchc_xl.workbook.builder import build_workbook
    from tests.macro.built import blank_content

    build_workbook(path, loader.load("chodon-xa-2024"), blank_content("chodon-xa-2024"))
    return path


def run_as_vba(pc: WinePc, command: str) -> tuple[int, int]:
    """Exit code and milliseconds of ``WScript.Shell.Run(command, 0, True)``."""
    (pc.drive / "lenh.txt").write_text(command, "utf-16")
    script = pc.windows(INSIDE / "run.vbs")
    done = pc.run("cscript", "/nologo", script, "C:\\lenh.txt", "C:\\ma.txt")
    assert done.code == 0, done.out
    code, milliseconds = (pc.drive / "ma.txt").read_text("utf-16").split()
    return int(code), int(milliseconds)


def test_a_client_in_vbscript_is_answered(installed: Installed) -> None:
    pc = installed.pc
    number = "{7e3a1f52-9d34-4c1b-8a55-6a1c2f0d9b11}"
    server = pc.start(installed.python, "-P", "-B", "-c",
                      f"import cchc_xl.excel, xlwings; xlwings.serve('{number}')")  # fmt: skip
    try:
        answer = pc.drive / "khach.txt"
        for _ in range(20):
            pc.run("cscript", "/nologo", pc.windows(INSIDE / "client.vbs"), number,
                          "C:\\khach.txt")  # fmt: skip
            if answer.exists() and len(answer.read_text("utf-16").splitlines()) == 4:
                break
            time.sleep(0.5)
        assert answer.read_text("utf-16").splitlines() == [
            *("Số hồ sơ 8", "Double", "33.33", "#N/A"),
        ]
    finally:
        pc.run("taskkill", "/F", "/IM", "python.exe")
        pc.finish(server, 30)
