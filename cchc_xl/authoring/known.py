"""Every row of every edition as an example of what a printed row may mean."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from cchc_xl.model import PrintedRow, ReportTemplate, Row
from cchc_xl.templates.labels import canonical, meaning, similarity, words_of
from cchc_xl.templates.matching import Alignment, align

_BESIDE = 0.5


@lru_cache(maxsize=4096)
def main_words(label: str) -> str:
    """A label without what stands in brackets."""
    return re.sub(r"\([^)]*\)", " ", label).strip() or label


@dataclass(frozen=True, slots=True)
class Instance:
    """One row of one edition. ``aligned`` is the printed row that is this very row, if any."""

    template: ReportTemplate
    row: Row
    above: tuple[str, ...]
    section: str
    closeness: float
    aligned: int | None

    @property
    def parent_label(self) -> str:
        """The label of the row above, of the part for a row at its top."""
        if self.row.parent is None:
            return self.template.section_of[self.row.key].title
        return self.template.by_key[self.row.parent].label


class Known:
    """Editions, the nearest first, seen from the rows of a form."""

    def __init__(self, rows: Sequence[PrintedRow], editions: Sequence[ReportTemplate]) -> None:
        aligned = [(align(rows, edition), edition) for edition in editions]
        ranked = [(_closeness(found, len(rows)), found, one) for found, one in aligned]
        ranked.sort(key=lambda item: (-item[0], item[2].id))
        self.closeness = {one.id: close for close, _, one in ranked}
        self.editions = tuple(one for _, _, one in ranked)
        self.alignments = {one.id: found for _, found, one in ranked}
        self.instances = [
            instance for close, found, one in ranked for instance in _instances(close, found, one)
        ]

    @property
    def nearest(self) -> ReportTemplate | None:
        """The edition with most rows in common."""
        return self.editions[0] if self.editions else None

    @cached_property
    def by_label(self) -> dict[str, list[Instance]]:
        """Instances by canonical label."""
        found: dict[str, list[Instance]] = defaultdict(list)
        for instance in self.instances:
            found[canonical(instance.row.label)].append(instance)
        return found

    @cached_property
    def by_key(self) -> dict[str, list[Instance]]:
        """Instances by key, the nearest edition's first."""
        found: dict[str, list[Instance]] = defaultdict(list)
        for instance in self.instances:
            found[instance.row.key].append(instance)
        return found

    @cached_property
    def _telling(self) -> dict[tuple[str, str], list[frozenset[str]]]:
        """Words a known row has and a like row beside it has not, a set for each such row."""
        found: dict[tuple[str, str], list[frozenset[str]]] = {}
        for edition in self.editions:
            for siblings in (*edition.children.values(), edition.rows):
                named = [(row.key, meaning(row.label), words_of(row.label)) for row in siblings]
                for key, label, words in named:
                    found.setdefault((edition.id, key), []).extend(
                        words - others
                        for other, other_label, others in named
                        if other != key
                        and words - others
                        and similarity(label, other_label) >= _BESIDE
                    )
        return found

    def loses_what_tells(self, label: str, instance: Instance) -> bool:
        """True for a label without the words that tell the known row from a row like it."""
        own = words_of(label)
        telling = self._telling.get((instance.template.id, instance.row.key), [])
        return any(not own & words for words in telling)

    def section_like(self, title: str) -> str | None:
        """The key of the part of this name in the nearest edition that has one like it."""
        best: tuple[float, str] = (0.0, "")
        for edition in self.editions:
            for section in edition.sections:
                alike = similarity(meaning(title), meaning(section.title))
                if alike > best[0] + 1e-9:
                    best = (alike, section.key)
        return best[1] if best[0] >= 0.4 else None


def _closeness(found: Alignment, rows: int) -> float:
    exact = found.matched - 0.5 * len(found.reworded)
    return 2 * exact / max(1, rows + found.matched + len(found.missing))


def _instances(close: float, found: Alignment, edition: ReportTemplate) -> list[Instance]:
    places = {key: i for i, key in enumerate(found.keys) if key is not None}
    result = []
    for row in edition.rows:
        above = []
        parent = row.parent
        while parent is not None:
            above.append(parent)
            parent = edition.by_key[parent].parent
        section = edition.section_of[row.key].key
        result.append(Instance(edition, row, tuple(above), section, close, places.get(row.key)))
    return result
