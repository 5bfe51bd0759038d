"""Sheets that are one list: findings of the units, reminders, rows without a place in the form."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cchc_xl.workbook import style as look
from cchc_xl.workbook.book import Book
from cchc_xl.workbook.cells import put_row
from cchc_xl.workbook.content import CellValue
from cchc_xl.workbook.layout import SUBMISSION_SHEET
from cchc_xl.workbook.merged.detail_places import MATRIX_LIMIT
from cchc_xl.workbook.merged.pages import footer, header, lay, title
from cchc_xl.workbook.merged.places import CHILD_FINDINGS, FOREIGN, REMINDERS, ListPlace
from cchc_xl.workbook.merged.records import Block, Cell, Merged
from cchc_xl.workbook.text_fit import count_lines, lines_height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_SIZE = 11
_LONGEST = 15
_MIDDLE: dict[str, str | int] = {"align": "center"}
_LEFT: dict[str, str | int] = {"align": "left", "indent": 1}
HINTS = {
    CHILD_FINDINGS.sheet: "Lỗi, cảnh báo trong từng tệp đã nhận, kèm giải trình của đơn vị; lọc "
    "theo cột để xem một đơn vị hay một chỉ tiêu. Trang Phiếu trả có sẵn phiếu gửi từng đơn vị.",
    REMINDERS.sheet: "Đơn vị chưa nộp, nộp muộn, hoặc có tệp chưa dùng được. Chép cột cuối để gửi.",
    FOREIGN.sheet: "Số liệu đơn vị ghi ở những dòng mà biểu đang tổng hợp không có: không cộng vào "
    "đâu, giữ ở đây để đối chiếu.",
}
NOBODY = {
    CHILD_FINDINGS.sheet: "Không có lỗi, cảnh báo nào.",
    REMINDERS.sheet: "Không có đơn vị nào cần đôn đốc.",
    FOREIGN.sheet: "Không có dòng nào ngoài biểu.",
}


def list_block(place: ListPlace, about: str, lines: Sequence[Sequence[CellValue]]) -> Block:
    """The cells of one list from A1 on."""
    blank: list[Cell] = [None] * len(place.columns)
    hint = HINTS[place.sheet] if lines else NOBODY[place.sheet]
    block: Block = [
        [place.title, *blank[1:]],
        [about, *blank[1:]],
        [hint, *blank[1:]],
        [words for words, _ in place.columns],
    ]
    block += [[number, *line] for number, line in enumerate(lines, 1)]
    return block


_ERRORS_ONLY = (
    f"Hơn {MATRIX_LIMIT} tệp nên ở đây chỉ ghi Lỗi; số cảnh báo của từng tệp ở trang "
    f"{SUBMISSION_SHEET}. Lọc theo cột để xem một đơn vị hay một chỉ tiêu."
)


def child_findings_block(merged: Merged) -> Block:
    """`Lỗi của đơn vị`."""
    block = list_block(CHILD_FINDINGS, merged.about, merged.findings)
    files = sum(bool(line.file) for line in merged.submissions.lines)
    if merged.findings and files > MATRIX_LIMIT:
        block[2][0] = _ERRORS_ONLY
    return block


def reminders_block(merged: Merged) -> Block:
    """`Đôn đốc`."""
    return list_block(REMINDERS, merged.about, merged.reminders)


def foreign_block(merged: Merged) -> Block:
    """`Dòng ngoài biểu`."""
    return list_block(FOREIGN, merged.about, merged.foreign)


def write_child_findings(book: Book, merged: Merged | None) -> None:
    """Add `Lỗi của đơn vị`."""
    _write(book, CHILD_FINDINGS, child_findings_block(merged) if merged else [], printed="K")


def write_reminders(book: Book, merged: Merged | None) -> None:
    """Add `Đôn đốc`."""
    _write(book, REMINDERS, reminders_block(merged) if merged else [], printed="G")


def write_foreign(book: Book, merged: Merged | None) -> None:
    """Add `Dòng ngoài biểu`."""
    _write(book, FOREIGN, foreign_block(merged) if merged else [], printed="H")


_FITTED = 1_000  # lines whose heights are worked out; of more the program fits those it shows


def _write(book: Book, place: ListPlace, block: Block, printed: str) -> None:
    """The shell and, where there is one, the block. ``printed``: the last column that is."""
    sheet = book.add_sheet(place.sheet)
    names = [chr(ord("A") + n) for n in range(len(place.columns))]
    styles = [
        book.styles.get(
            font_size=_SIZE,
            text_wrap=True,
            valign="top",
            **(_MIDDLE if name in place.middle else _LEFT),
            **({"num_format": "dd/mm/yyyy"} if place is REMINDERS and name in "EF" else {}),
        )
        for name in names
    ]
    for name, (_, width), style in zip(names, place.columns, styles, strict=True):
        sheet.set_column(f"{name}:{name}", width, style)
    first: list[Cell] = [row[0] for row in block[:3]] if block else [place.title, None, None]
    title(book, sheet, *first)
    words = {name: text for name, (text, _) in zip(names, place.columns, strict=True)}
    header(book, sheet, place.header_row, words)
    book.set_height(sheet, place.header_row, 32, free=False)
    fitted = len(block) <= _FITTED
    for number, row in enumerate(block[place.header_row :], place.first_row):
        put_row(sheet, number - 1, row, styles)
        if not fitted:
            continue
        lines = max(
            count_lines(str(value), width, _SIZE, indent=1)
            for value, (_, width) in zip(row, place.columns, strict=True)
            if value is not None
        )
        book.set_height(sheet, number, max(lines_height(min(lines, _LONGEST), _SIZE), 18))
    _write_conditions(book, sheet, place)
    last = max(len(block), place.first_row)
    sheet.autofilter(f"A{place.header_row}:{place.last_column}{last}")
    sheet.freeze_panes(place.first_row - 1, 2)
    sheet.ignore_errors({"number_stored_as_text": f"A{place.first_row}:{place.last_column}{last}"})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(place.header_row - 1)
    sheet.print_area(f"A1:{printed}{last}")
    sheet.set_tab_color(look.NAVY)
    footer(sheet, place.sheet)
    if not block:
        sheet.hide()


def _write_conditions(book: Book, sheet: "Worksheet", place: ListPlace) -> None:
    row, condition = place.first_row, book.styles.condition
    border = {"border": 1, "border_color": look.LINE}
    area = f"A{row}:{place.last_column}{place.last_row}"
    if place is CHILD_FINDINGS:
        severities = f"C{row}:C{place.last_row}"
        for words, ink, fill in (
            ("Lỗi", look.ERROR_INK, look.ERROR_FILL),
            ("Cảnh báo", look.WARNING_INK, look.WARNING_FILL),
        ):
            looks = condition(font_color=ink, bg_color=fill, **border)
            lay(sheet, severities, f'=LEFT($C{row},{len(words)})="{words}"', looks)
    if place is REMINDERS:
        looks = condition(font_color=look.ERROR_INK, bg_color=look.ERROR_FILL, **border)
        lay(sheet, f"D{row}:D{place.last_row}", f'=$D{row}="Chưa nộp"', looks)
        text = condition(bg_color=look.INPUT, **border)
        lay(sheet, f"H{row}:H{place.last_row}", f'=$A{row}<>""', text)
    lay(sheet, area, f'=$A{row}<>""', condition(**border))
