"""Reading the numbers people write into a cell, in Vietnamese notation.

Nothing is guessed silently: what has two readings is ``AMBIGUOUS`` and has no value, only
candidates. What a form is good for (a count, a percent, a choice) is the caller's business.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum, auto
from functools import lru_cache

from .fold import fold_keep_tones
from .markup import display_text
from .syllable import is_syllable


class NumberForm(StrEnum):
    """How a cell is written."""

    BLANK = auto()
    PLAIN = auto()  # 21, -5, +5 (the sign says nothing new), "21."
    LEADING_ZERO = auto()  # 08, 00
    DECIMAL_COMMA = auto()  # 12,5
    GROUPED = auto()  # 1.234.567; 1.234,5; 12 345
    PERCENT_SIGN = auto()  # 63,1%
    WITH_WORDS = auto()  # 21 nhiệm vụ cụ thể
    FRACTION = auto()  # 08/21
    MONEY = auto()  # 5.115.000đ
    NONE_WORD = auto()  # Không có
    YES_WORD = auto()  # Có
    AMBIGUOUS = auto()  # 1.234; 12.17; 1,234; "- 5"
    DASH = auto()  # -, x, N/A, …, ?
    RANGE = auto()  # 5-7, ≥90, khoảng 20, 20+
    SCIENTIFIC = auto()  # 1e3
    DATE = auto()  # 05/03/2024
    ERROR = auto()  # #REF!
    TEXT = auto()  # anything else


@dataclass(frozen=True, slots=True)
class NumberReading:
    """What ``read_number`` understood.

    ``value`` is None unless the form has exactly one reading. ``whole`` is the 21 of "08/21".
    ``decimals`` is the number of printed decimals (of the first candidate, if ambiguous).
    ``words`` are the words after the number ("đơn vị" of "01 đơn vị", "%" of an ambiguous
    percent); for a cell without one number the cleaned text of the whole cell, "" where there is
    none. ``candidates``: the possible values of AMBIGUOUS, the most usual Vietnamese reading first.
    """

    form: NumberForm
    value: Decimal | None = None
    whole: Decimal | None = None
    decimals: int = 0
    words: str = ""
    candidates: tuple[Decimal, ...] = ()


_ZERO = Decimal(0)
_LONGEST = 300  # characters; a longer text is no number, and patterns need not try

# Pattern texts, compiled (and kept) by `re` at first use: most runs need few of them.
# A number in any notation; groups set apart by spaces only in threes.
_NUM = r"(?:[1-9][0-9]{0,2}(?: [0-9]{3})+(?![0-9])(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)*)"
_WORDS = r"(?:[^\W\d_(][^0-9]*|\([^0-9]*[^\W\d_][^0-9]*)"
_NUMBER_AND_REST = rf"([-−+]?)({_NUM})( ?)(.*)"
_FINAL_MARK = r"(?<=[^\s.;,:]) ?[.;,]$"
_GAP_IN_NUMBER = r"(?i)[0-9]((?:\s|<br\s?/?>)+)(?=[0-9])"
_LINE_END = r"[\n\r\t\v\f\u2028\u2029<]"

_INTEGER = r"[0-9]+"
_SPACE_GROUPS = r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?:,[0-9]+)?"
_DOT_GROUPS = r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,}(?:,[0-9]+)?|\.[0-9]{3},[0-9]+)"
_ONE_SEPARATOR = r"([0-9]+)([.,])([0-9]+)"
_ONE_DOT_GROUP = r"[1-9][0-9]{0,2}\.[0-9]{3}"
_ENGLISH_GROUPS = r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?"

_ERROR = r"#[A-Z/0]+[0-9A-Z]*[!?]|#N/A(?: N/A)?|#GETTING_DATA|#{2,}|Err:[0-9]{3}"
_DASH = r"[-–—−_.…/\\?]+|[xX]|[nN]/?[aA]|[nN]\.[aA]\.?"
_NONE = (
    r"không(?: (?:có|phát sinh|có phát sinh)(?: trong (?:kỳ|kì|quý|tháng|năm)(?: báo cáo| này)?)?)?"
    r"|chưa phát sinh|khong(?: co| phat sinh| co phat sinh)?"
)
_FRACTION = rf"([0-9]+) ?[/⁄∕] ?([0-9]+)(?: ({_WORDS}))?"
_SCIENTIFIC = r"[-−+]?[0-9]+(?:[.,][0-9]+)?[eE][-−+]?[0-9]+"
_LIST_DASH = rf"(?:[-−–—] |[–—])({_NUM})"

# Of text in lower case.
_ABOUT = (
    r"[<>≤≥~≈±]=?|=[<>]|khoảng|chừng|gần|hơn|trên|dưới|ít nhất|tối thiểu|tối đa|không quá"
    r"|không dưới|không ít hơn|lớn hơn|nhỏ hơn|xấp xỉ|ước|ước tính|ước đạt|từ|đến"
)
_RANGES = (
    rf"(?:{_ABOUT}) ?{_NUM} ?%?(?: ?{_WORDS})?",
    rf"(?:từ )?{_NUM} ?%? ?(?:[-–—−÷~]|đến|tới) ?{_NUM} ?%?(?: {_WORDS})?",
    rf"{_NUM} ?%? ?(?:\+|{_WORDS}?trở (?:lên|xuống|đi))",
)
_OR_MORE = r"(?i)trở (?:lên|xuống|đi)$"
_TIME = r"(?:[ t][0-9]{1,2}:[0-9]{2}[0-9:.]*)?"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|thg ?(?P<m>[0-9]{1,2}))"
_DATES = (
    rf"(?P<d>[0-9]{{1,2}})([/.-])(?P<m>[0-9]{{1,2}})\2(?P<y>[0-9]{{4}}){_TIME}",
    rf"(?P<y>[0-9]{{4}})([/.-])(?P<m>[0-9]{{1,2}})\2(?P<d>[0-9]{{1,2}}){_TIME}",
    r"(?P<d>[0-9]{1,2})([/-])(?P<m>[0-9]{1,2})\2[0-9]{2}",
    r"(?P<m>[0-9]{1,2}) ?[/-] ?(?P<y>[0-9]{4})",
    r"(?:ngày )?(?P<d>[0-9]{1,2}) tháng (?P<m>[0-9]{1,2}) năm (?P<y>[0-9]{4})",
    # What Excel shows of "08/21" that it took for a date: 21-Aug, Aug-21, 21-Thg8.
    rf"(?P<d>[0-9]{{1,2}})-{_MONTH}(?:-[0-9]{{2,4}})?",
    rf"{_MONTH}-[0-9]{{2,4}}",
)

_CURRENCY = frozenset({"đ", "₫", "đồng", "vnđ", "vnd"})
_CURRENCY_FIRST = r"(?i)(?:vnđ|vnd|₫) ?(?=[0-9])"
_AREA_UNIT = r"(?i)\b(?:da|[kdcmh])?m[23]\b"
_SCALES = {
    "chục": 10, "trăm": 100, "nghìn": 1000, "ngàn": 1000, "vạn": 10_000,
    "triệu": 1_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000,
}  # fmt: skip


@lru_cache(maxsize=4096)
def read_number(text: str) -> NumberReading:
    """Read one cell's text as a number; never raises.

    Markup, footnote digits, NBSP, fullwidth digits and decomposed Vietnamese are taken in stride,
    and so is one final ".", ";" or ",". Decisions where writing is loose:

    - "-5", "−5" and "+5" are PLAIN; "- 5" and "–5" may be a list dash: AMBIGUOUS (5, -5);
      "(5)" is TEXT.
    - "1,234" is AMBIGUOUS (1,234 or 1234), "0,123" and "1234,567" cannot be groups: DECIMAL_COMMA.
      "1.234" is AMBIGUOUS (1234 first); any other single dot too ("12.17": 12,17 or 1217).
    - "3/2024" is a DATE (month and year), "12/3" a FRACTION; "0/0" is a FRACTION.
    - Words may be stuck to the number ("01đơn vị") if they are Vietnamese; "3D", "12a" are TEXT.
      WITH_WORDS leaves words like "triệu đồng" unmultiplied: see ``scale_of``.
    - Currency proves that dots are groups: "5.115đ" is MONEY 5115, but "5.115 triệu đồng" is
      AMBIGUOUS.
    - Two numbers in two lines of one cell are TEXT, not groups of one number; so is any text of
      more than 300 characters, whatever it starts with.
    """
    s = display_text(text)
    if not s:
        return NumberReading(NumberForm.BLANK)
    if s.isascii() and s.isdigit():
        return _read_core(s)
    if re.fullmatch(_ERROR, s):
        return NumberReading(NumberForm.ERROR, words=s)
    if re.fullmatch(_DASH, s):
        return NumberReading(NumberForm.DASH, words=s)
    bare = re.sub(_FINAL_MARK, "", s)
    reading: NumberReading | None = None
    if not re.search(r"[0-9]", bare):
        reading = _read_none_or_yes(bare)
    elif len(bare) <= _LONGEST and not _has_numbers_on_two_lines(text):
        reading = (
            _read_leading_number(bare)
            or _read_date(bare)
            or _read_fraction(bare)
            or _read_range_or_scientific(bare)
        )
    return reading or NumberReading(NumberForm.TEXT, words=s)


def scale_of(words: str) -> Decimal:
    """Return what the first words of ``words`` multiply by: "triệu đồng" → 1000000; 1 if nothing.

    For the ``words`` of WITH_WORDS and AMBIGUOUS readings; several scales multiply ("nghìn tỷ").
    """
    scale = 1
    for word in fold_keep_tones(words).split():
        if word not in _SCALES:
            break
        scale *= _SCALES[word]
    return Decimal(scale)


def _has_numbers_on_two_lines(text: str) -> bool:
    gaps = re.finditer(_GAP_IN_NUMBER, text)
    return any(re.search(_LINE_END, gap[1]) for gap in gaps)


def _read_none_or_yes(s: str) -> NumberReading | None:
    if len(s) > _LONGEST:
        return None
    folded = fold_keep_tones(s)
    if re.fullmatch(_NONE, folded):
        return NumberReading(NumberForm.NONE_WORD, _ZERO, words=s)
    if folded in ("có", "co"):
        return NumberReading(NumberForm.YES_WORD, words=s)
    return None


def _read_date(s: str) -> NumberReading | None:
    lowered = s.lower()
    for pattern in _DATES:
        if match := re.fullmatch(pattern, lowered):
            parts = match.groupdict()
            day, month, year = (int(parts.get(name) or 1) for name in "dmy")
            in_calendar = 1 <= min(day, month) <= 12 and 1 <= max(day, month) <= 31
            if "d" not in parts:
                in_calendar = 1 <= month <= 12
            if in_calendar and (not parts.get("y") or 1900 <= year <= 2100):
                return NumberReading(NumberForm.DATE, words=s)
    return None


def _read_fraction(s: str) -> NumberReading | None:
    match = re.fullmatch(_FRACTION, s)
    if not match:
        return None
    part, whole, words = Decimal(match[1]), Decimal(match[2]), match[3] or ""
    return NumberReading(NumberForm.FRACTION, part, whole, words=words)


def _read_range_or_scientific(s: str) -> NumberReading | None:
    if re.fullmatch(_SCIENTIFIC, s):
        return NumberReading(NumberForm.SCIENTIFIC, words=s)
    lowered = s.lower()
    if any(re.fullmatch(pattern, lowered) for pattern in _RANGES):
        return NumberReading(NumberForm.RANGE, words=s)
    if match := re.fullmatch(_LIST_DASH, s):
        core = _read_core(match[1])
        if core.value is not None:
            both = (core.value, core.value.copy_negate())
            return NumberReading(NumberForm.AMBIGUOUS, decimals=core.decimals, candidates=both)
    return None


def _read_leading_number(s: str) -> NumberReading | None:
    """Read a number, alone or followed by "%", a currency or words without another number."""
    currency_first = re.match(_CURRENCY_FIRST, s)
    match = re.fullmatch(_NUMBER_AND_REST, s[currency_first.end() :] if currency_first else s)
    if not match:
        return None
    sign, digits, gap, rest = match.groups()
    if currency_first and rest:
        return None
    if currency_first or rest.casefold() in _CURRENCY:
        if re.fullmatch(_ONE_DOT_GROUP, digits):
            digits = digits.replace(".", "")
        return _signed(_read_core(digits), sign, NumberForm.MONEY)
    core = _read_core(digits)
    if not rest:
        return _signed(core, sign) if core.form is not NumberForm.TEXT else None
    if rest[0] == "%":
        words = rest[1:].lstrip()
        if words and not re.fullmatch(_WORDS, words):
            return None
        if core.form is NumberForm.AMBIGUOUS:
            return _signed(core, sign, words=rest)
        return _signed(core, sign, NumberForm.PERCENT_SIGN, words)
    if not re.fullmatch(_WORDS, re.sub(_AREA_UNIT, "m²", rest)) or re.search(_OR_MORE, rest):
        return None
    if not gap and not _starts_with_vietnamese(rest):
        return None
    return _signed(core, sign, NumberForm.WITH_WORDS, rest)


def _starts_with_vietnamese(words: str) -> bool:
    """Tell whether words stuck to a number are words ("01đơn vị") and not a code ("12ab")."""
    if words[0] == "(":
        return True
    first = re.split(r"[\W_]", words, maxsplit=1)[0]
    return is_syllable(first) and (len(first) > 2 or not first.isascii())


def _signed(
    core: NumberReading, sign: str, form: NumberForm | None = None, words: str = ""
) -> NumberReading | None:
    """Return ``core`` with its sign, as ``form`` if it has one value."""
    if core.form is NumberForm.TEXT:
        return None
    values = (core.value,) if core.value is not None else core.candidates
    if sign in ("-", "−"):
        values = tuple(value.copy_negate() for value in values)  # exact, unlike unary minus
    if core.value is None:
        return NumberReading(core.form, None, None, core.decimals, words, values)
    return NumberReading(form or core.form, values[0], None, core.decimals, words)


def _read_core(digits: str) -> NumberReading:
    """Read an unsigned number that stands alone; TEXT without words if it is none ("1.2.3")."""
    if re.fullmatch(_INTEGER, digits):
        has_zero = digits[0] == "0" and len(digits) > 1
        form = NumberForm.LEADING_ZERO if has_zero else NumberForm.PLAIN
        return NumberReading(form, Decimal(digits))
    if re.fullmatch(_SPACE_GROUPS, digits) or re.fullmatch(_DOT_GROUPS, digits):
        whole, comma, decimals = digits.replace(" ", "").replace(".", "").partition(",")
        value = Decimal(f"{whole}{comma and '.'}{decimals}")
        return NumberReading(NumberForm.GROUPED, value, decimals=len(decimals))
    if match := re.fullmatch(_ONE_SEPARATOR, digits):
        return _read_one_separator(*match.groups())
    if re.fullmatch(_ENGLISH_GROUPS, digits):
        english = digits.replace(",", "")
        value, decimals = Decimal(english), english.partition(".")[2]
        return NumberReading(NumberForm.AMBIGUOUS, decimals=len(decimals), candidates=(value,))
    return NumberReading(NumberForm.TEXT)


def _read_one_separator(whole: str, separator: str, decimals: str) -> NumberReading:
    as_decimal, as_group = Decimal(f"{whole}.{decimals}"), Decimal(whole + decimals)
    may_be_group = len(decimals) == 3 and len(whole) <= 3 and whole[0] != "0"
    if separator == ",":
        if not may_be_group:
            return NumberReading(NumberForm.DECIMAL_COMMA, as_decimal, decimals=len(decimals))
        candidates: tuple[Decimal, ...] = (as_decimal, as_group)
        printed = 3
    elif may_be_group:
        candidates = (as_group, as_decimal)
        printed = 0
    else:
        # A dot where a comma belongs, or a comma lost on the way: 12,17 or 1217. After a leading
        # zero there is nothing to lose: 0.5 can only be 0,5.
        candidates = (as_decimal,) if whole[0] == "0" else (as_decimal, as_group)
        printed = len(decimals)
    return NumberReading(NumberForm.AMBIGUOUS, decimals=printed, candidates=candidates)
