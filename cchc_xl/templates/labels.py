"""One spelling for labels that forms write in several ways."""

import re
import tomllib
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from cchc_xl.text import fold

_ALIASES = Path(__file__).parent / "aliases.toml"


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    words: dict[str, str] = tomllib.loads(_ALIASES.read_text(encoding="utf-8"))["words"]
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(longest_first) + r")\b"), words


@lru_cache(maxsize=4096)
def canonical(label: str) -> str:
    """A label for matching: folded, abbreviations written out. Idempotent, never shown."""
    pattern, words = _pattern()
    return pattern.sub(lambda match: words[match[0]], fold(label))


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


def plain_number(no: str) -> str:
    """``"1.1."`` and ``"1.1"`` are one number; ``"Trong đó"`` and blank are none."""
    digits = re.sub(r"[^\d.]", "", no).strip(".")
    return digits if re.search(r"\d", digits) else ""
