"""What cells say against each other in a draft, by cell and with the repair.

The model refuses the same things, but only by field; here the keeper is told where to click.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from cchc_xl.authoring import words
from cchc_xl.authoring.columns import Col, Fact
from cchc_xl.authoring.draft import Draft, Fault, Record, Table
from cchc_xl.authoring.form_rows import FormRow, FormRows
from cchc_xl.authoring.impossible import impossible_rows, impossible_rule
from cchc_xl.authoring.line_numbers import in_order, sheet_row
from cchc_xl.model import Consolidation, Op, RowKind
from cchc_xl.model.template import _LOOKS_ESCAPED

_RATIO_WORDS = words.CONSOLIDATIONS[Consolidation.RATIO]
_TOTAL_WORDS = words.CONSOLIDATIONS[Consolidation.TOTAL]
_IS_DAY = re.compile(r"\d{2}/\d{2}/\d{4}")
#: What stands twice, and what to write another of, where that is no key.
_TWICE = {
    (Table.RELATIONS, Col.KEY): ("Mã quan hệ", "mã"),
    (Table.SECTIONS, Col.SECTION): ("Số phần", "số"),
    (Table.SECTIONS, Col.SHEET): ("Tên trang tính", "tên"),
}


def contradictions(
    draft: Draft, data: dict[str, Any], read_rows: Sequence[dict[str, Any]]
) -> Iterator[Fault]:
    """Faults that need more than one cell to be seen. ``data`` is what the cells say.

    ``read_rows`` are the rows in the order of their lines. A cell that could not be read says
    nothing here: it is told already.
    """
    rows = FormRows(draft.rows, read_rows)
    if not draft.rows:
        yield Fault(Table.ROWS, 0, "", "Biểu chưa có dòng nào.", "Soạn lại từ biểu của văn bản.")
    yield from twice(draft.rows, Table.ROWS, Col.KEY)
    for column in (Col.SECTION, Col.KEY, Col.SHEET):
        yield from twice(draft.sections, Table.SECTIONS, column)
    yield from twice(draft.relations, Table.RELATIONS, Col.KEY)
    places = _places(draft)
    for row in rows:
        yield from _of_row(draft, row, rows, places)
    yield from impossible_rows(rows)
    yield from _dates(draft, data)
    says = [(n, record) for n, record in enumerate(draft.relations, 1) if _says(record)]
    for (n, record), rule in zip(says, data["rules"], strict=True):
        yield from _of_rule(n, record, rule)
        yield from impossible_rule(n, record, rule, rows)


def _says(record: Record) -> bool:
    return any(record[column] for column in (Col.KEY, Col.LEFT, Col.RIGHT))


def twice(records: Sequence[Record], table: Table, column: Col) -> Iterator[Fault]:
    """What may stand in one line only; capitals make no difference to Excel's names of sheets."""
    title, other = _TWICE.get((table, column), ("Khóa", "khóa"))
    found: dict[str, list[int]] = defaultdict(list)
    for n, record in enumerate(records, 1):
        if record[column]:
            found[record[column].casefold()].append(n)
    for lines in found.values():
        where = f"hàng {sheet_row(records, lines[0])} của trang {table.value}"
        for n in lines[1:]:
            record = records[n - 1]
            yield Fault(
                table, n, column, f"{title} “{record[column]}” đã dùng ở {where}.",
                f"Đặt {other} khác cho một trong hai hàng.", at=record.at,
            )  # fmt: skip


def _places(draft: Draft) -> dict[str, int]:
    """The first line of every key; empty for lines out of order, which are told once."""
    places: dict[str, int] = {}
    for n, record in enumerate(draft.rows if in_order(draft.rows) else (), 1):
        if record[Col.KEY]:
            places.setdefault(record[Col.KEY], n)
    return places


def _of_row(draft: Draft, row: FormRow, rows: FormRows, places: dict[str, int]) -> Iterator[Fault]:
    fault, record, data, kind = row.fault, row.record, row.data, row.kind
    adds = data["consolidation"]
    if _LOOKS_ESCAPED.search(row.key):
        yield fault(Col.KEY, "Khóa chứa “_x…_” mà LibreOffice đọc nhầm.", "Đặt khóa khác.")
    if _IS_DAY.fullmatch(record[Col.NO]):
        yield fault(
            Col.NO, f"STT “{record[Col.NO]}” đã bị đổi thành ngày.", "Gõ lại dạng chữ, ví dụ '1.2."
        )
    if kind == RowKind.HEADING and adds is not None:
        yield fault(
            Col.CONSOLIDATION, "Dòng tiêu đề không có số để tổng hợp.", "Xóa ô này, hoặc đổi Loại."
        )
    if kind not in (None, RowKind.HEADING) and adds is None and not record[Col.CONSOLIDATION]:
        yield fault(
            Col.CONSOLIDATION, "Dòng số liệu chưa có cách tổng hợp.", "Chọn trong danh sách."
        )
    if kind in (RowKind.CHOICE, RowKind.YES_NO) and not record[Col.CHOICES]:
        yield fault(
            Col.CHOICES, "Dòng lựa chọn chưa có danh sách.", "Ghi mỗi dòng một lựa chọn: 0 = Chưa."
        )
    codes = [choice["code"] for choice in data["choices"]]
    if len(set(codes)) != len(codes):
        yield fault(Col.CHOICES, "Một mã lựa chọn dùng hai lần.", "Mỗi lựa chọn một mã.")
    # Whether the cells are filled, not whether their rows were found: that is told there.
    above, below = bool(record[Col.NUMERATOR]), bool(record[Col.DENOMINATOR])
    if above != below:
        column = Col.DENOMINATOR if above else Col.NUMERATOR
        yield fault(column, "Tỷ lệ cần cả tử số và mẫu số.", "Ghi nốt, hoặc xóa cả hai.")
    if (above or below) != (adds == Consolidation.RATIO) and adds is not None:
        yield fault(
            Col.CONSOLIDATION,
            "Cách tổng hợp không khớp với tử số, mẫu số.",
            f"Có tử số và mẫu số thì chọn “{_RATIO_WORDS}”; không có thì chọn cách khác.",
        )
    if bool(record[Col.PARTS]) != (adds == Consolidation.TOTAL) and adds is not None:
        yield fault(
            Col.PARTS,
            "Các dòng thành phần không khớp với cách tổng hợp.",
            f"“{_TOTAL_WORDS}” cần các dòng thành phần; cách khác thì để trống ô này.",
        )
    if above and below and kind not in (None, RowKind.PERCENT):
        yield fault(
            Col.KIND, "Dòng có tử số và mẫu số nhưng không phải tỷ lệ.", "Chọn Loại “Tỷ lệ %”."
        )
    if _loops(row, rows):
        yield fault(Col.PARENT, "Các dòng thuộc lẫn nhau theo vòng tròn.", "Sửa cột Thuộc dòng.")
    if places.get(data["parent"] or "", 0) > row.n:
        yield fault(
            Col.PARENT, "Dòng cha đứng sau dòng này.", "Chọn một dòng in ở phía trên.", stops=False
        )
    if record[Col.MEASURE] == "%" and kind not in (None, RowKind.PERCENT):
        known = any(row.key in m[Col.ROWS] for m in draft.misprints)
        if not known:
            yield fault(
                Col.KIND,
                "Đơn vị tính là % nhưng Loại không phải tỷ lệ.",
                "Đổi Loại, hoặc ghi ở trang Lỗi in của biểu.",
                stops=False,
            )
    for doubt in record.doubts:
        if doubt == Col.KEY and kind is not None:
            yield fault(
                Col.KEY,
                "Khóa được đề xuất chưa chắc.",
                "So với mẫu gần nhất; đúng thì ghi “Chắc” ở cột Độ chắc, sai thì đặt khóa khác.",
                stops=False,
            )


def _loops(row: FormRow, rows: FormRows) -> bool:
    """True for a row that stands under itself (not for one under such a row)."""
    seen: set[str] = set()
    above = rows.get(row.data["parent"])
    while above is not None and above.key not in seen:
        if above is row:
            return True
        seen.add(above.key)
        above = rows.get(above.data["parent"])
    return False


def _dates(draft: Draft, data: dict[str, Any]) -> Iterator[Fault]:
    facts = draft.facts
    start, end = data["valid_from"], data["valid_to"]
    if start and end and end < start:
        yield Fault(
            Table.FACTS, 1, Fact.TO, "Ngày hết áp dụng trước ngày áp dụng.", "Sửa một trong hai.",
            at=facts.at,
        )  # fmt: skip
    if data["origin"] == "issued" and not data["legal_basis"]:
        yield Fault(
            Table.FACTS,
            1,
            Fact.BASIS,
            "Biểu do văn bản ban hành nhưng chưa ghi văn bản nào.",
            "Ghi số, ngày của văn bản; chưa có văn bản thì chọn nguồn gốc “Mẫu tham khảo…”.",
            at=facts.at,
        )
    if not 0 <= data["decimals"] <= 4:
        yield Fault(Table.FACTS, 1, Fact.DECIMALS, "Số lẻ phải từ 0 đến 4.", "Ghi 2.", at=facts.at)
    for n, (record, window) in enumerate(zip(draft.windows, data["windows"], strict=True), 1):
        start, end, due = window["start"], window["end"], window["deadline"]
        if start and end and end < start:
            yield Fault(
                Table.WINDOWS, n, Col.END, "Ngày cuối kỳ trước ngày đầu kỳ.", "Sửa một trong hai.",
                at=record.at,
            )  # fmt: skip
        if due and end and due < end:
            yield Fault(
                Table.WINDOWS,
                n,
                Col.DEADLINE,
                "Hạn nộp trước ngày cuối kỳ.",
                "Xem lại văn bản; đúng như vậy thì giữ nguyên.",
                at=record.at,
                stops=False,
            )


def _of_rule(n: int, record: Record, rule: dict[str, Any]) -> Iterator[Fault]:
    def fault(column: Col, message: str, fix: str, *, stops: bool = True) -> Fault:
        return Fault(Table.RELATIONS, n, column, message, fix, at=record.at, stops=stops)

    op = rule["op"]
    if op not in (None, Op.SUM_AT_MOST, Op.BETWEEN) and not record[Col.RIGHT]:
        yield fault(Col.RIGHT, "Quan hệ này cần vế phải.", "Ghi dòng để so với vế trái.")
    if op == Op.SUM_AT_MOST and not record[Col.LIMIT]:
        yield fault(Col.LIMIT, "Còn thiếu giới hạn.", "Ghi một số, ví dụ 100.")
    if op == Op.BETWEEN and not (record[Col.LOW] or record[Col.HIGH]):
        yield fault(Col.LOW, "Còn thiếu khoảng giá trị.", "Ghi ô Từ, ô Đến hoặc cả hai.")
    if rule["applied"] != "full" and not rule["applied_reason"]:
        yield fault(
            Col.APPLIED_REASON,
            "Đã tắt hoặc hạ mức nhưng chưa ghi lý do.",
            "Ghi một câu; người nhận sổ sẽ đọc.",
        )
    if set(rule["left"]) & set(rule["right"]):
        yield fault(Col.RIGHT, "Một dòng đứng ở cả hai vế.", "Bỏ dòng đó ở một vế.")
    if not rule["why"]:
        yield fault(
            Col.WHY, "Chưa ghi vì sao.", "Ghi một câu để người nhập hiểu quan hệ này.", stops=False
        )
