"""The rules of this test suite, tried on a tiny suite of its own in another process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py")


def run_suite(folder: Path, source: str, *, forbid_skips: bool) -> tuple[int, str]:
    """Run ``source`` as a test module under our conftest; exit code and output."""
    shutil.copy(CONFTEST, folder)
    (folder / "pytest.ini").write_text(
        "[pytest]\nmarkers =\n    slow: -\n    libreoffice: -\n    clicks: -\n", encoding="utf-8"
    )
    (folder / "test_tiny.py").write_text(source, encoding="utf-8")
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "CCHC_"))}
    if forbid_skips:
        env["CCHC_KHONG_BO_QUA"] = "1"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", str(folder)],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


SKIPS = {
    "call": "import pytest\ndef test_a(): pytest.skip('thiếu máy')\n",
    "mark": "import pytest\n@pytest.mark.skip(reason='thiếu máy')\ndef test_a(): pass\n",
    "skipif": "import pytest\n@pytest.mark.skipif(True, reason='thiếu máy')\ndef test_a(): pass\n",
    "fixture": (
        "import pytest\n@pytest.fixture\ndef host(): pytest.skip('thiếu máy')\n"
        "def test_a(host): pass\n"
    ),
    "module": "import pytest\npytest.skip('thiếu máy', allow_module_level=True)\n",
    "importorskip": (
        "import pytest\npytest.importorskip('khong_co_goi_nay', reason='thiếu máy')\n"
        "def test_a(): pass\n"
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("source", SKIPS.values(), ids=SKIPS.keys())
def test_a_skip_fails_the_run_when_nothing_may_be_skipped(source: str, tmp_path: Path) -> None:
    code, output = run_suite(tmp_path, source, forbid_skips=True)
    assert code in (1, 2), output  # 2: interrupted while collecting
    assert "thiếu máy" in output
    assert "nothing may be skipped" in output


@pytest.mark.slow
def test_a_skip_stays_a_skip_elsewhere(tmp_path: Path) -> None:
    code, output = run_suite(tmp_path, SKIPS["call"], forbid_skips=False)
    assert code == 0, output
    assert "1 skipped" in output


@pytest.mark.slow
def test_an_expected_failure_is_no_skip(tmp_path: Path) -> None:
    source = "import pytest\n@pytest.mark.xfail\ndef test_a(): assert False\n"
    code, output = run_suite(tmp_path, source, forbid_skips=True)
    assert code == 0, output
    assert "1 xfailed" in output


@pytest.mark.slow
def test_fast_tests_run_before_slow_ones_then_libreoffice_then_clicks(tmp_path: Path) -> None:
    source = (
        "import pytest\n"
        "@pytest.mark.clicks\n@pytest.mark.libreoffice\ndef test_0_click(): pass\n"
        "@pytest.mark.libreoffice\ndef test_1_calc(): pass\n"
        "@pytest.mark.slow\ndef test_2_slow(): pass\n"
        "def test_3_fast(): pass\n"
        "def test_4_fast(): pass\n"
    )
    code, output = run_suite(tmp_path, source, forbid_skips=True)
    assert code == 0, output
    names = [f"test_{number}" for number in range(5) if f"::test_{number}_" in output]
    assert sorted(names, key=lambda name: output.index(f"::{name}")) == [
        "test_3",
        "test_4",
        "test_2",
        "test_1",
        "test_0",
    ]


@pytest.mark.slow
def test_what_tests_found_out_is_printed_at_the_end_as_lines_and_tables(tmp_path: Path) -> None:
    source = (
        "def test_a(printed):\n"
        "    printed.line('Đã bấm', 'Kiểm tra')\n"
        "    printed.field('Kiểm định', 'so.xlsm', 'SDK', 0)\n"
        "def test_b(printed): printed.field('Kiểm định', 'CCHC.xlam', 'VBA', 'đạt')\n"
    )
    code, output = run_suite(tmp_path, source, forbid_skips=False)
    assert code == 0, output
    lines = [" ".join(line.split()) for line in output.splitlines()]
    assert "Kiểm tra" in lines[[line.strip("- ") for line in lines].index("Đã bấm") + 1 :][:1]
    at = [line.strip("- ") for line in lines].index("Kiểm định")
    assert lines[at + 1 : at + 4] == ["SDK VBA", "so.xlsm 0 –", "CCHC.xlam – đạt"]
