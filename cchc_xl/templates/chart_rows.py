"""Which ratios the charts show: by keys that mean the same in every edition, else by meaning."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cchc_xl.model import ReportTemplate, Row, RowKind
from cchc_xl.templates.labels import canonical

#: Questions about ratios that the page of charts has room for.
RATE_CHARTS = 2

_FILE = Path(__file__).with_name("bieu-do.toml")


@dataclass(frozen=True, slots=True)
class ChartRows:
    """One question's name and its groups of rows that can be compared with each other."""

    title: str
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Question:
    """A question as the data has it: keys of its own, and what its row looks like elsewhere."""

    title: str
    groups: tuple[tuple[str, ...], ...]
    numerators: frozenset[str]
    denominators: frozenset[str]
    words: tuple[re.Pattern[str], ...]
    other: re.Pattern[str]

    def means(self, row: Row) -> bool:
        """True for a percent row that asks this."""
        if row.kind is not RowKind.PERCENT:
            return False
        if row.numerator in self.numerators and row.denominator in self.denominators:
            return True
        label = canonical(row.label)
        return all(one.search(label) for one in self.words) and not self.other.search(label)


def chart_rows_of(template: ReportTemplate) -> tuple[ChartRows, ...]:
    """The questions that the form has a row for, in the order of their weight."""
    found = []
    for one in _questions():
        if any(key in template.by_key for group in one.groups for key in group):
            found.append(ChartRows(one.title, one.groups))
        elif rows := _by_meaning(one, template):
            found.append(ChartRows(one.title, (rows,)))
    return tuple(found)


def known_chart_rows() -> tuple[ChartRows, ...]:
    """Every question with its own keys, for units whose form asks more than the parent's."""
    return tuple(ChartRows(one.title, one.groups) for one in _questions())


def _by_meaning(question: _Question, template: ReportTemplate) -> tuple[str, ...]:
    """The first such row, and those for other levels: one and the same ratio of other units."""
    found: list[Row] = []
    for row in template.rows:
        if not question.means(row):
            continue
        apart = row.levels and all(
            one.levels and not set(one.levels) & set(row.levels) for one in found
        )
        if not found or apart:
            found.append(row)
    return tuple(row.key for row in found)


@lru_cache(maxsize=1)
def _questions() -> tuple[_Question, ...]:
    data = tomllib.loads(_FILE.read_text("utf-8"))
    return tuple(
        _Question(
            title=one["ten"],
            groups=tuple(tuple(group) for group in one["nhom"]),
            numerators=frozenset(one["tu_so"]),
            denominators=frozenset(one["mau_so"]),
            words=tuple(_any_of(words.split("|")) for words in one["co"]),
            other=_any_of(one["khong"]),
        )
        for one in data.values()
    )


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")
