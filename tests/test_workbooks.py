"""The committed workbooks are what the sources build today (``python tools/so_mau.py``)."""

import zipfile
from pathlib import Path

import pytest

from tools import so_mau


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("so")
    so_mau.build(folder)
    return folder


def parts(path: Path) -> dict[str, bytes]:
    """Contents of every part; how tightly they are packed depends on the machine's zlib."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


NAMES = sorted(path.name for path in so_mau.FOLDER.glob("*.xl*"))


def test_every_edition_and_the_add_in_are_committed(fresh: Path) -> None:
    assert sorted(path.name for path in fresh.iterdir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_committed_workbook_equals_a_fresh_build(name: str, fresh: Path) -> None:
    built, committed = parts(fresh / name), parts(so_mau.FOLDER / name)
    assert list(built) == list(committed)
    assert [part for part in built if built[part] != committed[part]] == []
