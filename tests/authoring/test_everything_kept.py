"""Nothing an edition can hold is lost on the way through Excel and TOML, whether one has it or not.

The edition below uses every field of every model once, with values the shipped editions do not
have; a field that is added to a model later fails here until it has a column.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from cchc_xl.authoring import close_draft, draft_of
from cchc_xl.authoring.columns import COLUMNS, Col, Fact
from cchc_xl.authoring.draft import Draft, Table
from cchc_xl.authoring.publishing import publish
from cchc_xl.authoring.sheet_reader import read_draft
from cchc_xl.authoring.sheet_writer import write_draft
from cchc_xl.model import (
    Basis,
    Choice,
    Consolidation,
    Kind,
    Level,
    Missing,
    Op,
    ReportTemplate,
    Row,
    RowKind,
    Rule,
    Section,
    Severity,
)
from cchc_xl.model.period import PeriodKind
from cchc_xl.model.rule import Applied
from cchc_xl.model.template import Misprint, Origin, Window
from cchc_xl.services.authoring import draft_from_edition

SUM = Consolidation.SUM
ANSWERS = (Choice(code=-1, label="Không rõ; chờ"), Choice(code=0, label="Chưa"))

ROWS_1 = (
    Row(key="muc", no="I", label="Mục", kind=RowKind.HEADING, basis=Basis.STOCK),
    Row(key="tong", no="1", label="Tổng số", measure="Việc", kind=RowKind.COUNT, parent="muc",
        parts=("phan_a", "phan_b"), consolidation=Consolidation.TOTAL, basis=Basis.YEAR_TO_DATE),
    Row(key="phan_a", no="Trong đó", label="Phần a", kind=RowKind.COUNT, parent="tong",
        levels=(Level.TINH, Level.XA), optional=True, consolidation=SUM, basis=Basis.STOCK),
    Row(key="phan_b", label="Phần b", kind=RowKind.COUNT, parent="tong", consolidation=SUM,
        note="Cấp xã báo cáo", owner="Phòng Tư pháp", basis=Basis.ANNUAL, fed_by="phan_a"),
    Row(key="ty_le", no="2", label="Tỷ lệ", measure="%", kind=RowKind.PERCENT,
        numerator="phan_a", denominator="tong", consolidation=Consolidation.RATIO),
    Row(key="hai_long", no="3", label="Mức hài lòng", measure="%", kind=RowKind.PERCENT,
        weight="tong", consolidation=Consolidation.MANUAL),
)  # fmt: skip
ROWS_2 = (
    Row(key="muc_do", no="1", label="Mức độ", measure="Chưa; Không rõ", kind=RowKind.CHOICE,
        choices=ANSWERS, codes_printed=False, consolidation=Consolidation.CATEGORY),
    Row(key="y_kien", no="2", label="Ý kiến", kind=RowKind.TEXT, codes_printed=False,
        consolidation=Consolidation.PARENT),
)  # fmt: skip
RULES = (
    Rule(key="rieng", op=Op.LE, left=("phan_a", "phan_b"), right=("tong",), limit=0.125, low=-2,
         high=1234567.25, missing_left=Missing.SKIP, missing_right=Missing.ZERO,
         levels=(Level.SO, Level.XA), severity=Severity.NOTE, kind=Kind.ROW_ADDED,
         why="Vì thế.", citation="Theo mục 1.", applied=Applied.NOTE, applied_reason="Báo nhầm."),
    *(
        Rule(key=f"phep_{n}", op=op, left=("tong",), right=("phan_a", "phan_a"), limit=1e16, high=3)
        for n, op in enumerate(Op)
    ),
    *(
        Rule(key=f"loai_{n}", op=Op.EQ, left=("tong",), right=("phan_b",), kind=kind)
        for n, kind in enumerate(Kind)
    ),
)  # fmt: skip
WINDOWS = (
    Window(period=PeriodKind.Q1, year=2026, start=dt.date(2025, 12, 1), end=dt.date(2026, 3, 1),
           deadline=dt.date(2026, 3, 9), section="ket_qua", every_year=True, letter="CV số 5"),
    *(
        Window(period=kind, year=2027, start=dt.date(2027, 1, 2), end=dt.date(2027, 2, 3))
        for kind in PeriodKind
    ),
)  # fmt: skip
MISPRINTS = tuple(Misprint(kind=kind, rows=("tong", "phan_a"), text="In sai.") for kind in Kind)

EVERYTHING = ReportTemplate(
    id="tat-ca-2027",
    title="Mẫu có mọi thứ",
    origin=Origin.REFERENCE,
    level=Level.SO,
    legal_basis="Quyết định số 1",
    valid_from=dt.date(2027, 1, 1),
    valid_to=dt.date(2027, 12, 31),
    decimals=3,
    amends="tat-ca-2026",
    sections=(
        Section(key="chi_dao", no="A", title="Chỉ đạo", sheet="1 Chỉ đạo", rows=ROWS_1),
        Section(key="ket_qua", no="B", title="Kết quả", rows=ROWS_2),
    ),
    rules=RULES,
    misprints=MISPRINTS,
    windows=WINDOWS,
)
MODELS: dict[type[BaseModel], Sequence[BaseModel]] = {
    ReportTemplate: [EVERYTHING],
    Section: EVERYTHING.sections,
    Row: EVERYTHING.rows,
    Choice: ANSWERS,
    Rule: RULES,
    Window: WINDOWS,
    Misprint: MISPRINTS,
}


def kept_in_excel(template: ReportTemplate, folder: Path) -> ReportTemplate | None:
    path = folder / "soan.xlsx"
    write_draft(path, draft_of(template))
    closed = close_draft(read_draft(path))
    assert [fault for fault in closed.faults if fault.stops] == []
    return closed.template


def hidden(draft: Draft) -> dict[Table, str]:
    """What stands in the hidden column or line “Khác” of each table."""
    records = {table: draft.records(table) for table in Table if Col.OTHER in COLUMNS[table]}
    return {table: "".join(one[Col.OTHER] for one in ones) for table, ones in records.items()}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_edition_below_uses_every_field(model: type[BaseModel]) -> None:
    used: Iterable[str] = (
        name for one in MODELS[model] for name in one.model_dump(exclude_defaults=True)
    )
    assert set(model.model_fields) - set(used) == set()


def test_every_field_has_a_place_the_keeper_sees() -> None:
    assert hidden(draft_of(EVERYTHING)) == dict.fromkeys(hidden(draft_of(EVERYTHING)), "")


def test_everything_comes_back_from_excel(tmp_path: Path) -> None:
    assert kept_in_excel(EVERYTHING, tmp_path) == EVERYTHING


def test_everything_comes_back_from_toml(tmp_path: Path) -> None:
    assert publish(EVERYTHING, tmp_path).template == EVERYTHING


ODD = "  Số  ①\tviệc\nhai dòng ＡＢ _x000A_ =1+1 \u200b“é” e\u0301"


def test_texts_that_a_cell_does_not_give_back_are_kept_too(tmp_path: Path) -> None:
    first = ROWS_1[0].model_copy(update={"label": ODD, "no": " I. "})
    answers = (Choice(code=0, label=" Chưa\nlàm "), Choice(code=1, label="Rồi"))
    choice = ROWS_2[0].model_copy(update={"choices": answers})
    odd = EVERYTHING.model_copy(
        update={
            "title": ODD,
            "legal_basis": "",
            "sections": (
                Section(key="chi_dao", no=" A", title=ODD, rows=(first, *ROWS_1[1:])),
                Section(key="ket_qua", no="B", title="Kết quả", rows=(choice, ROWS_2[1])),
            ),
            "rules": (RULES[0].model_copy(update={"why": ODD, "citation": ODD}),),
            "windows": (WINDOWS[0].model_copy(update={"letter": ODD}),),
            "misprints": (MISPRINTS[0].model_copy(update={"text": ODD}),),
        }
    )
    assert kept_in_excel(odd, tmp_path) == odd
    assert publish(odd, tmp_path).template == odd


@given(st.text(min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_label_survives_the_cells(label: str) -> None:
    """Without the file: what a cell does to a text is `clean`, which the sheet reader calls."""
    from cchc_xl.text import clean

    row = ROWS_2[1].model_copy(update={"label": label})
    template = EVERYTHING.model_copy(
        update={
            "sections": (Section(key="ket_qua", no="", title="x", rows=(row,)),),
            "rules": (), "windows": (), "misprints": (),
        }
    )  # fmt: skip
    draft = draft_of(template)
    for record in (*draft.rows, *draft.sections):
        record.cells = {name: clean(text) for name, text in record.cells.items()}
    closed = close_draft(draft)
    shows = bool(clean(label))
    assert (closed.template == template) is shows, "a label no cell can show is asked for"


def test_what_the_keeper_writes_wins_over_an_odd_text(tmp_path: Path) -> None:
    odd = EVERYTHING.model_copy(update={"title": "Hai  khoảng"})
    draft = draft_of(odd)
    draft.facts[Fact.TITLE] = "Tên mới"
    closed = close_draft(draft)
    assert closed.template is not None
    assert closed.template.title == "Tên mới"


def test_the_days_of_a_letter_do_not_become_the_editions_own(tmp_path: Path) -> None:
    publish(EVERYTHING, tmp_path)
    (tmp_path / "ky-bao-cao.toml").write_text(
        '[[windows]]\nperiod = "Q1"\nyear = 2027\nstart = 2026-12-15\nend = 2027-03-14\n', "utf-8"
    )
    assert close_draft(draft_from_edition(EVERYTHING.id, tmp_path)).template == EVERYTHING


def test_a_part_of_a_window_that_is_not_there_is_told() -> None:
    draft = draft_of(EVERYTHING)
    draft.windows[0][Col.SECTION] = "9"
    faults = [fault for fault in close_draft(draft).faults if fault.stops]
    assert [(one.table, one.line, one.column) for one in faults] == [
        (Table.WINDOWS, 1, Col.SECTION)
    ]
