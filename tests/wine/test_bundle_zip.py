"""What lies in dist/, without running it."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from tools import dong_goi
from tools.packing.tree import SITE


@pytest.fixture(scope="module")
def archive(bundle: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(bundle)


def test_the_manifest_tells_every_file(archive: zipfile.ZipFile, bundle: Path) -> None:
    folder = f"{bundle.stem}/"
    told = json.loads(archive.read(f"{folder}MANIFEST.json"))
    assert {f"{folder}{entry['path']}" for entry in told["files"]} | {
        f"{folder}MANIFEST.json"
    } == set(archive.namelist())
    for entry in told["files"]:
        data = archive.read(folder + entry["path"])
        assert len(data) == entry["size"]
        assert hashlib.sha256(data).hexdigest() == entry["sha256"], entry["path"]


def test_what_must_not_be_shipped_is_not(archive: zipfile.ZipFile) -> None:
    names = [name.lower() for name in archive.namelist()]
    assert all(name.isascii() for name in names)  # an old unzip program must not spoil them
    for part in ("xlwings/pro/", "xlwingslib", "license_pro", "/tests/test_", "__pycache__"):
        assert not [name for name in names if part in name], part
    for stub in ("bcryptprimitives", "ucrtbase", "ucrtwine"):  # they belong to the Wine prefix
        assert not [name for name in names if stub in name], stub
    assert max(map(len, names)) < 150  # Windows allows 260 with the user's own folders before it


def test_what_an_office_needs_is_there(archive: zipfile.ZipFile, bundle: Path) -> None:
    names = {name.removeprefix(f"{bundle.stem}/") for name in archive.namelist()}
    assert {
        *("cai-dat.cmd", "go-cai-dat.cmd", "HUONG-DAN.html", "LICENSE.txt"),
        *("python/python.exe", "python/pythonw.exe", "python/pythoncom311.dll"),
        *("python/xlwings64-0.37.8.dll", "python/xlwings32-0.37.8.dll"),
        *("so-bieu/CCHC.xlam", "so-bieu/kontum-phuong-2023.xlsm"),
        *(f"{SITE}xlwings/xlwings.bas", f"{SITE}cchc_xl/macro/sources/modBridge.bas"),
    } <= names
    for name in names:
        if name.endswith(".cmd"):
            data = archive.read(f"{bundle.stem}/{name}")
            assert data.count(b"\r\n") == data.count(b"\n") > 3


def test_the_same_sources_give_the_same_bytes(bundle: Path, figures: list[tuple[str, str]]) -> None:
    packed, _ = dong_goi.bundle()
    assert hashlib.sha256(packed).hexdigest() == hashlib.sha256(bundle.read_bytes()).hexdigest()
    with zipfile.ZipFile(bundle) as archive:
        entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    figures.append(("Cỡ tệp zip", f"{len(packed) / 1e6:.1f} MB (mục tiêu ≤ 40)"))
    figures.append(("Giải nén", f"{unpacked / 1e6:.1f} MB, {len(entries)} tệp"))
    assert len(packed) <= dong_goi.TARGET_MB * 1e6
