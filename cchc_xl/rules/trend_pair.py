"""Two reports of one unit side by side, rows by their key."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property

from cchc_xl.model import Basis, Finding, Kind, Row, RowKind, Severity
from cchc_xl.model.finding import Cause
from cchc_xl.rules.context import NUMERIC, CheckContext
from cchc_xl.rules.windows import Covered, covered, same_start

_COUNTED = frozenset({RowKind.COUNT, RowKind.MONEY})
_ADJOINING = 32  # days between two windows that still follow each other


class Pair:
    """``before`` is the report of the earlier period, ``now`` the one being checked."""

    def __init__(self, before: CheckContext, now: CheckContext) -> None:
        self.before = before
        self.now = now

    @property
    def previous_title(self) -> str:
        """The earlier period in words."""
        period = self.before.report.period
        return period.title if period else ""

    @cached_property
    def shared(self) -> tuple[Row, ...]:
        """Rows of the present form that the earlier one has too, with the same meaning in time."""
        known = self.before.template.by_key
        return tuple(
            row
            for row in self.now.template.rows
            if row.key in known
            and known[row.key].basis is row.basis
            and known[row.key].kind is row.kind
            and row.kind in NUMERIC
        )

    @cached_property
    def counted(self) -> frozenset[str]:
        """Keys of the shared rows that count something."""
        return frozenset(row.key for row in self.shared if row.kind in _COUNTED)

    def rows(self, basis: Basis, *, numeric: bool = False) -> Iterator[Row]:
        """Shared rows of one basis that the unit answers for; percents only with ``numeric``."""
        for row in self.shared:
            counts = numeric or row.kind in _COUNTED
            if row.basis is basis and counts and not self.now.is_other_level(row):
                yield row

    def both(self, key: str) -> tuple[Decimal, Decimal] | None:
        """Earlier and present figure, None unless both can be relied on."""
        if self.before.is_wrong(key) or self.now.is_wrong(key):
            return None
        before, now = self.before.value(key), self.now.value(key)
        return None if before is None or now is None else (before, now)

    def fall(self, key: str) -> Decimal:
        """By how much a figure fell (negative: it rose); 0 where one of the two is unknown."""
        values = self.both(key)
        return Decimal(0) if values is None else values[0] - values[1]

    def windows(self, key: str) -> tuple[Covered, Covered] | None:
        """The days the row's section covers, earlier and now."""
        found = [
            covered(one.report, one.template, one.template.section_of[key].key)
            for one in (self.before, self.now)
        ]
        return (found[0], found[1]) if found[0] and found[1] else None

    def counts_on(self, key: str) -> bool:
        """True where the present window starts with the earlier one and goes on beyond it."""
        windows = self.windows(key)
        return windows is not None and same_start(*windows, national=self._national_start)

    @cached_property
    def _national_start(self) -> bool:
        before, now = self.before.report.period, self.now.report.period
        return bool(before and now and before.national_window[0] == now.national_window[0])

    def adjoins(self, key: str) -> bool:
        """True where no days of the row lie unreported between the two windows."""
        windows = self.windows(key)
        if windows is None:
            return False
        gap = (windows[1].start - windows[0].end).days
        return self.counts_on(key) or gap <= _ADJOINING

    def since(self, key: str) -> Decimal | None:
        """What a flow counted since the earlier report; None where the row is blank."""
        now = self.now.value(key)
        if now is None:
            return None
        before = self.before.value(key) if self.counts_on(key) else None
        return now - before if before is not None and before <= now else now

    def finding(
        self,
        code: str,
        kind: Kind,
        key: str,
        *,
        severity: Severity = Severity.WARNING,
        related: Iterable[str] = (),
        suggestion: str | None = None,
        causes: tuple[Cause, ...] = (),
        **facts: object,
    ) -> Finding:
        """A finding on a row, with what the earlier report said there."""
        return self.now.finding(
            code,
            kind,
            severity,
            key,
            related=related,
            suggestion=suggestion,
            causes=causes,
            before=self.before.value(key),
            previous=self.previous_title,
            **facts,
        )
