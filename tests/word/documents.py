"""Word files made up for tests: the sample reports with everything offices do to them.

`write_docx` turns the lines of a ``.txt`` report (paragraphs, rows of cells between tabs) into a
.docx; a `Disturbance` says how it is typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

_TAG = re.compile(r"(</?[bi]>)")
Row = list[str]


@dataclass(frozen=True)
class Disturbance:
    """How the table is typed; the default is Word's own tidy way."""

    table_per_page: bool = False  # a new table where the text file repeats its header
    header_once: bool = False  # one table, its header marked to be repeated
    nested: bool = False  # the whole appendix inside a cell of a layout table
    boxed: bool = False  # the title in a text box
    revised: bool = False  # every number was another one before; a row was struck out
    footnotes: bool = False
    decomposed: bool = False
    font: str = ""  # .VnTime
    runs: bool = False  # every word a run of its own
    controls: bool = False  # values in content controls
    hidden: bool = False  # hidden text beside the labels
    split_grid: bool = False  # borders drawn by hand: more columns in the grid than headings
    numbered: bool = False  # numbers of rows counted by Word
    encode: Callable[[str], str] | None = None


def parse(text: str) -> list[str | list[Row]]:
    """Paragraphs, and runs of rows."""
    found: list[str | list[Row]] = []
    for line in text.splitlines():
        if "\t" in line:
            if not found or isinstance(found[-1], str):
                found.append([])
            rows = found[-1]
            assert isinstance(rows, list)
            rows.append([*line.split("\t"), "", "", "", ""][:5])
        elif line.strip():
            found.append(line)
    return found


def write_docx(path: Path, text: str, how: Disturbance | None = None) -> Path:
    how = how or Disturbance()
    document = Document()
    writer = _Writer(document, how)
    parts = parse(text)
    if how.header_once:
        parts = _one_table(parts)
    for n, part in enumerate(parts):
        if isinstance(part, str):
            writer.paragraph(part)
        else:
            writer.table(part, first=not any(isinstance(p, list) for p in parts[:n]))
    document.save(str(path))
    return path


def _one_table(parts: Sequence[str | list[Row]]) -> list[str | list[Row]]:
    """The pieces of each page together; only for forms that have one table."""
    rows = [row for part in parts if isinstance(part, list) for row in part]
    header = rows[:2]
    body = [row for row in rows if row not in header]
    before = [part for part in parts if isinstance(part, str)]
    return [*before, [*header, *body]]


class _Writer:
    def __init__(self, document: Any, how: Disturbance) -> None:
        self.document = document
        self.how = how
        self.marks = 0

    def paragraph(self, words: str) -> None:
        paragraph = self.document.add_paragraph()
        if self.how.boxed and words.startswith("Phụ lục"):
            _box(paragraph, self._typed(words))
            return
        self._write(paragraph, words)

    def table(self, rows: Sequence[Row], *, first: bool) -> None:
        host = self.document
        if self.how.nested:
            host = self.document.add_table(rows=1, cols=1).cell(0, 0)
        wide = 6 if self.how.split_grid else 5
        table = host.add_table(rows=len(rows), cols=wide)
        table.style = "Table Grid" if not self.how.nested else None
        for n, cells in enumerate(rows):
            self._row(table, n, cells)
        for n in range(len(rows)):
            if rows[n][2] == "Kết quả thống kê":
                _merge_header(table, n, wide)
        if self.how.header_once:
            for row in table.rows[:2]:
                properties = row._tr.get_or_add_trPr()
                properties.append(OxmlElement("w:tblHeader"))
        if self.how.revised and first:
            _strike(table, rows[-1])

    def _row(self, table: Any, n: int, cells: Row) -> None:
        row = table.rows[n].cells
        if self.how.split_grid:
            # The label stands over two columns of the grid where a border was drawn through it.
            merged = row[1].merge(row[2])
            places = [row[0], merged, row[3], row[4], row[5]]
        else:
            places = list(row)
        for column, (place, words) in enumerate(zip(places, cells, strict=True)):
            paragraph = place.paragraphs[0]
            if column == 3 and self.how.controls and words and words != "Số liệu":
                _control(paragraph, self._typed(_TAG.sub("", words)))
            elif column == 3 and self.how.revised and re.fullmatch(r"\d+", words):
                _revise(paragraph, words)
            else:
                self._write(paragraph, words, is_label=column == 1)

    def _write(self, paragraph: Any, words: str, *, is_label: bool = False) -> None:
        bold = italic = False
        for piece in filter(None, _TAG.split(words)):
            if _TAG.fullmatch(piece):
                bold = (piece == "<b>") if "b" in piece else bold
                italic = (piece == "<i>") if "i" in piece else italic
                continue
            typed = self._typed(piece)
            for word in re.findall(r"\S+\s*|\s+", typed) if self.how.runs else [typed]:
                run = paragraph.add_run(word)
                run.bold, run.italic = bold, italic
                if self.how.font:
                    run.font.name = self.how.font
        if is_label and words:
            self._mark(paragraph)

    def _mark(self, paragraph: Any) -> None:
        if self.how.footnotes:
            self.marks += 1
            run = paragraph.add_run(str(self.marks))
            run.font.superscript = True
        if self.how.hidden:
            run = paragraph.add_run(" (ẩn 99)")
            run.font.hidden = True

    def _typed(self, words: str) -> str:
        if self.how.decomposed:
            return unicodedata.normalize("NFD", words)
        return self.how.encode(words) if self.how.encode else words


def _merge_header(table: Any, n: int, wide: int) -> None:
    upper, lower = table.rows[n].cells, table.rows[n + 1].cells
    last = wide - 1
    upper[last - 2].merge(upper[last - 1])
    for column in (0, 1, last):
        upper[column].merge(lower[column])
    for cell in {id(c._tc): c for row in (upper, lower) for c in row}.values():
        for paragraph in cell.paragraphs[1:]:
            if not paragraph.text:
                paragraph._p.getparent().remove(paragraph._p)


def element(xml_name: str, **attributes: str) -> Any:
    found = OxmlElement(xml_name)
    for name, value in attributes.items():
        found.set(qn(f"w:{name}"), value)
    return found


def _changed(kind: str) -> Any:
    return element(f"w:{kind}", id="1", author="người sửa", date="2024-03-01T08:00:00Z")


def run_of(words: str, tag: str = "w:t") -> Any:
    run = element("w:r")
    text = element(tag)
    text.text = words
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(text)
    return run


def _revise(paragraph: Any, words: str) -> None:
    """77 was there before; the number now is an insertion."""
    old, new = _changed("del"), _changed("ins")
    old.append(run_of("77", "w:delText"))
    new.append(run_of(words))
    paragraph._p.append(old)
    paragraph._p.append(new)


def _strike(table: Any, like: Row) -> None:
    """A row somebody deleted with changes tracked."""
    row = table.add_row()
    for cell, words in zip(row.cells, like, strict=False):
        cell.paragraphs[0]._p.append(_changed("del"))
        cell.paragraphs[0]._p[-1].append(run_of(words or "x", "w:delText"))
    row._tr.get_or_add_trPr().append(_changed("del"))


def _control(paragraph: Any, words: str) -> None:
    control, content = element("w:sdt"), element("w:sdtContent")
    control.append(element("w:sdtPr"))
    content.append(run_of(words))
    control.append(content)
    paragraph._p.append(control)


_BOX = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent>'
    '<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>{words}'
    "</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r>"
    "</w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def _box(paragraph: Any, words: str) -> None:
    from docx.oxml import parse_xml

    paragraph._p.append(parse_xml(_BOX.format(words=words)))


def plain_docx(path: Path, *lines: str) -> Path:
    """Paragraphs only."""
    document = Document()
    document.styles["Normal"].font.size = Pt(14)
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path
