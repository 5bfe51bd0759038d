"""Where everything lies in a master workbook: the only place that knows cell positions.

Rows are 1-based, as Excel shows them. References are absolute. A `Layout` depends on the edition
alone, so builder, reader and rules agree without asking each other. Kept free of every workbook
library: reading and checking start without them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from cchc_xl.model import ReportTemplate, Row, Section
from cchc_xl.model.remember import remembered

FRONT_SHEET = "Trang chính"
PRINT_SHEET = "In phụ lục"
RESULTS_SHEET = "Kết quả kiểm tra"
DETAIL_SHEET = "Chi tiết đơn vị"
DATA_SHEET = "Số liệu đơn vị"
SUBMISSION_SHEET = "Tình hình nộp"
CHILD_FINDINGS_SHEET = "Lỗi của đơn vị"
SLIP_SHEET = "Phiếu trả"
REMINDER_SHEET = "Đôn đốc"
FOREIGN_SHEET = "Dòng ngoài biểu"
CHART_SHEET = "Biểu đồ"
LOG_SHEET = "Nhật ký"
GUIDE_SHEET = "Hướng dẫn"
META_SHEET = "_cchc"
#: The units a parent issues to, typed into its own workbook.
UNIT_LIST_SHEET = "Danh sách đơn vị"

#: Sheets of a consolidated workbook, in their order.
MERGED_SHEETS = (
    DETAIL_SHEET,
    DATA_SHEET,
    SUBMISSION_SHEET,
    CHILD_FINDINGS_SHEET,
    SLIP_SHEET,
    REMINDER_SHEET,
    FOREIGN_SHEET,
    CHART_SHEET,
)

#: No section may take these; Excel keeps "History" to itself.
_RESERVED = (
    FRONT_SHEET,
    PRINT_SHEET,
    RESULTS_SHEET,
    *MERGED_SHEETS,
    LOG_SHEET,
    GUIDE_SHEET,
    META_SHEET,
    UNIT_LIST_SHEET,
    "History",
)
_MAX_SHEET_NAME = 31

#: Author of the notes written on flagged cells; any other note is the user's own.
COMMENT_AUTHOR = "Kiểm tra CCHC"


class Column(StrEnum):
    """Columns of a section sheet."""

    NO = "A"
    LABEL = "B"
    MEASURE = "C"
    VALUE = "D"
    NOTE = "E"
    VERDICT = "F"
    JUSTIFICATION = "G"
    KEY = "H"
    ORIGINAL = "I"  # hidden: what an imported file wrote where D shows a number, "8|08"
    CHILDREN = "J"  # of a consolidated workbook: how many units filled the row, what they answered
    EARLIER = "K"  # of a workbook made from the one of the period before: what stood there


HEADER_ROW = 4
FIRST_ROW = 5


@dataclass(frozen=True, slots=True)
class Place:
    """One cell of `Trang chính` or `_cchc` with its defined name."""

    name: str
    sheet: str
    cell: str

    @property
    def reference(self) -> str:
        """The cell as seen from any sheet."""
        return f"{quoted(self.sheet)}!{absolute(self.cell)}"


FORM_TITLE = Place("CCHC_TEN_BIEU", FRONT_SHEET, "B3")
LEGAL_BASIS = Place("CCHC_CAN_CU", FRONT_SHEET, "B4")
ORG_UNIT = Place("CCHC_DON_VI", FRONT_SHEET, "C7")
LEVEL = Place("CCHC_CAP", FRONT_SHEET, "C8")
PERIOD = Place("CCHC_KY", FRONT_SHEET, "C9")
DATE_FROM = Place("CCHC_TU_NGAY", FRONT_SHEET, "C10")
DATE_TO = Place("CCHC_DEN_NGAY", FRONT_SHEET, "C11")
DEADLINE = Place("CCHC_HAN_NOP", FRONT_SHEET, "C12")
REPORT_NO = Place("CCHC_SO_BAO_CAO", FRONT_SHEET, "C13")
REPORT_DATE = Place("CCHC_NGAY_BAO_CAO", FRONT_SHEET, "C14")
#: File of the period before, which Kiểm tra compares with.
PREVIOUS = Place("CCHC_KY_TRUOC", FRONT_SHEET, "C15")
DECIMAL_SIGN = Place("CCHC_DAU_THAP_PHAN", FRONT_SHEET, "G13")
STATE = Place("CCHC_TRANG_THAI", FRONT_SHEET, "C16")
#: When the last check ran, in words; blank when none did.
CHECKED_AT = Place("CCHC_KIEM_TRA_LUC", META_SHEET, "D1")
#: Which looks the results table of an open workbook was given; blank where none.
RESULT_LOOKS = Place("CCHC_KIEU_KET_QUA", META_SHEET, "D2")
#: The folder of received files that was chosen last for Tổng hợp.
MERGE_FOLDER = Place("CCHC_THU_MUC_NHAN", META_SHEET, "D3")
#: How many input cells of the whole form are filled that the unit is to fill.
FILLED_NAME = "CCHC_DA_NHAP"
#: Lists behind drop-downs; those of choice rows are numbered.
LEVELS_NAME = "CCHC_DS_CAP"
PERIODS_NAME = "CCHC_DS_KY"
CHOICES_NAME = "CCHC_DS"

_PLACES = (
    FORM_TITLE,
    LEGAL_BASIS,
    ORG_UNIT,
    LEVEL,
    PERIOD,
    DATE_FROM,
    DATE_TO,
    DEADLINE,
    REPORT_NO,
    REPORT_DATE,
    PREVIOUS,
    DECIMAL_SIGN,
    STATE,
    CHECKED_AT,
)

#: The list of sections on `Trang chính`; its columns.
PROGRESS_HEADER_ROW = 19
PROGRESS_FIRST_ROW = 20


class Progress(StrEnum):
    """Columns of the list of sections on `Trang chính`."""

    NO = "B"
    TITLE = "C"
    FILLED = "D"
    INPUTS = "E"
    ERRORS = "F"
    WARNINGS = "G"
    NOTES = "H"


#: Columns of `_cchc`: key and value of the definition, the values of column D at the last check
#: (one a row of the form, in printed order), the lists behind drop-downs.
META_KEY = "A"
META_VALUE = "B"
META_STATE = "D"
META_SNAPSHOT = "E"
META_MARKS = "F"  # fingerprints of the notes on flagged cells, one a row of the form
META_LEVELS = "G"
META_PERIODS = "H"
META_FIRST_CHOICES = 9  # 0-based: column J and following, one column a list


def quoted(sheet: str) -> str:
    """A sheet's name as formulas and links want it."""
    return "'" + sheet.replace("'", "''") + "'"


def absolute(area: str) -> str:
    """``D7:E9`` → ``$D$7:$E$9``."""
    return re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", area)


class Layout:
    """Positions of one edition's rows, sections and front cells."""

    def __init__(self, template: ReportTemplate) -> None:
        self.template = template
        self._names = dict(_name_sheets(template.sections))
        self._rows = {
            row.key: number
            for section in template.sections
            for number, row in enumerate(section.rows, FIRST_ROW)
        }

    @property
    def section_sheets(self) -> tuple[str, ...]:
        """Names of the section sheets, in printed order."""
        return tuple(self._names.values())

    def sheet_for(self, section: Section) -> str:
        """The sheet of a section."""
        return self._names[section.key]

    def sheet_of(self, key: str) -> str:
        """The sheet a row stands on. Raises ``KeyError`` for a key that is not in the form."""
        return self._names[self.template.section_of[key].key]

    def row_of(self, key: str) -> int:
        """Excel's row number of a row on its sheet."""
        return self._rows[key]

    def cell(self, key: str, column: Column = Column.VALUE) -> str:
        """A row's cell on its own sheet: ``D7``."""
        return f"{column}{self._rows[key]}"

    def place_of(self, key: str) -> tuple[str, str]:
        """The sheet and the cell of a row's value."""
        return self.sheet_of(key), self.cell(key)

    def reference(
        self, key: str, column: Column = Column.VALUE, from_sheet: str | None = None
    ) -> str:
        """A row's cell for a formula: ``'3 TTHC'!$D$7``, or ``$D$7`` seen from its own sheet."""
        sheet = self.sheet_of(key)
        cell = absolute(self.cell(key, column))
        return cell if sheet == from_sheet else f"{quoted(sheet)}!{cell}"

    def last_row(self, section: Section) -> int:
        """Excel's number of a section's last row."""
        return FIRST_ROW + len(section.rows) - 1

    def column_range(self, section: Section, column: Column) -> str:
        """All rows of a section in one column, on its own sheet: ``D5:D26``."""
        return f"{column}{FIRST_ROW}:{column}{self.last_row(section)}"

    def section_inputs(self, section: Section) -> tuple[str, ...]:
        """Runs of cells of one section that a person fills (ratios compute themselves)."""
        return self.value_runs(row for row in section.rows if is_typed(row))

    def value_runs(self, rows: Iterable[Row]) -> tuple[str, ...]:
        """Value cells of rows of one section in printed order, neighbours joined: ``D6:D8``."""
        return tuple(
            f"{Column.VALUE}{first}:{Column.VALUE}{last}"
            for first, last in _runs([self._rows[row.key] for row in rows])
        )

    def input_ranges(self) -> dict[str, tuple[str, ...]]:
        """Runs of cells that a person fills, by sheet: ``{"3 TTHC": ("D6:D8", "D11:D11")}``."""
        return {
            self.sheet_for(section): self.section_inputs(section)
            for section in self.template.sections
        }

    def progress_row(self, section: Section) -> int:
        """The line of a section on `Trang chính`."""
        return PROGRESS_FIRST_ROW + self.template.sections.index(section)

    @property
    def progress_total_row(self) -> int:
        """The line of totals on `Trang chính`."""
        return PROGRESS_FIRST_ROW + len(self.template.sections)

    @property
    def filled(self) -> Place:
        """The cell that counts the filled input cells of the whole form, at the unit's level."""
        return Place(FILLED_NAME, FRONT_SHEET, f"{Progress.FILLED}{self.progress_total_row}")

    def places(self) -> tuple[Place, ...]:
        """Every cell that has a defined name."""
        return (*_PLACES, self.filled)

    def snapshot_row(self, key: str) -> int:
        """The row of `_cchc` that keeps a row's value of the last check."""
        return self.template.position[key]

    def snapshot_range(self, section: Section) -> str:
        """The values of a section's column D at the last check, on `_cchc`: ``E1:E22``."""
        first, last = section.rows[0].key, section.rows[-1].key
        return f"{META_SNAPSHOT}{self.snapshot_row(first)}:{META_SNAPSHOT}{self.snapshot_row(last)}"


@remembered
def layout_of(template: ReportTemplate) -> Layout:
    """The layout of an edition, made once."""
    return Layout(template)


def is_typed(row: Row) -> bool:
    """True for a row whose value a person types: no heading, no ratio that computes itself."""
    return row.is_input and not row.is_ratio


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring numbers as (first, last)."""
    start = previous = None
    for number in numbers:
        if start is None or previous is None or number != previous + 1:
            if start is not None and previous is not None:
                yield start, previous
            start = number
        previous = number
    if start is not None and previous is not None:
        yield start, previous


def _name_sheets(sections: tuple[Section, ...]) -> Iterator[tuple[str, str]]:
    taken = {name.casefold() for name in _RESERVED}
    for section in sections:
        wanted = _clean_name(section.sheet) or _clean_name(f"{section.no} {section.title}")
        name = _shortened(wanted or "Phần", _MAX_SHEET_NAME)
        number = 2
        while name.casefold() in taken:
            ending = f" ({number})"
            name = _shortened(wanted or "Phần", _MAX_SHEET_NAME - len(ending)) + ending
            number += 1
        taken.add(name.casefold())
        yield section.key, name


def _clean_name(name: str) -> str:
    """Without what Excel forbids in the name of a sheet."""
    printable = re.sub(r"[\[\]:*?/\\\x00-\x1f]+", " ", unicodedata.normalize("NFC", name))
    return " ".join(printable.split()).strip("' ")


def _shortened(name: str, limit: int) -> str:
    """Cut at a word where one ends near the limit."""
    if len(name) <= limit:
        return name
    cut = name[: limit + 1].rfind(" ")
    return name[: cut if cut > limit // 2 else limit].strip("' .,;-–")
