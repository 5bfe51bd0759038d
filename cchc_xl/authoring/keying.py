"""Which known meaning has each printed row? Label, parents, measure, part, neighbours decide.

A key is used once. What no edition means gets a key of its own, and says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_xl.authoring import guess
from cchc_xl.authoring.known import Instance, Known
from cchc_xl.authoring.naming import key_like, new_key
from cchc_xl.authoring.shape import Shape
from cchc_xl.model import RowKind
from cchc_xl.templates.labels import contradict, exclude, meaning, similarity, tell_apart

if TYPE_CHECKING:
    from collections.abc import Sequence

SURE = 0.86
POSSIBLE = 0.68
_LEAST_ALIKE = 0.5
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class KeyProposal:
    """The key of one row. ``instance`` is the known row it was taken from, None for a new one."""

    key: str
    sureness: float
    instance: Instance | None
    reason: str

    @property
    def is_sure(self) -> bool:
        """True when nobody needs to look twice."""
        return self.sureness >= SURE


def propose_keys(shape: Shape, known: Known) -> list[KeyProposal]:
    """A key for every row, top rows first so that their blocks are known."""
    sections = [known.section_like(part.title) for part in shape.parts]
    keys: list[str | None] = [None] * len(shape.rows)
    chosen: dict[int, tuple[float, Instance]] = {}
    for _ in range(_ROUNDS):
        claims = sorted(
            (
                (score, instance.closeness, -i, instance)
                for i in range(len(shape.rows))
                for score, instance in _candidates(shape, known, i, keys, sections)
                if score >= POSSIBLE
            ),
            key=lambda claim: claim[:3],
            reverse=True,
        )
        chosen, used = {}, set()
        for score, _, place, instance in claims:
            if -place not in chosen and instance.row.key not in used:
                chosen[-place] = (score, instance)
                used.add(instance.row.key)
        settled = [chosen[i][1].row.key if i in chosen else None for i in range(len(keys))]
        if settled == keys:
            break
        keys = settled
    return list(_proposals(shape, known, chosen, keys))


def _candidates(
    shape: Shape,
    known: Known,
    i: int,
    keys: "Sequence[str | None]",
    sections: "Sequence[str | None]",
) -> Iterator[tuple[float, Instance]]:
    same = known.by_label.get(shape.labels[i], [])
    several = len({instance.row.key for instance in same}) > 1
    for instance in same:
        yield _score(shape, i, instance, keys, sections, 1.0, several=several), instance
    own = meaning(shape.rows[i].label)
    for instance in known.instances:
        if instance in same or contradict(shape.rows[i].label, instance.row.label):
            continue
        alike = similarity(own, meaning(instance.row.label))
        if alike >= _LEAST_ALIKE and _same_sort(shape, i, instance):
            yield _score(shape, i, instance, keys, sections, alike), instance


def _same_sort(shape: Shape, i: int, instance: Instance) -> bool:
    """A percent is no count, and a heading no indicator."""
    measure = shape.rows[i].measure
    if (measure == "%") != (instance.row.measure == "%"):
        return False
    return not shape.has_measures or bool(measure) == bool(instance.row.measure)


def _score(
    shape: Shape,
    i: int,
    instance: Instance,
    keys: "Sequence[str | None]",
    sections: "Sequence[str | None]",
    alike: float,
    *,
    several: bool = False,
) -> float:
    kinship = _kinship(shape, i, instance, keys)
    score = 0.60 * alike + 0.20 * kinship
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


def _kinship(
    shape: Shape, i: int, instance: Instance, keys: "Sequence[str | None]"
) -> float:
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
        return -1.0
    alike = similarity(meaning(label), meaning(other))
    if alike >= 0.6 and tell_apart(label, other):
        return -1.0
    return 0.5 if alike >= 0.6 else 0.3 if not above or instance.row.parent is None else 0.0


def _proposals(
    shape: Shape,
    known: Known,
    chosen: dict[int, tuple[float, Instance]],
    keys: "Sequence[str | None]",
) -> Iterator[KeyProposal]:
    taken = {instance.row.key for instance in known.instances}
    for i, row in enumerate(shape.rows):
        if i in chosen:
            score, instance = chosen[i]
            yield KeyProposal(instance.row.key, score, instance, _reason(shape, i, instance))
            continue
        bare = shape.is_bare(i)
        kind = guess.kind_of(
            row.label, row.measure, bare=bare, has_children=bool(shape.children[i])
        )
        key, reason = _new(shape, known, i, kind, taken)
        taken.add(key)
        yield KeyProposal(key, 0.0, None, reason)


def _new(
    shape: Shape, known: Known, i: int, kind: RowKind, taken: set[str]
) -> tuple[str, str]:
    """A key of its own, named after a like row of another level where there is one."""
    above = shape.above(i)
    path = shape.rows[above[0]].label if above else ""
    own = f"{shape.rows[i].label} {path}"
    best: tuple[float, str] = (0.6, "")
    for instance in known.instances:
        other = f"{instance.row.label} {instance.parent_label}"
        if (instance.row.kind is RowKind.HEADING) != (kind is RowKind.HEADING):
            continue
        alike = similarity(meaning(shape.rows[i].label), meaning(instance.row.label))
        alike = 0.7 * alike + 0.3 * similarity(meaning(own), meaning(other))
        if alike > best[0] and (found := key_like(own, other, instance.row.key, taken)):
            best = (alike, found)
    suggestion = _nearest_words(shape.rows[i].label, known)
    reason = f"Nghĩa mới. {suggestion}".strip()
    return best[1] or new_key(shape.rows[i].label, kind, taken), reason


def _nearest_words(label: str, known: Known) -> str:
    """The known label that reads most alike, for the keeper to compare with."""
    from rapidfuzz import fuzz, process

    labels = [instance.row.label for instance in known.instances]
    found = process.extractOne(
        meaning(label), [meaning(one) for one in labels], scorer=fuzz.token_set_ratio
    )
    if found is None or found[1] < 70:
        return ""
    instance = known.instances[found[2]]
    return f"Gần giống: “{instance.row.label[:80]}” ({instance.row.key}, {instance.template.id})."


def _reason(shape: Shape, i: int, instance: Instance) -> str:
    same = shape.labels[i] == meaning(instance.row.label) or (
        similarity(meaning(shape.rows[i].label), meaning(instance.row.label)) == 1.0
    )
    words = "Cùng tên" if same else f"Gần giống “{instance.row.label[:80]}”"
    place = ", cùng vị trí" if instance.aligned == i else ""
    return f"{words}{place} trong mẫu {instance.template.id}."
