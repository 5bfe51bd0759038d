"""Which runs are typed for a font from before Unicode (.VnTime, VNI-Times)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cchc_xl.text import LegacyEncoding, decode_legacy, detect_legacy_many
from cchc_xl.text.syllable import is_syllable
from cchc_xl.word.elements import Element, attribute, child, children, value_of

_WORD = re.compile(r"[^\W\d_]+")
_HIGH = re.compile("[\u00a1-\u00ff]")
_UNICODE = re.compile(r"[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300-\u0323]")
_MOST_PARENTS = 20  # styles based on styles


class Fonts:
    """Fonts of runs, looked up in the run, its style, the paragraph's style, the defaults."""

    def __init__(self, styles: Element | None) -> None:
        self._fonts: dict[str, str | None] = {}
        self._parents: dict[str, str | None] = {}
        self._default_style: str | None = None
        for style in children(styles, "style"):
            name = attribute(style, "styleId") or ""
            self._fonts[name] = _font(child(style, "rPr"))
            self._parents[name] = value_of(style, "basedOn")
            is_paragraph = attribute(style, "type") == "paragraph"
            if is_paragraph and attribute(style, "default") in ("1", "true", "on"):
                self._default_style = name
        self._default = _font(child(styles, "docDefaults", "rPrDefault", "rPr"))

    def of(self, run: Element | None, paragraph: Element | None) -> str:
        """The font of a run by its properties and those of its paragraph."""
        return (
            _font(run)
            or self._of_style(value_of(run, "rStyle"))
            or self._of_style(value_of(paragraph, "pStyle") or self._default_style)
            or self._default
            or ""
        )

    def _of_style(self, name: str | None) -> str | None:
        for _ in range(_MOST_PARENTS):
            if name is None:
                return None
            if font := self._fonts.get(name):
                return font
            name = self._parents.get(name)
        return None


def _font(properties: Element | None) -> str | None:
    fonts = child(properties, "rFonts")
    return attribute(fonts, "ascii") or attribute(fonts, "hAnsi")


def encoding_of(font: str) -> LegacyEncoding | None:
    """The encoding a font is made for."""
    lowered = font.lower()
    if lowered.startswith(".vn"):
        return "tcvn3"
    return "vni" if lowered.startswith("vni-") else None


def shows_capitals(font: str) -> bool:
    """True for fonts that show small letters as capitals (.VnTimeH)."""
    return font.lower().startswith(".vn") and font.endswith("H")


def surely_legacy(texts: Iterable[tuple[str, LegacyEncoding]]) -> frozenset[LegacyEncoding]:
    """Of the encodings whose fonts the runs have, those in which they really are typed."""
    by_encoding: dict[LegacyEncoding, list[str]] = {}
    for text, encoding in texts:
        by_encoding.setdefault(encoding, []).append(text)
    return frozenset(
        encoding for encoding, found in by_encoding.items() if detect_legacy_many(found) == encoding
    )


def decoded(text: str, encoding: LegacyEncoding, *, certain: bool) -> str:
    """``text`` of a legacy font in Unicode; as it stands where it already is Unicode.

    ``certain``: other runs of the document prove the encoding.
    """
    if not _HIGH.search(text) or _UNICODE.search(text):
        return text
    repaired = decode_legacy(text, encoding)
    if certain:
        return repaired
    words, before = _WORD.findall(repaired), _WORD.findall(text)
    sensible = all(map(is_syllable, words)) and not all(map(is_syllable, before))
    return repaired if sensible else text
