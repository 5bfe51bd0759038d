"""The buttons. Each is called without arguments from the workbook (RunPython) or from LibreOffice.

None raises and none changes a reported number by itself; each may be pressed again at any time.
"""

import datetime as dt

from cchc_xl.excel import ratios, results, self_test, sending
from cchc_xl.excel.checked_book import BookRead, read_and_check
from cchc_xl.excel.click import press
from cchc_xl.excel.live_book import LiveBook, Written
from cchc_xl.excel.marks import apply_marks, plan_marks
from cchc_xl.excel.repairs import repair
from cchc_xl.services.live import flag_notes
from cchc_xl.workbook import layout as places
from cchc_xl.workbook.cells import date_serial
from cchc_xl.workbook.grids import SheetGrid
from cchc_xl.workbook.results_sheet import checked_words, summary

#: D2 of `_cchc`: the results table has its colours; changes when the looks change.
_LOOKS = "bang-1"


def now() -> dt.datetime:
    """The time of a check, as it is written into the workbook."""
    return dt.datetime.now()


def kiem_tra() -> None:
    """Check everything, fill `Kết quả kiểm tra`, mark flagged cells, mend what pasting broke."""
    press("Kiểm tra", _check)


def xoa_danh_dau() -> None:
    """Take our notes and results away again."""
    press("Xóa đánh dấu", _clear)


def khoi_phuc_cong_thuc() -> None:
    """Put formulas back: into the selected ratio cells, else into every blank one."""
    press("Khôi phục công thức", lambda live: ratios.restore(live, read_and_check(live)))


def tao_tep_gui() -> None:
    """Write the macro-free file to send."""
    press("Tạo tệp gửi", lambda live: sending.write_file(live, read_and_check(live)))


def xuat_pdf() -> None:
    """Write `In phụ lục` as a PDF beside the workbook."""
    press("Xuất PDF", sending.write_pdf)


def huong_dan() -> None:
    """Show `Hướng dẫn`."""
    press("Hướng dẫn", _guide)


def tong_hop() -> None:
    """Merging is not here yet."""
    press("Tổng hợp", lambda live: NO_MERGING)


def tu_kiem_tra() -> None:
    """Test this installation and write the result into a sheet that can be sent back."""
    press("Tự kiểm tra", self_test.run)


NO_MERGING = (
    "Phiên bản này chưa có chức năng Tổng hợp. Sổ của các đơn vị vẫn dùng được khi có chức năng "
    "này: hãy giữ nguyên các tệp đã nhận và cài phiên bản mới khi được thông báo."
)


def _check(live: LiveBook) -> str:
    book = read_and_check(live)
    checked = results.outcome(book, now())
    mended = repair(live, book)
    marks = plan_marks(live, book, flag_notes(checked.lines))
    live.say_progress("Kiểm tra: ghi kết quả")
    results.write_outcome(live, book, checked, mended.words, prepared=_is_prepared(book))
    _remember(live, book, checked_words(checked), marks.fingerprints)
    apply_marks(live, marks)
    if checked.lines:
        live.show(places.RESULTS_SHEET)
    said = [f"Đã kiểm tra: {summary(checked)}."]
    if checked.lines:
        said.append(f"Xem trang {places.RESULTS_SHEET}; số đúng thì ghi lý do ở cột Giải trình.")
    if mended.words:
        said.append(mended.words)
    if not live.was_inspected:
        said.append(
            "Máy này không cho xem định dạng và ghi chú của ô, nên chỉ ghi kết quả ở trang "
            f"{places.RESULTS_SHEET}."
        )
    elif marks.locked:
        said.append(f"Trang khóa bằng mật khẩu nên không ghi chú vào ô: {'; '.join(marks.locked)}.")
    return "\n".join(said)


def _clear(live: LiveBook) -> str:
    book = read_and_check(live)
    apply_marks(live, plan_marks(live, book, {}))
    results.clear_outcome(live, book, prepared=_is_prepared(book))
    _remember(live, book, None, {})
    return (
        "Đã xóa ghi chú và kết quả của lần kiểm tra trước. Số liệu và ghi chú của bạn giữ nguyên."
    )


def _guide(live: LiveBook) -> str:
    if places.GUIDE_SHEET not in live.sheet_names:
        return f"Sổ này không còn trang {places.GUIDE_SHEET}. Hãy mở một sổ mới lập từ mẫu để xem."
    live.show(places.GUIDE_SHEET)
    return ""


def _is_prepared(book: BookRead) -> bool:
    return book.grids[places.META_SHEET].cell(1, 3).value == _LOOKS


def _remember(
    live: LiveBook, book: BookRead, when: str | None, fingerprints: dict[str, str]
) -> None:
    """Columns D to F of `_cchc`, one block: time, the values seen, our notes."""
    rows: list[list[Written]] = []
    for number, row in enumerate(book.meta.template.rows, 1):
        first: Written = {1: when, 2: _LOOKS}.get(number)
        seen = _seen(book, row.key) if when is not None else None
        rows.append([first, seen, fingerprints.get(row.key)])
    live.write(places.META_SHEET, (1, 4), rows)


def _seen(book: BookRead, key: str) -> Written:
    """The value that the state line compares with: by its place, as the formula does."""
    grid: SheetGrid | None = book.grids.get(book.layout.sheet_of(key))
    if grid is None:
        return None
    value = grid.cell(book.layout.row_of(key) - 1, 3).value
    if isinstance(value, dt.date):
        return date_serial(value)
    if isinstance(value, dt.time | dt.timedelta):
        return None
    return value
