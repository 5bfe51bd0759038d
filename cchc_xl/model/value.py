"""What a value cell means in its row (DOMAIN §3: how people write a value)."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from cchc_xl.model.printed import RawValue
from cchc_xl.model.template import Row, RowKind
from cchc_xl.text import (
    NumberForm,
    NumberReading,
    display_text,
    fold,
    least_decimals,
    read_number,
    round_half_up,
    scale_of,
    to_decimal,
)

_HUNDRED = Decimal(100)
# "1,0" and "1.0": a whole number with nothing after the mark.
_WHOLE_WITH_DECIMALS = re.compile(r"([0-9]+)[.,]0{1,2}")
_MAX_DECIMALS = 4


class Notice(StrEnum):
    """What reading a cell noticed. The rules turn each into a finding."""

    LEADING_ZERO = "leading-zero"
    PERCENT_SIGN = "percent-sign"
    PERCENT_FORMAT = "percent-format"
    GROUPED = "grouped"
    WITH_WORDS = "with-words"
    NONE_WORD = "none-word"
    FRACTION = "fraction"
    MONEY = "money"
    SCALED = "scaled"
    CHOICE_BY_LABEL = "choice-by-label"
    TEXT = "text"
    DATE = "date"
    AMBIGUOUS = "ambiguous"
    NONE_IN_PERCENT = "none-in-percent"
    ERROR_CELL = "error-cell"
    CODE_NOT_IN_LIST = "code-not-in-list"
    CODE_AMBIGUOUS = "code-ambiguous"
    ON_HEADING = "on-heading"


@dataclass(frozen=True, slots=True)
class Meaning:
    """``value`` is None when blank or when the cell has no certain meaning."""

    value: Decimal | None = None
    notice: Notice | None = None
    reading: NumberReading | None = None


_BLANK = Meaning()


def read_value(
    row: Row, raw: RawValue, *, percent_format: bool = False, error: str | None = None
) -> Meaning:
    """What ``raw`` means in ``row``. A blank means nothing at all, never 0.

    ``percent_format`` says that the cell is formatted as a percentage (Excel stores a typed
    ``100%`` as 1); ``error`` is the error an error cell shows.
    """
    if error is not None:
        return Meaning(notice=Notice.ERROR_CELL)
    if raw is None:
        return _BLANK
    if isinstance(raw, dt.date | dt.time):
        return Meaning(notice=Notice.DATE) if row.is_input else Meaning(notice=Notice.ON_HEADING)
    if isinstance(raw, bool):
        raw = "Có" if raw else "Không"
    if isinstance(raw, int | float):
        return _read_typed_number(row, raw, percent_format=percent_format)
    text = display_text(raw)
    if not text:
        return _BLANK
    if row.kind is RowKind.TEXT:
        return _BLANK
    reading = read_number(raw)
    if row.kind is RowKind.HEADING:
        return Meaning(reading.value, Notice.ON_HEADING, reading)
    if row.kind in (RowKind.CHOICE, RowKind.YES_NO):
        return _read_choice(row, text, reading)
    if row.kind is RowKind.PERCENT:
        return _read_percent(reading)
    return _read_count(row, reading)


@lru_cache(maxsize=16_384, typed=True)
def typed_number(raw: int | float) -> Decimal:
    """A numeric cell without what binary arithmetic left behind.

    0.30000000000000004 in a sheet is 0,3; a quotient such as 79.31034482758620 stays as it is.
    Cached: the same small numbers come back in every file of a consolidation.
    """
    number = to_decimal(raw)
    places = least_decimals(number, _MAX_DECIMALS)
    return round_half_up(number, places) if places < _MAX_DECIMALS else number


def text_of(raw: RawValue, *, percent_format: bool = False) -> str:
    """The cell as text, for showing and comparing; ``""`` when blank."""
    if raw is None:
        return ""
    if isinstance(raw, str):
        return raw.strip()
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, dt.datetime):
        return (
            raw.strftime("%d/%m/%Y") if raw.time() == dt.time() else raw.strftime("%d/%m/%Y %H:%M")
        )
    if isinstance(raw, dt.date):
        return raw.strftime("%d/%m/%Y")
    if isinstance(raw, dt.time):
        return raw.strftime("%H:%M")
    return _number_text(raw, percent_format)


@lru_cache(maxsize=16_384, typed=True)
def _number_text(raw: int | float, percent_format: bool) -> str:
    number = typed_number(raw)
    if percent_format:
        return _plain(typed_number(float(number * 100))) + "%"
    return _plain(number)


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",")


def _read_typed_number(row: Row, raw: int | float, *, percent_format: bool) -> Meaning:
    if row.kind in _FIGURES and not percent_format:
        return _figure(raw)
    number = typed_number(raw)
    reading = NumberReading(NumberForm.PLAIN, number)
    if row.kind is RowKind.HEADING:
        return Meaning(number, Notice.ON_HEADING, reading)
    if row.kind is RowKind.TEXT:
        return _BLANK
    if row.kind in (RowKind.CHOICE, RowKind.YES_NO):
        return _read_code(row, number, reading)
    if row.kind is RowKind.PERCENT:
        return Meaning(typed_number(float(number * 100)), Notice.PERCENT_FORMAT, reading)
    return Meaning(notice=Notice.TEXT, reading=reading)


_FIGURES = frozenset({RowKind.COUNT, RowKind.MONEY, RowKind.PERCENT})


@lru_cache(maxsize=16_384, typed=True)
def _figure(raw: int | float) -> Meaning:
    number = typed_number(raw)
    return Meaning(number, None, NumberReading(NumberForm.PLAIN, number))


_SILENT = {NumberForm.PLAIN, NumberForm.DECIMAL_COMMA}
_NOTED = {
    NumberForm.LEADING_ZERO: Notice.LEADING_ZERO,
    NumberForm.GROUPED: Notice.GROUPED,
    NumberForm.PERCENT_SIGN: Notice.PERCENT_SIGN,
    NumberForm.WITH_WORDS: Notice.WITH_WORDS,
    NumberForm.NONE_WORD: Notice.NONE_WORD,
    NumberForm.FRACTION: Notice.FRACTION,
    NumberForm.MONEY: Notice.MONEY,
}


def _read_count(row: Row, reading: NumberReading) -> Meaning:
    """Counts and money: a number, possibly dressed in words."""
    form = reading.form
    if form in _SILENT:
        return Meaning(reading.value, None, reading)
    if form is NumberForm.PERCENT_SIGN:
        return Meaning(notice=Notice.TEXT, reading=reading)
    if form is NumberForm.MONEY:
        return _read_money(row, reading)
    if form in _MAY_BE_SCALED and (scale := scale_of(reading.words)) != 1:
        factor = scale / scale_of(row.measure)
        if factor != 1:
            return _read_scaled(row, reading, factor)
    if form in _NOTED:
        return Meaning(reading.value, _NOTED[form], reading)
    return _unreadable(reading)


def _read_scaled(row: Row, reading: NumberReading, factor: Decimal) -> Meaning:
    """“0,2 tỷ” in a row of millions is 200, “2 nghìn” of a count 2000: converted, and said."""
    if row.kind is RowKind.COUNT and _CURRENCY & set(fold(reading.words).split()):
        return Meaning(notice=Notice.TEXT, reading=reading)
    if reading.form is NumberForm.WITH_WORDS and reading.value is not None:
        return Meaning(reading.value * factor, Notice.SCALED, reading)
    candidates = tuple(candidate * factor for candidate in reading.candidates)
    return _unreadable(replace(reading, candidates=candidates))


_MAY_BE_SCALED = frozenset({NumberForm.WITH_WORDS, NumberForm.AMBIGUOUS})
_CURRENCY = frozenset({"dong", "d", "vnd"})


def _read_money(row: Row, reading: NumberReading) -> Meaning:
    """Dong written out in a row counted in millions is converted, and said."""
    if row.kind is not RowKind.MONEY or reading.value is None:
        return Meaning(notice=Notice.TEXT, reading=reading)
    return Meaning(reading.value / scale_of(row.measure), Notice.MONEY, reading)


def _read_percent(reading: NumberReading) -> Meaning:
    form = reading.form
    if form in _SILENT:
        return Meaning(reading.value, None, reading)
    if form is NumberForm.NONE_WORD:
        return Meaning(notice=Notice.NONE_IN_PERCENT, reading=reading)
    if form is NumberForm.WITH_WORDS and fold(reading.words) != "phan tram":
        return Meaning(notice=Notice.TEXT, reading=reading)
    if form in (NumberForm.FRACTION, NumberForm.MONEY):
        return Meaning(notice=Notice.TEXT, reading=reading)
    if form in _NOTED:
        return Meaning(reading.value, _NOTED[form], reading)
    if form is NumberForm.AMBIGUOUS and (share := _only_share(reading)) is not None:
        return _read_percent(share)
    return _unreadable(reading)


def _only_share(reading: NumberReading) -> NumberReading | None:
    """“99,999”: in a percent the comma can only be a decimal comma, for 99999 is none."""
    written_with_comma = reading.decimals == 3 and len(reading.candidates) == 2
    if not written_with_comma or not 0 <= reading.candidates[0] <= _HUNDRED < reading.candidates[1]:
        return None
    form = NumberForm.DECIMAL_COMMA
    if reading.words:
        form = NumberForm.PERCENT_SIGN if reading.words[0] == "%" else NumberForm.WITH_WORDS
    return replace(reading, form=form, value=reading.candidates[0], candidates=())


def _unreadable(reading: NumberReading) -> Meaning:
    notice = {
        NumberForm.AMBIGUOUS: Notice.AMBIGUOUS,
        NumberForm.DATE: Notice.DATE,
        NumberForm.ERROR: Notice.ERROR_CELL,
    }.get(reading.form, Notice.TEXT)
    return Meaning(notice=notice, reading=reading)


def _read_choice(row: Row, text: str, reading: NumberReading) -> Meaning:
    """A code, or the words of a choice. ``0`` in a choice of words alone is unclear."""
    label = fold(text)
    for choice in row.choices:
        if fold(choice.label) == label:
            notice = Notice.CHOICE_BY_LABEL if row.codes_printed else None
            return Meaning(Decimal(choice.code), notice, reading)
    if reading.form in (NumberForm.PLAIN, NumberForm.LEADING_ZERO) and reading.value is not None:
        return _read_code(row, reading.value, reading)
    if (whole := _WHOLE_WITH_DECIMALS.fullmatch(text)) is not None:
        return _read_code(row, Decimal(whole[1]), reading)
    sides = [fold(side) for side in text.split("=")]
    for choice in row.choices if row.codes_printed else ():
        code, words = str(choice.code), fold(choice.label)
        if sides in ([code, words], [words, code]):  # as the form prints it, either way round
            return Meaning(Decimal(choice.code), Notice.CHOICE_BY_LABEL, reading)
    if row.kind is RowKind.YES_NO:
        if reading.form is NumberForm.NONE_WORD and row.choice_label(0) == "Không":
            return Meaning(Decimal(0), Notice.CHOICE_BY_LABEL, reading)
        if reading.form in (NumberForm.NONE_WORD, NumberForm.YES_WORD):
            return Meaning(notice=Notice.CODE_AMBIGUOUS, reading=reading)
    if reading.form is NumberForm.ERROR:
        return Meaning(notice=Notice.ERROR_CELL, reading=reading)
    return Meaning(notice=Notice.CODE_NOT_IN_LIST, reading=reading)


def _read_code(row: Row, number: Decimal, reading: NumberReading) -> Meaning:
    if not row.codes_printed:
        return Meaning(notice=Notice.CODE_AMBIGUOUS, reading=reading)
    if number in {choice.code for choice in row.choices}:
        return Meaning(number, None, reading)
    return Meaning(notice=Notice.CODE_NOT_IN_LIST, reading=reading)
