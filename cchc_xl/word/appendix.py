"""The appendix as a Word document, laid out as NĐ 30/2020/NĐ-CP wants an appendix.

Its own title, the reference to its report, the table with a header on every page and rows that are
not cut. No national heading and no signature: an appendix has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cchc_xl.model import Entry, PrintedRow, Report, ReportTemplate, Row, RowKind, Section
from cchc_xl.model.front import FrontFields
from cchc_xl.templates.printing import (
    DOTS,
    day_words,
    has_tables_of_their_own,
    measure_lines,
    title_with,
)
from cchc_xl.text import display_text
from cchc_xl.word import writing
from cchc_xl.word.description import description_of

if TYPE_CHECKING:
    from docx.document import Document

_SIZE, _TITLE_SIZE, _MEASURE_SIZE = 13, 14, 12
_PORTRAIT = (18, 69, 32, 20, 26)  # mm, together the width of the text
_LANDSCAPE = (19, 98, 38, 32, 60)
_LONG_NOTE, _LONG_VALUE = 60, 24  # letters from which the table needs the width of a page turned


@dataclass(frozen=True, slots=True)
class Appendix:
    """What is printed. ``extra`` are the unit's own rows; they stand at the end."""

    report: Report
    template: ReportTemplate
    front: FrontFields = field(default_factory=FrontFields)
    extra: Sequence[PrintedRow] = ()


def write_appendix(appendix: Appendix) -> bytes:
    """The .docx file."""
    landscape = _needs_width(appendix)
    document = writing.new_document(size=_SIZE, landscape=landscape)
    _write_heading(document, appendix)
    widths = _LANDSCAPE if landscape else _PORTRAIT
    entries = appendix.report.entries
    extra: list[tuple[Row | None, Printed]] = [(None, _cells(row)) for row in appendix.extra]
    sections = appendix.template.sections
    if has_tables_of_their_own(appendix.template):
        for section in sections:
            _write_title(document, section)
            last = extra if section is sections[-1] else []
            _write_table(document, widths, [*_rows(section.rows, entries), *last])
    else:
        _write_table(document, widths, [*_rows(appendix.template.rows, entries), *extra])
    identifier = description_of(appendix.report, appendix.template)
    writing.describe(document, f"Phụ lục – {appendix.template.title}", identifier)
    return writing.to_bytes(document)


def _needs_width(appendix: Appendix) -> bool:
    entries = appendix.report.entries.values()
    return any(
        len(entry.note) > _LONG_NOTE or len(display_text(entry.text)) > _LONG_VALUE
        for entry in entries
    )


def _write_heading(document: Document, appendix: Appendix) -> None:
    report, front = appendix.report, appendix.front
    period = report.period.title if report.period else ""
    title = title_with(appendix.template.title, period)
    number = front.report_no or f"{DOTS}/BC-{DOTS}"
    unit = report.org_unit.name or DOTS
    reference = f"(Kèm theo Báo cáo số {number} ngày {day_words(front.report_date)} của {unit})"
    writing.add_line(document, "Phụ lục", bold=True, size=_TITLE_SIZE, align="center")
    writing.add_line(document, title, bold=True, size=_TITLE_SIZE, align="center")
    writing.add_line(document, reference, italic=True, size=_TITLE_SIZE, align="center", after=8)


def _write_title(document: Document, section: Section) -> None:
    """The title of a table of its own ("Biểu mẫu 1")."""
    number = section.no.strip()
    lines = [section.title]
    if any(letter.isalpha() for letter in number):
        lines = [number, section.title]
    elif number:
        lines = [f"{number.rstrip('.')}. {section.title}"]
    for n, words in enumerate(lines):
        last = n == len(lines) - 1
        line = writing.add_line(
            document,
            words,
            bold=True,
            align="center",
            before=12 if n == 0 else 0,
            after=4 if last else 0,
        )
        line.paragraph_format.keep_with_next = True


Printed = tuple[str, str, str, str, str]


def _rows(rows: Sequence[Row], entries: Mapping[str, Entry]) -> list[tuple[Row | None, Printed]]:
    return [(row, _printed(row, entries)) for row in rows]


def _printed(row: Row, entries: Mapping[str, Entry]) -> Printed:
    """Number, label, measure, value and note as they are printed."""
    entry = entries.get(row.key)
    if entry is None:
        return row.no, row.label, row.measure, "", row.note
    value = display_text(entry.text) if "\n" not in entry.text else entry.text
    return (
        entry.no or row.no,
        entry.label or row.label,
        entry.measure or row.measure,
        value or entry.error or "",
        entry.note or row.note,
    )


def _cells(row: PrintedRow) -> Printed:
    return row.no, row.label, row.measure, display_text(row.text), row.note


def _write_table(
    document: Document, widths: Sequence[float], rows: Sequence[tuple[Row | None, Printed]]
) -> None:
    table = writing.add_table(document, widths, bordered=True)
    _write_header(table, widths)
    for row, cells in rows:
        heading = row is not None and row.kind is RowKind.HEADING
        ratio = row is not None and row.is_ratio
        line = _row(table, widths)
        for column, words in enumerate(cells):
            in_lines = column == 2 and row is not None and words == row.measure
            _fill(
                line.cells[column],
                measure_lines(row) if in_lines and row is not None else words,
                bold=heading and column < 2,
                italic=ratio and column < 2,
                align="left" if column in (1, 4) else "center",
                size=_MEASURE_SIZE if column == 2 else None,
                keep=heading,
            )


def _row(table: Any, widths: Sequence[float]) -> Any:
    from docx.shared import Mm

    row = table.add_row()
    writing.keep_row_whole(row)
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)
    return row


def _fill(cell: Any, words: str, *, keep: bool = False, **look: Any) -> None:
    from docx.enum.table import WD_ALIGN_VERTICAL
    from docx.shared import Pt

    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    for n, line in enumerate(words.split("\n")):
        paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
        writing.write(paragraph, line, **look)
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
        if keep:  # a heading does not stay alone at the foot of a page
            paragraph.paragraph_format.keep_with_next = True


def _write_header(table: Any, widths: Sequence[float]) -> None:
    """Two lines: “Kết quả thống kê” over its measure and its value; both on every page."""
    upper, lower = _row(table, widths), _row(table, widths)
    top, bottom = upper.cells, lower.cells
    result = top[2].merge(top[3])
    merged = [top[column].merge(bottom[column]) for column in (0, 1, 4)]
    for cell, words in zip(
        (*merged, result, bottom[2], bottom[3]),
        ("STT", "Chỉ tiêu thống kê", "Ghi chú", "Kết quả thống kê", "Đơn vị tính", "Số liệu"),
        strict=True,
    ):
        for paragraph in cell.paragraphs[1:]:
            paragraph._p.getparent().remove(paragraph._p)
        _fill(cell, words, bold=True, align="center")
    for row in (upper, lower):
        writing.repeat_row(row)
