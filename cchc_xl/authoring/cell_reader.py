"""One cell of a draft at a time: what it says, or the fault it is."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from cchc_xl.authoring import words
from cchc_xl.authoring.columns import COLUMNS, Col, Fact
from cchc_xl.authoring.draft import Draft, Fault, Record, Table
from cchc_xl.authoring.references import KeylessRowError, References, UnknownRowError
from cchc_xl.authoring.words import E, read_level, read_word
from cchc_xl.model import Level
from cchc_xl.model.template import KEY_PATTERN
from cchc_xl.text import read_day

T = TypeVar("T")
_CHOICE = re.compile(r"(-?\d+)\s*=\s*(.+)")
_CHOICES = re.compile(r"\n|;(?=\s*-?\d+\s*=)")
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


class CellReader:
    """Reads cells by their columns; ``faults`` collects what a cell does not say."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.faults: list[Fault] = []
        self.references = References(draft.rows, draft.sections)

    def fault(
        self, table: Table, n: int, record: Record, column: str, message: str, fix: str
    ) -> None:
        self.faults.append(Fault(table, n, column, message, fix, at=record.at))

    def needed(self, table: Table, n: int, record: Record, column: str, fix: str) -> str:
        if not record[column]:
            title = COLUMNS[table][column].title
            self.fault(table, n, record, column, f"{title}: còn trống.", fix)
        return record[column]

    def id(self, facts: Record) -> str:
        if not _ID.fullmatch(facts[Fact.ID]):
            said = f"“{facts[Fact.ID]}” chưa đúng" if facts[Fact.ID] else "còn trống"
            self.fault(
                Table.FACTS, 1, facts, Fact.ID, f"Mã mẫu {said}.",
                "Dùng chữ thường không dấu, số, gạch nối; ví dụ: tinh-x-xa-2026.",
            )  # fmt: skip
        return facts[Fact.ID]

    def key(self, table: Table, n: int, record: Record) -> str:
        key = record[Col.KEY]
        if not re.fullmatch(KEY_PATTERN, key):
            said = f"“{key}” chưa đúng" if key else "còn trống"
            self.fault(
                table, n, record, Col.KEY, f"Khóa {said}.",
                "Bắt đầu bằng chữ; chỉ dùng chữ thường không dấu, số, gạch dưới.",
            )  # fmt: skip
        return key

    def word(
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
            self.fault(table, n, record, column, f"{title}: {said}.", f"Chọn một trong: {listed}.")
            return None
        return found.value

    def levels(self, table: Table, n: int, record: Record) -> list[Level]:
        found = []
        for piece in re.split(r"[;\n]", record[Col.LEVELS]):
            if not piece.strip():
                continue
            level = read_level(piece)
            if level is None:
                listed = "; ".join(words.LEVELS.values())
                self.fault(
                    table, n, record, Col.LEVELS, f"Không có cấp “{piece.strip()}”.",
                    f"Ghi một hay nhiều cấp, cách nhau bằng dấu chấm phẩy: {listed}.",
                )  # fmt: skip
            else:
                found.append(level)
        return found

    def choices(self, n: int, record: Record) -> list[dict[str, Any]]:
        found = []
        for piece in _CHOICES.split(record[Col.CHOICES]):
            if not piece.strip():
                continue
            read = _CHOICE.fullmatch(piece.strip())
            if read is None:
                self.fault(
                    Table.ROWS, n, record, Col.CHOICES, f"Lựa chọn “{piece.strip()}” chưa có mã.",
                    "Mỗi dòng một lựa chọn, mã đứng trước: 0 = Chưa.",
                )  # fmt: skip
            else:
                found.append({"code": int(read[1]), "label": read[2].strip()})
        return found

    def referred(
        self,
        table: Table,
        n: int,
        record: Record,
        column: str,
        read: Callable[[str, str], T],
        nothing: T,
    ) -> T:
        near = record[Col.SECTION] if table is Table.ROWS else ""
        try:
            return read(record[column], near)
        except KeylessRowError:
            return nothing  # told at the key itself
        except UnknownRowError as error:
            title = COLUMNS[table][column].title
            self.fault(
                table, n, record, column, f"{title}: {error}.",
                "Ghi khóa của dòng, hoặc số in ra (in ở nhiều phần thì kèm phần: III.1.2), hoặc "
                "“dòng 12” (cột Dòng).",
            )  # fmt: skip
            return nothing

    def ref(self, table: Table, n: int, record: Record, column: str) -> str | None:
        if not record[column]:
            return None
        return self.referred(table, n, record, column, self.references.key, None)

    def refs(
        self, table: Table, n: int, record: Record, column: str, *, needed: bool = True
    ) -> tuple[str, ...]:
        if not record[column]:
            if needed:
                self.needed(table, n, record, column, "Ghi ít nhất một dòng.")
            return ()
        return self.referred(table, n, record, column, self.references.keys, ())

    def day(
        self, table: Table, n: int, record: Record, column: str, *, needed: bool = False
    ) -> str | None:
        text = record[column]
        if not text and not needed:
            return None
        day = read_day(text)
        if day is None:
            title = COLUMNS[table][column].title
            said = f"“{text}” không phải ngày" if text else "còn trống"
            self.fault(table, n, record, column, f"{title}: {said}.", "Ghi ngày như 15/12/2025.")
            return None
        return day.isoformat()

    def whole(self, table: Table, n: int, record: Record, column: str) -> int | None:
        text = record[column].strip()
        if not text.isdecimal():
            title = COLUMNS[table][column].title
            self.fault(table, n, record, column, f"{title}: “{text}” không phải số nguyên.",
                        "Ghi một số nguyên.")  # fmt: skip
            return None
        return int(text)

    def number(self, n: int, record: Record, column: str) -> float | None:
        text = record[column].strip()
        if not text:
            return None
        try:
            return float(text.replace(",", "."))
        except ValueError:
            title = COLUMNS[Table.RELATIONS][column].title
            self.fault(
                Table.RELATIONS, n, record, column, f"{title}: “{text}” không phải số.",
                "Ghi một số, ví dụ 100.",
            )  # fmt: skip
            return None

    def part(self, table: Table, n: int, record: Record) -> str | None:
        """The key of the part a cell names by its number (or key)."""
        said = record[Col.SECTION]
        for one in self.draft.sections if said else ():
            if said in (one[Col.SECTION], one[Col.KEY]):
                return one[Col.KEY]
        if said:
            self.fault(
                table, n, record, Col.SECTION,
                f"Không có phần “{said}”.", "Ghi số của một phần ở trang Các phần.",
            )  # fmt: skip
        return None

    def yes(self, record: Record, column: str) -> bool:
        return record[column].strip().lower() == words.YES.lower()
