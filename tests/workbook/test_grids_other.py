"""The same grids from .ods, .xls and .xlsb files, and what hostile ones cannot do."""

from __future__ import annotations

import datetime as dt
import shutil
import struct
import subprocess
import time
from pathlib import Path

import openpyxl
import pytest

from cchc_xl.workbook.compound import CompoundFile, pack_compound
from cchc_xl.workbook.grids import RawCell, SheetGrid, grids_of, read_grids
from cchc_xl.workbook.intake import FileProblem, Limits
from tests.workbook.intake_files import (
    biff,
    biff12,
    compound_of,
    counted,
    ods_of,
    xls_of,
    xlsb_of,
    zip_of,
)


def only_grid(data: bytes, limits: Limits | None = None) -> SheetGrid:
    (grid,) = grids_of(data, limits or Limits())
    return grid


def problem_of(data: bytes, limits: Limits | None = None) -> FileProblem:
    begun = time.perf_counter()
    with pytest.raises(FileProblem) as caught:
        grids_of(data, limits or Limits())
    assert time.perf_counter() - begun < 2
    return caught.value


# --- .ods -------------------------------------------------------------------------------------


def ods_cell(kind: str, value: str = "", text: str = "", more: str = "") -> str:
    attribute = {"float": "value", "percentage": "value", "boolean": "boolean-value"}.get(
        kind, f"{kind}-value"
    )
    stated = f' office:{attribute}="{value}"' if value else ""
    return (
        f'<table:table-cell office:value-type="{kind}"{stated}{more}>'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def ods_row(*cells: str, repeated: int = 1) -> str:
    attribute = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    return f"<table:table-row{attribute}>{''.join(cells)}</table:table-row>"


def empty(columns: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{columns}"/>'


ERROR = ' table:formula="of:=1/0" calcext:value-type="error"'
REST_OF_SHEET = ods_row(empty(16_384), repeated=1_048_500)


def test_ods_values_places_errors_and_percents() -> None:
    grid = only_grid(
        ods_of(
            ods_row(empty(16_384), repeated=2)
            + ods_row(
                empty(1),
                ods_cell("string", text="Số văn bản"),
                ods_cell("float", "21"),
                ods_cell("percentage", "1", "100%"),
                ods_cell("string", "", "#DIV/0!", ERROR),
                ods_cell("date", "2024-08-21"),
                ods_cell("boolean", "true"),
                empty(16_377),
            )
            + REST_OF_SHEET
        )
    )
    assert (grid.first_row, grid.first_column, grid.hidden) == (2, 1, False)
    assert grid.rows == [
        [
            "Số văn bản",
            21,
            RawCell(1, percent=True),
            RawCell(None, "#DIV/0!"),
            dt.date(2024, 8, 21),
            True,
        ]
    ]


def test_ods_sheets_keep_order_and_repeated_cells_stand_for_all() -> None:
    error = ods_cell("string", "", "Err:502", ERROR + ' table:number-columns-repeated="2"')
    grids = grids_of(
        ods_of(
            ods_row(ods_cell("float", "1")),
            ods_row(ods_cell("percentage", "0.5"), error, repeated=2) + REST_OF_SHEET,
            styles='<style:style style:name="ta1" style:family="table">'
            '<style:table-properties table:display="false"/></style:style>',
        )
    )
    half, wrong = RawCell(0.5, percent=True), RawCell(None, "Err:502")
    assert [(grid.name, grid.hidden, grid.rows) for grid in grids] == [
        ("T1", True, [[1]]),
        ("T2", False, [[half, wrong, wrong], [half, wrong, wrong]]),
    ]
    assert [grid.name for grid in grids_of(ods_of("", ""), only=lambda name: name == "T2")] == [
        "T2"
    ]


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        (ods_row(ods_cell("float", "1"), repeated=1_000_000), "rows"),
        (ods_row(empty(400), ods_cell("float", "1")), "columns"),
        (ods_row(ods_cell("float", "1", more=' table:number-columns-repeated="16000"')), "columns"),
        (ods_row(ods_cell("float", "1", more=' table:number-columns-repeated="x"')), "columns"),
        (
            ods_row(ods_cell("float", "1"))
            + ods_row(empty(9), repeated=30_000)
            + ods_row(ods_cell("float", "1")),
            "rows",
        ),
        (ods_row(empty(16_000), empty(5)) * 400, "cells"),
        (
            ods_row(
                ods_cell("percentage", "1", more=' table:number-columns-repeated="200"'),
                repeated=9_000,
            ),
            "cells",
        ),
        (
            ods_row(ods_cell("string", text="a" * 30_000), repeated=2_000),
            "text",
        ),
    ],
)
def test_ods_repeats_do_not_multiply_beyond_the_limits(rows: str, what: str) -> None:
    problem = problem_of(ods_of(rows))
    assert (problem.reason, problem.facts["what"]) == ("too-large", what)


@pytest.mark.parametrize(
    "cell",
    [
        '<text:p><text:s text:c="4000000000"/></text:p>',
        "<table:table><table:table-row/></table:table>",
        "<table:table-cell/>",
    ],
)
def test_ods_structures_that_readers_understand_differently_are_suspicious(cell: str) -> None:
    rows = f'<table:table-cell office:value-type="string">{cell}</table:table-cell>'
    problem = problem_of(ods_of(ods_row(rows)))
    assert (problem.kind, problem.reason) == ("file-suspicious", "lying-structure")


def test_ods_without_sheets_or_content() -> None:
    assert problem_of(ods_of()).reason == "no-sheet"
    mime_type = "application/vnd.oasis.opendocument.spreadsheet"
    assert problem_of(zip_of({"mimetype": mime_type})).reason == "damaged"
    assert problem_of(ods_of("<table:table-row>")).reason == "damaged"


# --- .xls -------------------------------------------------------------------------------------


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return biff(0x203, "3Hd", row, column, style, value)


def formula(row: int, column: int, result: bytes, style: int = 0) -> bytes:
    return biff(0x06, "3H8sHIH", row, column, style, result, 0, 0, 2)


def test_xls_values_places_errors_and_percents() -> None:
    grid = only_grid(
        xls_of(
            number(2, 1, 21)
            + number(2, 2, 1, style=1)
            + biff(0x27E, "3HI", 2, 3, 1, (50 << 2) | 3)  # 50 / 100
            + biff(0xBD, "HHHIHIH", 3, 1, 1, (1 << 2) | 2, 0, (7 << 2) | 2, 2)  # two at once
            + biff(0x205, "3H2B", 4, 1, 0, 0x17, 1)
            + biff(0x205, "3H2B", 4, 2, 0, 1, 0)
            + formula(5, 1, b"\x02\0\x07\0\0\0\xff\xff", style=1)
            + formula(5, 2, struct.pack("<d", 0.25), style=1)
            + formula(5, 3, b"\x01\0\x01\0\0\0\xff\xff", style=1)
            + biff(0x204, "3HHB2s", 6, 1, 0, 2, 0, b"ab")
        )
    )
    assert (grid.name, grid.first_row, grid.first_column) == ("S1", 2, 1)
    percent = RawCell(1, percent=True)
    assert grid.rows == [
        [21, percent, RawCell(0.5, percent=True)],
        [percent, 7, None],
        [RawCell(None, "#REF!"), True, None],
        [RawCell(None, "#DIV/0!"), RawCell(0.25, percent=True), True],
        ["ab", None, None],
    ]


def test_xls_own_percent_formats_count_and_quoted_signs_do_not() -> None:
    codes = b"".join(
        biff(0x41E, f"2HB{len(code)}s", number_format, len(code), 0, code)
        for number_format, code in [(164, b"0.0%"), (165, b'0.0"%"')]
    )
    sheet = number(0, 0, 1, 0) + number(0, 1, 1, 1)
    grid = only_grid(xls_of(sheet, head=codes, formats=(164, 165)))
    assert grid.rows == [[RawCell(1, percent=True), 1]]


def test_xls_with_several_sheets() -> None:
    grids = grids_of(xls_of(number(0, 0, 1), biff(0x205, "3H2B", 0, 0, 0, 0x2A, 1)))
    assert [(grid.name, grid.rows) for grid in grids] == [
        ("S1", [[1]]),
        ("S2", [[RawCell(None, "#N/A")]]),
    ]


@pytest.mark.parametrize(
    "cells",
    [
        number(0, 0, 1) + number(65_535, 255, 1),
        number(0, 0, 1) + number(0, 65_535, 1),
        number(0, 0, 1) + biff(0x809, "4H2I", 0x600, 0x20, 0, 0, 0, 0) + number(65_535, 0, 1),
        biff(0xBD, "HHHIH", 0, 0, 0, 6, 60_000),
    ],
)
def test_xls_cells_in_far_corners_are_refused_with_the_place(cells: bytes) -> None:
    problem = problem_of(xls_of(cells))
    assert (problem.reason, problem.facts["sheet"]) == ("too-large", "S1")


def test_xls_cells_of_a_chart_within_a_sheet_are_not_its_own() -> None:
    chart = biff(0x809, "4H2I", 0x600, 0x20, 0, 0, 0, 0)
    chart += biff(0x205, "3H2B", 3, 3, 0, 0x17, 1) + biff(0x0A)
    assert only_grid(xls_of(number(0, 0, 1) + chart + number(0, 1, 2))).rows == [[1, 2]]


def test_xls_dimensions_that_lie_reserve_nothing() -> None:
    dimensions = biff(0x200, "2I3H", 0, 0xFFFFFFFF, 0, 0xFFFF, 0)
    assert only_grid(xls_of(dimensions + number(0, 0, 5))).rows == [[5]]


def test_xls_formulas_out_of_their_wits_do_not_matter() -> None:
    broken = biff(0x06, "3HdHIH4s", 0, 0, 0, 3.0, 0, 0, 0xFFFF, b"\x20\x60\x01\x02")
    names = biff(0x18, "H2BHI", 0, 0, 9, 0xFFFF, 0)
    assert only_grid(xls_of(broken, head=names)).rows == [[3]]


def test_xls_one_long_text_shown_by_thousands_of_cells_is_refused() -> None:
    sst = biff(0xFC, "2IHB8000s", 1, 1, 8_000, 0, b"a" * 8_000)
    cells = b"".join(biff(0xFD, "3HI", row, 0, 0, 0) for row in range(15_000))
    data = _large_xls(cells, sst)
    assert problem_of(data).facts["what"] == "text"


def _large_xls(cells: bytes, head: bytes) -> bytes:
    """Like xls_of, in the container with large sectors (the small one of the tests is full)."""
    small = CompoundFile(xls_of(b"", head=head)).stream("Workbook")
    end = small.rindex(biff(0x0A))
    return pack_compound("Workbook", small[:end] + cells + small[end:])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (xls_of(), "no-sheet"),
        (compound_of({"Workbook": b"\x09\x08\xff\xff" + b"x" * 50}), "damaged"),
        (compound_of({"Workbook": b""}), "no-sheet"),
        (compound_of({"Workbook": biff(0x85, "I4B", 999_999, 0, 0, 0, 0)}), "damaged"),
        (xls_of(number(0, 0, 1))[:700], "damaged"),
        (xls_of(*[b""] * 201), "too-large"),
    ],
)
def test_xls_damaged_or_absurd(data: bytes, reason: str) -> None:
    assert problem_of(data).reason == reason


# --- .xlsb ------------------------------------------------------------------------------------


def row12(row: int) -> bytes:
    return biff12(0, struct.pack("<I", row))


def real(column: int, value: float, style: int = 0) -> bytes:
    return biff12(5, struct.pack("<2Id", column, style, value))


def test_xlsb_values_places_errors_and_percents() -> None:
    grid = only_grid(
        xlsb_of(
            row12(2)
            + real(1, 21)
            + real(2, 1, style=1)
            + biff12(7, struct.pack("<3I", 3, 0, 1))
            + biff12(3, struct.pack("<2IB", 4, 0, 0x17))
            + row12(4)
            + biff12(8, struct.pack("<2I", 1, 0) + counted("chữ") + bytes(20))  # a formula's text
            + biff12(11, struct.pack("<2IB", 5, 1, 0x07) + bytes(9))
            + biff12(2, struct.pack("<3I", 2, 1, (50 << 2) | 3))
            + biff12(4, struct.pack("<2IB", 3, 0, 1)),
            strings=("không", "có"),
        )
    )
    assert (grid.name, grid.first_row, grid.first_column) == ("Phần 1", 2, 1)
    assert grid.rows == [
        [21, RawCell(1, percent=True), "có", RawCell(None, "#REF!"), None],
        [None] * 5,
        ["chữ", RawCell(0.5, percent=True), True, None, RawCell(None, "#DIV/0!")],
    ]
    assert grids_of(xlsb_of(row12(0)), only=lambda name: name != "Phần 1") == []


def test_xlsb_one_long_text_shown_by_thousands_of_cells_is_refused() -> None:
    shown = b"".join(row12(n) + biff12(7, struct.pack("<3I", 0, 0, 0)) for n in range(60))
    assert only_grid(xlsb_of(shown, ("a" * 60,)), Limits(cell_text_bytes=10_800)).end_row == 60
    problem = problem_of(xlsb_of(shown, ("a" * 60,)), Limits(cell_text_bytes=10_799))
    assert problem.facts["what"] == "text"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (row12(0) + real(0, 1) + row12(1_048_575) + real(16_383, 1), "too-large"),
        (row12(0) + real(16_383, 1), "too-large"),
        (row12(0) + biff12(5, b"\xff" * 8), "damaged"),  # shorter than a cell can be
        (biff12(0, b"\xff"), "damaged"),
        (row12(0) + biff12(7, struct.pack("<3I", 0, 0, 99)), "damaged"),
        (row12(0) + biff12(6, struct.pack("<3I", 0, 0, 0xFFFFFFFF)), "damaged"),
        (b"\x05\xff\xff\xff\x7f", "damaged"),
    ],
)
def test_xlsb_records_that_would_mislead_a_reader(cells: bytes, reason: str) -> None:
    assert problem_of(xlsb_of(cells)).reason == reason


# --- real programs ----------------------------------------------------------------------------


@pytest.mark.libreoffice
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_file_saved_by_libreoffice(tmp_path: Path, kind: str) -> None:
    if (office := shutil.which("soffice")) is None:
        pytest.skip("soffice is not installed")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Phần 1"
    sheet["B3"], sheet["C3"], sheet["D3"] = "Số văn bản", 21, "=1/0"
    sheet["C4"], sheet["C5"] = 1, 0.25
    sheet["C4"].number_format, sheet["C5"].number_format = "0%", '0.00"%"'
    sheet["C6"], sheet["C6"].number_format = dt.date(2024, 8, 21), "dd/mm/yyyy"
    book.create_sheet("Ẩn")["A1"] = "x"
    book["Ẩn"].sheet_state = "hidden"
    (tmp_path / "in").mkdir()
    book.save(tmp_path / "in" / "a.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", kind]
    command += ["--outdir", str(tmp_path / "out"), str(tmp_path / "in" / "a.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    first, hidden = read_grids(tmp_path / "out" / f"a.{kind}")
    assert (first.name, first.first_row, first.first_column, first.hidden) == (
        "Phần 1",
        2,
        1,
        False,
    )
    assert first.rows == [
        ["Số văn bản", 21, RawCell(None, "#DIV/0!")],
        [None, RawCell(1, percent=True), None],
        [None, 0.25, None],
        [None, dt.date(2024, 8, 21), None],
    ]
    assert (hidden.name, hidden.rows, hidden.hidden) == ("Ẩn", [["x"]], True)
