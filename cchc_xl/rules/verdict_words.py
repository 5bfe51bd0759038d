"""One test of the short verdict: a condition and the words for it, naming rows shortly."""

from dataclasses import dataclass

from cchc_xl.messages import sentences
from cchc_xl.messages.render import row_name
from cchc_xl.model import ReportTemplate, Row, Rule
from cchc_xl.rules.expressions import Cells, Expression, Shown

_NAMED_ROWS = 3


@dataclass(frozen=True, slots=True)
class Test:
    """Shown when ``condition`` holds: fixed words, then perhaps a computed number."""

    condition: Expression
    words: str
    number: Shown | None = None

    def text(self, cells: Cells) -> str:
        """The words with these cells."""
        return self.words + (self.number.value(cells) if self.number is not None else "")


def with_others(
    template: ReportTemplate, row: Row, rule: Rule, sentence: str, others: tuple[str, ...]
) -> str:
    """A sentence that names the rows the row is held against."""
    return sentences("verdicts")[sentence].format(
        severity=rule.severity.label, others=names(template, others, row)
    )


def names(template: ReportTemplate, keys: tuple[str, ...], row: Row) -> str:
    """The first few rows by their short names, and how many more."""
    shown = [name_of(template, key, row) for key in keys[:_NAMED_ROWS]]
    if len(keys) > _NAMED_ROWS:
        shown.append(f"{len(keys) - _NAMED_ROWS} dòng khác")
    return ", ".join(shown)


def name_of(template: ReportTemplate, key: str, row: Row) -> str:
    """A short name: the printed number, with its part where numbers restart in each."""
    other = template.by_key[key]
    if key == row.key:
        return "dòng này"
    number = other.no.rstrip(".")
    if not number[:1].isdigit():
        return row_name(key, template, length=32)
    section = template.section_of[key]
    away = section.key != template.section_of[row.key].key and not section.no[:1].isdigit()
    return f"{section.no} dòng {number}" if away else f"dòng {number}"
