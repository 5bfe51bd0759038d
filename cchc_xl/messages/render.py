"""Turn a finding into the Vietnamese words a user reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cchc_xl.messages.catalogue import load_catalogue, sentences
from cchc_xl.model import Cause, Finding, ReportTemplate, RowRef
from cchc_xl.model.finding import RowChoice
from cchc_xl.text import format_number

_LABEL_LENGTH = 44
_MAX_ROWS = 6


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
    section = None
    if finding.key is not None and template is not None:
        section = template.section_of[finding.key].key
    scene = _Scene(template, section)
    facts = {name: _words(value, scene) for name, value in finding.facts.items()}
    if finding.key is not None and template is not None:
        facts["self"] = _sentence_start(row_name(finding.key, template))
    single = entry.message_single is not None and all(
        len(value) == 1 for value in finding.facts.values() if isinstance(value, tuple)
    )
    pattern = entry.message_single if single and entry.message_single else entry.message
    message = pattern.format_map(facts).strip()
    if finding.causes:
        message = f"{message} {_causes(finding.causes, scene)}"
    return Rendered(
        title=entry.title.format_map(facts),
        message=_sentence_start(message),
        why=entry.why.format_map(facts),
        fix=entry.fix.format_map(facts),
    )


def reason_sentence(reason: str, facts: Mapping[str, object]) -> str:
    """One sentence on why a file could not be used."""
    return sentences("reasons")[reason].format_map({k: str(v) for k, v in facts.items()})


def row_name(key: str, template: ReportTemplate, length: int = _LABEL_LENGTH) -> str:
    """How a row is named inside a sentence: its printed number and the start of its label."""
    row = template.by_key[key]
    label = row.label if len(row.label) <= length else _shortened(row.label, length)
    words = sentences("words")
    no = row.no.rstrip(".")
    if not no or not no[0].isdigit():
        return words["row-without-number"].format(label=label)
    return words["row"].format(no=no, label=label)


def _shortened(label: str, length: int) -> str:
    cut = label[:length].rsplit(" ", 1)[0]
    return cut.rstrip(" ,;(") + "…"


@dataclass(frozen=True, slots=True)
class _Scene:
    """The form and the section a message speaks from: rows elsewhere are named with theirs."""

    template: ReportTemplate | None
    section: str | None


def _words(value: object, scene: _Scene) -> str:
    if isinstance(value, RowRef):
        return _row_words(value, scene)
    if isinstance(value, RowChoice):
        either = sentences("words")["or"]
        return either.join(_name(key, scene) for key in value.keys[:_MAX_ROWS])
    if isinstance(value, tuple):
        return _list_words(value, scene)
    if isinstance(value, Decimal):
        return format_number(value)
    return str(value)


def _name(key: str, scene: _Scene) -> str:
    """A row's name; numbers that restart in each part need the part's name beside them."""
    template = scene.template
    if template is None:
        return key
    section, name = template.section_of[key], row_name(key, template)
    if section.key == scene.section or section.no[:1].isdigit():
        return name
    return sentences("words")["row-elsewhere"].format(section=section.no, row=name)


def _row_words(ref: RowRef, scene: _Scene) -> str:
    template = scene.template
    if template is None:
        return ref.key
    name = _name(ref.key, scene)
    words = sentences("words")
    if ref.value is None:
        return words["row-blank"].format(row=name)
    row = template.by_key[ref.key]
    label = row.choice_label(int(ref.value)) if row.choices else None
    shown = label if label is not None and not row.codes_printed else format_number(ref.value)
    return words["row-value"].format(row=name, value=shown)


def _list_words(values: Sequence[object], scene: _Scene) -> str:
    shown = [_words(value, scene) for value in values[:_MAX_ROWS]]
    if len(values) > _MAX_ROWS:
        shown.append(f"và {len(values) - _MAX_ROWS} dòng khác")
    return "; ".join(shown)


def _causes(causes: Sequence[Cause], scene: _Scene) -> str:
    """One explanation is named; several are said to be several."""
    patterns, words = sentences("causes"), sentences("words")
    told = [
        patterns[cause.code].format_map(
            {name: _words(value, scene) for name, value in cause.facts.items()}
        )
        for cause in causes
    ]
    if len(told) == 1:
        return words["cause"].format(cause=told[0])
    return words["causes"].format(causes="; hoặc ".join(told[:3]))


def _sentence_start(text: str) -> str:
    return text[:1].upper() + text[1:]
