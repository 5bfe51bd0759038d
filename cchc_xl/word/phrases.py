"""Which words of a narrative speak of which row: phrases as data, names of rows for the rest."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from cchc_xl.model import Level, ReportTemplate, Row, RowKind
from cchc_xl.templates.labels import canonical, contradict, meaning, similarity
from cchc_xl.word.prose import Sentence
from cchc_xl.word.quantities import Form, Quantity

_DATA = Path(__file__).parent / "thuyet-minh-tu-ngu.toml"
_LEVELS = {Level.XA: "capxa", Level.HUYEN: "huyen", Level.SO: "so", Level.TINH: "so"}
_LEAD = 320  # letters of what was said before
_ALIKE = 0.8  # a clause that is the name of a row
_SURE_LABEL = Decimal("0.9")
_IN_BRACKETS = re.compile(r"\([^()]*\)")


class Phrase(BaseModel):
    """Words that speak of a row; see the head of the data file."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    keys: tuple[str, ...] = Field(min_length=1)
    unit: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    all_: tuple[str, ...] = Field(default=(), alias="all")
    not_: tuple[str, ...] = Field(default=(), alias="not")
    section: str | None = None
    plus: tuple[str, ...] = ()
    whole: str | None = None
    of: str | None = None
    form: str = "count"
    or_whole: bool = False
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A row that a quantity may speak of. ``sureness``: 0 to 1."""

    key: str
    score: float
    sureness: float
    phrase: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """A quantity's words, folded.

    ``near``: its clause; ``left`` and ``right`` of the number; ``said``: all that was said before,
    too; ``of_part``: the same without the total that a "trong đó" goes back to; ``sentence``: its
    sentence up to the end of its clause.
    """

    near: str
    right: str
    said: str
    left: str
    of_part: str
    sentence: str


@cache
def _data() -> tuple[tuple[str, ...], tuple[Phrase, ...]]:
    raw = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    units = sorted({canonical(unit) for unit in raw["units"]}, key=len, reverse=True)
    return tuple(units), tuple(Phrase.model_validate(one) for one in raw["phrase"])


def words_of(sentence: Sentence, quantity: Quantity) -> Words:
    """The folded words around a quantity."""
    before = f"{sentence.context} {sentence.before} {quantity.lead}"[-_LEAD:]
    part = before
    if (cut := quantity.lead.lower().rfind("trong đó")) >= 0:
        part = f"{sentence.context} {quantity.lead[cut:]}"[-_LEAD:]
    return Words(
        of_part=_padded(canonical(f"{part} {quantity.clause}")),
        sentence=_padded(canonical(f"{quantity.lead[-_LEAD:]} {quantity.clause}")),
        near=_padded(canonical(quantity.clause)),
        right=_padded(canonical(quantity.right)),
        said=_padded(canonical(f"{before} {quantity.clause}")),
        left=canonical(quantity.left),
    )


def _padded(text: str) -> str:
    return f" {text} "


@lru_cache(maxsize=4096)
def _alternatives(words: str) -> tuple[str, ...]:
    return tuple(_padded(canonical(one)) for one in words.split("|"))


def _has(text: str, words: str) -> bool:
    return any(one in text for one in _alternatives(words))


def unit_after(words: Words) -> str | None:
    """The thing counted, where it follows the number."""
    return next((unit for unit in _data()[0] if words.right.startswith(f" {unit} ")), None)


def matches(
    sentence: Sentence, quantity: Quantity, template: ReportTemplate, level: Level | None
) -> list[Match]:
    """Rows the quantity may speak of, the likeliest first; several with one score are a tie."""
    words = words_of(sentence, quantity)
    found: dict[str, Match] = {}
    for phrase in _data()[1]:
        match = _by_phrase(phrase, sentence, quantity, words, template, level)
        if match is not None and (match.key not in found or found[match.key].score < match.score):
            found[match.key] = match
    if not found:
        found = {match.key: match for match in _by_label(sentence, quantity, words, template)}
    ranked = sorted(found.values(), key=lambda match: -match.score)
    return [match for match in ranked if match.score == ranked[0].score]


def existing_key(
    keys: tuple[str, ...], template: ReportTemplate, level: Level | None
) -> str | None:
    """The first of several keys that the edition has."""
    cap = _LEVELS.get(level, "") if level is not None else ""
    named = (key.replace("{cap}", cap) for key in keys if cap or "{cap}" not in key)
    return next((key for key in named if key in template.by_key), None)


def _by_phrase(
    phrase: Phrase,
    sentence: Sentence,
    quantity: Quantity,
    words: Words,
    template: ReportTemplate,
    level: Level | None,
) -> Match | None:
    if not _fits_form(phrase, quantity):
        return None
    key = existing_key(phrase.keys, template, level)
    if key is None:
        return None
    if phrase.section and sentence.section not in (None, phrase.section):
        return None
    if not all(_has(words.near, one) for one in phrase.near):
        return None
    said = words.said if phrase.of else words.of_part
    if not all(_has(said, one) for one in phrase.all_):
        return None
    if any(_has(words.near, one) for one in phrase.not_):
        return None
    if any(_has(words.sentence, one) for one in phrase.never):
        return None
    if (
        phrase.unit
        and quantity.form is not Form.PERCENT
        and not _fits_unit(phrase, words, quantity)
    ):
        return None
    in_near = sum(_has(words.near, one) for one in phrase.all_)
    score = 2.0 * len(phrase.near) + len(phrase.all_) + in_near + 0.5 * bool(phrase.section)
    sure = 0.75 + 0.1 * bool(phrase.near) + 0.1 * bool(in_near or not phrase.all_)
    return Match(key, score, min(sure, 0.95), phrase)


def _fits_form(phrase: Phrase, quantity: Quantity) -> bool:
    if phrase.form == "percent":
        is_share = bool(phrase.of) and quantity.form in (Form.COUNT, Form.FRACTION)
        return quantity.form is Form.PERCENT or is_share
    if phrase.form == "money":
        return quantity.form is Form.MONEY
    return quantity.form in (Form.COUNT, Form.FRACTION, Form.NONE)


def _fits_unit(phrase: Phrase, words: Words, quantity: Quantity) -> bool:
    """The thing counted is the row's: right after the number, else named before it."""
    units = [canonical(unit) for unit in phrase.unit]
    if quantity.form is Form.NONE:
        text = words.near if words.right.strip() else words.said
        return any(f" {unit} " in text for unit in units)
    after = unit_after(words)
    if after is not None:
        return any(after == unit or unit.startswith(f"{after} ") for unit in units)
    return any(f" {unit} " in _padded(words.left) for unit in units)


def _by_label(
    sentence: Sentence, quantity: Quantity, words: Words, template: ReportTemplate
) -> list[Match]:
    """Rows whose own name the clause is ("Số TTHC liên thông cùng cấp: 2 thủ tục")."""
    clause = meaning(_IN_BRACKETS.sub(" ", quantity.left).lstrip("-–+•* ").removesuffix(" là"))
    if len(clause.split()) < 3:
        return []
    found = []
    for row in template.rows:
        if not _takes(row, quantity) or not _same_section(row, sentence, template):
            continue
        label = meaning(_IN_BRACKETS.sub(" ", row.label))
        alike = similarity(clause, label)
        if alike >= _ALIKE and not contradict(clause, label):
            after = unit_after(words)
            if after is not None and not _same_unit(after, row):
                continue
            found.append(Match(row.key, alike, 0.9 if alike >= _SURE_LABEL else 0.75))
    return found


def _same_section(row: Row, sentence: Sentence, template: ReportTemplate) -> bool:
    sections = {section.key for section in template.sections}
    if sentence.section is None or sentence.section not in sections:
        return True
    return template.section_of[row.key].key == sentence.section


def _same_unit(unit: str, row: Row) -> bool:
    return unit in canonical(f"{row.measure} {row.label}")


def _takes(row: Row, quantity: Quantity) -> bool:
    if quantity.form is Form.PERCENT:
        return row.kind is RowKind.PERCENT
    if quantity.form is Form.MONEY:
        return row.kind is RowKind.MONEY
    return row.kind is RowKind.COUNT
