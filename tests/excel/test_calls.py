"""A click costs a fixed number of calls to the program, however long the form is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cchc_xl.excel import buttons
from cchc_xl.workbook.layout import META_SHEET, RESULTS_SHEET

if TYPE_CHECKING:
    from tests.excel.conftest import Opener
    from tests.excel.desk import Desk

pytestmark = pytest.mark.libreoffice

MAX_READS, MAX_WRITES = 2, 3


def counted(desk: Desk) -> tuple[set[int], dict[str, int], int]:
    """Reads of any section, writes by sheet, copies."""
    calls = desk.calls
    sections = {
        count for name, count in calls.reads.items() if name not in (META_SHEET, RESULTS_SHEET)
    }
    return sections, dict(calls.writes), calls.copies


def test_97_and_140_rows_cost_the_same_and_stay_within_budget(open_sample: Opener) -> None:
    long_form = open_sample("phuong-2023-q3", name="dài.xlsx")
    short_form = open_sample("so-2021-q1", name="ngắn.xlsx")
    for desk in (long_form, short_form):
        desk.press()
        first = counted(desk)
        desk.press()
        assert counted(desk) == first
        assert max(desk.calls.reads.values()) <= MAX_READS
        assert max(desk.calls.writes.values()) <= MAX_WRITES
    assert counted(long_form) == counted(short_form)


@pytest.mark.parametrize(
    "button", [buttons.xoa_danh_dau, buttons.khoi_phuc_cong_thuc, buttons.huong_dan]
)
def test_every_button_stays_within_budget(
    open_sample: Opener,
    button: type(buttons.kiem_tra),  # type: ignore[valid-type]
) -> None:
    desk = open_sample()
    desk.press(button)
    assert max(desk.calls.reads.values(), default=0) <= MAX_READS
    assert max(desk.calls.writes.values(), default=0) <= MAX_WRITES
