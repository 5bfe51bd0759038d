"""Positions of `Chi tiết đơn vị` and, with very many units, of `Số liệu đơn vị`.

Up to `MATRIX_LIMIT` units stand side by side in `Chi tiết đơn vị`, one column each. Beyond it the
matrix lies the other way, one line a unit, on `Số liệu đơn vị`: more columns than that nobody can
follow, nor print.
"""

from collections.abc import Iterator
from enum import StrEnum

from cchc_xl.model import ReportTemplate, Row, RowKind, Section
from cchc_xl.text import fold
from cchc_xl.workbook.cells import letters
from cchc_xl.workbook.layout import DATA_SHEET, DETAIL_SHEET, quoted

#: Units that stand side by side; one more, and the matrix lies the other way.
MATRIX_LIMIT = 250


class Detail(StrEnum):
    """Columns left of the units."""

    NO = "A"
    LABEL = "B"
    MEASURE = "C"
    WAY = "D"
    OWN = "E"
    OVERRIDE = "F"
    RESULT = "G"
    FILLED = "H"
    LOW = "I"
    HIGH = "J"
    KEY = "K"  # hidden
    COMPUTED = "L"  # hidden: what adding up gave, to tell a figure typed over it


COLUMNS = "ABCDEFGHIJKL"
FIRST_LEAF = 12  # 0-based: column M
COUNT_CELL = "H2"  # how many units were added up
NAME_ROW, BELOW_ROW, FIRST_ROW = 4, 5, 6


class Data(StrEnum):
    """Columns of `Số liệu đơn vị` left of the figures."""

    NUMBER = "A"
    UNIT = "B"
    LEVEL = "C"
    BELOW = "D"


DATA_FIRST_COLUMN = 4  # 0-based: column E
DATA_NO_ROW, DATA_KEY_ROW, DATA_LABEL_ROW, DATA_FIRST_ROW = 3, 4, 5, 6


class DetailLayout:
    """Where each row and each unit stands, for one form and so many units."""

    def __init__(self, template: ReportTemplate, leaves: int) -> None:
        self.template = template
        self.leaves = leaves
        self.is_wide = leaves <= MATRIX_LIMIT
        self.lines: tuple[tuple[int, Section | Row], ...] = tuple(_lines(template))
        self._rows = {line.key: n for n, line in self.lines if isinstance(line, Row)}
        inputs = [row.key for row in template.rows if row.kind is not RowKind.HEADING]
        self._columns = {key: DATA_FIRST_COLUMN + n for n, key in enumerate(inputs)}

    @property
    def last_row(self) -> int:
        """The last row of `Chi tiết đơn vị`."""
        return self.lines[-1][0]

    @property
    def data_keys(self) -> tuple[str, ...]:
        """Keys of the columns of `Số liệu đơn vị`, in their order."""
        return tuple(self._columns)

    def row_of(self, key: str) -> int:
        """Excel's number of a row."""
        return self._rows[key]

    def cell(self, key: str, column: Detail) -> str:
        """A cell left of the units, as seen from another sheet."""
        return f"{quoted(DETAIL_SHEET)}!${column}${self._rows[key]}"

    @property
    def count(self) -> str:
        """The cell that counts the units, as seen from another sheet."""
        return f"{quoted(DETAIL_SHEET)}!${COUNT_CELL[0]}${COUNT_CELL[1:]}"

    def values(self, key: str, first: int = 0, last: int | None = None) -> str:
        """The units' values of a row, from any sheet; a run of them by their places."""
        last = max(self.leaves - 1, 0) if last is None else last
        if self.is_wide:
            row = self._rows[key]
            left, right = letters(FIRST_LEAF + first), letters(FIRST_LEAF + last)
            return f"{quoted(DETAIL_SHEET)}!${left}${row}:${right}${row}"
        column = letters(self._columns[key])
        top, bottom = DATA_FIRST_ROW + first, DATA_FIRST_ROW + last
        return f"{quoted(DATA_SHEET)}!${column}${top}:${column}${bottom}"


def _lines(template: ReportTemplate) -> Iterator[tuple[int, Section | Row]]:
    """Every printed row, under its section's title where the form prints it apart."""
    number = FIRST_ROW
    for section in template.sections:
        first = section.rows[0]
        if first.kind is not RowKind.HEADING or fold(first.label) != fold(section.title):
            yield number, section
            number += 1
        for row in section.rows:
            yield number, row
            number += 1
