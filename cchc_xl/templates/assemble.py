"""From printed rows on a form to a `Report`, with what reading itself noticed."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from cchc_xl.model import (
    Entry,
    Finding,
    Kind,
    OrgUnit,
    Period,
    PrintedRow,
    Report,
    ReportTemplate,
    Severity,
    read_value,
)
from cchc_xl.model.remember import remembered
from cchc_xl.templates.labels import canonical, plain_number
from cchc_xl.templates.matching import Alignment
from cchc_xl.templates.recognise import form_itself


def assemble(
    rows: Sequence[PrintedRow],
    template: ReportTemplate,
    alignment: Alignment,
    *,
    org_unit: OrgUnit,
    period: Period | None,
    source: str,
    findings: Sequence[Finding] = (),
) -> tuple[Report, list[PrintedRow]]:
    """The report, and the printed rows that have no place in the form (nothing is lost)."""
    entries: dict[str, Entry] = {}
    extra: list[PrintedRow] = []
    for printed, key in zip(rows, alignment.keys, strict=True):
        if key is None:
            extra.append(printed)
            continue
        row = template.by_key[key]
        meaning = read_value(
            row, printed.raw, percent_format=printed.percent_format, error=printed.error
        )
        entries[key] = Entry(
            key=key,
            raw=printed.raw,
            text=printed.text,
            value=meaning.value,
            note=printed.note,
            justification=printed.justification,
            sheet=printed.sheet,
            cell=printed.cell,
            percent_format=printed.percent_format,
            error=printed.error,
            no=printed.no,
            label=printed.label,
            measure=printed.measure,
        )
    noticed = [*findings]
    if alignment is form_itself(template).alignment:
        noticed += _structure_of_form(template)
    else:
        noticed += _structure(template, entries, extra, alignment)
    noticed += _unknowns(org_unit, period)
    report = Report(
        template_id=template.id,
        entries={row.key: entries[row.key] for row in template.rows if row.key in entries},
        org_unit=org_unit,
        period=period,
        findings=tuple(noticed),
        source=source,
    )
    return report, extra


@remembered
def _structure_of_form(template: ReportTemplate) -> tuple[Finding, ...]:
    """What is to be said of a table that is the form itself, row for row."""
    found = form_itself(template)
    entries = {
        row.key: Entry(row.key, no=row.no, label=row.label, measure=row.measure)
        for row in found.rows
        if row.key is not None
    }
    return tuple(_structure(template, entries, (), found.alignment))


def _structure(
    template: ReportTemplate,
    entries: dict[str, Entry],
    extra: Sequence[PrintedRow],
    alignment: Alignment,
) -> Iterator[Finding]:
    yield from _missing(template, alignment)
    for printed in extra:
        yield Finding(
            code="KT102",
            kind=Kind.ROW_ADDED,
            severity=Severity.NOTE,
            facts={
                "no": printed.no,
                "label": printed.label,
                "measure": printed.measure,
                "text": printed.text,
            },
        )
    for key in alignment.reworded:
        yield Finding(
            code="KT105",
            kind=Kind.LABEL_CHANGED,
            severity=Severity.NOTE,
            key=key,
            facts={"printed": entries[key].label, "formal": template.by_key[key].label},
        )
    for key, entry in entries.items():
        formal = template.by_key[key].measure
        # A measure that says nothing new (blank, or filled in where the form forgot it) is fine.
        if entry.measure and formal and _measure(entry.measure) != _measure(formal):
            yield Finding(
                code="KT113",
                kind=Kind.MEASURE_CHANGED,
                severity=Severity.NOTE,
                key=key,
                facts={"printed": entry.measure, "formal": formal},
            )
    if alignment.moved:
        yield Finding(
            code="KT108",
            kind=Kind.ROW_MATCHED_BY_LABEL,
            severity=Severity.NOTE,
            key=alignment.moved[0],
            related=alignment.moved[1:],
            facts={"count": len(alignment.moved)},
        )
    yield from _new_duplicates(template, entries)


_PERCENT = ("%", "phần trăm", "phần trăm (%)", "tỷ lệ", "tỷ lệ %")


def _measure(measure: str) -> str:
    """A unit of measure for comparing: "Phần trăm (%)" is "%"."""
    folded = canonical(measure)
    return "%" if folded in map(canonical, _PERCENT) else folded


def _missing(template: ReportTemplate, alignment: Alignment) -> Iterator[Finding]:
    """Rows of the form the table lacks, one finding per section."""
    by_section: dict[str, list[str]] = defaultdict(list)
    for key in alignment.missing:
        by_section[template.section_of[key].key].append(key)
    for keys in by_section.values():
        yield Finding(
            code="KT101",
            kind=Kind.ROW_MISSING,
            severity=Severity.NOTE,
            key=keys[0],
            related=tuple(keys[1:]),
            facts={"count": len(keys)},
        )


def _new_duplicates(template: ReportTemplate, entries: dict[str, Entry]) -> Iterator[Finding]:
    """Numbers that the file prints twice in one section although the form does not."""

    def repeated(numbers: dict[str, str]) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for key, no in numbers.items():
            if plain_number(no):
                found[template.section_of[key].key, plain_number(no)].append(key)
        return {place: keys for place, keys in found.items() if len(keys) > 1}

    known = repeated({row.key: row.no for row in template.rows})
    printed = repeated({key: entry.no for key, entry in entries.items()})
    for place, keys in printed.items():
        if Counter(keys) != Counter(known.get(place, ())):
            yield Finding(
                code="KT114",
                kind=Kind.NUMBER_DUPLICATED,
                severity=Severity.NOTE,
                key=keys[0],
                related=tuple(keys[1:]),
                facts={"no": place[1], "count": len(keys)},
            )


def _unknowns(org_unit: OrgUnit, period: Period | None) -> Iterator[Finding]:
    if period is None:
        yield Finding(code="KT110", kind=Kind.PERIOD_UNKNOWN, severity=Severity.NOTE)
    if org_unit.level is None:
        yield Finding(code="KT111", kind=Kind.LEVEL_UNKNOWN, severity=Severity.NOTE)
