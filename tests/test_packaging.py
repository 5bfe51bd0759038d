"""What is installed is what stands in the tree."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.slow
def test_the_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if name.startswith("cchc_xl/")}
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "cchc_xl").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    # The readable VBA sources lie beside the package in the tree and inside it once installed.
    macros = {f"cchc_xl/macro/sources/{path.name}" for path in (ROOT / "macros").iterdir()}
    assert shipped == package | macros
