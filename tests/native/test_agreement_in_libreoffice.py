"""Column F and the ratios say the same here and in a real spreadsheet program."""

import random
from decimal import Decimal
from pathlib import Path

import pytest

from cchc_xl.model import Level, OrgUnit, Period, ReportTemplate, Row, RowKind
from cchc_xl.rules.verdict import LEVEL_KEY, verdict
from cchc_xl.services import ReadOptions, books, read_file
from cchc_xl.templates import loader
from cchc_xl.text import round_half_up, to_decimal
from cchc_xl.workbook.grids import read_grids
from cchc_xl.workbook.layout import DECIMAL_SIGN, LEVEL, Column, Layout
from tests.calc_host import CalcBook, CalcError, CalcHost

pytestmark = pytest.mark.libreoffice

EDITIONS = (
    "ankhe-2021",
    "backan-so-2021",
    "chodon-xa-2024",
    "kontum-phuong-2023",
    "so-ngoai-vu-2023",
)
ROUNDS = 12
Typed = float | int | str | None


def typed_value(rng: random.Random, row: Row) -> Typed:
    """What somebody may type into a row: mostly sensible, often not."""
    if rng.random() < 0.25:
        return None
    if rng.random() < 0.05:
        return rng.choice(["Có", "không có", "21 nhiệm vụ", "x", "12,5", "#REF!", "=1+1"])
    if row.kind in (RowKind.CHOICE, RowKind.YES_NO):
        label = rng.choice(row.choices).label
        typed: list[Typed] = [0, 1, 2, 3, label, label.upper(), f" {label} "]
        return rng.choice(typed)
    if row.kind is RowKind.PERCENT:
        return rng.choice(
            [
                0,
                100,
                50,
                6,
                33.33,
                33.3,
                33,
                66.67,
                66.66,
                12.5,
                150,
                -1,
                99.5,
                rng.randint(0, 110),
                round(rng.uniform(0, 101), rng.randint(0, 4)),
            ]
        )
    return rng.choice([0, 1, 2, 3, 5, 8, 12, 115, -2, 2.5, rng.randint(0, 400)])


def fill(book: CalcBook, layout: Layout, values: dict[str, Typed], level: Level | None) -> None:
    sheets: dict[str, dict[str, Typed]] = {}
    for key, value in values.items():
        sheets.setdefault(layout.sheet_of(key), {})[layout.cell(key)] = value
    for sheet, cells in sheets.items():
        book.set(sheet, cells)
    book.set(LEVEL.sheet, {LEVEL.cell: level.display if level else None})
    book.recalculate()


def column(
    book: CalcBook, layout: Layout, template: ReportTemplate, which: Column
) -> dict[str, object]:
    found: dict[str, object] = {}
    for section in template.sections:
        area = layout.column_range(section, which)
        values = book.get(layout.sheet_for(section), area)
        found |= {row.key: value[0] for row, value in zip(section.rows, values, strict=True)}
    return found


def as_cells(values: dict[str, object], level: Level | None) -> dict[str, Decimal | str | None]:
    cells: dict[str, Decimal | str | None] = {
        key: to_decimal(value) if isinstance(value, float | int) else str(value) if value else None
        for key, value in values.items()
    }
    cells[LEVEL_KEY] = level.display if level else None
    return cells


@pytest.mark.parametrize("edition", EDITIONS)
def test_native_verdicts_equal_python_verdicts_on_random_values(
    edition: str, calc: CalcHost, tmp_path: Path
) -> None:
    template = loader.load(edition)
    layout = Layout(template)
    path = tmp_path / "so.xlsx"
    books.build_blank(path, template)
    rng = random.Random(f"verdicts of {edition}")
    compared = spoken = 0
    with calc.open(path) as book:
        for number in range(ROUNDS):
            level = rng.choice([None, *Level])
            values = {
                row.key: typed_value(rng, row)
                for row in template.rows
                if row.is_input and (not row.is_ratio or number % 3)
            }
            fill(book, layout, values, level)
            shown = column(book, layout, template, Column.VALUE)
            assert not any(isinstance(value, CalcError) for value in shown.values())
            cells = as_cells(shown, level)
            native = column(book, layout, template, Column.VERDICT)
            for row in template.rows:
                expected = verdict(template, row.key, cells)
                assert (native[row.key] or "") == expected, (row.key, shown[row.key])
                compared += 1
                spoken += bool(expected)
    assert spoken > compared / 20, "the random values hardly ever broke a rule"


def test_ratio_formulas_round_half_up_like_python(calc: CalcHost, tmp_path: Path) -> None:
    template = loader.load("kontum-phuong-2023")
    layout = Layout(template)
    path = tmp_path / "so.xlsx"
    books.build_blank(path, template)
    rng = random.Random("halves")
    ratios = [row for row in template.rows if row.is_ratio]
    with calc.open(path) as book:
        for _ in range(25):
            values: dict[str, Typed] = {}
            for row in ratios:
                # denominators whose quotients fall on exact halves of the second decimal
                whole = rng.choice([3, 7, 8, 16, 32, 64, 160, 800, 1600, rng.randint(1, 5000)])
                values[row.denominator or ""] = whole
                values[row.numerator or ""] = rng.randint(0, whole)
            fill(book, layout, values, Level.XA)
            shown = column(book, layout, template, Column.VALUE)
            for row in ratios:
                n, d = shown[row.numerator or ""], shown[row.denominator or ""]
                assert isinstance(n, float) and isinstance(d, float)  # noqa: PT018
                expected = round_half_up(to_decimal(n) * 100 / to_decimal(d), 2)
                value = shown[row.key]
                assert isinstance(value, float)
                assert to_decimal(value) == expected, (n, d)


WHOLE = "A1:K260"
ADVICE_ROW = str(int(DECIMAL_SIGN.cell[1:]) + 1)
SAMPLES = Path(books.__file__).parents[1] / "samples"


@pytest.mark.parametrize(
    "name", ["phuong-2023-q3", "so-2023-6t", "xa-2024-q1", "so-2021-q1", "bieu-trong-2021"]
)
def test_freshly_built_values_are_those_a_hard_recalculation_gives(
    name: str, calc: CalcHost, tmp_path: Path
) -> None:
    """Every cached value is right, so previews and phones show what Excel will compute."""
    read = read_file(SAMPLES / f"{name}.txt")
    path = tmp_path / "so.xlsx"
    books.build_filled(path, read)
    stored = {grid.name: grid for grid in read_grids(path)}
    with calc.open(path) as book:
        book.recalculate()
        computed = {sheet: book.get(sheet, WHOLE) for sheet in book.sheets()}
    for sheet, rows in computed.items():
        for r, row in enumerate(rows):
            # Which decimal sign a PC uses can only be known there: the sign and the advice below.
            if sheet == DECIMAL_SIGN.sheet and f"{r + 1}" in (DECIMAL_SIGN.cell[1:], ADVICE_ROW):
                continue
            for c, value in enumerate(row):
                before = stored[sheet].cell(r, c).value
                assert (value or None) == (before or None), (sheet, r + 1, c + 1)


def test_a_blank_workbook_prefilled_with_its_unit_is_silent(calc: CalcHost, tmp_path: Path) -> None:
    template = loader.load("chodon-xa-2024")
    path = tmp_path / "so.xlsx"
    unit = OrgUnit(name="UBND xã Mẫu", level=Level.XA)
    books.build_blank(
        path,
        template,
        ReadOptions(org_unit_name=unit.name, level=unit.level, period=Period.parse("2024-Q1")),
    )
    with calc.open(path) as book:
        book.recalculate()
        found = column(book, Layout(template), template, Column.VERDICT)
    assert not any(found.values())
