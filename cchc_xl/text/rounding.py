"""Writing and rounding numbers: exact decimals, half up, Vietnamese notation."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal

_RELATIVE_NOISE = Decimal("1e-9")


def to_decimal(x: int | float | Decimal) -> Decimal:
    """Return ``x`` as the decimal a person typed: 12.17 is exactly 12.17, not its binary image.

    Raises TypeError for a bool (a TRUE cell is no 1), ValueError for NaN and infinity.
    """
    if isinstance(x, bool):
        raise TypeError("a truth value is not a number")
    value = Decimal(float.__repr__(x)) if isinstance(x, float) else Decimal(x)
    if not value.is_finite():
        raise ValueError("not a finite number")
    return value


def _quantized(x: int | float | Decimal, n: int, rounding: str) -> Decimal:
    value = to_decimal(x)
    # Room for every digit left of the last kept place, so that quantize cannot fail.
    context = Context(prec=max(1, value.adjusted() + n + 2), rounding=rounding)
    rounded = value.quantize(Decimal(1).scaleb(-n), context=context)
    return rounded if rounded else abs(rounded)  # no "-0"


def round_half_up(x: int | float | Decimal, n: int) -> Decimal:
    """Round to ``n`` decimals, halves away from zero, as offices do: 2,345 → 2,35."""
    return _quantized(x, n, ROUND_HALF_UP)


def truncate(x: int | float | Decimal, n: int) -> Decimal:
    """Cut after ``n`` decimals, toward zero: 2,349 → 2,34."""
    return _quantized(x, n, ROUND_DOWN)


def least_decimals(x: int | float | Decimal, at_most: int = 4) -> int:
    """Return the fewest decimals at which rounding changes nothing beyond 1e-9 of the value.

    These count as the printed decimals of a numeric cell: 41.73 → 2, 100.0 → 0; a value that
    needs more than ``at_most`` gets ``at_most`` (79.31034482 → 4).
    """
    value = to_decimal(x)
    if value == value.to_integral_value():
        return 0
    for decimals in range(at_most):
        if abs(value - round_half_up(value, decimals)) <= abs(value) * _RELATIVE_NOISE:
            return decimals
    return at_most


def format_number(
    value: int | float | Decimal, decimals: int | None = None, grouping: bool = False
) -> str:
    """Write ``value`` with a decimal comma; with ``grouping`` a dot between thousands.

    ``decimals=None`` writes the shortest exact form (no trailing zeros, never an exponent),
    otherwise that many decimals, rounded half up. ``read_number`` reads the result back to the
    same value except where Vietnamese readers cannot either: exactly three decimals after one to
    three digits ("1,234"), and a single group ("1.234"), which are AMBIGUOUS. Raises like
    ``to_decimal``.
    """
    exact = to_decimal(value) if decimals is None else round_half_up(value, decimals)
    whole, _, fraction = format(exact, "f").partition(".")
    if decimals is None:
        fraction = fraction.rstrip("0")
        if whole == "-0" and not fraction:
            whole = "0"
    if grouping:
        whole = f"{int(whole):,}".replace(",", ".") if whole != "-0" else whole
    return f"{whole},{fraction}" if fraction else whole
