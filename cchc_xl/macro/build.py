"""A master workbook with macros (`.xlsm`) and the add-in (`.xlam`)."""

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

from cchc_xl.macro.buttons import Grid, Placed, drawing, strip
from cchc_xl.macro.functions import with_functions
from cchc_xl.macro.package import (
    ADDIN_TYPE,
    WORKBOOK_TYPE,
    Package,
    add_drawing,
    add_project,
    add_ribbon,
    grid_of,
    set_height,
)
from cchc_xl.macro.project import (
    ADDIN_MODULES,
    KEEPER_MODULES,
    RIBBON,
    WORKBOOK_MODULES,
    sources_folder,
    vba_project,
)
from cchc_xl.model import ReportTemplate
from cchc_xl.workbook.builder import SourceOverwriteError, workbook_bytes
from cchc_xl.workbook.content import BookContent
from cchc_xl.workbook.layout import FRONT_SHEET, Column, Layout
from cchc_xl.workbook.package import write_file

_MAIN_LINE = ("KiemTra", "TongHop", "XuatPdf", "TaoTepGui")
_SECOND_LINE = ("XoaDanhDau", "KhoiPhucCongThuc", "HuongDan")
_FRONT_LINES = (
    _MAIN_LINE,
    ("XuatWord", "ThuyetMinh", "DoiChieuThuyetMinh", "KyMoi"),
    ("PhatHanh", *_SECOND_LINE, "TuKiemTra"),
)
_DIGIT = 8  # pixels of a digit in Times New Roman 12

#: `Trang chính`: the empty row under the title becomes the place of the buttons.
_FRONT_ROW, _FRONT_HEIGHT = 5, 128
#: Section sheets: right of the title, over columns F and G.
_SECTION_HEIGHT = 34

_KEEPER_LINE = ("TaoMauMoi", "KiemTraMau", "PhatHanhMau")
_KEEPER_HEIGHT = 56
_TITLE_WIDTH = 420  # pixels that a title of the keeper's tables may take


def build_macro_workbook(
    path: Path,
    template: ReportTemplate,
    content: BookContent,
    *,
    created: dt.datetime | None = None,
) -> None:
    """Write the `.xlsm`, whole or not at all; ``content`` as for the builder of the `.xlsx`.

    Raises `SourceOverwriteError` where ``path`` is the file the content was read from, and
    ``OSError`` when the file cannot be written.
    """
    source = Path(content.source) if content.source else None
    if source is not None and path.exists() and source.exists() and path.samefile(source):
        raise SourceOverwriteError(path)
    write_file(path, macro_workbook_bytes(template, content, created=created))


def build_addin(path: Path) -> None:
    """Write the add-in, whole or not at all. Raises ``OSError`` when it cannot be written."""
    write_file(path, addin_bytes())


def macro_workbook_bytes(
    template: ReportTemplate, content: BookContent, *, created: dt.datetime | None = None
) -> bytes:
    """The `.xlsm` as it will lie on the disk; the same arguments give the same bytes."""
    plain = workbook_bytes(template, with_functions(template, content), created=created)
    package = Package(plain)
    sheets = package.sheets()
    add_project(package, vba_project(WORKBOOK_MODULES, len(sheets)), WORKBOOK_TYPE)
    _add_front_buttons(package, sheets[FRONT_SHEET])
    for name in Layout(template).section_sheets:
        _add_section_buttons(package, sheets[name])
    return package.to_bytes()


def keeper_workbook_bytes(
    plain: bytes, guide: str, button_row: int, tables: Sequence[str]
) -> bytes:
    """The form keeper's `.xlsm` from its `.xlsx`: buttons on the guide and beside the titles.

    ``button_row``: the empty row (0-based) of the guide where they go; ``tables``: the sheets with
    room beside their title. The same arguments give the same bytes.
    """
    package = Package(plain)
    sheets = package.sheets()
    add_project(package, vba_project(KEEPER_MODULES, len(sheets)), WORKBOOK_TYPE)
    set_height(package, sheets[guide], button_row + 1, _KEEPER_HEIGHT)
    grid = grid_of(package, sheets[guide], _DIGIT)
    top = grid.top_of(button_row + 1) + 8
    placed = strip((_KEEPER_LINE,), grid.left_of(2), top, 560, 40, 8, 13)
    _add(package, sheets[guide], list(placed), grid)
    for name in tables:
        set_height(package, sheets[name], 1, _SECTION_HEIGHT)
        grid = grid_of(package, sheets[name], _DIGIT)
        placed = strip((_KEEPER_LINE[1:],), _TITLE_WIDTH, 3, 250, 28, 6, 11)
        _add(package, sheets[name], list(placed), grid)
    return package.to_bytes()


def addin_bytes() -> bytes:
    """The `.xlam`: the same procedures behind a ribbon tab, one empty sheet."""
    import xlsxwriter

    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"in_memory": True})
    workbook.set_properties(
        {
            "title": "CCHC",
            "comments": "Báo cáo cải cách hành chính: thẻ CCHC trên thanh lệnh của Excel",
            "created": dt.datetime(2020, 1, 1),
        }
    )
    workbook.add_worksheet("CCHC")
    workbook.close()
    package = Package(target.getvalue())
    add_project(package, vba_project(ADDIN_MODULES, 1), ADDIN_TYPE)
    add_ribbon(package, (sources_folder() / RIBBON).read_text("utf-8"))
    return package.to_bytes()


def _add_front_buttons(package: Package, sheet: str) -> None:
    set_height(package, sheet, _FRONT_ROW, _FRONT_HEIGHT)
    grid = grid_of(package, sheet, _DIGIT)
    left, right = grid.left_of(2), grid.left_of(9)  # columns B to H
    top = grid.top_of(_FRONT_ROW) + 8
    placed = [
        *strip(_FRONT_LINES[:1], left, top, right - left, 40, 8, 13),
        *strip(_FRONT_LINES[1:], left, top + 47, right - left, 28, 8, 11),
    ]
    _add(package, sheet, placed, grid)


def _add_section_buttons(package: Package, sheet: str) -> None:
    for row in (1, 2):
        set_height(package, sheet, row, _SECTION_HEIGHT)
    grid = grid_of(package, sheet, _DIGIT)
    left = grid.left_of(ord(Column.VERDICT) - ord("A") + 1)
    right = grid.left_of(ord(Column.KEY) - ord("A") + 1)
    placed = list(strip((_MAIN_LINE, _SECOND_LINE), left + 4, 4, right - left - 6, 28, 5, 10))
    _add(package, sheet, placed, grid)


def _add(package: Package, sheet: str, placed: Sequence[Placed], grid: Grid) -> None:
    add_drawing(package, sheet, drawing(placed, grid))
