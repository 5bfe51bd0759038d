"""What adds up, or is divided by what, because the printed words say so; places are rows' places.

Two wholes are known to be nothing but their parts: what was solved was solved in time or late, what
is to be solved was left over or came in. Of other rows below a count nobody can tell.
"""

import re

from cchc_xl.authoring.shape import Shape
from cchc_xl.templates.labels import canonical

_SOLVED = re.compile(r"tong so .*\bda (?:duoc )?giai quyet(?: xong)?$")
_DUE = re.compile(r"tong so .*\bphai giai quyet$")
_IN_TIME, _LATE = re.compile(r"\bdung han\b"), re.compile(r"\b(?:qua|tre) han\b")
_LEFT_OVER, _CAME = (
    re.compile(r"\bky truoc chuyen\b|\bki truoc chuyen\b"),
    re.compile(r"\btiep nhan\b"),
)
_PAIRS = ((_SOLVED, (_IN_TIME, _LATE)), (_DUE, (_LEFT_OVER, _CAME)))
_SHARE = re.compile(r"ti le (?:phan tram )?(?:so )?")
_COUNT = re.compile(r"so (?:luong )?")


def parts_in_words(shape: Shape, i: int) -> tuple[int, ...]:
    """The two rows below row ``i`` that are all of it; nothing where the words do not say so."""
    below = [j for j in shape.children[i] if canonical(shape.rows[j].measure) == _measure(shape, i)]
    if len(below) != 2 or len(shape.children[i]) != 2:
        return ()
    labels = [shape.labels[j] for j in below]
    for whole, kinds in _PAIRS:
        named = [[bool(kind.search(label)) for kind in kinds] for label in labels]
        if whole.match(shape.labels[i]) and named in (
            [[True, False], [False, True]],
            [[False, True], [True, False]],
        ):
            return tuple(below)
    return ()


def share_in_words(shape: Shape, i: int) -> tuple[int, int] | None:
    """“Tỷ lệ x” beside “Số x”, which stands below a whole of one measure: part and whole."""
    named = _SHARE.match(shape.labels[i])
    if named is None or shape.children[i]:
        return None
    wanted = shape.labels[i][named.end() :]
    block = [j for j, parent in enumerate(shape.parents) if parent == shape.parents[i]]
    near = [n for j in block for n in shape.children[j]]
    found = [
        (j, whole)
        for j in near
        if (whole := shape.parents[j]) is not None
        and (count := _COUNT.match(shape.labels[j]))
        and shape.labels[j][count.end() :] == wanted
        and _measure(shape, j) == _measure(shape, whole) != ""
        and shape.labels[whole].startswith("tong so")
    ]
    return found[0] if len(found) == 1 else None


def _measure(shape: Shape, i: int) -> str:
    return canonical(shape.rows[i].measure)
