"""KT1xx: slips of the form itself, and values where the form expects none."""

from collections.abc import Iterator

from cchc_xl.model import Finding, Kind, Notice, RowRef, Severity
from cchc_xl.model.rule import Applied
from cchc_xl.rules.context import CheckContext

_MISPRINT_CODES = {
    Kind.NUMBER_DUPLICATED: "KT103",
    Kind.NUMBER_SKIPPED: "KT104",
    Kind.LABEL_CHANGED: "KT109",
    Kind.MEASURE_CHANGED: "KT106",
}


def check(context: CheckContext) -> Iterator[Finding]:
    """Known misprints once each, and headings somebody wrote a value on."""
    for misprint in context.template.misprints:
        keys = [key for key in misprint.rows if context.has(key)]
        if keys:
            yield context.finding(
                _MISPRINT_CODES[misprint.kind],
                misprint.kind,
                Severity.NOTE,
                keys[0],
                related=keys[1:],
                misprint=misprint.text.rstrip(" ."),
                rows=tuple(RowRef(key) for key in keys),
            )
    yield from _choices_of_the_parent(context)
    for key, meaning in context.meaning.items():
        if meaning.notice is Notice.ON_HEADING:
            yield context.finding("KT107", Kind.VALUE_ON_HEADING, Severity.NOTE, key)


def _choices_of_the_parent(context: CheckContext) -> Iterator[Finding]:
    """Rules that the parent switched off or lets speak as a note only, with the reason."""
    for rule in context.template.rules:
        if rule.applied is Applied.FULL or not all(context.has(key) for key in rule.keys):
            continue
        off = rule.applied is Applied.OFF
        yield context.finding(
            "KT120",
            Kind.OPTION_OVERRIDES,
            Severity.NOTE,
            rule.left[0],
            related=rule.keys,
            choice="đã tắt" if off else "chỉ còn là lưu ý",
            rule=rule.why.rstrip("."),
            reason=rule.applied_reason.rstrip("."),
        )
