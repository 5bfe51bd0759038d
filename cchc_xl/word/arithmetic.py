"""Does the narrative agree with itself: percents with their fractions, sums with their parts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cchc_xl.text import fold, round_half_up, truncate
from cchc_xl.word.prose import Part, Sentence
from cchc_xl.word.quantities import Form, Quantity, find_quantities

_HUNDRED = Decimal(100)
_NEAR = 60  # letters between a fraction and its percent
_BETWEEN = re.compile(
    r"^(?:[^\W\d_]|[\s(:,=–-])*?(?:đạt|tỷ lệ|tỉ lệ|chiếm|bằng|tương ứng|tương đương|là)?"
    r"(?:[^\W\d_]|[\s(:,=–-])*$",
    re.IGNORECASE,
)
_OTHER_TOPIC = re.compile(
    r"\b(?:tăng|giảm|so với|cùng kỳ|kế hoạch năm|chỉ tiêu|vượt)\b", re.IGNORECASE
)
# Groups of words that share out one whole; with one of each kind of both, the list is complete.
_DONE = re.compile(r"\b(?:dung han|truoc han|qua han|tre han|da giai quyet|hoan thanh|dung hen)\b")
_OPEN = re.compile(r"\b(?:dang|chua den han|trong han|ton chuyen|chua hoan thanh)\b")
_RETURNED = re.compile(r"\b(?:tra lai|rut|tu choi|huy)\b")
_TOTAL = re.compile(r"\b(?:tong so|tong|tiep nhan|duoc giao)\b")


@dataclass(frozen=True, slots=True)
class Slip:
    """One calculation of the narrative that does not come out. ``kind``: ratio, part or sum."""

    sentence: Sentence
    kind: str
    claim: str
    said: Decimal
    computed: Decimal
    is_cut: bool = False


def slips(sentences: Sequence[Sentence]) -> Iterator[Slip]:
    """Every calculation of the results that is wrong in itself."""
    for sentence in sentences:
        if sentence.part in (Part.OUTLOOK, Part.FOOTNOTE):
            continue
        quantities = find_quantities(sentence.text)
        yield from _ratios(sentence, quantities)
        yield from _sums(sentence, quantities)


def _ratios(sentence: Sentence, quantities: Sequence[Quantity]) -> Iterator[Slip]:
    """“200/271 hồ sơ đạt 73,80%”, “12,8% (5.115.000đ/40.000.000đ)”."""
    for one, other in itertools.pairwise(quantities):
        forms = {one.form, other.form}
        if forms != {Form.FRACTION, Form.PERCENT}:
            continue
        between = sentence.text[one.end : other.start]
        if len(between) > _NEAR or not _BETWEEN.match(between) or _OTHER_TOPIC.search(between):
            continue
        fraction, percent = (one, other) if one.form is Form.FRACTION else (other, one)
        if one is percent and "(" not in between:
            continue  # "đạt 95%, 12/15 đơn vị …" begins another matter
        if not fraction.whole:
            continue
        exact = fraction.value * _HUNDRED / fraction.whole
        if round_half_up(exact, percent.decimals) == percent.value:
            continue
        if percent.about or exact > 1000:
            continue
        cut = truncate(exact, percent.decimals) == percent.value
        yield Slip(sentence, "ratio", fraction.text, percent.value, round_half_up(exact, 2), cut)


def _sums(sentence: Sentence, quantities: Sequence[Quantity]) -> Iterator[Slip]:
    """“Tổng số 5008 hồ sơ: đúng hạn 3897; quá hạn 0; đang giải quyết 881; trả lại 230”."""
    counts = [one for one in quantities if one.form is Form.COUNT and not one.about]
    if len(counts) < 3 or len(counts) != len(quantities):
        return
    total, parts = counts[0], counts[1:]
    words = [fold(part.clause) for part in parts]
    if not _TOTAL.search(fold(total.clause)):
        return
    kinds = [
        (bool(_DONE.search(text)), bool(_OPEN.search(text)), bool(_RETURNED.search(text)))
        for text in words
    ]
    if not all(any(kind) for kind in kinds):
        return
    if not any(done for done, _, _ in kinds) or not any(left for _, left, _ in kinds):
        return
    summed = sum((part.value for part in parts), Decimal(0))
    if summed != total.value and len(set(words)) == len(words):
        listed = " + ".join(part.text for part in parts)
        yield Slip(sentence, "sum", listed, total.value, summed)
