"""`Tình hình nộp`: who sent what, on time or late, which file counts."""

import datetime as dt
from typing import TYPE_CHECKING

from cchc_xl.workbook import style as look
from cchc_xl.workbook.book import Book
from cchc_xl.workbook.cells import date_serial, put, put_row
from cchc_xl.workbook.content import CellValue, Formula
from cchc_xl.workbook.layout import DEADLINE, SUBMISSION_SHEET
from cchc_xl.workbook.merged.pages import footer, header, lay, title
from cchc_xl.workbook.merged.places import (
    FILED_FIRST_ROW,
    FILED_HEADER_ROW,
    FILED_LAST_ROW,
    LATE,
    MISSING,
    NO,
    ON_TIME,
    YES,
    Filed,
    Head,
    filed_range,
)
from cchc_xl.workbook.merged.records import Block, Cell, Merged, SubmissionLine, Submissions
from cchc_xl.workbook.text_fit import count_lines, lines_height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TITLE = "TÌNH HÌNH NỘP BÁO CÁO"
HEADERS = {
    Filed.NUMBER: ("TT", 5.0),
    Filed.UNIT: ("Đơn vị", 30.0),
    Filed.LEVEL: ("Cấp", 12.0),
    Filed.STATUS: ("Trạng thái", 19.0),
    Filed.PERIOD: ("Kỳ", 16.0),
    Filed.FILE: ("Tệp", 32.0),
    Filed.USED: ("Dùng", 8.0),
    Filed.RECEIVED: ("Ngày nhận", 12.5),
    Filed.STATE: ("Nộp", 11.0),
    Filed.ERRORS: ("Lỗi", 7.0),
    Filed.WARNINGS: ("Cảnh báo", 9.0),
    Filed.ANSWERED: ("Đã giải trình", 9.0),
    Filed.REASON: ("Lý do", 42.0),
    Filed.TEMPLATE: ("Mẫu biểu", 21.0),
    Filed.SIZE: ("Dung lượng (byte)", 12.0),
    Filed.MODIFIED: ("Tệp sửa lúc", 17.0),
    Filed.SHA256: ("SHA-256", 14.0),
    Filed.LEADS: ("Tính", 6.0),
}
_HEAD = {
    Head.EXPECTED: "Phải nộp",
    Head.SENT: "Đã nộp",
    Head.MISSING: "Chưa nộp",
    Head.DEADLINE: "Hạn nộp",
    Head.ON_TIME: "Đúng hạn",
    Head.LATE: "Muộn",
    Head.UNDATED: "Chưa rõ ngày",
    Head.WITH_ERRORS: "Còn lỗi",
    Head.TO_CHOOSE: "Trùng (tệp)",
    Head.UNREADABLE: "Không đọc được (tệp)",
    Head.OTHER: "Khác kỳ, khác mẫu (tệp)",
    Head.LEFT_OUT: "Ngoài danh sách, không dùng (tệp)",
}
UNLISTED = "Đơn vị đã gửi"
_MIDDLE = frozenset("ACDEGHIJKLNOPR")
_SIZE = 11
_OTHER = ("Khác kỳ", "Khác mẫu")
_TO_CHOOSE, _UNREADABLE = "Trùng", "Không đọc được"
_LEFT_OUT = ("Ngoài danh sách", "Không dùng")


def state_of(line: SubmissionLine, deadline: dt.date | None) -> str:
    """Column Nộp, as its formula has it."""
    if line.status == MISSING:
        return MISSING
    if line.received is None or deadline is None:
        return ""
    return ON_TIME if line.received <= deadline else LATE


def submission_block(merged: Merged) -> Block:
    """The cells from A1 on: head with counts, one line a file or missing unit."""
    page = merged.submissions
    blank: list[Cell] = [None] * len(Filed)
    block: Block = [[*blank] for _ in range(FILED_HEADER_ROW)]
    block[0][0], block[1][0], block[2][0] = TITLE, merged.about, page.hint
    values = head_values(page)
    for at, words in _HEAD.items():
        row, place = int(at[1:]) - 1, ord(at[0]) - ord("A")
        named = UNLISTED if at is Head.EXPECTED and not page.is_listed else words
        block[row][place - 1], block[row][place] = named, values[at]
    block[-1] = [words for words, _ in HEADERS.values()]
    for number, line in enumerate(page.lines, 1):
        block.append(_line(number, line))
    return block


def _line(number: int, line: SubmissionLine) -> list[Cell]:
    row = FILED_FIRST_ROW + number - 1
    used = None if line.used is None else (YES if line.used else NO)
    return [
        number,
        line.unit,
        line.level,
        line.status,
        line.period,
        line.file,
        used,
        line.received,
        Formula(_state_formula(row), line.state),
        line.errors,
        line.warnings,
        line.answered,
        line.reason,
        line.template,
        line.size,
        line.modified,
        line.sha256,
        1 if line.leads else None,
    ]


def _state_formula(row: int) -> str:
    status, received = f"${Filed.STATUS}{row}", f"${Filed.RECEIVED}{row}"
    deadline = f"${Head.DEADLINE[0]}${Head.DEADLINE[1:]}"
    return (
        f'=IF({status}="{MISSING}","{MISSING}",IF(COUNT({received},{deadline})<2,"",'
        f'IF(INT({received})<={deadline},"{ON_TIME}","{LATE}")))'
    )


def head_values(page: Submissions) -> dict[Head, Cell]:
    """The counts above the list, by their cell."""
    lines = page.lines
    status, state = filed_range(Filed.STATUS), filed_range(Filed.STATE)
    leads, errors = filed_range(Filed.LEADS), filed_range(Filed.ERRORS)
    missing = sum(line.status == MISSING for line in lines)
    leading = [line for line in lines if line.leads]

    def statuses(*names: str) -> Formula:
        text = "+".join(f'COUNTIF({status},"{name}")' for name in names)
        return Formula(f"={text}", sum(line.status in names for line in lines))

    def states(name: str) -> Formula:
        text = f'=COUNTIFS({leads},1,{state},"{name}")'
        return Formula(text, sum(line.state == name for line in leading))

    sent = page.expected - missing
    expected, at_missing = f"${Head.EXPECTED[0]}${Head.EXPECTED[1:]}", "$C$6"
    on_time, late = states(ON_TIME), states(LATE)
    dated = sum(line.state in (ON_TIME, LATE) for line in leading)
    with_errors = sum(bool(line.errors) for line in leading)
    deadline = date_serial(page.deadline) if page.deadline else ""
    return {
        Head.EXPECTED: page.expected,
        Head.SENT: Formula(f"={expected}-{at_missing}", sent),
        Head.MISSING: Formula(f'=COUNTIF({status},"{MISSING}")', missing),
        Head.DEADLINE: Formula(f'=IF({DEADLINE.name}="","",{DEADLINE.name})', deadline),
        Head.ON_TIME: on_time,
        Head.LATE: late,
        Head.UNDATED: Formula("=$C$5-$E$4-$E$5", sent - dated),
        Head.WITH_ERRORS: Formula(f'=COUNTIFS({leads},1,{errors},">0")', with_errors),
        Head.TO_CHOOSE: statuses(_TO_CHOOSE),
        Head.UNREADABLE: statuses(_UNREADABLE),
        Head.OTHER: statuses(*_OTHER),
        Head.LEFT_OUT: statuses(*_LEFT_OUT),
    }


_FITTED = 1_000  # lines whose heights are worked out; of more the program fits those it shows


def write_submissions(book: Book, merged: Merged | None) -> None:
    """Add the sheet: the block in its shell, or the shell alone."""
    sheet = book.add_sheet(SUBMISSION_SHEET)
    block = submission_block(merged) if merged is not None else []
    get = book.styles.get
    styles = {
        column: get(
            font_size=_SIZE,
            text_wrap=column != Filed.SHA256,
            **({"align": "center"} if column in _MIDDLE else {"align": "left", "indent": 1}),
            locked=column not in (Filed.USED, Filed.RECEIVED),
            **_formats(column),
        )
        for column in Filed
    }
    in_order = [styles[column] for column in Filed]
    for column, (_, width) in HEADERS.items():
        hidden = {"hidden": True} if column is Filed.LEADS else {}
        sheet.set_column(f"{column}:{column}", width, styles[column], hidden)
    first: list[CellValue | Formula] = [row[0] for row in block[:3]] or [None] * 3
    title(book, sheet, *first[:3])
    _write_head(book, sheet, block)
    words = {column: words for column, (words, _) in HEADERS.items()}
    header(book, sheet, FILED_HEADER_ROW, {str(column): text for column, text in words.items()})
    book.set_height(sheet, FILED_HEADER_ROW, 32, free=False)
    for number, row in enumerate(block[FILED_HEADER_ROW:], FILED_FIRST_ROW):
        put_row(sheet, number - 1, row, in_order)
        if len(block) > _FITTED:
            continue
        lines = max(
            count_lines(str(row[place] or ""), HEADERS[column][1], _SIZE, indent=1)
            for place, column in enumerate(Filed)
            if column in (Filed.UNIT, Filed.FILE, Filed.REASON, Filed.STATUS, Filed.TEMPLATE)
        )
        book.set_height(sheet, number, max(lines_height(min(lines, 8), _SIZE), 18))
    _write_conditions(book, sheet)
    _write_validations(sheet)
    last = max(len(block), FILED_FIRST_ROW)
    sheet.autofilter(f"A{FILED_HEADER_ROW}:{Filed.SHA256}{last}")
    sheet.freeze_panes(FILED_FIRST_ROW - 1, 2)
    sheet.protect(
        "", {"format_columns": True, "format_rows": True, "autofilter": True, "objects": True}
    )
    sheet.set_tab_color(look.NAVY)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.print_area(f"A1:{Filed.REASON}{last}")
    sheet.repeat_rows(FILED_HEADER_ROW - 1)
    footer(sheet, SUBMISSION_SHEET)
    if merged is None:
        sheet.hide()


def _formats(column: Filed) -> dict[str, str]:
    codes = {
        Filed.RECEIVED: "dd/mm/yyyy",
        Filed.MODIFIED: "dd/mm/yyyy hh:mm",
        Filed.SIZE: "#,##0",
    }
    return {"num_format": codes[column]} if column in codes else {}


def _write_head(book: Book, sheet: "Worksheet", block: Block) -> None:
    get = book.styles.get
    label = get(align="right", font_color=look.NAVY, font_size=_SIZE, indent=1)
    plain = {"bold": True, "align": "center", "bg_color": look.COMPUTED, **look.BOXED}
    for at in Head:
        row, place = int(at[1:]) - 1, ord(at[0]) - ord("A")
        line = block[row] if block else [None] * len(Filed)
        before = f"{chr(ord(at[0]) - 1)}{at[1:]}"
        code = {"num_format": "dd/mm/yyyy"} if at is Head.DEADLINE else {}
        put(sheet, before, line[place - 1] if block else None, label)
        put(sheet, at, line[place], get(**plain, **code))
    for row in range(4, 8):
        book.set_height(sheet, row, 18, free=False)
    book.set_height(sheet, 8, 9, free=False)


def _write_conditions(book: Book, sheet: "Worksheet") -> None:
    condition, row = book.styles.condition, FILED_FIRST_ROW
    border = {"border": 1, "border_color": look.LINE}
    good = {"font_color": "#1E5631", "bg_color": "#E2F0E3"}
    warn = {"font_color": look.WARNING_INK, "bg_color": look.WARNING_FILL}
    bad = {"font_color": look.ERROR_INK, "bg_color": look.ERROR_FILL}

    def column(which: Filed) -> str:
        return f"{which}{row}:{which}{FILED_LAST_ROW}"

    status = f"${Filed.STATUS}{row}"
    counted = f'LEFT({status},7)="Đã cộng"'
    lay(sheet, column(Filed.STATUS), f"={counted}", condition(**good, **border))
    for words in (MISSING, _UNREADABLE, _TO_CHOOSE):
        lay(sheet, column(Filed.STATUS), f'={status}="{words}"', condition(**bad, **border))
    lay(sheet, column(Filed.STATUS), f'={status}<>""', condition(**warn, **border))
    state = f"${Filed.STATE}{row}"
    for words, looks in ((ON_TIME, good), (LATE, warn), (MISSING, bad)):
        lay(sheet, column(Filed.STATE), f'={state}="{words}"', condition(**looks, **border))
    errors = f"${Filed.ERRORS}{row}"
    lay(sheet, column(Filed.ERRORS), f"=N({errors})>0", condition(**bad, **border))
    filled = f'=$B{row}<>""'
    open_cells = f"{Filed.USED}{row}:{Filed.RECEIVED}{FILED_LAST_ROW}"
    sent = f'=AND($B{row}<>"",{status}<>"{MISSING}")'
    lay(sheet, open_cells, sent, condition(bg_color=look.INPUT, **border))
    lay(sheet, f"A{row}:{Filed.SHA256}{FILED_LAST_ROW}", filled, condition(**border))


def _write_validations(sheet: "Worksheet") -> None:
    used = f"{Filed.USED}{FILED_FIRST_ROW}:{Filed.USED}{FILED_LAST_ROW}"
    sheet.data_validation(
        used,
        {
            "validate": "list",
            "source": [YES, NO],
            "input_title": "Dùng tệp này?",
            "input_message": "Có: cộng tệp này. Không: bỏ ra. Để trống: theo máy. Xong thì tổng "
            "hợp lại.",
            "error_title": "Chọn Có hoặc Không",
            "error_message": "Chọn Có, Không, hoặc để trống.",
        },
    )
    sheet.data_validation(
        f"{Filed.RECEIVED}{FILED_FIRST_ROW}:{Filed.RECEIVED}{FILED_LAST_ROW}",
        {
            "validate": "date",
            "criteria": ">=",
            "value": dt.date(2000, 1, 1),
            "error_title": "Cần một ngày",
            "error_message": "Ghi ngày nhận báo cáo, ví dụ 05/03/2024.",
        },
    )
