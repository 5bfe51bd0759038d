"""Formulas of a consolidated workbook say what adding up says, in a real spreadsheet program."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_xl.consolidate import ADDING, Contribution, consolidate
from cchc_xl.model import Consolidation, Level, RowKind
from cchc_xl.services.merged_book import build_consolidated
from cchc_xl.services.merged_common import plain
from cchc_xl.services.outcome import Kept
from cchc_xl.text import to_decimal
from cchc_xl.workbook.grids import read_grids
from cchc_xl.workbook.layout import DETAIL_SHEET, FRONT_SHEET, Column, Layout
from cchc_xl.workbook.merged.detail_places import Detail, DetailLayout
from tests.calc_host import CalcBook, CalcHost
from tests.merged.outcomes import FORM, outcome_of

pytestmark = pytest.mark.libreoffice

INPUTS = [row for row in FORM.rows if row.kind not in (RowKind.HEADING, RowKind.TEXT)]
TYPED = [row for row in INPUTS if row.consolidation in (Consolidation.SUM, Consolidation.CATALOG)]
COUNTS = st.sampled_from([0, 1, 3, 7, 8, 16, 115, 116, 1600]).map(Decimal)
PERCENTS = st.sampled_from(["0", "100", "50", "33.33", "12.5"]).map(Decimal)
MONEY = st.sampled_from(["0.1", "0.2", "0.7", "1500", "12.345"]).map(Decimal)


def values_of(kind: RowKind) -> st.SearchStrategy[Decimal]:
    if kind in (RowKind.YES_NO, RowKind.CHOICE):
        return st.sampled_from([Decimal(0), Decimal(1)])
    return {RowKind.PERCENT: PERCENTS, RowKind.MONEY: MONEY}.get(kind, COUNTS)


@st.composite
def leaves(draw: st.DrawFn) -> list[Contribution]:
    found = []
    for number in range(draw(st.integers(0, 6))):
        cells = {
            row.key: draw(st.none() | st.just("12.17") | st.just("=1+1") | values_of(row.kind))
            for row in INPUTS
        }
        found.append(
            Contribution(
                file=f"{number}.xlsx",
                org_unit=f"Đơn vị {number}",
                level=draw(st.sampled_from([Level.XA, Level.XA, Level.SO, Level.HUYEN, None])),
                values={k: v for k, v in cells.items() if isinstance(v, Decimal)},
                unreadable={k: v for k, v in cells.items() if isinstance(v, str)},
                group=draw(st.sampled_from(["", "", "Cụm 1"])),
            )
        )
    return found


FIGURES = st.fixed_dictionaries({}, optional={row.key: values_of(row.kind) for row in TYPED})
OVERRIDES = st.fixed_dictionaries(
    {}, optional={row.key: values_of(row.kind) for row in INPUTS if row.consolidation in ADDING}
)


def column_d(book: CalcBook, layout: Layout) -> dict[str, Decimal | None]:
    found: dict[str, Decimal | None] = {}
    for section in FORM.sections:
        area = layout.column_range(section, Column.VALUE)
        for row, [value] in zip(
            section.rows, book.get(layout.sheet_for(section), area), strict=True
        ):
            assert value is None or isinstance(value, float | str), (row.key, value)
            found[row.key] = to_decimal(value) if isinstance(value, float) else None
    return found


def agree(shown: dict[str, Decimal | None], expected: dict[str, Decimal | None]) -> None:
    for key, value in expected.items():
        if value is None or shown[key] is None:
            assert shown[key] == value, key
        else:  # binary sums of decimals are a hair off
            assert abs((shown[key] or 0) - value) < Decimal("1e-9"), key


def added(*arguments: object) -> dict[str, Decimal | None]:
    rows = consolidate(FORM, *arguments).rows  # type: ignore[arg-type]
    return {key: row.value for key, row in rows.items() if row.rule in ADDING}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(units=leaves(), own=FIGURES, overrides=OVERRIDES)
def test_column_d_equals_adding_up_before_and_after_the_parent_types(
    units: list[Contribution],
    own: dict[str, Decimal],
    overrides: dict[str, Decimal],
    calc: CalcHost,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("tong-hop") / "so.xlsx"
    build_consolidated(path, outcome_of(units))
    layout, detail = Layout(FORM), DetailLayout(FORM, len(units))
    stored = {grid.name: grid for grid in read_grids(path)}
    with calc.open(path) as book:
        book.recalculate()
        agree(column_d(book, layout), added(units))
        for sheet in book.sheets():
            if sheet == FRONT_SHEET:
                continue  # the decimal sign of the PC
            for r, cells in enumerate(book.get(sheet, "A1:R80")):
                for c, value in enumerate(cells):
                    before = stored[sheet].cell(r, c).value
                    if isinstance(value, float) and isinstance(before, float | int):
                        assert value == pytest.approx(float(before), abs=1e-9), (sheet, r + 1, c)
                    elif not hasattr(before, "year"):
                        assert (value or None) == (before or None), (sheet, r + 1, c + 1)
        typed: dict[str, float | None] = {}
        for figures, column in ((own, Detail.OWN), (overrides, Detail.OVERRIDE)):
            for key, figure in figures.items():
                typed[f"{column}{detail.row_of(key)}"] = plain(figure)
        book.set(DETAIL_SHEET, typed)
        agree(column_d(book, layout), added(units, own, overrides))


def test_a_wrong_stored_value_does_not_survive_recalculation(
    calc: CalcHost, tmp_path: Path
) -> None:
    """Proof that the values compared above are LibreOffice's own."""
    unit = Contribution(file="a", org_unit="A", values={"ho_so": Decimal(3)})
    path = tmp_path / "so.xlsx"
    build_consolidated(path, outcome_of([unit], kept=Kept(own={"ho_so": Decimal(4)})))
    detail = DetailLayout(FORM, 1)
    with calc.open(path) as book:
        assert column_d(book, Layout(FORM))["ho_so"] == 7
        book.set(DETAIL_SHEET, {f"M{detail.row_of('ho_so')}": 30})
        assert column_d(book, Layout(FORM))["ho_so"] == 34
