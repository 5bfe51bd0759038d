"""Small expressions that mean the same in Python and in an Excel formula.

The verdict of column F is written once with these and read twice: evaluated here, compiled to a
formula by `rules.native`. Only functions of Excel 2010 are used. A cell is blank, a number, a
text or an error; a formula that shows nothing (``""``) counts as blank, as Excel's LEN sees it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from cchc_xl.text import clean, format_number, round_half_up, truncate


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An Excel error in a cell (#REF! …)."""

    text: str = "#N/A"


class ErrorInCellError(Exception):
    """An expression read an error cell with a function that passes errors on."""


CellValue = Decimal | str | ErrorValue | None
Cells = Mapping[str, CellValue]
Reference = Callable[[str], str]

_PRECISION = Decimal("1e-9")


def _read(cells: Cells, key: str) -> Decimal | str | None:
    """A cell as functions see it that pass errors on (N, LEN, TRIM)."""
    found = cells.get(key)
    if isinstance(found, ErrorValue):
        raise ErrorInCellError(key)
    return found


class Expression(Protocol):
    """Something with a value here and a text in a formula."""

    def value(self, cells: Cells) -> object:
        """The value with these cells."""

    def excel(self, ref: Reference) -> str:
        """Formula text; ``ref`` gives the reference of a row's value cell."""


@dataclass(frozen=True, slots=True)
class Const:
    """A number written into the formula."""

    number: Decimal

    def value(self, cells: Cells) -> Decimal:
        return self.number

    def excel(self, ref: Reference) -> str:
        return format(self.number.normalize(), "f")


@dataclass(frozen=True, slots=True)
class Number:
    """A row's number, 0 for anything else (Excel's N)."""

    key: str

    def value(self, cells: Cells) -> Decimal:
        found = _read(cells, self.key)
        return found if isinstance(found, Decimal) else Decimal(0)

    def excel(self, ref: Reference) -> str:
        return f"N({ref(self.key)})"


@dataclass(frozen=True, slots=True)
class IsNumber:
    """The row holds a number."""

    key: str

    def value(self, cells: Cells) -> bool:
        return isinstance(cells.get(self.key), Decimal)

    def excel(self, ref: Reference) -> str:
        return f"ISNUMBER({ref(self.key)})"


@dataclass(frozen=True, slots=True)
class IsBlank:
    """The row shows nothing."""

    key: str

    def value(self, cells: Cells) -> bool:
        return _read(cells, self.key) in (None, "")

    def excel(self, ref: Reference) -> str:
        return f"LEN({ref(self.key)})=0"


@dataclass(frozen=True, slots=True)
class IsError:
    """The row shows an error."""

    key: str

    def value(self, cells: Cells) -> bool:
        return isinstance(cells.get(self.key), ErrorValue)

    def excel(self, ref: Reference) -> str:
        return f"ISERROR({ref(self.key)})"


@dataclass(frozen=True, slots=True)
class IsWord:
    """The row holds this text (capitals and surrounding spaces aside)."""

    key: str
    word: str

    def value(self, cells: Cells) -> bool:
        found = _read(cells, self.key)
        return isinstance(found, str) and clean(found).casefold() == self.word.casefold()

    def excel(self, ref: Reference) -> str:
        return f"TRIM({ref(self.key)})={quoted(self.word)}"


@dataclass(frozen=True, slots=True)
class Not:
    """Negation."""

    of: Expression

    def value(self, cells: Cells) -> bool:
        return not self.of.value(cells)

    def excel(self, ref: Reference) -> str:
        return f"NOT({self.of.excel(ref)})"


@dataclass(frozen=True, slots=True)
class All:
    """Every one holds; none at all holds too."""

    of: Sequence[Expression]

    def value(self, cells: Cells) -> bool:
        found = [one.value(cells) for one in self.of]  # Excel looks at every one
        return all(found)

    def excel(self, ref: Reference) -> str:
        return _joined("AND", self.of, ref)


@dataclass(frozen=True, slots=True)
class Any:
    """At least one holds."""

    of: Sequence[Expression]

    def value(self, cells: Cells) -> bool:
        found = [one.value(cells) for one in self.of]  # Excel looks at every one
        return any(found)

    def excel(self, ref: Reference) -> str:
        return _joined("OR", self.of, ref)


def _joined(function: str, of: Sequence[Expression], ref: Reference) -> str:
    if len(of) == 1:
        return of[0].excel(ref)
    return f"{function}({','.join(one.excel(ref) for one in of)})"


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of two numbers; equality forgives the last binary digits of a quotient."""

    left: Expression
    op: str  # one of > < = <>
    right: Expression

    def value(self, cells: Cells) -> bool:
        difference = _number(self.left, cells) - _number(self.right, cells)
        if self.op == ">":
            return difference > _PRECISION
        if self.op == "<":
            return difference < -_PRECISION
        return (abs(difference) <= _PRECISION) == (self.op == "=")

    def excel(self, ref: Reference) -> str:
        left, right = self.left.excel(ref), self.right.excel(ref)
        if self.op == ">":
            return f"{left}-{_grouped(self.right, right)}>1E-9"
        if self.op == "<":
            return f"{_grouped(self.right, right)}-{_grouped(self.left, left)}>1E-9"
        sign = "<=" if self.op == "=" else ">"
        return f"ABS({left}-{_grouped(self.right, right)}){sign}1E-9"


def _grouped(expression: Expression, text: str) -> str:
    return f"({text})" if isinstance(expression, Sum | Arithmetic) else text


def _number(expression: Expression, cells: Cells) -> Decimal:
    value = expression.value(cells)
    return value if isinstance(value, Decimal) else Decimal(0)


@dataclass(frozen=True, slots=True)
class Sum:
    """Sum of rows, texts and blanks as 0."""

    keys: tuple[str, ...]

    def value(self, cells: Cells) -> Decimal:
        return sum((Number(key).value(cells) for key in self.keys), Decimal(0))

    def excel(self, ref: Reference) -> str:
        return "+".join(Number(key).excel(ref) for key in self.keys)


@dataclass(frozen=True, slots=True)
class Largest:
    """The largest of several rows."""

    keys: tuple[str, ...]

    def value(self, cells: Cells) -> Decimal:
        return max(Number(key).value(cells) for key in self.keys)

    def excel(self, ref: Reference) -> str:
        return f"MAX({','.join(Number(key).excel(ref) for key in self.keys)})"


@dataclass(frozen=True, slots=True)
class Divisor:
    """A row's number, or 1 where it is 0: Excel's AND computes even what it need not look at."""

    key: str

    def value(self, cells: Cells) -> Decimal:
        return Number(self.key).value(cells) or Decimal(1)

    def excel(self, ref: Reference) -> str:
        x = Number(self.key).excel(ref)
        return f"IF({x}=0,1,{x})"


@dataclass(frozen=True, slots=True)
class Percent:
    """``numerator * 100 / denominator``."""

    numerator: Expression
    denominator: Expression

    def value(self, cells: Cells) -> Decimal:
        below = _number(self.denominator, cells)
        return _number(self.numerator, cells) * 100 / below if below else Decimal(0)

    def excel(self, ref: Reference) -> str:
        above = _grouped(self.numerator, self.numerator.excel(ref))
        below = _grouped(self.denominator, self.denominator.excel(ref))
        return f"{above}*100/{below}"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``left`` plus, minus or times ``right``."""

    left: Expression
    op: str  # one of + - *
    right: Expression

    def value(self, cells: Cells) -> Decimal:
        left, right = _number(self.left, cells), _number(self.right, cells)
        return {"+": left + right, "-": left - right, "*": left * right}[self.op]

    def excel(self, ref: Reference) -> str:
        left = _grouped(self.left, self.left.excel(ref))
        return f"{left}{self.op}{_grouped(self.right, self.right.excel(ref))}"


@dataclass(frozen=True, slots=True)
class Floor:
    """The whole number below a non-negative number."""

    of: Expression

    def value(self, cells: Cells) -> Decimal:
        return Decimal(int(_number(self.of, cells)))

    def excel(self, ref: Reference) -> str:
        return f"INT({self.of.excel(ref)})"


@dataclass(frozen=True, slots=True)
class Decimals:
    """Printed decimals of a row's number: the least d ≤ 4 at which rounding changes nothing."""

    key: str

    def value(self, cells: Cells) -> Decimal:
        number = Number(self.key).value(cells)
        for places in range(4):
            if abs(number - round_half_up(number, places)) <= _PRECISION:
                return Decimal(places)
        return Decimal(4)

    def excel(self, ref: Reference) -> str:
        x = Number(self.key).excel(ref)
        tests = "".join(f"IF(ABS({x}-ROUND({x},{d}))<=1E-9,{d}," for d in range(4))
        return f"{tests}4))))"


@dataclass(frozen=True, slots=True)
class Rounded:
    """Half up to ``places`` decimals, or cut after them."""

    of: Expression
    places: Expression
    cut: bool = False

    def value(self, cells: Cells) -> Decimal:
        number, places = _number(self.of, cells), int(_number(self.places, cells))
        return truncate(number, places) if self.cut else round_half_up(number, places)

    def excel(self, ref: Reference) -> str:
        function = "TRUNC" if self.cut else "ROUND"
        return f"{function}({self.of.excel(ref)},{self.places.excel(ref)})"


@dataclass(frozen=True, slots=True)
class Magnitude:
    """A number without its sign."""

    of: Expression

    def value(self, cells: Cells) -> Decimal:
        return abs(_number(self.of, cells))

    def excel(self, ref: Reference) -> str:
        return f"ABS({self.of.excel(ref)})"


@dataclass(frozen=True, slots=True)
class Shown:
    """A number inside a sentence, with a decimal comma whatever the PC uses."""

    of: Expression

    def value(self, cells: Cells) -> str:
        return format_number(_number(self.of, cells))

    def excel(self, ref: Reference) -> str:
        return f'SUBSTITUTE({self.of.excel(ref)}&"",".",",")'


def quoted(text: str) -> str:
    """A text inside a formula. Excel allows 255 characters."""
    if len(text) > 255:
        raise ValueError(f"a text in a formula has at most 255 characters: {text!r}")
    return '"' + text.replace('"', '""') + '"'
