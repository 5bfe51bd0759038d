"""Which row of a form is a printed row? By label within its parent, never by number alone.

Labels repeat inside one form ("Tổng số hồ sơ TTHC đã giải quyết xong" stands three times) and so
do numbers, so a row that is not unique must also agree with its surroundings. What stays doubtful
stays unmatched: a value missing from its row is seen, a value in a wrong row is not.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cchc_xl.model import PrintedRow, ReportTemplate
from cchc_xl.templates.labels import (
    canonical,
    contradict,
    meaning,
    plain_number,
    similarity,
    words_of,
)

_ALIKE = 0.85  # reworded beyond doubt, wherever it stands
_AKIN = 0.5  # reworded, when the surroundings agree
_NEAR = 0.4  # rows of the form that a reworded label might be taken for
_RIVAL = 0.25  # headings that speak of one matter
_PLACED = 2.5  # surroundings that agree in two ways


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which printed row is which row of the form.

    ``keys[i]`` is the key of printed row ``i`` or None; ``missing`` are rows of the form that the
    table lacks; ``moved`` are keys out of the form's order; ``reworded`` keys whose label changed.
    """

    keys: tuple[str | None, ...]
    missing: tuple[str, ...]
    moved: tuple[str, ...]
    reworded: tuple[str, ...]

    @property
    def matched(self) -> int:
        """How many printed rows found their row."""
        return sum(key is not None for key in self.keys)


@dataclass
class _State:
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

    def _kinship(self, i: int, j: int) -> float:
        formal = self.formal_parents[j]
        if formal is None:
            return 0.0 if self.parents[i] else 0.5
        above = {self.to_form[parent] for parent in self.parents[i]}
        if formal in above:
            return 1.5
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
        """True when row ``i`` stands below a row that cannot be the parent of ``j``."""
        formal = self.formal_parents[j]
        above = self.parents[i]
        if formal is None or not above or not self.numbers[i]:
            return False
        if any(self.to_form[parent] is not None for parent in above):
            return False
        if formal in self.taken:
            return True
        label = self.template.rows[formal].label
        return all(_rivals(self.rows[parent].label, label) for parent in above)


def _rivals(label: str, formal: str) -> bool:
    """True for two headings of one kind that speak of different things ("… Chính phủ giao")."""
    akin = similarity(meaning(label), meaning(formal)) >= _RIVAL
    return akin and contradict(label, formal)


def align(rows: Sequence[PrintedRow], template: ReportTemplate) -> Alignment:
    """Find the row of the form for every printed row that has one."""
    state = _start(rows, template)
    _by_key(state)
    _unique_labels(state)
    _repeated_labels(state)
    reworded = _reworded(state)
    keys = tuple(None if j is None else template.rows[j].key for j in state.to_form)
    return Alignment(
        keys=keys,
        missing=tuple(row.key for j, row in enumerate(template.rows) if j not in state.taken),
        moved=_moved(state),
        reworded=tuple(template.rows[j].key for j in reworded),
    )


def unaligned(rows: Sequence[PrintedRow], template: ReportTemplate) -> Alignment:
    """The alignment of a table that has nothing to do with the form."""
    missing = tuple(row.key for row in template.rows)
    return Alignment(keys=(None,) * len(rows), missing=missing, moved=(), reworded=())


def common_labels(rows: Sequence[PrintedRow], template: ReportTemplate) -> int:
    """How many labels (with repetitions) the table and the form have in common."""
    printed = Counter(canonical(row.label) for row in rows if row.label)
    formal = Counter(canonical(row.label) for row in template.rows)
    return (printed & formal).total()


def _start(rows: Sequence[PrintedRow], template: ReportTemplate) -> _State:
    position = {row.key: j for j, row in enumerate(template.rows)}
    numbers = [plain_number(row.no) for row in rows]
    return _State(
        rows=rows,
        template=template,
        printed=[canonical(row.label) for row in rows],
        formal=[canonical(row.label) for row in template.rows],
        numbers=numbers,
        formal_numbers=[plain_number(row.no) for row in template.rows],
        parents=_printed_parents(numbers, [canonical(row.label) for row in rows]),
        formal_parents=[
            None if row.parent is None else position[row.parent] for row in template.rows
        ],
        to_form=[None] * len(rows),
    )


def _printed_parents(numbers: list[str], labels: list[str]) -> list[tuple[int, ...]]:
    """The rows above each row that its number, its place, or its lack of a number put it under.

    Forms misprint numbers (1.1.1 below 1.2), so number and place may name two parents; but where
    the row that the number names is not in the table, its place says nothing. Rows without a number
    belong to the row above, until one of their labels comes a second time: then a row between them
    is lost, and nobody knows to what the rest belongs.
    """
    parents: list[tuple[int, ...]] = []
    by_number: dict[str, int] = {}
    open_rows: list[tuple[int, int]] = []  # (depth, row) of the rows still open above
    unnumbered: set[str] = set()
    for i, number in enumerate(numbers):
        if not number:
            lost = labels[i] in unnumbered
            unnumbered.add(labels[i] if not lost else "")
            lost = lost or "" in unnumbered
            parents.append((open_rows[-1][1],) if open_rows and not lost else ())
            continue
        unnumbered = set()
        pieces = number.split(".")
        while open_rows and open_rows[-1][0] >= len(pieces):
            open_rows.pop()
        prefixes = [".".join(pieces[:length]) for length in range(len(pieces) - 1, 0, -1)]
        found = [by_number[prefix] for prefix in prefixes if prefix in by_number][:1]
        if open_rows and (numbers[open_rows[-1][1]] in prefixes or prefixes[0] in by_number):
            found.insert(0, open_rows[-1][1])
        parents.append(tuple(dict.fromkeys(found)))
        if len(pieces) == 1:  # numbers begin anew in each part of some forms
            by_number.clear()
        open_rows.append((len(pieces), i))
        by_number[number] = i
    return parents


def _by_key(state: _State) -> None:
    """Our own workbooks carry the key beside the row."""
    index = {row.key: j for j, row in enumerate(state.template.rows)}
    for i, row in enumerate(state.rows):
        j = index.get(row.key) if row.key is not None else None
        if j is not None and j not in state.taken:
            state.assign(i, j)


def _unique_labels(state: _State) -> None:
    """Labels that stand once in both; parents first, so that their blocks are known."""
    free = [i for i, j in enumerate(state.to_form) if j is None]
    printed = Counter(state.printed[i] for i in free)
    pairs = [
        (i, places[0])
        for i in free
        if printed[state.printed[i]] == 1 and len(places := state.places[state.printed[i]]) == 1
    ]
    for i, j in sorted(pairs, key=lambda pair: sum(1 for _ in state.ancestors(pair[1]))):
        if j not in state.taken and not state.in_strange_block(i, j):
            state.assign(i, j)


def _repeated_labels(state: _State) -> None:
    """Same label in several places: the surroundings decide, the clearest case first."""
    free = [i for i, j in enumerate(state.to_form) if j is None and state.printed[i]]
    free = [i for i in free if state.places[state.printed[i]]]
    while True:
        best: tuple[float, int, int] | None = None
        for i in free:
            if state.to_form[i] is not None:
                continue
            scores = sorted(
                (
                    (state.surroundings(i, j), j)
                    for j in state.places[state.printed[i]]
                    if j not in state.taken
                ),
                reverse=True,
            )
            if not scores or state.standing(i, scores[0][1]) < 1.5:
                continue
            if state.may_have_strayed(i, scores[0][1]):
                continue
            lead = scores[0][0] - (scores[1][0] if len(scores) > 1 else 0.0)
            if lead > 0 and (best is None or lead > best[0]):
                best = (lead, i, scores[0][1])
        if best is None:
            return
        state.assign(best[1], best[2])


def _reworded(state: _State) -> list[int]:
    """Rows whose words changed: alike beyond doubt, or akin and in the same place."""
    pairs = []
    free_form = [j for j in range(len(state.formal)) if j not in state.taken]
    for i, current in enumerate(state.to_form):
        # Words of the form itself were not reworded; where they belong, nobody could tell.
        if current is not None or not state.printed[i] or state.places[state.printed[i]]:
            continue
        label = state.rows[i].label
        for j in free_form:
            alike = similarity(meaning(label), meaning(state.template.rows[j].label))
            if alike < _AKIN or _means_another(state, label, j) or state.in_strange_block(i, j):
                continue
            place = state.surroundings(i, j)
            if (alike >= _ALIKE and place >= 1.0) or place >= _PLACED:
                pairs.append((alike + place / 6, i, j))
    found = []
    for _, i, j in sorted(pairs, reverse=True):
        if state.to_form[i] is None and j not in state.taken:
            state.assign(i, j)
            found.append(j)
    return sorted(found)


def _means_another(state: _State, label: str, j: int) -> bool:
    """True when the label lost what tells row ``j`` from a row like it, or gained the other's."""
    formal = state.template.rows[j].label
    if contradict(label, formal):
        return True
    printed, own = words_of(label), words_of(formal)
    for k, other in enumerate(state.template.rows):
        if state.formal[k] == state.formal[j]:
            continue
        if similarity(meaning(other.label), meaning(formal)) < _NEAR:
            continue
        theirs = words_of(other.label)
        if (own - theirs and not (own - theirs) & printed) or (printed - own) & (theirs - own):
            return True
    return False


def _moved(state: _State) -> tuple[str, ...]:
    """Keys outside the longest run that keeps the form's order."""
    order = [j for j in state.to_form if j is not None]
    tails: list[int] = []
    back: list[int] = []
    ends: list[int] = []
    for n, j in enumerate(order):
        at = bisect_left(tails, j)
        back.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(j)
            ends.append(n)
        else:
            tails[at], ends[at] = j, n
    kept = set()
    n = ends[-1] if ends else -1
    while n >= 0:
        kept.add(order[n])
        n = back[n]
    return tuple(state.template.rows[j].key for j in order if j not in kept)
