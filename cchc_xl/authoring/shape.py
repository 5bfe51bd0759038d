"""The shape of a printed form: its rows, what stands above what, where its parts begin."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from cchc_xl.authoring.guess import kind_of
from cchc_xl.model import PrintedRow, RowKind
from cchc_xl.templates.labels import canonical, plain_number
from cchc_xl.templates.standing import printed_parents
from cchc_xl.text import fold

_ROMAN = re.compile(r"(?:[IVX]+|[A-H])[.)]?")
_CAPTION = re.compile(r"(?:bieu mau|bieu so|bieu|phan|phu luc) (?:so )?[0-9ivx]+[a-z]?")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a form: number and title as printed, its first row (0-based)."""

    no: str
    title: str
    first: int


class Shape:
    """Rows of a form with their parents and parts.

    ``captions``: number and title of tables; ``title``: of the form; ``headings``: rows printed in
    one cell across the table, which expect no value.
    """

    def __init__(
        self,
        rows: Sequence[PrintedRow],
        captions: Sequence[tuple[str, str]] = (),
        *,
        title: str = "",
        headings: Sequence[int] = (),
    ) -> None:
        self.rows = tuple(rows)
        self._captions = tuple(captions)
        self._title = title or "Số liệu"
        self._headings = frozenset(headings)
        self._named = frozenset(i for i in headings if " " in rows[i].no)  # “Phần 1”
        self.numbers = tuple(
            "" if i in self._named else plain_number(row.no) for i, row in enumerate(self.rows)
        )
        self.labels = tuple(canonical(row.label) for row in self.rows)
        self.has_measures = any(row.measure for row in self.rows)

    @cached_property
    def lettered(self) -> frozenset[int]:
        """Rows numbered I, II, A, B: heads of parts above the rows that count 1, 2, 3."""
        found = [
            i
            for i, row in enumerate(self.rows)
            if not self.numbers[i] and (i in self._named or _ROMAN.fullmatch(row.no.strip()))
        ]
        return frozenset(found) if len(found) > 1 else frozenset()

    @cached_property
    def restarts(self) -> bool:
        """True for a form of several tables that each count from 1."""
        return self.numbers.count("1") > 1

    @cached_property
    def parents(self) -> tuple[int | None, ...]:
        """The row above each row, None at the top.

        Place wins over a misprinted number; among rows of one number the heading is the parent,
        and a row that repeats the number of the heading just above it belongs to that heading.
        """
        found: list[int | None] = []
        candidates = printed_parents(self.numbers, self.labels)
        numbered: int | None = None
        letter: int | None = None
        for i, number in enumerate(self.numbers):
            if i in self.lettered:
                letter = i
                found.append(None)
                numbered = i
                continue
            parent: int | None = candidates[i][0] if candidates[i] else None
            if number:
                if i and number == self.numbers[i - 1] and self.is_bare(i - 1):
                    parent = i - 1
                elif parent is not None:
                    parent = self._heading_of(parent)
                numbered = i
            elif parent is None:
                parent = numbered
            if parent is None or (letter is not None and parent < letter):
                parent = letter
            found.append(parent)
        return tuple(self._taken_in(found))

    def _taken_in(self, parents: list[int | None]) -> list[int | None]:
        """A heading without rows of its own takes the rows beside it that follow.

        Forms number such rows beside their heading (3.1 Thống kê TTHC, 3.2 Số TTHC …).
        """
        found = list(parents)
        homes = {parent for parent in parents if parent is not None}
        heading: int | None = None
        for i, parent in enumerate(parents):
            if not self.numbers[i]:
                continue
            if heading is not None and parent == parents[heading] and not self.is_bare(i):
                found[i] = heading
            elif heading is None or parent == parents[heading]:
                empty = self.is_heading(i) and i not in homes and parent is not None
                heading = i if empty else None
        return found

    def is_heading(self, i: int) -> bool:
        """True for a row whose words and measure expect no value."""
        row = self.rows[i]
        kind = kind_of(row.label, row.measure, bare=self.is_bare(i), has_children=False)
        return kind is RowKind.HEADING

    def is_bare(self, i: int) -> bool:
        """True for a row that prints no unit of measure in a form that prints them."""
        return i in self._headings or (self.has_measures and not self.rows[i].measure)

    def _heading_of(self, parent: int) -> int:
        """The heading just above that prints the same number as ``parent``, else ``parent``."""
        above = parent - 1
        same = above >= 0 and self.numbers[above] == self.numbers[parent]
        return above if same and self.is_bare(above) else parent

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """Rows directly below each row."""
        found: list[list[int]] = [[] for _ in self.rows]
        for i, parent in enumerate(self.parents):
            if parent is not None:
                found[parent].append(i)
        return tuple(tuple(one) for one in found)

    def above(self, i: int) -> list[int]:
        """Rows above row ``i``, nearest first."""
        found: list[int] = []
        parent = self.parents[i]
        while parent is not None and parent not in found:
            found.append(parent)
            parent = self.parents[parent]
        return found

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Where the parts begin: at I, II; at each new table; else at each row 1, 2, 3.

        Rows 1, 2, 3 begin parts where most of them head something; a list of indicators is one
        part with the title of the form.
        """
        starts = [i for i, parent in enumerate(self.parents) if parent is None and self.numbers[i]]
        if self.lettered:
            starts = sorted(self.lettered)
        elif self.restarts:
            starts = [i for i in starts if self.numbers[i] == "1"]
        else:
            heads = [i for i in starts if self.is_heading(i) or self.children[i]]
            starts = heads if 2 * len(heads) > len(starts) else []
        begun = frozenset(starts)
        if not starts or starts[0] != 0:
            starts.insert(0, 0)
        captions = self._captions if len(self._captions) == len(starts) else ()
        found = []
        for n, first in enumerate(starts):
            row = self.rows[first]
            if captions:
                found.append(Part(*captions[n], first))
            elif self.restarts and not self.lettered:
                found.append(Part(str(n + 1), f"Phần {n + 1}", first))
            elif first not in begun:
                found.append(Part("", self._title, first))
            else:
                found.append(Part(row.no.strip().rstrip("."), row.label, first))
        return tuple(found)

    def part_of(self, i: int) -> int:
        """0-based number of the part row ``i`` stands in."""
        return sum(part.first <= i for part in self.parts) - 1

    @cached_property
    def duplicated(self) -> list[list[int]]:
        """Numbers printed twice in one part, rows side by side in one group."""
        groups: list[list[int]] = []
        seen: dict[tuple[int, str], int] = {}
        for i, number in enumerate(self.numbers):
            if not number:
                continue
            place = (self.part_of(i), number)
            if place in seen:
                first = seen[place]
                if groups and groups[-1][-1] == i - 1 and first not in groups[-1]:
                    groups[-1].append(i)
                else:
                    groups.append([i])
            elif groups and groups[-1][-1] == i - 1 and self._is_led_astray(i):
                groups[-1].append(i)
            seen.setdefault(place, i)
        return groups

    def _is_led_astray(self, i: int) -> bool:
        """True for a number that goes on from numbers printed below another row's."""
        parent = self.parents[i]
        head = self.numbers[i].rpartition(".")[0]
        return parent is not None and bool(head) and self.numbers[parent] != head

    def first_of(self, i: int) -> int:
        """The first row of the part that prints the number of row ``i``."""
        start = self.parts[self.part_of(i)].first
        return next(j for j in range(start, i + 1) if self.numbers[j] == self.numbers[i])

    @cached_property
    def skipped(self) -> list[int]:
        """Rows whose number leaves out the one before it."""
        found = []
        last: dict[tuple[int, str], int] = {}
        for i, number in enumerate(self.numbers):
            if not number:
                continue
            head, _, piece = number.rpartition(".")
            place = (self.part_of(i) if head or self.restarts else -1, head)
            previous = last.get(place, 0)
            if int(piece) > previous + 1 and (previous or head):
                found.append(i)
            last[place] = max(previous, int(piece))
        return found


def captions_of(prose: Sequence[str]) -> list[tuple[str, str]]:
    """“Biểu mẫu 2” with the line below it, for forms of several tables."""
    lines = [line.strip() for line in prose]
    found = []
    for n, line in enumerate(lines):
        if _CAPTION.fullmatch(fold(line)) and len(line) < 40:
            title = next((text for text in lines[n + 1 : n + 3] if text), "")
            if title:
                found.append((line, title))
    return found


def title_of(before: Sequence[str]) -> str:
    """The title of the appendix: the first lines in capitals that speak of figures."""
    lines = [" ".join(line.split()) for line in before if line.strip()]
    for n, line in enumerate(lines):
        letters = [char for char in line if char.isalpha()]
        capitals = sum(char.isupper() for char in letters)
        if letters and capitals > 0.6 * len(letters) and "thong ke" in fold(line):
            more = lines[n + 1] if n + 1 < len(lines) and lines[n + 1].isupper() else ""
            said = f"{line} {more}".strip()
            return said[:1] + said[1:].lower() if said.isupper() else said
    return ""


def usual_measures(rows: Sequence[PrintedRow]) -> Counter[str]:
    """How often each unit of measure is printed."""
    return Counter(canonical(row.measure) for row in rows if row.measure)
