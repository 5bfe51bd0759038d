"""The life of an installation, for a user of the same PC whose name has Vietnamese letters.

The tests of this file follow one another.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from tests.wine.installed import Installed
from tests.wine.pc import Done, WinePc
from tests.wine.test_functions import QUESTIONS, USE_FORM, Host
from tests.wine.test_install import found_by_vba

USER = "Nguyễn Văn Đức"


@pytest.fixture(scope="module")
def second(installed: Installed, unpacked: Path) -> Installed:
    pc = installed.pc
    pc.log_in(USER)
    return Installed(pc, pc.run("cmd", "/c", pc.windows(unpacked / "cai-dat.cmd")))


@pytest.fixture(scope="module")
def next_version(unpacked: Path) -> Path:
    """An unpacked zip of a version 9.9.9."""
    folder = unpacked.with_name("CCHC-XL-9.9.9")
    shutil.copytree(unpacked, folder, copy_function=shutil.copyfile)
    _rewrite(folder, "so-bieu/CCHC.xlam", b"add-in of 9.9.9")
    return folder


def _rewrite(folder: Path, path: str, data: bytes) -> None:
    """Change a file of an unpacked zip, and its manifest with it."""
    (folder / path).write_bytes(data)
    manifest = folder / "MANIFEST.json"
    told = json.loads(manifest.read_bytes())
    told["version"] = "9.9.9"
    for entry in told["files"]:
        if entry["path"] == path:
            entry["sha256"] = hashlib.sha256(data).hexdigest()
    manifest.write_text(json.dumps(told, ensure_ascii=False), "utf-8")


def _install(pc: WinePc, folder: Path) -> Done:
    return pc.run("cmd", "/c", pc.windows(folder / "cai-dat.cmd"))


def _used(installed: Installed) -> tuple[str, bytes]:
    addin = installed.pc.home / "AppData" / "Roaming" / "Microsoft" / "AddIns" / "CCHC.xlam"
    return installed.interpreter, addin.read_bytes()


def test_python_goes_where_no_letter_has_a_mark_and_nobody_else_is(second: Installed) -> None:
    assert second.done.code == 0, second.done.out
    assert second.interpreter.startswith("C:\\ProgramData\\CCHC-XL-")
    assert USER in str(second.home)
    assert found_by_vba(second) == [
        second.pc.windows(second.home / "xlwings.conf"), second.interpreter,
    ]  # fmt: skip


def test_functions_answer_there(second: Installed) -> None:
    host = Host(second)
    lines = [f"activate\t{host.server}", f"call\tExec\ts:{USE_FORM}"]
    lines += [question.fields for question in QUESTIONS] + [f"stop\t{host.server}"]
    _, _, *answers, _ = host.run(lines)
    assert [answer.value for answer in answers] == [question.answer for question in QUESTIONS]


def test_an_update_whose_self_test_fails_is_not_used(second: Installed, next_version: Path) -> None:
    used = _used(second)
    udfs = "python/Lib/site-packages/cchc_xl/excel/udfs.py"
    good = (next_version / udfs).read_bytes()
    _rewrite(next_version, udfs, b"raise ImportError('h\xe1\xbb\x8fng')\n")
    done = _install(second.pc, next_version)
    _rewrite(next_version, udfs, good)
    assert done.code == 1
    assert "Bản đang dùng vẫn giữ nguyên" in done.out
    assert "KHÔNG ĐẠT" in done.out
    assert _used(second) == used
    assert second.command("cchc.cmd", "mau").code == 0


def test_a_good_update_is_used_and_can_be_taken_back(
    second: Installed, next_version: Path, figures: list[tuple[str, str]]
) -> None:
    before = _used(second)
    done = _install(second.pc, next_version)
    assert done.code == 0, done.out
    assert _used(second)[1] == b"add-in of 9.9.9"
    assert second.interpreter != before[0]
    figures.append(("Cập nhật lên bản mới", f"{done.seconds:.0f} giây"))
    done = second.command("quay-lai.cmd")
    assert done.code == 0, done.out
    assert _used(second) == before


def test_removal_leaves_the_workbooks_of_the_user(second: Installed) -> None:
    pc = second.pc
    root = second.version_folder.parents[1]
    books = pc.home / "Documents" / "Sổ báo cáo CCHC"
    mine = books / "Báo cáo của tôi.xlsx"
    mine.write_bytes(b"PK")
    kept = sorted(path.name for path in books.iterdir())
    done = second.command("go-cai-dat.cmd")
    assert done.code == 0, done.out
    assert sorted(path.name for path in books.iterdir()) == kept
    assert not root.exists()
    # Wine's cmd keeps the command file open that deletes itself, and with it the empty folder.
    assert not list(second.home.rglob("*")) if second.home.exists() else True
    addins = pc.home / "AppData" / "Roaming" / "Microsoft" / "AddIns"
    assert not (addins / "CCHC.xlam").exists()
    assert not (pc.home / "Desktop" / "Sổ báo cáo CCHC.lnk").exists()
