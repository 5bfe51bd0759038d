"""How alike two labels are, and known rows that differ from a new one in a telling word only."""

import re
from dataclasses import dataclass
from functools import lru_cache

from cchc_xl.authoring.known import Instance, Known
from cchc_xl.authoring.shape import Shape
from cchc_xl.model import RowKind
from cchc_xl.templates.labels import canonical, contradict, meaning, similarity

_LIKE = 0.6


@lru_cache(maxsize=4096)
def main_words(label: str) -> str:
    """A label without what stands in brackets."""
    return re.sub(r"\([^)]*\)", " ", label).strip() or label


def alike(a: str, b: str) -> float:
    """0 to 1; 0 for labels that tell themselves apart. Words in brackets count less.

    What only one of the two says in brackets explains it and tells nothing apart.
    """
    one_sided = ("(" in a) != ("(" in b)
    if contradict(main_words(a), main_words(b)) if one_sided else contradict(a, b):
        return 0.0
    main = similarity(meaning(main_words(a)), meaning(main_words(b)))
    return 0.75 * main + 0.25 * similarity(meaning(a), meaning(b))


@dataclass(frozen=True, slots=True)
class Analogue:
    """A known row like a new one, both with the words of the rows above them."""

    instance: Instance
    own: str
    other: str
    likeness: float


def analogue(shape: Shape, known: Known, i: int, kind: RowKind) -> Analogue | None:
    """The known row most like row ``i`` although its words tell it apart; None: there is none."""
    above = shape.above(i)
    row = shape.rows[i]
    own = f"{row.label} {shape.rows[above[0]].label if above else ''}"
    best: Analogue | None = None
    for instance in known.instances:
        if instance.row.is_input != (kind is not RowKind.HEADING):
            continue
        if kind is RowKind.PERCENT and instance.row.kind is not RowKind.PERCENT:
            continue
        if kind is not RowKind.PERCENT and instance.row.kind is RowKind.PERCENT:
            continue
        same = canonical(row.measure) == canonical(instance.row.measure)
        other = f"{instance.row.label} {instance.parent_label}"
        likeness = 0.7 * similarity(meaning(row.label), meaning(instance.row.label))
        likeness += 0.2 * similarity(meaning(own), meaning(other)) + 0.1 * same
        if likeness >= _LIKE and (best is None or likeness > best.likeness + 1e-9):
            best = Analogue(instance, own, other, likeness)
    return best
