"""Which row of a form is a printed row? By label within its parent, never by number alone.

Labels repeat inside one form ("Tổng số hồ sơ TTHC đã giải quyết xong" stands three times) and so
do numbers, so a row that is not unique must also agree with its surroundings.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from cchc_xl.model import PrintedRow, ReportTemplate
from cchc_xl.templates.labels import canonical, plain_number, similarity

_ALIKE = 0.85  # reworded beyond doubt, wherever it stands
_AKIN = 0.5  # reworded, when the surroundings agree


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


@dataclass(slots=True)
class _State:
    rows: Sequence[PrintedRow]
    template: ReportTemplate
    printed: list[str]
    formal: list[str]
    numbers: list[str]
    formal_numbers: list[str]
    parents: list[int | None]
    formal_parents: list[int | None]
    to_form: list[int | None]
    taken: set[int] = field(default_factory=set)

    def assign(self, i: int, j: int) -> None:
        self.to_form[i] = j
        self.taken.add(j)

    def surroundings(self, i: int, j: int) -> float:
        """How well the places of printed row ``i`` and form row ``j`` agree, 0 to 6."""
        score = 0.0
        if self.numbers[i] == self.formal_numbers[j]:
            score += 1.0 if self.numbers[i] else 0.4
        if canonical(self.rows[i].measure) == canonical(self.template.rows[j].measure):
            score += 0.5
        parent, formal_parent = self.parents[i], self.formal_parents[j]
        if parent is None and formal_parent is None:
            score += 0.5
        elif parent is not None and self.to_form[parent] == formal_parent:
            score += 1.5
        if i > 0 and (before := self.to_form[i - 1]) is not None and before == j - 1:
            score += 1.5
        if i + 1 < len(self.rows) and (after := self.to_form[i + 1]) is not None:
            score += 1.5 if after == j + 1 else 0.0
        return score


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


def overlap(rows: Sequence[PrintedRow], template: ReportTemplate) -> float:
    """A quick measure of likeness, 0 to 1: labels in common (with repetitions) of both."""
    printed = Counter(canonical(row.label) for row in rows if row.label)
    formal = Counter(canonical(row.label) for row in template.rows)
    return 2 * (printed & formal).total() / max(1, printed.total() + formal.total())


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
        parents=_printed_parents(numbers),
        formal_parents=[
            None if row.parent is None else position[row.parent] for row in template.rows
        ],
        to_form=[None] * len(rows),
    )


def _printed_parents(numbers: list[str]) -> list[int | None]:
    """The row above each row that its number, or its lack of one, puts it under."""
    parents: list[int | None] = []
    last: dict[str, int] = {}
    numbered: int | None = None
    for i, number in enumerate(numbers):
        if not number:
            parents.append(numbered)
            continue
        pieces = number.split(".")
        parents.append(
            next(
                (
                    last[prefix]
                    for length in range(len(pieces) - 1, 0, -1)
                    if (prefix := ".".join(pieces[:length])) in last
                ),
                None,
            )
        )
        last[number] = numbered = i
    return parents


def _by_key(state: _State) -> None:
    """Our own workbooks carry the key beside the row."""
    index = {row.key: j for j, row in enumerate(state.template.rows)}
    for i, row in enumerate(state.rows):
        j = index.get(row.key) if row.key is not None else None
        if j is not None and j not in state.taken:
            state.assign(i, j)


def _unique_labels(state: _State) -> None:
    free = [i for i, j in enumerate(state.to_form) if j is None]
    printed = Counter(state.printed[i] for i in free)
    formal: dict[str, list[int]] = {}
    for j, label in enumerate(state.formal):
        formal.setdefault(label, []).append(j)
    for i in free:
        places = formal.get(state.printed[i], [])
        if printed[state.printed[i]] == 1 and len(places) == 1 and places[0] not in state.taken:
            state.assign(i, places[0])


def _repeated_labels(state: _State) -> None:
    """Same label in several places: the surroundings decide, the clearest case first."""
    while True:
        best: tuple[float, int, int] | None = None
        for i, current in enumerate(state.to_form):
            if current is not None or not state.printed[i]:
                continue
            scores = sorted(
                (
                    (state.surroundings(i, j), j)
                    for j, label in enumerate(state.formal)
                    if j not in state.taken and label == state.printed[i]
                ),
                reverse=True,
            )
            if not scores or scores[0][0] < 1.5:
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
        if current is not None or not state.printed[i]:
            continue
        for j in free_form:
            alike = similarity(state.printed[i], state.formal[j])
            if alike < _AKIN:
                continue
            place = state.surroundings(i, j)
            if (alike >= _ALIKE and place >= 1.0) or place >= 2.5:
                pairs.append((alike + place / 6, i, j))
    found = []
    for _, i, j in sorted(pairs, reverse=True):
        if state.to_form[i] is None and j not in state.taken:
            state.assign(i, j)
            found.append(j)
    return sorted(found)


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
