"""Turn a finding into the Vietnamese words a user reads."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cchc_xl.messages.catalogue import CatalogueEntry, load_catalogue, sentences
from cchc_xl.messages.naming import Names, row_name
from cchc_xl.model import Cause, Finding, ReportTemplate, Row, RowKind, RowRef
from cchc_xl.model.finding import RowChoice
from cchc_xl.text import display_text, format_number, round_half_up

__all__ = ["Rendered", "reason_sentence", "render", "row_name"]

_MAX_ROWS = 6
#: Facts that quote a file: shown without the tags and footnote marks somebody's Word left there.
_QUOTED = frozenset({"text", "value", "no", "label", "printed", "claim"})
#: The one fact whose rows may be blank beside others that are not. Elsewhere a row without a value
#: is listed because it is blank, or holds something unreadable: its name is enough.
_SAYS_BLANK = "whole"
#: Sides of a relation, with the fact that holds their sum.
_SIDES = {"part": "part_sum", "whole": "whole_sum", "left": "left_sum", "right": "right_sum"}
_LONG_PERCENT = re.compile(r"(-?\d+),(\d{5,})\s*(%?)")


@dataclass(frozen=True, slots=True)
class Rendered:
    """The words of one finding: what, why it matters, what to do next."""

    title: str
    message: str
    why: str
    fix: str


def render(finding: Finding, template: ReportTemplate | None) -> Rendered:
    """Words for a finding. Raises ``KeyError`` for a code or placeholder nobody wrote."""
    entry = load_catalogue()[finding.code]
    row = section = None
    if finding.key is not None and template is not None:
        row = template.by_key[finding.key]
        section = template.section_of[finding.key].key
    names = Names(template, section, _keys_named(finding))
    facts = {
        name: _words(_quotation(name, value, row, template), names, says_blank=name == _SAYS_BLANK)
        for name, value in finding.facts.items()
    }
    if row is not None:
        facts["self"] = names[row.key]
    facts |= _phrases(finding, facts, row, names)
    message = _pattern(entry, finding).format_map(facts).strip()
    if finding.causes:
        message = f"{message} {_causes(finding.causes, names)}"
    return Rendered(
        title=entry.title.format_map(facts),
        message=_sentence_start(message),
        why=entry.why.format_map(facts),
        fix=entry.fix.format_map(facts),
    )


def reason_sentence(reason: str, facts: Mapping[str, object]) -> str:
    """One sentence on why a file could not be used."""
    return sentences("reasons")[reason].format_map({k: str(v) for k, v in facts.items()})


def _pattern(entry: CatalogueEntry, finding: Finding) -> str:
    """The message, or its shorter form where everything it lists is one row."""
    lists = [value for value in finding.facts.values() if isinstance(value, tuple)]
    single = all(len(rows) == 1 for rows in lists) and finding.facts.get("count", 1) == 1
    return entry.message_single if single and entry.message_single else entry.message


def _keys_named(finding: Finding) -> Iterator[str]:
    """Every row that the message may name."""
    if finding.key is not None:
        yield finding.key
    for facts in (finding.facts, *(cause.facts for cause in finding.causes)):
        for value in facts.values():
            for one in value[:_MAX_ROWS] if isinstance(value, tuple) else (value,):
                if isinstance(one, RowRef):
                    yield one.key
                elif isinstance(one, RowChoice):
                    yield from one.keys[:_MAX_ROWS]


def _quotation(
    name: str, value: object, row: Row | None, template: ReportTemplate | None
) -> object:
    """What a file says, as a person should read it."""
    if name not in _QUOTED or not isinstance(value, str):
        return value
    text = display_text(value) or value.strip()
    long = _LONG_PERCENT.fullmatch(text)
    if long is None or row is None or template is None or row.kind is not RowKind.PERCENT:
        return text
    number = round_half_up(Decimal(f"{long[1]}.{long[2]}"), template.decimals)
    return format_number(number) + long[3]


def _phrases(
    finding: Finding, facts: Mapping[str, str], row: Row | None, names: Names
) -> dict[str, str]:
    """Pieces of sentences that depend on what there is to say."""
    words, said = sentences("words"), {}
    if "text" in facts:
        said["percent"] = facts["text"].removesuffix("%").rstrip() + "%"
        said["written"] = words["written"].format(text=facts["text"]) if facts["text"] else ""
    if "label" in facts:
        said["printed_row"] = _printed_row(facts.get("no", ""), facts["label"])
    if "value" in facts:
        coded = row is None or row.codes_printed
        said["answer"] = words["code" if coded else "answer"].format(value=facts["value"])
    if "exact" in facts and "expected" in facts:
        same = facts["exact"] == facts["expected"]
        said["rounded"] = "" if same else words["rounded"].format(value=facts["expected"])
    if "below" in facts and "above" in facts:
        limits = dict.fromkeys(f"{facts[name]}%" for name in ("below", "above"))
        said["nearest"] = words["or"].join(limits)
    for side, total in _SIDES.items():
        rows = finding.facts.get(side)
        if isinstance(rows, tuple) and (len(rows) == 1 or total in facts):
            says_blank = side == _SAYS_BLANK
            listed = _list_words(rows, names, says_blank=says_blank, last=words["and"])
            for place in ("first", "then"):
                pattern = "{rows}" if len(rows) == 1 else words[f"sum-{place}"]
                said[f"{side}_{place}"] = pattern.format(rows=listed, total=facts.get(total, ""))
    return said


def _printed_row(no: str, label: str) -> str:
    """A row of a file that the form does not have; it may lack a number or even a label."""
    words, number = sentences("words"), no.rstrip(".")
    if not label:
        return words["row-number-only" if number else "row-nameless"].format(no=number)
    name = "row" if number else "row-without-number"
    return words[name].format(no=number, label=label)


def _words(value: object, names: Names, *, says_blank: bool = False) -> str:
    if isinstance(value, RowRef):
        return _row_words(value, names, says_blank=says_blank)
    if isinstance(value, RowChoice):
        either = sentences("words")["or"]
        return either.join(names[key] for key in value.keys[:_MAX_ROWS])
    if isinstance(value, tuple):
        return _list_words(value, names, says_blank=says_blank)
    if isinstance(value, Decimal):
        return format_number(value)
    return str(value)


def _row_words(ref: RowRef, names: Names, *, says_blank: bool) -> str:
    words = sentences("words")
    if ref.value is None:
        pattern = words["row-blank"] if says_blank else "{row}"
        return pattern.format(row=names[ref.key])
    row = names.template.by_key[ref.key] if names.template is not None else None
    label = row.choice_label(int(ref.value)) if row is not None and row.choices else None
    worded = row is not None and label is not None and not row.codes_printed
    shown = label if worded else format_number(ref.value)
    return words["row-value"].format(row=names[ref.key], value=shown)


def _list_words(
    values: Sequence[object], names: Names, *, says_blank: bool = False, last: str = "; "
) -> str:
    """Joined by semicolons; ``last`` joins the only two of a sum."""
    # Names of units and files come cut to size, their own "và … khác" last: that is never cut off.
    most = len(values) if all(isinstance(one, str) for one in values) else _MAX_ROWS
    shown = [_words(value, names, says_blank=says_blank) for value in values[:most]]
    if len(values) > most:
        shown.append(sentences("words")["more"].format(count=len(values) - _MAX_ROWS))
    return (last if len(shown) == 2 else "; ").join(shown)


def _causes(causes: Sequence[Cause], names: Names) -> str:
    """One explanation is named; several are said to be several."""
    patterns, words = sentences("causes"), sentences("words")
    told = [
        patterns[cause.code].format_map(
            {name: _words(value, names) for name, value in cause.facts.items()}
        )
        for cause in causes
    ]
    if len(told) == 1:
        return words["cause"].format(cause=told[0])
    return words["causes"].format(causes="; hoặc ".join(told[:3]))


def _sentence_start(text: str) -> str:
    return text[:1].upper() + text[1:]
