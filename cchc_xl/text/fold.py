"""Folding a label to a form in which equal labels are equal, however they were typed."""

import re
import unicodedata
from functools import lru_cache

from .markup import display_text, drop_glued_digits

_MARKS = re.compile("[\u0300-\u036f]+")
_SEPARATORS = re.compile(r"(?:[^\w%]|_)+")
# U+00F0 (eth) and U+0256 look like đ and are typed for it.
_BARE_D = {ord(d): "d" for d in "đðɖ"}
_ONE_STROKED_D = {ord(d): "đ" for d in "ðɖ"}

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _tone_moves() -> dict[str, str]:
    """Map "oà typed as òa" and the like: tone on the glide → tone on the vowel it belongs to."""
    moves = {}
    for glide, vowels in (("o", "ae"), ("u", "y")):
        for vowel in vowels:
            for tone in _TONES:
                toned_glide = unicodedata.normalize("NFC", glide + tone)
                toned_vowel = unicodedata.normalize("NFC", vowel + tone)
                moves[toned_glide + vowel] = glide + toned_vowel
    return moves


_TONE_MOVES = _tone_moves()
_MISPLACED_TONE = re.compile("[òóõỏọ][ae]|[ùúũủụ]y")


def _words(s: str) -> str:
    """Separate letters and digits from everything else by one space; "%" is a word of its own."""
    return " ".join(_SEPARATORS.sub(" ", s).replace("%", " % ").split())


def _casefold_compatible(s: str) -> str:
    """Casefold, with ligatures, superscripts, circled digits as plain letters; decomposed."""
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", s.casefold()).casefold())


def _fold_once(s: str) -> str:
    s = _casefold_compatible(display_text(s))
    s = _MARKS.sub("", s).translate(_BARE_D)
    return drop_glued_digits(_words(s))


def _fold_keep_tones_once(s: str) -> str:
    s = unicodedata.normalize("NFC", _casefold_compatible(display_text(s)))
    s = _MARKS.sub("", s).translate(_ONE_STROKED_D)
    s = _MISPLACED_TONE.sub(lambda match: _TONE_MOVES[match[0]], s)
    return drop_glued_digits(_words(s))


@lru_cache(maxsize=8192)
def fold(s: str) -> str:
    """Return ``s`` for matching: no markup, case, diacritics or punctuation; single spaces.

    "Tỷ lệ hồ sơ (%)" → "ty le ho so %". Letters and digits of every script stay, đ is d, "m²" is
    "m2". Idempotent. Cached: the same labels come back in every file of a consolidation.
    """
    folded = _fold_once(s)
    while (again := _fold_once(folded)) != folded:
        folded = again
    return folded


@lru_cache(maxsize=8192)
def fold_keep_tones(s: str) -> str:
    """Like ``fold``, but diacritics stay and the tone mark stands in one place (NFC).

    "Ủy ban", "uỷ ban" and "UỶ BAN" are equal, so are "hòa"/"hoà" and "khỏe"/"khoẻ". The spelling
    itself is not judged: i and y ("kỹ"/"kĩ", "qui"/"quy") stay as written. Idempotent.
    """
    folded = _fold_keep_tones_once(s)
    while (again := _fold_keep_tones_once(folded)) != folded:
        folded = again
    return folded
