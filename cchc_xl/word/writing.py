"""Official papers in Word (NĐ 30/2020/NĐ-CP): A4, Times New Roman, page numbers above the text.

python-docx writes the document; what it has no words for (repeated headers, fields, fixed widths)
is set on its elements.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

FONT = "Times New Roman"

PORTRAIT_WIDTH = 210 - 30 - 15  # mm of text
LANDSCAPE_WIDTH = 297 - 30 - 20


def new_document(*, size: float, landscape: bool = False) -> Document:
    """An empty A4 document with the margins of NĐ 30/2020 and its page numbers."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(size)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    language = normal.element.get_or_add_rPr()
    language.append(_element("w:lang", val="vi-VN"))
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = Mm(30)
    section.right_margin = Mm(20 if landscape else 15)
    section.top_margin = section.bottom_margin = Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    _number_pages(section)
    return document


def _number_pages(section: Any) -> None:
    """Centred above the text, from the second page on, counted from 1."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.name, run.font.size = FONT, Pt(13)
        if kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))
        else:
            code = _element("w:instrText")
            code.text = text
            run._r.append(code)
    numbers = _element("w:pgNumType", start="1")
    before = section._sectPr.find(_qualified("w:cols"))
    before.addprevious(numbers) if before is not None else section._sectPr.append(numbers)


def add_line(
    host: Any,
    words: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: float | None = None,
    align: str = "left",
    after: float = 0,
    before: float = 0,
) -> Paragraph:
    """A paragraph of one look; ``host`` is a document or a cell."""
    from docx.shared import Pt

    paragraph: Paragraph = host.add_paragraph()
    write(paragraph, words, bold=bold, italic=italic, size=size, align=align)
    paragraph.paragraph_format.space_after = Pt(after)
    paragraph.paragraph_format.space_before = Pt(before)
    return paragraph


def write(
    paragraph: Paragraph,
    words: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: float | None = None,
    align: str = "left",
) -> None:
    """Words at the end of a paragraph; ``size`` in points."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph.alignment = {
        "left": WD_ALIGN_PARAGRAPH.LEFT,
        "center": WD_ALIGN_PARAGRAPH.CENTER,
        "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
    }[align]
    run = paragraph.add_run(_printable(words))
    run.bold, run.italic = bold or None, italic or None
    if size is not None:
        run.font.size = Pt(size)


def _printable(words: str) -> str:
    """Without the control characters XML cannot hold."""
    return "".join(c for c in words if c >= " " or c in "\t\n")


def add_table(document: Document, widths: Sequence[float], *, bordered: bool) -> Table:
    """A table without rows; ``widths`` of its columns in mm, kept by Word as they are."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Mm

    table: Table = document.add_table(rows=0, cols=len(widths))
    if bordered:
        table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def add_row(table: Any) -> Any:
    """One more row."""
    return table.add_row()


def keep_row_whole(row: Any) -> None:
    """The row goes to the next page rather than being cut."""
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))


def repeat_row(row: Any) -> None:
    """The row is a header that every page begins with."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def bind(paragraph: Paragraph, words: str, tag: str) -> None:
    """Words filled in from a row: a content control that remembers the row's key."""
    control, properties = _element("w:sdt"), _element("w:sdtPr")
    properties.append(_element("w:alias", val="Số liệu từ phụ lục"))
    properties.append(_element("w:tag", val=tag))
    content, run, text = _element("w:sdtContent"), _element("w:r"), _element("w:t")
    text.text = words
    run.append(text)
    content.append(run)
    control.append(properties)
    control.append(content)
    paragraph._p.append(control)


def describe(document: Document, title: str, identifier: str) -> None:
    """The document's own properties: a title for people, facts for reading it back."""
    properties = document.core_properties
    properties.title = title[:255]
    properties.author = ""
    properties.comments = ""
    properties.language = "vi-VN"
    properties.identifier = identifier


def to_bytes(document: Document) -> bytes:
    """The finished file."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    found = OxmlElement(name)
    for attribute, value in attributes.items():
        found.set(qn(f"w:{attribute}"), value)
    return found


def _qualified(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(name)
