"""Every shipped file through every inspection there is without Excel; the page says the same."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cchc_xl.macro.package import Package
from tests.inspections import FILES, INSPECTIONS, documented, inspect, round_trip
from tools.so_mau import FOLDER

if TYPE_CHECKING:
    from tests.conftest import Printed

TITLE = "Bộ kiểm tra nói gì về từng tệp trong workbooks/"


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "inspection", INSPECTIONS, ids=["sdk-2010", "sdk-365", "audit", "olevba", "pyvbaanalysis"]
)
def test_a_shipped_file_passes_and_the_page_says_so(
    name: str, inspection: str, printed: Printed
) -> None:
    word, complaints = inspect(FOLDER / name, inspection)
    printed.field(TITLE, name, inspection, word)
    assert complaints == []
    assert documented()[name, inspection] == word, "python tools/kiem_dinh.py"


def test_the_page_lists_the_shipped_files_and_no_other() -> None:
    listed = {row for row, column in documented() if column in INSPECTIONS}
    assert listed == set(FILES)
    assert len(FILES) > 10


def test_vba_that_is_not_ours_is_noticed(tmp_path: Path) -> None:
    """The round trip can fail: the add-in's project has no functions."""
    book = tmp_path / "so.xlsm"
    package = Package((FOLDER / "chodon-xa-2024.xlsm").read_bytes())
    with zipfile.ZipFile(FOLDER / "CCHC.xlam") as addin:
        package.put("xl/vbaProject.bin", addin.read("xl/vbaProject.bin"))
    book.write_bytes(package.to_bytes())
    assert "modFunctions" in round_trip(book)
