"""Build a whole workbook: `.xlsx` without macros, native formulas, every value already computed."""

import datetime as dt
import io
from pathlib import Path

import xlsxwriter

from cchc_xl.model import ReportTemplate
from cchc_xl.workbook.book import Book
from cchc_xl.workbook.cells import put, put_text
from cchc_xl.workbook.choices import choice_options, period_options
from cchc_xl.workbook.content import BookContent
from cchc_xl.workbook.front_sheet import level_list, snapshot_value, write_front
from cchc_xl.workbook.guide_sheet import write_guide, write_log
from cchc_xl.workbook.layout import (
    CHECKED_AT,
    LEVELS_NAME,
    META_FIRST_CHOICES,
    META_KEY,
    META_LEVELS,
    META_PERIODS,
    META_SHEET,
    META_SNAPSHOT,
    META_VALUE,
    PERIODS_NAME,
    PRINT_SHEET,
    Layout,
    quoted,
)
from cchc_xl.workbook.merged.sheets import write_merged
from cchc_xl.workbook.meta import encode
from cchc_xl.workbook.package import finish, write_file
from cchc_xl.workbook.print_sheet import write_print
from cchc_xl.workbook.results_sheet import checked_words, result_cells, write_results
from cchc_xl.workbook.section_conditions import long_choices
from cchc_xl.workbook.section_sheet import write_section
from cchc_xl.workbook.style import DEFAULTS, Styles

#: Stands in the file's properties where no date is given, so that a build can be repeated.
_FIXED_DATE = dt.datetime(2020, 1, 1)


class SourceOverwriteError(Exception):
    """The workbook would replace the very file its content was read from."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path}: đang đọc chính tệp này; chọn tên khác cho tệp kết quả")


def build_workbook(
    path: Path,
    template: ReportTemplate,
    content: BookContent,
    *,
    created: dt.datetime | None = None,
) -> None:
    """Write the workbook to ``path``, whole or not at all.

    The same arguments give the same bytes; without ``created`` no time of building is told.
    Raises `SourceOverwriteError`, and ``OSError`` when the file cannot be written.
    """
    if content.source and _is_same_file(path, Path(content.source)):
        raise SourceOverwriteError(path)
    write_file(path, workbook_bytes(template, content, created=created))


def workbook_bytes(
    template: ReportTemplate, content: BookContent, *, created: dt.datetime | None = None
) -> bytes:
    """The workbook as it will lie on the disk."""
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            **DEFAULTS,
        },
    )
    workbook.set_properties({"title": template.title, "created": created or _FIXED_DATE})
    workbook.set_calc_mode("auto")
    book = Book(workbook, template, content, Layout(template), Styles(workbook))
    write_front(book)
    results = result_cells(book)
    for section in template.sections:
        write_section(book, section, results)
    write_print(book)
    write_results(book)
    write_merged(book)
    write_log(book, created)
    write_guide(book)
    _write_meta(book)
    if content.opens_on:
        workbook.get_worksheet_by_name(content.opens_on).activate()
    workbook.close()
    numbers = {sheet.get_name(): n for n, sheet in enumerate(workbook.worksheets(), 1)}
    free_rows = {numbers[name]: rows for name, rows in book.free_rows.items()}
    return finish(target.getvalue(), free_rows, {numbers[PRINT_SHEET]})


def _write_meta(book: Book) -> None:
    """The hidden sheet: definition, state of the last check, lists behind drop-downs."""
    from xlsxwriter.utility import xl_col_to_name

    sheet = book.workbook.add_worksheet(META_SHEET)
    plain = book.workbook.add_format()
    for number, (key, value) in enumerate(encode(book.template, book.content), 1):
        sheet.write_string(f"{META_KEY}{number}", key)
        put_text(sheet, f"{META_VALUE}{number}", value, plain)
    checked = book.content.checked
    if checked is not None:
        put_text(sheet, CHECKED_AT.cell, checked_words(checked), plain)
        for row in book.template.rows:
            at = f"{META_SNAPSHOT}{book.layout.snapshot_row(row.key)}"
            put(sheet, at, snapshot_value(book.shown(row.key)), plain)
    lists: list[tuple[str, str, tuple[int | str, ...]]] = [
        (LEVELS_NAME, META_LEVELS, level_list()),
        (PERIODS_NAME, META_PERIODS, period_options(book.template, book.content.period)),
    ]
    for column, (name, row) in enumerate(long_choices(book.template).items(), META_FIRST_CHOICES):
        lists.append((name, xl_col_to_name(column), choice_options(row)))
    for name, letter, options in lists:
        for number, option in enumerate(options, 1):
            put(sheet, f"{letter}{number}", option, plain)
        book.workbook.define_name(
            name, f"={quoted(META_SHEET)}!${letter}$1:${letter}${len(options)}"
        )
    sheet.very_hidden()


def _is_same_file(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except (OSError, ValueError):  # one of them is no file
        return False
