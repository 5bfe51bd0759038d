"""A draft as an edition: what the words say, and by cell what is missing or contradictory."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from cchc_xl.authoring import words
from cchc_xl.authoring.cell_reader import CellReader
from cchc_xl.authoring.columns import COLUMNS, Col, Fact
from cchc_xl.authoring.draft import Answered, Draft, Fault, Record, Table
from cchc_xl.authoring.line_numbers import in_order, line_faults
from cchc_xl.authoring.lossless import with_other
from cchc_xl.model import ReportTemplate


@dataclass(slots=True)
class Closed:
    """The edition of a draft, None while something stops it, and everything to be mended.

    ``answers``: what the table of bridges says of rows of other editions.
    """

    template: ReportTemplate | None
    faults: list[Fault] = field(default_factory=list)
    answers: tuple[Answered, ...] = ()

    @property
    def stopped(self) -> bool:
        """True while a fault keeps the draft from being an edition."""
        return any(fault.stops for fault in self.faults)


def close_draft(draft: Draft) -> Closed:
    """Read every cell; all faults at once. What the model itself refuses is told by cell too."""
    reader = _Reader(draft)
    data = reader.edition()
    from cchc_xl.authoring.contradictions import contradictions

    found = (
        *line_faults(draft),
        *_missing(draft),
        *reader.faults,
        *contradictions(draft, data, reader.read_rows),
    )
    faults = [_placed(fault, draft) for fault in found]
    if any(fault.stops for fault in faults):
        return Closed(None, faults)
    try:
        return Closed(ReportTemplate.model_validate(data), faults)
    except ValueError as error:  # what no check above has words for
        details: list[dict[str, Any]] = getattr(error, "errors", list)()
        told = "; ".join(str(one.get("ctx", {}).get("error", one["msg"])) for one in details)
        faults.append(
            Fault(Table.ROWS, 0, "", told or str(error), "Sửa theo câu trên rồi kiểm tra lại.")
        )
        return Closed(None, faults)


def _missing(draft: Draft) -> Iterator[Fault]:
    """Sheets that were renamed or deleted; told on the general facts, whose sheet is there."""
    for table in draft.missing:
        yield Fault(
            Table.FACTS, 1, "", f"Không có trang “{table.value}”: nội dung trang đó sẽ bị bỏ.",
            "Đổi lại đúng tên trang; không cần nội dung thì để trang trống, đừng xóa.",
            at=draft.facts.at,
        )  # fmt: skip


def _placed(fault: Fault, draft: Draft) -> Fault:
    """General facts stand one below the other, so each has a row of its own."""
    if fault.table is not Table.FACTS or not fault.at or not fault.column:
        return fault
    read = draft.places.get(Table.FACTS, {}).get(fault.column)
    place = fault.at + list(COLUMNS[Table.FACTS]).index(fault.column) if read is None else read + 1
    return replace(fault, at=place)


class _Reader(CellReader):
    """Walks the tables of a draft; ``read_rows`` are its rows as read, one a line."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        self.read_rows: list[dict[str, Any]] = []

    def edition(self) -> dict[str, Any]:
        """The data of the edition, cells that could not be read left out."""
        facts = self.draft.facts
        table = Table.FACTS
        data: dict[str, Any] = {
            "id": self.id(facts),
            "title": self.needed(table, 1, facts, Fact.TITLE, "Ghi tên mẫu như biểu in."),
            "origin": self.word(table, 1, facts, Fact.ORIGIN, words.ORIGINS, needed=True),
            "level": self.word(table, 1, facts, Fact.LEVEL, words.LEVELS),
            "legal_basis": facts[Fact.BASIS] or None,
            "valid_from": self.day(table, 1, facts, Fact.FROM),
            "valid_to": self.day(table, 1, facts, Fact.TO),
            "decimals": self.whole(table, 1, facts, Fact.DECIMALS) or 0
            if facts[Fact.DECIMALS]
            else 2,
            "amends": facts[Fact.AMENDS] or None,
        }
        data = with_other(facts[Fact.OTHER], data)
        data["sections"] = self._sections()
        data["rules"] = [
            self._rule(n, record)
            for n, record in enumerate(self.draft.relations, 1)
            if any(record[c] for c in (Col.KEY, Col.LEFT, Col.RIGHT))
        ]
        data["misprints"] = [
            self._misprint(n, record) for n, record in enumerate(self.draft.misprints, 1)
        ]
        data["windows"] = [
            self._window(n, record) for n, record in enumerate(self.draft.windows, 1)
        ]
        return data

    def _sections(self) -> list[dict[str, Any]]:
        by_number: dict[str, list[dict[str, Any]]] = {}
        numbers = [record[Col.SECTION] for record in self.draft.sections]
        previous = -1
        ordered = in_order(self.draft.rows)  # sorted lines are told once, not line by line
        for n, record in enumerate(self.draft.rows, 1):
            number = record[Col.SECTION]
            place = numbers.index(number) if number in numbers else None
            if place is None and number in by_number:
                pass  # told in the first of its lines
            elif place is None:
                self.fault(
                    Table.ROWS, n, record, Col.SECTION,
                    f"Không có phần “{number}”.", "Ghi số của một phần ở trang Các phần.",
                )  # fmt: skip
            elif place < previous and ordered:
                self.fault(
                    Table.ROWS, n, record, Col.SECTION,
                    f"Dòng thuộc phần {number} nhưng đứng sau phần {numbers[previous]}.",
                    "Các dòng của một phần phải đứng liền nhau, theo thứ tự của phần.",
                )  # fmt: skip
            previous = previous if place is None else max(previous, place)
            self.read_rows.append(self._row(n, record))
            by_number.setdefault(number, []).append(self.read_rows[-1])
        found = []
        for n, record in enumerate(self.draft.sections, 1):
            rows = by_number.get(record[Col.SECTION], [])
            if not rows:
                self.fault(
                    Table.SECTIONS, n, record, Col.SECTION, "Phần này chưa có dòng nào.",
                    "Ghi số phần vào cột Phần của các dòng, hoặc xóa phần này.",
                )  # fmt: skip
            section = {
                "key": self.key(Table.SECTIONS, n, record),
                "no": record[Col.NO],
                "title": self.needed(
                    Table.SECTIONS, n, record, Col.TITLE, "Ghi tên phần như biểu in."
                ),
                "sheet": self._sheet_name(n, record),
                "rows": rows,
            }
            found.append(with_other(record[Col.OTHER], section))
        return found

    def _sheet_name(self, n: int, record: Record) -> str:
        name = record[Col.SHEET]
        if len(name) > 31 or re.search(r"[\[\]:*?/\\]", name):
            self.fault(
                Table.SECTIONS, n, record, Col.SHEET, f"Tên trang “{name}” Excel không nhận.",
                "Dùng tên không quá 31 ký tự, không có [ ] : * ? / \\.",
            )  # fmt: skip
            return ""
        return name

    def _row(self, n: int, record: Record) -> dict[str, Any]:
        table = Table.ROWS
        kind = self.word(table, n, record, Col.KIND, words.KINDS, needed=True)
        row = {
            "key": self.key(table, n, record),
            "no": record[Col.NO],
            "label": self.needed(table, n, record, Col.LABEL, "Ghi tên chỉ tiêu như biểu in."),
            "measure": record[Col.MEASURE],
            "kind": kind,
            "parent": self.ref(table, n, record, Col.PARENT),
            "choices": self.choices(n, record),
            "codes_printed": record[Col.CODES].strip().lower() != words.NO.lower(),
            "levels": self.levels(table, n, record),
            "optional": self.yes(record, Col.OPTIONAL),
            "basis": self.word(table, n, record, Col.BASIS, words.BASES) or "in_period",
            "numerator": self.ref(table, n, record, Col.NUMERATOR),
            "denominator": self.ref(table, n, record, Col.DENOMINATOR),
            "parts": self.refs(table, n, record, Col.PARTS, needed=False),
            "consolidation": self.word(table, n, record, Col.CONSOLIDATION, words.CONSOLIDATIONS),
            "fed_by": self.ref(table, n, record, Col.FED_BY),
            "weight": self.ref(table, n, record, Col.WEIGHT),
            "note": record[Col.NOTE],
            "owner": record[Col.OWNER],
        }
        return with_other(record[Col.OTHER], row)

    def _rule(self, n: int, record: Record) -> dict[str, Any]:
        table = Table.RELATIONS
        key = record[Col.KEY]
        if not re.fullmatch(r"[a-z0-9_]+", key):
            self.fault(
                table, n, record, Col.KEY, f"Mã quan hệ “{key}” chưa đúng.",
                "Dùng chữ thường không dấu, số, gạch dưới; mỗi quan hệ một mã.",
            )  # fmt: skip
        rule = {
            "key": key,
            "op": self.word(table, n, record, Col.OP, words.OPS, needed=True),
            "left": self.refs(table, n, record, Col.LEFT),
            "right": self.refs(table, n, record, Col.RIGHT, needed=False),
            "limit": self.number(n, record, Col.LIMIT),
            "low": self.number(n, record, Col.LOW),
            "high": self.number(n, record, Col.HIGH),
            "missing_left": self.word(table, n, record, Col.MISSING_LEFT, words.MISSING) or "zero",
            "missing_right": self.word(table, n, record, Col.MISSING_RIGHT, words.MISSING)
            or "skip",
            "levels": self.levels(table, n, record),
            "severity": self.word(table, n, record, Col.SEVERITY, words.SEVERITIES) or "error",
            "kind": self.word(table, n, record, Col.KIND, words.RULE_KINDS),
            "why": record[Col.WHY],
            "citation": record[Col.CITATION],
            "applied": self.word(table, n, record, Col.APPLIED, words.APPLIED) or "full",
            "applied_reason": record[Col.APPLIED_REASON],
        }
        return with_other(record[Col.OTHER], rule)

    def _misprint(self, n: int, record: Record) -> dict[str, Any]:
        table = Table.MISPRINTS
        misprint = {
            "kind": self.word(table, n, record, Col.KIND, words.MISPRINT_KINDS, needed=True),
            "rows": self.refs(table, n, record, Col.ROWS),
            "text": self.needed(table, n, record, Col.TEXT, "Ghi một câu."),
        }
        return with_other(record[Col.OTHER], misprint)

    def _window(self, n: int, record: Record) -> dict[str, Any]:
        table = Table.WINDOWS
        window = {
            "period": self.word(table, n, record, Col.PERIOD, words.PERIODS, needed=True),
            "year": self.whole(table, n, record, Col.YEAR) or 0,
            "start": self.day(table, n, record, Col.START, needed=True),
            "end": self.day(table, n, record, Col.END, needed=True),
            "deadline": self.day(table, n, record, Col.DEADLINE),
            "section": self.part(table, n, record),
            "every_year": self.yes(record, Col.EVERY_YEAR),
            "letter": record[Col.LETTER],
        }
        return with_other(record[Col.OTHER], window)
