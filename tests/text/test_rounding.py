from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.text import format_number, least_decimals, round_half_up, to_decimal, truncate

NUMBERS = st.one_of(
    st.integers(-(10**20), 10**20),
    st.floats(-1e15, 1e15),
    st.decimals(-(10**15), 10**15, allow_nan=False, places=6),
)


def test_a_float_becomes_the_decimal_that_was_typed() -> None:
    assert to_decimal(12.17) == Decimal("12.17")
    assert to_decimal(0.1) + to_decimal(0.2) == Decimal("0.3")
    assert to_decimal(5) == 5


@pytest.mark.parametrize("x", [True, False])
def test_a_truth_value_is_no_number(x: bool) -> None:
    with pytest.raises(TypeError):
        to_decimal(x)


@pytest.mark.parametrize("x", [float("nan"), float("inf"), Decimal("-Infinity"), Decimal("NaN")])
def test_nan_and_infinity_are_no_numbers(x: float | Decimal) -> None:
    with pytest.raises(ValueError, match="finite"):
        to_decimal(x)


@pytest.mark.parametrize(
    ("x", "n", "rounded", "cut"),
    [
        (2.345, 2, "2.35", "2.34"),
        (2.344, 2, "2.34", "2.34"),
        (-2.345, 2, "-2.35", "-2.34"),
        (0.5, 0, "1", "0"),
        (1.005, 2, "1.01", "1.00"),
        (8 / 21 * 100, 2, "38.10", "38.09"),
        (99.999, 2, "100.00", "99.99"),
        (Decimal("1234567890123456789012345678901234.5"), 0, "1234567890123456789012345678901235",
         "1234567890123456789012345678901234"),
        (1250, -2, "1300", "1200"),
    ],
)  # fmt: skip
def test_halves_go_up_and_truncation_goes_toward_zero(
    x: float | Decimal, n: int, rounded: str, cut: str
) -> None:
    assert round_half_up(x, n) == Decimal(rounded)
    assert truncate(x, n) == Decimal(cut)


@given(NUMBERS, st.integers(0, 6))
def test_rounding_moves_at_most_half_a_unit_and_truncation_less_than_one(
    x: int | float | Decimal, n: int
) -> None:
    unit = Decimal(1).scaleb(-n)
    assert abs(round_half_up(x, n) - to_decimal(x)) <= unit / 2
    assert abs(truncate(x, n) - to_decimal(x)) < unit
    assert abs(truncate(x, n)) <= abs(to_decimal(x))
    assert round_half_up(round_half_up(x, n), n) == round_half_up(x, n)


@pytest.mark.parametrize(
    ("x", "decimals"),
    [(41.73, 2), (100.0, 0), (79.31034482, 4), (0, 0), (93.4, 1), (12.345, 3), (-0.25, 2),
     (41.730000000000004, 2), (1e15, 0), (33.333333333333336, 4)],
)  # fmt: skip
def test_least_decimals_are_those_a_person_would_print(x: float, decimals: int) -> None:
    assert least_decimals(x) == decimals


def test_least_decimals_stop_at_the_limit() -> None:
    assert least_decimals(12.345, at_most=2) == 2
    assert least_decimals(12.345, at_most=0) == 0


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_least_decimals_lose_nothing_of_a_short_number(digits: int, places: int) -> None:
    value = Decimal(f"{digits}e-{places}")
    fewest = least_decimals(float(value))
    assert fewest <= places
    assert abs(round_half_up(value, fewest) - value) <= abs(value) * Decimal("1e-9")


@pytest.mark.parametrize(
    ("value", "decimals", "grouping", "written"),
    [
        (12.5, None, False, "12,5"),
        (100.0, None, False, "100"),
        (Decimal("12.50"), None, False, "12,5"),
        (Decimal("1E+3"), None, False, "1000"),
        (Decimal("1E-7"), None, False, "0,0000001"),
        (1e22, None, False, "10000000000000000000000"),
        (-0.0, None, False, "0"),
        (-0.5, None, False, "-0,5"),
        (-0.5, None, True, "-0,5"),
        (12.5, 2, False, "12,50"),
        (2.345, 2, False, "2,35"),
        (-0.001, 2, False, "0,00"),
        (1234567, None, True, "1.234.567"),
        (-1234.5, 2, True, "-1.234,50"),
        (999, None, True, "999"),
        (0, 0, True, "0"),
    ],
)
def test_numbers_are_written_the_vietnamese_way(
    value: float | Decimal, decimals: int | None, grouping: bool, written: str
) -> None:
    assert format_number(value, decimals, grouping) == written


@given(NUMBERS)
def test_the_shortest_form_is_exact(value: int | float | Decimal) -> None:
    written = format_number(value)
    assert Decimal(written.replace(",", ".")) == to_decimal(value)
    assert "e" not in written.lower()
    assert not ("," in written and written.endswith("0"))
