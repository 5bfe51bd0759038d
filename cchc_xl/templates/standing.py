"""Where a printed row stands, and whether a row of the form stands in such a place.

A label alone is not enough: parents, children and neighbours found so far say which of several
rows with the same words is meant, and when a row belongs to a block the form does not have.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from cchc_xl.model import PrintedRow, ReportTemplate
from cchc_xl.templates.labels import (
    canonical,
    exclude,
    meaning,
    plain_number,
    similarity,
    tell_apart,
)

PLACED = 2.5  # surroundings that agree in two ways
_RIVAL = 0.25  # headings that speak of one matter
_TWIN = 0.6  # headings that differ in a word or two


@dataclass
class State:
    """Both tables with what has been found so far. ``i`` is a printed row, ``j`` one of the form.

    ``parents[i]`` are the rows that may be above ``i``: by its number, by its place, or both.
    """

    rows: Sequence[PrintedRow]
    template: ReportTemplate
    printed: list[str]
    formal: list[str]
    numbers: list[str]
    formal_numbers: list[str]
    parents: list[tuple[int, ...]]
    formal_parents: list[int | None]
    to_form: list[int | None]
    taken: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Sequence[PrintedRow], template: ReportTemplate) -> Self:
        """Both tables, nothing found yet."""
        position = {row.key: j for j, row in enumerate(template.rows)}
        numbers = [plain_number(row.no) for row in rows]
        return cls(
            rows=rows,
            template=template,
            printed=[canonical(row.label) for row in rows],
            formal=[canonical(row.label) for row in template.rows],
            numbers=numbers,
            formal_numbers=[plain_number(row.no) for row in template.rows],
            parents=printed_parents(numbers, [canonical(row.label) for row in rows]),
            formal_parents=[
                None if row.parent is None else position[row.parent] for row in template.rows
            ],
            to_form=[None] * len(rows),
        )

    def assign(self, i: int, j: int) -> None:
        self.to_form[i] = j
        self.taken[j] = i

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Rows of the form by label."""
        found: dict[str, list[int]] = defaultdict(list)
        for j, label in enumerate(self.formal):
            found[label].append(j)
        return found

    @cached_property
    def repeated(self) -> Counter[str]:
        """How often each label is printed."""
        return Counter(self.printed)

    @cached_property
    def has_measures(self) -> bool:
        """False for a table without a column of measures."""
        return any(row.measure for row in self.rows)

    def ancestors(self, j: int) -> Iterator[int]:
        above = self.formal_parents[j]
        while above is not None:
            yield above
            above = self.formal_parents[above]

    def surroundings(self, i: int, j: int) -> float:
        """How well the places of printed row ``i`` and form row ``j`` agree, 0 to 6."""
        score = self.standing(i, j)
        if self.numbers[i] == self.formal_numbers[j]:
            score += 1.0 if self.numbers[i] else 0.4
        if canonical(self.rows[i].measure) == canonical(self.template.rows[j].measure):
            score += 0.5
        return score

    def standing(self, i: int, j: int) -> float:
        """How well parents, children and neighbours agree, 0 to 6."""
        score = self._kinship(i, j) + self._offspring(i, j)
        if i > 0 and (before := self.to_form[i - 1]) is not None and before == j - 1:
            score += 1.5
        if i + 1 < len(self.rows) and self.to_form[i + 1] == j + 1:
            score += 1.5
        return score

    def is_placed(self, i: int, j: int) -> bool:
        """True when a row whose label stands in several places clearly belongs to one."""
        same_number = self.numbers[i] == self.formal_numbers[j] or not any(self.numbers)
        related = self._kinship(i, j) >= 1.5 or self._offspring(i, j) > 0
        label = self.printed[i]
        if self.repeated[label] > len(self.places[label]) and not related:
            return False
        return self.standing(i, j) >= (1.5 if related or same_number else PLACED)

    def _kinship(self, i: int, j: int) -> float:
        formal = self.formal_parents[j]
        if formal is None:
            return 0.0 if self.parents[i] else 0.5
        above = {self.to_form[parent] for parent in self.parents[i]}
        if formal in above:
            return 1.5
        if formal in {self.to_form[a] for a in self.above(i)}:
            return 1.0  # a row the form does not have stands between
        if formal in self.taken:
            elsewhere = above or "." in self.numbers[i]
            return -1.5 if elsewhere else 0.0
        # The parent itself is not in the table.
        return 0.5 if any(a in above for a in self.ancestors(formal)) else 0.0

    def _offspring(self, i: int, j: int) -> float:
        """Children already found speak for their parent, or against it."""
        homes = {self.formal_parents[k] for c in self.children[i] if (k := self.to_form[c])}
        return 0.0 if not homes else 1.5 if j in homes else -1.5

    @cached_property
    def children(self) -> list[list[int]]:
        """Printed rows below each printed row."""
        found: list[list[int]] = [[] for _ in self.rows]
        for i, above in enumerate(self.parents):
            for parent in above:
                found[parent].append(i)
        return found

    def may_have_strayed(self, i: int, j: int) -> bool:
        """True when a row without a number may have lost the parent of its own.

        Its label has a second home whose parent is not in the table, and the rows that should stand
        beside it are not all there.
        """
        formal = self.formal_parents[j]
        if self.numbers[i] or formal is None:
            return False
        homes = (k for k in self.places[self.printed[i]] if k != j and k not in self.taken)
        if all(self.formal_parents[k] in self.taken for k in homes):
            return False
        if formal not in self.taken:
            return True
        beside = {self.printed[c] for parent in self.parents[i] for c in self.children[parent]}
        family = {label for k, label in enumerate(self.formal) if self.formal_parents[k] == formal}
        return not family <= beside

    def in_strange_block(self, i: int, j: int) -> bool:
        """True when row ``i`` stands below rows that cannot be above row ``j`` of the form."""
        formal = self.formal_parents[j]
        above = self.above(i)
        homes = {k for a in above if (k := self.to_form[a]) is not None}
        if formal is None or not above or formal in homes:
            return False
        if homes and self._part(j) not in {self._part(k) for k in homes}:
            return True
        if formal in self.taken or not self.parents[i]:
            return False
        label = self.template.rows[formal].label
        return all(
            self.to_form[parent] is None and _rivals(self.rows[parent].label, label)
            for parent in self.parents[i]
        )

    def above(self, i: int) -> set[int]:
        """Printed rows above row ``i``, by number or place, up to the top."""
        found: set[int] = set()
        open_rows = list(self.parents[i])
        while open_rows:
            parent = open_rows.pop()
            if parent not in found:
                found.add(parent)
                open_rows += self.parents[parent]
        return found

    def _part(self, j: int) -> str:
        return self.template.section_of[self.template.rows[j].key].key


def _rivals(label: str, formal: str) -> bool:
    """True for two headings of one matter that speak of different things ("… Chính phủ giao")."""
    likeness = similarity(meaning(label), meaning(formal))
    if likeness >= _TWIN and tell_apart(label, formal):
        return True
    return likeness >= _RIVAL and exclude(label, formal)


def printed_parents(numbers: Sequence[str], labels: Sequence[str]) -> list[tuple[int, ...]]:
    """The rows above each row that its number, its place, or its lack of a number put it under.

    Forms misprint numbers (1.1.1 below 1.2), so number and place may name two parents; but where
    the row that the number names is not in the table, its place says nothing. Rows without a number
    belong to the row above, until one of their labels comes a second time: then a row between them
    is lost, and nobody knows to what the rest belongs.
    """
    parents: list[tuple[int, ...]] = []
    before: dict[str, int] = {}  # the last row of each number
    open_rows: list[tuple[int, int]] = []  # (depth, row) of the rows still open above
    unnumbered: set[str] = set()
    lost = False
    for i, number in enumerate(numbers):
        if not number:
            lost = lost or labels[i] in unnumbered
            unnumbered.add(labels[i])
            parents.append((open_rows[-1][1],) if open_rows and not lost else ())
            continue
        unnumbered, lost = set(), False
        pieces = number.split(".")
        while open_rows and open_rows[-1][0] >= len(pieces):
            open_rows.pop()
        prefixes = [".".join(pieces[:length]) for length in range(len(pieces) - 1, 0, -1)]
        found = [before[prefix] for prefix in prefixes if prefix in before][:1]
        if open_rows and (numbers[open_rows[-1][1]] in prefixes or prefixes[0] in before):
            found.insert(0, open_rows[-1][1])
        parents.append(tuple(dict.fromkeys(found)))
        if len(pieces) == 1:  # numbers begin anew in each part of some forms
            before.clear()
        open_rows.append((len(pieces), i))
        before[number] = i
    return parents
