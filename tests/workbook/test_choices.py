import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.model import Level, Period, PeriodKind, Row, RowKind
from cchc_xl.templates.loader import load
from cchc_xl.workbook.choices import (
    allowed_level_words,
    level_words,
    period_options,
    period_words,
    read_level,
    read_period,
)
from tests.workbook.forms import small_form


@given(st.integers(2000, 2099), st.sampled_from(PeriodKind))
def test_a_period_is_read_back_from_its_words(year: int, kind: PeriodKind) -> None:
    period = Period(year=year, kind=kind)
    assert read_period(period_words(period)) == period
    assert read_period(str(period)) == period


@pytest.mark.parametrize("level", Level)
def test_a_level_is_read_back_from_its_words_and_its_code(level: Level) -> None:
    assert read_level(level_words(level)) is level
    assert read_level(level.value) is level


@pytest.mark.parametrize("words", ["", "cấp trung ương", "2024"])
def test_other_words_are_no_level_and_no_period(words: str) -> None:
    assert read_level(words) is None
    assert read_period(words) is None


def test_unknown_stays_blank() -> None:
    assert (level_words(None), period_words(None)) == ("", "")


def test_periods_offered_start_where_the_edition_does() -> None:
    assert period_options(load("ankhe-2021"), None)[0] == "Quý I năm 2021"
    assert len(period_options(small_form(), None)) == 10 * 5


@pytest.mark.parametrize(
    ("levels", "allowed"),
    [
        ((), set()),
        ((Level.XA,), {"Cấp xã", "Cấp huyện", "Cấp tỉnh"}),
        ((Level.SO,), {"Sở, ngành", "Cấp tỉnh"}),
        ((Level.TINH,), {"Cấp tỉnh"}),
    ],
)
def test_a_row_is_also_the_row_of_those_who_answer_for_its_level(
    levels: tuple[Level, ...], allowed: set[str]
) -> None:
    row = Row(key="a", label="A", kind=RowKind.COUNT, levels=levels)
    assert allowed_level_words(row) == allowed
