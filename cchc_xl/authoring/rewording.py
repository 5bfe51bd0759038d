"""Other ways in which forms say the same row: what a heading says is left out or written out.

"a) Đã hoàn thành đúng hạn" below a count of tasks is "Số nhiệm vụ đã hoàn thành đúng hạn"; a form
for wards says "của UBND phường" where one for all levels says nothing; "Kế hoạch được giao" below
"Tỷ lệ giải ngân vốn đầu tư công" is "Kế hoạch vốn đầu tư công được giao". None of them is certain.
"""

import re
from functools import lru_cache

from cchc_xl.authoring.known import Instance, main_words
from cchc_xl.authoring.shape import Shape
from cchc_xl.model import Level, RowKind
from cchc_xl.templates.labels import canonical, contradict, words_of

#: How alike two labels are at most that only another way of saying makes alike: never sure.
ANOTHER_WAY = 0.8
_WHOLE_NAME = re.compile(r"(?:tong so|so|ti le|ke hoach|muc do|co|viec)\b")
_ABBREVIATED = re.compile(r"\s*\(\s*[A-ZĐ]{2,}\s*\)")
_OWN_UNIT = {
    Level.XA: re.compile(
        r"\s*\b(?:(?:của|thuộc|do|tại)\s+)?(?:(?:HĐND,\s*)?(?:UBND|Ủy ban nhân dân)\s+)?"
        r"(?<!cấp )(?<!các )(?<!thị )(?:xã|phường|đặc khu)\b(?! hội)",
        re.IGNORECASE,
    ),
}
_LEAST_WORDS = 2
_SOME_YEAR = "namnao"  # a year, in `labels.meaning`
_ADDS = re.compile(r",|\bvà\b|\bhoặc\b")  # counts more than one thing


def other_ways(shape: Shape, i: int, own: Level | None) -> list[str]:
    """The label of row ``i`` said in other ways. ``own``: the level the form is for."""
    row = shape.rows[i]
    label = _ABBREVIATED.sub("", row.label)
    found = []
    noun = row.measure.strip().lower()
    counted = bool(noun) and not set("=%/;") & set(noun) and noun not in label.lower()
    if counted and not _WHOLE_NAME.match(shape.labels[i]):
        found.append(f"Số {noun} {label[:1].lower()}{label[1:]}")
    if own in _OWN_UNIT and (bare := _OWN_UNIT[own].sub("", label)) != label:
        found.append(bare.strip())
    if label != row.label:
        found.append(label)
    return [one for one in found if one and canonical(one) != shape.labels[i]]


def says_what_stands_above(label: str, instance: Instance) -> bool:
    """True for a label that is the known one with words of the row above it written out."""
    row = instance.row
    if row.parent is None or row.kind not in (RowKind.COUNT, RowKind.MONEY):
        return False
    said, known, above = _words(label), _words(row.label), _words(instance.parent_label)
    more = said - known - {_SOME_YEAR}
    return (
        len(known) >= _LEAST_WORDS
        and known - {_SOME_YEAR} <= said
        and bool(more)
        and more <= above
        and not _tells_more(label, row.label, more)
    )


def _tells_more(label: str, known: str, more: frozenset[str]) -> bool:
    """True where the words written out tell the label apart, or name one more thing to count."""
    said, short = _short(label), _short(known)
    if _ADDS.search(label):
        return contradict(said, short)
    return contradict(said, f"{short} {' '.join(sorted(more))}")


@lru_cache(maxsize=4096)
def _words(label: str) -> frozenset[str]:
    return words_of(_short(label))


def _short(label: str) -> str:
    return main_words(_ABBREVIATED.sub("", label))
