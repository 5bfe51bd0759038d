"""Where the tables stand in the keeper's workbook (rows and columns are 0-based here)."""

from cchc_xl.authoring.columns import Col
from cchc_xl.authoring.draft import Table

GUIDE_SHEET = "Hướng dẫn soạn"
LIST_SHEET = "_danh_sach"
HEADER_ROW = 1
BUTTON_ROW = 1  # of the guide
FIRST_ROW = 2
FAULTS_SHEET = "Cần sửa"
#: Title of the hidden column behind every table: which cells of the line are wrong.
MARKS_TITLE = "Ô cần sửa"
#: Above the list of faults of a draft nobody checked.
UNCHECKED = "Chưa kiểm tra mẫu."
FACT_MARKS = 3  # column D of the general facts

TITLES = {
    Table.FACTS: "Thông tin chung của mẫu",
    Table.SECTIONS: "Các phần của biểu, mỗi phần một trang tính",
    Table.ROWS: "Các dòng của biểu",
    Table.RELATIONS: "Quan hệ giữa các dòng",
    Table.BRIDGES: "Dòng gần nghĩa của mẫu khác: cộng chung được không",
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
    Table.BRIDGES: 8,
    Table.WINDOWS: 8,
    Table.MISPRINTS: 8,
    Table.CHANGES: 0,
}
#: The column that stays in sight while the sheet is moved sideways.
FROZEN = {Table.ROWS: Col.LABEL, Table.RELATIONS: Col.KEY}
#: Tables that have buttons beside their title.
BUTTON_TABLES = (Table.FACTS.value, Table.ROWS.value, Table.RELATIONS.value, FAULTS_SHEET)
