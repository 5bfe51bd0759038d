"""One Windows PC for the whole run; the figures it gave stand at the end of the report."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cchc_xl import __version__
from tests.wine.installed import Installed
from tests.wine.pc import WinePc, why_unavailable

ROOT = Path(__file__).resolve().parents[2]
_FIGURES: list[tuple[str, str]] = []


@pytest.hookimpl(tryfirst=True)  # before items are deselected by their markers
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.wine)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _FIGURES:
        terminalreporter.section("Gói cho máy văn phòng, trên Wine")
        for what, value in _FIGURES:
            terminalreporter.write_line(f"{what:<52} {value}")


@pytest.fixture(scope="session")
def figures() -> list[tuple[str, str]]:
    """What is worth printing: what it is, and its value with a unit."""
    return _FIGURES


@pytest.fixture(scope="session")
def bundle() -> Path:
    """The zip that ``make bundle`` built."""
    path = ROOT / "dist" / f"CCHC-XL-{__version__}.zip"
    if not path.exists():
        pytest.fail(f"Chưa có {path.relative_to(ROOT)}: chạy «make bundle» trước")
    return path


@pytest.fixture(scope="session")
def pc(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WinePc]:
    """A PC where somebody has logged in and unpacked the zip into a Vietnamese folder."""
    if reason := why_unavailable():
        pytest.skip(reason)
    made = WinePc(tmp_path_factory.mktemp("wine"))
    try:
        made.log_in("vanthu")
        downloads = made.drive / "Tải về"
        downloads.mkdir()
        with zipfile.ZipFile(bundle) as archive:
            archive.extractall(downloads)
        yield made
    finally:
        made.close()


@pytest.fixture(scope="session")
def unpacked(pc: WinePc, bundle: Path) -> Path:
    """The folder in the zip."""
    return pc.drive / "Tải về" / bundle.stem


@pytest.fixture(scope="session")
def installed(pc: WinePc, unpacked: Path, figures: list[tuple[str, str]]) -> Installed:
    """The product, installed from the zip by a user whose name has no diacritics."""
    done = pc.run("cmd", "/c", pc.windows(unpacked / "cai-dat.cmd"))
    figures.append(("Cài đặt (chép, tự kiểm tra, ghi cấu hình)", f"{done.seconds:.0f} giây"))
    return Installed(pc, done)
