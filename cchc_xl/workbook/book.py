"""One workbook being built: what every sheet's writer needs."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cchc_xl.model import ReportTemplate, Row, RowKind, Section
from cchc_xl.workbook.cells import shown
from cchc_xl.workbook.choices import is_outside
from cchc_xl.workbook.content import BookContent, CellContent, CellValue
from cchc_xl.workbook.layout import Layout, is_typed
from cchc_xl.workbook.style import Styles

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_NOTHING = CellContent()


@dataclass(slots=True)
class Book:
    """The workbook, what goes into it, and where.

    ``free_rows``: rows whose height may be fitted anew, by sheet (XlsxWriter fixes every height
    it is given).
    """

    workbook: "Workbook"
    template: ReportTemplate
    content: BookContent
    layout: Layout
    styles: Styles
    free_rows: dict[str, set[int]] = field(default_factory=dict)

    def add_sheet(self, name: str) -> "Worksheet":
        """A new sheet at the end, A4."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_paper(9)
        sheet.hide_gridlines(2)
        self.free_rows[name] = set()
        return sheet

    def set_height(self, sheet: "Worksheet", row: int, height: float, *, free: bool = True) -> None:
        """Height of a row (1-based); ``free`` lets Excel fit it when somebody types there."""
        sheet.set_row_pixels(row - 1, round(height * 96 / 72))
        if free:
            self.free_rows[sheet.get_name()].add(row)

    def cell(self, key: str) -> CellContent:
        """What stands in a row; blank when the content says nothing of it."""
        return self.content.cells.get(key, _NOTHING)

    def shown(self, key: str) -> CellValue:
        """What column D of a row shows."""
        return shown(self.cell(key).value)

    def note(self, row: Row) -> str:
        """Column E: the unit's words, else the form's own printed note."""
        return self.cell(row.key).note or row.note

    def count_inputs(self, section: Section) -> int:
        """How many cells of a section the unit is to fill, none of another level among them."""
        return len(self._own_inputs(section))

    def count_filled(self, section: Section) -> int:
        """How many of them are filled."""
        return sum(self.shown(row.key) is not None for row in self._own_inputs(section))

    def _own_inputs(self, section: Section) -> list[Row]:
        level = self.content.org_unit.level
        return [row for row in section.rows if is_typed(row) and not is_outside(level, row)]

    def verdict(self, row: Row) -> CellValue:
        """What column F of a row shows."""
        return shown(self.cell(row.key).verdict)

    def count_verdicts(self, section: Section, word: str) -> int:
        """How many rows of a section say something that begins with ``word``."""
        return sum(1 for row in section.rows if str(self.verdict(row) or "").startswith(word))


def depth_of(template: ReportTemplate, row: Row) -> int:
    """How many parents a row has."""
    return len(template.path(row.key))


def is_heading(row: Row) -> bool:
    """True for a row that expects no value."""
    return row.kind is RowKind.HEADING
