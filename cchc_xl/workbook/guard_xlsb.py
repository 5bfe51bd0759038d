"""An .xlsb ([MS-XLSB]) made safe for calamine: records walked once, packed anew."""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Iterator
from pyexpat import ParserCreate

from cchc_xl.workbook.marks import (
    ERROR_CODES,
    UNKNOWN_ERROR,
    CellBudget,
    Extent,
    SafePackage,
    SheetMarks,
    TextBudget,
    check_sheet_count,
    is_percent_format,
)
from cchc_xl.workbook.problems import FileProblem, Limits
from cchc_xl.workbook.safe_zip import PackedMember, SafeZip, check_xml, pack_zip, run_expat

_WORKBOOK, _RELATIONS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
_STYLES, _STRINGS = "xl/styles.bin", "xl/sharedStrings.bin"
_ROW, _BLANK, _LAST_CELL = 0, 1, 11
_SHARED_STRING, _STRING_ITEM = 7, 0x13
_NUMBERS = frozenset({2, 5, 9})
_ERRORS = frozenset({3, 11})
_BUNDLE_SHEET, _END_BUNDLE_SHEETS, _END_SHEET_DATA = 0x9C, 0x90, 0x92
_FORMAT, _BEGIN_CELL_XFS, _END_CELL_XFS, _XF = 0x2C, 0x269, 0x26A, 0x2F
_NO_RELATION = 0xFFFFFFFF


def safe_package(archive: SafeZip, limits: Limits) -> SafePackage:
    """Check and pack anew what calamine needs. Raises FileProblem: damaged, no-sheet, too-large."""
    workbook = archive.read(_WORKBOOK)
    relations = archive.read(_RELATIONS)
    check_xml(relations, _RELATIONS)
    targets = _targets(relations)
    sheets = _sheets(workbook)
    check_sheet_count(len(sheets), limits)
    members = [
        PackedMember.stored(_WORKBOOK, workbook),
        PackedMember.stored(_RELATIONS, relations),
    ]
    percents: frozenset[int] = frozenset()
    if _STYLES in archive:
        styles = archive.read(_STYLES)
        percents = _percent_styles(styles)
        members.append(PackedMember.stored(_STYLES, styles))
    lengths: list[int] = []
    if _STRINGS in archive:
        strings = archive.read(_STRINGS)
        lengths = [length for record, _, length in _records(strings) if record == _STRING_ITEM]
        members.append(PackedMember.stored(_STRINGS, strings))
    budget = CellBudget(limits)
    texts = TextBudget(limits)
    marks: list[SheetMarks] = []
    for name, relation in sheets:
        target = targets.get(relation, "")
        part = posixpath.normpath(posixpath.join("xl", target)) if target else ""
        if part not in archive:
            raise FileProblem("damaged", {"part": (part or name)[:100]})
        data = archive.read(part)
        found, used = _walk_sheet(data, name, percents, limits, budget)
        texts.spend(sum(lengths[index] for index in used if index < len(lengths)), name)
        marks.append(found)
        members.append(PackedMember.stored(f"xl/{target}", data))
    return SafePackage(pack_zip(members), marks)


def _records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """(record type, offset of its data, length) until the part ends."""
    at, size = 0, len(data)
    try:
        while at < size:
            record = data[at]
            at += 1
            if record & 0x80:
                record = (record & 0x7F) | (data[at] & 0x7F) << 7
                at += 1
            length = 0
            for shift in (0, 7, 14, 21):
                byte = data[at]
                at += 1
                length |= (byte & 0x7F) << shift
                if not byte & 0x80:
                    break
            if at + length > size:
                raise FileProblem("damaged")
            yield record, at, length
            at += length
    except IndexError as error:
        raise FileProblem("damaged") from error


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A counted UTF-16 text and the offset behind it."""
    try:
        count = struct.unpack_from("<I", data, at)[0]
    except struct.error as error:
        raise FileProblem("damaged") from error
    end = at + 4 + 2 * count
    if end > len(data):
        raise FileProblem("damaged")
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _sheets(workbook: bytes) -> list[tuple[str, str]]:
    """(sheet name, relation id) in workbook order."""
    sheets: list[tuple[str, str]] = []
    for record, at, length in _records(workbook):
        if record == _BUNDLE_SHEET and length >= 16:
            if struct.unpack_from("<I", workbook, at + 8)[0] == _NO_RELATION:
                continue  # calamine leaves such a sheet out too
            relation, behind = _text(workbook, at + 8)
            name, _ = _text(workbook, behind)
            sheets.append((name, relation))
        elif record == _END_BUNDLE_SHEETS:
            break
    return sheets


def _targets(relations: bytes) -> dict[str, str]:
    found: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            found[attributes.get("Id", "")] = attributes.get("Target", "")

    parser = ParserCreate()
    parser.StartElementHandler = start
    run_expat(parser, relations, _RELATIONS)
    return found


def _percent_styles(styles: bytes) -> frozenset[int]:
    codes: dict[int, str] = {}
    formats: list[int] = []
    inside = False
    for record, at, length in _records(styles):
        if record == _FORMAT and length >= 6:
            codes[struct.unpack_from("<H", styles, at)[0]] = _text(styles, at + 2)[0]
        elif record == _BEGIN_CELL_XFS:
            inside = True
        elif record == _END_CELL_XFS:
            break
        elif record == _XF and inside and length >= 4:
            formats.append(struct.unpack_from("<H", styles, at + 2)[0])
    return frozenset(
        index for index, format_id in enumerate(formats) if is_percent_format(format_id, codes)
    )


def _walk_sheet(
    data: bytes, sheet: str, percents: frozenset[int], limits: Limits, budget: CellBudget
) -> tuple[SheetMarks, list[int]]:
    """The marks, and the index of the shared string of each cell that has one."""
    marks = SheetMarks()
    strings: list[int] = []
    extent = Extent(limits, sheet)
    row = 0
    for record, at, length in _records(data):
        if record == _ROW and length >= 4:
            row = struct.unpack_from("<I", data, at)[0]
        elif _BLANK < record <= _LAST_CELL and length >= 9:
            column, style = struct.unpack_from("<2I", data, at)
            extent.include(row, column)
            if record == _SHARED_STRING and length >= 12:
                strings.append(struct.unpack_from("<I", data, at + 8)[0])
            elif record in _ERRORS:
                marks.errors[row, column] = ERROR_CODES.get(data[at + 8], UNKNOWN_ERROR)
            elif record in _NUMBERS and style & 0xFFFFFF in percents:
                marks.percents.add((row, column))
        elif record == _END_SHEET_DATA:
            break
    budget.spend(extent.cells, sheet)
    return marks, strings
