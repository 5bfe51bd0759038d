"""What adds up, or is divided by what, because the printed words say so; places are rows' places.

Of few wholes the words tell that the rows below are all there is: what was solved was solved in
time or late, what is to be solved was left over or came in, a dossier came online or by hand, a
task is done in time, done late, open and late, or open still. Of other rows nobody can tell.
"""

import re
from collections.abc import Callable

from cchc_xl.authoring.known import main_words
from cchc_xl.authoring.shape import Shape
from cchc_xl.templates.labels import canonical

_SOLVED = re.compile(
    r"tong so .*\bda (?:duoc )?giai quyet(?: xong)?$"
    r"|(?:tong )?so ho so\b.*\bda (?:duoc )?(?:giai quyet(?: xong)?|tra ket qua)$"
)
_DUE = re.compile(r"tong so .*\bphai giai quyet$")
_RECEIVED = re.compile(r"tong so ho so\b.*\b(?:tiep nhan|phai giai quyet)(?: trong k[iy])?$")
_TASKS = re.compile(r"tong so nhiem vu\b.*\bgiao$")
_ISSUED = re.compile(r"tong so van ban qu[iy] pham phap luat\b.*\bban hanh$")
_OPEN = re.compile(r"\b(?:chua|dang|con)\b")
_LATE = re.compile(r"\b(?:qua|tre) han\b")
_IN_TIME = re.compile(r"\bdung han\b")
_LEFT_OVER = re.compile(r"\bk[iy] truoc chuyen\b")
_CAME = re.compile(r"\btiep nhan\b")
_ONLINE = re.compile(r"\btruc tuyen\b")
_BY_HAND = re.compile(r"\btruc tiep\b")
_NOT_DUE = re.compile(r"\b(?:con|trong) (?:trong )?han\b|\bchua den han\b")


def _kind_of_task(label: str) -> str:
    if _OPEN.search(label):
        return "open, late" if _LATE.search(label) else "open" if _NOT_DUE.search(label) else ""
    return "in time" if _IN_TIME.search(label) else "late" if _LATE.search(label) else ""


def _kind_of_dossier(label: str) -> str:
    if _LEFT_OVER.search(label):
        return "left over"
    online, by_hand = bool(_ONLINE.search(label)), bool(_BY_HAND.search(label))
    if online == by_hand:
        return ""
    return "online" if online else "by hand"


def _named(kinds: dict[str, re.Pattern[str]]) -> Callable[[str], str]:
    """The only kind a label names, ``""`` for none or several."""

    def kind_of(label: str) -> str:
        found = [name for name, words in kinds.items() if words.search(label)]
        return found[0] if len(found) == 1 else ""

    return kind_of


#: Wholes, the kind of each row below by its words, and the kinds that together are all there is.
#: A commune, a province issues regulations as resolutions and decisions only (Law 64/2025/QH15).
_WHOLES = (
    (_SOLVED, _named({"in time": _IN_TIME, "late": _LATE}), ({"in time", "late"},)),
    (_DUE, _named({"left over": _LEFT_OVER, "came": _CAME}), ({"left over", "came"},)),
    (_RECEIVED, _kind_of_dossier, ({"online", "by hand"}, {"online", "by hand", "left over"})),
    (_TASKS, _kind_of_task, ({"in time", "late", "open, late", "open"},)),
    (
        _ISSUED,
        _named(
            {
                "resolution": re.compile(r"^(?:so )?nghi quyet\b"),
                "decision": re.compile(r"^(?:so )?quyet dinh\b"),
            }
        ),
        ({"resolution", "decision"},),
    ),
)
_SHARE = re.compile(r"ti le (?:phan tram )?(?:so )?")
_COUNT = re.compile(r"so (?:luong )?")
_LEAST_WORDS = 4


def parts_in_words(shape: Shape, i: int) -> tuple[int, ...]:
    """The rows below row ``i`` that are all of it; nothing where the words do not say so."""
    below = [j for j in shape.children[i] if not _only_says_of_which(shape, j)]
    if any(_measure(shape, j) != _measure(shape, i) for j in below):
        return ()
    for whole, kind_of, every in _WHOLES:
        kinds = [kind_of(shape.labels[j]) for j in below]
        if whole.match(_bare(shape, i)) and len(set(kinds)) == len(kinds) and set(kinds) in every:
            return tuple(below)
    return ()


def _bare(shape: Shape, i: int) -> str:
    """The label without what stands in brackets."""
    return canonical(main_words(shape.rows[i].label))


def _only_says_of_which(shape: Shape, i: int) -> bool:
    """True for a line "Trong đó:" of its own."""
    return shape.labels[i] in ("trong do", "gom", "bao gom", "chia ra")


def share_in_words(shape: Shape, i: int) -> tuple[int, int] | None:
    """“Tỷ lệ x” beside “Số x” and the whole that x is of: part and whole; None: not said.

    The part stands below its whole, or right below it as the row before the percent. All words of
    the percent are words of the part (with those of the whole it stands below).
    """
    named = _SHARE.match(shape.labels[i])
    if named is None or shape.children[i]:
        return None
    wanted = shape.labels[i][named.end() :]
    block = [j for j, parent in enumerate(shape.parents) if parent == shape.parents[i]]
    near = [(n, j) for j in block if j < i for n in shape.children[j]]
    beside = [(i - 1, i - 2)] if {i - 1, i - 2} <= set(block) else []
    found = [
        (part, whole)
        for part, whole in (*near, *beside)
        if _measure(shape, part) == _measure(shape, whole) != ""
        and shape.labels[whole].startswith("tong so")
    ]
    exact = [one for one in found if _counted(shape, one[0]) == wanted]
    told = exact or [
        (part, whole)
        for part, whole in found
        if _says_all(wanted, shape.labels[part], shape.labels[whole])
    ]
    return told[0] if len(told) == 1 else None


def _counted(shape: Shape, i: int) -> str | None:
    count = _COUNT.match(shape.labels[i])
    return shape.labels[i][count.end() :] if count else None


def _says_all(wanted: str, part: str, whole: str) -> bool:
    """True when the part says all that the percent does and the whole lacks some of it.

    What tells near labels apart ("quá hạn", a level) is in both or in neither.
    """
    words = set(wanted.split())
    said = set(part.split()) | set(whole.split())
    return (
        len(words) >= _LEAST_WORDS
        and words <= said
        and not words <= set(whole.split())
        and len(words & set(part.split())) * 2 > len(words)
        and bool(_LATE.search(wanted)) == bool(_LATE.search(part))
    )


def _measure(shape: Shape, i: int) -> str:
    return canonical(shape.rows[i].measure)
