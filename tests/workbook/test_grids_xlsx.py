"""Values, places, errors and percents of .xlsx files; what a hostile sheet cannot do."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.workbook.grids import (
    RawCell,
    SheetGrid,
    formulas_without_value,
    grids_of,
    percent_cells,
    read_grids,
    workbook_traits,
)
from cchc_xl.workbook.intake import FileProblem, Limits
from cchc_xl.workbook.marks import is_percent_format
from tests.workbook.intake_files import MAIN, TYPES, ods_of, xlsx_of, xlsx_parts, zip_of

PERCENT_STYLES = '<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs>'


def written(fill: Callable[[Any], None]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        fill(book)
    return buffer.getvalue()


def only_grid(data: bytes, limits: Limits | None = None) -> SheetGrid:
    (grid,) = grids_of(data, limits or Limits())
    return grid


def problem_of(data: bytes, limits: Limits | None = None) -> FileProblem:
    with pytest.raises(FileProblem) as caught:
        grids_of(data, limits or Limits())
    return caught.value


def cells(*cells: str) -> str:
    return f'<row r="1">{"".join(cells)}</row>'


# --- values and places ------------------------------------------------------------------------


def test_values_come_as_stored() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Phần 1")
        sheet.write_row(0, 0, ["Số văn bản", 21, 12.17, True, "08", " 1.234 "])
        sheet.write_datetime(0, 6, dt.datetime(2024, 8, 21), book.add_format({"num_format": "d/m"}))
        sheet.write_formula(0, 7, "=B1*2", None, 42)
        sheet.write_formula(0, 8, '=IF(B1=21,"",1)', None, "")
        sheet.write(0, 9, "cuối")

    grid = only_grid(written(fill))
    assert grid.name == "Phần 1"
    assert grid.rows == [
        ["Số văn bản", 21, 12.17, True, "08", " 1.234 ", dt.date(2024, 8, 21), 42, None, "cuối"]
    ]
    assert grid.rows[0][3] is True


def test_places_are_absolute_and_what_lies_outside_is_blank() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write("C4", "x")
        sheet.write("E6", 0)

    grid = only_grid(written(fill))
    assert (grid.first_row, grid.first_column, grid.end_row, grid.end_column) == (3, 2, 6, 5)
    assert grid.cell(3, 2) == RawCell("x")
    assert grid.cell(5, 4) == RawCell(0)
    assert {grid.cell(*place) for place in [(0, 0), (3, 0), (4, 3), (6, 4), (99, 99)]} == {
        RawCell(None)
    }


def test_an_empty_sheet_is_an_empty_grid() -> None:
    grid = only_grid(written(lambda book: book.add_worksheet()))
    assert (grid.rows, grid.first_row, grid.end_row, grid.end_column) == ([], 0, 0, 0)
    assert grid.cell(0, 0) == RawCell(None)


def test_sheets_keep_their_order_names_and_whether_they_are_hidden() -> None:
    def fill(book: Any) -> None:
        for name in ("Trang chính", "A & B's <'1'>", "_cchc", "An nữa"):
            book.add_worksheet(name).write(0, 0, name)
        book.get_worksheet_by_name("_cchc").hide()
        book.get_worksheet_by_name("An nữa").very_hidden()

    data = written(fill)
    assert [(grid.name, grid.rows, grid.hidden) for grid in grids_of(data)] == [
        ("Trang chính", [["Trang chính"]], False),
        ("A & B's <'1'>", [["A & B's <'1'>"]], False),
        ("_cchc", [["_cchc"]], True),
        ("An nữa", [["An nữa"]], True),
    ]
    assert [grid.name for grid in grids_of(data, only=lambda name: name.startswith("_"))] == [
        "_cchc"
    ]
    assert grids_of(data, only=lambda name: False) == []


def test_a_chart_sheet_is_no_worksheet() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("Số").write(0, 0, 1)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Số!$A$1:$A$1"})
        book.add_chartsheet("Biểu đồ").set_chart(chart)
        book.add_worksheet("Sau").write(0, 0, 2)

    assert [(grid.name, grid.rows) for grid in grids_of(written(fill))] == [
        ("Số", [[1]]),
        ("Sau", [[2]]),
    ]


def test_a_sheet_nobody_asks_for_may_be_damaged() -> None:
    parts = xlsx_parts(cells('<c r="A1"><v>1</v></c>'), "<row><c")
    assert [grid.name for grid in grids_of(zip_of(parts), only=lambda name: name == "S1")] == ["S1"]
    assert problem_of(zip_of(parts)).reason == "damaged"


def test_dates_of_the_mac_calendar() -> None:
    parts = xlsx_parts(
        cells('<c r="A1" s="1"><v>0.5</v></c><c r="B1" s="1"><v>1000</v></c>'),
        styles='<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
    )
    book = str(parts["xl/workbook.xml"])
    parts["xl/workbook.xml"] = book.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    # 1 January 1904 is day 0 there: 366 days of 1904, 365 of 1905, then 26 September 1906 + 1.
    assert only_grid(zip_of(parts)).cell(0, 1).value == dt.date(1906, 9, 27)


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize("workbook", ["xl/workbook.xml", "XL/Workbook2.xml", "book.xml"])
def test_part_names_and_prefixes_of_other_programs(prefix: str, workbook: str) -> None:
    folder, _, name = workbook.rpartition("/")
    folder = folder + "/" if folder else ""
    tag = prefix
    data = zip_of(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{TYPES}/officeDocument"'
            f' Target="/{workbook}"/></Relationships>',
            workbook: f'<{tag}workbook xmlns:r="{TYPES}"><{tag}sheets>'
            f'<{tag}sheet name="Một" r:id="k"/></{tag}sheets></{tag}workbook>',
            f"{folder}_rels/{name}.rels": "<Relationships>"
            f'<Relationship Id="k" Type="{TYPES}/worksheet" Target="./ws%20a/s.xml"/>'
            f'<Relationship Id="q" Type="{TYPES}/sharedStrings" Target="/{folder}q.xml"/>'
            f'<Relationship Id="o" Type="{TYPES}/externalLink" TargetMode="External" Target="f"/>'
            "</Relationships>",
            f"{folder}q.xml": f"<{tag}sst><{tag}si><{tag}t>chữ</{tag}t></{tag}si></{tag}sst>",
            f"{folder}ws a/s.xml": f"<{tag}worksheet><{tag}sheetData>"
            f'<{tag}row r="3"><{tag}c r="B3" t="s"><{tag}v>0</{tag}v></{tag}c>'
            f'<{tag}c r="C3" t="e"><{tag}v>#REF!</{tag}v></{tag}c></{tag}row>'
            f"</{tag}sheetData></{tag}worksheet>",
            "xl/worksheets/none.xml": "",
        }
    )
    grid = only_grid(data)
    assert (grid.first_row, grid.first_column) == (2, 1)
    assert grid.rows == [["chữ", RawCell(None, "#REF!")]]


def test_cells_without_a_position_follow_each_other() -> None:
    rows = (
        "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row r='5'><c r='C5'/><c><v>3</v></c></row>"
    )
    grid = only_grid(xlsx_of(rows))
    assert [grid.cell(*place).value for place in [(0, 0), (0, 1), (4, 3)]] == [1, 2, 3]


@pytest.mark.parametrize("tail", ["<sheetData/>", "<sheetData />", '<sheetData a="b"/>'])
def test_a_sheet_without_any_cell_element(tail: str) -> None:
    parts = xlsx_parts("")
    parts["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{MAIN}">{tail}<x y="/>"/></worksheet>'
    assert only_grid(zip_of(parts)).rows == []


@pytest.mark.parametrize(
    "xml", ["<worksheet/>", "<worksheet><sheetData>", "", "<worksheet><sheetDat", "</sheetData>"]
)
def test_a_sheet_cut_short_is_damaged_and_not_empty(xml: str) -> None:
    parts = xlsx_parts("")
    parts["xl/worksheets/sheet1.xml"] = xml
    assert problem_of(zip_of(parts)).reason == "damaged"


@pytest.mark.parametrize(
    "missing", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"]
)
def test_a_workbook_with_a_part_missing_is_unreadable(missing: str) -> None:
    parts = xlsx_parts("", "")
    del parts[missing]
    assert problem_of(zip_of(parts)).reason in ("damaged", "no-sheet")


def test_a_workbook_without_a_sheet() -> None:
    assert problem_of(zip_of(xlsx_parts())).reason == "no-sheet"


def test_a_document_is_not_read_as_a_grid() -> None:
    docx = zip_of({"[Content_Types].xml": "", "word/document.xml": "<w/>"})
    assert problem_of(docx).reason == "docx-not-supported-here"
    assert problem_of("STT\tSố liệu".encode()).reason == "text-not-supported-here"


# --- errors, percents, formulas ---------------------------------------------------------------


@pytest.mark.parametrize(
    "error", ["#REF!", "#DIV/0!", "#NAME?", "#N/A", "#VALUE!", "#NUM!", "#NULL!"]
)
def test_an_error_cell_is_neither_blank_nor_text(error: str) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write("B2", 1)
        sheet.write_formula("D3", "=1/0", None, error)
        sheet.write("E3", error)  # typed as text
        sheet.write_formula("F3", "=F9", None, 3)

    grid = only_grid(written(fill))
    assert grid.cell(2, 3) == RawCell(None, error)
    assert grid.cell(2, 5) == RawCell(3)
    assert grid.cell(1, 1) == RawCell(1)


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        ('<c r="B2" t="e"><v>#SPILL!</v></c>', "#SPILL!"),
        ('<c r="B2" t="e"><f>A1</f><v>#GETTING_DATA</v></c>', "#GETTING_DATA"),
        ('<c r="B2" t="e"><v></v></c>', "#?"),
        ("<c r='B2' t='e'><v>#REF!</v></c>", "#REF!"),
        ('<c t="e" r="B2"><f t="shared" si="0"/><v> #REF! </v></c>', "#REF!"),
        ('<c r="B2" t="e"><v>#REF&#33;</v></c>', "#REF!"),
    ],
)
def test_errors_calamine_does_not_know_do_not_cost_the_sheet(cell: str, error: str) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2">{cell}<c r="C2"><v>5</v></c></row>'
    grid = only_grid(xlsx_of(rows))
    assert grid.cell(1, 1) == RawCell(None, error)
    assert [grid.cell(0, 0).value, grid.cell(1, 2).value] == [1, 5]


def test_an_error_at_the_rim_of_the_sheet_makes_it_larger() -> None:
    grid = only_grid(
        xlsx_of('<row r="1"><c r="A1" t="e"><v/></c></row><row r="3"><c r="C3"><v>7</v></c></row>')
    )
    assert (grid.first_row, grid.first_column) == (0, 0)
    assert grid.cell(0, 0) == RawCell(None, "#?")
    assert grid.cell(2, 2) == RawCell(7)
    assert [len(row) for row in grid.rows] == [3, 3, 3]


def test_a_typed_percent_is_marked_and_a_percent_sign_of_the_format_alone_is_not(
    tmp_path: Path,
) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Phần 1")
        for row, code in enumerate(["0%", "0.00%", '0.00"%"', "0.0\\%", "General", "#,##0.0 %"]):
            sheet.write(row, 3, 1, book.add_format({"num_format": code}))
        sheet.write(6, 3, "100%", book.add_format({"num_format": "0%"}))
        sheet.write_blank(7, 3, None, book.add_format({"num_format": "0%"}))
        sheet.write_formula(8, 3, "=1/2", book.add_format({"num_format": "0%"}), 0.5)

    path = tmp_path / "a.xlsx"
    path.write_bytes(written(fill))
    (grid,) = read_grids(path)
    percents = [row for row in range(10) if grid.cell(row, 3).percent]
    assert percents == [0, 1, 5, 8]
    assert grid.cell(0, 3) == RawCell(1, percent=True)
    assert grid.cell(6, 3) == RawCell("100%")
    places = [(row, 3) for row in range(10)]
    assert percent_cells(path, "Phần 1", places) == {(0, 3), (1, 3), (5, 3), (8, 3)}
    assert percent_cells(path, "Phần 1", [(0, 3), (2, 3)]) == {(0, 3)}
    with pytest.raises(KeyError):
        percent_cells(path, "Phần 2", places)


def test_percent_cells_without_styles_or_in_another_format(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(xlsx_of(cells('<c r="A1" s="1"><v>1</v></c>')))
    assert percent_cells(path, "S1", [(0, 0)]) == set()
    row = '<table:table-cell office:value-type="percentage" office:value="1"/>'
    path.write_bytes(ods_of(f"<table:table-row>{row}</table:table-row>"))
    assert percent_cells(path, "T1", [(0, 0), (0, 1)]) == {(0, 0)}


@pytest.mark.parametrize(
    ("code", "is_percent"),
    [
        ("0%", True),
        ("[Red]0.0%;-0.0%", True),
        ('"%"0', False),
        ("0_%", False),
        ("[%]0", False),
        ("0*%", False),
        ("0;0%", False),
        ('0"a"%', True),
    ],
)
def test_which_format_codes_multiply_by_a_hundred(code: str, is_percent: bool) -> None:
    assert is_percent_format(170, {170: code}) is is_percent


def test_built_in_percent_formats_may_be_redefined() -> None:
    assert [number for number in range(50) if is_percent_format(number, {})] == [9, 10]
    assert not is_percent_format(9, {9: "0.00"})


def test_style_numbers_are_not_mistaken_for_longer_ones() -> None:
    formats = "".join(f'<xf numFmtId="{9 if n == 1 else 0}"/>' for n in range(12))
    row = cells('<c r="A1" s="1"><v>1</v></c>', '<c r="B1" s="11"><v>1</v></c>')
    grid = only_grid(xlsx_of(row, styles=f"<cellXfs>{formats}</cellXfs>"))
    assert grid.rows == [[RawCell(1, percent=True), 1]]


def test_styles_of_named_cell_styles_do_not_shift_the_count() -> None:
    styles = '<cellStyleXfs><xf numFmtId="9"/><xf numFmtId="9"/></cellStyleXfs>' + PERCENT_STYLES
    row = cells('<c r="A1" s="1"><v>1</v></c>', '<c r="B1" s="0"><v>1</v></c>')
    assert only_grid(xlsx_of(row, styles=styles)).rows == [[RawCell(1, percent=True), 1]]


@pytest.mark.parametrize(
    ("cell", "lacks"),
    [
        ('<c r="A1"><f>1+1</f></c>', True),
        ('<c r="A1"><f>1+1</f><v/></c>', True),
        ('<c r="A1" s="3"><f>1+1</f><v></v></c>', True),
        ('<c r="A1"><f t="shared" si="0"/></c>', True),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', False),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', False),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', False),
        ('<c r="A1"><v>2</v></c>', False),
    ],
)
def test_formulas_whose_results_were_never_stored(tmp_path: Path, cell: str, lacks: bool) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx_of("", cells(cell)))
    assert formulas_without_value(path) is lacks


def test_formulas_written_by_openpyxl_lack_values_and_by_xlsxwriter_do_not(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "b.xlsx").write_bytes(
        written(lambda book: book.add_worksheet().write_formula(0, 0, "=1+1", None, 2))
    )
    (tmp_path / "c.ods").write_bytes(ods_of(""))
    answers = [formulas_without_value(tmp_path / name) for name in ("a.xlsx", "b.xlsx", "c.ods")]
    assert answers == [True, False, None]


def test_macros_and_links_are_seen_and_do_not_hinder(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsm"
    row = cells('<c r="A1"><f>[1]S!A1</f><v>5</v></c>')
    extra: dict[str, bytes | str] = {
        "xl/vbaProject.bin": b"x",
        "xl/externalLinks/externalLink1.xml": "<!DOCTYPE x><x/>",
    }
    path.write_bytes(zip_of({**xlsx_parts(row), **extra}))
    traits = workbook_traits(path)
    assert (traits.has_macros, traits.has_external_links) == (True, True)
    assert read_grids(path)[0].rows == [[5]]
    path.write_bytes(xlsx_of(row))
    traits = workbook_traits(path)
    assert (traits.has_macros, traits.has_external_links) == (False, False)


# --- what a hostile or absurd sheet cannot do -------------------------------------------------

CORNER = [
    '<c r="XFD1048576"><v>1</v></c>',
    '<c r="A1" r="XFD1048576"><v>1</v></c>',  # not XML at all
    "<c r='XFD1048576'><v>1</v></c>",
    '<c\tr="XFD1048576"><v>1</v></c>',
    '<c r = "XFD1048576"><v>1</v></c>',
    '<c r="xfd1048576"><v>1</v></c>',
    '<c r="&#88;FD1048576"><v>1</v></c>',
    '<x:c r="XFD1048576"><v>1</v></x:c>',
    '<c s="1" r="XFD1048576"><v>1</v></c>',
    '<c r="XFD1048576" t="inlineStr"><is><t>a</t></is></c>',
    '<c r="XFD1048576" t="e"><v>#REF!</v></c>',
    '<c r="A99999999999"><v>1</v></c>',
    '</row><row r="1048576"><c><v>1</v></c>',
    '<c r="ZZZZZZZZ1"><v>1</v></c>',
]


@pytest.mark.parametrize("cell", CORNER)
def test_cells_in_far_corners_never_become_a_giant_rectangle(cell: str) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c>{cell}</row>'
    assert problem_of(xlsx_of(rows)).reason in ("too-large", "damaged")


def test_the_cell_that_makes_a_sheet_too_large_is_named() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="20001"><c r="B20001"><v>1</v></c></row>'
    problem = problem_of(xlsx_of("", rows))
    assert problem.kind == "file-unreadable"
    assert problem.facts == {"what": "rows", "limit": 20_000, "sheet": "S2", "cell": "B20001"}
    wide = cells('<c r="A1"><v>1</v></c>', '<c r="KO1"><v>1</v></c>')
    assert problem_of(xlsx_of(wide)).facts["cell"] == "KO1"  # column 301


def test_limits_below_the_usual_are_kept_too() -> None:
    data = xlsx_of(cells('<c r="F5"><v>1</v></c>'))
    assert only_grid(data, Limits(rows=5, columns=6)).rows == [[1]]
    assert problem_of(data, Limits(rows=4)).facts["what"] == "rows"
    assert problem_of(data, Limits(columns=5)).facts["what"] == "columns"


def test_a_cell_within_a_cell_is_suspicious() -> None:
    data = xlsx_of(cells('<c r="A1"><c r="A2"><v>1</v></c></c>', '<c r="AA1"><v>1</v></c>'))
    assert problem_of(data).reason == "damaged"  # calamine refuses it
    inner = '<x:c r="A1"><v>1</v><x:c r="B1"><v>1</v></x:c></x:c>'
    assert problem_of(xlsx_of(cells(inner))).reason == "lying-structure"


def test_sheets_that_share_one_part_count_each_time() -> None:
    parts = xlsx_parts(*[cells('<c r="A1"><v>1</v></c>') + "<row/>" * 5_000] * 5)
    relations = str(parts["xl/_rels/workbook.xml.rels"])
    for number in range(2, 6):
        del parts[f"xl/worksheets/sheet{number}.xml"]
        relations = relations.replace(f"sheet{number}.xml", "sheet1.xml")
    parts["xl/_rels/workbook.xml.rels"] = relations
    assert [grid.rows for grid in grids_of(zip_of(parts))] == [[[1]]] * 5
    assert problem_of(zip_of(parts), Limits(unpacked_bytes=100_000)).reason == "zip-bomb"


def test_formats_without_content_may_reach_the_last_row() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert only_grid(xlsx_of(rows)).rows == [[1]]


def test_cells_within_the_limits_are_read_wherever_they_lie() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="KN1"><v>2</v></c></row>'
        '<row r="1000"><c r="A1000"><v>3</v></c></row>'
    )
    grid = only_grid(xlsx_of(rows))
    assert (grid.end_row, grid.end_column) == (1_000, 300)
    assert [grid.cell(*place).value for place in [(0, 0), (0, 299), (999, 0)]] == [1, 2, 3]


def test_many_sheets_share_one_budget_of_cells() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1500"><c r="Z1500"><v>1</v></c></row>'
    limits = Limits(cells=26 * 1_500 * 3)
    assert len(grids_of(xlsx_of(rows, rows, rows), limits)) == 3
    problem = problem_of(xlsx_of(rows, rows, rows, rows), limits)
    assert (problem.facts["what"], problem.facts["sheet"]) == ("cells", "S4")


def test_small_sheets_need_no_large_budget() -> None:
    rows = cells('<c r="A1"><v>1</v></c>')
    assert len(grids_of(xlsx_of(*[rows] * 10), Limits(cells=10, rows=5, columns=5))) == 10
    one_per_commune = '<row r="110"><c r="H110"><v>1</v></c></row>'
    assert len(grids_of(xlsx_of(*[one_per_commune] * 168))) == 168


def test_too_many_sheets() -> None:
    problem = problem_of(xlsx_of(*[""] * 4), Limits(sheets=3))
    assert (problem.reason, problem.facts["what"]) == ("too-large", "sheets")


LONG = "<si><t>" + "a" * 30_000 + "</t></si>"


def refer(count: int, index: int = 1) -> str:
    return "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>{index}</v></c></row>' for n in range(1, count + 1)
    )


def test_one_long_text_shown_by_thousands_of_cells_is_refused() -> None:
    data = xlsx_of(refer(4_000), strings="<si><t>ngắn</t></si>" + LONG)
    problem = problem_of(data)
    assert (problem.reason, problem.facts["what"]) == ("too-large", "text")
    assert len(data) < 60_000


@pytest.mark.parametrize(
    "strings",
    [
        "<si><t>ngắn</t></si>" + LONG.replace("aaaa", "<!--<si>-->aa"),
        "<sib/><si><t>ngắn</t></si>" + LONG,
        "<si a='1'><t>ngắn</t></si>" + LONG,
        "<x:si><t>ngắn</t></x:si>" + LONG.replace("si>", "x:si>"),
    ],
)
def test_the_length_of_a_text_cannot_be_hidden(strings: str) -> None:
    assert problem_of(xlsx_of(refer(8_000), strings=strings)).facts["what"] == "text"


def test_which_text_a_cell_shows_cannot_be_hidden() -> None:
    rows = refer(8_000).replace("<v>", "<!-- --><v>")
    assert problem_of(xlsx_of(rows, strings="<si><t/></si>" + LONG)).facts["what"] == "text"


def test_a_long_text_shown_once_beside_many_short_ones_is_fine() -> None:
    rows = refer(4_000, 0) + '<row r="4001"><c r="A4001" t="s"><v>1</v></c></row>'
    grid = only_grid(xlsx_of(rows, strings="<si><t>ngắn</t></si>" + LONG))
    assert grid.cell(3_999, 0).value == "ngắn"
    assert len(str(grid.cell(4_000, 0).value)) == 30_000


def test_a_count_of_texts_that_would_reserve_memory_is_suspicious() -> None:
    parts = xlsx_parts("", strings="<si><t>a</t></si>")
    strings = str(parts["xl/sharedStrings.xml"])
    parts["xl/sharedStrings.xml"] = strings.replace("<sst", '<sst uniqueCount="99999999999"')
    problem = problem_of(zip_of(parts))
    assert (problem.kind, problem.reason) == ("file-suspicious", "lying-structure")


def test_a_text_that_is_not_there_is_damage() -> None:
    row = cells('<c r="A1" t="s"><v>7</v></c>')
    assert problem_of(xlsx_of(row, strings="<si><t>a</t></si>")).reason == "damaged"


def test_a_large_sheet_is_read_like_a_small_one() -> None:
    # Above 8 MB a part goes to calamine as the sender packed it.
    note = "x" * 2_000
    row = (
        '<row r="{0}"><c r="B{0}" t="inlineStr"><is><t>{1}</t></is></c>'
        '<c r="C{0}" t="e"><v>#REF!</v></c></row>'
    )
    rows = "".join(row.format(n, note) for n in range(2, 4_300))
    grid = only_grid(xlsx_of(rows))
    assert (grid.first_row, grid.first_column, grid.end_row) == (1, 1, 4_299)
    assert grid.cell(4_298, 1).value == note
    assert grid.cell(4_298, 2) == RawCell(None, "#REF!")


class PanicException(BaseException):
    """As PyO3 names it: not an Exception."""


@pytest.mark.parametrize(
    "raised", [PanicException("index out of bounds"), MemoryError(), OSError()]
)
def test_a_reader_that_panics_costs_one_file_only(
    monkeypatch: pytest.MonkeyPatch, raised: BaseException
) -> None:
    def panic(*_: object) -> None:
        raise raised

    monkeypatch.setattr("cchc_xl.workbook.grids._parse_sheets", panic)
    assert problem_of(xlsx_of("")).reason == "damaged"


def test_the_user_can_still_stop_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cchc_xl.workbook.grids._parse_sheets", interrupt)
    with pytest.raises(KeyboardInterrupt):
        grids_of(xlsx_of(""))


# --- properties -------------------------------------------------------------------------------

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co"]), min_size=1)
values = st.one_of(
    st.integers(-(10**12), 10**12),
    st.floats(-1e9, 1e9).map(lambda number: round(number, 4)),
    texts.filter(lambda text: not text.startswith(("=", "{")) and "_x" not in text),
    st.booleans(),
)
places = st.tuples(st.integers(0, 40), st.integers(0, 30))


@given(
    st.dictionaries(places, values, min_size=1, max_size=12),
    st.dictionaries(places, st.sampled_from(["#REF!", "#N/A", "#DIV/0!"]), max_size=3),
    st.sets(places, max_size=4),
)
def test_every_cell_written_is_read_at_its_place(
    filled: dict[tuple[int, int], Any],
    errors: dict[tuple[int, int], str],
    percents: set[tuple[int, int]],
) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        percent = book.add_format({"num_format": "0.0%"})
        plain = book.add_format({"bold": True})
        for (row, column), value in filled.items():
            style = percent if (row, column) in percents else plain
            if isinstance(value, str):
                sheet.write_string(row, column, value, style)
            else:
                sheet.write(row, column, value, style)
        for (row, column), error in errors.items():
            sheet.write_formula(row, column, "=1/0", plain, error)

    grid = only_grid(written(fill))
    expected = {
        place: RawCell(
            value,
            percent=place in percents
            and isinstance(value, int | float)
            and value is not True
            and value is not False,
        )
        for place, value in filled.items()
    } | {place: RawCell(None, error) for place, error in errors.items()}
    found = {
        (row, column): grid.cell(row, column)
        for row in range(45)
        for column in range(35)
        if grid.cell(row, column) != RawCell(None)
    }
    assert found == expected


@given(st.integers(0, 3_000), st.integers(0, 255))
def test_a_single_changed_byte_gives_a_grid_or_a_problem(place: int, byte: int) -> None:
    data = bytearray(WITH_EVERYTHING)
    data[place % len(data)] = byte
    try:
        names = [grid.name for grid in grids_of(bytes(data))]
    except FileProblem:
        return
    assert len(names) == 2


WITH_EVERYTHING = zip_of(
    xlsx_parts(
        cells('<c r="A1" t="s"><v>0</v></c>', '<c r="B1" s="1"><v>1</v></c>'),
        cells('<c r="A1" t="e"><v>#REF!</v></c>'),
        strings="<si><t>a</t></si>",
        styles=PERCENT_STYLES,
    ),
    0,
)
