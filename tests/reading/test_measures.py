"""Units of measure that only look different."""

from pathlib import Path

import pytest

from tests.reading.forms import SAMPLE_OF, read_text


@pytest.mark.parametrize("written", ["Phần trăm (%)", "Tỷ lệ %", "phần trăm"])
def test_a_percent_spelled_out_is_the_same_unit(written: str, tmp_path: Path) -> None:
    text = SAMPLE_OF["chodon-xa-2024"].read_text(encoding="utf-8")
    read = read_text(tmp_path, text.replace("\t%\t", f"\t{written}\t"))
    assert [f.code for f in read.report.findings if f.code == "KT113"] == []
