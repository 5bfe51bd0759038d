import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.workbook.text_fit import column_points, count_lines, lines_height, text_points

WORDS = st.text("abcdeưởệ đ ", max_size=200)


def test_widths_are_those_of_times_new_roman() -> None:
    # "Nam" = 722 + 444 + 778 thousandths of the size.
    assert text_points("Nam", 10) == pytest.approx(19.44)
    assert text_points("Ạệ", 10) == text_points("Ae", 10)
    assert text_points("Nam", 10, bold=True) > text_points("Nam", 10)


def test_no_text_takes_no_line_and_a_line_break_begins_one() -> None:
    assert count_lines("", 20, 12) == 0
    assert count_lines("một\nhai\n\nba", 20, 12) == 4


def test_words_wrap_where_the_column_ends() -> None:
    # 10 characters: 85 pixels, 79 without the edges, 59.25 points; "0" is 6 points at 12.
    assert column_points(10) == pytest.approx(59.25)
    assert count_lines("000 00000", 10, 12) == 1  # 8 digits and a space: 51 points
    assert count_lines("00000 00000", 10, 12) == 2  # 10 digits and a space: 63 points


def test_a_word_longer_than_the_column_is_broken() -> None:
    assert count_lines("0" * 25, 10, 12) == 3  # 150 points in a column of 59


@given(WORDS, st.floats(5, 80))
def test_a_wider_column_never_needs_more_lines(text: str, width: float) -> None:
    assert count_lines(text, width + 10, 12) <= count_lines(text, width, 12)


def test_height_grows_by_a_line_and_a_blank_row_is_one_line_high() -> None:
    assert lines_height(0, 12) == lines_height(1, 12)
    assert lines_height(3, 12) - lines_height(2, 12) == pytest.approx(12 * 1.3, abs=0.75)
