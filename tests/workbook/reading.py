"""Reading a built workbook back the ways other programs do."""

import io
import re
import zipfile
from functools import cached_property
from typing import Any

import openpyxl
import python_calamine
from openpyxl.worksheet.worksheet import Worksheet

from cchc_xl.model import ReportTemplate
from cchc_xl.workbook.builder import workbook_bytes
from cchc_xl.workbook.content import BookContent


class Built:
    """One built workbook: formulas and formats, stored values, and the XML itself."""

    def __init__(self, template: ReportTemplate, content: BookContent) -> None:
        self.data = workbook_bytes(template, content)

    @cached_property
    def book(self) -> Any:
        return openpyxl.load_workbook(io.BytesIO(self.data))

    @cached_property
    def values(self) -> Any:
        return openpyxl.load_workbook(io.BytesIO(self.data), data_only=True)

    def sheet(self, name: str) -> Worksheet:
        """With formulas."""
        return self.book[name]

    def value(self, sheet: str, cell: str) -> object:
        """The stored value; None where a formula shows nothing."""
        return self.values[sheet][cell].value

    def calamine(self, sheet: str) -> list[list[Any]]:
        """All values from A1 on, as the fast reader sees them."""
        book = python_calamine.load_workbook(io.BytesIO(self.data))
        return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)

    def xml(self, sheet: str) -> str:
        number = self.book.sheetnames.index(sheet) + 1
        with zipfile.ZipFile(io.BytesIO(self.data)) as package:
            return package.read(f"xl/worksheets/sheet{number}.xml").decode()

    def formulas(self) -> list[tuple[str, str, str]]:
        """Every formula of every cell: sheet, cell, text."""
        return [
            (sheet.title, cell.coordinate, str(cell.value))
            for sheet in self.book
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]

    def validations(self, sheet: str) -> dict[str, Any]:
        """Data validation by cell."""
        return {
            str(area): rule
            for rule in self.sheet(sheet).data_validations.dataValidation
            for area in rule.sqref.ranges
        }

    def links(self) -> list[str]:
        """Targets of every internal link."""
        return [
            cell.hyperlink.location
            for sheet in self.book
            for row in sheet.iter_rows()
            for cell in row
            if cell.hyperlink and cell.hyperlink.location
        ]


def functions_of(formula: str) -> set[str]:
    """Names of the functions a formula calls, text in quotes left out."""
    without_text = re.sub(r'"[^"]*"|\'[^\']*\'', "", formula)
    return set(re.findall(r"([A-Z][A-Z0-9._]*)\(", without_text))
