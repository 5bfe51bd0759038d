"""Use the product from end to end and write down which modules of a list were asked for.

python.exe ask_for_everything.py LIST.json: the list is replaced by those that were asked for.
"""

from __future__ import annotations

import importlib.abc
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

TARGET = Path(sys.argv[1])
LEFT_OUT = frozenset(json.loads(TARGET.read_text()))
ASKED: set[str] = set()


class Watcher(importlib.abc.MetaPathFinder):
    """First to be asked for every module; finds none."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> None:
        if name in LEFT_OUT:
            ASKED.add(name)


sys.meta_path.insert(0, Watcher())


def main() -> None:
    from cchc_setup import self_test

    from cchc_xl.cli import main as cchc

    lines = self_test.run_tests()
    assert not any(line.failed for line in lines), self_test.report(lines)
    samples = Path(sys.prefix) / "Lib" / "site-packages" / "cchc_xl" / "samples"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sample = str(samples / "phuong-2023-q3.txt")
        book = str(folder / "so.xlsx")
        calls = [
            ["mau"],
            ["tao-mau", "chodon-xa-2024", "-o", str(folder / "moi.xlsm")],
            ["nhap", sample, "-o", book],
            ["kiem-tra", book, "-o", str(folder / "da.xlsx")],
            ["soan-mau", sample, "-o", str(folder / "soan.xlsm")],
            ["demo", "-o", str(folder / "demo")],
        ]
        for call in calls:
            try:
                code = cchc(call)
            except SystemExit as end:
                code = end.code
            assert code in (0, 1, None), (call, code)
    import docx
    import pandas
    import rapidfuzz

    table = pandas.DataFrame({"đơn vị": ["a", "a", "b"], "số": [1.5, 2, None]})
    assert table.groupby("đơn vị")["số"].sum().tolist() == [3.5, 0.0]
    assert rapidfuzz.fuzz.ratio("số hồ sơ", "số hồ sơ") == 100
    docx.Document().add_table(1, 2)
    TARGET.write_text(json.dumps(sorted(ASKED)))


main()
