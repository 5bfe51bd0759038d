"""A form keeper at work: edits cells of the draft's sheets as a person does in Excel."""

from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cchc_xl.authoring import layout
from cchc_xl.authoring.columns import COLUMNS
from cchc_xl.authoring.draft import Table
from tests.cli.run import ROOT

FORM = ROOT / "tests" / "forms" / "bieu-xa-2026.txt"

Edit = tuple[Table, str, str, str]
"""Table; key of the line, "dòng 12" or "+" for a new line; title of the column; text."""

FACTS = (
    (Table.FACTS, "", "Mã mẫu", "minh-hoa-xa-2026"),
    (Table.FACTS, "", "Nguồn gốc", "Mẫu tham khảo, chưa có văn bản ban hành"),
    (Table.FACTS, "", "Áp dụng từ ngày", "01/01/2026"),
)

#: What the keeper changes in the draft of `FORM`: dossiers of this form are not those of another.
CORRECTIONS: tuple[Edit, ...] = (
    *FACTS,
    (Table.FACTS, "", "Cấp điền biểu", "Cấp xã"),
    (Table.ROWS, "dòng 29", "Khóa", "hs_da_giai_quyet"),
)


def edit(path: Path, edits: tuple[Edit, ...]) -> None:
    """Make the edits and save, as Excel would."""
    book = load_workbook(path)
    new: dict[Table, int] = {}
    for table, where, column, text in edits:
        sheet = book[table.value]
        if table is Table.FACTS:
            titles = [about.title for about in COLUMNS[Table.FACTS].values()]
            sheet.cell(layout.FIRST_ROW + 1 + titles.index(column), 2).value = text
            continue
        row = _row(sheet, table, where) if where != "+" else new.get(table)
        if row is None:
            row = new[table] = _first_blank(sheet)
        sheet.cell(row, _column(table, column)).value = text
    book.save(path)


def cell(path: Path, table: Table, where: str, column: str) -> str:
    """The text of one cell."""
    book = load_workbook(path)
    sheet = book[table.value]
    found = sheet.cell(_row(sheet, table, where), _column(table, column)).value
    return "" if found is None else str(found)


def _column(table: Table, title: str) -> int:
    titles = [about.title for about in COLUMNS[table].values()]
    return (titles.index(title) if title in titles else len(titles)) + 1


def _row(sheet: Worksheet, table: Table, where: str) -> int:
    by_line = where.startswith("dòng ")
    wanted = where.removeprefix("dòng ")
    title = "Dòng" if by_line else "Mã quan hệ" if table is Table.RELATIONS else "Khóa"
    column = _column(table, title)
    for row in range(layout.FIRST_ROW + 1, sheet.max_row + 1):
        if str(sheet.cell(row, column).value) == wanted:
            return row
    raise AssertionError(f"{table.value} has no line {where}")


def _first_blank(sheet: Worksheet) -> int:
    for row in range(layout.FIRST_ROW + 1, sheet.max_row + 2):
        if all(sheet.cell(row, column).value is None for column in range(1, 5)):
            return row
    raise AssertionError("no blank line")
