"""Sentences for rows that no edition of the package has: what the printed label says, no more.

An edition that somebody publishes for a new letter gets its narrative from the sentences for all
where it keeps known meanings; its new ones would otherwise go unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from cchc_xl.model import Level, ReportTemplate, Row, RowKind
from cchc_xl.templates.labels import canonical
from cchc_xl.templates.loader import edition_folders
from cchc_xl.text import clean
from cchc_xl.word.prose import section_of_title
from cchc_xl.word.skeleton_data import STANDING_SECTIONS, SentencePattern

_SPEAKS = re.compile(r"(?:tong so|so|ti le|kinh phi|tong kinh phi)\b")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_KEY = re.compile(r'\{[^{}]*\bkey = "([a-z0-9_]+)"')


def label_patterns(
    template: ReportTemplate, patterns: Iterable[SentencePattern]
) -> Iterator[SentencePattern]:
    """A sentence a numbered row of a new meaning, in printed order; unnumbered rows are details."""
    spoken = {
        key for one in patterns for level in (None, *Level) for key in _keys(one, template, level)
    }
    for row in template.rows:
        if row.key in spoken or row.key in packaged_keys() or not _is_indicator(row):
            continue
        label = clean(_IN_BRACKETS.sub(" ", row.label)).rstrip(" .:;")
        if "{" in label or "}" in label or not _SPEAKS.match(canonical(label)):
            continue
        section = template.section_of[row.key]
        home = section.key if section.key in STANDING_SECTIONS else section_of_title(section.title)
        yield SentencePattern(section=home or section.key, text=_words(row, label))


@cache
def packaged_keys() -> frozenset[str]:
    """Keys of every row of the package, found without parsing what they mean."""
    folders = edition_folders().values()
    return frozenset(
        key for one in folders for key in _KEY.findall((one / "mau.toml").read_text("utf-8-sig"))
    )


def _keys(one: SentencePattern, template: ReportTemplate, level: Level | None) -> list[str]:
    return one.keys(template, level) or []


def _is_indicator(row: Row) -> bool:
    counts = row.kind in (RowKind.COUNT, RowKind.MONEY, RowKind.PERCENT)
    return counts and bool(re.search(r"\d", row.no))


def _words(row: Row, label: str) -> str:
    if row.kind is RowKind.PERCENT:
        return f"{label} đạt {{{row.key}}}%."
    measure = clean(_IN_BRACKETS.sub(" ", row.measure))
    measure = measure if measure.isupper() else measure.lower()
    if not measure or "{" in measure or "}" in measure:
        return f"{label} là {{{row.key}}}."
    return f"{label} là {{{row.key}}} {measure}."
