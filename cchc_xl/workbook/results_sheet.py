"""`Kết quả kiểm tra`: every finding with its place, its reason and what to do."""

from typing import TYPE_CHECKING

from cchc_xl.model import Severity
from cchc_xl.workbook import style as look
from cchc_xl.workbook.book import Book
from cchc_xl.workbook.cells import put_formula, put_text, safe_text, shown_text
from cchc_xl.workbook.content import Checked, ResultLine
from cchc_xl.workbook.layout import RESULTS_SHEET, Column, Layout, quoted
from cchc_xl.workbook.text_fit import count_lines, lines_height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

HEADER_ROW = 4
FIRST_ROW = 5
COLUMNS = {
    "A": ("Mức độ", 11.0),
    "B": ("STT", 7.0),
    "C": ("Dòng", 21.0),
    "D": ("Chỉ tiêu", 25.0),
    "E": ("Giá trị ghi", 12.0),
    "F": ("Điều chưa khớp", 35.0),
    "G": ("Vì sao", 27.0),
    "H": ("Cách xử lý", 27.0),
    "I": ("Gợi ý", 14.0),
    "J": ("Giải trình", 19.0),
    "K": ("Mã", 8.0),
}
NOT_CHECKED = (
    "Chưa kiểm tra toàn bộ. Xem cột Kiểm tra ở từng phần. Sổ có nút Kiểm tra thì bấm nút đó; "
    "sổ không có nút thì gửi luôn, hoặc nhờ bộ phận CNTT chạy lệnh cchc kiem-tra."
)
CLEAN = "Không có điều gì chưa khớp."
ANSWERED = "đã giải trình"
WHOLE_FILE = "Cả tệp"
EXTRA_TITLE = "Những dòng trong tệp không có chỗ trong biểu (giữ nguyên để đối chiếu)"
EXTRA_HEADERS = ("STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú")

_SIZE = 11
_INKS = {
    Severity.ERROR: (look.ERROR_INK, look.ERROR_FILL),
    Severity.WARNING: (look.WARNING_INK, look.WARNING_FILL),
    Severity.NOTE: (look.NOTE_INK, look.NOTE_FILL),
}
_MAX_HEIGHT = 400.0


def ordered_lines(checked: Checked | None, layout: Layout) -> list[ResultLine]:
    """Gravest first, then in the order of the form; findings about the whole file lead."""
    position = layout.template.position
    lines = checked.lines if checked else ()
    return sorted(
        lines, key=lambda line: (line.severity.rank, position.get(line.key or "", 0), line.code)
    )


def result_cells(book: Book) -> dict[str, str]:
    """Where the gravest finding of each row stands: ``{key: "A7"}``."""
    found: dict[str, str] = {}
    for number, line in enumerate(ordered_lines(book.content.checked, book.layout), FIRST_ROW):
        if line.key is not None:
            found.setdefault(line.key, f"A{number}")
    return found


def summary(checked: Checked) -> str:
    """The counts in words."""
    return (
        f"{checked.count(Severity.ERROR)} lỗi, {checked.count(Severity.WARNING)} cảnh báo, "
        f"{checked.count(Severity.NOTE)} lưu ý"
    )


def write_results(book: Book) -> None:
    """Add the sheet."""
    sheet = book.add_sheet(RESULTS_SHEET)
    for column, (_, width) in COLUMNS.items():
        sheet.set_column(f"{column}:{column}", width)
    title = book.styles.get(bold=True, font_size=16, font_color=look.RED)
    put_text(sheet, "A1", "KẾT QUẢ KIỂM TRA", title)
    book.set_height(sheet, 1, 27, free=False)
    checked = book.content.checked
    line = book.styles.get(font_color=look.NAVY)
    put_text(sheet, "A2", _headline(checked), line)
    book.set_height(sheet, 2, 18, free=False)
    last = HEADER_ROW - 1
    if checked is not None:
        last = _write_table(book, sheet, checked)
    if book.content.extra:
        last = _write_extra(book, sheet, last + 2)
    sheet.set_tab_color(look.RED)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer(f"&R{look.FOOTER}Trang &P/&N")


def checked_words(checked: Checked) -> str:
    """When and with what outcome: "14:05 ngày 03/4/2024: 2 lỗi, …"."""
    at = checked.at
    return f"{at:%H:%M} ngày {at.day:02}/{at.month:02}/{at.year}: {summary(checked)}"


def _headline(checked: Checked | None) -> str:
    if checked is None:
        return NOT_CHECKED
    source = f" · Tệp: {checked.source}" if checked.source else ""
    return f"Đã kiểm tra lúc {checked_words(checked)}{source}"


def _write_table(book: Book, sheet: "Worksheet", checked: Checked) -> int:
    """Header and one line a finding; the last row used."""
    lines = ordered_lines(checked, book.layout)
    if not lines:
        put_text(sheet, "A3", CLEAN, book.styles.get(bold=True, font_color=look.NAVY))
        return 3
    put_text(
        sheet,
        "A3",
        "Bấm vào cột Dòng để tới ô số liệu. Số đúng mà vẫn bị nêu: ghi lý do ở cột Giải trình "
        "của dòng đó.",
        book.styles.get(italic=True, font_size=_SIZE),
    )
    header = book.styles.get(
        bold=True,
        font_color=look.WHITE,
        bg_color=look.NAVY,
        align="center",
        text_wrap=True,
        **look.BOXED,
    )
    for column, (words, _) in COLUMNS.items():
        put_text(sheet, f"{column}{HEADER_ROW}", words, header)
    book.set_height(sheet, HEADER_ROW, 24, free=False)
    for number, line in enumerate(lines, FIRST_ROW):
        _write_line(book, sheet, number, line)
    last = HEADER_ROW + len(lines)
    sheet.autofilter(f"A{HEADER_ROW}:K{last}")
    sheet.freeze_panes(HEADER_ROW, 3)
    sheet.repeat_rows(HEADER_ROW - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A{FIRST_ROW}:K{last}"})
    return last


def _write_line(book: Book, sheet: "Worksheet", number: int, line: ResultLine) -> None:
    styles, layout = book.styles, book.layout
    plain = {"font_size": _SIZE, "text_wrap": True, "valign": "top", **look.BOXED}
    text, middle = styles.get(**plain), styles.get(align="center", **plain)
    ink, fill = _INKS[line.severity]
    answered = f" ({ANSWERED})" if line.justification else ""
    row = book.template.by_key.get(line.key) if line.key else None
    value = line.text or (shown_text(book.cell(row.key).value) if row else "")
    texts = {
        "A": line.severity.label + answered,
        "B": row.no if row else "",
        "C": _place(layout, row.key) if row else WHOLE_FILE,
        "D": row.label if row else "",
        "E": value,
        "F": _what(layout, line),
        "G": line.why,
        "H": line.fix,
        "I": line.suggestion,
        "J": line.justification,
        "K": line.code,
    }
    severity = styles.get(**plain | {"bold": True, "font_color": ink, "bg_color": fill})
    put_text(sheet, f"A{number}", texts["A"], severity)
    for column in "BEK":
        put_text(sheet, f"{column}{number}", texts[column], middle)
    for column in "DGHI":
        put_text(sheet, f"{column}{number}", texts[column], text)
    if row:
        link = styles.get(**plain | {"font_color": look.LINK, "underline": 1})
        sheet.write_url(
            f"C{number}",
            f"internal:{quoted(layout.sheet_of(row.key))}!{layout.cell(row.key)}",
            link,
            texts["C"],
        )
    else:
        put_text(sheet, f"C{number}", texts["C"], text)
    _write_what(book, sheet, f"F{number}", line, texts["F"])
    _write_justification(book, sheet, f"J{number}", line)
    lines = max(count_lines(texts[c], COLUMNS[c][1], _SIZE, bold=c == "A") for c in COLUMNS)
    book.set_height(sheet, number, min(lines_height(lines, _SIZE), _MAX_HEIGHT))


def place_start(sheet: str) -> str:
    """What the places of one sheet's rows begin with."""
    return f"{sheet} · "


def _place(layout: Layout, key: str) -> str:
    return place_start(layout.sheet_of(key)) + layout.cell(key)


def _what(layout: Layout, line: ResultLine) -> str:
    """Title, message and the other rows involved, one below the other."""
    parts = [line.title, line.message if line.message != line.title else ""]
    related = [_place(layout, key) for key in line.related if key in layout.template.by_key]
    if related:
        parts.append("Dòng liên quan: " + "; ".join(related))
    return "\n".join(part for part in parts if part)


def _write_what(book: Book, sheet: "Worksheet", at: str, line: ResultLine, text: str) -> None:
    """The title in bold above the rest."""
    plain = {"font_size": _SIZE}
    cell = book.styles.get(text_wrap=True, **plain | {"valign": "top"}, **look.BOXED)
    title, _, rest = safe_text(text).partition("\n")
    if line.title and rest:
        bold = book.styles.get(bold=True, **plain)
        sheet.write_rich_string(at, bold, title, book.styles.get(**plain), f"\n{rest}", cell)
    else:
        put_text(sheet, at, text, cell)


def _write_justification(book: Book, sheet: "Worksheet", at: str, line: ResultLine) -> None:
    """Column G of the row, read through a formula, so that what is written later shows here."""
    cell = book.styles.get(font_size=_SIZE, text_wrap=True, valign="top", **look.BOXED)
    if line.key not in book.template.by_key or line.key is None:
        put_text(sheet, at, line.justification, cell)
        return
    own = book.cell(line.key).justification
    if line.justification and line.justification != own:
        put_text(sheet, at, line.justification, cell)  # the unit's words in Ghi chú
        return
    source = book.layout.reference(line.key, Column.JUSTIFICATION)
    put_formula(sheet, at, f'=IF({source}="","",{source})', cell, own or None)


def _write_extra(book: Book, sheet: "Worksheet", start: int) -> int:
    """Rows of the file that the form has no place for: nothing a unit wrote is lost."""
    styles = book.styles
    columns = ("B", "C", "E", "F", "G")  # the label takes two columns
    put_text(sheet, f"A{start}", EXTRA_TITLE, styles.get(bold=True, font_color=look.RED))
    header = styles.get(bold=True, bg_color=look.HEADING_TOP, align="center", **look.BOXED)
    cell = styles.get(font_size=_SIZE, text_wrap=True, valign="top", **look.BOXED)
    widths = {column: COLUMNS[column][1] for column in columns}
    widths["C"] += COLUMNS["D"][1]
    number = start
    for texts in (EXTRA_HEADERS, *book.content.extra):
        number += 1
        style = header if texts is EXTRA_HEADERS else cell
        sheet.merge_range(f"C{number}:D{number}", "", style)
        for column, text in zip(columns, texts, strict=True):
            put_text(sheet, f"{column}{number}", text, style)
        lines = max(
            count_lines(text, widths[column], _SIZE)
            for column, text in zip(columns, texts, strict=True)
        )
        book.set_height(sheet, number, min(lines_height(lines, _SIZE), _MAX_HEIGHT))
    return number
