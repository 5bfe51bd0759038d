"""What cells say against each other in a draft, by cell and with the repair.

The model refuses the same things, but only by field; here the keeper is told where to click.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from cchc_xl.authoring import words
from cchc_xl.authoring.columns import Col, Fact
from cchc_xl.authoring.draft import Draft, Fault, Record, Table
from cchc_xl.model import Consolidation, Op, RowKind
from cchc_xl.model.template import _LOOKS_ESCAPED

_RATIO_WORDS = words.CONSOLIDATIONS[Consolidation.RATIO]
_TOTAL_WORDS = words.CONSOLIDATIONS[Consolidation.TOTAL]


def contradictions(draft: Draft, data: dict[str, Any]) -> Iterator[Fault]:
    """Faults that need more than one cell to be seen. ``data`` is what the cells say."""
    rows = [row for section in data["sections"] for row in section["rows"]]
    by_key = {row["key"]: row for row in rows}
    if not draft.rows:
        yield Fault(Table.ROWS, 0, "", "Biểu chưa có dòng nào.", "Soạn lại từ biểu của văn bản.")
    yield from _twice(draft.rows, Table.ROWS, "Khóa")
    yield from _twice(draft.sections, Table.SECTIONS, "Khóa")
    yield from _twice(draft.relations, Table.RELATIONS, "Mã quan hệ")
    for record in draft.rows:
        row = by_key.get(record[Col.KEY])
        if row is not None:
            yield from _of_row(draft, record, row, by_key)
    yield from _dates(draft, data)
    for n, (record, rule) in enumerate(
        zip([r for r in draft.relations if _says(r)], data["rules"], strict=True), 1
    ):
        yield from _of_rule(n, record, rule)


def _says(record: Record) -> bool:
    return any(record[column] for column in (Col.KEY, Col.LEFT, Col.RIGHT))


def _twice(records: Sequence[Record], table: Table, title: str) -> Iterator[Fault]:
    found: dict[str, list[int]] = defaultdict(list)
    for n, record in enumerate(records, 1):
        if record[Col.KEY]:
            found[record[Col.KEY]].append(n)
    for key, lines in found.items():
        for n in lines[1:]:
            yield Fault(
                table,
                n,
                Col.KEY,
                f"{title} “{key}” đã dùng ở dòng {lines[0]}.",
                "Đặt khóa khác cho một trong hai dòng.",
                at=records[n - 1].at,
            )


def _of_row(
    draft: Draft, record: Record, row: dict[str, Any], by_key: dict[str, dict[str, Any]]
) -> Iterator[Fault]:
    n = draft.rows.index(record) + 1

    def fault(column: Col, message: str, fix: str, *, stops: bool = True) -> Fault:
        return Fault(Table.ROWS, n, column, message, fix, at=record.at, stops=stops)

    kind, adds = row["kind"], row["consolidation"]
    if _LOOKS_ESCAPED.search(row["key"]):
        yield fault(Col.KEY, "Khóa chứa “_x…_” mà LibreOffice đọc nhầm.", "Đặt khóa khác.")
    if kind == RowKind.HEADING and adds is not None:
        yield fault(
            Col.CONSOLIDATION, "Dòng tiêu đề không có số để tổng hợp.", "Xóa ô này, hoặc đổi Loại."
        )
    if kind not in (None, RowKind.HEADING) and adds is None and not record[Col.CONSOLIDATION]:
        yield fault(
            Col.CONSOLIDATION, "Dòng số liệu chưa có cách tổng hợp.", "Chọn trong danh sách."
        )
    if kind in (RowKind.CHOICE, RowKind.YES_NO) and not row["choices"]:
        yield fault(
            Col.CHOICES, "Dòng lựa chọn chưa có danh sách.", "Ghi mỗi dòng một lựa chọn: 0 = Chưa."
        )
    codes = [choice["code"] for choice in row["choices"]]
    if len(set(codes)) != len(codes):
        yield fault(Col.CHOICES, "Một mã lựa chọn dùng hai lần.", "Mỗi lựa chọn một mã.")
    if (row["numerator"] is None) != (row["denominator"] is None):
        column = Col.NUMERATOR if row["numerator"] is None else Col.DENOMINATOR
        yield fault(column, "Tỷ lệ cần cả tử số và mẫu số.", "Ghi nốt, hoặc xóa cả hai.")
    is_ratio = row["numerator"] is not None and row["denominator"] is not None
    if is_ratio != (adds == Consolidation.RATIO) and adds is not None:
        yield fault(
            Col.CONSOLIDATION,
            "Cách tổng hợp không khớp với tử số, mẫu số.",
            f"Có tử số và mẫu số thì chọn “{_RATIO_WORDS}”; không có thì chọn cách khác.",
        )
    if bool(row["parts"]) != (adds == Consolidation.TOTAL) and adds is not None:
        yield fault(
            Col.PARTS,
            "Các dòng thành phần không khớp với cách tổng hợp.",
            f"“{_TOTAL_WORDS}” cần các dòng thành phần; cách khác thì để trống ô này.",
        )
    if is_ratio and kind not in (None, RowKind.PERCENT):
        yield fault(
            Col.KIND, "Dòng có tử số và mẫu số nhưng không phải tỷ lệ.", "Chọn Loại “Tỷ lệ %”."
        )
    for column, name in ((Col.NUMERATOR, "numerator"), (Col.DENOMINATOR, "denominator")):
        other = by_key.get(row[name] or "")
        if other is not None and (
            other["key"] == row["key"] or other["kind"] in (RowKind.HEADING, RowKind.PERCENT)
        ):
            yield fault(column, "Dòng này không phải một số đếm.", "Chọn dòng số đếm hoặc số tiền.")
    if row["key"] in row["parts"]:
        yield fault(Col.PARTS, "Một dòng không thể là thành phần của chính nó.", "Bỏ khóa đó ra.")
    if _loops(row, by_key):
        yield fault(Col.PARENT, "Các dòng thuộc lẫn nhau theo vòng tròn.", "Sửa cột Thuộc dòng.")
    parent = by_key.get(row["parent"] or "")
    if parent is not None and not _above(draft, record, parent["key"]):
        yield fault(
            Col.PARENT, "Dòng cha đứng sau dòng này.", "Chọn một dòng in ở phía trên.", stops=False
        )
    if record[Col.MEASURE] == "%" and kind not in (None, RowKind.PERCENT):
        known = any(row["key"] in m[Col.ROWS] for m in draft.misprints)
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


def _above(draft: Draft, record: Record, parent: str) -> bool:
    for one in draft.rows:
        if one is record:
            return False
        if one[Col.KEY] == parent:
            return True
    return False


def _loops(row: dict[str, Any], by_key: dict[str, dict[str, Any]]) -> bool:
    seen = {row["key"]}
    above = row["parent"]
    while above is not None and above in by_key:
        if above in seen:
            return True
        seen.add(above)
        above = by_key[above]["parent"]
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
