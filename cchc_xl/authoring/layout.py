"""Where the tables stand in the keeper's workbook (rows and columns are 0-based here)."""

from collections.abc import Sequence

from cchc_xl.authoring.columns import Col
from cchc_xl.authoring.draft import Fault, Table

GUIDE_SHEET = "Hướng dẫn soạn"
LIST_SHEET = "_danh_sach"
HEADER_ROW = 1
FIRST_ROW = 2
FIX_TITLE = "Cần sửa"

TITLES = {
    Table.FACTS: "Thông tin chung của mẫu",
    Table.SECTIONS: "Các phần của biểu, mỗi phần một trang tính",
    Table.ROWS: "Các dòng của biểu",
    Table.RELATIONS: "Quan hệ giữa các dòng",
    Table.WINDOWS: "Ngày chốt số liệu và hạn nộp của từng kỳ",
    Table.MISPRINTS: "Lỗi in của chính biểu mẫu",
    Table.CHANGES: "So với mẫu gần nhất",
}
#: Empty lines below a table, ready to be filled.
SPARE_ROWS = {
    Table.FACTS: 0,
    Table.SECTIONS: 4,
    Table.ROWS: 15,
    Table.RELATIONS: 25,
    Table.WINDOWS: 8,
    Table.MISPRINTS: 8,
    Table.CHANGES: 0,
}
#: The column that stays in sight while the sheet is moved sideways.
FROZEN = {Table.ROWS: Col.LABEL, Table.RELATIONS: Col.KEY}


def told(faults: Sequence[Fault]) -> str:
    """Faults as the words of a cell, one a line."""
    return "\n".join(f"{fault.message} {fault.fix}" for fault in faults)
