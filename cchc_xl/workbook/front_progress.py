"""The list of sections on `Trang chính`: how far each has come, how much is found there.

While the figures are those of the last check, findings are counted in its results, so that the
numbers agree with `Tình trạng`; before a check and after a change column F is what counts.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from cchc_xl.model import Row, Section, Severity
from cchc_xl.workbook import style as look
from cchc_xl.workbook.book import Book
from cchc_xl.workbook.cells import put_formula, put_text
from cchc_xl.workbook.choices import allowed_level_words, outside_condition
from cchc_xl.workbook.layout import (
    PROGRESS_FIRST_ROW,
    PROGRESS_HEADER_ROW,
    RESULTS_SHEET,
    STATE,
    Column,
    Progress,
    absolute,
    is_typed,
    quoted,
)
from cchc_xl.workbook.results_sheet import FIRST_ROW as FIRST_RESULT
from cchc_xl.workbook.results_sheet import WHOLE_FILE, place_start
from cchc_xl.workbook.text_fit import count_lines, lines_height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

FRONT_WIDTHS = {"A": 2, "B": 17, "C": 53, "D": 11, "E": 11, "F": 11, "G": 11, "H": 11}

CHECKED = "Đã kiểm tra lúc "
BY_RESULTS = (
    "Số lỗi, cảnh báo, lưu ý: theo lần kiểm tra ghi ở Tình trạng; "
    f"từng điều xem trang {RESULTS_SHEET}."
)
BY_COLUMN = "Số lỗi, cảnh báo, lưu ý: đếm ở cột Kiểm tra của từng phần, sửa số thì đếm lại ngay."
TOTAL = "Cộng"
WITH_WHOLE_FILE = (f"{TOTAL}, gồm ", " điều nêu cho cả tệp")  # around their number

_LAST_RESULT = 2000
_COUNTED = {
    Progress.ERRORS: Severity.ERROR,
    Progress.WARNINGS: Severity.WARNING,
    Progress.NOTES: Severity.NOTE,
}


def band(book: Book, sheet: "Worksheet", area: str, words: str) -> None:
    """A dark bar across the sheet with the name of what follows."""
    style = book.styles.get(bold=True, font_color=look.WHITE, bg_color=look.NAVY, indent=1)
    sheet.merge_range(area, "", style)
    put_text(sheet, area.partition(":")[0], words, style)


def write_progress(book: Book, sheet: "Worksheet") -> None:
    """Header, one line a section, totals."""
    styles, layout = book.styles, book.layout
    above = PROGRESS_HEADER_ROW - 1
    band(book, sheet, f"B{above}:H{above}", "CÁC PHẦN CỦA BIỂU")
    book.set_height(sheet, above, 21, free=False)
    header = styles.get(bold=True, align="center", bg_color=look.HEADING_TOP, **look.BOXED)
    for column, words in (
        (Progress.NO, "Phần"),
        (Progress.TITLE, "Nội dung (bấm để mở)"),
        (Progress.FILLED, "Đã nhập"),
        (Progress.INPUTS, "Số ô"),
        (Progress.ERRORS, Severity.ERROR.label),
        (Progress.WARNINGS, Severity.WARNING.label),
        (Progress.NOTES, Severity.NOTE.label),
    ):
        put_text(sheet, f"{column}{PROGRESS_HEADER_ROW}", words, header)
    book.set_height(sheet, PROGRESS_HEADER_ROW, 20, free=False)
    for section in book.template.sections:
        _write_progress_line(book, sheet, section)
    total = layout.progress_total_row
    bold = styles.get(bold=True, align="center", bg_color=look.HEADING, **look.BOXED)
    put_text(sheet, f"{Progress.NO}{total}", "", bold)
    whole = "+".join(_whole_file(severity) for severity in _COUNTED.values())
    count = sum(_count_whole_file(book, severity) for severity in _COUNTED.values())
    put_formula(
        sheet,
        f"{Progress.TITLE}{total}",
        f'=IF({unchanged()},IFERROR(IF({whole}=0,"{TOTAL}",'
        f'"{WITH_WHOLE_FILE[0]}"&{whole}&"{WITH_WHOLE_FILE[1]}"),"{TOTAL}"),"{TOTAL}")',
        bold,
        str(count).join(WITH_WHOLE_FILE) if count else TOTAL,
    )
    for column, value in _totals(book).items():
        formula = f"SUM({column}{PROGRESS_FIRST_ROW}:{column}{total - 1})"
        if column in _COUNTED:
            more = _whole_file(_COUNTED[column])
            formula += f"+IF({unchanged()},IFERROR({more},0),0)"
        put_formula(sheet, f"{column}{total}", f"={formula}", bold, value)
    book.set_height(sheet, total, 20, free=False)
    for column, ink, fill in (
        (Progress.ERRORS, look.ERROR_INK, look.ERROR_FILL),
        (Progress.WARNINGS, look.WARNING_INK, look.WARNING_FILL),
    ):
        sheet.conditional_format(
            f"{column}{PROGRESS_FIRST_ROW}:{column}{total}",
            {
                "type": "cell",
                "criteria": ">",
                "value": 0,
                "format": styles.condition(font_color=ink, bg_color=fill, bold=True),
            },
        )


def filled_formula(book: Book, section: Section) -> str:
    """Filled input cells of a section that the unit's level answers for."""
    return _by_level(section, lambda rows: _filled(book, section, rows))


def inputs_formula(section: Section) -> str:
    """Input cells of a section that the unit's level answers for."""
    return _by_level(section, lambda rows: str(len(rows)))


def _by_level(section: Section, counted: Callable[[Sequence[Row]], str]) -> str:
    """Rows of every level, and those of some levels while none or one of these is chosen."""
    by_levels: dict[frozenset[str], list[Row]] = {}
    for row in section.rows:
        if is_typed(row):
            by_levels.setdefault(allowed_level_words(row), []).append(row)
    terms = [
        f"IF({outside_condition(allowed)},0,{counted(rows)})" if allowed else counted(rows)
        for allowed, rows in by_levels.items()
    ]
    return "=" + ("+".join(terms) or "0")


def _filled(book: Book, section: Section, rows: Sequence[Row]) -> str:
    """Filled cells of some rows. COUNTBLANK does not stumble over error values."""
    sheet = quoted(book.layout.sheet_for(section))
    areas = [f"{sheet}!{absolute(area)}" for area in book.layout.value_runs(rows)]
    return "+".join(f"ROWS({area})-COUNTBLANK({area})" for area in areas)


def unchanged() -> str:
    """Condition: a check ran, and the figures are still those that were checked."""
    return f'LEFT({STATE.name},{len(CHECKED)})="{CHECKED}"'


def count_found(book: Book, section: Section, severity: Severity) -> int:
    """What is said of a section: by the check that ran, otherwise by column F."""
    checked = book.content.checked
    if checked is None:
        return book.count_verdicts(section, severity.label)
    keys = {row.key for row in section.rows}
    return sum(line.severity is severity and line.key in keys for line in checked.lines)


def _count_whole_file(book: Book, severity: Severity) -> int:
    """Findings that belong to no section."""
    checked = book.content.checked
    lines = checked.lines if checked else ()
    return sum(line.severity is severity and line.key not in book.template.by_key for line in lines)


def _results(place: str, severity: Severity) -> str:
    """Lines of the results by the beginning of their place and of their severity."""
    sheet = quoted(RESULTS_SHEET)
    places, severities = (
        f"{sheet}!{absolute(f'{column}{FIRST_RESULT}:{column}{_LAST_RESULT}')}" for column in "CA"
    )
    start = place.replace("~", "~~").replace('"', '""')
    return f'COUNTIFS({places},"{start}*",{severities},"{severity.label}*")'


def _whole_file(severity: Severity) -> str:
    return _results(WHOLE_FILE, severity)


def _write_progress_line(book: Book, sheet: "Worksheet", section: Section) -> None:
    styles, layout = book.styles, book.layout
    row, name = layout.progress_row(section), layout.sheet_for(section)
    middle = styles.get(align="center", **look.BOXED)
    put_text(sheet, f"{Progress.NO}{row}", section.no, middle)
    link = styles.get(font_color=look.LINK, underline=1, indent=1, text_wrap=True, **look.BOXED)
    lines = count_lines(section.title, FRONT_WIDTHS["C"] - 2, 12, indent=1)  # capitals run wide
    _write_link(sheet, f"{Progress.TITLE}{row}", f"{quoted(name)}!A1", link, section.title, lines)
    put_formula(
        sheet,
        f"{Progress.FILLED}{row}",
        filled_formula(book, section),
        middle,
        book.count_filled(section),
    )
    put_formula(
        sheet,
        f"{Progress.INPUTS}{row}",
        inputs_formula(section),
        middle,
        book.count_inputs(section),
    )
    verdicts = f"{quoted(name)}!{absolute(layout.column_range(section, Column.VERDICT))}"
    for column, severity in _COUNTED.items():
        said = f'COUNTIF({verdicts},"{severity.label}*")'
        put_formula(
            sheet,
            f"{column}{row}",
            f"=IF({unchanged()},IFERROR({_results(place_start(name), severity)},{said}),{said})",
            middle,
            count_found(book, section, severity),
        )
    book.set_height(sheet, row, max(20, lines_height(lines, 12)), free=False)


def _write_link(
    sheet: "Worksheet", at: str, target: str, style: Any, words: str, lines: int
) -> None:
    """A link within the workbook. LibreOffice breaks the lines of a formula, not of a link."""
    if lines > 1 and len(words) <= _LONGEST_TEXT:
        shown = words.replace('"', '""')
        put_formula(sheet, at, f'=HYPERLINK("#{target}","{shown}")', style, words)
    else:
        sheet.write_url(at, f"internal:{target}", style, words)


_LONGEST_TEXT = 255  # characters of a text within a formula


def _totals(book: Book) -> dict[Progress, int]:
    sections = book.template.sections
    return {
        Progress.FILLED: sum(book.count_filled(section) for section in sections),
        Progress.INPUTS: sum(book.count_inputs(section) for section in sections),
        **{
            column: sum(count_found(book, section, severity) for section in sections)
            + _count_whole_file(book, severity)
            for column, severity in _COUNTED.items()
        },
    }
