"""Formulas of a macro workbook: our function around the native one."""

import re

import pytest

from cchc_xl.macro.functions import with_functions
from cchc_xl.model import ReportTemplate
from cchc_xl.rules.native import MAX_FORMULA, cells_read, functions_used, verdict_formula
from cchc_xl.rules.verdict import LEVEL_KEY
from cchc_xl.services.live import ratio_of_book
from cchc_xl.templates import loader
from cchc_xl.workbook.content import CellContent, Formula
from cchc_xl.workbook.layout import LEVEL, Layout
from tests.macro.built import EDITIONS, blank_content, blank_workbook, parts

#: Every function our files may use; all are older than Excel 2010 (IFERROR came with 2007).
EXCEL_2010 = frozenset({
    "ABS", "AND", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "COUNTIFS", "FIND", "FLOOR", "IF",
    "IFERROR",
    "INT", "ISBLANK",
    "ISERROR", "ISNUMBER", "ISTEXT", "LEFT", "LEN", "LOWER", "MAX", "MIN", "MOD", "N", "NOT", "OR",
    "POWER", "ROUND", "ROUNDDOWN", "SUBSTITUTE", "SUM", "SUMPRODUCT", "T", "TEXT", "TRIM", "TRUNC",
    "UPPER", "EXACT", "RIGHT", "MID", "FIXED", "LARGE", "SIGN", "VALUE", "DATE", "DAY", "MONTH",
    "YEAR", "ROWS", "ROW", "INDEX", "MATCH", "VLOOKUP", "HYPERLINK", "CHAR", "REPT", "NA", "FALSE",
    "TRUE",
})  # fmt: skip
OURS = {"CCHC_TYLE", "CCHC_KIEMTRA"}


def formulas(edition: str) -> list[str]:
    """Every formula written anywhere in the file, conditions and validations included."""
    found = []
    for name, text in parts(blank_workbook(edition)).items():
        if name.startswith("xl/worksheets/sheet"):
            found += re.findall(r"<(?:f|formula|formula1|formula2)>(.*?)</", text)
    return [
        f.replace("&quot;", '"').replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&")
        for f in found
    ]


@pytest.mark.parametrize("edition", EDITIONS)
def test_formulas_use_only_functions_of_excel_2010_and_ours(edition: str) -> None:
    used = {name for formula in formulas(edition) for name in functions_used(formula)}
    assert used - {"CCHC", "TYLE", "KIEMTRA"} <= EXCEL_2010 | OURS
    assert {"IFERROR", "ROUND"} <= used, "the formulas were found"


@pytest.mark.parametrize("edition", EDITIONS)
def test_formulas_keep_to_excels_limits(edition: str) -> None:
    for formula in formulas(edition):
        assert len(formula) < MAX_FORMULA
        depth = deepest = 0
        for character in re.sub(r'"(?:[^"]|"")*"', "", formula):
            depth += {"(": 1, ")": -1}.get(character, 0)
            deepest = max(deepest, depth)
        assert depth == 0
        assert deepest <= 64


def contents(template: ReportTemplate, edition: str) -> dict[str, CellContent]:
    return dict(with_functions(template, blank_content(edition)).cells)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_verdict_passes_the_cells_its_native_formula_reads(edition: str) -> None:
    template = loader.load(edition)
    layout = Layout(template)
    judged = 0
    for key, cell in contents(template, edition).items():
        if not isinstance(cell.verdict, Formula):
            continue
        call = re.match(r'=IFERROR\(CCHC_KIEMTRA\("(\w+)",(.*?)\),', cell.verdict.text)
        assert call is not None, key
        assert call[1] == key
        here = layout.sheet_of(key)

        def ref(other: str, here: str = here) -> str:
            if other == LEVEL_KEY:
                return LEVEL.reference
            return layout.reference(other, from_sheet=here)

        native = verdict_formula(template, key, ref)
        assert native is not None
        passed = set(call[2].split(","))
        assert call[2].split(",")[0] == ref(key)
        cells = r"'[^']+'!\$[A-Z]+\$\d+|(?<![!\w$])\$[A-Z]+\$\d+"
        assert passed == set(re.findall(cells, re.sub(r'"(?:[^"]|"")*"', "", native))) | {ref(key)}
        assert cell.verdict.text == f"=IFERROR({call[0][9:-1]},{native[1:]})"
        assert len(cells_read(template, key)) == len(call[2].split(","))
        judged += 1
    assert judged > 30


@pytest.mark.parametrize("edition", EDITIONS)
def test_values_already_computed_stay(edition: str) -> None:
    template = loader.load(edition)
    before = blank_content(edition).cells
    for key, cell in contents(template, edition).items():
        for old, new in ((before[key].value, cell.value), (before[key].verdict, cell.verdict)):
            assert isinstance(old, Formula) == isinstance(new, Formula)
            if isinstance(old, Formula) and isinstance(new, Formula):
                assert new.value == old.value


def test_a_ratio_calls_with_part_and_whole() -> None:
    template = loader.load("kontum-phuong-2023")
    layout = Layout(template)
    row = next(row for row in template.rows if row.is_ratio)
    cell = contents(template, "kontum-phuong-2023")[row.key]
    assert isinstance(cell.value, Formula)
    part, whole = (layout.reference(k, from_sheet=layout.sheet_of(row.key))
                   for k in (row.numerator or "", row.denominator or ""))  # fmt: skip
    assert cell.value.text.startswith(f"=IFERROR(CCHC_TYLE({part},{whole},2),IF(")


@pytest.mark.parametrize("edition", ["chodon-xa-2024", "kontum-phuong-2023"])  # have ratios
def test_a_ratio_put_back_by_a_button_is_the_formula_that_the_builder_wrote(edition: str) -> None:
    template = loader.load(edition)
    layout = Layout(template)
    for macros, cells in (
        (False, blank_content(edition).cells),
        (True, with_functions(template, blank_content(edition)).cells),
    ):
        ratios = [row for row in template.rows if row.is_ratio]
        for row in ratios:
            here = layout.sheet_of(row.key)
            parts = {
                key: layout.reference(key, from_sheet=here)
                for key in (row.numerator or "", row.denominator or "")
            }
            value = cells[row.key].value
            assert isinstance(value, Formula)
            assert ratio_of_book(template, row, parts, macros=macros) == value.text
            assert ratio_of_book(template, row, {}, macros=macros) is None
        assert ratios


def test_an_edition_with_other_decimals_passes_them() -> None:
    template = loader.load("kontum-phuong-2023").model_copy(update={"decimals": 1})
    row = next(row for row in template.rows if row.is_ratio)
    content = blank_content("kontum-phuong-2023")
    cell = with_functions(template, content).cells[row.key]
    assert isinstance(cell.value, Formula)
    assert re.match(r"=IFERROR\(CCHC_TYLE\([^,]+,[^,]+,1\),", cell.value.text)


def test_a_native_formula_near_the_limit_stands_alone() -> None:
    template = loader.load("kontum-phuong-2023")
    row = next(row for row in template.rows if row.is_ratio)
    long = Formula("=" + "1+" * (MAX_FORMULA // 2 - 5) + "1", 7)
    content = blank_content("kontum-phuong-2023")
    cells = {**content.cells, row.key: CellContent(value=long)}
    import dataclasses

    made = with_functions(template, dataclasses.replace(content, cells=cells)).cells[row.key]
    assert made.value == long
