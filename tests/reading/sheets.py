"""Generic spreadsheets made up for tests, as people type an appendix into Excel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.reading.forms import Line

HEAD = (
    "UBND XÃ BÌNH AN",
    "Phụ lục",
    "BIỂU THỐNG KÊ SỐ LIỆU CÔNG TÁC CCHC QUÝ I NĂM 2024",
    "(Kèm theo Báo cáo số 12/BC-UBND ngày 05/3/2024 của UBND xã Bình An)",
)

Put = Callable[[Any, int, int, Line], None]
"""Writes the value cell of one line: worksheet, row, column (0-based), line."""


def as_number(sheet: Any, row: int, column: int, line: Line) -> None:
    """A number where the text is one, as people type it."""
    text = line.text.replace(",", ".")
    try:
        sheet.write_number(row, column, float(text))
    except ValueError:
        if line.text:
            sheet.write_string(row, column, line.text)


def as_text(sheet: Any, row: int, column: int, line: Line) -> None:
    if line.text:
        sheet.write_string(row, column, line.text)


def write_table(
    sheet: Any,
    lines: Sequence[Line],
    *,
    top: int = 0,
    left: int = 0,
    put: Put = as_number,
    two_lines: bool = True,
) -> None:
    """The table with its header at a cell (0-based)."""
    if two_lines:
        sheet.merge_range(top, left, top + 1, left, "STT")
        sheet.merge_range(top, left + 1, top + 1, left + 1, "Chỉ tiêu thống kê")
        sheet.merge_range(top, left + 2, top, left + 3, "Kết quả thống kê")
        sheet.merge_range(top, left + 4, top + 1, left + 4, "Ghi chú")
        sheet.write_string(top + 1, left + 2, "Đơn vị tính")
        sheet.write_string(top + 1, left + 3, "Số liệu")
    else:
        names = ("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú")
        for n, name in enumerate(names):
            sheet.write_string(top, left + n, name)
    first = top + (2 if two_lines else 1)
    for n, line in enumerate(lines):
        for column, text in enumerate((line.no, line.label, line.measure, None, line.note)):
            if text:
                sheet.write_string(first + n, left + column, text)
        put(sheet, first + n, left + 3, line)


def one_sheet(
    path: Path,
    lines: Sequence[Line],
    *,
    head: Sequence[str] = HEAD,
    top: int | None = None,
    left: int = 0,
    put: Put = as_number,
    two_lines: bool = True,
) -> Path:
    """One sheet: title lines merged over the table, then the table."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Phụ lục")
        for n, title in enumerate(head):
            sheet.merge_range(n, left, n, left + 4, title)
        start = len(head) + 1 if top is None else top
        write_table(sheet, lines, top=start, left=left, put=put, two_lines=two_lines)
    return path


def sheet_a_part(
    path: Path,
    parts: Sequence[tuple[str, Sequence[Line]]],
    *,
    head: Sequence[str] = HEAD,
    put: Put = as_number,
) -> Path:
    """One sheet a part ("Biểu mẫu 1", "Biểu mẫu 2" …), each with a header of its own."""
    with xlsxwriter.Workbook(str(path)) as book:
        for number, (title, lines) in enumerate(parts, 1):
            sheet = book.add_worksheet(f"Biểu {number}")
            titles = [*(head if number == 1 else ()), f"Biểu mẫu {number}", title]
            for n, text in enumerate(titles):
                sheet.write_string(n, 0, text)
            write_table(sheet, lines, top=len(titles) + 1, put=put)
    return path
