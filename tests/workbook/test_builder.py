import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import pytest

from cchc_xl.model import OrgUnit, ReportTemplate
from cchc_xl.templates.loader import load_all
from cchc_xl.workbook.builder import SourceOverwriteError, build_workbook, workbook_bytes
from cchc_xl.workbook.content import BookContent, CellContent
from cchc_xl.workbook.layout import (
    FRONT_SHEET,
    GUIDE_SHEET,
    LOG_SHEET,
    META_SHEET,
    PRINT_SHEET,
    RESULTS_SHEET,
    Layout,
)
from cchc_xl.workbook.meta import decode
from tests.workbook.forms import filled, small_form
from tests.workbook.reading import Built, functions_of

EDITIONS = [pytest.param(template, id=template.id) for template in load_all()]
FIRST, SECOND = "1 Chỉ đạo", "2 Khác"
FORM = small_form()
LAYOUT = Layout(FORM)

#: Everything the sheets may call; all of them are in Excel 2010 (and 2007).
FUNCTIONS = {
    *("AND", "OR", "IF", "IFERROR", "ISNUMBER", "COUNT", "COUNTBLANK", "COUNTIF", "ROWS", "SUM"),
    "COUNTIFS",
    *("SUMPRODUCT", "FIND", "UPPER", "LEN", "LEFT", "RIGHT", "DAY", "MONTH", "YEAR", "ROUND"),
}


def built(**cells: CellContent) -> Built:
    return Built(FORM, filled(LAYOUT, **cells))


# --- the whole book


def test_sheets_stand_in_the_order_of_use_and_the_definition_is_out_of_sight() -> None:
    book = built().book
    assert book.sheetnames == [
        FRONT_SHEET,
        FIRST,
        SECOND,
        PRINT_SHEET,
        RESULTS_SHEET,
        LOG_SHEET,
        GUIDE_SHEET,
        META_SHEET,
    ]
    assert [s.title for s in book if s.sheet_state != "visible"] == [META_SHEET]
    assert book[META_SHEET].sheet_state == "veryHidden"
    assert book.active.title == FRONT_SHEET


@pytest.mark.parametrize("template", EDITIONS)
def test_an_edition_builds_empty_and_carries_its_definition(template: ReportTemplate) -> None:
    sheet = Built(template, BookContent()).calamine(META_SHEET)
    pairs = [(str(row[0]), str(row[1])) for row in sheet if row[0]]
    assert decode(pairs).template == template


@pytest.mark.parametrize("template", EDITIONS)
def test_formulas_stay_within_what_excel_2010_knows(template: ReportTemplate) -> None:
    formulas = Built(template, BookContent()).formulas()
    assert len(formulas) > 2 * len(template.rows)  # value and note of every printed row at least
    for sheet, cell, text in formulas:
        assert functions_of(text) <= FUNCTIONS, (sheet, cell)
        assert len(text) < 8192, (sheet, cell)
        assert "[" not in text, "a link to another workbook"
        assert all(len(t) <= 255 for t in re.findall(r'"([^"]*)"', text)), (sheet, cell)


@pytest.mark.parametrize("template", EDITIONS)
def test_every_link_leads_to_a_cell_of_a_sheet_that_exists(template: ReportTemplate) -> None:
    book = Built(template, BookContent())
    names = set(book.book.sheetnames)
    links = book.links()
    assert len(links) >= 3 * len(template.sections)
    for location in links:
        sheet, _, cell = location.rpartition("!")
        assert sheet.strip("'").replace("''", "'") in names
        assert re.fullmatch(r"[A-Z]+\d+", cell)


def test_defined_names_point_where_the_layout_says() -> None:
    names = built().book.defined_names
    for place in LAYOUT.places():
        assert names[place.name].attr_text == place.reference
    assert names["CCHC_DA_NHAP"].attr_text == "'Trang chính'!$D$22"


def test_the_same_content_gives_the_same_bytes() -> None:
    content = filled(LAYOUT)
    assert workbook_bytes(FORM, content) == workbook_bytes(FORM, content)


def test_a_date_of_building_is_told_only_when_it_is_given() -> None:
    made = dt.datetime(2024, 6, 18, 14, 5)
    dated = workbook_bytes(FORM, BookContent(), created=made)
    with zipfile.ZipFile(io.BytesIO(dated)) as package:
        assert b"2024-06-18T14:05:00Z" in package.read("docProps/core.xml")
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert dated != workbook_bytes(FORM, BookContent())


def test_no_font_follows_the_theme_of_the_pc() -> None:
    with zipfile.ZipFile(io.BytesIO(built().data)) as package:
        styles = package.read("xl/styles.xml").decode()
    fonts = re.findall(r'<name val="([^"]+)"', styles)
    assert set(fonts) == {"Times New Roman"}
    assert "<scheme" not in styles


# --- the file


def test_a_build_replaces_the_old_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / ("Báo cáo " * 12 + "quý I.xlsx")
    target.write_bytes(b"old")
    build_workbook(target, FORM, BookContent())
    assert target.read_bytes() == workbook_bytes(FORM, BookContent())
    assert [p.name for p in tmp_path.iterdir()] == [target.name]


def test_a_failed_write_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "so.xlsx"
    target.write_bytes(b"old")

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        build_workbook(target, FORM, BookContent())
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["so.xlsx"]


def test_the_file_being_read_is_never_replaced(tmp_path: Path) -> None:
    target = tmp_path / "so.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(SourceOverwriteError):
        build_workbook(target, FORM, BookContent(source=str(tmp_path / "." / "so.xlsx")))
    assert target.read_bytes() == b"old"


# --- what a stranger wrote


HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1+1", "<r><t>x</t></r>")


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    cell = CellContent(value=text, note=text, justification=text, comment=text, verdict=text)
    content = BookContent(
        org_unit=OrgUnit(name=text),
        cells={"giao": cell, "noi_dung": cell},
        extra=[(text, text, text, text, text)],
        source=text,
    )
    book = Built(FORM, content)
    for place in ("D6", "E6", "F6", "G6"):
        found = book.sheet(FIRST)[place]
        assert (found.data_type, str(found.value).strip()) == ("s", text.strip())
    assert book.sheet(FRONT_SHEET)["C7"].data_type == "s"
    assert not [f for f in book.formulas() if text.strip().removeprefix("=") == f[2].strip("=")]
    assert "http://x" not in "".join(book.links())


def test_text_that_no_cell_can_hold_is_cleaned_and_cut() -> None:
    long = built(noi_dung=CellContent(value="a\x00b\r\nc\ud800" + "d" * 40_000))
    text = str(long.sheet(SECOND)["D10"].value)
    assert text.startswith("ab\ncd")
    assert (len(text), text[-1]) == (32_767, "…")


def test_odd_values_are_kept_as_they_are() -> None:
    book = built(
        giao=CellContent(value=dt.date(2024, 8, 21)),
        xong=CellContent(value=True),
        kinh_phi=CellContent(value=dt.date(1899, 1, 1)),
    )
    assert book.value(FIRST, "D6") == dt.datetime(2024, 8, 21)
    assert book.value(FIRST, "D7") is True
    assert book.value(SECOND, "D8") == "1899-01-01"
