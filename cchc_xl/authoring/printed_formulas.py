"""Formulas a form prints itself, in a note, a unit of measure or a label.

“(1.2)/(1.1)”, “= 2/1 x 100”, “3.1 = a + b + c + d”, “(1)=(2)+(3)”. A number is a row of the same
part; where the part prints it twice, the one beside or below the row that says the formula. A
formula whose numbers are not each exactly one row is told to the keeper, never guessed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from cchc_xl.authoring.shape import Shape
from cchc_xl.templates.labels import plain_number
from cchc_xl.text import clean

_NAME = r"(?:(?:mục|dòng|chỉ tiêu)\s*)?\(?\s*(?:\d+(?:\.\d+)*[a-hđ]?|[a-hđ])\s*\)?"
_TIMES = r"(?:\s*[x×*]\s*100\s*%?)?"
_SHARE = re.compile(rf"({_NAME})\s*[/:]\s*({_NAME}){_TIMES}", re.IGNORECASE)
_SUM = re.compile(rf"({_NAME}(?:\s*\+\s*{_NAME})+)", re.IGNORECASE)
_SUM_OR_SHARE = rf"{_NAME}(?:\s*\+\s*{_NAME})+|{_NAME}\s*[/:]\s*{_NAME}{_TIMES}"
_FORMULA = re.compile(
    rf"^(?:(?:cách tính|công thức)\s*:\s*)?(?:(?P<left>{_NAME}|[^\d=+/()]{{1,60}})\s*=|=)?\s*"
    rf"[(\[]?\s*(?P<right>{_SUM_OR_SHARE})\s*[)\]]?{_TIMES}\s*[.;]?$",
    re.IGNORECASE,
)
#: At the end of a label, in brackets or after "=", or in brackets of its own on both sides.
_AT_END = re.compile(r"(?:=\s*[^=]*|\((?:[^()]|\([^()]*\))*\)|\([\w.]+\)\s*[/:]\s*\([\w.]+\))\s*$")


@dataclass(frozen=True, slots=True)
class Formula:
    """What is printed for one row: parts of a total, or a part and its whole; places of rows.

    Both empty: rows that nobody can tell. ``words`` are those printed.
    """

    words: str
    parts: tuple[int, ...] = ()
    share: tuple[int, int] | None = None

    @property
    def is_known(self) -> bool:
        """True when every number is a row."""
        return bool(self.parts) or self.share is not None


def is_formula(text: str) -> bool:
    """True for a text that is nothing but a formula."""
    return _FORMULA.match(clean(text)) is not None


class PrintedFormulas:
    """The formulas of a form, by the row they tell the value of."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape

    def of(self, i: int) -> Formula | None:
        """The formula printed for row ``i``, at that row or at another."""
        return self._by_row.get(i)

    @cached_property
    def _by_row(self) -> dict[int, Formula]:
        found: dict[int, Formula] = {}
        for i in range(len(self._shape.rows)):
            for words, left, right in self._printed_at(i):
                whole = i if left is None else self._row(i, left)
                if whole is None or not self._holds_number(whole):
                    continue
                formula = self._resolved(whole, words, right)
                if formula is not None:
                    found.setdefault(whole, formula)
        return found

    def _printed_at(self, i: int) -> Iterator[tuple[str, str | None, str]]:
        """Words, number on the left of "=" (None: the row itself), what stands on the right."""
        row = self._shape.rows[i]
        ends = [match[0] for text in (row.measure, row.label) if (match := _AT_END.search(text))]
        measure = row.measure.strip().removeprefix("%")
        for text in (*re.split(r"[;\n]", row.note), measure, *ends):
            said = clean(text)
            inner = said[1:-1] if re.fullmatch(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", said) else said
            match = _FORMULA.match(inner) or _FORMULA.match(said)
            if match is None:
                continue
            left = match["left"]
            named = left if left and re.fullmatch(_NAME, left.strip(), re.IGNORECASE) else None
            yield said, named, match["right"]

    def _resolved(self, whole: int, words: str, right: str) -> Formula | None:
        """The formula, None where its shape does not suit the row (a sum for a percent …)."""
        percent = self._shape.rows[whole].measure.strip().startswith("%")
        percent = percent or self._shape.labels[whole].startswith("ti le")
        is_sum = _SUM.fullmatch(right) is not None
        if percent == is_sum:
            return None
        share = _SHARE.fullmatch(right)
        if not is_sum and share is None:
            return None
        pieces = right.split("+") if share is None else [share[1], share[2]]
        places = [self._row(whole, piece) for piece in pieces]
        rows = [place for place in places if place is not None and self._holds_number(place)]
        if len(set(rows)) != len(places) or whole in rows or len(rows) < 2:
            return Formula(words)
        if is_sum:
            measures = {self._measure(place) for place in (whole, *rows)} - {""}
            return Formula(words, parts=tuple(rows)) if len(measures) <= 1 else Formula(words)
        if any(self._measure(place) == "%" for place in rows):
            return Formula(words)
        return Formula(words, share=(rows[0], rows[1]))

    def _measure(self, i: int) -> str:
        return clean(self._shape.rows[i].measure).lower()

    def _holds_number(self, i: int) -> bool:
        return not self._shape.is_heading(i)

    def _row(self, i: int, name: str) -> int | None:
        """The row that ``name`` means at row ``i``; None: no row, or several."""
        bare = re.sub(r"[()\s]|mục|dòng|chỉ tiêu", "", name.lower())
        if bare.isalpha():
            return self._lettered(i, bare)
        if bare[-1].isalpha():  # "5.4a": the row a) below 5.4
            head = self._numbered(i, bare[:-1])
            return None if head is None else self._lettered(head, bare[-1])
        return self._numbered(i, bare)

    def _numbered(self, i: int, name: str) -> int | None:
        shape, number = self._shape, plain_number(name)
        part = shape.part_of(i)
        head = shape.numbers[i].rpartition(".")[0]
        for wanted in dict.fromkeys((number, f"{head}.{number}" if head else number)):
            named = [j for j, one in enumerate(shape.numbers) if one == wanted]
            named = [j for j in named if self._holds_number(j)]
            here = [j for j in named if shape.part_of(j) == part]
            near = [j for j in here if shape.parents[j] in (i, shape.parents[i])]
            for found in (here, near, [] if shape.restarts or shape.lettered else named):
                if len(found) == 1:
                    return found[0]
        return None

    def _lettered(self, i: int, letter: str) -> int | None:
        """The row "a)" below row ``i``, else beside it."""
        shape = self._shape
        named = [
            j
            for j, row in enumerate(shape.rows)
            if re.sub(r"[().\s]", "", row.no).lower() == letter
        ]
        below = [j for j in named if i in shape.above(j)]
        beside = [j for j in named if shape.parents[j] == shape.parents[i]]
        return _one(below) if below else _one(beside)


def _one(found: Sequence[int]) -> int | None:
    return found[0] if len(found) == 1 else None
