"""Files for others: the macro-free workbook to send, the PDF to sign."""

import re
from pathlib import Path

from cchc_xl.excel.checked_book import BookRead
from cchc_xl.excel.click import UserError
from cchc_xl.excel.live_book import LiveBook
from cchc_xl.model import Severity
from cchc_xl.services.live import write_file_to_send
from cchc_xl.workbook.choices import period_words
from cchc_xl.workbook.layout import PRINT_SHEET, RESULTS_SHEET
from cchc_xl.workbook.previous import free_path

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_MAX_NAME = 120


def write_file(live: LiveBook, book: BookRead) -> str:
    """Write ``<unit> - <period>.xlsx`` beside the workbook; never over a file that is there."""
    report = book.checked.report
    assert report is not None
    if report.org_unit.name is None:
        raise UserError("Chưa ghi tên đơn vị: hãy ghi ở Trang chính rồi bấm lại.")
    if report.period is None:
        raise UserError("Chưa chọn kỳ báo cáo: hãy chọn ở Trang chính rồi bấm lại.")
    live.say_progress("Tạo tệp gửi: ghi tệp")
    unresolved = _unresolved(book)
    name = file_name(f"{report.org_unit.name} - {period_words(report.period)}")
    path = free_path(folder_of(live) / f"{name}.xlsx")
    _write(path, book, front=RESULTS_SHEET if unresolved else None)
    said = f"Đã tạo tệp để gửi: {path}"
    if unresolved:
        said += (
            f"\nCòn {unresolved} chưa sửa hoặc chưa giải trình: tệp mở ra ở trang "
            f"{RESULTS_SHEET} để cơ quan nhận thấy ngay."
        )
    return said


def _unresolved(book: BookRead) -> str:
    """Errors and warnings that nobody answered, in words; "" when there is none."""
    open_findings = [found.severity for found in book.checked.findings if not found.justified]
    counts = ((open_findings.count(Severity.ERROR), "lỗi"),
              (open_findings.count(Severity.WARNING), "cảnh báo"))  # fmt: skip
    return ", ".join(f"{count} {what}" for count, what in counts if count)


def write_pdf(live: LiveBook) -> str:
    """Write `In phụ lục` as a PDF beside the workbook."""
    if PRINT_SHEET not in live.sheet_names:
        raise UserError(f"Sổ này không còn trang {PRINT_SHEET}: hãy tạo sổ mới từ mẫu.")
    path = free_path(folder_of(live) / f"{file_name(Path(live.name).stem)} - phụ lục.pdf")
    live.port.export_pdf(live.sheet(PRINT_SHEET), path)
    return f"Đã xuất trang {PRINT_SHEET} thành tệp PDF: {path}"


def file_name(words: str) -> str:
    """Words as the name of a file on any system; letters with diacritics stay."""
    name = " ".join(_FORBIDDEN.sub(" ", words).split()).strip(" .")
    return name[:_MAX_NAME].strip(" .") or "Báo cáo"


def _write(path: Path, book: BookRead, *, front: str | None) -> None:
    try:
        write_file_to_send(path, book.checked, front=front)
    except OSError as error:
        raise UserError(
            f"Không ghi được tệp {path}: hãy lưu sổ vào một thư mục ghi được rồi bấm lại."
        ) from error


def folder_of(live: LiveBook) -> Path:
    """Beside the workbook; the user's documents for one never saved."""
    if live.path is not None:
        return live.path.parent
    for folder in (Path.home() / "Documents", Path.home()):
        if folder.is_dir():
            return folder
    return Path.cwd()
