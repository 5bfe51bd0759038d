"""The keeper's answers in the table Cầu nối: which bridges they declare, and what stops them."""

import datetime as dt
from collections import defaultdict

from cchc_xl.authoring import words
from cchc_xl.authoring.bridge_table import Beside, relabel, why_apart
from cchc_xl.authoring.cell_reader import CellReader
from cchc_xl.authoring.closing import Closed
from cchc_xl.authoring.columns import Col, Fact
from cchc_xl.authoring.draft import Answered, Draft, Fault, Record, Table
from cchc_xl.authoring.friends import RENAMED_AGAIN, Spoken, renamed_service, spoken
from cchc_xl.authoring.references import UnknownRowError
from cchc_xl.model import Consolidation, ReportTemplate, Row, RowKind
from cchc_xl.model.bridge import Bridge
from cchc_xl.text import clean

_APART = words.ANSWERS[words.Answer.APART]
_BRIDGES = Table.BRIDGES


def with_answers(closed: Closed, draft: Draft, beside: Beside) -> Closed:
    """What closing found, with the answers of the table and their faults."""
    if not draft.bridges:
        return closed
    relabel(draft, beside)
    reader = _Answers(draft, beside)
    answers = reader.read()
    stopped = any(fault.stops for fault in reader.faults)
    return Closed(
        None if stopped else closed.template, [*closed.faults, *reader.faults], tuple(answers)
    )


def same_bridge(a: Bridge, b: Bridge) -> bool:
    """True for the same declaration, whichever row is named first and however it is spaced."""
    return (a.pair, clean(a.reason), clean(a.legal_basis), a.valid_from, a.valid_to) == (
        *(b.pair, clean(b.reason), clean(b.legal_basis)),
        *(b.valid_from, b.valid_to),
    )


class _Answers(CellReader):
    """Walks the lines of the table."""

    def __init__(self, draft: Draft, beside: Beside) -> None:
        super().__init__(draft)
        self.beside = beside
        self.rows = {row[Col.KEY]: row for row in draft.rows}
        self.titles = {one[Col.SECTION]: one[Col.TITLE] for one in draft.sections}

    def read(self) -> list[Answered]:
        """Every answer that says something; faults are collected beside."""
        found: list[tuple[int, Record, Answered]] = []
        waiting: list[tuple[int, Record]] = []
        for n, line in enumerate(self.draft.bridges, 1):
            answer = self.word(_BRIDGES, n, line, Col.ANSWER, words.ANSWERS)
            if not line[Col.ANSWER]:
                if line[Col.OLD] or line[Col.NEW]:
                    waiting.append((n, line))
            elif answer == words.Answer.APART:
                found.append((n, line, self._kept_apart(n, line)))
            elif answer == words.Answer.JOIN and (joined := self._joined(n, line)) is not None:
                found.append((n, line, joined))
        self._waiting(waiting)
        self._together(found)
        return [answered for _, _, answered in found]

    def _look(self, n: int, line: Record, column: str, message: str, fix: str) -> None:
        self.faults.append(Fault(_BRIDGES, n, column, message, fix, at=line.at, stops=False))

    def _stop(self, n: int, line: Record, column: str, message: str, fix: str) -> None:
        self.fault(_BRIDGES, n, line, column, message, fix)

    # One line

    def _kept_apart(self, n: int, line: Record) -> Answered:
        """A refusal never stops, whatever became of its rows."""
        try:
            new = self.references.key(line[Col.NEW])
        except UnknownRowError:
            new = line[Col.NEW]
        answered = Answered((line[Col.OLD], new), None)
        if answered.pair in self.beside.packaged:
            self._look(
                n, line, Col.ANSWER, "Cầu nối này có sẵn trong bộ công cụ nên không bỏ được.",
                "Muốn thôi dùng thì chọn “Cùng gần nghĩa – nối” và ghi Áp dụng đến hết ngày: kỳ "
                "kết thúc sau ngày đó không còn nối.",
            )  # fmt: skip
        return answered

    def _joined(self, n: int, line: Record) -> Answered | None:
        before = len(self.faults)
        old = self.needed(_BRIDGES, n, line, Col.OLD, "Ghi khóa của dòng trong mẫu đã có.")
        new = ""
        if self.needed(_BRIDGES, n, line, Col.NEW, "Ghi dòng của mẫu này."):
            new = self.ref(_BRIDGES, n, line, Col.NEW) or ""
        reason = self.needed(_BRIDGES, n, line, Col.WHY, "Ghi một câu vì sao coi là gần nghĩa.")
        basis = self.needed(
            _BRIDGES, n, line, Col.CITATION,
            f"Ghi văn bản cho phép coi là gần nghĩa; không có văn bản thì chọn “{_APART}”.",
        )  # fmt: skip
        start = _day(self.day(_BRIDGES, n, line, Col.START))
        end = _day(self.day(_BRIDGES, n, line, Col.END))
        if start and end and end < start:
            self._stop(n, line, Col.END, "Ngày cuối trước ngày đầu.", "Sửa một trong hai ngày.")
        if not (old and new):
            return None
        declared = self.beside.declaration(frozenset((old, new)))
        if declared is None and self._of_rows(n, line, old, new):
            self._of_words(n, line, old, new, (start, end))
        if any(fault.stops for fault in self.faults[before:]):
            return None
        keys = (old, new) if declared is None else declared.keys
        bridge = Bridge(keys=keys, reason=reason, legal_basis=basis, valid_from=start, valid_to=end)
        if declared is not None and same_bridge(declared, bridge):
            return Answered(keys, declared)
        return Answered(keys, bridge)

    def _of_words(
        self, n: int, line: Record, old: str, new: str, span: tuple[dt.date | None, dt.date | None]
    ) -> None:
        """What the words of the two rows forbid."""
        here = self._spoken(new)
        places = self._elsewhere(old)
        if why := why_apart(places, here):
            self._stop(
                n, line, Col.ANSWER, f"Hai dòng này gần chữ nhưng khác nghĩa. {why}",
                f"Chọn “{_APART}”.",
            )  # fmt: skip
        spans = (span[0] or dt.date.min) < RENAMED_AGAIN <= (span[1] or dt.date.max)
        if spans and any(renamed_service(spoken(*place), here) for place in places):
            self._stop(
                n, line, Col.END,
                "Từ 01/7/2026 “mức độ 1–4” mang nghĩa khác (Nghị định 224/2026/NĐ-CP), cầu nối "
                "không được vắt qua ngày đó.",
                "Ghi Áp dụng đến hết ngày 30/06/2026; nói về nghĩa mới thì ghi Áp dụng từ ngày "
                "01/07/2026.",
            )  # fmt: skip

    def _of_rows(self, n: int, line: Record, old: str, new: str) -> bool:
        """Faults of the two rows named; True when they can be joined at all."""
        if old == new:
            self._stop(
                n, line, Col.OLD, "Hai dòng cùng khóa thì đã cộng chung, không cần cầu nối.",
                f"Xóa dòng này, hoặc chọn “{_APART}”.",
            )  # fmt: skip
            return False
        others = self._elsewhere(old)
        if not others:
            self._stop(
                n, line, Col.OLD, f"Không mẫu nào khác có khóa “{old}”.",
                "Chép khóa từ mẫu đã có (lệnh cchc cau-noi liệt kê); mẫu nằm ở thư mục riêng thì "
                f"thêm --thu-muc-mau. Không cần nối thì chọn “{_APART}”.",
            )  # fmt: skip
            return False
        kind = words.read_word(words.KINDS, self.rows[new][Col.KIND])
        theirs = {row.kind for _, row in others}
        if RowKind.HEADING in (kind, *theirs):
            self._stop(n, line, Col.NEW, "Dòng tiêu đề không có số để nối.", f"Chọn “{_APART}”.")
            return False
        if kind is not None and kind not in theirs:
            said = ", ".join(words.KINDS[one] for one in theirs)
            self._stop(
                n, line, Col.NEW,
                f"Hai dòng khác loại: {words.KINDS[kind]} và {said}.",
                f"Chọn dòng cùng loại, hoặc chọn “{_APART}”.",
            )  # fmt: skip
            return False
        self._carries(n, line, old, new)
        return True

    def _carries(self, n: int, line: Record, old: str, new: str) -> None:
        """What may be declared and yet brings no figure into this form."""
        adds = words.read_word(words.CONSOLIDATIONS, self.rows[new][Col.CONSOLIDATION])
        if adds is Consolidation.RATIO:
            self._look(
                n, line, Col.NEW, "Tỷ lệ này được tính lại nên cầu nối không mang số nào tới.",
                "Nối tử số và mẫu số của nó.",
            )  # fmt: skip
        if old in self.rows:
            self._look(
                n, line, Col.OLD, f"Mẫu này cũng có dòng “{old}”, cầu nối không mang số nào tới.",
                "Xem lại khóa; đúng như vậy thì giữ nguyên.",
            )  # fmt: skip

    # Lines seen together

    def _waiting(self, lines: list[tuple[int, Record]]) -> None:
        if lines:
            n, line = lines[0]
            count = f"Còn {len(lines)} dòng chưa xác nhận" if len(lines) > 1 else "Chưa xác nhận"
            self._look(
                n, line, Col.ANSWER, f"{count}: chưa xác nhận thì không bao giờ nối.",
                "Chọn “Cùng gần nghĩa – nối” (ghi lý do, căn cứ) hoặc “Không nối”.",
            )  # fmt: skip

    def _together(self, found: list[tuple[int, Record, Answered]]) -> None:
        first: dict[frozenset[str], int] = {}
        joined: dict[tuple[str, str], list[tuple[int, Answered]]] = defaultdict(list)
        for n, line, answered in sorted(found, key=lambda one: not self._is_declared(one[2])):
            earlier = first.setdefault(answered.pair, n)
            if earlier != n:
                at = self.draft.bridges[earlier - 1].at or earlier
                self._stop(
                    n, line, Col.ANSWER, f"Hai dòng này đã có câu trả lời ở hàng {at}.",
                    "Giữ một hàng, xóa hàng kia.",
                )  # fmt: skip
                continue
            if answered.bridge is None:
                continue
            new = next((key for key in answered.keys if key in self.rows), "")
            old = answered.bridge.other(new) or ""
            for edition, _ in self._elsewhere(old):
                others = joined[edition.id, new]
                clash = next((o for _, o in others if _overlap(o, answered)), None)
                others.append((n, answered))
                if clash is not None and not self._is_declared(answered):
                    self._stop(
                        n, line, Col.ANSWER,
                        f"Mẫu {edition.id} có hai dòng cùng nối vào một dòng; chỉ một số được mang "
                        "tới.",
                        f"Giữ một dòng gần nghĩa nhất, dòng kia chọn “{_APART}”.",
                    )  # fmt: skip
                    break

    def _is_declared(self, answered: Answered) -> bool:
        return any(one is answered.bridge for one in self.beside.declared)

    # Rows

    def _elsewhere(self, key: str) -> list[tuple[ReportTemplate, Row]]:
        own = self.draft.facts[Fact.ID]
        return [place for place in self.beside.places(key) if place[0].id != own]

    def _spoken(self, key: str) -> Spoken:
        row = self.rows[key]
        try:
            above = self.rows[self.references.key(row[Col.PARENT], row[Col.SECTION])][Col.LABEL]
        except UnknownRowError:
            above = self.titles.get(row[Col.SECTION], "")
        return Spoken(row[Col.LABEL], above)


def _overlap(a: Answered, b: Answered) -> bool:
    one, other = a.bridge, b.bridge
    if one is None or other is None:
        return False
    last = min(one.valid_to or dt.date.max, other.valid_to or dt.date.max)
    return max(one.valid_from or dt.date.min, other.valid_from or dt.date.min) <= last


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
