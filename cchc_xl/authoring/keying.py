"""Which known meaning has each printed row? Label, parents, measure, part, neighbours decide.

A key is used once. What no edition means gets a key of its own, and says so.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from cchc_xl.authoring import guess
from cchc_xl.authoring.known import Instance, Known, main_words
from cchc_xl.authoring.likeness import Analogue, alike, analogue
from cchc_xl.authoring.naming import key_like, new_key
from cchc_xl.authoring.rewording import ANOTHER_WAY, other_ways, says_what_stands_above
from cchc_xl.authoring.shape import Shape
from cchc_xl.model import Level, RowKind
from cchc_xl.templates.labels import canonical, exclude, meaning, similarity, tell_apart
from cchc_xl.text import shortened

SURE = 0.86
POSSIBLE = 0.68
_LEAST_ALIKE = 0.5
_WORTH_READING = 0.55  # above it, another label helps the keeper to decide
_ROUNDS = 3

Keys = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class KeyProposal:
    """The key of one row. ``instance`` is the known row it was taken from, None for a new one.

    ``like``: for a new row, a known one that differs in a telling word only (another level).
    """

    key: str
    sureness: float
    instance: Instance | None
    reason: str
    like: Analogue | None = None

    @property
    def is_sure(self) -> bool:
        """True when nobody needs to look twice."""
        return self.sureness >= SURE


def propose_keys(shape: Shape, known: Known, own: Level | None = None) -> list[KeyProposal]:
    """A key for every row, in rounds: the keys found so far tell the blocks of the next round.

    ``own``: the level of the units the form is for, None where nobody says.
    """
    sections = [known.section_like(part.title) for part in shape.parts]
    keys: list[str | None] = [None] * len(shape.rows)
    chosen: dict[int, tuple[float, Instance]] = {}
    candidates = [list(_candidates(shape, known, i, own)) for i in range(len(shape.rows))]
    for _ in range(_ROUNDS):
        claims = sorted(
            (
                (score, instance.closeness, -i, n, instance)
                for i, found in enumerate(candidates)
                for n, (likeness, several, instance) in enumerate(found)
                if (score := _score(shape, i, instance, keys, sections, likeness, several))
                >= POSSIBLE
            ),
            key=lambda claim: (claim[0], claim[1], claim[2], -claim[3]),
            reverse=True,
        )
        chosen, used = {}, set[str]()
        for score, _, place, _, instance in claims:
            if -place not in chosen and instance.row.key not in used:
                chosen[-place] = (score, instance)
                used.add(instance.row.key)
        settled = [chosen[i][1].row.key if i in chosen else None for i in range(len(keys))]
        if settled == keys:
            break
        keys = settled
    return list(_proposals(shape, known, chosen, sections))


def _candidates(
    shape: Shape, known: Known, i: int, own: Level | None
) -> Iterator[tuple[float, bool, Instance]]:
    """Known rows with how alike they are, and whether the same words have several meanings."""
    same = known.by_label.get(shape.labels[i], [])
    several = len({instance.row.key for instance in same}) > 1
    label, measure = shape.rows[i].label, shape.rows[i].measure
    ways = other_ways(shape, i, own)
    for instance in same:
        if not (measure and instance.row.kind is RowKind.HEADING):
            yield 1.0, several, instance
    for instance in known.instances:
        if instance in same or not _same_sort(shape, i, instance):
            continue
        likeness = alike(label, instance.row.label)
        if known.loses_what_tells(label, instance):
            likeness = 0.0
        for other in ways if likeness < ANOTHER_WAY else ():
            if not known.loses_what_tells(other, instance):
                likeness = max(likeness, min(ANOTHER_WAY, alike(other, instance.row.label)))
        if likeness < ANOTHER_WAY and says_what_stands_above(label, instance):
            likeness = ANOTHER_WAY
        if likeness >= _LEAST_ALIKE:
            yield likeness, False, instance


def _same_sort(shape: Shape, i: int, instance: Instance) -> bool:
    """A percent is no count, and a heading no indicator."""
    row = shape.rows[i]
    if (row.measure == "%") != (instance.row.measure == "%"):
        return False
    if not shape.has_measures:
        return True
    counts = re.match(r"tong so |so luong ", shape.labels[i]) and instance.row.is_input
    return bool(row.measure) == bool(instance.row.measure) or bool(counts)


def _score(
    shape: Shape,
    i: int,
    instance: Instance,
    keys: Keys,
    sections: Keys,
    likeness: float,
    several: bool,
) -> float:
    kinship = _kinship(shape, i, instance, keys)
    above = shape.parents[i]
    below_heading = above is None or shape.is_bare(above)
    if kinship == _OTHER_WORDS and likeness == 1.0 and not several and below_heading:
        kinship = 0.0  # the words stand for one meaning only, whatever the heading says
    score = 0.60 * likeness + 0.20 * kinship
    if several and kinship < 0:
        score -= 0.2  # the same words stand elsewhere with another meaning
    score += 0.08 * _measures_agree(shape.rows[i].measure, instance.row.measure)
    section = sections[shape.part_of(i)]
    score += 0.05 if section in (None, instance.section) else -0.1
    if instance.aligned == i:
        score += 0.12
    before = keys[i - 1] if i else None
    row_before = instance.template.position[instance.row.key] - 2
    if before is not None and row_before >= 0:
        score += 0.04 * (instance.template.rows[row_before].key == before)
    return min(1.0, score)


def _measures_agree(measure: str, other: str) -> float:
    if meaning(measure) == meaning(other):
        return 1.0
    mine, theirs = guess.choices_of(measure)[0], guess.choices_of(other)[0]
    return 0.5 if not measure or not other or bool(mine) == bool(theirs) else 0.0


_OTHER_MATTER = -1.0
_OTHER_WORDS = -0.9


def _kinship(shape: Shape, i: int, instance: Instance, keys: Keys) -> float:
    """1: same parent · 0.7: the parent of one stands above the other · below 0: other matters."""
    above = shape.above(i)
    parent = keys[above[0]] if above else None
    mine = {key for j in above if (key := keys[j]) is not None}
    if parent is not None and parent == instance.row.parent:
        return 1.0
    if not above and instance.row.parent is None:
        return 1.0
    if (instance.row.parent in mine) or (parent is not None and parent in instance.above):
        return 0.7
    label = shape.rows[above[0]].label if above else shape.parts[shape.part_of(i)].title
    other = instance.parent_label
    if exclude(label, other):
        return _OTHER_MATTER
    same = similarity(meaning(label), meaning(other))
    if same >= 0.6 and tell_apart(label, other):
        return _OTHER_WORDS
    return 0.5 if same >= 0.6 else 0.3 if not above or instance.row.parent is None else 0.0


def _proposals(
    shape: Shape, known: Known, chosen: dict[int, tuple[float, Instance]], sections: Keys
) -> Iterator[KeyProposal]:
    taken = {instance.row.key for instance in known.instances}
    used = {instance.row.key for _, instance in chosen.values()}
    for i, row in enumerate(shape.rows):
        head = _head_of_part(shape, known, i, sections, used) if i not in chosen else None
        if head is not None:
            used.add(head.row.key)
            yield KeyProposal(head.row.key, POSSIBLE, head, _reason(shape, i, head))
            continue
        if i in chosen:
            score, instance = chosen[i]
            yield KeyProposal(instance.row.key, score, instance, _reason(shape, i, instance))
            continue
        kind = guess.kind_of(
            row.label, row.measure, bare=shape.is_bare(i), has_children=bool(shape.children[i])
        )
        like = analogue(shape, known, i, kind)
        key = key_like(like.own, like.other, like.instance.row.key, taken) if like else None
        key = key or new_key(row.label, kind, taken)
        taken.add(key)
        reason = f"Nghĩa mới. {_nearest_words(shape, i, known)}".strip()
        yield KeyProposal(key, 0.0, None, reason, like)


def _head_of_part(
    shape: Shape, known: Known, i: int, sections: Keys, used: Container[str]
) -> Instance | None:
    """The known row that heads the part this row heads, however the part is called now."""
    part = shape.part_of(i)
    key = sections[part]
    if shape.parts[part].first != i or not shape.is_bare(i) or key is None or key in used:
        return None
    heads = (one for one in known.by_key.get(key, ()) if one.row.kind is RowKind.HEADING)
    return next(heads, None)


def _nearest_words(shape: Shape, i: int, known: Known) -> str:
    """The known label that reads most alike, for the keeper to compare with; "" for none."""
    label = main_words(shape.rows[i].label)
    percent = shape.rows[i].measure == "%"
    best: tuple[float, Instance | None] = (_WORTH_READING, None)
    for instance in known.instances:
        other = main_words(instance.row.label)
        if percent == (instance.row.kind is RowKind.PERCENT) and not exclude(label, other):
            likeness = similarity(meaning(label), meaning(other))
            if likeness > best[0] + 1e-9:
                best = (likeness, instance)
    if best[1] is None:
        return ""
    row = best[1].row
    return f"Gần giống: “{shortened(row.label, 80)}” ({row.key}, {best[1].template.id})."


def _reason(shape: Shape, i: int, instance: Instance) -> str:
    same = shape.labels[i] == canonical(instance.row.label)
    words = "Cùng tên" if same else f"Gần giống “{shortened(instance.row.label, 80)}”"
    place = ", cùng vị trí" if instance.aligned == i else ""
    return f"{words}{place} trong mẫu {instance.template.id}."
