"""Numbers that Word writes itself in front of paragraphs ("1.1.", "II.", "a)"), counted again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cchc_xl.word.elements import Element, attribute, child, children, integer, value_of

_LEVELS = 9
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
          (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    pattern: str


@dataclass(slots=True)
class _List:
    """One list: its levels and how far each has counted."""

    levels: dict[int, _Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class Numbering:
    """The lists of a document. Ask once for every paragraph, in reading order."""

    def __init__(self, part: Element | None, styles: Element | None = None) -> None:
        self._of_style = {
            attribute(style, "styleId"): number
            for style in children(styles, "style")
            if (number := child(style, "pPr", "numPr")) is not None
        }
        abstract = {
            attribute(one, "abstractNumId"): {
                integer(attribute(level, "ilvl")): _level(level) for level in children(one, "lvl")
            }
            for one in children(part, "abstractNum")
        }
        self._lists: dict[str, _List] = {}
        shared: dict[str | None, _List] = {}
        for number in children(part, "num"):
            base = value_of(number, "abstractNumId")
            levels = dict(abstract.get(base, {}))
            overrides = list(children(number, "lvlOverride"))
            for override in overrides:
                at = integer(attribute(override, "ilvl"))
                if (own := child(override, "lvl")) is not None:
                    levels[at] = _level(own)
                elif (start := value_of(override, "startOverride")) and at in levels:
                    levels[at] = _Level(integer(start, 1), levels[at].form, levels[at].pattern)
            counted = _List(levels) if overrides else shared.setdefault(base, _List(levels))
            self._lists[attribute(number, "numId") or ""] = counted

    def next(self, properties: Element | None) -> str:
        """The number of the next paragraph by its properties; "-" for bullets, ``""`` for none."""
        own = child(properties, "numPr")
        styled = self._of_style.get(value_of(properties, "pStyle"))
        number_id = value_of(own, "numId") or value_of(styled, "numId") or ""
        level = integer(value_of(own, "ilvl") or value_of(styled, "ilvl"))
        found = self._lists.get(number_id)
        if found is None or level not in found.levels or not 0 <= level < _LEVELS:
            return ""
        before = found.counts[level]
        found.counts[level] = found.levels[level].start if before is None else before + 1
        found.counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        if found.levels[level].form == "bullet":
            return "-"

        def counted(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            if at not in found.levels:
                return ""
            count = found.counts[at]
            return _written(found.levels[at].start if count is None else count, found.levels[at])

        return re.sub(r"%([1-9])", counted, found.levels[level].pattern)


def _level(level: Element) -> _Level:
    return _Level(
        start=integer(value_of(level, "start"), 1),
        form=value_of(level, "numFmt") or "decimal",
        pattern=value_of(level, "lvlText") or "",
    )


def _written(count: int, level: _Level) -> str:
    if level.form in ("upperRoman", "lowerRoman") and 0 < count < 4000:
        roman, rest = "", count
        for value, letters in _ROMAN:
            roman, rest = roman + letters * (rest // value), rest % value
        return roman if level.form == "upperRoman" else roman.lower()
    if level.form in ("upperLetter", "lowerLetter") and count > 0:
        letter = chr(ord("A") + (count - 1) % 26) * (1 + (count - 1) // 26)
        return letter if level.form == "upperLetter" else letter.lower()
    if level.form == "none":
        return ""
    return f"{count:02}" if level.form == "decimalZero" else str(count)
