"""`Trang chính`: whose report this is, for which period, how far it has come."""

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from cchc_xl.model import Level, Origin, ReportTemplate
from cchc_xl.text import fold
from cchc_xl.workbook import style as look
from cchc_xl.workbook.book import Book
from cchc_xl.workbook.cells import date_serial, put, put_formula, put_text
from cchc_xl.workbook.choices import level_words, period_words
from cchc_xl.workbook.content import CellValue
from cchc_xl.workbook.front_progress import (
    BY_COLUMN,
    BY_RESULTS,
    CHECKED,
    FRONT_WIDTHS,
    band,
    unchanged,
    write_progress,
)
from cchc_xl.workbook.layout import (
    CHART_SHEET,
    CHECKED_AT,
    CHILD_FINDINGS_SHEET,
    DATE_FROM,
    DATE_TO,
    DEADLINE,
    DECIMAL_SIGN,
    DETAIL_SHEET,
    FORM_TITLE,
    FRONT_SHEET,
    GUIDE_SHEET,
    LEGAL_BASIS,
    LEVEL,
    LEVELS_NAME,
    LOG_SHEET,
    META_SHEET,
    ORG_UNIT,
    PERIOD,
    PERIODS_NAME,
    PREVIOUS,
    PRINT_SHEET,
    REMINDER_SHEET,
    REPORT_DATE,
    REPORT_NO,
    RESULTS_SHEET,
    SLIP_SHEET,
    STATE,
    SUBMISSION_SHEET,
    Column,
    Place,
    absolute,
    quoted,
)
from cchc_xl.workbook.results_sheet import checked_words
from cchc_xl.workbook.text_fit import count_lines, lines_height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_BAND_WIDTH = 125  # columns B to H together

#: The one rule on blanks, said with the same words wherever it is said.
BLANK_OR_ZERO = "Ô thuộc cấp khác (chữ xám) thì để trống. Không phát sinh thì ghi 0."
NOT_CHECKED = "Chưa kiểm tra"
CHANGED = "Số liệu đã đổi sau lần kiểm tra lúc "
_COMMA = "Dấu phẩy (12,5)"
_DOT = "Dấu chấm (12.5)"
_COMMA_ADVICE = "Gõ 93,4 cho 93,4%. Gõ 93.4 sẽ bị hiểu thành chữ hoặc ngày tháng."
_DOT_ADVICE = "Máy này phải gõ 93.4; gõ 93,4 sẽ thành 934. Xem Hướng dẫn, mục 2."
_PREVIOUS_ADVICE = "Ghi tên tệp của kỳ trước (cùng thư mục): nút Kiểm tra sẽ so sánh hai kỳ."

_STEPS = (
    ("1. Nhập", "Bấm tên từng phần ở bảng dưới, gõ số liệu vào ô nền vàng nhạt. Tỷ lệ tự tính."),
    ("2. Kiểm tra", "Xem cột Kiểm tra: Lỗi thì sửa; Cảnh báo thì sửa hoặc ghi Giải trình."),
    ("3. Gửi", f"In trang “{PRINT_SHEET}” để ký; lưu sổ và gửi tệp này cho cơ quan cấp trên."),
)
_OTHER_SHEETS = (
    (PRINT_SHEET, "Phụ lục để in, ký và đóng dấu"),
    (RESULTS_SHEET, "Những điều chưa khớp, vì sao và cách xử lý"),
    (LOG_SHEET, "Sổ này được lập, nhập và kiểm tra khi nào"),
    (GUIDE_SHEET, "Cách nhập số liệu, ý nghĩa màu và chữ"),
)
_MERGED_SHEETS = (
    (DETAIL_SHEET, "Số của từng đơn vị, số của đơn vị mình, số gõ thay"),
    (SUBMISSION_SHEET, "Ai đã nộp, đúng hạn hay muộn; chọn tệp nào được dùng"),
    (CHILD_FINDINGS_SHEET, "Lỗi, cảnh báo trong tệp của các đơn vị, kèm giải trình"),
    (SLIP_SHEET, "Phiếu gửi lại từng đơn vị, và lời nhắn để dán"),
    (REMINDER_SHEET, "Đơn vị chưa nộp, nộp muộn"),
    (CHART_SHEET, "Tình hình nộp, tỷ lệ của từng đơn vị, lỗi còn lại"),
)


def write_front(book: Book) -> None:
    """Add the sheet; it must be the first."""
    sheet = book.add_sheet(FRONT_SHEET)
    for column, width in FRONT_WIDTHS.items():
        sheet.set_column(f"{column}:{column}", width)
    _write_title(book, sheet)
    _write_fields(book, sheet)
    _write_steps(book, sheet)
    _write_state(book, sheet)
    write_progress(book, sheet)
    _write_links(book, sheet)
    for place in book.layout.places():
        book.workbook.define_name(place.name, f"={place.reference}")
    sheet.protect("", {"format_columns": True, "format_rows": True, "objects": True})
    sheet.set_selection(ORG_UNIT.cell)
    sheet.set_tab_color(look.RED)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)


def basis_words(template: ReportTemplate, letter: str = "") -> str:
    """Where the form comes from, with which letter it was issued; never more than is known."""
    if letter and not _is_same_paper(letter, template.legal_basis or ""):
        issued = f"Phát hành theo {letter}"
        return f"{issued} · {basis_words(template)}" if template.legal_basis else issued
    if template.origin is Origin.REBUILT:
        return "Chưa có văn bản ban hành: biểu dựng lại từ một báo cáo mẫu"
    if template.origin is Origin.REFERENCE:
        return "Mẫu tham khảo, chưa có văn bản ban hành: chỉ dùng khi cấp trên đồng ý"
    words = "Biểu mẫu theo văn bản ban hành (chưa ghi số, ngày)"
    if template.legal_basis:
        basis = template.legal_basis
        known = basis.casefold().startswith(("văn bản", "công văn", "quyết định", "thông tư"))
        words = f"Biểu mẫu theo {basis if known else 'văn bản ' + basis}"
    if template.valid_from:
        words += f" · áp dụng từ {template.valid_from:%d/%m/%Y}"
    if template.valid_to:
        words += f" đến {template.valid_to:%d/%m/%Y}"
    return words


def _is_same_paper(letter: str, basis: str) -> bool:
    """True where both name one document, by its number or by the same words."""
    numbers = [_PAPER_NUMBER.search(words) for words in (letter, basis)]
    if all(numbers):
        return len({found[0].casefold() for found in numbers if found}) == 1
    return bool(basis) and fold(letter) in fold(basis)


_PAPER_NUMBER = re.compile(r"\b\d+(?:/\d{4})?/[^\W\d_][\w-]*")  # 1482/SNV-CCHC, 15/2026/QĐ-UBND


def _write_title(book: Book, sheet: "Worksheet") -> None:
    styles = book.styles
    sheet.merge_range("B1:H1", "", styles.get(bg_color=look.RED))
    book.set_height(sheet, 1, 6, free=False)
    over = styles.get(bold=True, font_color=look.NAVY, align="center")
    sheet.merge_range("B2:H2", "", over)
    put_text(sheet, "B2", "SỔ BÁO CÁO CẢI CÁCH HÀNH CHÍNH ĐỊNH KỲ", over)
    book.set_height(sheet, 2, 24, free=False)
    title = styles.get(bold=True, font_size=16, font_color=look.RED, align="center", text_wrap=True)
    sheet.merge_range("B3:H3", "", title)
    put_text(sheet, FORM_TITLE.cell, book.template.title, title)
    lines = count_lines(book.template.title, _BAND_WIDTH, 16, bold=True)
    book.set_height(sheet, 3, lines_height(lines, 16), free=False)
    words = basis_words(book.template, book.content.front.letter)
    lines = count_lines(words, _BAND_WIDTH, 12)
    wrapped = {"text_wrap": True} if lines > 1 else {}
    basis = styles.get(
        italic=True,
        font_color=look.NAVY,
        align="center",
        bottom=2,
        bottom_color=look.RED,
        **wrapped,
    )
    sheet.merge_range("B4:H4", "", basis)
    put_text(sheet, LEGAL_BASIS.cell, words, basis)
    book.set_height(sheet, 4, max(24, lines_height(lines, 12)), free=False)
    book.set_height(sheet, 5, 9, free=False)


def _write_fields(book: Book, sheet: "Worksheet") -> None:
    content, template = book.content, book.template
    front = content.front
    fields: tuple[tuple[Place, str, CellValue], ...] = (
        (ORG_UNIT, "Tên đơn vị", content.org_unit.name),
        (LEVEL, "Cấp của đơn vị", level_words(content.org_unit.level)),
        (PERIOD, "Kỳ báo cáo", period_words(content.period)),
        (DATE_FROM, "Số liệu từ ngày", front.start),
        (DATE_TO, "Đến hết ngày", front.end),
        (DEADLINE, "Hạn nộp", front.deadline),
        (REPORT_NO, "Báo cáo số", front.report_no or None),
        (REPORT_DATE, "Ngày ký báo cáo", front.report_date),
        (PREVIOUS, "Sổ kỳ trước", front.previous or None),
    )
    band(book, sheet, "B6:C6", "THÔNG TIN CHUNG")
    book.set_height(sheet, 6, 21, free=False)
    label = book.styles.get(bg_color=look.HEADING, indent=1, **look.BOXED)
    base: dict[str, Any] = {
        "locked": False,
        "bg_color": look.INPUT,
        "align": "left",
        "indent": 1,
        **look.BOXED,
    }
    for place, words, value in fields:
        row = int(place.cell[1:])
        put_text(sheet, f"B{row}", words, label)
        dated = place in (DATE_FROM, DATE_TO, DEADLINE, REPORT_DATE)
        style = base | ({"num_format": "dd/mm/yyyy"} if dated else {})
        style |= {"bold": True, "text_wrap": True} if place is ORG_UNIT else {}
        put(sheet, place.cell, value, book.styles.get(**style))
        sheet.data_validation(place.cell, _field_validation(template, place, dated))
        book.set_height(sheet, row, max(21, lines_height(field_lines(str(value or "")), 12)))


def field_lines(words: str) -> int:
    """Lines that a field's words take."""
    return count_lines(words, FRONT_WIDTHS["C"], 12, bold=True, indent=1)


def _field_validation(template: ReportTemplate, place: Place, dated: bool) -> dict[str, Any]:
    if dated:
        return {
            "validate": "date",
            "criteria": ">=",
            "value": dt.date(2000, 1, 1),
            "error_type": "warning",
            "error_title": "Chưa phải ngày",
            "error_message": "Ghi ngày, tháng, năm, ví dụ 05/03/2024.",
            "input_title": "Ngày tháng",
            "input_message": "Ghi ngày/tháng/năm, ví dụ 05/03/2024.",
        }
    if place is LEVEL:
        return {
            "validate": "list",
            "source": f"={LEVELS_NAME}",
            "error_title": "Chưa có trong danh sách",
            "error_message": "Chọn cấp của đơn vị trong danh sách.",
            "input_title": "Cấp của đơn vị",
            "input_message": "Chọn trong danh sách. Dòng không thuộc cấp này chuyển màu xám.",
        }
    if place is PERIOD:
        return {
            "validate": "list",
            "source": f"={PERIODS_NAME}",
            "error_type": "warning",
            "error_title": "Chưa có trong danh sách",
            "error_message": "Ghi như trong danh sách, ví dụ Quý I năm 2024.",
            "input_title": "Kỳ báo cáo",
            "input_message": "Chọn trong danh sách, hoặc gõ đúng dạng: Quý I năm 2024.",
        }
    message = {
        ORG_UNIT: "Ghi tên đầy đủ, ví dụ UBND xã Mẫu.",
        PREVIOUS: (
            "Ghi tên tệp báo cáo kỳ trước, để cùng thư mục với sổ này, ví dụ xa-mau-quy-1.xlsx. "
            "Để trống thì không so sánh."
        ),
    }.get(place, "Ghi khi đã có số, ví dụ 12/BC-UBND; số này hiện ở trang in.")
    return {"validate": "any", "input_title": "Ghi bằng chữ", "input_message": message}


def _write_steps(book: Book, sheet: "Worksheet") -> None:
    band(book, sheet, "D6:H6", "BA BƯỚC")
    styles = book.styles
    box = {"text_wrap": True, "indent": 1, **look.BOXED}
    bold = styles.get(bold=True, font_color=look.RED)
    for number, (name, words) in enumerate(_STEPS):
        first = 7 + 2 * number
        cell = styles.get(**box)
        sheet.merge_range(f"D{first}:H{first + 1}", "", cell)
        sheet.write_rich_string(f"D{first}", bold, name, styles.get(), f"  {words}", cell)
    sign = DECIMAL_SIGN.cell
    label = styles.get(bg_color=look.HEADING, indent=1, **look.BOXED)
    sheet.merge_range("D13:F13", "", label)
    put_text(sheet, "D13", "Dấu thập phân của máy này", label)
    shown = styles.get(bold=True, align="center", **look.BOXED)
    sheet.merge_range(f"{sign}:H13", "", shown)
    # No value is stored: only the PC that opens the workbook knows its own sign.
    is_comma = 'ISNUMBER(FIND(",",""&3/2))'
    put_formula(sheet, sign, f'=IF({is_comma},"{_COMMA}","{_DOT}")', shown, None)
    advice = styles.get(font_size=11, italic=True, **box)
    sheet.merge_range("D14:H14", "", advice)
    put_formula(sheet, "D14", f'=IF({is_comma},"{_COMMA_ADVICE}","{_DOT_ADVICE}")', advice, None)
    sheet.merge_range("D15:H15", "", advice)
    put_text(sheet, "D15", _PREVIOUS_ADVICE, advice)


def _write_state(book: Book, sheet: "Worksheet") -> None:
    styles, layout = book.styles, book.layout
    label = styles.get(bold=True, bg_color=look.HEADING, indent=1, **look.BOXED)
    put_text(sheet, f"B{STATE.cell[1:]}", "Tình trạng", label)
    state = styles.get(bold=True, indent=1, **look.BOXED)
    sheet.merge_range(f"{STATE.cell}:H{STATE.cell[1:]}", "", state)
    # Both sides as text: an empty cell equals 0 otherwise. An error value in a section leaves
    # that section out of the comparison instead of hiding the state.
    changes = "+".join(
        f"IFERROR(SUMPRODUCT(--({quoted(layout.sheet_for(section))}!"
        f'{absolute(layout.column_range(section, Column.VALUE))}&""<>'
        f'{quoted(META_SHEET)}!{absolute(layout.snapshot_range(section))}&"")),0)'
        for section in book.template.sections
    )
    at = CHECKED_AT.name
    checked = book.content.checked
    put_formula(
        sheet,
        STATE.cell,
        f'=IF({at}="","{NOT_CHECKED}",IF({changes}>0,"{CHANGED}","{CHECKED}")&{at})',
        state,
        NOT_CHECKED if checked is None else CHECKED + checked_words(checked),
    )
    for words, ink, fill in (
        (CHANGED, look.WARNING_INK, look.WARNING_FILL),
        (CHECKED, look.NAVY, look.COMPUTED),
    ):
        sheet.conditional_format(
            STATE.cell,
            {
                "type": "text",
                "criteria": "begins with",
                "value": words.strip(),
                "format": styles.condition(font_color=ink, bg_color=fill),
            },
        )
    book.set_height(sheet, int(STATE.cell[1:]), 24, free=False)
    book.set_height(sheet, int(STATE.cell[1:]) + 1, 9, free=False)


def _write_links(book: Book, sheet: "Worksheet") -> None:
    styles = book.styles
    row = book.layout.progress_total_row + 1
    small = styles.get(italic=True, font_size=11, font_color=look.GREY)
    put_formula(
        sheet,
        f"B{row}",
        f'=IF({unchanged()},"{BY_RESULTS}","{BY_COLUMN}")',
        small,
        BY_COLUMN if book.content.checked is None else BY_RESULTS,
    )
    book.set_height(sheet, row, 20, free=False)
    row += 1
    put_text(sheet, f"B{row}", BLANK_OR_ZERO, small)
    book.set_height(sheet, row, 18, free=False)
    row += 2
    band(book, sheet, f"B{row}:H{row}", "CÁC TRANG KHÁC")
    book.set_height(sheet, row, 21, free=False)
    link = styles.get(font_color=look.LINK, underline=1, indent=1)
    merged = _MERGED_SHEETS if book.content.merged is not None else ()
    for name, words in (*merged, *_OTHER_SHEETS):
        row += 1
        sheet.write_url(f"B{row}", f"internal:{quoted(name)}!A1", link, name)
        put_text(sheet, f"C{row}", words, styles.get(indent=1))
        book.set_height(sheet, row, 19, free=False)


def level_list() -> tuple[str, ...]:
    """Levels as the drop-down offers them."""
    return tuple(level_words(level) for level in Level)


def snapshot_value(value: CellValue) -> CellValue:
    """A cell's value as the comparison with the last check needs it: dates as Excel's numbers."""
    return date_serial(value) if isinstance(value, dt.date) else value
