"""One spelling for labels that forms write in several ways, and what tells near labels apart."""

import re
import tomllib
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from cchc_xl.text import fold, fold_keep_tones

_ALIASES = Path(__file__).parent / "aliases.toml"
# "tỷ/tỉ", "quản lý/lí", "kỹ/kĩ", "quý/quí": one sound, written with y or i.
_Y_FOR_I = re.compile(r"\b(h|k|l|m|qu|s|t|v)y\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@cache
def _aliases() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(_ALIASES.read_text(encoding="utf-8"))
    return found


@cache
def _pattern(table: str) -> tuple[re.Pattern[str], dict[str, str]]:
    words: dict[str, str] = _aliases()[table]
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(longest_first) + r")\b"), words


def _replaced(table: str, text: str) -> str:
    pattern, words = _pattern(table)
    return pattern.sub(lambda match: words[match[0]], text)


@lru_cache(maxsize=4096)
def canonical(label: str) -> str:
    """A label for matching: folded, abbreviations written out. Idempotent, never shown."""
    return _Y_FOR_I.sub(r"\1i", _replaced("words", fold(label)))


@lru_cache(maxsize=4096)
def meaning(label: str) -> str:
    """Like `canonical`, with what tells near labels apart as words of their own.

    Levels of government are known by their tones only ("xã" but not "xã hội"), so they are named
    before folding: "cấp phường" and "cấp xã" become one word. Years are no part of a meaning:
    "so với năm 2015" is the same row in the form of another year.
    """
    named = canonical(_replaced("toned", fold_keep_tones(label)))
    return _YEAR.sub("namnao", _replaced("folded", named))


def similarity(a: str, b: str) -> float:
    """Share of words two canonical labels have in common, 0 to 1 (Dice on word pairs and words)."""
    if a == b:
        return 1.0
    left, right = _grams(a), _grams(b)
    if not left or not right:
        return 0.0
    return 2 * len(left & right) / (len(left) + len(right))


@lru_cache(maxsize=4096)
def _grams(label: str) -> frozenset[str]:
    words = label.split()
    return frozenset(words) | {f"{x} {y}" for x, y in pairwise(words)}


@lru_cache(maxsize=4096)
def words_of(label: str) -> frozenset[str]:
    """The words of a label that carry meaning, from `meaning`."""
    return frozenset(meaning(label).split()) - _small_words()


@cache
def _small_words() -> frozenset[str]:
    return frozenset(_aliases()["small"])


@cache
def _opposites() -> dict[str, frozenset[str]]:
    return {group: frozenset(words) for group, words in _aliases()["opposites"].items()}


@cache
def _telling() -> frozenset[str]:
    return frozenset().union(*_opposites().values())


def tell_apart(a: str, b: str) -> bool:
    """True when one label has a word that the other lacks and that changes what is counted.

    Levels of government, numbers ("mức độ 3"), "chưa", "quá hạn" … : a reworded label keeps these.
    """
    differing = words_of(a) ^ words_of(b)
    return any(word in _telling() or word.isdigit() for word in differing)


def contradict(a: str, b: str) -> bool:
    """Like `tell_apart`, for rows that hold a value.

    A share is no count, and "a/b" counts two things together.
    """
    return tell_apart(a, b) or _is_share(a) != _is_share(b) or ("/" in a) != ("/" in b)


def exclude(a: str, b: str) -> bool:
    """True when each label names something of a kind, and not the same ("tỉnh", "Chính phủ")."""
    left, right = words_of(a), words_of(b)
    for name, group in _opposites().items():
        ours, theirs = left & group, right & group
        if name == "alone" or not ours or not theirs:
            continue
        if ours != theirs if name == "level" else not ours & theirs:
            return True
    return False


def _is_share(label: str) -> bool:
    return canonical(label).startswith("ti le")


@lru_cache(maxsize=4096)
def plain_number(no: str) -> str:
    """``"1.1."`` and ``"1.1"`` are one number; ``"Trong đó"`` and blank are none."""
    digits = re.sub(r"[^\d.]", "", no).strip(".")
    return digits if re.search(r"\d", digits) else ""
