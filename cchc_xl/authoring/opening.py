"""An edition as a draft: every field as the text a keeper reads and edits."""

import datetime as dt
from collections.abc import Iterable, Mapping

from cchc_xl.authoring import words
from cchc_xl.authoring.columns import Col, Fact
from cchc_xl.authoring.draft import Draft, Record
from cchc_xl.authoring.lossless import other
from cchc_xl.model import Basis, Choice, Level, Misprint, ReportTemplate, Row, Rule, Section
from cchc_xl.model.rule import Applied
from cchc_xl.model.template import Window
from cchc_xl.text import clean

LIST = "; "


def draft_of(template: ReportTemplate) -> Draft:
    """The draft that gives this very edition back."""
    numbers = {one.key: str(number) for number, one in enumerate(template.sections, 1)}
    return Draft(
        facts=_facts(template),
        sections=[_section(number, one) for number, one in enumerate(template.sections, 1)],
        rows=[
            row_record(row, line, number)
            for line, (number, row) in enumerate(_numbered(template), 1)
        ],
        relations=[relation_record(rule) for rule in template.rules],
        windows=[window_record(window, numbers) for window in template.windows],
        misprints=[misprint_record(one) for one in template.misprints],
    )


def _numbered(template: ReportTemplate) -> Iterable[tuple[int, Row]]:
    return ((n, row) for n, one in enumerate(template.sections, 1) for row in one.rows)


def _facts(template: ReportTemplate) -> Record:
    cells = {
        Fact.ID: template.id,
        Fact.TITLE: template.title,
        Fact.LEVEL: words.LEVELS[template.level] if template.level else "",
        Fact.ORIGIN: words.ORIGINS[template.origin],
        Fact.BASIS: template.legal_basis or "",
        Fact.FROM: day_text(template.valid_from),
        Fact.TO: day_text(template.valid_to),
        Fact.DECIMALS: str(template.decimals),
        Fact.AMENDS: template.amends or "",
    }
    known = {*Fact, "sections", "rules", "misprints", "windows"}
    return Record({str(k): v for k, v in cells.items()} | {Fact.OTHER: other(template, known)})


def _section(number: int, section: Section) -> Record:
    return Record(
        {
            Col.SECTION: str(number),
            Col.NO: section.no,
            Col.TITLE: section.title,
            Col.SHEET: section.sheet,
            Col.KEY: section.key,
            Col.OTHER: other(section, {"key", "no", "title", "sheet", "rows"}),
        }
    )


_ROW_FIELDS = {
    *("key", "no", "label", "measure", "kind", "parent", "choices", "codes_printed", "levels"),
    *("optional", "basis", "numerator", "denominator", "parts", "consolidation", "fed_by"),
    *("weight", "note", "owner"),
}


def row_record(row: Row, line: int, section: int) -> Record:
    """One row; headings have neither a span of time nor a way to add up."""
    prints_codes = words.YES if row.codes_printed else words.NO
    tells_basis = row.is_input or row.basis is not Basis.IN_PERIOD
    return Record(
        {
            Col.LINE: str(line),
            Col.SECTION: str(section),
            Col.NO: row.no,
            Col.LABEL: row.label,
            Col.MEASURE: row.measure,
            Col.NOTE: row.note,
            Col.KEY: row.key,
            Col.FIRST_KEY: row.key,
            Col.KIND: words.KINDS[row.kind],
            Col.PARENT: row.parent or "",
            Col.CHOICES: choices_text(row.choices),
            Col.CODES: prints_codes if row.choices or not row.codes_printed else "",
            Col.LEVELS: levels_text(row.levels),
            Col.OPTIONAL: words.YES if row.optional else "",
            Col.BASIS: words.BASES[row.basis] if tells_basis else "",
            Col.CONSOLIDATION: (
                words.CONSOLIDATIONS[row.consolidation] if row.consolidation else ""
            ),
            Col.NUMERATOR: row.numerator or "",
            Col.DENOMINATOR: row.denominator or "",
            Col.PARTS: LIST.join(row.parts),
            Col.FED_BY: row.fed_by or "",
            Col.WEIGHT: row.weight or "",
            Col.OWNER: row.owner,
            Col.OTHER: other(row, _ROW_FIELDS),
        }
    )


def relation_record(rule: Rule) -> Record:
    """One relation between rows."""
    known = {
        *("key", "op", "left", "right", "limit", "low", "high", "missing_left", "missing_right"),
        *("levels", "severity", "kind", "why", "citation", "applied", "applied_reason"),
    }
    return Record(
        {
            Col.KEY: rule.key,
            Col.LEFT: LIST.join(rule.left),
            Col.OP: words.OPS[rule.op],
            Col.RIGHT: LIST.join(rule.right),
            Col.LIMIT: _number(rule.limit),
            Col.LOW: _number(rule.low),
            Col.HIGH: _number(rule.high),
            Col.MISSING_LEFT: words.MISSING[rule.missing_left],
            Col.MISSING_RIGHT: words.MISSING[rule.missing_right],
            Col.LEVELS: levels_text(rule.levels),
            Col.SEVERITY: words.SEVERITIES[rule.severity],
            Col.KIND: words.RULE_KINDS.get(rule.kind, rule.kind.value) if rule.kind else "",
            Col.WHY: rule.why,
            Col.CITATION: rule.citation,
            Col.APPLIED: words.APPLIED[rule.applied or Applied.FULL],
            Col.APPLIED_REASON: rule.applied_reason,
            Col.OTHER: other(rule, known),
        }
    )


_WINDOW_FIELDS = {
    *("period", "year", "start", "end", "deadline", "section", "every_year", "letter"),
}


def window_record(window: Window, numbers: Mapping[str, str]) -> Record:
    """Cut-off dates of one period. ``numbers``: of the parts, by key."""
    return Record(
        {
            Col.PERIOD: words.PERIODS[window.period],
            Col.YEAR: str(window.year),
            Col.START: day_text(window.start),
            Col.END: day_text(window.end),
            Col.DEADLINE: day_text(window.deadline),
            Col.SECTION: numbers.get(window.section or "", ""),
            Col.EVERY_YEAR: words.YES if window.every_year else "",
            Col.LETTER: window.letter,
            Col.OTHER: other(window, _WINDOW_FIELDS),
        }
    )


def misprint_record(misprint: Misprint) -> Record:
    """One slip of the form."""
    return Record(
        {
            Col.KIND: words.MISPRINT_KINDS.get(misprint.kind, misprint.kind.value),
            Col.ROWS: LIST.join(misprint.rows),
            Col.TEXT: misprint.text,
            Col.OTHER: other(misprint, {"kind", "rows", "text"}),
        }
    )


def choices_text(choices: Iterable[Choice]) -> str:
    """One answer a line: ``0 = Chưa``."""
    return "\n".join(f"{choice.code} = {clean(choice.label)}" for choice in choices)


def levels_text(levels: Iterable[Level]) -> str:
    """Levels in words."""
    return LIST.join(words.LEVELS[level] for level in levels)


def day_text(day: dt.date | None) -> str:
    """A day as people write it, blank where unknown."""
    return f"{day:%d/%m/%Y}" if day else ""


def _number(value: float | None) -> str:
    return "" if value is None else repr(value).removesuffix(".0").replace(".", ",")
