"""An .xls (BIFF5/BIFF8, [MS-XLS]) made safe for calamine: records walked once, packed anew."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cchc_xl.workbook.compound import CompoundFile, pack_compound
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

# Names of streams a workbook may lie in, and the records looked at.
STREAMS = ("workbook", "book")
_BOF, _EOF, _FILE_PASS, _BOUND_SHEET = 0x809, 0x0A, 0x2F, 0x85
# Dimensions (for which calamine reserves memory), ExternSheet, Lbl, MergeCells: of no use here, and
# with formula tokens the parts of the format its reader stumbles over.
_NOT_NEEDED = frozenset({0x200, 0x17, 0x18, 0xE5})
_FORMAT, _XF = 0x41E, 0xE0
_NUMBER, _RK, _FORMULA, _MUL_RK, _BOOL_ERR = 0x203, 0x27E, 0x06, 0xBD, 0x205
_SST, _CONTINUE, _LABEL_SST = 0xFC, 0x3C, 0xFD
_TEXTS = frozenset({0x204, 0xD6, _LABEL_SST})  # Label, RString
_CELLS = frozenset({_NUMBER, _RK, _FORMULA, _MUL_RK, _BOOL_ERR})
_BIFF8 = 0x600
_LONGEST_TEXT = 65_535 * 3  # bytes in UTF-8
_WORKSHEET = 0


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    start: int  # offset of its records in the stream
    kind: int  # 0 worksheet, others: macros, charts


def safe_package(data: bytes, limits: Limits) -> SafePackage:
    """Check every sheet (calamine reads them all on opening) and pack the workbook stream anew.

    Raises FileProblem: damaged, encrypted, no-sheet, too-large.
    """
    compound = CompoundFile(data)
    name = next((name for name in STREAMS if name in compound), None)
    if name is None:
        raise FileProblem("not-a-spreadsheet")
    stream = bytearray(compound.stream(name))
    version, sheets, percents = _globals(stream)
    if not any(sheet.kind == _WORKSHEET for sheet in sheets):
        raise FileProblem("no-sheet")
    check_sheet_count(len(sheets), limits)
    budget = CellBudget(limits)
    used: Counter[int] = Counter()
    marks = [_walk_sheet(stream, sheet, percents, limits, budget, used) for sheet in sheets]
    _check_texts(stream, used, limits)
    as_name = "Workbook" if version == _BIFF8 else "Book"
    return SafePackage(pack_compound(as_name, bytes(stream)), marks)


def is_encrypted(stream: bytes) -> bool:
    """True where a workbook stream says, among its first records, that the rest is encrypted."""
    for record, _, _ in _records(stream, 0):
        if record == _FILE_PASS:
            return True
        if record in (_EOF, _BOUND_SHEET):
            break
    return False


def _records(stream: bytes | bytearray, at: int) -> Iterator[tuple[int, int, int]]:
    """(record type, offset of its data, length) until the stream ends."""
    size = len(stream)
    while at + 4 <= size:
        record, length = struct.unpack_from("<2H", stream, at)
        at += 4
        if at + length > size:
            raise FileProblem("damaged")
        yield record, at, length
        at += length


def _globals(stream: bytearray) -> tuple[int, list[_Sheet], frozenset[int]]:
    """BIFF version, the sheets, and the cell styles that show a percent."""
    version = 0
    sheets: list[_Sheet] = []
    codes: dict[int, str] = {}
    formats: list[int] = []
    for record, at, length in _records(stream, 0):
        if record == _BOF and not version and length >= 2:
            version = struct.unpack_from("<H", stream, at)[0]
        elif record == _FILE_PASS:
            raise FileProblem("encrypted")
        elif record == _BOUND_SHEET and length >= 6:
            start, _, kind = struct.unpack_from("<I2B", stream, at)
            if start >= len(stream):
                raise FileProblem("damaged")
            sheets.append(_Sheet(_name(stream[at + 6 : at + length], version), start, kind))
        elif record == _XF and length >= 4:
            formats.append(struct.unpack_from("<H", stream, at + 2)[0])
        elif record == _FORMAT and length > 3:
            format_id = struct.unpack_from("<H", stream, at)[0]
            codes[format_id] = _format_code(bytes(stream[at + 2 : at + length]), version)
        elif record in _NOT_NEEDED:
            _hide(stream, at)
        elif record == _EOF:
            break
    percents = frozenset(
        index for index, format_id in enumerate(formats) if is_percent_format(format_id, codes)
    )
    return version, sheets, percents


def _hide(stream: bytearray, at: int) -> None:
    """Give the record whose data begins here a type that no reader knows."""
    stream[at - 4 : at - 2] = b"\xff\xff"


def _name(data: bytearray, version: int) -> str:
    if version != _BIFF8:
        return data[1:].decode("latin-1")  # some code page: good enough to point at the sheet
    return data[2:].decode("utf-16-le" if data[1:2] == b"\x01" else "latin-1", "replace")


def _format_code(data: bytes, version: int) -> str:
    if version != _BIFF8:
        return data[1:].decode("latin-1")
    return data[3:].decode("utf-16-le" if data[2] & 1 else "latin-1", "replace")


def _walk_sheet(
    stream: bytearray,
    sheet: _Sheet,
    percents: frozenset[int],
    limits: Limits,
    budget: CellBudget,
    used: Counter[int],
) -> SheetMarks:
    marks = SheetMarks()
    extent = Extent(limits, sheet.name)
    depth = 0  # 1 inside the sheet, more inside charts embedded in it
    for record, at, length in _records(stream, sheet.start):
        if record == _BOF:
            depth += 1
        elif record == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif record in _NOT_NEEDED:
            _hide(stream, at)
        elif length >= 6 and (record in _TEXTS or record in _CELLS):
            row, column, style = struct.unpack_from("<3H", stream, at)
            if record == _MUL_RK:
                last = struct.unpack_from("<H", stream, at + length - 2)[0]
                extent.include(row, max(last, column))
                for offset in range((length - 6) // 6):
                    if struct.unpack_from("<H", stream, at + 4 + 6 * offset)[0] in percents:
                        marks.percents.add((row, column + offset))
                extent.include(row, column)
                continue
            extent.include(row, column)
            if record == _FORMULA and length >= 22:
                stream[at + 20 : at + 22] = b"\0\0"  # no tokens: only the result is read
            if record == _LABEL_SST and length >= 10:
                used[struct.unpack_from("<I", stream, at + 6)[0]] += 1
            if depth != 1 or record in _TEXTS:
                continue
            error = _error(record, bytes(stream[at + 6 : at + min(length, 14)]))
            if error is not None:
                marks.errors[row, column] = error
            elif style in percents and _is_number(record, stream, at, length):
                marks.percents.add((row, column))
    budget.spend(extent.cells, sheet.name)
    return marks


def _check_texts(stream: bytearray, used: Counter[int], limits: Limits) -> None:
    """The shared strings, each counted for every cell that shows it, must stay within the limit.

    The bound (the commonest index, every time all the strings) settles it for any report; beyond
    it a workbook is refused unless no string could be long enough to matter.
    """
    table = 0
    previous = 0
    for record, _, length in _records(stream, 0):
        if record == _EOF:
            break
        if record == _SST or (record == _CONTINUE and previous == _SST):
            table += length
            previous = _SST
        else:
            previous = record
    if used:
        most = used.most_common(1)[0][1]
        TextBudget(limits).spend(min(most * table, used.total() * _LONGEST_TEXT), "")


def _error(record: int, value: bytes) -> str | None:
    if record == _BOOL_ERR and len(value) >= 2 and value[1]:
        return ERROR_CODES.get(value[0], UNKNOWN_ERROR)
    if record == _FORMULA and len(value) == 8 and value[6:] == b"\xff\xff" and value[0] == 2:
        return ERROR_CODES.get(value[2], UNKNOWN_ERROR)
    return None


def _is_number(record: int, stream: bytearray, at: int, length: int) -> bool:
    if record == _FORMULA:  # a text, truth value, error or empty result says so in its last bytes
        return length >= 14 and stream[at + 12 : at + 14] != b"\xff\xff"
    return record in (_NUMBER, _RK)
