"""A form of three parts that number their rows from 1 each, for what cells say of other cells."""

import copy

from cchc_xl.authoring import Draft, Fault, close_draft, draft_of
from cchc_xl.authoring.columns import Col
from cchc_xl.authoring.draft import Record
from cchc_xl.model import Consolidation, Op, ReportTemplate, Row, RowKind, Rule, Section
from cchc_xl.model.template import Origin


def _row(
    key: str, no: str, kind: RowKind, adds: Consolidation | None = None, parts: str = "",
    numerator: str | None = None, denominator: str | None = None,
) -> Row:  # fmt: skip
    return Row(
        key=key, no=no, label=f"Chỉ tiêu {key}", kind=kind, consolidation=adds,
        parts=tuple(parts.split()), numerator=numerator, denominator=denominator,
    )  # fmt: skip


def _count(key: str, no: str) -> Row:
    return _row(key, no, RowKind.COUNT, Consolidation.SUM)


FORM = ReportTemplate(
    id="bieu-nho-2027",
    title="Biểu nhỏ",
    origin=Origin.REFERENCE,
    sections=(
        Section(key="viec", no="I", title="Việc", sheet="1 Việc", rows=(
            _row("a_muc", "1", RowKind.HEADING),  # dòng 1
            _count("a_giao", "1.1"),
            _count("a_xong", "1.2"),
            _row("a_ty_le", "1.3", RowKind.PERCENT, Consolidation.RATIO,
                 numerator="a_xong", denominator="a_giao"),
        )),
        Section(key="ho_so", no="II", title="Hồ sơ", sheet="2 Hồ sơ", rows=(
            _row("b_muc", "1", RowKind.HEADING),  # dòng 5
            _row("b_tong", "1.1", RowKind.COUNT, Consolidation.TOTAL, parts="b_cu b_moi"),
            _count("b_cu", "1.1.1"),
            _count("b_moi", "1.1.2"),
            _row("b_le", "1.4", RowKind.PERCENT, Consolidation.MANUAL),
            _row("b_loi", "2", RowKind.TEXT, Consolidation.PARENT),  # dòng 10
            _row("b_tien", "2.1", RowKind.MONEY, Consolidation.SUM),
        )),
        Section(key="khac", no="III", title="Khác", sheet="3 Khác", rows=(
            _count("c_x", "1.2"),  # dòng 12
            _count("c_y", "1.10"),
            _row("c_tong", "2.2", RowKind.COUNT, Consolidation.TOTAL, parts="c_x c_y"),
        )),
    ),
    rules=(Rule(key="xong_giao", op=Op.LE, left=("a_xong",), right=("a_giao",), why="Vì thế."),),
)  # fmt: skip


def small_draft() -> Draft:
    """A draft of the form; its lines are those of the form."""
    return draft_of(FORM)


def line_of(draft: Draft, key: str) -> Record:
    """The line that bears a key."""
    return next(one for one in draft.rows if one[Col.KEY] == key)


def copied(draft: Draft, key: str, *, above: bool = False) -> Record:
    """A line copied and put in beside itself, as Excel does it."""
    place = draft.rows.index(line_of(draft, key))
    twin = copy.deepcopy(draft.rows[place])
    draft.rows.insert(place if above else place + 1, twin)
    return twin


def stopping(draft: Draft) -> list[Fault]:
    """What keeps the draft from being an edition; there is an edition exactly when nothing does."""
    closed = close_draft(draft)
    found = [fault for fault in closed.faults if fault.stops]
    assert (closed.template is None) == bool(found)
    return found
