"""How alike two labels are, and known rows that differ from a new one in a telling word only."""

import re
from dataclasses import dataclass
from functools import lru_cache

from cchc_xl.authoring.known import Instance, Known, main_words
from cchc_xl.authoring.shape import Shape
from cchc_xl.model import RowKind
from cchc_xl.templates.labels import canonical, contradict, meaning, similarity

_LIKE = 0.6
VERY_LIKE = 0.75  # what is known of one row is likely to hold of the other

_SERVICE = re.compile(r"mức độ \d|một phần|toàn trình|toàn phần", re.IGNORECASE)
_SEVERAL = re.compile(r"mức độ \d\s*(?:,|và|-|–)\s*(?:mức độ )?\d", re.IGNORECASE)
#: Names that two decrees gave to the degrees of an online service, for comparing only.
_SAME_DEGREE = {"mức độ 3": "một phần", "mức độ 4": "toàn trình", "toàn phần": "toàn trình"}
#: Whose rows they are: the unit that reports, under one name or another.
_OWN_UNIT = re.compile(r"\b(?:của|tại) (?:địa phương|cơ quan, đơn vị|đơn vị)\s*$", re.IGNORECASE)


@lru_cache(maxsize=4096)
def role_of(label: str) -> str:
    """A label for comparing what rows are for: degrees of service by one name, no "của địa phương".

    Never for telling what a row means: the degrees of two decrees are near, not the same.
    """
    text = _OWN_UNIT.sub("", _SEVERAL.sub("", label))
    return _SERVICE.sub(lambda found: _SAME_DEGREE.get(found[0].lower(), found[0]), text)


def degree_of(label: str) -> str:
    """The name of the one degree of an online service that a label speaks of, ``""`` for none."""
    found = _SERVICE.findall(_SEVERAL.sub("", label)) if "trực tuyến" in label.lower() else []
    return found[0].lower() if len(found) == 1 else ""


def same_degree(name: str) -> list[str]:
    """Every name of the degree that ``name`` is one of; nothing for ``""``."""
    names = {*_SAME_DEGREE, *_SAME_DEGREE.values()} if name else set()
    wanted = _SAME_DEGREE.get(name, name)
    return sorted(one for one in names if _SAME_DEGREE.get(one, one) == wanted)


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
    name = role_of(row.label)
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
        role = role_of(instance.row.label)
        likeness = 0.7 * similarity(meaning(name), meaning(role))
        likeness += 0.2 * similarity(meaning(own), meaning(other)) + 0.1 * same
        if likeness >= _LIKE and (best is None or likeness > best.likeness + 1e-9):
            best = Analogue(instance, own, other, likeness)
    return best
