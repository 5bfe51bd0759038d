"""The buttons. Each is called without arguments from the workbook (RunPython) or from LibreOffice.

None raises and none changes a reported number by itself; each may be pressed again at any time.
"""

import datetime as dt
from dataclasses import replace

from cchc_xl.excel import (
    companion,
    consolidating,
    documents,
    form_keeper,
    issuing,
    next_book,
    ratios,
    results,
    self_test,
    sending,
)
from cchc_xl.excel.checked_book import read_and_check
from cchc_xl.excel.click import press
from cchc_xl.excel.live_book import LiveBook
from cchc_xl.excel.marks import apply_marks, plan_marks
from cchc_xl.excel.remembered import remember, seen_in
from cchc_xl.excel.repairs import repair
from cchc_xl.services.live import flag_notes
from cchc_xl.workbook import layout as places
from cchc_xl.workbook.results_sheet import checked_words, summary


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


def xuat_word() -> None:
    """Write the appendix as a Word document beside the workbook."""
    press("Xuất Word", lambda live: documents.write_appendix(live, read_and_check(live)))


def thuyet_minh() -> None:
    """Begin the report in words from the figures of the workbook."""
    press("Soạn thuyết minh", lambda live: documents.begin_narrative(live, read_and_check(live)))


def doi_chieu_thuyet_minh() -> None:
    """Check everything together with the report in words that the user picks."""
    press("Đối chiếu thuyết minh", _check_with_narrative)


def ky_moi() -> None:
    """Write the workbook of the next period beside this one."""
    press("Kỳ mới", lambda live: next_book.build_following(live, read_and_check(live)))


def huong_dan() -> None:
    """Show `Hướng dẫn`."""
    press("Hướng dẫn", _guide)


def tong_hop() -> None:
    """Consolidate the folder the user picks into this workbook."""
    press("Tổng hợp", lambda live: consolidating.merge(live, now))


def phat_hanh() -> None:
    """Write a prefilled workbook for every unit of the list in this workbook."""
    press("Phát hành", issuing.issue_all)


def tu_kiem_tra() -> None:
    """Test this installation and write the result into a sheet that can be sent back."""
    press("Tự kiểm tra", self_test.run)


def tao_mau_moi() -> None:
    """Read the form of a letter (or open this workbook's edition again) as a draft to edit."""
    press("Tạo mẫu mới", form_keeper.begin)


def kiem_tra_mau() -> None:
    """Check the draft that is open; nothing the keeper typed is changed."""
    press("Kiểm tra mẫu", form_keeper.check)


def phat_hanh_mau() -> None:
    """Make the open draft an edition in the folder of editions, with a workbook to fill in."""
    press("Phát hành mẫu", form_keeper.publish)


def _check_with_narrative(live: LiveBook) -> str:
    picked = companion.pick_companion(live)
    return "" if picked is None else _check(live, picked)


def _check(live: LiveBook, picked: companion.Companion | None = None) -> str:
    book = read_and_check(live, companion=picked.document if picked else None)
    checked = results.outcome(book, now())
    mended = repair(live, book)
    marks = plan_marks(live, book, flag_notes(checked.lines))
    live.say_progress("Kiểm tra: ghi kết quả")
    results.write_outcome(live, book, checked, mended.words, prepared=book.is_prepared)
    seen = seen_in(book.grids, book.layout)
    what = replace(book.remembered, when=checked_words(checked), marks=marks.fingerprints)
    remember(live, book.meta.template, what, seen)
    apply_marks(live, marks)
    if checked.lines:
        live.show(places.RESULTS_SHEET)
    said = [f"Đã kiểm tra: {summary(checked)}."]
    if picked is not None:
        said.append(companion.said_of(picked, book.checked))
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
    results.clear_outcome(live, book, prepared=book.is_prepared)
    what = replace(book.remembered, when=None, marks={})
    remember(live, book.meta.template, what, seen_in(book.grids, book.layout))
    return (
        "Đã xóa ghi chú và kết quả của lần kiểm tra trước. Số liệu và ghi chú của bạn giữ nguyên."
    )


def _guide(live: LiveBook) -> str:
    if places.GUIDE_SHEET not in live.sheet_names:
        return f"Sổ này không còn trang {places.GUIDE_SHEET}. Hãy mở một sổ mới lập từ mẫu để xem."
    live.show(places.GUIDE_SHEET)
    return ""
