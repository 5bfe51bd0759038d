"""`Hướng dẫn`, one page for the officer, and `Nhật ký`, what happened to the workbook."""

import datetime as dt
from typing import TYPE_CHECKING

from cchc_xl.model import Period
from cchc_xl.model.rule import Applied
from cchc_xl.workbook import style as look
from cchc_xl.workbook.book import Book
from cchc_xl.workbook.cells import put_text
from cchc_xl.workbook.choices import period_words
from cchc_xl.workbook.front_sheet import BLANK_OR_ZERO
from cchc_xl.workbook.layout import (
    DETAIL_SHEET,
    GUIDE_SHEET,
    LOG_SHEET,
    PRINT_SHEET,
    RESULTS_SHEET,
    SUBMISSION_SHEET,
)
from cchc_xl.workbook.results_sheet import summary
from cchc_xl.workbook.text_fit import count_lines, lines_height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = {"A": 2.0, "B": 20.0, "C": 84.0}

#: Titles with their lines: (short name or "", sentence).
_GUIDE: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "1. Trình tự",
        (
            ("Nhập", "Điền tên đơn vị, cấp, kỳ báo cáo ở Trang chính, rồi gõ số liệu ở từng phần."),
            (
                "Kiểm tra",
                "Cột Kiểm tra báo ngay trong lúc nhập: Lỗi thì sửa; Cảnh báo thì sửa hoặc ghi "
                f"Giải trình. Sổ có nút Kiểm tra thì bấm nút đó rồi xem trang {RESULTS_SHEET}. "
                "Sổ không có nút thì gửi luôn; muốn có kết quả đầy đủ trước khi gửi, nhờ bộ phận "
                "CNTT của cơ quan chạy lệnh cchc kiem-tra.",
            ),
            (
                "Gửi",
                f"In hoặc lưu PDF trang {PRINT_SHEET} để trình ký. Gửi kèm chính tệp Excel này, "
                "không chép sang tệp khác.",
            ),
        ),
    ),
    (
        "2. Cách gõ số liệu",
        (
            (
                "Chỉ gõ ô được mở",
                "Gõ vào ô nền vàng nhạt, nhấn Enter xuống ô dưới, nhấn Tab sang ô mở kế tiếp. "
                "Cột Ghi chú được in ra; cột Kiểm tra và Giải trình không in.",
            ),
            (
                "Trống khác 0",
                f"{BLANK_OR_ZERO} Tỷ lệ có mẫu số bằng 0 thì để trống. Ô trống được hiểu là chưa "
                "báo cáo.",
            ),
            (
                "Dấu thập phân",
                "Mỗi máy một khác: xem Trang chính. Máy dùng dấu chấm mà gõ 93,4 thì Excel hiểu là "
                "934. Muốn đổi: Control Panel › Region › Additional settings › Decimal symbol.",
            ),
            (
                "Tỷ lệ",
                "Gõ 63,1 cho 63,1%, không gõ dấu %. Ô nền xanh nhạt tự tính từ hai dòng của nó, "
                "làm tròn như biểu in.",
            ),
            (
                "Dòng có mã",
                "Chọn mã trong danh sách thả xuống; nghĩa của mã hiện ra khi chọn ô. Mã 0 cũng là "
                "một câu trả lời.",
            ),
            (
                "Dán từ tệp khác",
                "Dùng Dán giá trị (Paste Special › Values) để giữ khung và danh sách chọn của "
                "biểu. Không thêm, xóa hay đổi chỗ các dòng.",
            ),
        ),
    ),
    (
        "3. Giải trình",
        (
            (
                "Khi số đúng",
                "Số đúng mà vẫn bị cảnh báo: giữ nguyên số, ghi lý do ngắn gọn ở cột Giải trình "
                "của dòng đó. Cấp trên đọc được lời giải trình này.",
            ),
            (
                "Khi không đồng ý",
                "Không đồng ý với một Lỗi: ghi “không đồng ý vì …” ở cột Giải trình. Sổ vẫn gửi "
                "được; cấp trên sẽ xem xét.",
            ),
        ),
    ),
    (
        "4. Cơ quan cấp trên",
        (
            (
                "Phát hành",
                "Nút Phát hành tạo cho mỗi đơn vị một sổ điền sẵn, theo trang Danh sách đơn vị.",
            ),
            (
                "Tổng hợp",
                "Chép mọi tệp đã nhận vào một thư mục, bấm Tổng hợp, chọn thư mục đó. Xem trang "
                f"{SUBMISSION_SHEET} trước. Hai tệp của một đơn vị ghi khác nhau thì chọn Có ở cột "
                "Dùng cho tệp đúng rồi bấm lại.",
            ),
            (
                "Số của mình",
                f"Gõ ở trang {DETAIL_SHEET}: Số của đơn vị mình, hoặc Số gõ thay. Bấm Tổng hợp lại "
                "bao nhiêu lần cũng giữ.",
            ),
        ),
    ),
    (
        "5. Trang in",
        (
            (
                "Số, ngày báo cáo",
                "Ghi ở Trang chính; dòng “Kèm theo Báo cáo số …” của trang in tự thay đổi theo.",
            ),
            (
                "Chữ bị che",
                "Nhấp đúp vào mép dưới của số thứ tự dòng để dòng cao vừa chữ (được phép cả khi "
                "trang đang khóa).",
            ),
        ),
    ),
)

_COLOURS = (
    ("Vàng nhạt", look.INPUT, look.BLACK, "Ô để nhập số liệu."),
    ("Xanh nhạt", look.COMPUTED, look.BLACK, "Ô tự tính, không cần nhập."),
    ("Xám", look.OUTSIDE, look.GREY, "Dòng thuộc cấp khác với cấp của đơn vị: để trống."),
    (
        "Lỗi",
        look.ERROR_FILL,
        look.ERROR_INK,
        "Số không thể đúng (tỷ lệ khác với số của chính nó, phần lớn hơn tổng…): cần sửa.",
    ),
    (
        "Cảnh báo",
        look.WARNING_FILL,
        look.WARNING_INK,
        "Số trái với thông lệ, với dòng khác hoặc với ghi chú: sửa, hoặc giữ và giải trình.",
    ),
    (
        "Lưu ý",
        look.NOTE_FILL,
        look.NOTE_INK,
        "Cách viết hoặc hình thức của biểu: nên xem, không bắt buộc sửa.",
    ),
    ("Vàng đậm", look.UNANSWERED, look.BLACK, "Ô Giải trình đang chờ câu trả lời."),
)


class _Writer:
    """Lines of a page, one below the other."""

    def __init__(self, book: Book, sheet: "Worksheet") -> None:
        self.book = book
        self.sheet = sheet
        self.row = 0

    def title(self, words: str) -> None:
        self.row += 1
        style = self.book.styles.get(bold=True, font_size=16, font_color=look.RED)
        put_text(self.sheet, f"B{self.row}", words, style)
        self.book.set_height(self.sheet, self.row, 30, free=False)

    def heading(self, words: str) -> None:
        self.row += 1
        style = self.book.styles.get(
            bold=True, font_color=look.NAVY, bottom=1, bottom_color=look.NAVY
        )
        put_text(self.sheet, f"B{self.row}", words, style)
        put_text(self.sheet, f"C{self.row}", "", style)
        self.book.set_height(self.sheet, self.row, 27, free=False)

    def line(self, name: str, words: str, **named: str | int) -> None:
        self.row += 1
        styles = self.book.styles
        put_text(
            self.sheet,
            f"B{self.row}",
            name,
            styles.get(**{"bold": True, "text_wrap": True, "valign": "top", "indent": 1} | named),
        )
        put_text(
            self.sheet, f"C{self.row}", words, styles.get(text_wrap=True, valign="top", indent=1)
        )
        lines = max(
            count_lines(words, _WIDTHS["C"], 12, indent=1),
            count_lines(name, _WIDTHS["B"], 12, bold=True, indent=1),
        )
        self.book.set_height(self.sheet, self.row, lines_height(lines, 12))


def write_guide(book: Book) -> None:
    """Add the sheet `Hướng dẫn`."""
    sheet = book.add_sheet(GUIDE_SHEET)
    for column, width in _WIDTHS.items():
        sheet.set_column(f"{column}:{column}", width)
    page = _Writer(book, sheet)
    page.title("HƯỚNG DẪN")
    for title, lines in _GUIDE:
        page.heading(title)
        for name, words in lines:
            page.line(name, words)
    page.heading("6. Màu và chữ")
    for name, fill, ink, words in _COLOURS:
        page.line(name, words, bg_color=fill, font_color=ink, border=1, border_color=look.LINE)
    _write_windows(book, page)
    if book.template.misprints:
        page.heading("Những chỗ biểu in chưa khớp (không phải lỗi của đơn vị)")
        for misprint in book.template.misprints:
            numbers = (book.template.by_key[key].no.rstrip(".") for key in misprint.rows)
            page.line("Mục " + ", ".join(n for n in numbers if n), misprint.text)
    _write_choices(book, page)
    sheet.protect("", {"format_columns": True, "format_rows": True, "objects": True})
    sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)


def _write_choices(book: Book, page: _Writer) -> None:
    """Relations the parent switched off or made a note, with the reason it gave."""
    chosen = [rule for rule in book.template.rules if rule.applied is not Applied.FULL]
    if chosen:
        page.heading("Quan hệ cấp trên đã tắt hoặc chỉ để lưu ý")
    for rule in chosen:
        word = "Đã tắt" if rule.applied is Applied.OFF else "Chỉ lưu ý"
        page.line(word, f"{rule.why} Lý do: {rule.applied_reason}")


def _write_windows(book: Book, page: _Writer) -> None:
    """Cut-off dates of the issuing letter, where the edition knows them."""
    if not book.template.windows:
        return
    page.heading("Thời gian chốt số liệu theo văn bản ban hành biểu")
    for window in book.template.windows:
        deadline = f"; hạn nộp {_day(window.deadline)}" if window.deadline else ""
        again = ", các năm sau cùng ngày tháng" if window.every_year else ""
        titles = {section.key: section.title for section in book.template.sections}
        only = f" Riêng phần {titles[window.section]}." if window.section in titles else ""
        letter = f" Theo {window.letter}." if window.letter else ""
        page.line(
            period_words(Period(year=window.year, kind=window.period)),
            f"Từ {_day(window.start)} đến hết {_day(window.end)}{deadline}{again}.{only}{letter}",
        )


def _day(date: dt.date) -> str:
    return f"{date:%d/%m/%Y}"


_FITTED = 1_000  # lines whose heights are worked out; of more the program fits those it shows


def write_log(book: Book, created: dt.datetime | None) -> None:
    """Add the sheet `Nhật ký`; times that are not known stay blank."""
    sheet = book.add_sheet(LOG_SHEET)
    widths = {"A": 18.0, "B": 20.0, "C": 84.0}
    for column, width in widths.items():
        sheet.set_column(f"{column}:{column}", width)
    styles = book.styles
    put_text(sheet, "A1", "NHẬT KÝ", styles.get(bold=True, font_size=16, font_color=look.RED))
    book.set_height(sheet, 1, 27, free=False)
    header = styles.get(
        bold=True, font_color=look.WHITE, bg_color=look.NAVY, align="center", **look.BOXED
    )
    for column, words in (("A", "Thời điểm"), ("B", "Việc"), ("C", "Chi tiết")):
        put_text(sheet, f"{column}2", words, header)
    cell = styles.get(text_wrap=True, valign="top", **look.BOXED)
    lines = _log_lines(book, created)
    for number, texts in enumerate(lines, 3):
        for column, text in zip("ABC", texts, strict=True):
            put_text(sheet, f"{column}{number}", text, cell)
        if len(lines) > _FITTED:
            continue
        height = lines_height(count_lines(texts[2], widths["C"], 12), 12)
        book.set_height(sheet, number, min(height, 400))
    sheet.freeze_panes(2, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _log_lines(book: Book, created: dt.datetime | None) -> list[tuple[str, str, str]]:
    content, template = book.content, book.template
    if content.merged is not None:
        return list(content.merged.log)
    rows = len(template.rows)
    lines = [
        (
            _moment(created),
            "Lập sổ",
            f"Mẫu {template.id}: {template.title} ({len(template.sections)} phần, {rows} dòng)",
        )
    ]
    if content.source:
        lines.append((_moment(created), "Nhập số liệu", f"Từ tệp: {content.source}"))
    if content.extra:
        lines.append(
            (
                _moment(created),
                "Dòng ngoài biểu",
                f"{len(content.extra)} dòng trong tệp không có chỗ trong biểu; "
                f"giữ ở trang {RESULTS_SHEET}",
            )
        )
    if content.checked is not None:
        lines.append((_moment(content.checked.at), "Kiểm tra", summary(content.checked)))
    return lines


def _moment(at: dt.datetime | None) -> str:
    return f"{at:%H:%M} {at:%d/%m/%Y}" if at else ""
