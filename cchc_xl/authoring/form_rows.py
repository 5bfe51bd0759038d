"""The rows of a draft with what their cells say, for checks that look from one to another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cchc_xl.authoring import words
from cchc_xl.authoring.draft import Fault, Record, Table
from cchc_xl.authoring.line_numbers import named
from cchc_xl.model import RowKind

COUNTED = (RowKind.COUNT, RowKind.MONEY)


@dataclass(frozen=True, slots=True)
class FormRow:
    """Line ``n`` of the table of rows (from 1); ``data`` as `closing` read it."""

    n: int
    record: Record
    data: dict[str, Any]

    @property
    def key(self) -> str:
        return str(self.data["key"])

    @property
    def kind(self) -> RowKind | None:
        """None where the cell does not say."""
        return RowKind(self.data["kind"]) if self.data["kind"] else None

    @property
    def said(self) -> str:
        """``dòng 74 “…” là tiêu đề``."""
        is_kind = f" là {words.KINDS[self.kind].lower()}" if self.kind else ""
        return f"{named(self.record)}{is_kind}"

    def fault(self, column: str, message: str, fix: str, *, stops: bool = True) -> Fault:
        """A fault in a cell of this line."""
        at = self.record.at
        return Fault(Table.ROWS, self.n, column, message, fix, at=at, stops=stops)


class FormRows:
    """Every row in the order of the sheet, and by key where it has one."""

    def __init__(self, records: Sequence[Record], read: Sequence[dict[str, Any]]) -> None:
        self._rows = [
            FormRow(n, record, data)
            for n, (record, data) in enumerate(zip(records, read, strict=True), 1)
        ]
        self._by_key: dict[str, FormRow] = {}
        for row in self._rows:
            if row.key:
                self._by_key.setdefault(row.key, row)

    def __iter__(self) -> Iterator[FormRow]:
        return iter(self._rows)

    def get(self, key: str | None) -> FormRow | None:
        """The row of a key; None for no key, and for one that is not in the form."""
        return self._by_key.get(key) if key else None

    def of(self, keys: Sequence[str]) -> list[FormRow]:
        """The rows of several keys."""
        return [row for key in keys if (row := self.get(key)) is not None]
