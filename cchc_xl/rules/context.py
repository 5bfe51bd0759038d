"""What every check reads: the report seen through its form."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

from cchc_xl.model import (
    Entry,
    Kind,
    Level,
    Meaning,
    Report,
    ReportTemplate,
    Row,
    RowKind,
    RowRef,
    Severity,
    read_value,
)
from cchc_xl.model.finding import Cause, Finding
from cchc_xl.model.remember import remembered
from cchc_xl.text import clean, fold, least_decimals, round_half_up

_NO_ENTRY = Entry(key="")
MAX_DECIMALS = 4
HUNDRED = Decimal(100)
NUMERIC = frozenset({RowKind.COUNT, RowKind.MONEY, RowKind.PERCENT})


class CheckContext:
    """A report and its form, with the meaning of every cell read once."""

    def __init__(self, report: Report, template: ReportTemplate) -> None:
        self.report = report
        self.template = template
        self.level: Level | None = report.level
        self.meaning: dict[str, Meaning] = {
            row.key: read_value(
                row, entry.raw, percent_format=entry.percent_format, error=entry.error
            )
            for row in template.rows
            if (entry := report.entries.get(row.key)) is not None
        }
        # Asked thousands of times a report, so looked up once.
        self._values = {key: m.value for key, m in self.meaning.items() if m.value is not None}
        self._filled = {key for key, entry in report.entries.items() if not entry.is_blank}
        self._other_levels = _rows_of_other_levels(template)[self.level]
        self._decimals: dict[str, int] = {}

    def entry(self, key: str) -> Entry:
        """The cell of a row; a blank one where the file does not have the row."""
        return self.report.entries.get(key, _NO_ENTRY)

    def value(self, key: str) -> Decimal | None:
        """The number a row says, None when blank or unreadable."""
        return self._values.get(key)

    def printed(self, key: str) -> Decimal | None:
        """The number at its printed decimals: an unrounded formula shows four of them."""
        value = self.value(key)
        return None if value is None else round_half_up(value, self.decimals(key))

    def has(self, key: str) -> bool:
        """True when the file printed the row."""
        return key in self.report.entries

    def is_blank(self, key: str) -> bool:
        """True when nothing is written (an unreadable text is not blank)."""
        return key not in self._filled

    def is_unreadable(self, key: str) -> bool:
        """True when something is written that is no value."""
        return key in self._filled and key not in self._values

    def is_wrong(self, key: str) -> bool:
        """True for a number that is an error in itself: negative, a count not whole, above 100 %.

        The cell says so already; what follows from it elsewhere is the same cause.
        """
        return key in self._wrong

    @cached_property
    def _wrong(self) -> set[str]:
        found = set()
        for key, value in self._values.items():
            kind = self.template.by_key[key].kind
            if kind not in NUMERIC:
                continue
            broken = kind is RowKind.COUNT and value != value.to_integral_value()
            if broken or value < 0 or (kind is RowKind.PERCENT and value > HUNDRED):
                found.add(key)
        return found

    def says_nothing(self, key: str) -> bool:
        """True for a row of another level that is blank or 0 (DOMAIN §3)."""
        return key in self._other_levels and (self.is_blank(key) or self.value(key) == 0)

    def total(self, keys: Iterable[str]) -> Decimal | None:
        """Sum of the readable values, None when not one is readable."""
        values = [value for key in keys if (value := self.value(key)) is not None]
        return sum(values, Decimal(0)) if values else None

    def decimals(self, key: str) -> int:
        """Printed decimals: the least d ≤ 4 at which rounding changes nothing (DESIGN §4)."""
        found = self._decimals.get(key)
        if found is None:
            value = self.value(key)
            found = 0 if value is None else least_decimals(value, MAX_DECIMALS)
            self._decimals[key] = found
        return found

    def is_own_level(self, row: Row) -> bool:
        """True when the form prints this unit's level for the row."""
        return self.level is not None and self.level in row.levels

    def is_other_level(self, row: Row) -> bool:
        """True when the form prints only levels that this unit neither has nor covers."""
        return row.key in self._other_levels

    @cached_property
    def is_wholly_blank(self) -> bool:
        """True when no row that expects a value has one."""
        return all(self.is_blank(row.key) for row in self.template.rows if row.is_input)

    def justified(self, key: str | None) -> bool:
        """True when the unit's own words stand beside the row (Giải trình, or its own Ghi chú)."""
        if key is None:
            return False
        return self.is_answered(key) or bool(self.own_note(key))

    def is_answered(self, key: str) -> bool:
        """True when the unit wrote something in Giải trình."""
        return bool(self.entry(key).justification.strip())

    def own_note(self, key: str) -> str:
        """What the unit itself wrote in Ghi chú: not the note the form prints, however spelled."""
        note, printed = self.entry(key).note, self.template.by_key[key].note
        if not note or note == printed:
            return ""
        note = clean(note)
        return "" if fold(note) == fold(printed) else note

    def finding(
        self,
        code: str,
        kind: Kind,
        severity: Severity,
        key: str,
        *,
        related: Iterable[str] = (),
        suggestion: str | None = None,
        causes: tuple[Cause, ...] = (),
        **facts: object,
    ) -> Finding:
        """A finding on a row, related rows in printed order, justified if the unit answered it."""
        position = self.template.position
        # A note that contradicts the value cannot be the answer to this very finding, although it
        # is the unit's own words: there only Giải trình answers.
        answered = self.is_answered if kind is Kind.NOTE_CONTRADICTS else self.justified
        others = {k for k in related if k != key} | {
            k for cause in causes for k in cause.rows if k != key
        }
        return Finding(
            code=code,
            kind=kind,
            severity=severity,
            key=key,
            related=tuple(sorted(others, key=position.__getitem__)),
            facts={"text": self.entry(key).text, **facts},
            suggestion=suggestion,
            causes=causes,
            justified=answered(key),
        )

    def ref(self, key: str) -> RowRef:
        """A row to name inside a message, with its value."""
        return RowRef(key, self.value(key))

    def refs(self, keys: Iterable[str]) -> tuple[RowRef, ...]:
        """Several rows to name inside a message."""
        return tuple(self.ref(key) for key in keys)


@remembered
def _rows_of_other_levels(template: ReportTemplate) -> dict[Level | None, frozenset[str]]:
    """By a unit's level: rows for which the form prints only levels it neither has nor covers."""
    found: dict[Level | None, frozenset[str]] = {None: frozenset()}
    for own in Level:
        found[own] = frozenset(
            row.key
            for row in template.rows
            if row.levels and not any(own.covers(level) for level in row.levels)
        )
    return found
