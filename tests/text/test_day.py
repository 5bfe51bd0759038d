import datetime as dt

import pytest

from cchc_xl.text import read_day


@pytest.mark.parametrize(
    "text", ["2024-03-05", "05/03/2024", "5/3/2024", " 5-3-2024 ", "5.3.2024", "2024-3-5"]
)
def test_a_day_is_read_day_first(text: str) -> None:
    assert read_day(text) == dt.date(2024, 3, 5)


@pytest.mark.parametrize(
    "text", ["", "5/3", "31/02/2024", "2024-13-01", "5/3-2024", "5/3/24", "13/13/2024", "quý I"]
)
def test_anything_else_is_no_day(text: str) -> None:
    assert read_day(text) is None
