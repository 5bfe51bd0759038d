"""A fresh user unpacks the zip into a folder with Vietnamese letters and installs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.wine.installed import Installed
from tests.wine.pc import INSIDE, WinePc
from tests.wine.vba_lines import config_reader
from tools.packing.inputs import load

ROOT = Path(__file__).resolve().parents[2]
#: Asked for by somebody who goes on without: why that is right.
FORGIVEN = {
    "xlwings.pro": "tried by xlwings on every start; not free software",
    "_hashlib": "hashlib falls back on its own functions",
    "_ssl": "no network is used",
    "rapidfuzz.fuzz_cpp_avx2": "falls back on the same code for every processor",
    "rapidfuzz.distance.metrics_cpp_avx2": "falls back on the same code for every processor",
}


def test_every_step_is_said_and_nothing_failed(installed: Installed) -> None:
    assert installed.done.code == 0, installed.done.out
    lines = installed.done.out.splitlines()
    assert sum(line.startswith("- ") and line.endswith("… xong") for line in lines) == 7
    assert any(line.startswith("Đã cài CCHC-XL") for line in lines)


def test_everything_is_in_its_place(installed: Installed, unpacked: Path) -> None:
    home = installed.pc.home
    assert installed.version_folder.is_relative_to(installed.home / "ban")
    addin = home / "AppData" / "Roaming" / "Microsoft" / "AddIns" / "CCHC.xlam"
    assert addin.read_bytes() == (unpacked / "so-bieu" / "CCHC.xlam").read_bytes()
    books = home / "Documents" / "Sổ báo cáo CCHC"
    assert {path.name for path in books.iterdir()} == {
        path.name for path in (unpacked / "so-bieu").iterdir() if path.suffix != ".xlam"
    }
    link = (home / "Desktop" / "Sổ báo cáo CCHC.lnk").read_bytes()
    assert "Sổ báo cáo CCHC".encode("utf-16-le") in link


def test_the_self_test_says_what_support_needs(installed: Installed) -> None:
    done = installed.command("tu-kiem-tra.cmd")
    assert done.code == 0, done.out
    report = (installed.home / "tu-kiem-tra.txt").read_bytes()
    assert report.startswith(b"\xef\xbb\xbf")  # for Notepad of any age
    text = report.decode("utf-8-sig")
    assert text.splitlines()[0] == "TỰ KIỂM TRA CCHC-XL: mọi mục đều đạt."
    assert text.count("\nĐẠT: ") == 8
    for words in ("Python 3.11.9, 64 bit", "xlwings 0.37.8", "engine excel", "chữ Việt qua lại"):
        assert words in text


def test_the_macros_find_the_interpreter(installed: Installed, tmp_path: Path) -> None:
    assert found_by_vba(installed) == [
        installed.pc.windows(installed.home / "xlwings.conf"),
        installed.interpreter,
    ]


def found_by_vba(installed: Installed) -> list[str]:
    """What the shipped VBA finds when it looks for Python: configuration file, interpreter."""
    pc = installed.pc
    script, answer = pc.drive / "tim.vbs", pc.drive / "tim.txt"
    script.write_text(config_reader(), "ascii")
    done = pc.run("cscript", "/nologo", "C:\\tim.vbs", "C:\\tim.txt")
    assert done.code == 0, done.out
    return answer.read_text("utf-16").replace("\0", "").split("\n")[:2]  # Wine's, not VBScript's


def test_a_zip_that_was_not_unpacked_says_so(pc: WinePc, unpacked: Path) -> None:
    alone = pc.drive / "tam"
    alone.mkdir()
    shutil.copy(unpacked / "cai-dat.cmd", alone)
    done = pc.run("cmd", "/c", "C:\\tam\\cai-dat.cmd")
    assert done.code == 1
    assert "Extract All" in done.out


def test_the_command_line_works_from_the_installation(installed: Installed) -> None:
    sample = installed.version_folder / "python/Lib/site-packages/cchc_xl/samples/xa-2024-q1.txt"
    done = installed.command("cchc.cmd", "kiem-tra", installed.pc.windows(sample), "--json")
    assert done.code == 1, done.out  # findings
    told = json.loads(done.out)
    assert told["files"][0]["template"] == "chodon-xa-2024"


def test_nothing_that_was_left_out_is_missed(installed: Installed) -> None:
    """Not even by an import that its author would forgive, but for those that are named above."""
    pc = installed.pc
    left_out = sorted(_modules_left_out())
    (pc.drive / "bo.json").write_text(json.dumps(left_out))
    shutil.copy(INSIDE / "ask_for_everything.py", pc.drive)
    done = pc.run(installed.python, "-X", "utf8", "-B", "C:\\ask_for_everything.py", "C:\\bo.json",
                  timeout=180)  # fmt: skip
    assert done.code == 0, done.out[-3000:]
    missed = {name for name in json.loads((pc.drive / "bo.json").read_text())
              if not name.startswith("xlwings.pro.")}  # fmt: skip
    assert missed <= FORGIVEN.keys(), missed - FORGIVEN.keys()


def _modules_left_out() -> set[str]:
    """Names of the modules in files that the build left out."""
    import zipfile

    inputs = load(ROOT / "bundle")
    cache = ROOT / ".cache" / "dong-goi"
    found = set()
    for wheel in cache.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                place = f"python/Lib/site-packages/{name}"
                if name.endswith((".py", ".pyd")) and any(
                    o.covers(place) for o in inputs.omissions
                ):
                    found.add(_module(name))
    for name in inputs.interpreter_files:
        if name.endswith(".pyd") and any(o.covers(f"python/{name}") for o in inputs.omissions):
            found.add(_module(name))
    assert {"xlwings.pro", "_ssl", "pandas.tests"} <= found
    return found


def _module(name: str) -> str:
    stem = name.split(".")[0] if name.endswith(".pyd") else name.removesuffix(".py")
    return stem.replace("/", ".").removesuffix(".__init__")


@pytest.mark.parametrize("module", ["cchc_xl.excel.udfs", "cchc_xl.excel.buttons"])
def test_ending_python_ends_no_excel_of_others(installed: Installed, module: str) -> None:
    """xlwings would end every Excel without an open workbook of its own."""
    code = (
        f"import atexit, subprocess, {module}; subprocess.run = lambda *a, **k: print('ran', a);"
        "atexit._run_exitfuncs(); print('ended')"
    )
    done = installed.pc.run(installed.python, "-X", "utf8", "-B", "-c", code)
    assert done.out.split() == ["ended"]
