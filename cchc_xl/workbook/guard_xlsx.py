"""An .xlsx/.xlsm made safe for calamine: only what is needed, laid out anew, sizes known.

What a parser must never meet is settled here: document types, a shared-string count that reserves
memory, cells in far corners. The new package holds the package relations, a workbook listing the
wanted sheets, styles, shared strings and each sheet's `sheetData` – so odd part names, macro
sheets, broken drawings and links to other files do not matter any more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import escape
from pyexpat import ParserCreate

from cchc_xl.workbook.marks import (
    CellBudget,
    Position,
    SafePackage,
    SheetMarks,
    TextBudget,
    check_sheet_count,
)
from cchc_xl.workbook.problems import FileProblem, Limits
from cchc_xl.workbook.safe_zip import PackedMember, SafeZip, pack_zip, run_expat
from cchc_xl.workbook.sheet_scan import (
    SheetScan,
    scan_sheet,
    shared_string_count,
    shared_strings,
)
from cchc_xl.workbook.xlsx_parts import Parts, Sheet, find_parts, percent_styles_of, read_xml

_TYPES = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_KEPT_PACKED = 8_000_000  # a part above this goes on as the sender packed it, to spare memory
_CLAIMED_COUNT = re.compile(rb"uniqueCount\s*=\s*[\"']?\s*(\d+)")
_EMPTY_FORMULA = re.compile(
    rb"<c((?: [^<>]*)?)><f(?:[^<>]*/>|[^<>]*>[^<]*</f>)(?:<v ?/>|<v></v>|</c>)"
)


def safe_package(
    archive: SafeZip,
    limits: Limits,
    only: Callable[[str], bool] | None = None,
    parts: Parts | None = None,
) -> SafePackage:
    """Check and pack anew what calamine needs to read the sheets that `only` wants (None: all).

    ``parts`` where the caller has looked for them already.

    Raises FileProblem: damaged, no-sheet, too-large, xml-entity, xml-encoding, lying-structure,
    and SafeZip's.
    """
    parts = parts or find_parts(archive)
    check_sheet_count(len(parts.sheets), limits)
    wanted = [sheet for sheet in parts.sheets if only is None or only(sheet.name)]
    members = [
        PackedMember.stored("_rels/.rels", _PACKAGE_RELATIONS),
        PackedMember.stored("xl/workbook.xml", _workbook_xml(wanted, parts.date1904)),
        PackedMember.stored("xl/_rels/workbook.xml.rels", _workbook_relations(len(wanted))),
    ]
    percent_styles: frozenset[int] = frozenset()
    if parts.styles is not None:
        styles = read_xml(archive, parts.styles)
        percent_styles = percent_styles_of(styles, parts.styles)
        members.append(_member(archive, parts.styles, "xl/styles.xml", styles))
    strings = b""
    if parts.strings is not None:
        strings = read_xml(archive, parts.strings)
        _check_count(strings, parts.strings)
        members.append(_member(archive, parts.strings, "xl/sharedStrings.xml", strings))
    budget = CellBudget(limits)
    texts = _SharedTexts(strings, limits)
    marks: list[SheetMarks] = []
    for number, sheet in enumerate(wanted):
        data = read_xml(archive, sheet.part)
        scan = scan_sheet(data, sheet, percent_styles, limits, budget)
        texts.spend(data, scan, sheet.name)
        members.append(_safe_sheet(archive, sheet, data, scan, f"xl/worksheets/{number}.xml"))
        marks.append(scan.marks)
    return SafePackage(pack_zip(members), marks)


def percent_positions(
    archive: SafeZip, limits: Limits, sheet_name: str, cells: list[Position]
) -> set[Position]:
    """Which of the cells (0-based) hold a number in a percent format. KeyError: no such sheet."""
    parts = find_parts(archive)
    sheet = next((sheet for sheet in parts.sheets if sheet.name == sheet_name), None)
    if sheet is None:
        raise KeyError(sheet_name)
    if parts.styles is None:
        return set()
    styles = percent_styles_of(read_xml(archive, parts.styles), parts.styles)
    scan = scan_sheet(read_xml(archive, sheet.part), sheet, styles, limits, CellBudget(limits))
    return scan.marks.percents.intersection(cells)


def has_formula_without_value(archive: SafeZip, only: Callable[[str], bool] | None = None) -> bool:
    """True where a sheet (that `only` wants) holds a formula whose result was never stored.

    Programs that only write leave it so. An empty *text* result is a result: Excel stores it as an
    empty value of type `str`.
    """
    for sheet in find_parts(archive).sheets:
        if only is not None and not only(sheet.name):
            continue
        data = read_xml(archive, sheet.part)
        if b"<f" not in data:
            continue
        if any(b't="str"' not in cell[1] for cell in _EMPTY_FORMULA.finditer(data)):
            return True
    return False


def _safe_sheet(
    archive: SafeZip, sheet: Sheet, data: bytes, scan: SheetScan, as_name: str
) -> PackedMember:
    if len(data) > _KEPT_PACKED:
        return archive.copy_of(sheet.part, as_name)
    content = _with_known_errors(data, scan)
    if scan.plain:
        # An empty mergeCells first: calamine looks for one after the cells and, meeting it here,
        # need not go through the sheet a second time.
        content = b"<worksheet><mergeCells/>" + content + b"</worksheet>"
    return PackedMember.stored(as_name, content)


def _with_known_errors(data: bytes, scan: SheetScan) -> bytes:
    """The scanned cut, with each error calamine does not know made #N/A."""
    pieces: list[bytes] = []
    start = scan.start
    for first, last in scan.unknown_errors:
        pieces += (data[start:first], b"#N/A")
        start = last
    pieces.append(data[start : scan.end])
    return b"".join(pieces)


class _SharedTexts:
    """The shared strings, each counted for every cell that shows it.

    Cheap bounds first: every cell shows all of them, every cell shows the longest. Where those do
    not settle it, the sheets from there on are summed exactly; what the bounds let pass before is
    once the limit more, at most.
    """

    def __init__(self, strings: bytes, limits: Limits) -> None:
        self._strings = strings
        self._limit = limits.cell_text_bytes
        self._budget = TextBudget(limits)
        self._cells = 0
        self._lengths: list[int] | None = None
        self._longest = 0

    def spend(self, data: bytes, scan: SheetScan, sheet: str) -> None:
        """Take account of one sheet. Raises FileProblem too-large."""
        count = shared_string_count(data, scan)
        self._cells += count
        if self._cells * len(self._strings) <= self._limit:
            return
        if self._lengths is None:
            self._lengths = _string_lengths(self._strings)
            self._longest = max(self._lengths, default=0)
        if self._cells * self._longest <= self._limit:
            return
        used = Counter(shared_strings(data, scan))
        known = len(self._lengths)
        texts = (self._lengths[index] * n for index, n in used.items() if index < known)
        unclear = count - used.total()  # written so that the index is not found at a glance
        self._budget.spend(sum(texts) + unclear * self._longest, sheet)


def _string_lengths(strings: bytes) -> list[int]:
    """Bytes of each shared string, or more (its markup included)."""
    pieces = strings.split(b"<si>")
    # No other element that begins with these letters, no prefixes, comments, CDATA sections.
    if strings.count(b"<si") == len(pieces) - 1 and b":si" not in strings and b"<!" not in strings:
        return [len(piece) for piece in pieces[1:]]
    lengths: list[int] = []

    def start(name: str, _: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "si":
            lengths.append(0)

    def text(piece: str) -> None:
        if lengths:
            lengths[-1] += 3 * len(piece)  # UTF-8: at most three bytes for what Vietnamese uses

    parser = ParserCreate()
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    run_expat(parser, strings, "sharedStrings")
    return lengths


def _check_count(strings: bytes, part: str) -> None:
    """Calamine reserves room for `uniqueCount` strings; each takes five bytes of XML at least."""
    for claimed in _CLAIMED_COUNT.finditer(strings):
        if len(claimed[1]) > 12 or int(claimed[1]) > len(strings):
            raise FileProblem("lying-structure", {"part": part})


def _member(archive: SafeZip, part: str, as_name: str, data: bytes) -> PackedMember:
    if len(data) > _KEPT_PACKED:
        return archive.copy_of(part, as_name)
    return PackedMember.stored(as_name, data)


_PACKAGE_RELATIONS = (
    b'<Relationships><Relationship Id="rId1" Type="' + _TYPES + b'officeDocument"'
    b' Target="xl/workbook.xml"/></Relationships>'
)


def _workbook_xml(sheets: list[Sheet], date1904: bool) -> bytes:
    lines = [f'<workbook><workbookPr date1904="{int(date1904)}"/><sheets>']
    for number, sheet in enumerate(sheets):
        state = sheet.state if sheet.state in ("hidden", "veryHidden") else "visible"
        lines.append(f'<sheet name="{escape(sheet.name)}" state="{state}" r:id="s{number}"/>')
    lines.append("</sheets></workbook>")
    return "".join(lines).encode()


def _workbook_relations(count: int) -> bytes:
    def lines() -> Iterator[bytes]:
        yield b"<Relationships>"
        for number in range(count):
            yield b'<Relationship Id="s%d" Type="%sworksheet" Target="worksheets/%d.xml"/>' % (
                number,
                _TYPES,
                number,
            )
        yield b"</Relationships>"

    return b"".join(lines())
