"""Rows that read alike and do not mean the same: what tells them apart, told to the keeper.

Labels alone cannot allow a bridge, they can only forbid it. One thing they may not forbid: decrees
rename the levels of an online service ("mức độ 3" → "một phần"), which is what bridges are for.
"""

import datetime as dt
import re
from dataclasses import dataclass

from cchc_xl.authoring.likeness import alike
from cchc_xl.model import Row
from cchc_xl.model.template import ReportTemplate
from cchc_xl.templates.labels import exclude, meaning, similarity, tell_apart, words_of
from cchc_xl.text import shortened

NEAR = 0.7  # alike enough to ask a person
SAME_WORDS = 0.8  # the same words but for those that tell apart
#: From here on "mức độ 1–4" has another meaning (Nghị định 224/2026/NĐ-CP; cf. cau-noi.toml).
RENAMED_AGAIN = dt.date(2026, 7, 1)

_SERVICE = re.compile(
    r"mức(?: độ)? \d(?:\s*(?:,|và|-|–)\s*\d)*|một phần|toàn trình|toàn phần", re.IGNORECASE
)
_OLD_NAMES = frozenset({"mucdo"})
_NEW_NAMES = frozenset({"motphan", "toantrinh"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """A row as a reader takes it: its label, and the label or title it stands under."""

    label: str
    heading: str


def spoken(template: ReportTemplate, row: Row) -> Spoken:
    """A row of an edition."""
    return Spoken(row.label, heading_of(template, row))


def heading_of(template: ReportTemplate, row: Row) -> str:
    """The label of the row above, which says of what the row speaks."""
    return template.by_key[row.parent].label if row.parent else template.section_of[row.key].title


def renamed_service(a: Spoken, b: Spoken) -> bool:
    """True where one says "mức độ 3" and the other "một phần": two decrees' names of a level."""
    return _renamed(a.label, b.label) or _renamed(a.heading, b.heading)


def told_apart(a: Spoken, b: Spoken) -> str:
    """Why the two are false friends (a Vietnamese sentence), ``""`` when nothing forbids a bridge.

    Names of a service level given by two decrees are left out of the comparison.
    """
    if _renamed(a.label, b.label):
        a, b = Spoken(*map(_bare, (a.label, a.heading))), Spoken(*map(_bare, (b.label, b.heading)))
    elif _renamed(a.heading, b.heading):
        a, b = Spoken(a.label, _bare(a.heading)), Spoken(b.label, _bare(b.heading))
    near = alike(a.label, b.label) >= NEAR
    if near and headings_apart(a.heading, b.heading):
        ours, theirs = shortened(a.heading, 80), shortened(b.heading, 80)
        return f"Hai dòng đứng dưới hai mục khác nghĩa: “{ours}” và “{theirs}”."
    if exclude(a.label, b.label) or labels_apart(a.label, b.label):
        return "Hai tên chỉ tiêu có chữ làm khác nghĩa (cấp, mức độ, hạn, loại người, loại việc…)."
    return ""


def headings_apart(a: str, b: str) -> bool:
    """True when what stands above says that two like rows speak of different things."""
    return exclude(a, b) or tell_apart(a, b)


def labels_apart(a: str, b: str) -> bool:
    """True for the same words but for one that changes what is counted."""
    return similarity(meaning(a), meaning(b)) >= SAME_WORDS and tell_apart(a, b)


def _renamed(a: str, b: str) -> bool:
    ours, theirs = words_of(a), words_of(b)
    return any(
        one & _OLD_NAMES and not one & _NEW_NAMES and other & _NEW_NAMES and not other & _OLD_NAMES
        for one, other in ((ours, theirs), (theirs, ours))
    )


def _bare(label: str) -> str:
    return _SERVICE.sub(" ", label)
