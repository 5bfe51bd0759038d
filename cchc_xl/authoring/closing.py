"""A draft as an edition: what the words say, and by cell what is missing or contradictory."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from cchc_xl.authoring import words
from cchc_xl.authoring.columns import COLUMNS, Col, Fact
from cchc_xl.authoring.draft import Draft, Fault, Record, Table
from cchc_xl.authoring.references import References, UnknownRowError
from cchc_xl.authoring.words import E, read_level, read_word
from cchc_xl.model import Level, ReportTemplate
from cchc_xl.model.template import KEY_PATTERN
from cchc_xl.text import read_day

T = TypeVar("T")
_CHOICE = re.compile(r"(\d+)\s*=\s*(.+)")
_CHOICES = re.compile(r"\n|;(?=\s*\d+\s*=)")
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(slots=True)
class Closed:
    """The edition of a draft, None while something stops it, and everything to be mended."""

    template: ReportTemplate | None
    faults: list[Fault] = field(default_factory=list)

    @property
    def stopped(self) -> bool:
        """True while a fault keeps the draft from being an edition."""
        return any(fault.stops for fault in self.faults)


def close_draft(draft: Draft) -> Closed:
    """Read every cell; all faults at once. What the model itself refuses is told by cell too."""
    reader = _Reader(draft)
    data = reader.edition()
    from cchc_xl.authoring.contradictions import contradictions

    faults = [_placed(fault) for fault in (*reader.faults, *contradictions(draft, data))]
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


def _placed(fault: Fault) -> Fault:
    """General facts stand one below the other, so each has a row of its own."""
    if fault.table is not Table.FACTS or not fault.at:
        return fault
    return replace(fault, at=fault.at + list(COLUMNS[Table.FACTS]).index(fault.column))


class _Reader:
    """Walks the tables; ``faults`` collects what a cell does not say."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.faults: list[Fault] = []
        self.references = References(draft.rows)

    def edition(self) -> dict[str, Any]:
        """The data of the edition, cells that could not be read left out."""
        facts = self.draft.facts
        table = Table.FACTS
        data: dict[str, Any] = {
            "id": self._id(facts),
            "title": self._needed(table, 1, facts, Fact.TITLE, "Ghi tên mẫu như biểu in."),
            "origin": self._word(table, 1, facts, Fact.ORIGIN, words.ORIGINS, needed=True),
            "level": self._word(table, 1, facts, Fact.LEVEL, words.LEVELS),
            "legal_basis": facts[Fact.BASIS] or None,
            "valid_from": self._day(table, 1, facts, Fact.FROM),
            "valid_to": self._day(table, 1, facts, Fact.TO),
            "decimals": self._whole(table, 1, facts, Fact.DECIMALS) or 0
            if facts[Fact.DECIMALS]
            else 2,
            "amends": facts[Fact.AMENDS] or None,
        }
        data |= self._other(facts)
        data["sections"] = self._sections()
        data["rules"] = [
            self._rule(n, record)
            for n, record in enumerate(self.draft.relations, 1)
            if any(record[c] for c in (Col.KEY, Col.LEFT, Col.RIGHT))
        ]
        data["misprints"] = [
            {
                "kind": self._word(
                    Table.MISPRINTS, n, record, Col.KIND, words.MISPRINT_KINDS, needed=True
                ),
                "rows": self._refs(Table.MISPRINTS, n, record, Col.ROWS),
                "text": self._needed(Table.MISPRINTS, n, record, Col.TEXT, "Ghi một câu."),
                **self._other(record),
            }
            for n, record in enumerate(self.draft.misprints, 1)
        ]
        data["windows"] = [
            self._window(n, record) for n, record in enumerate(self.draft.windows, 1)
        ]
        return data

    def _sections(self) -> list[dict[str, Any]]:
        by_number: dict[str, list[dict[str, Any]]] = {}
        numbers = [record[Col.SECTION] for record in self.draft.sections]
        previous = -1
        for n, record in enumerate(self.draft.rows, 1):
            number = record[Col.SECTION]
            place = numbers.index(number) if number in numbers else None
            if place is None:
                self._fault(
                    Table.ROWS, n, record, Col.SECTION,
                    f"Không có phần “{number}”.", "Ghi số của một phần ở trang Các phần.",
                )  # fmt: skip
            elif place < previous:
                self._fault(
                    Table.ROWS, n, record, Col.SECTION,
                    f"Dòng thuộc phần {number} nhưng đứng sau phần {numbers[previous]}.",
                    "Các dòng của một phần phải đứng liền nhau, theo thứ tự của phần.",
                )  # fmt: skip
            previous = previous if place is None else max(previous, place)
            by_number.setdefault(number, []).append(self._row(n, record))
        found = []
        for n, record in enumerate(self.draft.sections, 1):
            rows = by_number.get(record[Col.SECTION], [])
            if not rows:
                self._fault(
                    Table.SECTIONS, n, record, Col.SECTION, "Phần này chưa có dòng nào.",
                    "Ghi số phần vào cột Phần của các dòng, hoặc xóa phần này.",
                )  # fmt: skip
            found.append(
                {
                    "key": self._key(Table.SECTIONS, n, record),
                    "no": record[Col.NO],
                    "title": self._needed(
                        Table.SECTIONS, n, record, Col.TITLE, "Ghi tên phần như biểu in."
                    ),
                    "sheet": self._sheet_name(n, record),
                    "rows": rows,
                    **self._other(record),
                }
            )
        return found

    def _sheet_name(self, n: int, record: Record) -> str:
        name = record[Col.SHEET]
        if len(name) > 31 or re.search(r"[\[\]:*?/\\]", name):
            self._fault(
                Table.SECTIONS, n, record, Col.SHEET, f"Tên trang “{name}” Excel không nhận.",
                "Dùng tên không quá 31 ký tự, không có [ ] : * ? / \\.",
            )  # fmt: skip
            return ""
        return name

    def _row(self, n: int, record: Record) -> dict[str, Any]:
        table = Table.ROWS
        kind = self._word(table, n, record, Col.KIND, words.KINDS, needed=True)
        return {
            "key": self._key(table, n, record),
            "no": record[Col.NO],
            "label": self._needed(table, n, record, Col.LABEL, "Ghi tên chỉ tiêu như biểu in."),
            "measure": record[Col.MEASURE],
            "kind": kind,
            "parent": self._ref(table, n, record, Col.PARENT),
            "choices": self._choices(n, record),
            "codes_printed": record[Col.CODES].strip().lower() != words.NO.lower(),
            "levels": self._levels(table, n, record),
            "optional": record[Col.OPTIONAL].strip().lower() == words.YES.lower(),
            "basis": self._word(table, n, record, Col.BASIS, words.BASES) or "in_period",
            "numerator": self._ref(table, n, record, Col.NUMERATOR),
            "denominator": self._ref(table, n, record, Col.DENOMINATOR),
            "parts": self._refs(table, n, record, Col.PARTS, needed=False),
            "consolidation": self._word(table, n, record, Col.CONSOLIDATION, words.CONSOLIDATIONS),
            "fed_by": self._ref(table, n, record, Col.FED_BY),
            "weight": self._ref(table, n, record, Col.WEIGHT),
            "note": record[Col.NOTE],
            "owner": record[Col.OWNER],
            **self._other(record),
        }

    def _rule(self, n: int, record: Record) -> dict[str, Any]:
        table = Table.RELATIONS
        key = record[Col.KEY]
        if not re.fullmatch(r"[a-z0-9_]+", key):
            self._fault(
                table, n, record, Col.KEY, f"Mã quan hệ “{key}” chưa đúng.",
                "Dùng chữ thường không dấu, số, gạch dưới; mỗi quan hệ một mã.",
            )  # fmt: skip
        return {
            "key": key,
            "op": self._word(table, n, record, Col.OP, words.OPS, needed=True),
            "left": self._refs(table, n, record, Col.LEFT),
            "right": self._refs(table, n, record, Col.RIGHT, needed=False),
            "limit": self._number(n, record, Col.LIMIT),
            "low": self._number(n, record, Col.LOW),
            "high": self._number(n, record, Col.HIGH),
            "missing_left": self._word(table, n, record, Col.MISSING_LEFT, words.MISSING) or "zero",
            "missing_right": self._word(table, n, record, Col.MISSING_RIGHT, words.MISSING)
            or "skip",
            "levels": self._levels(table, n, record),
            "severity": self._word(table, n, record, Col.SEVERITY, words.SEVERITIES) or "error",
            "kind": self._word(table, n, record, Col.KIND, words.RULE_KINDS),
            "why": record[Col.WHY],
            "citation": record[Col.CITATION],
            "applied": self._word(table, n, record, Col.APPLIED, words.APPLIED) or "full",
            "applied_reason": record[Col.APPLIED_REASON],
            **self._other(record),
        }

    def _window(self, n: int, record: Record) -> dict[str, Any]:
        table = Table.WINDOWS
        return {
            "period": self._word(table, n, record, Col.PERIOD, words.PERIODS, needed=True),
            "year": self._whole(table, n, record, Col.YEAR) or 0,
            "start": self._day(table, n, record, Col.START, needed=True),
            "end": self._day(table, n, record, Col.END, needed=True),
            "deadline": self._day(table, n, record, Col.DEADLINE),
            **self._other(record),
        }

    # One cell each.

    def _fault(
        self, table: Table, n: int, record: Record, column: str, message: str, fix: str
    ) -> None:
        self.faults.append(Fault(table, n, column, message, fix, at=record.at))

    def _needed(self, table: Table, n: int, record: Record, column: str, fix: str) -> str:
        if not record[column]:
            title = COLUMNS[table][column].title
            self._fault(table, n, record, column, f"{title}: còn trống.", fix)
        return record[column]

    def _id(self, facts: Record) -> str:
        if not _ID.fullmatch(facts[Fact.ID]):
            said = f"“{facts[Fact.ID]}” chưa đúng" if facts[Fact.ID] else "còn trống"
            self._fault(
                Table.FACTS, 1, facts, Fact.ID, f"Mã mẫu {said}.",
                "Dùng chữ thường không dấu, số, gạch nối; ví dụ: tinh-x-xa-2026.",
            )  # fmt: skip
        return facts[Fact.ID]

    def _key(self, table: Table, n: int, record: Record) -> str:
        key = record[Col.KEY]
        if not re.fullmatch(KEY_PATTERN, key):
            said = f"“{key}” chưa đúng" if key else "còn trống"
            self._fault(
                table, n, record, Col.KEY, f"Khóa {said}.",
                "Bắt đầu bằng chữ; chỉ dùng chữ thường không dấu, số, gạch dưới.",
            )  # fmt: skip
        return key

    def _word(
        self,
        table: Table,
        n: int,
        record: Record,
        column: str,
        known: Mapping[E, str],
        *,
        needed: bool = False,
    ) -> str | None:
        text = record[column]
        if not text and not needed:
            return None
        found = read_word(known, text) if text else None
        if found is None:
            title = COLUMNS[table][column].title
            said = f"không có lựa chọn “{text}”" if text else "còn trống"
            listed = ", ".join(known.values())
            self._fault(table, n, record, column, f"{title}: {said}.", f"Chọn một trong: {listed}.")
            return None
        return found.value

    def _levels(self, table: Table, n: int, record: Record) -> list[Level]:
        found = []
        for piece in re.split(r"[;\n]", record[Col.LEVELS]):
            if not piece.strip():
                continue
            level = read_level(piece)
            if level is None:
                listed = "; ".join(words.LEVELS.values())
                self._fault(
                    table, n, record, Col.LEVELS, f"Không có cấp “{piece.strip()}”.",
                    f"Ghi một hay nhiều cấp, cách nhau bằng dấu chấm phẩy: {listed}.",
                )  # fmt: skip
            else:
                found.append(level)
        return found

    def _choices(self, n: int, record: Record) -> list[dict[str, Any]]:
        found = []
        for piece in _CHOICES.split(record[Col.CHOICES]):
            if not piece.strip():
                continue
            read = _CHOICE.fullmatch(piece.strip())
            if read is None:
                self._fault(
                    Table.ROWS, n, record, Col.CHOICES, f"Lựa chọn “{piece.strip()}” chưa có mã.",
                    "Mỗi dòng một lựa chọn, mã đứng trước: 0 = Chưa.",
                )  # fmt: skip
            else:
                found.append({"code": int(read[1]), "label": read[2].strip()})
        return found

    def _referred(
        self,
        table: Table,
        n: int,
        record: Record,
        column: str,
        read: Callable[[str], T],
        nothing: T,
    ) -> T:
        try:
            return read(record[column])
        except UnknownRowError as error:
            title = COLUMNS[table][column].title
            self._fault(
                table, n, record, column, f"{title}: {error}.",
                "Ghi khóa của dòng, hoặc số in ra nếu chỉ một dòng mang số đó, hoặc “dòng 12”.",
            )  # fmt: skip
            return nothing

    def _ref(self, table: Table, n: int, record: Record, column: str) -> str | None:
        if not record[column]:
            return None
        return self._referred(table, n, record, column, self.references.key, None)

    def _refs(
        self, table: Table, n: int, record: Record, column: str, *, needed: bool = True
    ) -> tuple[str, ...]:
        if not record[column]:
            if needed:
                self._needed(table, n, record, column, "Ghi ít nhất một dòng.")
            return ()
        return self._referred(table, n, record, column, self.references.keys, ())

    def _day(
        self, table: Table, n: int, record: Record, column: str, *, needed: bool = False
    ) -> str | None:
        text = record[column]
        if not text and not needed:
            return None
        day = read_day(text)
        if day is None:
            title = COLUMNS[table][column].title
            said = f"“{text}” không phải ngày" if text else "còn trống"
            self._fault(table, n, record, column, f"{title}: {said}.", "Ghi ngày như 15/12/2025.")
            return None
        return day.isoformat()

    def _whole(self, table: Table, n: int, record: Record, column: str) -> int | None:
        text = record[column].strip()
        if not text.isdecimal():
            title = COLUMNS[table][column].title
            self._fault(table, n, record, column, f"{title}: “{text}” không phải số nguyên.",
                        "Ghi một số nguyên.")  # fmt: skip
            return None
        return int(text)

    def _number(self, n: int, record: Record, column: str) -> float | None:
        text = record[column].strip()
        if not text:
            return None
        try:
            return float(text.replace(",", "."))
        except ValueError:
            title = COLUMNS[Table.RELATIONS][column].title
            self._fault(
                Table.RELATIONS, n, record, column, f"{title}: “{text}” không phải số.",
                "Ghi một số, ví dụ 100.",
            )  # fmt: skip
            return None

    def _other(self, record: Record) -> dict[str, Any]:
        if not record[Col.OTHER]:
            return {}
        try:
            found = json.loads(record[Col.OTHER])
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}
