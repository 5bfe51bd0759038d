"""An .xlsb ([MS-XLSB]) made safe for calamine: only the records it needs, written anew.

calamine trusts the lengths and indexes of this format: a short record shows it the bytes of the
one before, a wrong index ends in a panic. So every record that goes on is checked here.
"""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
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
# Records ([MS-XLSB] 2.3). Of a cell: its type, and the least bytes of its data.
_ROW, _RK, _ERROR, _BOOL, _REAL, _TEXT, _SHARED_STRING = 0, 2, 3, 4, 5, 6, 7
_FORMULA_TEXT, _FORMULA_NUMBER, _FORMULA_BOOL, _FORMULA_ERROR = 8, 9, 10, 11
_LEAST_BYTES = {
    _RK: 12,
    _ERROR: 9,
    _BOOL: 9,
    _REAL: 16,
    _TEXT: 12,
    _SHARED_STRING: 12,
    _FORMULA_TEXT: 12,
    _FORMULA_NUMBER: 16,
    _FORMULA_BOOL: 9,
    _FORMULA_ERROR: 9,
}
_TEXTS = frozenset({_TEXT, _FORMULA_TEXT})
_NUMBERS = frozenset({_RK, _REAL, _FORMULA_NUMBER})
_ERRORS = frozenset({_ERROR, _FORMULA_ERROR})
_WORKBOOK_PROPERTIES, _BUNDLE_SHEET, _END_BUNDLE_SHEETS, _CALCULATION = 0x99, 0x9C, 0x90, 0x9D
_FORMAT, _XF, _STRING_ITEM = 0x2C, 0x2F, 0x13
_BEGIN_STRINGS, _BEGIN_FORMATS, _BEGIN_CELL_XFS, _END_CELL_XFS = 0x9F, 0x267, 0x269, 0x26A
_BEGIN_SHEET, _DIMENSION, _BEGIN_SHEET_DATA, _END_SHEET_DATA = 0x81, 0x94, 0x91, 0x92
_NO_RELATION = 0xFFFFFFFF
_WORKSHEET = "worksheet"


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    state: int
    part: str


@dataclass(slots=True)
class _Context:
    """What the sheets share while they are walked."""

    limits: Limits
    percents: frozenset[int] = frozenset()
    string_lengths: list[int] = field(default_factory=list)


def safe_package(
    archive: SafeZip, limits: Limits, only: Callable[[str], bool] | None = None
) -> SafePackage:
    """Check and write anew what calamine needs of the worksheets `only` wants (None: all).

    Raises FileProblem: damaged, no-sheet, too-large, xml-entity, xml-encoding, and SafeZip's.
    """
    context = _Context(limits)
    workbook = archive.read(_WORKBOOK)
    sheets = _sheets(workbook, _relations(archive))
    check_sheet_count(len(sheets), limits)
    sheets = [sheet for sheet in sheets if only is None or only(sheet.name)]
    relations = b"".join(
        b'<Relationship Id="s%d" Target="worksheets/%d.bin"/>' % (number, number)
        for number in range(len(sheets))
    )
    members = [
        PackedMember.stored(_WORKBOOK, _written_workbook(workbook, sheets)),
        PackedMember.stored(_RELATIONS, b"<Relationships>" + relations + b"</Relationships>"),
    ]
    if _STYLES in archive:
        styles, context.percents = _written_styles(archive.read(_STYLES))
        members.append(PackedMember.stored(_STYLES, styles))
    if _STRINGS in archive:
        strings, context.string_lengths = _written_strings(archive.read(_STRINGS))
        members.append(PackedMember.stored(_STRINGS, strings))
    budget, texts = CellBudget(limits), TextBudget(limits)
    marks: list[SheetMarks] = []
    for number, sheet in enumerate(sheets):
        walk = _SheetWalk(sheet.name, context).run(archive.read(sheet.part))
        budget.spend(walk.extent.cells, sheet.name)
        texts.spend(walk.text_bytes, sheet.name)
        marks.append(walk.marks)
        members.append(PackedMember.stored(f"xl/worksheets/{number}.bin", walk.written()))
    return SafePackage(pack_zip(members), marks)


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(record type, its data) until the part ends."""
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
            yield record, data[at : at + length]
            at += length
    except IndexError as error:
        raise FileProblem("damaged") from error


def _record(record: int, data: bytes = b"") -> bytes:
    kind = bytes([record]) if record < 0x80 else bytes([record & 0x7F | 0x80, record >> 7])
    length, rest = bytearray(), len(data)
    while True:
        length.append(rest & 0x7F | (0x80 if rest > 0x7F else 0))
        rest >>= 7
        if not rest:
            return kind + length + data


def _counted(text: str) -> bytes:
    encoded = text.encode("utf-16-le", "replace")
    return struct.pack("<I", len(encoded) // 2) + encoded


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A counted UTF-16 text and the offset behind it."""
    if at + 4 > len(data):
        raise FileProblem("damaged")
    end = at + 4 + 2 * int.from_bytes(data[at : at + 4], "little")
    if end > len(data):
        raise FileProblem("damaged")
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _sheets(workbook: bytes, relations: dict[str, tuple[str, str]]) -> list[_Sheet]:
    """The worksheets in workbook order."""
    sheets: list[_Sheet] = []
    for record, data in _records(workbook):
        if record == _BUNDLE_SHEET and len(data) >= 16:
            state, _, relation_length = struct.unpack_from("<3I", data)
            if relation_length == _NO_RELATION:
                continue
            relation, behind = _text(data, 8)
            name, _ = _text(data, behind)
            kind, part = relations.get(relation, ("", ""))
            if kind == _WORKSHEET:
                sheets.append(_Sheet(name, state if state in (1, 2) else 0, part))
        elif record == _END_BUNDLE_SHEETS:
            break
    return sheets


def _relations(archive: SafeZip) -> dict[str, tuple[str, str]]:
    """Relation id → (last word of its type, part name)."""
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            target = attributes.get("Target", "").replace("\\", "/")
            part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = kind, part

    relations = archive.read(_RELATIONS)
    check_xml(relations, _RELATIONS)
    parser = ParserCreate()
    parser.StartElementHandler = start
    run_expat(parser, relations, _RELATIONS)
    return found


def _written_workbook(workbook: bytes, sheets: Iterable[_Sheet]) -> bytes:
    written = [
        _record(record, data)
        for record, data in _records(workbook)
        if record == _WORKBOOK_PROPERTIES and data
    ][:1]
    for number, sheet in enumerate(sheets):
        data = struct.pack("<2I", sheet.state, number + 1)
        written.append(_record(_BUNDLE_SHEET, data + _counted(f"s{number}") + _counted(sheet.name)))
    # calamine looks for names of ranges up to one of the records that follow them.
    written += (_record(_END_BUNDLE_SHEETS), _record(_CALCULATION))
    return b"".join(written)


def _written_styles(styles: bytes) -> tuple[bytes, frozenset[int]]:
    """Number formats and cell styles only; and which of the cell styles show a percent."""
    formats: list[bytes] = []
    cell_styles: list[bytes] = []
    codes: dict[int, str] = {}
    inside = False
    for record, data in _records(styles):
        if record == _FORMAT and len(data) >= 6:
            codes[int.from_bytes(data[:2], "little")] = _text(data, 2)[0]
            formats.append(_record(_FORMAT, data))
        elif record == _BEGIN_CELL_XFS:
            inside = True
        elif record == _END_CELL_XFS:
            break
        elif record == _XF and inside:
            if len(data) < 4:
                raise FileProblem("damaged", {"part": _STYLES})
            cell_styles.append(data)
    written = b"".join(
        (
            _record(_BEGIN_FORMATS, struct.pack("<I", len(formats))),
            *formats,
            _record(_BEGIN_CELL_XFS, struct.pack("<I", len(cell_styles))),
            *(_record(_XF, data) for data in cell_styles),
        )
    )
    percents = frozenset(
        index
        for index, data in enumerate(cell_styles)
        if is_percent_format(int.from_bytes(data[2:4], "little"), codes)
    )
    return written, percents


def _written_strings(strings: bytes) -> tuple[bytes, list[int]]:
    """The shared strings without formatting, and how many bytes each takes."""
    items = [_text(data, 1)[0] for record, data in _records(strings) if record == _STRING_ITEM]
    written = [_record(_BEGIN_STRINGS, struct.pack("<2I", len(items), len(items)))]
    written += [_record(_STRING_ITEM, b"\0" + _counted(item)) for item in items]
    return b"".join(written), [3 * len(item) for item in items]


class _SheetWalk:
    """One sheet's cells: extent, error cells, percent cells, and the records that go on."""

    def __init__(self, sheet: str, context: _Context) -> None:
        self.marks = SheetMarks()
        self.extent = Extent(context.limits, sheet)
        self.text_bytes = 0
        self._context = context
        self._written: list[bytes] = []

    def run(self, data: bytes) -> _SheetWalk:
        row = 0
        for record, content in _records(data):
            if record == _ROW:
                if len(content) < 4:
                    raise FileProblem("damaged")
                row = int.from_bytes(content[:4], "little")
                self._written.append(_record(_ROW, content[:4]))
            elif record in _LEAST_BYTES:
                if len(content) < _LEAST_BYTES[record]:
                    raise FileProblem("damaged")
                self._cell(row, record, content)
            elif record == _END_SHEET_DATA:
                break
        return self

    def _cell(self, row: int, record: int, data: bytes) -> None:
        column, style = struct.unpack_from("<2I", data)
        self.extent.include(row, column)
        end = _LEAST_BYTES[record]
        if record in _ERRORS:
            self.marks.errors[row, column] = ERROR_CODES.get(data[8], UNKNOWN_ERROR)
            return
        if record in _TEXTS:
            end = _text(data, 8)[1]
        elif record == _SHARED_STRING:
            index = int.from_bytes(data[8:12], "little")
            if index >= len(self._context.string_lengths):
                raise FileProblem("damaged")
            self.text_bytes += self._context.string_lengths[index]
        elif record in _NUMBERS and style & 0xFFFFFF in self._context.percents:
            self.marks.percents.add((row, column))
        self._written.append(_record(record, data[:end]))

    def written(self) -> bytes:
        """The sheet part anew: no formulas, no errors (the marks have them), no dimensions."""
        head = (
            _record(_BEGIN_SHEET),
            _record(_DIMENSION, bytes(16)),
            _record(_BEGIN_SHEET_DATA),
        )
        return b"".join((*head, *self._written, _record(_END_SHEET_DATA)))
