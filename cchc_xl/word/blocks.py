"""A Word document as paragraphs and tables, the way a reader of the printed page sees them.

Tracked changes are taken as accepted, hidden text and footnote marks are left out, text boxes are
read where they are anchored, numbers that Word writes itself are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cchc_xl.text import LegacyEncoding, nfc
from cchc_xl.word import fonts
from cchc_xl.word.content import Block, Cell, Line, Table, WordDocument
from cchc_xl.word.elements import (
    Element,
    Package,
    PartReader,
    attribute,
    child,
    children,
    integer,
    is_on,
    name_of,
    value_of,
)
from cchc_xl.word.numbering import Numbering
from cchc_xl.word.problems import WordProblem

_DEEPEST = 60  # tables in tables, boxes in boxes: no report needs more than four
_WIDEST = 300  # columns of a table
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FOOTNOTE_MARK = re.compile(r"[\d,;\s]+|[(\[]\s*[\d*]+\s*[)\]]|\*+")
_WRAPPERS = frozenset(
    {"ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo", "oMath",
     "oMathPara", "rubyBase", "ruby"}
)  # fmt: skip
_GONE = frozenset({"del", "moveFrom"})
_CHANGES = frozenset({"ins", "del", "moveFrom", "moveTo"})


def read_document(read: PartReader) -> WordDocument:
    """The main text of a .docx. Raises `WordProblem`."""
    package = Package(read)
    body = child(package.document, "body")
    if body is None:
        raise WordProblem("damaged", {"part": "word/document.xml"})
    styles = package.related("styles")
    numbering = Numbering(package.related("numbering"), styles)
    reader = _Reader(fonts.Fonts(styles), numbering, body)
    blocks = tuple(reader.blocks(body, 0))
    found = reader.found
    found.blocks, found.described = blocks, package.described()
    return found


@dataclass(slots=True)
class _Text:
    """A paragraph being read: pieces of text with the encoding of their font."""

    properties: Element | None
    pieces: list[tuple[str, LegacyEncoding | None, bool]] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)
    bound: list[tuple[str, str]] = field(default_factory=list)

    def add(self, text: str, font: str) -> None:
        encoding, capitals = fonts.encoding_of(font), fonts.shows_capitals(font)
        if self.pieces and self.pieces[-1][1:] == (encoding, capitals):
            text = self.pieces.pop()[0] + text
        self.pieces.append((text, encoding, capitals))


class _Reader:
    def __init__(self, used: fonts.Fonts, numbering: Numbering, body: Element) -> None:
        self._fonts = used
        self._numbering = numbering
        self._certain: frozenset[LegacyEncoding] = frozenset()
        self._boxed = 0
        self.found = WordDocument()
        self._certain = fonts.surely_legacy(self._legacy_runs(body))

    def _legacy_runs(self, body: Element) -> Iterator[tuple[str, LegacyEncoding]]:
        for paragraph in (one for one in body.iter() if name_of(one) == "p"):
            properties = child(paragraph, "pPr")
            for run in (one for one in paragraph.iter() if name_of(one) == "r"):
                font = self._fonts.of(child(run, "rPr"), properties)
                if (encoding := fonts.encoding_of(font)) is not None:
                    yield "".join(t.text or "" for t in children(run, "t")), encoding

    def blocks(self, parent: Element, depth: int) -> Iterator[Block]:
        """Paragraphs and tables below a body, a cell or a text box."""
        if depth > _DEEPEST:
            raise WordProblem("lying-structure", {"part": "word/document.xml"})
        carried = ""
        for element in parent:
            name = name_of(element)
            if name == "p":
                text = self._paragraph(element, depth)
                words = carried + self._words(text)
                carried = ""
                if is_on(text.properties, "rPr", "del"):  # its end was deleted: the next goes on
                    carried = words
                    yield from text.boxes
                    continue
                yield from self._lines(words, tuple(text.bound))
                yield from text.boxes
            elif name == "tbl":
                yield self._table(element, depth)
            elif name == "sdt":
                if not is_on(element, "sdtPr", "showingPlcHdr"):
                    content = child(element, "sdtContent")
                    yield from self.blocks(content, depth + 1) if content is not None else ()
            elif name in _WRAPPERS:
                yield from self.blocks(element, depth + 1)
            elif name == "AlternateContent":
                yield from self.blocks(_alternative(element), depth + 1)
        yield from self._lines(carried, ())

    def _lines(self, words: str, bound: tuple[tuple[str, str], ...]) -> Iterator[Line]:
        for line in words.split("\n"):
            if line.strip():
                yield Line(line.strip(" "), bound)

    # ------------------------------------------------------------------ paragraphs

    def _paragraph(self, paragraph: Element, depth: int) -> _Text:
        text = _Text(child(paragraph, "pPr"))
        if not is_on(text.properties, "rPr", "del") and (
            written := self._numbering.next(text.properties)
        ):
            text.pieces.append((f"{written} ", None, False))
        self._runs(paragraph, text, depth)
        return text

    def _runs(self, parent: Element, text: _Text, depth: int) -> None:
        if depth > _DEEPEST:
            raise WordProblem("lying-structure", {"part": "word/document.xml"})
        for element in parent:
            name = name_of(element)
            if name in _CHANGES:
                self.found.has_changes = True
            if name == "r":
                self._run(element, text, depth)
            elif name in _WRAPPERS:
                self._runs(element, text, depth + 1)
            elif name == "AlternateContent":
                self._runs(_alternative(element), text, depth + 1)
            elif name == "sdt":
                self._control(element, text, depth)

    def _control(self, control: Element, text: _Text, depth: int) -> None:
        content = child(control, "sdtContent")
        if content is None or is_on(control, "sdtPr", "showingPlcHdr"):
            return
        before = len("".join(piece for piece, *_ in text.pieces))
        self._runs(content, text, depth + 1)
        if tag := value_of(control, "sdtPr", "tag"):
            words = "".join(piece for piece, *_ in text.pieces)[before:]
            text.bound.append((tag, nfc(words).strip()))

    def _run(self, run: Element, text: _Text, depth: int) -> None:
        properties = child(run, "rPr")
        if is_on(properties, "vanish"):
            return
        words = ""
        for element in run:
            name = name_of(element)
            if name == "t":
                words += element.text or ""
            elif name in ("tab", "ptab"):
                words += "\t"
            elif name in ("br", "cr"):
                words += "\n"
            elif name == "noBreakHyphen":
                words += "-"
            elif name in ("drawing", "pict", "object", "AlternateContent"):
                self._text_boxes(element, text, depth)
        if value_of(properties, "vertAlign") == "superscript" and words:
            words = _raised(words)
        if words:
            text.add(words, self._fonts.of(properties, text.properties))

    def _text_boxes(self, element: Element, text: _Text, depth: int) -> None:
        if name_of(element) == "AlternateContent":
            element = _alternative(element)
        if depth > _DEEPEST:
            raise WordProblem("lying-structure", {"part": "word/document.xml"})
        for inner in element:
            if name_of(inner) == "txbxContent":
                text.boxes += self.blocks(inner, depth + 1)
            else:
                self._text_boxes(inner, text, depth + 1)

    def _words(self, text: _Text) -> str:
        words = ""
        for piece, encoding, capitals in text.pieces:
            if encoding is None:
                words += piece
                continue
            repaired = fonts.decoded(piece, encoding, certain=encoding in self._certain)
            if repaired != piece:
                if self.found.encoding is None or len(piece) > len(self.found.sample[0]) < 20:
                    self.found.encoding = encoding
                    self.found.sample = (piece.strip(), repaired.strip())
                if capitals:
                    repaired = repaired.upper()
            words += repaired
        return nfc(words)

    # ---------------------------------------------------------------------- tables

    def _table(self, table: Element, depth: int) -> Table:
        grid = [
            integer(attribute(column, "w"))
            for column in children(child(table, "tblGrid"), "gridCol")
        ]
        rows = tuple(
            cells for row in self._elements(table, "tr") if (cells := self._row(row, depth))
        )
        width = min(
            _WIDEST, max((cell.start + cell.span for row in rows for cell in row), default=0)
        )
        known = len(grid) >= width and all(column > 0 for column in grid[:width])
        return Table(tuple(float(w) for w in grid[:width]) if known else (1.0,) * width, rows)

    def _elements(self, parent: Element, wanted: str, depth: int = 0) -> Iterator[Element]:
        """Rows or cells, also those inside content controls."""
        if depth > _DEEPEST:
            raise WordProblem("lying-structure", {"part": "word/document.xml"})
        for element in parent:
            name = name_of(element)
            if name == wanted:
                yield element
            elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
                yield from self._elements(element, wanted, depth + 1)

    def _row(self, row: Element, depth: int) -> tuple[Cell, ...]:
        properties = child(row, "trPr")
        if any(child(properties, change) is not None for change in ("ins", "del")):
            self.found.has_changes = True
        if child(properties, "del") is not None:
            return ()
        cells = []
        at = min(max(0, integer(value_of(properties, "gridBefore"))), _WIDEST)
        for element in self._elements(row, "tc"):
            kind = child(element, "tcPr")
            if child(kind, "cellDel") is not None:
                self.found.has_changes = True
                continue
            span = min(max(1, integer(value_of(kind, "gridSpan"), 1)), _WIDEST - at)
            if span < 1:
                break
            goes_on = any(
                (merge := child(kind, name)) is not None and attribute(merge, "val") != "restart"
                for name in ("vMerge", "hMerge")
            )
            blocks = tuple(self.blocks(element, depth + 1))
            cells.append(Cell(at, span, () if goes_on else blocks))
            at += span
        return tuple(cells)


def _alternative(element: Element) -> Element:
    """What a program of today shows of several versions of one drawing."""
    options = [one for one in element if name_of(one) in ("Choice", "Fallback")]
    for option in options:
        if any(name_of(inner) == "txbxContent" for inner in option.iter()):
            return option
    return options[0] if options else Element("none")


def _raised(words: str) -> str:
    """Raised digits as raised letters (m², a footnote's mark); marks in brackets go."""
    if words.strip().isascii() and words.strip().isdigit():
        return words.translate(_RAISED)
    return "" if _FOOTNOTE_MARK.fullmatch(words.strip()) else words
