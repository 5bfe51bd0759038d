"""`In phụ lục`: the whole appendix as the form prints it, the page that is signed.

Every figure is a formula over its section sheet, so what is printed is what was typed. A4 portrait
with the margins of NĐ 30/2020/NĐ-CP, pages numbered in the middle of the top from the second on.

A form of one table repeats its header by Excel's own print titles. A form of several tables, each
with its own header ("Biểu mẫu 1 … 7"), cannot: the header would stand above the next table's
title. There every table begins a page, and the header is written where a page is full. The page
breaks are ours in both, so that no heading stays alone at the foot of a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cchc_xl.model import Row, Section
from cchc_xl.templates.printing import (
    DOTS,
    day_words,
    has_tables_of_their_own,
    measure_lines,
    prints_its_title,
    title_formula,
    title_with,
)
from cchc_xl.workbook import style as look
from cchc_xl.workbook.book import Book, is_heading
from cchc_xl.workbook.cells import put_formula, put_text, shown_text
from cchc_xl.workbook.choices import period_words
from cchc_xl.workbook.content import BookContent
from cchc_xl.workbook.layout import (
    FORM_TITLE,
    ORG_UNIT,
    PERIOD,
    PRINT_SHEET,
    REPORT_DATE,
    REPORT_NO,
    Column,
)
from cchc_xl.workbook.text_fit import count_lines, lines_height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

WIDTHS = {"A": 7.0, "B": 32.0, "C": 13.2, "D": 9.5, "E": 11.5}
_ALL = 73.0
_SIZE = 13
_MEASURE_SIZE = 12  # "Hoàn thành = 2" on one line
_MM = 1 / 25.4
_SCALE = 97  # percent; a little room for printers that set wider columns
#: Points that fit on a page: A4 between margins of 20 mm, less a little for the same reason.
_PAGE_POINTS = (297 - 40) / 25.4 * 72 / (_SCALE / 100) * 0.96
_LONGEST = 14  # lines in a cell; Excel's highest row is 409 points


@dataclass(slots=True)
class _Page:
    """How far down the sheet and the current page we are."""

    row: int = 0
    used: float = 0.0


def write_print(book: Book) -> None:
    """Add the sheet."""
    sheet = book.add_sheet(PRINT_SHEET)
    for column, width in WIDTHS.items():
        sheet.set_column(f"{column}:{column}", width)
    page = _Page()
    _write_heading(book, sheet, page)
    if has_tables_of_their_own(book.template):
        _write_tables(book, sheet, page)
    else:
        _write_one_table(book, sheet, page)
    sheet.set_print_scale(_SCALE)  # with "fit to width" Excel passes over our page breaks
    sheet.set_portrait()
    sheet.set_margins(left=30 * _MM, right=15 * _MM, top=20 * _MM, bottom=20 * _MM)
    sheet.set_start_page(1)  # an appendix is numbered on its own
    sheet.set_header(f'&C&"{look.FONT},Regular"&13&P', {"margin": 10 * _MM})
    sheet.ignore_errors({"number_stored_as_text": f"A1:A{page.row}"})
    sheet.protect("", {"format_columns": True, "format_rows": True, "objects": True})
    sheet.set_tab_color(look.RED)


def _merged(
    book: Book, sheet: "Worksheet", page: _Page, words: str, formula: str, **properties: Any
) -> None:
    """One line across the table: a text, or a formula whose value is ``words``."""
    page.row += 1
    area = f"A{page.row}:E{page.row}"
    style = book.styles.get(
        **{"font_size": _SIZE, "align": "center", "text_wrap": True} | properties
    )
    sheet.merge_range(area, "", style)
    at = f"A{page.row}"
    if formula:
        put_formula(sheet, at, formula, style, words)
    else:
        put_text(sheet, at, words, style)
    size = properties.get("font_size", _SIZE)
    lines = count_lines(words, _ALL, size, bold=bool(properties.get("bold")))
    height = lines_height(lines, size)
    book.set_height(sheet, page.row, height, free=False)
    page.used += height


def _write_heading(book: Book, sheet: "Worksheet", page: _Page) -> None:
    content = book.content
    period = period_words(content.period)
    title, at = FORM_TITLE.reference, PERIOD.reference
    _merged(book, sheet, page, "Phụ lục", "", bold=True, font_size=14)
    _merged(
        book,
        sheet,
        page,
        title_with(book.template.title, period),
        title_formula(book.template.title, title, at),
        bold=True,
        font_size=14,
    )
    number, date = REPORT_NO.reference, REPORT_DATE.reference
    name = ORG_UNIT.reference
    _merged(
        book,
        sheet,
        page,
        _reference(content),
        f'="(Kèm theo Báo cáo số "&IF({number}="","{DOTS}/BC-{DOTS}",{number})&" ngày "'
        f'&IF(ISNUMBER({date}),RIGHT("0"&DAY({date}),2)&" tháng "&IF(MONTH({date})<3,"0","")'
        f'&MONTH({date})&" năm "&YEAR({date}),"… tháng … năm {DOTS}")'
        f'&" của "&IF({name}="","{DOTS}",{name})&")"',
        italic=True,
    )
    page.row += 1
    book.set_height(sheet, page.row, 9, free=False)
    page.used += 9


def _reference(content: BookContent) -> str:
    return (
        f"(Kèm theo Báo cáo số {content.front.report_no or f'{DOTS}/BC-{DOTS}'}"
        f" ngày {day_words(content.front.report_date)} của {content.org_unit.name or DOTS})"
    )


def reference_lines(content: BookContent) -> int:
    """Lines that the words "Kèm theo Báo cáo …" take; everything below moves with them."""
    return count_lines(_reference(content), _ALL, _SIZE)


def _write_header(book: Book, sheet: "Worksheet", page: _Page) -> None:
    """The two-level header of the table."""
    upper, lower = page.row + 1, page.row + 2
    style = book.styles.get(bold=True, align="center", text_wrap=True, **look.PRINTED)
    for column, words in (("A", "STT"), ("B", "Chỉ tiêu thống kê"), ("E", "Ghi chú")):
        sheet.merge_range(f"{column}{upper}:{column}{lower}", "", style)
        put_text(sheet, f"{column}{upper}", words, style)
    sheet.merge_range(f"C{upper}:D{upper}", "", style)
    put_text(sheet, f"C{upper}", "Kết quả thống kê", style)
    put_text(sheet, f"C{lower}", "Đơn vị tính", style)
    put_text(sheet, f"D{lower}", "Số liệu", style)
    for row in (upper, lower):
        book.set_height(sheet, row, _HEADER_LINE, free=False)
    page.row = lower
    page.used += 2 * _HEADER_LINE


_HEADER_LINE = 21.0


def _write_row(book: Book, sheet: "Worksheet", page: _Page, row: Row) -> None:
    page.row += 1
    number = page.row
    styles, content = book.styles, book.cell(row.key)
    base: dict[str, Any] = {"text_wrap": True, **look.PRINTED}
    words = base | {"bold": is_heading(row), "italic": row.is_ratio}
    put_text(sheet, f"A{number}", row.no, styles.get(**words | {"align": "center"}))
    put_text(sheet, f"B{number}", row.label, styles.get(**words))
    middle = styles.get(**base | {"align": "center", "font_size": _MEASURE_SIZE})
    put_text(sheet, f"C{number}", measure_lines(row), middle)
    shown = book.shown(row.key)
    is_number = shown is None or isinstance(shown, str | int | float)
    code = look.number_format(content.decimals) if is_number else "dd/mm/yyyy"
    figure = styles.get(**base | {"align": "center", "num_format": code})
    value = book.layout.reference(row.key)
    put_formula(sheet, f"D{number}", f'=IF({value}="","",{value})', figure, shown)
    note = book.layout.reference(row.key, Column.NOTE)
    put_formula(
        sheet, f"E{number}", f'=IF({note}="","",{note})', styles.get(**base), book.note(row) or None
    )
    height = _height(book, row)
    book.set_height(sheet, number, height, free=False)  # pages stay as they were composed
    page.used += height


def _height(book: Book, row: Row) -> float:
    lines = max(
        count_lines(text, WIDTHS[column], size, bold=is_heading(row) and column in "AB")
        for column, text, size in (
            ("A", row.no, _SIZE),
            ("B", row.label, _SIZE),
            ("C", measure_lines(row), _MEASURE_SIZE),
            ("D", shown_text(book.cell(row.key).value), _SIZE),
            ("E", book.note(row), _SIZE),
        )
    )
    return lines_height(min(lines, _LONGEST), _SIZE)


def _overflows(book: Book, page: _Page, rows: Sequence[Row], at: int) -> bool:
    """True where a row goes to the next page; a heading goes with the first row below it."""
    needed = _height(book, rows[at])
    while is_heading(rows[at]) and at + 1 < len(rows):
        at += 1
        needed += _height(book, rows[at])
    return page.used + needed > _PAGE_POINTS


def _write_one_table(book: Book, sheet: "Worksheet", page: _Page) -> None:
    """All sections in one table; Excel repeats its header on every page."""
    breaks: list[int] = []
    sheet.repeat_rows(page.row, page.row + 1)
    _write_header(book, sheet, page)
    rows, start = book.template.rows, page.row
    for number, row in enumerate(rows):
        if _overflows(book, page, rows, number):
            breaks.append(page.row)
            page.used = 2 * _HEADER_LINE
        _write_row(book, sheet, page, row)
    if breaks and page.row - breaks[-1] < _FEWEST:
        last = page.row - _FEWEST
        while last > start + 1 and is_heading(rows[last - start - 1]):
            last -= 1
        breaks[-1] = last
    sheet.set_h_pagebreaks(breaks)


_FEWEST = 4  # rows on the last page: one alone looks forgotten


def _write_tables(book: Book, sheet: "Worksheet", page: _Page) -> None:
    """One table a section, each from a page of its own."""
    breaks: list[int] = []
    for section in book.template.sections:
        if section is not book.template.sections[0]:
            breaks.append(page.row)
            page.used = 0.0
        if not prints_its_title(section):
            _write_table_title(book, sheet, page, section)
        _write_header(book, sheet, page)
        for number, row in enumerate(section.rows):
            if _overflows(book, page, section.rows, number):
                breaks.append(page.row)
                page.used = 0.0
                _write_header(book, sheet, page)
            _write_row(book, sheet, page, row)
    sheet.set_h_pagebreaks(breaks)


def _write_table_title(book: Book, sheet: "Worksheet", page: _Page, section: Section) -> None:
    number = section.no.strip()
    if any(letter.isalpha() for letter in number):
        _merged(book, sheet, page, number, "", bold=True)
        _merged(book, sheet, page, section.title, "", bold=True)
    else:
        words = f"{number.rstrip('.')}. {section.title}" if number else section.title
        _merged(book, sheet, page, words, "", bold=True)
    page.row += 1
    book.set_height(sheet, page.row, 6, free=False)
    page.used += 6
