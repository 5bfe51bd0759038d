"""Tổng hợp in the open workbook: collect a folder, write formulas and lists in blocks.

The workbook is copied first (a macro clears Excel's Undo). What the parent typed is read from that
copy, by the same code that reads an earlier result from the disk.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from cchc_xl.excel import results
from cchc_xl.excel.checked_book import BookRead, read_and_check
from cchc_xl.excel.click import UserError
from cchc_xl.excel.live_book import LiveBook
from cchc_xl.excel.marks import apply_marks, plan_marks
from cchc_xl.excel.merged_sheets import write_merged_sheets, write_sections
from cchc_xl.excel.remembered import Remembered, Seen, remember
from cchc_xl.excel.sending import folder_of
from cchc_xl.messages.naming import row_name
from cchc_xl.model import Finding, ReportTemplate
from cchc_xl.services.consolidating import NothingUsableError, PeriodTieError
from cchc_xl.services.earlier import Earlier, read_earlier
from cchc_xl.services.folder import backup_name
from cchc_xl.services.live import consolidated_content, flag_notes
from cchc_xl.services.merging import MergeOptions, merge_paths
from cchc_xl.services.open_errors import open_errors_words
from cchc_xl.services.outcome import Outcome
from cchc_xl.services.template_folder import template_folder
from cchc_xl.workbook import layout as places
from cchc_xl.workbook.cells import shown
from cchc_xl.workbook.content import BookContent
from cchc_xl.workbook.front_sheet import snapshot_value
from cchc_xl.workbook.layout import Column
from cchc_xl.workbook.results_sheet import checked_words
from cchc_xl.workbook.unit_list import UnitListError

Clock = Callable[[], dt.datetime]


def merge(live: LiveBook, now: Clock) -> str:
    """Ask for the folder, consolidate it into this workbook, say what came of it."""
    book = read_and_check(live, also=(*places.MERGED_SHEETS, places.LOG_SHEET))
    _require_rows(book)
    folder = live.port.pick_folder(
        live.app, "Chọn thư mục chứa báo cáo đã nhận", _remembered_folder(book)
    )
    if folder is None:
        return ""
    at = now()
    backup = _back_up(live, at)
    earlier = _asked_about(live, book, read_earlier(backup))
    outcome = _merged(live, book, folder, earlier, at)
    live.say_progress("Tổng hợp: ghi vào sổ")
    macros = Path(live.name).suffix.lower() == ".xlsm"
    content = consolidated_content(outcome, macros=macros)
    checked = content.checked
    assert checked is not None
    marks = plan_marks(live, book, flag_notes(checked.lines))
    write_merged_sheets(live, book, content)
    write_sections(live, book, content)
    results.write_outcome(live, book, checked, "", prepared=book.is_prepared)
    what = Remembered(checked_words(checked), marks.fingerprints, str(folder))
    remember(live, book.meta.template, what, _seen_in(content))
    apply_marks(live, marks)
    live.show(places.SUBMISSION_SHEET)
    return _said(outcome, backup)


def _seen_in(content: BookContent) -> Seen:
    return lambda key: snapshot_value(shown(content.cells[key].value))


def _require_rows(book: BookRead) -> None:
    """Formulas point at rows by their place: each must still stand where the form puts it."""
    for section in book.meta.template.sections:
        name = book.layout.sheet_for(section)
        grid = book.grids.get(name)
        for row in section.rows:
            at = book.layout.row_of(row.key)
            if grid is None or grid.cell(at - 1, _KEY).value != row.key:
                raise UserError(
                    f"Trang {name} đã bị đổi tên hoặc có dòng bị chèn, xóa, đổi chỗ nên không đặt "
                    "công thức tổng hợp vào đúng dòng được. Hãy mở một sổ mới lập từ mẫu rồi bấm "
                    "Tổng hợp ở sổ đó; số liệu đang có thì chép sang bằng Dán giá trị."
                )


_KEY = "ABCDEFGH".index(Column.KEY)


def _remembered_folder(book: BookRead) -> Path | None:
    said = book.remembered.folder
    return Path(said) if said and Path(said).is_dir() else None


def _back_up(live: LiveBook, at: dt.datetime) -> Path:
    folder = folder_of(live)
    name = live.name if Path(live.name).suffix else f"{live.name}.xlsx"
    path = folder / backup_name(Path(name), at)
    live.say_progress("Tổng hợp: giữ một bản của sổ trước khi đổi")
    try:
        live.calls.copies += 1
        live.save_copy(path)
    except Exception as error:
        raise UserError(
            f"Không ghi được bản dự phòng {path} nên chưa tổng hợp. Hãy lưu sổ vào một thư mục ghi "
            "được rồi bấm lại."
        ) from error
    return path


def _asked_about(live: LiveBook, book: BookRead, earlier: Earlier | None) -> Earlier | None:
    """Figures typed over consolidated formulas since the last run: keep them or not."""
    if earlier is None or not earlier.kept.overwritten:
        return earlier
    typed = earlier.kept.overwritten
    names = "; ".join(row_name(key, book.meta.template) for key in typed[:_NAMED])
    more = len(typed) - _NAMED
    question = (
        f"{len(typed)} ô có công thức tổng hợp đã bị gõ số đè lên: {names}"
        f"{f' và {more} dòng khác' if more > 0 else ''}.\n"
        "Chọn Có (Yes) để giữ số gõ, Không (No) để lấy lại công thức."
    )
    if live.ask(question):
        return earlier
    overrides = {key: value for key, value in earlier.kept.overrides.items() if key not in typed}
    return replace(earlier, kept=replace(earlier.kept, overrides=overrides))


_NAMED = 5


def _merged(
    live: LiveBook, book: BookRead, folder: Path, earlier: Earlier | None, at: dt.datetime
) -> Outcome:
    def progress(done: int, total: int, name: str) -> None:
        if done % _EVERY == 0 or done == total:
            live.say_progress(f"Tổng hợp: đọc {done}/{total} ({name})")

    def asked(carried: Sequence[Finding]) -> bool:
        return live.ask(_bridge_question(carried, book.meta.template))

    options = MergeOptions(out=live.path, user_folder=template_folder(), ask_bridges=asked)
    try:
        return merge_paths([str(folder)], options, earlier=earlier, at=at, progress=progress)
    except NothingUsableError as nothing:
        names = "; ".join(Path(one.file).name for one in nothing.submissions[:_NAMED])
        raise UserError(
            f"Thư mục {folder} không có báo cáo nào đọc được"
            f"{f' ({names})' if names else ''}.{_first_reason(nothing)} "
            "Hãy chọn thư mục chứa các tệp đã nhận."
        ) from nothing
    except PeriodTieError as tie:
        periods = ", ".join(period.title for period in tie.periods)
        raise UserError(
            f"Các tệp thuộc nhiều kỳ ({periods}). Hãy chọn kỳ báo cáo ở Trang chính rồi bấm lại."
        ) from tie
    except UnitListError as problem:
        raise UserError(str(problem)) from problem


def _first_reason(nothing: NothingUsableError) -> str:
    """Why the first file could not be used: often the others cannot for the same reason."""
    problems = (one.problem for one in nothing.submissions)
    said = next((p.facts["reason"] for p in problems if p and p.facts.get("reason")), None)
    return f" {said}" if said else ""


def _bridge_question(carried: Sequence[Finding], template: ReportTemplate) -> str:
    """Rows that files of another edition would fill over declared bridges."""
    told = [
        f"- {row_name(one.key, template)}: {one.facts['reason']} ({one.facts['basis']}), "
        f"{one.facts['count']} đơn vị"
        for one in carried[:_NAMED]
        if one.key is not None
    ]
    if len(carried) > _NAMED:
        told.append(f"- và {len(carried) - _NAMED} dòng khác")
    return "\n".join(
        [
            "Có tệp lập theo mẫu khác. Các dòng sau gần nghĩa, không hẳn trùng, với dòng ở đó:",
            *told,
            "Chọn Có (Yes) để cộng qua cầu nối đã khai, Không (No) để các số đó nằm ngoài.",
        ]
    )


_EVERY = 5


def _said(outcome: Outcome, backup: Path) -> str:
    counted = sum(line.status.counts for line in outcome.units)
    waiting = sum(line.status.value == "duplicate" and not line.used for line in outcome.units)
    missing = sum(line.status.value == "missing" for line in outcome.units)
    unusable = sum(line.status.value in ("unreadable", "wrong-template") for line in outcome.units)
    said = [f"Đã tổng hợp {counted} tệp của {len(outcome.leaves)} đơn vị."]
    if errors := open_errors_words(outcome.findings):
        said.append(errors)
    if missing:
        said.append(f"{missing} đơn vị chưa nộp: xem trang {places.REMINDER_SHEET}.")
    if waiting or unusable:
        said.append(
            f"Có tệp trùng hoặc không đọc được: xem trang {places.SUBMISSION_SHEET}, cột Lý do; "
            "hai tệp ghi khác nhau thì chọn Có ở cột Dùng rồi bấm Tổng hợp lại."
        )
    if outcome.kept.moved:
        said.append(
            f"{len(outcome.kept.moved)} số đã gõ ở cột Số liệu được chuyển sang trang "
            f"{places.DETAIL_SHEET}, cột Số của đơn vị mình."
        )
    said.append(f"Sổ trước khi tổng hợp được giữ ở: {backup}")
    return "\n".join(said)
