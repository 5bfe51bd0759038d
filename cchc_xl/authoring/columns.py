"""The columns of the keeper's tables: title, width, words to choose from, what to write."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cchc_xl.authoring import words
from cchc_xl.authoring.draft import Table


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``options`` make a drop-down; ``printed`` cells are the form's own text.

    ``before``: titles it had in workbooks made earlier, by which it is still found.
    """

    title: str
    width: float
    hint: str = ""
    options: tuple[str, ...] = ()
    hidden: bool = False
    printed: bool = False
    before: tuple[str, ...] = ()


class Fact(StrEnum):
    """Lines of the table of general facts."""

    ID = "id"
    TITLE = "title"
    LEVEL = "level"
    ORIGIN = "origin"
    BASIS = "legal_basis"
    FROM = "valid_from"
    TO = "valid_to"
    DECIMALS = "decimals"
    AMENDS = "amends"
    OTHER = "other"


class Col(StrEnum):
    """Columns of every other table; some stand in several."""

    LINE = "line"
    SECTION = "section"
    NO = "no"
    LABEL = "label"
    MEASURE = "measure"
    NOTE = "note"
    KEY = "key"
    SURE = "sure"
    REASON = "reason"
    CHANGE = "change"
    KIND = "kind"
    PARENT = "parent"
    CHOICES = "choices"
    CODES = "codes"
    LEVELS = "levels"
    OPTIONAL = "optional"
    BASIS = "basis"
    CONSOLIDATION = "consolidation"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    PARTS = "parts"
    FED_BY = "fed_by"
    WEIGHT = "weight"
    OWNER = "owner"
    OTHER = "other"
    FIRST_KEY = "first_key"
    TITLE = "title"
    SHEET = "sheet"
    LEFT = "left"
    OP = "op"
    RIGHT = "right"
    LIMIT = "limit"
    LOW = "low"
    HIGH = "high"
    MISSING_LEFT = "missing_left"
    MISSING_RIGHT = "missing_right"
    SEVERITY = "severity"
    WHY = "why"
    CITATION = "citation"
    APPLIED = "applied"
    APPLIED_REASON = "applied_reason"
    PERIOD = "period"
    YEAR = "year"
    START = "start"
    END = "end"
    DEADLINE = "deadline"
    EVERY_YEAR = "every_year"
    LETTER = "letter"
    ROWS = "rows"
    TEXT = "text"
    FIX = "fix"
    OLD = "old"
    OLD_LABEL = "old_label"
    EDITION = "edition"
    NEW = "new"
    NEW_LABEL = "new_label"
    ANSWER = "answer"


def _options(members: Mapping[Any, str]) -> tuple[str, ...]:
    return tuple(members.values())


_REF = "Khóa của dòng; hoặc số in ra (1.2; in ở nhiều phần thì III.1.2); hoặc “dòng 12”."
_REFS = _REF + " Nhiều dòng cách nhau bằng dấu chấm phẩy."
_OTHER = Column("Khác", 10, hidden=True)

COLUMNS: dict[Table, dict[str, Column]] = {
    Table.FACTS: {
        Fact.ID: Column("Mã mẫu", 60, "Chữ thường không dấu, số, gạch nối; ví dụ: tinh-x-xa-2026."),
        Fact.TITLE: Column("Tên mẫu", 60, "Tên in trên phụ lục."),
        Fact.LEVEL: Column(
            "Cấp điền biểu", 60, "Để trống khi nhiều cấp dùng chung.", _options(words.LEVELS)
        ),
        Fact.ORIGIN: Column("Nguồn gốc", 60, "", _options(words.ORIGINS)),
        Fact.BASIS: Column(
            "Văn bản ban hành",
            60,
            "Số, ngày, cơ quan. Chưa có văn bản thì để trống và chọn nguồn gốc “Mẫu tham khảo…”.",
        ),
        Fact.FROM: Column("Áp dụng từ ngày", 60, "Ví dụ 01/01/2026. Chưa biết thì để trống."),
        Fact.TO: Column("Áp dụng đến hết ngày", 60, "Ví dụ 30/06/2026. Chưa biết thì để trống."),
        Fact.DECIMALS: Column("Số lẻ của tỷ lệ", 60, "Từ 0 đến 4.", ("0", "1", "2", "3", "4")),
        Fact.AMENDS: Column(
            "Sửa đổi mẫu", 60, "Mã của mẫu mà bản này sửa giữa năm; mẫu mới thì để trống."
        ),
        Fact.OTHER: _OTHER,
    },
    Table.SECTIONS: {
        Col.SECTION: Column("Phần", 8, "Thứ tự của phần: 1, 2, 3…"),
        Col.NO: Column("Số in ra", 14),
        Col.TITLE: Column("Tên phần", 60),
        Col.SHEET: Column("Tên trang tính", 22, "Không quá 31 ký tự."),
        Col.KEY: Column("Khóa", 28, "Chữ thường không dấu, số, gạch dưới."),
        Col.OTHER: _OTHER,
    },
    Table.ROWS: {
        Col.LINE: Column(
            "Dòng",
            8,
            "Tăng dần từ trên xuống. Hàng thêm vào: để trống hoặc ghi như 11,5.",
            printed=True,
        ),
        Col.SECTION: Column("Phần", 8, "Số thứ tự ở trang Các phần."),
        Col.NO: Column("STT", 9, printed=True),
        Col.LABEL: Column("Chỉ tiêu thống kê", 46, printed=True),
        Col.MEASURE: Column("Đơn vị tính", 16, printed=True),
        Col.NOTE: Column("Ghi chú của biểu", 18, printed=True),
        Col.CHANGE: Column("So với mẫu gần nhất", 14, printed=True),
        Col.SURE: Column("Độ chắc", 9),
        Col.REASON: Column("Vì sao đề xuất", 40, printed=True),
        Col.KEY: Column("Khóa", 32, "Cùng nghĩa thì cùng khóa ở mọi mẫu; nghĩa mới thì khóa mới."),
        Col.KIND: Column("Loại", 11, "", _options(words.KINDS)),
        Col.PARENT: Column("Thuộc dòng", 28, _REF),
        Col.CHOICES: Column("Các lựa chọn", 22, "Mỗi dòng một lựa chọn: 0 = Chưa"),
        Col.CODES: Column("Biểu in mã", 8, "Không: biểu chỉ in chữ.", (words.YES, words.NO)),
        Col.LEVELS: Column("Cấp điền", 18, "Chỉ ghi khi biểu nêu cấp: Cấp xã; Cấp tỉnh"),
        Col.OPTIONAL: Column(
            "Được để trống", 9, "Có: chỉ một số đơn vị của cấp đó điền.", (words.YES,)
        ),
        Col.BASIS: Column("Số liệu của", 16, "", _options(words.BASES)),
        Col.CONSOLIDATION: Column("Cách tổng hợp", 26, "", _options(words.CONSOLIDATIONS)),
        Col.NUMERATOR: Column("Tử số", 26, _REF),
        Col.DENOMINATOR: Column("Mẫu số", 26, _REF),
        Col.PARTS: Column("Các dòng thành phần", 30, _REFS),
        Col.FED_BY: Column("Lấy số từ dòng của cấp dưới", 26, _REF),
        Col.WEIGHT: Column("Tính trên số của dòng", 26, _REF),
        Col.OWNER: Column("Bộ phận phụ trách", 22),
        Col.OTHER: _OTHER,
        Col.FIRST_KEY: Column("Khóa ban đầu", 10, hidden=True),
    },
    Table.RELATIONS: {
        Col.KEY: Column("Mã quan hệ", 34),
        Col.LEFT: Column("Vế trái (cộng lại)", 34, _REFS),
        Col.OP: Column("Quan hệ phải đúng", 24, "", _options(words.OPS), before=("Phải",)),
        Col.RIGHT: Column("Vế phải (cộng lại)", 34, _REFS),
        Col.TEXT: Column("Đọc là", 60, printed=True),
        Col.LIMIT: Column("Giới hạn", 9),
        Col.LOW: Column("Từ", 7),
        Col.HIGH: Column("Đến", 7),
        Col.MISSING_LEFT: Column("Vế trái có ô trống", 14, "", _options(words.MISSING)),
        Col.MISSING_RIGHT: Column("Vế phải có ô trống", 14, "", _options(words.MISSING)),
        Col.LEVELS: Column("Chỉ với cấp", 14),
        Col.SEVERITY: Column("Mức", 10, "", _options(words.SEVERITIES)),
        Col.KIND: Column("Loại phát hiện", 18, "", _options(words.RULE_KINDS)),
        Col.WHY: Column("Vì sao", 44, "Một câu, người nhập sẽ đọc."),
        Col.CITATION: Column("Căn cứ", 34),
        Col.APPLIED: Column("Áp dụng", 10, "Tắt hoặc hạ thành lưu ý.", _options(words.APPLIED)),
        Col.APPLIED_REASON: Column("Lý do tắt hoặc hạ mức", 30, "Người nhận sổ sẽ đọc lý do này."),
        Col.REASON: Column("Nguồn đề xuất", 24, printed=True),
        Col.OTHER: _OTHER,
    },
    Table.BRIDGES: {
        Col.OLD: Column("Khóa ở mẫu khác", 28, "Khóa của dòng trong mẫu đã có."),
        Col.OLD_LABEL: Column("Chỉ tiêu ở mẫu khác", 42, printed=True),
        Col.EDITION: Column("Mẫu khác", 20, printed=True),
        Col.NEW: Column("Dòng của mẫu này", 28, _REF),
        Col.NEW_LABEL: Column("Chỉ tiêu của mẫu này", 42, printed=True),
        Col.REASON: Column("Vì sao hỏi", 34, printed=True),
        Col.ANSWER: Column(
            "Xác nhận", 16, "Để trống là chưa xem: không bao giờ nối.", _options(words.ANSWERS)
        ),
        Col.WHY: Column("Lý do", 34, "Một câu; người đọc bản tổng hợp sẽ thấy."),
        Col.CITATION: Column("Căn cứ pháp lý", 26, "Văn bản cho phép coi hai dòng gần nghĩa."),
        Col.START: Column("Áp dụng từ ngày", 14, "Kỳ kết thúc từ ngày này; trống là không hạn."),
        Col.END: Column(
            "Áp dụng đến hết ngày", 14, "Kỳ kết thúc đến ngày này; trống là không hạn."
        ),
    },
    Table.WINDOWS: {
        Col.PERIOD: Column("Kỳ", 12, "", _options(words.PERIODS)),
        Col.YEAR: Column("Năm", 8),
        Col.START: Column("Số liệu từ ngày", 16, "Ví dụ 15/12/2025."),
        Col.END: Column("Đến hết ngày", 16),
        Col.DEADLINE: Column("Hạn nộp", 16),
        Col.SECTION: Column(
            "Chỉ cho phần", 12, "Số thứ tự ở trang Các phần; để trống là cho cả biểu."
        ),
        Col.EVERY_YEAR: Column(
            "Năm khác cùng ngày", 12, "Có: các năm khác lấy cùng ngày tháng.", (words.YES,)
        ),
        Col.LETTER: Column("Theo công văn", 30, "Văn bản đặt các ngày này, nếu không phải mẫu."),
        Col.OTHER: _OTHER,
    },
    Table.MISPRINTS: {
        Col.KIND: Column("Loại", 20, "", _options(words.MISPRINT_KINDS)),
        Col.ROWS: Column("Các dòng", 40, _REFS),
        Col.TEXT: Column("Ghi nhận", 60, "Một câu: biểu in thế nào, hiểu là gì."),
        Col.OTHER: _OTHER,
    },
    Table.CHANGES: {
        Col.CHANGE: Column("Thay đổi", 14),
        Col.NO: Column("STT", 10),
        Col.LABEL: Column("Chỉ tiêu trong biểu này", 50),
        Col.KEY: Column("Khóa", 32),
        Col.TEXT: Column("Trong mẫu gần nhất", 50),
    },
}
