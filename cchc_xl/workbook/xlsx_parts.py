"""Where the parts of an .xlsx lie, and which of its cell styles show a percent."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pyexpat import ParserCreate
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote

from cchc_xl.workbook.marks import is_percent_format
from cchc_xl.workbook.safe_zip import SafeZip, check_xml, run_expat


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet as the workbook lists it."""

    name: str
    state: str  # visible, hidden, veryHidden
    part: str


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the parts of a workbook lie; sheets in workbook order, worksheets only."""

    sheets: list[Sheet]
    styles: str | None
    strings: str | None
    date1904: bool


def find_parts(archive: SafeZip) -> Parts:
    """Follow the relations from the package to the workbook to its worksheets."""
    package = _relations(archive, "_rels/.rels", "")
    workbook = next((part for kind, part in package.values() if kind == "officeDocument"), None)
    if workbook is None or workbook not in archive:
        workbook = "xl/workbook.xml"  # where everybody puts it, whatever the relations say
    folder, _, name = workbook.rpartition("/")
    relations = _relations(archive, posixpath.join(folder, "_rels", f"{name}.rels"), folder)
    by_kind = {kind: part for kind, part in relations.values() if part in archive}
    listed, date1904 = _listed_sheets(_without_names(read_xml(archive, workbook)), workbook)
    found = ((sheet, relations.get(sheet.relation, ("", ""))) for sheet in listed)
    sheets = [
        Sheet(sheet.name, sheet.state, part) for sheet, (kind, part) in found if kind == "worksheet"
    ]
    return Parts(sheets, by_kind.get("styles"), by_kind.get("sharedStrings"), date1904)


class _Listed(NamedTuple):
    """A sheet as the workbook's part lists it."""

    name: str
    state: str
    relation: str


# The parts that tell where the others lie are the same bytes in every file of one edition.
@lru_cache(maxsize=64)
def _listed_sheets(data: bytes, part: str) -> tuple[tuple[_Listed, ...], bool]:
    """The sheets in their order, and whether days are counted from 1904."""
    sheets: list[_Listed] = []
    date1904: list[bool] = [False]

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "sheet":
            relation = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            state = attributes.get("state", "visible")
            sheets.append(_Listed(attributes.get("name", ""), state, relation))
        elif local == "workbookPr":
            date1904[0] = attributes.get("date1904") in ("1", "true")

    parser = ParserCreate()
    parser.StartElementHandler = start
    run_expat(parser, data, part)
    return tuple(sheets), date1904[0]


def _without_names(workbook: bytes) -> bytes:
    """The part without its defined names: often ten times as many as sheets, and not asked for."""
    names = b"" if b"<!" in workbook else _only(workbook, b"definedNames")
    return workbook.replace(names, b"", 1) if names else workbook


def _relations(archive: SafeZip, part: str, folder: str) -> Mapping[str, tuple[str, str]]:
    """Relation id → (last word of its type, part name). Targets outside the file are left out."""
    return _read_relations(read_xml(archive, part), part, folder) if part in archive else {}


@lru_cache(maxsize=64)
def _read_relations(data: bytes, part: str, folder: str) -> Mapping[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            path = f"{folder}/{target}" if folder and target[:1] != "/" else target.lstrip("/")
            if "." in path.split("/") or ".." in path or "%" in path or "//" in path:
                path = posixpath.normpath("/" + unquote(path)).lstrip("/")
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = kind, path.lower()

    parser = ParserCreate()
    parser.StartElementHandler = start
    run_expat(parser, data, part)
    return found


def read_xml(archive: SafeZip, part: str) -> bytes:
    """A part unpacked and free of document types. Raises FileProblem."""
    data = archive.read(part)
    check_xml(data, part)
    return data


def percent_styles_of(styles: bytes, part: str) -> frozenset[int]:
    """The cell styles (indexes into cellXfs, as written in `s`) that show a percent."""
    if b"%" not in styles and b'numFmtId="9"' not in styles and b'numFmtId="10"' not in styles:
        return frozenset()  # most workbooks
    codes, formats = _usual_formats(styles, part) or _any_formats(styles, part)
    percents = {format_id for format_id in set(formats) if is_percent_format(format_id, codes)}
    if not percents:
        return frozenset()
    return frozenset(index for index, format_id in enumerate(formats) if format_id in percents)


_Formats: TypeAlias = tuple[dict[int, str], list[int]]  # codes by id; the id of each cell style
_FORMAT_OF_STYLE = re.compile(rb'<xf numFmtId="([0-9]{1,9})"')


def _usual_formats(styles: bytes, part: str) -> _Formats | None:
    """The formats of a part written as every program writes it, by search; None of any other."""
    cell_styles, own_codes = _only(styles, b"cellXfs"), _only(styles, b"numFmts")
    if not cell_styles or own_codes is None or b"<!" in styles:
        return None
    formats = _FORMAT_OF_STYLE.findall(cell_styles)
    if len(formats) != cell_styles.count(b"<xf"):
        return None
    codes = _any_formats(own_codes, part)[0] if own_codes else {}
    return codes, [int(format_id) for format_id in formats]


def _only(data: bytes, element: bytes) -> bytes | None:
    """The one element of a name, tags included; ``b""`` where there is none, None of several."""
    start, end = data.find(b"<" + element), data.find(b"</" + element + b">")
    if start < 0 and end < 0:
        return b""
    end += len(element) + 3
    if not 0 <= start < end or data.find(b"<" + element, start + 1) >= 0:
        return None
    return data[start:end]


def _any_formats(styles: bytes, part: str) -> _Formats:
    codes: dict[int, str] = {}
    formats: list[int] = []
    inside: list[bool] = [False]

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "numFmt":
            codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif local == "cellXfs":
            inside[0] = True
        elif local == "xf" and inside[0]:
            formats.append(_number(attributes.get("numFmtId")))

    def end(name: str) -> None:
        if name.rpartition(":")[2] == "cellXfs":
            inside[0] = False

    parser = ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    run_expat(parser, styles, part)
    return codes, formats


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
