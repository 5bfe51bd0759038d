"""Tự kiểm tra: does this installation work? The answer is a sheet that can be sent back.

Nothing personal is written beyond the paths that a support person needs.
"""

import datetime as dt
import platform
import struct
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import metadata

from cchc_xl.excel.checked_book import read_and_check
from cchc_xl.excel.live_book import LiveBook, Written
from cchc_xl.excel.log import log_file, note, note_failure
from cchc_xl.excel.port import Look
from cchc_xl.services.live import read_meta
from cchc_xl.workbook import style as look
from cchc_xl.workbook.layout import FRONT_SHEET, META_SHEET

SHEET = "Tự kiểm tra"
_TITLE = "TỰ KIỂM TRA – chữ “ễ ợ ữ” phải nguyên vẹn"
OK, FAILED, INFO = "Đạt", "Không đạt", "Thông tin"
_HEADER = ("Mục", "Kết quả", "Chi tiết")
_PACKAGES = ("xlwings", "pydantic", "python-calamine", "openpyxl", "XlsxWriter")
_ROWS = 40
Line = tuple[str, str, str]


def run(live: LiveBook) -> str:
    """Write every test with its result; how many failed."""
    if SHEET not in live.sheet_names:
        live.add_sheet(SHEET)
        for column, width in (("A", 34.0), ("B", 14.0), ("C", 90.0)):
            live.set_width(SHEET, column, width)
        bold = Look(bold=True, ink=look.WHITE, fill=look.NAVY, font=look.FONT)
        live.port.set_look(live.area(SHEET, "A3:C3"), bold)
    live.write(SHEET, (1, 1), [[_TITLE]])
    lines = list(_lines(live))
    rows: list[list[Written]] = [
        [_TITLE, None, None],
        [f"Lúc {dt.datetime.now():%H:%M ngày %d/%m/%Y}", None, None],
    ]
    for line in (_HEADER, *lines):
        rows.append([*line])
    rows += [[None] * 3 for _ in range(_ROWS - len(rows))]
    live.write(SHEET, (1, 1), rows)
    live.show(SHEET)
    failed = sum(result == FAILED for _, result, _ in lines)
    if failed:
        return f"Tự kiểm tra: {failed} mục không đạt. Xem trang {SHEET} và gửi trang này để hỗ trợ."
    return f"Tự kiểm tra: mọi mục đều đạt. Chi tiết ở trang {SHEET}."


def _lines(live: LiveBook) -> Iterator[Line]:
    yield "Chương trình bảng tính", INFO, live.program
    yield "Hệ điều hành", INFO, platform.platform()
    yield "Python", INFO, f"{sys.version.split()[0]}, {8 * struct.calcsize('P')} bit"
    yield "Thư mục Python", INFO, sys.prefix
    yield "Phiên bản bộ công cụ", INFO, _own_version()
    for name in _PACKAGES:
        yield _tried(f"Gói {name}", partial(metadata.version, name))
    yield "Tệp sổ", INFO, str(live.path or f"{live.name} (chưa lưu)")
    yield _ascii_folder()
    yield _tried("Chữ Việt ghi vào sổ và đọc lại", lambda: _there_and_back(live))
    yield _tried("Ghi nhật ký", _log)
    yield _tried("Biểu mẫu trong sổ", lambda: _template(live))
    yield _tried("Đọc và kiểm tra sổ", lambda: _read(live))
    yield _tried("Bản sao để xem định dạng", lambda: _copied(live))
    yield _tried("Dấu thập phân của máy", lambda: _decimal_sign(live))


def _tried(what: str, test: Callable[[], str]) -> Line:
    try:
        return what, OK, test()
    except Exception as error:
        note_failure(f"{SHEET}: {what}")
        return what, FAILED, f"{type(error).__name__}: {error}"[:300]


def _ascii_folder() -> Line:
    """The functions' DLL cannot live under a folder with diacritics."""
    if sys.prefix.isascii():
        return "Thư mục cài không dấu", OK, "Hàm CCHC_… dùng được."
    return (
        "Thư mục cài không dấu",
        FAILED if sys.platform == "win32" else INFO,
        "Đường dẫn có chữ có dấu: hãy cài lại vào thư mục không dấu để dùng hàm CCHC_….",
    )


def _own_version() -> str:
    try:
        return metadata.version("cchc-xl")
    except metadata.PackageNotFoundError:
        return "chạy từ mã nguồn, chưa cài"


def _there_and_back(live: LiveBook) -> str:
    came_back = live.read(SHEET, 1, 1).cell(0, 0).value
    if came_back != _TITLE:
        raise ValueError(f"ghi “{_TITLE}”, đọc lại “{came_back}”")
    return "nguyên vẹn"


def _log() -> str:
    written = note(SHEET)
    if written is None:
        raise OSError(str(log_file()))
    return str(written)


def _template(live: LiveBook) -> str:
    names = live.sheet_names
    meta = read_meta(live.read(META_SHEET, 2) if META_SHEET in names else None)
    return f"{meta.template.id}, {len(meta.template.rows)} dòng"


def _read(live: LiveBook) -> str:
    book = read_and_check(live)
    report = book.checked.report
    filled = sum(not entry.is_blank for entry in report.entries.values()) if report else 0
    return f"{len(book.sections)} phần, {filled} ô có số liệu, {len(book.checked.findings)} mục nêu"


def _copied(live: LiveBook) -> str:
    if not live.was_inspected:
        raise OSError("không tạo được bản sao")
    return f"{sum(bool(live.facts(name).rows) for name in live.sheet_names)} trang"


def _decimal_sign(live: LiveBook) -> str:
    grid = live.read(FRONT_SHEET, 8)
    return str(grid.cell(12, 6).value or "không rõ")
