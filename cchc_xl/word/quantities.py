"""Quantities in Vietnamese sentences: numbers, fractions, percents, money, "không có".

Numbers of documents, dates, periods, articles, levels of service and list numbers are no
quantities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cchc_xl.text import fold_keep_tones


class Form(StrEnum):
    """How a quantity is written."""

    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"
    FRACTION = "fraction"
    NONE = "none"  # "không có", "không phát sinh"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of a sentence. ``whole`` is the 271 of "253/271"; money is in đồng.

    ``left`` and ``right`` are the words of its clause around it, ``lead`` what the sentence says
    before its clause. ``about``: "gần", "khoảng" … stands before it.
    """

    form: Form
    value: Decimal
    text: str
    start: int
    end: int
    left: str
    right: str
    lead: str
    whole: Decimal | None = None
    decimals: int = 0
    about: bool = False
    aside: bool = False  # in brackets

    @property
    def clause(self) -> str:
        """The words of its clause, the number left out."""
        return f"{self.left} {self.right}".strip()


_DOCUMENTS = (
    r"quyết định|kế hoạch|công văn|văn bản|nghị định|nghị quyết|thông tư|chỉ thị|báo cáo|thông báo"
    r"|tờ trình|luật|đề án|kết luận|chương trình|hướng dẫn|giấy mời|hợp đồng|biên bản|qđ|kh|cv|nđ"
    r"|nq|tt|ct"
)
_MASKS = re.compile(
    "|".join(
        (
            r"https?://\S+|www\.\S+|\S+@\S+",
            r"\b\d+(?:/(?:19|20)\d\d)?\s?[/-]\s?(?:[A-ZĐ]{2,}|[A-ZĐ][A-ZĐa-zđ&]*[-/–])[\w&]*"
            r"(?:\s?[-/–]\s?[A-ZĐ][\w&]*)*",
            rf"\b(?i:{_DOCUMENTS})\s*(?i:số)\s*:?\s*\d+(?:/\d+)*",
            r"\b(?i:nghị định|nghị quyết|thông tư|chỉ thị|đề án|luật|quyết định)\s+\d+(?:/\d+)*",
            r"\b(?i:số)\s*:?\s*\d+(?:/\d+)*(?=\s*,?\s*(?i:ngày))",
            r"\b\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:19|20)\d\d\b",
            r"\b(?i:ngày)\s+\d{1,2}\s+(?i:tháng)\s+\d{1,2}(?:\s+(?i:năm)\s+\d{4})?",
            r"\b(?i:ngày|từ|đến)\s+\d{1,2}\s?/\s?\d{1,2}(?![\d/])"
            r"(?=\s*(?:[,.;)–-]|$|đến|năm|và|của))",
            r"\b(?i:ngày)\s+\d{1,2}\s?[/-]\s?\d{1,2}\b",
            r"\b(?i:trước|sau|hết)\s+(?i:ngày\s+)?\d{1,2}/\d{1,2}(?:/\d{4})?",
            r"\b(?i:ngày)\s+\d{1,2}\b",
            r"\b(?i:tháng)\s+\d{1,2}(?:\s?[/-]\s?\d{4})?",
            r"\b(?i:quý|quí)\s+(?:[IVX]+|\d)(?:\s*(?:,|và|-|–)\s*(?:[IVX]+|\d)(?!\d))*"
            r"(?:\s*/\s*\d{4})?",
            r"\b0?[1-9]\s+(?i:tháng)(?:\s+(?i:đầu|cuối))?(?:\s+(?i:năm))?(?:\s+\d{4})?",
            r"\b(?i:năm|giai đoạn|nhiệm kỳ|nhiệm kì|khóa)\s+(?:19|20)\d\d"
            r"(?:\s?[-–]\s?(?:19|20)\d\d)?",
            r"\b(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d\b",
            r"\b(?i:điều|khoản|điểm|mục|chương|phụ lục|biểu mẫu|biểu số|biểu|mẫu số|bảng"
            r"|(?<!một )phần|thứ|lần)\s+\d+(?:\s*,\s*\d+)*\b",
            r"(?<!cung )(?<!được )(?<!đã )\b(?i:cấp)\s+[1-4]\b",
            r"\b(?i:mức độ|mức|cấp độ|hạng|loại|bậc|phiên bản|vòng|khu vực|tổ|thôn|khối|lớp)"
            r"\s+\d+(?:\.\d+)?(?:\s*(?:,|và|-|–|/)\s*\d(?!\d))*\b(?!\s*%)",
            r"\b(?:TCVN|ISO|IEC)(?:\s*ISO)?\s*[\d:./-]+",
            r"(?i:covid)\s?-?\s?19|\b24/7\b|\b4\.0\b",
            r"^\s*\d{1,2}(?:\.\d{1,2}){0,3}[.)]?(?=\s+[^\W\d_])",
            r"\(\d{1,2}\)|\b\d{1,2}\)(?=\s)",
            r"\b\d{1,2}\s?(?:h|giờ)\s?\d{0,2}\b(?!\s?sơ)",
        )
    )
)  # fmt: skip
_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_FOUND = re.compile(
    rf"(?P<part>{_NUMBER})\s?(?:đồng|đ)?\s?/\s?(?P<whole>{_NUMBER})(?:\s?(?:đồng|đ)(?!\w))?(?![\d/])"
    rf"|(?P<percent>{_NUMBER}|\d+\.\d{{1,2}})\s?%"
    rf"|(?P<money>{_NUMBER})\s?(?P<scale>(?:nghìn |ngàn |triệu |tỷ |tỉ )?(?:đồng|vnđ|vnd|đ)(?!\w)"
    r"|triệu(?!\w)|t[ỷỉ](?! lệ)(?!\w))"
    rf"|(?<![\w.,/])(?P<count>{_NUMBER})(?![\w]|[.,/]\d)",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:không có phát sinh|không phát sinh|chưa phát sinh|không có|chưa có)\b"
    r"|(?<=:)\s*không(?=\s*(?:[.;)]|$))",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:gần|hơn|khoảng|trên|dưới|chừng|ước|xấp xỉ|tối thiểu|ít nhất)\s*$", re.IGNORECASE
)
_BREAK = re.compile(
    r"[;:()]|,(?!\d)|\s[-–]\s|\.(?=\s|$)|\s(?:trong đó|gồm|bao gồm)\s", re.IGNORECASE
)
_STOP = re.compile(r"[;:()]|\.(?=\s|$)")
_SOFT = re.compile(r"\s(?:và|với)\s", re.IGNORECASE)
_SCALES = {"nghìn": 1000, "ngàn": 1000, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}


# "cán bộ, công chức": one thing counted, no two clauses.
_PAIRS = re.compile(
    r"(?<=cán bộ),(?=\s(?:công chức|viên chức))|(?<=công chức),(?=\s(?:viên chức|người lao động))"
    r"|(?<=phản ánh),(?=\skiến nghị)|(?<=người dân),(?=\s(?:tổ chức|doanh nghiệp))"
    r"|(?<=tổ chức),(?=\s(?:cá nhân|công dân))|(?<=bãi bỏ),(?=\sthay thế)"
    r"|(?<=cá nhân),(?=\stổ chức)|(?<=kiểm tra),(?=\srà soát)",
    re.IGNORECASE,
)


def masked(sentence: str) -> str:
    """The sentence with everything that only looks like a quantity blanked out, same length."""
    return _PAIRS.sub(" ", _MASKS.sub(lambda found: " " * len(found[0]), sentence))


def find_quantities(sentence: str) -> list[Quantity]:
    """Every quantity of a sentence, in order."""
    bare = masked(sentence)
    spans: list[tuple[int, int, Form, Decimal, Decimal | None, int]] = []
    for found in _FOUND.finditer(bare):
        start, end = found.span()
        if found["part"]:
            spans.append(
                (start, end, Form.FRACTION, _value(found["part"]), _value(found["whole"]), 0)
            )
        elif found["percent"]:
            text = found["percent"]
            decimals = len(re.split("[.,]", text)[1]) if re.search(r"[.,]\d{1,2}$", text) else 0
            value = Decimal(text.replace(".", ",").replace(",", ".")) if decimals else _value(text)
            spans.append((start, end, Form.PERCENT, value, None, decimals))
        elif found["money"]:
            scale = next((n for word, n in _SCALES.items() if word in found["scale"].lower()), 1)
            spans.append((start, end, Form.MONEY, _value(found["money"]) * scale, None, 0))
        else:
            text = found["count"]
            decimals = len(text.partition(",")[2])
            spans.append((start, end, Form.COUNT, _value(text), None, decimals))
    for found in _NONE.finditer(bare):
        spans.append((found.start(), found.end(), Form.NONE, Decimal(0), None, 0))
    spans.sort()
    return [_quantity(bare, sentence, n, spans) for n in range(len(spans))]


def _value(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def _quantity(
    bare: str,
    sentence: str,
    n: int,
    spans: list[tuple[int, int, Form, Decimal, Decimal | None, int]],
) -> Quantity:
    start, end, form, value, whole, decimals = spans[n]
    floor = spans[n - 1][1] if n else 0
    ceiling = spans[n + 1][0] if n + 1 < len(spans) else len(bare)
    left_start = _last_break(bare, floor, start)
    denied = form is Form.NONE  # "không có cán bộ, công chức bị kỷ luật": a list is one thing
    right_end = _first_break(bare, end, ceiling, _STOP if denied else _BREAK, n + 1 == len(spans))
    left, right = sentence[left_start:start], sentence[end:right_end]
    opened = bare.rfind("(", 0, start)
    return Quantity(
        form=form,
        value=value,
        text=sentence[start:end].strip(),
        start=start,
        end=end,
        left=left.strip(" ,;:()"),
        right=right.strip(" ,;:()"),
        lead=sentence[:left_start].strip(),
        whole=whole,
        decimals=decimals,
        about=bool(_ABOUT.search(left)),
        aside=opened > bare.rfind(")", 0, start),
    )


def _last_break(bare: str, floor: int, start: int) -> int:
    """Where the clause of a quantity begins: after the last mark, past the unit of the one before.

    A colon right before the number belongs to its label: "hồ sơ đang giải quyết: 881".
    """
    text = bare[floor:start]
    stop = len(text.rstrip(" :"))
    marks = [found.end() for found in _BREAK.finditer(text, 0, stop)]
    if marks:
        return floor + marks[-1]
    if floor:
        soft = [found.end() for found in _SOFT.finditer(text)]
        if soft:
            return floor + soft[-1]
    return floor


def _first_break(bare: str, end: int, ceiling: int, breaks: re.Pattern[str], last: bool) -> int:
    text = bare[end:ceiling]
    mark = breaks.search(text)
    if mark:
        return end + mark.start()
    if not last and (soft := _SOFT.search(text)):
        return end + soft.start()
    return ceiling


def speaks_of_plans(words: str) -> bool:
    """True for figures that are no results: plans, needs, other periods."""
    return bool(_PLANS.search(fold_keep_tones(words)))


_PLANS = re.compile(
    r"\b(?:dự kiến|phấn đấu|sẽ|đăng ký|nhu cầu|đề xuất|đề nghị|mục tiêu|cùng kỳ|cùng kì|so với quý"
    r"|so với năm|thời gian tới|năm trước|kỳ trước|quý trước|tiếp theo)\b"
)
