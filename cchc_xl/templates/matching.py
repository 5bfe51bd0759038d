"""Which row of a form is a printed row? By label within its parent, never by number alone.

Labels repeat inside one form ("Tổng số hồ sơ TTHC đã giải quyết xong" stands three times) and so
do numbers, so a row that is not unique must also agree with its surroundings. What stays doubtful
stays unmatched: a value missing from its row is seen, a value in a wrong row is not.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cchc_xl.model import PrintedRow, ReportTemplate
from cchc_xl.templates.labels import canonical, contradict, meaning, similarity, words_of
from cchc_xl.templates.standing import PLACED, State

_ALIKE = 0.85  # reworded beyond doubt, wherever it stands
_AKIN = 0.5  # reworded, when the surroundings agree
_MOST_ROWS = 2_000  # a longer table is no appendix; comparing all its words would take long
_NEAR = 0.4  # rows of the form that a reworded label might be taken for


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


def align(rows: Sequence[PrintedRow], template: ReportTemplate) -> Alignment:
    """Find the row of the form for every printed row that has one."""
    state = State.of(rows, template)
    _by_key(state)
    _unique_labels(state)
    _repeated_labels(state)
    reworded = _reworded(state)
    if reworded:
        _repeated_labels(state)  # whose parents are known only now
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


def _by_key(state: State) -> None:
    """Our own workbooks carry the key beside the row."""
    index = {row.key: j for j, row in enumerate(state.template.rows)}
    for i, row in enumerate(state.rows):
        j = index.get(row.key) if row.key is not None else None
        if j is not None and j not in state.taken:
            state.assign(i, j)


def _unique_labels(state: State) -> None:
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


def _repeated_labels(state: State) -> None:
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
            if not scores or not state.is_placed(i, scores[0][1]):
                continue
            if state.may_have_strayed(i, scores[0][1]) or state.in_strange_block(i, scores[0][1]):
                continue
            lead = scores[0][0] - (scores[1][0] if len(scores) > 1 else 0.0)
            if lead > 0 and (best is None or lead > best[0]):
                best = (lead, i, scores[0][1])
        if best is None:
            return
        state.assign(best[1], best[2])


def _reworded(state: State) -> list[int]:
    """Rows whose words changed: alike beyond doubt, or akin and in the same place."""
    if len(state.rows) > _MOST_ROWS:
        return []
    pairs = []
    free_form = [
        (j, meaning(row.label)) for j, row in enumerate(state.template.rows) if j not in state.taken
    ]
    for i, current in enumerate(state.to_form):
        # Words of the form itself were not reworded; where they belong, nobody could tell.
        if current is not None or not state.printed[i] or state.places[state.printed[i]]:
            continue
        printed = meaning(state.rows[i].label)
        for j, formal in free_form:
            alike = similarity(printed, formal)
            if alike < _AKIN or _means_another(state, i, j) or state.in_strange_block(i, j):
                continue
            place = state.surroundings(i, j)
            if (alike >= _ALIKE and place >= 0.5) or place >= PLACED:
                pairs.append((alike + place / 6, i, j))
    found = []
    for _, i, j in sorted(pairs, reverse=True):
        if state.to_form[i] is None and j not in state.taken:
            state.assign(i, j)
            found.append(j)
    return sorted(found)


def _means_another(state: State, i: int, j: int) -> bool:
    """True when the label lost what tells row ``j`` from a row like it, or gained the other's."""
    row, label = state.template.rows[j], state.rows[i].label
    if state.has_measures and bool(row.measure) != bool(state.rows[i].measure):
        return True  # a heading is no indicator
    formal = row.label
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


def _moved(state: State) -> tuple[str, ...]:
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
