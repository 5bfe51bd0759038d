"""Vietnamese from before Unicode: text typed for .VnTime (TCVN3) or VNI-Windows fonts.

Such a cell holds Latin-1 characters that only look right in their font: "Sè l\u00ad\u00eeng"
(TCVN3) or "Soá löôïng" (VNI) for "Số lượng". Tables: TCVN 5712:1993, third variant, the one ABC
fonts use; VNI-Windows, where a vowel is followed by one character for its marks.

Repair before ``clean``, which would remove the soft hyphen that stands for TCVN3 "ư".
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Literal

from .syllable import is_syllable

LegacyEncoding = Literal["tcvn3", "vni"]

# ------------------------------------------------------------------------------ TCVN3
# The capitals of the table have no tones; toned vowels exist once, and a font whose name ends
# in "H" shows them as capitals (see _restore_capitals).
_TCVN3_CAPITALS = dict(zip("¡¢£¤¥¦§", "ĂÂÊÔƠƯĐ", strict=True))
_TCVN3_SMALL = dict(
    zip(
        "¨©ª«¬\u00ad®" "µ¶·¸¹" "»¼½¾Æ" "ÇÈÉÊË" "ÌÎÏÐÑ" "ÒÓÔÕÖ"
        "×ØÜÝÞ" "ßáâãä" "åæçèé" "êëìíî" "ïñòóô" "õö÷øù" "úûüýþ",
        "ăâêôơưđ" "àảãáạ" "ằẳẵắặ" "ầẩẫấậ" "èẻẽéẹ" "ềểễếệ"
        "ìỉĩíị" "òỏõóọ" "ồổỗốộ" "ờởỡớợ" "ùủũúụ" "ừửữứự" "ỳỷỹýỵ",
        strict=True,
    )
)  # fmt: skip
_TCVN3 = str.maketrans(_TCVN3_SMALL | _TCVN3_CAPITALS)
_TCVN3_CERTAIN_CASE = str.maketrans(_TCVN3_CAPITALS | dict.fromkeys(_TCVN3_SMALL, ""))

# -------------------------------------------------------------------------------- VNI
_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_VNI_TONES = dict(zip("ùøûõï", (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True))
_VNI_CIRCUMFLEX = {"â": _CIRCUMFLEX} | {
    mark: _CIRCUMFLEX + tone
    for mark, tone in zip("áàåãä", (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True)
}
_VNI_BREVE = {"ê": _BREVE} | {
    mark: _BREVE + tone
    for mark, tone in zip("éèúüë", (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True)
}
_VNI_VOWELS = {
    "a": ("a", _VNI_TONES | _VNI_CIRCUMFLEX | _VNI_BREVE),
    "e": ("e", _VNI_TONES | _VNI_CIRCUMFLEX),
    "o": ("o", _VNI_TONES | _VNI_CIRCUMFLEX),
    "u": ("u", _VNI_TONES),
    "y": ("y", _VNI_TONES),
    "ô": ("ơ", _VNI_TONES),
    "ö": ("ư", _VNI_TONES),
}
_VNI_SINGLES = dict(zip("ôöñíìæóòî", "ơưđíìỉĩịỵ", strict=True))


@cache
def _vni_table() -> dict[str, str]:
    """One or two VNI characters → letter; a pair has the case of its vowel ("Aùp" is "Áp")."""
    table = dict(_VNI_SINGLES)
    for vowel, (letter, marks) in _VNI_VOWELS.items():
        for mark, combining in marks.items():
            composed = unicodedata.normalize("NFC", letter + combining)
            table[vowel + mark] = table[vowel + mark.upper()] = composed
    return table | {
        key[0].upper() + tail: value.upper() for key, value in table.items() for tail in (key[1:],)
    }


@cache
def _vni_pattern() -> re.Pattern[str]:
    pairs_first = sorted(_vni_table(), key=len, reverse=True)
    return re.compile("|".join(pairs_first))


# --------------------------------------------------------------------------- decoding
_WORD = re.compile(r"[A-Za-z\u00a1-\u00ff]+")
_HIGH = re.compile(r"[\u00a1-\u00ff]")
# Letters only Unicode text has: a string with one of them is no legacy text.
_UNICODE_VIETNAMESE = re.compile(r"[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300-\u0323]")


def decode_legacy(s: str, encoding: LegacyEncoding) -> str:
    """Return ``s`` read as ``encoding``, in NFC; characters outside its table stay.

    Makes no check: proper Unicode Vietnamese is damaged ("có" is "cú" in TCVN3). Raises
    ValueError for another encoding name.
    """
    if encoding == "tcvn3":
        return _restore_capitals(s)
    if encoding == "vni":
        return _vni_pattern().sub(lambda match: _vni_table()[match[0]], s)
    raise ValueError(f"unknown legacy encoding: {encoding}")


def _restore_capitals(s: str) -> str:
    """Decode TCVN3, raising toned vowels to capitals where the letters around them are capitals.

    A word with two or more certain capitals and no certain small letter is in capitals; if the
    whole string has no certain small letter and one such word, all of it is.
    """
    certain = s.translate(_TCVN3_CERTAIN_CASE)
    certain_words = [word.translate(_TCVN3_CERTAIN_CASE) for word in _WORD.findall(s)]
    if certain == certain.upper() and any(len(word) > 1 for word in certain_words):
        return s.translate(_TCVN3).upper()

    def decode_word(match: re.Match[str]) -> str:
        letters = match[0].translate(_TCVN3_CERTAIN_CASE)
        decoded = match[0].translate(_TCVN3)
        return decoded.upper() if len(letters) > 1 and letters.isupper() else decoded

    return _WORD.sub(decode_word, s)


# -------------------------------------------------------------------------- detection
def detect_legacy(s: str) -> LegacyEncoding | None:
    """Return the legacy encoding ``s`` is surely written in, else None.

    Evidence is counted in words that become Vietnamese syllables by decoding and are none as they
    stand. One short word is no evidence ("où", "µm"): short cells of a table are better judged
    together by ``detect_legacy_many``.
    """
    if not _HIGH.search(s) or _UNICODE_VIETNAMESE.search(s):
        return None
    words = set(_WORD.findall(s))
    tcvn3, vni = _evidence(words, "tcvn3"), _evidence(words, "vni")
    if tcvn3 == vni:
        return None
    return "tcvn3" if tcvn3 > vni else "vni"


def detect_legacy_many(strings: Iterable[str]) -> LegacyEncoding | None:
    """Return the legacy encoding of a table's cells judged as one text, else None.

    Cells with letters that only Unicode has are left out: many files mix both.
    """
    return detect_legacy("\n".join(s for s in strings if not _UNICODE_VIETNAMESE.search(s)))


def repair(s: str) -> tuple[str, LegacyEncoding | None]:
    """Return ``s`` in Unicode and the legacy encoding it was in (``s`` itself and None if none)."""
    encoding = detect_legacy(s)
    return (decode_legacy(s, encoding) if encoding else s), encoding


def repair_many(strings: Iterable[str]) -> tuple[list[str], LegacyEncoding | None]:
    """Return a table's cells in Unicode and the legacy encoding some were in (None if none).

    In a table that mixes legacy and Unicode cells, a cell whose words are Vietnamese as they stand
    ("Không") is left alone; in one without any Unicode cell it is decoded ("cã" is "có").
    """
    cells = list(strings)
    encoding = detect_legacy_many(cells)
    if encoding is None:
        return cells, None
    is_unicode = [bool(_UNICODE_VIETNAMESE.search(cell)) for cell in cells]
    mixed = any(is_unicode)
    return [
        cell
        if unicode or (mixed and all(map(_is_vietnamese, _WORD.findall(cell))))
        else decode_legacy(cell, encoding)
        for cell, unicode in zip(cells, is_unicode, strict=True)
    ], encoding


def _is_vietnamese(word: str) -> bool:
    """Tell whether ``word`` is a possible syllable in an ordinary mixture of case."""
    return (word[1:].islower() or word.isupper() or len(word) == 1) and is_syllable(word)


def _evidence(words: Iterable[str], encoding: LegacyEncoding) -> float:
    """Return how much ``words``, each given once, speak for ``encoding``; 0 if not enough."""
    rescued = neutral = broken = plain = foreign = 0
    dense = False
    for word in words:
        if len(word) == 1:  # a list letter, a stray sign: "é" proves nothing
            continue
        if word.isascii():
            if not word.isupper():
                plain += is_syllable(word)
                foreign += not is_syllable(word)
            continue
        decoded = decode_legacy(word, encoding)
        if decoded == word:
            foreign += not _is_vietnamese(word)
        elif not _is_vietnamese(decoded):
            broken += not decoded.isupper()  # an abbreviation ("KH§T") says nothing
        elif _is_vietnamese(word):
            neutral += 1
        else:
            rescued += 1
            # Two changes in one syllable ("§¬n", "löôïng") do not happen by chance.
            dense = dense or (len(_HIGH.findall(word)) > 1 and any(map(str.isascii, word)))
    score = rescued + neutral / 2
    if not rescued or (score < 1.5 and not dense):
        return 0
    if 4 * broken > rescued + neutral or 2 * (foreign + broken) > rescued + neutral + plain:
        return 0
    return score - broken
