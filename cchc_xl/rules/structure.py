"""KT1xx: slips of the form itself, and values where the form expects none."""

from collections.abc import Iterator

from cchc_xl.model import Finding, Kind, Notice, Severity
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
                misprint=misprint.text,
            )
    for key, meaning in context.meaning.items():
        if meaning.notice is Notice.ON_HEADING:
            yield context.finding("KT107", Kind.VALUE_ON_HEADING, Severity.NOTE, key)
