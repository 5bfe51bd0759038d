"""Kỳ mới: the workbook of the period that follows, beside the open one."""

from cchc_xl.excel.checked_book import BookRead
from cchc_xl.excel.click import UserError
from cchc_xl.excel.live_book import LiveBook
from cchc_xl.excel.sending import file_name
from cchc_xl.services.next_period import build_next, following
from cchc_xl.workbook.choices import period_words
from cchc_xl.workbook.layout import FRONT_SHEET
from cchc_xl.workbook.previous import free_path


def build_following(live: LiveBook, book: BookRead) -> str:
    """Ask once, then write ``<unit> - <period>``; never over a file that is there."""
    read = book.checked.read
    assert read is not None
    before = read.report.period
    if before is None:
        raise UserError(f"Chưa chọn kỳ báo cáo: hãy chọn ở {FRONT_SHEET} rồi bấm lại.")
    if live.path is None:
        raise UserError("Sổ này chưa lưu: hãy lưu rồi bấm lại để sổ kỳ mới tìm được số kỳ trước.")
    period = following(before)
    if period is None:
        raise UserError(f"Bộ công cụ chưa lập được sổ của kỳ sau {before.title}.")
    words = period_words(period)
    ending = ".xlsm" if live.has_macros else ".xlsx"
    name = file_name(f"{read.report.org_unit.name or live.path.stem} - {words}")
    path = free_path(live.path.parent / f"{name}{ending}")
    if not live.ask(
        f"Tạo sổ {words} vào tệp {path}?\n"
        f"Nếu cần kỳ khác, cứ tạo rồi chọn lại kỳ báo cáo ở {FRONT_SHEET} của sổ mới."
    ):
        return "Chưa tạo sổ nào."
    live.say_progress("Kỳ mới: ghi sổ")
    try:
        taken = build_next(path, read, period)
    except OSError as error:
        raise UserError(
            f"Không ghi được tệp {path}: hãy lưu sổ vào một thư mục ghi được rồi bấm lại."
        ) from error
    carried = f"; {taken} số của cả năm đã chép sang" if taken else ""
    return (
        f"Đã tạo sổ {words}: {path}\n"
        f"Số của kỳ này hiện ở cột Kỳ trước{carried}. Hãy lưu sổ đang mở trước khi dùng sổ mới."
    )
