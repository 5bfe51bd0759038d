"""Positions of `Tình hình nộp`, of the lists, of `Phiếu trả` and of `Biểu đồ`."""

from dataclasses import dataclass
from enum import StrEnum

from cchc_xl.workbook.layout import (
    CHILD_FINDINGS_SHEET,
    FOREIGN_SHEET,
    REMINDER_SHEET,
    SLIP_SHEET,
    SUBMISSION_SHEET,
    quoted,
)


class Filed(StrEnum):
    """Columns of `Tình hình nộp`."""

    NUMBER = "A"
    UNIT = "B"
    LEVEL = "C"
    STATUS = "D"
    PERIOD = "E"
    FILE = "F"
    USED = "G"
    RECEIVED = "H"
    STATE = "I"
    ERRORS = "J"
    WARNINGS = "K"
    ANSWERED = "L"
    REASON = "M"
    TEMPLATE = "N"
    SIZE = "O"
    MODIFIED = "P"
    SHA256 = "Q"
    LEADS = "R"  # hidden: 1 on the line a unit is counted by


FILED_HEADER_ROW, FILED_FIRST_ROW = 9, 10
#: The last line that counts and colours reach; every commune of the country, twice.
FILED_LAST_ROW = 7_000
YES, NO = "Có", "Không"
ON_TIME, LATE, MISSING = "Đúng hạn", "Muộn", "Chưa nộp"


class Head(StrEnum):
    """Cells of the counts above `Tình hình nộp`; the label stands left of each."""

    EXPECTED = "C4"
    SENT = "C5"
    MISSING = "C6"
    DEADLINE = "C7"
    ON_TIME = "E4"
    LATE = "E5"
    UNDATED = "E6"
    WITH_ERRORS = "E7"
    TO_CHOOSE = "G4"
    UNREADABLE = "G5"
    OTHER = "G6"
    LEFT_OUT = "G7"


def head_reference(cell: Head) -> str:
    """A count as seen from another sheet."""
    return f"{quoted(SUBMISSION_SHEET)}!${cell[0]}${cell[1:]}"


def filed_range(column: Filed) -> str:
    """A whole column of lines, on its own sheet."""
    return f"${column}${FILED_FIRST_ROW}:${column}${FILED_LAST_ROW}"


@dataclass(frozen=True, slots=True)
class ListPlace:
    """A sheet that is one list: title, a hint, header, lines. ``middle``: centred columns."""

    sheet: str
    title: str
    columns: tuple[tuple[str, float], ...]
    middle: str = "A"
    header_row: int = 4
    first_row: int = 5
    last_row: int = 60_000

    @property
    def last_column(self) -> str:
        """Letter of the last column."""
        return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[len(self.columns) - 1]


CHILD_FINDINGS = ListPlace(
    CHILD_FINDINGS_SHEET,
    "LỖI, CẢNH BÁO CỦA CÁC ĐƠN VỊ",
    (
        ("TT", 6.0),
        ("Đơn vị", 26.0),
        ("Mức độ", 11.0),
        ("STT", 8.0),
        ("Chỉ tiêu", 30.0),
        ("Trang · ô", 17.0),
        ("Giá trị ghi", 13.0),
        ("Điều chưa khớp", 46.0),
        ("Cách xử lý", 30.0),
        ("Gợi ý", 14.0),
        ("Giải trình của đơn vị", 26.0),
        ("Tệp", 24.0),
        ("Mã", 8.0),
    ),
    middle="ACDGJM",
)
REMINDERS = ListPlace(
    REMINDER_SHEET,
    "DANH SÁCH ĐÔN ĐỐC",
    (
        ("TT", 6.0),
        ("Đơn vị", 34.0),
        ("Cấp", 12.0),
        ("Tình trạng", 18.0),
        ("Hạn nộp", 13.0),
        ("Ngày nhận", 13.0),
        ("Việc cần làm", 46.0),
        ("Lời nhắn để chép gửi thư, Zalo", 110.0),
    ),
    middle="ACDEF",
)
FOREIGN = ListPlace(
    FOREIGN_SHEET,
    "DÒNG NGOÀI BIỂU",
    (
        ("TT", 6.0),
        ("Đơn vị", 30.0),
        ("STT", 9.0),
        ("Chỉ tiêu", 50.0),
        ("Đơn vị tính", 14.0),
        ("Số liệu ghi", 16.0),
        ("Mẫu biểu", 20.0),
        ("Tệp", 30.0),
    ),
    middle="ACEF",
)
LISTS = (CHILD_FINDINGS, REMINDERS, FOREIGN)


class SlipKind(StrEnum):
    """What a line of `Phiếu trả` is; stands in a hidden column that colours follow."""

    PLACE = "noi-gui"
    TITLE = "ten-phieu"
    WORDS = "loi"
    HEADER = "dau-bang"
    LINE = "dong"
    BLANK = "trong"


SLIP_COLUMNS: tuple[tuple[str, float], ...] = (
    ("TT", 5.0),
    ("Trang · ô", 18.0),
    ("Chỉ tiêu", 32.0),
    ("Số đã ghi", 13.0),
    ("Điều chưa khớp", 44.0),
    ("Cách xử lý", 32.0),
    ("Ý kiến của đơn vị", 24.0),
)
SLIP_KIND, SLIP_TEXT = "H", "J"
SLIP_TEXT_WIDTH = 90.0
SLIP_FIRST_ROW, SLIP_LAST_ROW = 4, 60_000
SLIP_SHEET_NAME = SLIP_SHEET

#: `Biểu đồ`: units of one chart, and where the figures behind the charts begin.
CHART_UNITS = 20
CHART_STATES = 4
CHART_FIRST_ROW = 62
#: Each chart's figures: title row, then one line a unit; columns B (name), C and D (figures).
CHART_NAMES = ("nop", "ty_le_1", "ty_le_2", "loi")


def chart_title_row(number: int) -> int:
    """The row of a chart's title among the figures; its lines stand below it."""
    return CHART_FIRST_ROW + number * (CHART_UNITS + 2)


def chart_rows(number: int) -> tuple[int, int]:
    """First and last line of a chart's figures."""
    title = chart_title_row(number)
    return title + 1, title + (CHART_STATES if number == 0 else CHART_UNITS)
