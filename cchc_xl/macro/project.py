"""The VBA project: which modules it holds and its binary, ``vbaProject.bin``."""

import re
import tempfile
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_xl.macro.stock import MODULE as STOCK
from cchc_xl.macro.stock import stock_module
from cchc_xl.macro.vba_text import VbaSourceError, to_ascii

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Modules of every project, and of one kind only.
_COMMON = ("modBridge", "modButtons", "modFunctionHelp", "modLibreOffice", "modMessage",
           "modSelfTest")  # fmt: skip
WORKBOOK_MODULES = (*_COMMON, "modFunctions")
ADDIN_MODULES = (*_COMMON, "modRibbon")
KEEPER_MODULES = _COMMON
RIBBON = "customUI14.xml"
BOOK_CODE_NAME = "ThisWorkbook"

_HEADER = re.compile(r'Attribute VB_Name = "(\w+)"\n')


@dataclass(frozen=True, slots=True)
class Module:
    """A standard module as the project stores it: ASCII, CRLF, first line its name."""

    name: str
    source: str


def sources_folder() -> Path:
    """``macros/``: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).with_name("sources")
    return inside if inside.is_dir() else Path(__file__).resolve().parents[2] / "macros"


def modules(names: "Sequence[str]") -> list[Module]:
    """The named modules of ``macros/`` and xlwings' own, in the order of their names.

    Raises `VbaSourceError` for a source VBA could not hold.
    """
    texts = {name: (sources_folder() / f"{name}.bas").read_text("utf-8") for name in names}
    texts[STOCK] = stock_module()
    made = []
    for name, text in sorted(texts.items(), key=lambda item: item[0].lower()):
        head = _HEADER.match(text)
        if head is None or head[1] != name:
            raise VbaSourceError(f"{name}.bas:1", "the first line must name the module as its file")
        made.append(Module(name, to_ascii(text, f"{name}.bas")))
    return made


def code_names(sheets: int) -> list[str]:
    """Code names of the sheets, in their order."""
    return [f"Sheet{number}" for number in range(1, sheets + 1)]


@lru_cache(maxsize=16)
def vba_project(names: tuple[str, ...], sheets: int) -> bytes:
    """``vbaProject.bin`` for a workbook with so many sheets; the same arguments, the same bytes."""
    from pyopenvba import ExcelFile  # type: ignore[import-untyped]

    with tempfile.TemporaryDirectory(prefix="cchc-vba-") as folder:
        path = Path(folder) / "frame.xlsm"
        _write_frame(path, sheets)
        with ExcelFile(path) as book:
            project = book.add_vba_project()
            for module in modules(names):
                project.add_module(module.name, module.source)
            book.save()
        with zipfile.ZipFile(path) as package:
            return package.read("xl/vbaProject.bin")


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _write_frame(path: Path, sheets: int) -> None:
    """The smallest workbook with these code names, for pyOpenVBA to put a project into."""
    names = code_names(sheets)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_RELATIONS_TYPE}"/>'
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
            f'ContentType="{_TYPE}.worksheet+xml"/>'
            for n in range(1, sheets + 1)
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f'<workbookPr codeName="{BOOK_CODE_NAME}"/><sheets>'
        + "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1)
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" '
            f'Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, sheets + 1)
        )
        + "</Relationships>",
    } | {
        f"xl/worksheets/sheet{n}.xml": f'<worksheet xmlns="{_MAIN}">'
        f'<sheetPr codeName="{name}"/><sheetData/></worksheet>'
        for n, name in enumerate(names, 1)
    }
    with zipfile.ZipFile(path, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
