"""A click costs a fixed number of calls to the program, however long the form is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cchc_xl.calc.cell_values import ValuesOfCells
from tests.excel.call_counts import BUTTONS, FORMS, TITLE, desk_of, measured
from tests.inspections import documented

if TYPE_CHECKING:
    import xlwings as xw

    from tests.conftest import Printed
    from tests.excel.conftest import Opener

pytestmark = pytest.mark.libreoffice

MAX_READS, MAX_WRITES = 2, 3


def test_every_button_keeps_the_budget_on_97_and_on_140_rows_and_costs_the_same(
    office: xw.App, tmp_path: Path, printed: Printed
) -> None:
    by_form = {rows: measured(desk_of(office, sample, tmp_path)) for rows, sample in FORMS.items()}
    short, long = by_form.values()
    assert short == long, "what a click costs does not depend on rows"
    assert long["Kiểm tra"] == long["Kiểm tra lần hai"]
    page = documented()
    for button, figures in long.items():
        assert int(figures["đọc"]) <= MAX_READS, button
        assert int(figures["ghi"]) <= MAX_WRITES, button
        for column, figure in figures.items():
            printed.field(TITLE, button, column, figure)
            assert page[button, column] == figure, "python tools/kiem_dinh.py"
    assert long.keys() == BUTTONS.keys()
    assert int(long["Kiểm tra"]["ghi"]) > 0


def test_no_block_of_cells_travels_uncounted(
    open_sample: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The figures are the program's own: the engine below counts what it is asked."""
    desk = open_sample()
    reads: Counter[str] = Counter()
    writes: Counter[str] = Counter()
    plain: Any = ValuesOfCells.raw_value

    def read(area: ValuesOfCells) -> Any:
        reads[area.sheet.name] += 1
        return plain.fget(area)

    def write(area: ValuesOfCells, value: Any) -> None:
        writes[area.sheet.name] += 1
        plain.fset(area, value)

    monkeypatch.setattr(ValuesOfCells, "raw_value", property(read, write))
    desk.press()
    assert reads
    assert writes
    assert not reads - desk.calls.reads
    assert not writes - desk.calls.writes
