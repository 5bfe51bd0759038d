"""The Vietnamese words of the keeper's sheet for what an edition says in code."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from cchc_xl.model import Basis, Consolidation, Kind, Level, Missing, Op, RowKind, Severity
from cchc_xl.model.period import PeriodKind
from cchc_xl.model.rule import Applied
from cchc_xl.model.template import Origin
from cchc_xl.text import fold

E = TypeVar("E", bound=StrEnum)

KINDS: Mapping[RowKind, str] = {
    RowKind.HEADING: "Tiêu đề",
    RowKind.COUNT: "Số đếm",
    RowKind.MONEY: "Số tiền",
    RowKind.PERCENT: "Tỷ lệ %",
    RowKind.CHOICE: "Lựa chọn",
    RowKind.YES_NO: "Có/Không",
    RowKind.TEXT: "Chữ",
}
BASES: Mapping[Basis, str] = {
    Basis.IN_PERIOD: "Trong kỳ",
    Basis.STOCK: "Tại cuối kỳ",
    Basis.YEAR_TO_DATE: "Lũy kế từ đầu năm",
    Basis.ANNUAL: "Cả năm",
}
CONSOLIDATIONS: Mapping[Consolidation, str] = {
    Consolidation.SUM: "Cộng",
    Consolidation.TOTAL: "Bằng tổng các dòng thành phần",
    Consolidation.CATALOG: "Lấy từ danh mục chung",
    Consolidation.UNION: "Không cộng được (loại có phát sinh)",
    Consolidation.RATIO: "Tính lại từ tử số và mẫu số",
    Consolidation.UNIT_SHARE: "Đếm đơn vị đạt 100%",
    Consolidation.MANUAL: "Người tổng hợp tự điền",
    Consolidation.YES_NO: "Có/Không của đơn vị tổng hợp",
    Consolidation.CATEGORY: "Lựa chọn của đơn vị tổng hợp",
    Consolidation.PARENT: "Chỉ đơn vị tổng hợp điền",
}
ORIGINS: Mapping[Origin, str] = {
    Origin.ISSUED: "Biểu trống của văn bản ban hành",
    Origin.REBUILT: "Dựng lại từ báo cáo đã điền",
    Origin.REFERENCE: "Mẫu tham khảo, chưa có văn bản ban hành",
}
OPS: Mapping[Op, str] = {
    Op.LE: "không lớn hơn",
    Op.EQ: "bằng",
    Op.SUM_AT_MOST: "cộng lại không quá giới hạn",
    Op.BOTH_POSITIVE: "lớn hơn 0 khi và chỉ khi vế phải lớn hơn 0",
    Op.NOTHING_WITHOUT: "phải trống khi vế phải bằng 0",
    Op.FILLED_WITH: "phải điền khi vế phải có số",
    Op.POSSIBLE_SHARE: "là tỷ lệ có thể có của vế phải",
    Op.BETWEEN: "nằm trong khoảng",
    Op.EXPLAINED_BY: "chỉ đổi so với kỳ trước khi vế phải có số",
}
MISSING: Mapping[Missing, str] = {Missing.SKIP: "Bỏ qua quan hệ", Missing.ZERO: "Coi là 0"}
SEVERITIES: Mapping[Severity, str] = {one: one.label for one in Severity}
LEVELS: Mapping[Level, str] = {one: one.display for one in Level}
APPLIED: Mapping[Applied, str] = {
    Applied.FULL: "Có",
    Applied.NOTE: "Chỉ lưu ý",
    Applied.OFF: "Tắt",
}
PERIODS: Mapping[PeriodKind, str] = {
    PeriodKind.Q1: "Quý I",
    PeriodKind.H1: "6 tháng",
    PeriodKind.Q3: "Quý III",
    PeriodKind.M9: "9 tháng",
    PeriodKind.YEAR: "Năm",
}
#: Kinds of a rule's finding, where the edition says another than the operator's own.
RULE_KINDS: Mapping[Kind, str] = {
    Kind.CONTRADICTION: "Mâu thuẫn giữa các dòng",
    Kind.CROSS_SECTION_MISMATCH: "Lệch giữa hai phần",
    Kind.PART_EXCEEDS_WHOLE: "Phần lớn hơn tổng",
    Kind.SUM_MISMATCH: "Tổng không khớp",
    Kind.IMPLAUSIBLE: "Số khó xảy ra",
    Kind.MISSING_VALUE: "Thiếu số liệu",
}
#: Slips of a form.
MISPRINT_KINDS: Mapping[Kind, str] = {
    Kind.NUMBER_DUPLICATED: "Số in hai lần",
    Kind.NUMBER_SKIPPED: "Số bị bỏ cách",
    Kind.LABEL_CHANGED: "Tên dòng in sai",
    Kind.MEASURE_CHANGED: "Đơn vị tính in sai",
}
YES, NO = "Có", "Không"


class Answer(StrEnum):
    """What the keeper says of two rows that read alike."""

    JOIN = "join"
    APART = "apart"


ANSWERS: Mapping[Answer, str] = {
    Answer.JOIN: "Cùng gần nghĩa – nối",
    Answer.APART: "Không nối",
}


def read_word(words: Mapping[E, str], text: str) -> E | None:
    """The member whose words (or code) these are, None for others; spelling of tones is free.

    A member without words of its own (a rare kind of finding) is known by its code.
    """
    wanted = fold(text)
    for member, said in words.items():
        if wanted in (fold(said), fold(member.value)):
            return member
    every = type(next(iter(words)))
    return next((member for member in every if wanted == fold(member.value)), None)


def read_level(text: str) -> Level | None:
    """A level by its words: "Cấp xã", "xã", "Sở, ngành", "sở"."""
    wanted = fold(text).removeprefix("cap ")
    for level in Level:
        if wanted in (level.value, fold(level.label).removeprefix("cap "), fold(level.label)):
            return level
    return None
