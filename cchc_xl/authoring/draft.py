"""A draft edition: tables of texts, as the keeper sees and edits them in Excel.

Texts, because a keeper may write anything; `closing` says what of it is an edition.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from cchc_xl.model.bridge import Bridge

#: The name, in `Draft.places`, of the hidden column that says which cells of a line are wrong.
MARKS = "marks"


class Table(StrEnum):
    """The tables of a draft; the value is the name of the sheet."""

    FACTS = "Thông tin mẫu"
    SECTIONS = "Các phần"
    ROWS = "Soạn mẫu"
    RELATIONS = "Quan hệ"
    BRIDGES = "Cầu nối"
    WINDOWS = "Kỳ số liệu"
    MISPRINTS = "Lỗi in của biểu"
    CHANGES = "Thay đổi"


@dataclass(slots=True)
class Record:
    """One line of a table: text by column, why a cell is doubtful, where it stands in the sheet."""

    cells: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)
    at: int = 0

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def __setitem__(self, column: str, text: str) -> None:
        self.cells[column] = text


@dataclass(slots=True)
class Draft:
    """Every table of a draft; ``facts`` is one record whose columns are its lines.

    ``places`` are 0-based columns by table and name as they stood in the workbook that was read
    (rows for the general facts), `MARKS` being the hidden column of marks. ``missing`` are tables
    whose sheet was not in that workbook: renamed or deleted, its content is not known.
    """

    facts: Record = field(default_factory=Record)
    sections: list[Record] = field(default_factory=list)
    rows: list[Record] = field(default_factory=list)
    relations: list[Record] = field(default_factory=list)
    bridges: list[Record] = field(default_factory=list)
    windows: list[Record] = field(default_factory=list)
    misprints: list[Record] = field(default_factory=list)
    changes: list[Record] = field(default_factory=list)
    places: dict[Table, dict[str, int]] = field(default_factory=dict, compare=False)
    missing: tuple[Table, ...] = field(default=(), compare=False)

    def records(self, table: Table) -> list[Record]:
        """The lines of a table."""
        return {
            Table.FACTS: [self.facts],
            Table.SECTIONS: self.sections,
            Table.ROWS: self.rows,
            Table.RELATIONS: self.relations,
            Table.BRIDGES: self.bridges,
            Table.WINDOWS: self.windows,
            Table.MISPRINTS: self.misprints,
            Table.CHANGES: self.changes,
        }[table]

    def doubtful(self) -> Iterator[tuple[Table, Record, str]]:
        """Every cell a person should look at before the rest."""
        for table in Table:
            for record in self.records(table):
                for column in record.doubts:
                    yield table, record, column


@dataclass(frozen=True, slots=True)
class Answered:
    """What the keeper decided of two rows; ``bridge`` is None for rows that shall not be joined."""

    keys: tuple[str, str]
    bridge: Bridge | None

    @property
    def pair(self) -> frozenset[str]:
        """The two rows, whichever comes first."""
        return frozenset(self.keys)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is missing or contradictory in one cell, and the repair (Vietnamese).

    ``line`` counts the lines of the table from 1 (0: the table as a whole); ``at`` is the row in
    the sheet, 0 where there is none. ``stops`` is False for what is only worth a look; ``first``
    is what other faults may follow from, so that it is told before them.
    """

    table: Table
    line: int
    column: str
    message: str
    fix: str
    at: int = 0
    stops: bool = True
    first: bool = False
