"""Phát hành: from the unit list typed into the parent's own workbook to one workbook a unit."""

from pathlib import Path

from cchc_xl.excel.cell_rule import CellRule
from cchc_xl.excel.checked_book import BookRead, read_and_check
from cchc_xl.excel.click import UserError
from cchc_xl.excel.live_book import LiveBook, Written
from cchc_xl.excel.port import Look
from cchc_xl.excel.sending import file_name, folder_of
from cchc_xl.model.front import FrontFields
from cchc_xl.services.issuing import NoPeriodError, Order, issue, order_from, said_of
from cchc_xl.workbook import style as look
from cchc_xl.workbook.choices import period_words
from cchc_xl.workbook.layout import FRONT_SHEET, LEVELS_NAME, UNIT_LIST_SHEET
from cchc_xl.workbook.unit_lines import Line, UnitList, find_header, understand

_COLUMNS = 12  # of the list that are read: ours and some of the user's own
_TOLD = 8  # faults that are told one by one
_EVERY = 10  # workbooks between two words in the status bar
_HEADER_ROW, _FIRST_ROW, _LAST_ROW = 4, 5, 404  # the last: as far as cells are prepared
_WIDTHS = {"A": 44.0, "B": 14.0, "C": 16.0, "D": 44.0, "E": 16.0}
_HEADER = ("Tên đơn vị", "Cấp", "Mã", "Tên khác", "Nhóm")
_WORDS = (
    "DANH SÁCH ĐƠN VỊ NỘP BÁO CÁO",
    "Mỗi đơn vị một dòng. Cấp để trống thì lấy theo tên. Mã (nếu có) để nhận đúng đơn vị khi tổng "
    "hợp. Nhiều tên khác thì cách nhau bằng dấu |.",
    "Nhóm: ghi giống nhau cho các đơn vị dùng chung một danh mục thủ tục. "
    "Điền xong, bấm Phát hành.",
)
_MADE = (
    f"Đã thêm trang {UNIT_LIST_SHEET}. Hãy ghi (hoặc dán) các đơn vị phải nộp báo cáo vào trang "
    "này, rồi bấm Phát hành lần nữa."
)


def issue_all(live: LiveBook) -> str:
    """Ask once, then write a prefilled workbook for every unit beside this one."""
    if UNIT_LIST_SHEET not in live.sheet_names:
        _add_list(live)
        return _MADE
    book = read_and_check(live)
    order = _order(book, _listed(live))
    folder = folder_of(live) / file_name(f"Phát hành {order.period}")
    if not live.ask(_question(order, folder)):
        return "Chưa tạo sổ nào."

    def progress(done: int, total: int, name: str) -> None:
        if done % _EVERY == 0:
            live.say_progress(f"Phát hành: {done + 1}/{total} ({name})")

    try:
        issued = issue(folder, order, progress)
    except OSError as error:
        raise UserError(
            f"Không ghi được vào thư mục {folder}: hãy xem dung lượng đĩa và quyền ghi rồi bấm "
            "lại. Các sổ đã ghi vẫn dùng được."
        ) from error
    new = sum(one.is_new for one in issued)
    said = [
        f"Đã tạo {new} sổ cho {len(issued)} đơn vị trong thư mục: {folder}",
        said_of(issued),
        "Gửi mỗi đơn vị sổ của mình; khi nhận lại, để các tệp vào một thư mục và bấm Tổng hợp.",
    ]
    return "\n".join(filter(None, said))


def _order(book: BookRead, listed: UnitList) -> Order:
    """What `Trang chính` says wins over the list; number and date of the own report stay here."""
    read = book.checked.read
    assert read is not None
    front = read.front or FrontFields()
    given = FrontFields(front.start, front.end, front.deadline, letter=front.letter)
    try:
        return order_from(book.meta.template, listed, read.report.period, given)
    except NoPeriodError:
        raise UserError(f"Chưa chọn kỳ báo cáo: hãy chọn ở {FRONT_SHEET} rồi bấm lại.") from None


def _question(order: Order, folder: Path) -> str:
    deadline = order.front.deadline
    return (
        f"Tạo {len(order.units)} sổ .xlsx, {period_words(order.period)}, "
        f"hạn nộp {f'{deadline:%d/%m/%Y}' if deadline else 'chưa ghi'}, "
        f"vào thư mục {folder}?\nTệp đã có trong thư mục đó được giữ nguyên."
    )


def _listed(live: LiveBook) -> UnitList:
    """The list as it stands in the workbook. Raises `UserError` with what must be put right."""
    grid = live.read(UNIT_LIST_SHEET, _COLUMNS)
    lines: list[Line] = [(number, cells) for number, cells in enumerate(grid.rows, 1)]
    try:
        header = find_header(lines)
    except ValueError as error:
        raise UserError(
            f"Trang {UNIT_LIST_SHEET} có hai cột “{error}”: hãy bỏ bớt một cột rồi bấm lại."
        ) from error
    if header is None:
        raise UserError(
            f"Trang {UNIT_LIST_SHEET} không còn dòng tiêu đề ({', '.join(_HEADER)}): hãy ghi lại, "
            "hoặc xóa trang này rồi bấm Phát hành để lập trang mới."
        )
    listed = understand(lines[header[0] + 1 :], header[1])
    faults = [*listed.faults[:_TOLD]]
    if rest := len(listed.faults) - len(faults):
        faults.append(f"Và {rest} dòng khác cần sửa.")
    if not listed.units and not faults:
        faults.append("Chưa có đơn vị nào dưới dòng tiêu đề.")
    if faults:
        live.show(UNIT_LIST_SHEET)
        words = "\n".join(faults)
        raise UserError(f"Chưa tạo sổ nào. Hãy sửa trang {UNIT_LIST_SHEET}:\n{words}")
    return listed


def _add_list(live: LiveBook) -> None:
    """A sheet with headers, ready to be filled."""
    name = UNIT_LIST_SHEET
    live.add_sheet(name, after=FRONT_SHEET if FRONT_SHEET in live.sheet_names else None)
    for column, width in _WIDTHS.items():
        live.set_width(name, column, width)
    last = list(_WIDTHS)[-1]
    for column in ("C", "E"):  # codes keep their leading zeros
        live.set_number_format(name, f"{column}{_FIRST_ROW}:{column}{_LAST_ROW}", "@")
    live.port.set_look(
        live.area(name, f"A{_HEADER_ROW}:{last}{_HEADER_ROW}"),
        Look(bold=True, ink=look.WHITE, fill=look.NAVY, font=look.FONT, size=12),
    )
    live.port.set_look(
        live.area(name, f"A{_FIRST_ROW}:{last}{_LAST_ROW}"), Look(font=look.FONT, size=12)
    )
    live.port.set_look(
        live.area(name, "A1:A1"), Look(bold=True, ink=look.RED, font=look.FONT, size=16)
    )
    live.port.set_look(live.area(name, "A2:A3"), Look(italic=True, font=look.FONT, size=12))
    live.port.set_rule(
        live.area(name, f"B{_FIRST_ROW}:B{_LAST_ROW}"),
        CellRule(
            "list",
            formula1=LEVELS_NAME,
            alert="warning",
            error_title="Chưa có trong danh sách",
            error_message="Chọn cấp trong danh sách, hoặc ghi xa, huyen, so, tinh.",
            input_title="Cấp của đơn vị",
            input_message="Chọn trong danh sách; để trống thì lấy theo tên đơn vị.",
        ),
    )
    rows: list[list[Written]] = [[words, None, None, None, None] for words in _WORDS]
    rows.append([*_HEADER])
    live.write(name, (1, 1), rows)
    live.show(name, f"A{_FIRST_ROW}")
