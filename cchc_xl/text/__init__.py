"""Vietnamese text, whatever it is about: Unicode, labels, numbers, old encodings.

The bottom layer: standard library only, no words of the domain.
"""

from .day import read_day
from .fold import fold, fold_keep_tones
from .legacy import (
    LegacyEncoding,
    decode_legacy,
    detect_legacy,
    detect_legacy_many,
    repair,
    repair_many,
)
from .markup import display_text, strip_markup
from .number import NumberForm, NumberReading, read_number, scale_of
from .rounding import format_number, least_decimals, round_half_up, to_decimal, truncate
from .span import read_spans
from .tsv_decode import decode_bytes
from .unicode import clean, is_nfc, nfc, shortened

__all__ = [
    "LegacyEncoding",
    "NumberForm",
    "NumberReading",
    "clean",
    "decode_bytes",
    "decode_legacy",
    "detect_legacy",
    "detect_legacy_many",
    "display_text",
    "fold",
    "fold_keep_tones",
    "format_number",
    "is_nfc",
    "least_decimals",
    "nfc",
    "read_day",
    "read_number",
    "read_spans",
    "repair",
    "repair_many",
    "round_half_up",
    "scale_of",
    "shortened",
    "strip_markup",
    "to_decimal",
    "truncate",
]
