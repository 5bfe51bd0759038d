"""The shipped `.xlsm` in a real spreadsheet program: macros off, on without Python, on with it.

LibreOffice compiles the VBA of the file and calls its functions from cells. The server that xlwings
would be is stood in for by one that notes what it is asked.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cchc_xl.excel import udfs
from cchc_xl.macro import macro_workbook_bytes, project
from cchc_xl.macro.buttons import BUTTONS
from cchc_xl.macro.package import Package
from cchc_xl.macro.project import WORKBOOK_MODULES, Module, modules
from cchc_xl.model import Level, ReportTemplate, RowKind
from cchc_xl.rules.native import cells_read
from cchc_xl.rules.verdict import LEVEL_KEY
from cchc_xl.rules.verdict import tests_of as verdict_tests
from cchc_xl.templates import loader
from cchc_xl.workbook.builder import build_workbook
from cchc_xl.workbook.layout import FRONT_SHEET, GUIDE_SHEET, LEVEL, Column, Layout
from tests.calc_host import CalcBook, CalcError, CalcHost, Read, why_unavailable
from tests.macro.built import EDITIONS, blank_content, blank_workbook
from tests.macro.macro_host import MacroHost

if TYPE_CHECKING:
    from tests.conftest import Printed

pytestmark = pytest.mark.libreoffice

Typed = float | int | str | None


@pytest.fixture(scope="module")
def macros() -> Iterator[MacroHost]:
    if reason := why_unavailable():
        pytest.skip(reason)
    with MacroHost() as host:
        yield host


def typed(template: ReportTemplate, seed: str) -> dict[str, Typed]:
    """Values in every input cell: sensible, wrong, of another kind, none."""
    rng = random.Random(seed)
    values: dict[str, Typed] = {}
    for row in template.rows:
        if not row.is_input or (row.is_ratio and rng.random() < 0.5):
            continue
        if rng.random() < 0.15:
            values[row.key] = None
        elif rng.random() < 0.06:
            values[row.key] = rng.choice(["Có", "x", "12,5", "21 nhiệm vụ"])
        elif row.kind in (RowKind.CHOICE, RowKind.YES_NO):
            values[row.key] = rng.choice((0, 1, 7, rng.choice(row.choices).label))
        elif row.kind is RowKind.PERCENT:
            values[row.key] = rng.choice([0, 100, 66.67, 66.66, 150, round(rng.random() * 99, 2)])
        else:
            values[row.key] = rng.choice([0, 1, 3, 12, 400, -2, 2.5])
    return values


def fill(book: CalcBook, layout: Layout, values: dict[str, Typed]) -> None:
    sheets: dict[str, dict[str, Typed]] = {}
    for key, value in values.items():
        sheets.setdefault(layout.sheet_of(key), {})[layout.cell(key)] = value
    for sheet, cells in sheets.items():
        book.set(sheet, cells)
    book.set(LEVEL.sheet, {LEVEL.cell: Level.XA.display})
    book.recalculate()


def shown(book: CalcBook, layout: Layout) -> dict[str, tuple[Read, Read]]:
    """Columns D and F of every row."""
    found = {}
    for section in layout.template.sections:
        sheet = layout.sheet_for(section)
        values = book.get(sheet, layout.column_range(section, Column.VALUE))
        said = book.get(sheet, layout.column_range(section, Column.VERDICT))
        for row, [value], [words] in zip(section.rows, values, said, strict=True):
            found[row.key] = (value, words)
    return found


@pytest.mark.parametrize("edition", EDITIONS)
def test_ratios_and_verdicts_are_the_same_plain_with_macros_off_and_on_without_python(
    edition: str, calc: CalcHost, macros: MacroHost, tmp_path: Path
) -> None:
    template = loader.load(edition)
    layout = Layout(template)
    plain, with_macros = tmp_path / "so.xlsx", tmp_path / "so.xlsm"
    build_workbook(plain, template, blank_content(edition))
    with_macros.write_bytes(blank_workbook(edition))
    values = typed(template, f"states of {edition}")
    results = {}
    for state, host, path in (
        ("plain", calc, plain),
        ("macros off", calc, with_macros),
        ("macros on, no Python", macros, with_macros),
    ):
        with host.open(path) as book:
            fill(book, layout, values)
            results[state] = shown(book, layout)
    assert results["macros off"] == results["plain"]
    assert results["macros on, no Python"] == results["plain"]
    said = [words for _, words in results["plain"].values() if words]
    assert len(said) > 10
    assert not any(
        isinstance(cell, CalcError) for pair in results["plain"].values() for cell in pair
    )


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_functions_of_python_answer_what_the_native_formulas_answer(
    edition: str, calc: CalcHost, tmp_path: Path
) -> None:
    """The state in which all is well: each function with the values of its cells."""
    template = loader.load(edition)
    layout = Layout(template)
    path = tmp_path / "so.xlsm"
    path.write_bytes(blank_workbook(edition))
    with calc.open(path) as book:
        values = typed(template, f"all well in {edition}")
        fill(book, layout, values)
        found = shown(book, layout)
        formulas = {
            row.key
            for row in template.rows
            if row.is_ratio and book.formula(layout.sheet_of(row.key), layout.cell(row.key))[0][0]
        }
    cells = {key: value for key, (value, _) in found.items()}
    cells[LEVEL_KEY] = Level.XA.display
    judged = [row.key for row in template.rows if verdict_tests(template, row.key)]
    udfs.use_form(template)
    try:
        verdicts = {
            key: udfs.CCHC_KIEMTRA(key, *(cells.get(k) for k in cells_read(template, key)))
            for key in judged
        }
    finally:
        udfs.use_form(None)
    assert verdicts == {key: found[key][1] or "" for key in judged}
    for key in formulas:
        row = template.by_key[key]
        part, whole = cells[row.numerator or ""], cells[row.denominator or ""]
        assert udfs.CCHC_TYLE(part, whole, template.decimals) == found[key][0], key
    assert len(judged) > 30
    assert formulas == {row.key for row in template.rows if row.is_ratio} - values.keys()


def test_macros_compile_and_the_ones_that_need_no_python_do_their_work(
    macros: MacroHost, tmp_path: Path
) -> None:
    path = tmp_path / "Sổ báo cáo.xlsm"
    path.write_bytes(blank_workbook("chodon-xa-2024"))
    with macros.open(path) as book:
        built = {f"VBAProject.{module.name}" for module in modules(WORKBOOK_MODULES)}
        assert built < set(macros.modules(book))
        assert macros.run(book, "modBridge.IsLibreOffice") is True
        assert macros.run(book, "modBridge.HasOurBook") is True
        assert macros.run(book, "modBridge.HasServer") is False
        assert macros.active_sheet(book) == FRONT_SHEET
        macros.run(book, "modButtons.HuongDan")
        assert macros.active_sheet(book) == GUIDE_SHEET
        macros.run(book, "modButtons.TuKiemTra")
        assert macros.active_sheet(book) == "Tự kiểm tra"
        for _ in range(2):  # again: the same lines in the same places
            assert book.value("Tự kiểm tra", "A1") == "TỰ KIỂM TRA"
            title, program, ran = book.get("Tự kiểm tra", "A42:C44")
            assert title[0] == "PHẦN VBA"
            assert program == ["Chương trình bảng tính", "Thông tin", "LibreOffice"]
            assert ran[:2] == ["Macro chạy được", "Đạt"]
            assert book.get("Tự kiểm tra", "A45:C45") == [[None, None, None]]
            macros.run(book, "modButtons.TuKiemTra")


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_button_is_there_with_its_words_and_bound_to_its_macro(
    edition: str, macros: MacroHost, tmp_path: Path
) -> None:
    layout = Layout(loader.load(edition))
    path = tmp_path / "so.xlsm"
    path.write_bytes(blank_workbook(edition))
    expected = {
        button.caption: f"vnd.sun.star.script:VBAProject.modButtons.{button.macro}"
        "?language=Basic&location=document"
        for button in BUTTONS
    }
    with macros.open(path) as book:
        for sheet in (FRONT_SHEET, *layout.section_sheets):
            bound = {shape["words"]: shape["script"] for shape in macros.shapes(book, sheet)}
            if sheet == FRONT_SHEET:
                assert bound == expected
            else:
                only_front = (
                    *("Tự kiểm tra", "Phát hành"),
                    *("Xuất Word", "Soạn thuyết minh", "Đối chiếu thuyết minh", "Kỳ mới"),
                )
                assert bound == {w: s for w, s in expected.items() if w not in only_front}


# ------------------------------------------------------------ functions with a server that lives

SETTER = "Public Sub UseServer(ByVal given As Object)\r\n    Set m_server = given\r\nEnd Sub\r\n"


@pytest.fixture
def served_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook whose bridge takes a server from the test."""
    shipped = [
        Module(m.name, m.source + SETTER if m.name == "modBridge" else m.source)
        for m in modules(WORKBOOK_MODULES)
    ]
    monkeypatch.setattr(project, "modules", lambda _: shipped)
    template = loader.load("chodon-xa-2024")
    package = Package(macro_workbook_bytes(template, blank_content("chodon-xa-2024")))
    package.put(
        "xl/vbaProject.bin",
        project.vba_project.__wrapped__(WORKBOOK_MODULES, len(package.sheets())),
    )
    path = tmp_path / "so.xlsm"
    path.write_bytes(package.to_bytes())
    return path


def test_a_living_server_is_asked_once_for_each_cell_with_the_values_of_its_arguments(
    macros: MacroHost, served_workbook: Path, printed: Printed
) -> None:
    template = loader.load("chodon-xa-2024")
    layout = Layout(template)
    values = typed(template, "a living server")
    ratio = next(row for row in template.rows if row.is_ratio)
    values |= {ratio.numerator or "": 1, ratio.denominator or "": 3}
    values.pop(ratio.key, None)
    with macros.open(served_workbook) as book:
        fill(book, layout, values)
        native = shown(book, layout)
        macros.serve(book, "modBridge.UseServer", CCHC_TYLE=12.5, CCHC_KIEMTRA="nói", CCHC_SO=1)
        book.recalculate()
        answered = shown(book, layout)
        calls = macros.served()
        assert answered[ratio.key][0] == 12.5
        judged = [row.key for row in template.rows if verdict_tests(template, row.key)]
        assert {answered[key][1] for key in judged} == {"nói"}
        ratios = [call for call in calls if call[0] == "CCHC_TYLE"]
        verdicts = {call[1]: call[2:] for call in calls if call[0] == "CCHC_KIEMTRA"}
        cells_with_calls = len(judged) + sum(row.is_ratio for row in template.rows)
        # One call for each cell however many cells it reads; LibreOffice, as Excel, asks a
        # function again whose precedents were not computed yet.
        assert verdicts.keys() == set(judged)
        assert len(calls) <= 1.25 * cells_with_calls
        printed.line(
            "Hàm trong ô: số lần gọi sang Python khi tính lại cả sổ",
            f"{template.id}: {len(calls)} lần gọi cho {cells_with_calls} ô có hàm",
        )
        assert ["CCHC_TYLE", 1.0, 3.0, 2.0] in ratios
        cells = {key: value for key, (value, _) in answered.items()}
        cells[LEVEL_KEY] = Level.XA.display
        for key in judged:
            assert [passed or None for passed in verdicts[key]] == [
                cells[other] or None for other in cells_read(template, key)
            ], key

        macros.server_dies()
        book.recalculate()
        assert shown(book, layout) == native, "the server is gone: the native formulas speak"
        assert macros.served() == []
        assert macros.run(book, "modBridge.HasServer") is False


def test_an_answer_that_is_none_lets_the_native_formula_speak(
    macros: MacroHost, served_workbook: Path
) -> None:
    template = loader.load("chodon-xa-2024")
    layout = Layout(template)
    values = typed(template, "no answer")
    with macros.open(served_workbook) as book:
        fill(book, layout, values)
        native = shown(book, layout)
        macros.serve(
            book, "modBridge.UseServer", CCHC_TYLE="#N/A", CCHC_KIEMTRA="#N/A", CCHC_SO="#N/A"
        )
        book.recalculate()
        assert macros.served() != []
        assert shown(book, layout) == native
