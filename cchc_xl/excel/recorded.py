"""The builder's own sheet writers, played into memory.

`Kết quả kiểm tra` of a live workbook must say word for word what a built one says, so the builder's
code writes it here too, onto a stand-in that keeps what it was given instead of making a file.
"""

import re
from typing import Any

from cchc_xl.excel.live_book import Formula, Written
from cchc_xl.model import ReportTemplate
from cchc_xl.workbook.book import Book
from cchc_xl.workbook.content import BookContent
from cchc_xl.workbook.layout import Layout
from cchc_xl.workbook.results_sheet import write_results
from cchc_xl.workbook.style import Styles

_INTERNAL = "internal:"


class RecordedSheet:
    """Keeps cells by (row, column), 1-based; everything about looks is passed over."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.cells: dict[tuple[int, int], Written] = {}

    def get_name(self) -> str:
        return self._name

    def write_string(self, at: str, text: str, style: Any = None) -> None:
        self.cells[position(at)] = text

    def write_number(self, at: str, value: float, style: Any = None) -> None:
        self.cells[position(at)] = value

    def write_boolean(self, at: str, value: bool, style: Any = None) -> None:
        self.cells[position(at)] = value

    def write_blank(self, at: str, value: None, style: Any = None) -> None:
        self.cells.pop(position(at), None)

    def write_formula(self, at: str, formula: str, style: Any = None, value: Any = 0) -> None:
        self.cells[position(at)] = Formula(formula)

    def write_url(self, at: str, url: str, style: Any = None, text: str | None = None) -> None:
        shown = text or url
        if not url.startswith(_INTERNAL):
            self.cells[position(at)] = shown
            return
        target = url.removeprefix(_INTERNAL)
        self.cells[position(at)] = Formula(f"=HYPERLINK({_quoted('#' + target)},{_quoted(shown)})")

    def write_rich_string(self, at: str, *pieces: Any) -> None:
        self.cells[position(at)] = "".join(piece for piece in pieces if isinstance(piece, str))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return _nothing

    def row(self, number: int, width: int) -> list[Written]:
        """One row from column A on."""
        return [self.cells.get((number, column)) for column in range(1, width + 1)]

    @property
    def last_row(self) -> int:
        """The last row that holds anything; 0 for none."""
        return max((row for row, _ in self.cells), default=0)


class _RecordedWorkbook:
    def __init__(self) -> None:
        self.sheets: list[RecordedSheet] = []

    def add_worksheet(self, name: str) -> RecordedSheet:
        self.sheets.append(RecordedSheet(name))
        return self.sheets[-1]

    @staticmethod
    def add_format(properties: dict[str, Any]) -> dict[str, Any]:
        return properties


def recorded_results(template: ReportTemplate, content: BookContent) -> RecordedSheet:
    """`Kết quả kiểm tra` as the builder writes it."""
    workbook: Any = _RecordedWorkbook()
    write_results(Book(workbook, template, content, Layout(template), Styles(workbook)))
    sheet: RecordedSheet = workbook.sheets[0]
    return sheet


def position(address: str) -> tuple[int, int]:
    """Row and column of ``B7``, 1-based."""
    found = re.fullmatch(r"\$?([A-Z]+)\$?(\d+)", address)
    if found is None:
        raise ValueError(f"{address!r} is no address of one cell")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _nothing(*_: Any, **__: Any) -> None:
    """Widths, panes, footers: the live sheet has its own."""
