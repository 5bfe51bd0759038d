"""What the narrative says of the rows of the table: each quantity with its row and the verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from cchc_xl.model import Report, ReportTemplate, RowKind
from cchc_xl.text import fold, least_decimals, round_half_up, truncate
from cchc_xl.word.phrases import Match, existing_key, matches
from cchc_xl.word.prose import Part, Sentence
from cchc_xl.word.quantities import Form, Quantity, find_quantities, speaks_of_plans

_HUNDRED = Decimal(100)
_MILLION = Decimal(1_000_000)
_ENOUGH = 0.7  # sureness from which a difference is a finding
_ASSESSMENT_LESS = 0.15  # sentences of the assessment speak loosely
_YEAR = re.compile(r"\bnăm (20\d\d)\b", re.IGNORECASE)
_ONE_MONTH = re.compile(r"(?<!\d )\btháng\s+(?:0?[1-9]|1[0-2])\b(?!\s?[-–/]\s?\d)", re.IGNORECASE)
_OTHER_PERIOD = re.compile(r"\bqu[ýí]\s+(I{1,3}|IV|[1-4])\b", re.IGNORECASE)
_QUARTERS = {"Q1": ("I", "1"), "Q3": ("III", "3")}
_MANY = 8_000  # quantities; a longer text is no report


Bound = Sequence[tuple[int, str, str]]
"""Line, key and words of figures filled in by us, as the document still tells."""


class State(StrEnum):
    """What became of one quantity of the narrative."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    TABLE_BLANK = "table-blank"
    AMBIGUOUS = "ambiguous"
    UNMATCHED = "unmatched"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Statement:
    """One quantity. ``keys`` are the rows it may speak of, ``row_value`` what the first one says.

    ``value`` is the figure in the row's own measure; ``sureness`` 0 to 1.
    """

    sentence: Sentence
    quantity: Quantity
    state: State
    value: Decimal
    keys: tuple[str, ...] = ()
    row_value: Decimal | None = None
    sureness: float = 0.0

    @property
    def key(self) -> str | None:
        """The row it speaks of, where that is one."""
        return self.keys[0] if self.keys and self.state is not State.AMBIGUOUS else None


def statements(
    sentences: Sequence[Sentence], report: Report, template: ReportTemplate, bound: Bound = ()
) -> Iterator[Statement]:
    """Every quantity of the results and the assessment; the outlook speaks of plans."""
    reader = _Reader(report, template, bound)
    count = 0
    confirmed: set[tuple[int, str]] = set()  # line, key
    for sentence in sentences:
        if sentence.part in (Part.OUTLOOK, Part.FOOTNOTE):
            continue
        quantities = find_quantities(sentence.text)
        for number, quantity in enumerate(quantities):
            count += 1
            if count > _MANY:
                return
            for said in reader.read(sentence, quantity, quantities[:number]):
                place = (sentence.line, said.keys[0] if said.keys else "")
                if said.state is State.CONFIRMED:
                    confirmed.add(place)
                elif said.state is State.CONTRADICTED and place in confirmed and _may_be_part(said):
                    # The line has told the row's figure already: this one is a part of it.
                    said = replace(said, state=State.AMBIGUOUS)
                yield said


class _Reader:
    def __init__(self, report: Report, template: ReportTemplate, bound: Bound) -> None:
        self._report = report
        self._template = template
        self._bound: dict[int, list[tuple[str, str]]] = {}
        for line, key, words in bound:
            if key in template.by_key:
                self._bound.setdefault(line, []).append((key, words))

    def read(
        self, sentence: Sentence, quantity: Quantity, earlier: Sequence[Quantity]
    ) -> Iterator[Statement]:
        key = self._bound_key(sentence, quantity)
        if key is not None:
            yield self._judged(sentence, quantity, [Match(key, 1.0, 1.0)], ())
            return
        if self._is_of_another_time(sentence, quantity):
            yield Statement(sentence, quantity, State.PLAN, quantity.value)
            return
        found = matches(sentence, quantity, self._template, self._report.level)
        if not found:
            yield Statement(sentence, quantity, State.UNMATCHED, quantity.value)
            return
        yield self._judged(sentence, quantity, found, earlier)
        if quantity.form is Form.FRACTION and quantity.whole is not None:
            yield from self._whole(sentence, quantity, quantity.whole, found[0])

    def _bound_key(self, sentence: Sentence, quantity: Quantity) -> str | None:
        """The row a figure was filled from; each binding serves one figure of its line."""
        left = self._bound.get(sentence.line, [])
        for number, (key, words) in enumerate(left):
            if words and re.match(rf"{re.escape(words)}(?![\d.,])", quantity.text):
                del left[number]
                return key
        return None

    def _is_of_another_time(self, sentence: Sentence, quantity: Quantity) -> bool:
        """Plans, other years, other quarters: nothing the table of this period could say."""
        near = f"{quantity.lead[-80:]} {quantity.clause}"
        if quantity.form is not Form.NONE and speaks_of_plans(near):
            return True
        period = self._report.period
        if period is None:
            return False
        if _ONE_MONTH.search(quantity.clause) or _ONE_MONTH.search(quantity.lead[-40:]):
            return True
        years = {int(year) for year in _YEAR.findall(f"{quantity.lead[-80:]} {quantity.clause}")}
        if years and period.year not in years:
            return True
        spoken = {quarter.upper() for quarter in _OTHER_PERIOD.findall(quantity.clause)}
        return bool(spoken) and not spoken & set(_QUARTERS.get(period.kind, ()))

    def _judged(
        self,
        sentence: Sentence,
        quantity: Quantity,
        found: Sequence[Match],
        earlier: Sequence[Quantity],
    ) -> Statement:
        keys = tuple(match.key for match in found)
        best = found[0]
        value = self._in_measure(quantity, best, earlier)
        sure = best.sureness - (_ASSESSMENT_LESS if sentence.part is Part.ASSESSMENT else 0.0)
        if value is None:
            return Statement(sentence, quantity, State.AMBIGUOUS, quantity.value, keys)
        values = [self._report.value(key) for key in keys]
        blank = [self._is_blank(key) for key in keys]
        agreeing = [match.key for match in found if self._agrees(match, quantity, value)]
        if agreeing:
            first = agreeing[0]
            others = tuple(key for key in keys if key != first)
            row_value = self._report.value(first)
            return Statement(
                sentence, quantity, State.CONFIRMED, value, (first, *others), row_value, sure
            )
        if all(blank):
            return Statement(sentence, quantity, State.TABLE_BLANK, value, keys, None, sure)
        known = {v for v in values if v is not None}
        if len(known) != 1 or any(v is None for v in values) or quantity.about:
            return Statement(sentence, quantity, State.AMBIGUOUS, value, keys, None, sure)
        state = State.CONTRADICTED if sure >= _ENOUGH else State.AMBIGUOUS
        return Statement(sentence, quantity, state, value, keys, known.pop(), sure)

    def _in_measure(
        self, quantity: Quantity, match: Match, earlier: Sequence[Quantity]
    ) -> Decimal | None:
        """The figure as the row would say it; None where it cannot be told."""
        row = self._template.by_key[match.key]
        if quantity.form is Form.MONEY and "trieu" in fold(row.measure):
            return quantity.value / _MILLION
        share = match.phrase is not None and match.phrase.of is not None
        if share and quantity.form in (Form.COUNT, Form.FRACTION):
            whole = quantity.whole or self._total_before(match, earlier)
            if not whole or quantity.value > whole:
                return None
            return round_half_up(quantity.value * _HUNDRED / whole, 4)
        return quantity.value

    def _total_before(self, match: Match, earlier: Sequence[Quantity]) -> Decimal | None:
        """The 779 of "văn bản đi 779, trong đó có 747": a figure before that the table has too."""
        total = match.phrase.of if match.phrase is not None else None
        value = self._report.value(total) if total else None
        return value if value and any(one.value == value for one in earlier) else None

    def _is_blank(self, key: str) -> bool:
        entry = self._report.entries.get(key)
        return entry is None or entry.is_blank

    def _agrees(self, match: Match, quantity: Quantity, said: Decimal) -> bool:
        value = self._report.value(match.key)
        if value is None:
            return False
        if said == value:
            return True
        if self._template.by_key[match.key].kind is RowKind.PERCENT:
            computed = quantity.form is not Form.PERCENT
            return _same_share(said, value, 4 if computed else quantity.decimals)
        plus = match.phrase.plus if match.phrase is not None else ()
        more = existing_key(plus, self._template, self._report.level) if plus else None
        extra = self._report.value(more) if more else None
        if extra is not None and said == value + extra:
            return True
        # "thu về 40/45 phiếu": the row may be the whole.
        return match.phrase is not None and match.phrase.or_whole and quantity.whole == value

    def _whole(
        self, sentence: Sentence, quantity: Quantity, whole: Decimal, match: Match
    ) -> Iterator[Statement]:
        """The 32 of "6/32 nhiệm vụ", where the row of the whole is known."""
        phrase = match.phrase
        if phrase is not None and phrase.of is not None:
            return
        key = None
        if phrase is not None and phrase.whole:
            key = existing_key(tuple(phrase.whole.split("|")), self._template, self._report.level)
        if key is None:
            return
        said = Match(key, match.score, match.sureness)
        number = Quantity(
            Form.COUNT,
            whole,
            quantity.text,
            quantity.start,
            quantity.end,
            quantity.left,
            quantity.right,
            quantity.lead,
        )
        yield self._judged(sentence, number, [said], ())


def _may_be_part(said: Statement) -> bool:
    """False for a figure bound to its row and for the whole of a fraction."""
    return said.sureness < 1 and "/" not in said.quantity.text


def _same_share(said: Decimal, value: Decimal, decimals: int) -> bool:
    """Equal at the coarser of the two notations; a figure cut instead of rounded is no other."""
    places = min(decimals, least_decimals(value))
    return any(
        adjust(one, places) == other
        for adjust in (round_half_up, truncate)
        for one, other in (
            (said, round_half_up(value, places)),
            (value, round_half_up(said, places)),
        )
    )
