"""Tạo mẫu mới, Kiểm tra mẫu, Phát hành mẫu: from the form of a letter to a workbook to fill in."""

from pathlib import Path

from cchc_xl.authoring import Draft
from cchc_xl.authoring.draft import Table
from cchc_xl.authoring.fault_list import STOPS
from cchc_xl.authoring.layout import FAULTS_SHEET
from cchc_xl.excel.click import UserError
from cchc_xl.excel.draft_book import read_draft_book, write_faults
from cchc_xl.excel.live_book import LiveBook
from cchc_xl.excel.sending import file_name, folder_of
from cchc_xl.model import ReportTemplate
from cchc_xl.services import authoring
from cchc_xl.services.authoring import AlreadyThereError, CheckedDraft, DraftFileError, Published
from cchc_xl.services.books import build_blank
from cchc_xl.services.draft_bridges import as_published, reopened
from cchc_xl.services.draft_words import checked_words, draft_words, published_words, size_words
from cchc_xl.services.live import read_meta
from cchc_xl.services.template_folder import remember_folder, template_folder
from cchc_xl.workbook.layout import META_SHEET
from cchc_xl.workbook.previous import free_path, short_stem

_META_COLUMNS = 3
_FORMS = ("Biểu của văn bản", "*.docx;*.xlsx;*.xlsm;*.xls;*.ods;*.txt;*.tsv;*.csv")
_NOT_PUBLISHED = "Chưa phát hành mẫu."
_TOLD = 3  # faults named in the message; all are on the sheet


def begin(live: LiveBook) -> str:
    """A draft beside the form the user picks, opened; "" when nothing was picked."""
    edition = _edition_of(live)
    if edition is not None and live.ask(
        f"Sổ này lập từ mẫu {edition.id}.\nChọn Có (Yes) để mở lại mẫu đó và sửa, Không (No) để "
        "chọn biểu của văn bản mới."
    ):
        folder = template_folder()
        target = folder_of(live) / f"{edition.id} (soạn mẫu).xlsm"
        return _begun(live, reopened(as_published(edition, folder), folder), target)
    form = live.port.pick_file(live.app, "Chọn biểu của văn bản mới", folder_of(live), _FORMS)
    if form is None:
        return ""
    live.say_progress(f"Tạo mẫu mới: đọc {form.name}")
    try:
        draft = authoring.draft_from_form(form, template_folder())
    except DraftFileError as problem:
        raise UserError(str(problem)) from problem
    return _begun(live, draft, form.with_name(f"{short_stem(form.stem)} (soạn mẫu).xlsm"))


def _edition_of(live: LiveBook) -> ReportTemplate | None:
    """The edition of a report that is open; None for any other workbook."""
    if META_SHEET not in live.sheet_names:
        return None
    return read_meta(live.read(META_SHEET, _META_COLUMNS)).template


def _begun(live: LiveBook, draft: Draft, wanted: Path) -> str:
    live.say_progress("Tạo mẫu mới: ghi sổ soạn mẫu")
    try:
        path = free_path(wanted)
        authoring.save_draft(path, draft)
    except OSError as error:
        raise _not_written(wanted) from error
    opened = live.open_other(path)
    return "\n".join(
        [
            *draft_words(draft),
            f"{'Đã mở' if opened else 'Đã ghi'} sổ soạn mẫu: {path}",
            "Sửa theo trang Hướng dẫn soạn, rồi bấm Kiểm tra mẫu ở sổ đó.",
        ]
    )


def check(live: LiveBook) -> str:
    """Faults onto the sheet; without any that stops, the workbook may be looked at beforehand."""
    checked = read_draft_book(live)
    if checked.template is None:
        return _refused(live, checked)
    write_faults(live, checked)
    if not live.ask(
        f"{checked_words(checked)}\nXem trước sổ nhập liệu trống lập từ mẫu này? (Chưa phát hành.)"
    ):
        return checked_words(checked)
    path = folder_of(live) / f"{file_name(checked.template.id)} (xem trước).xlsx"
    live.say_progress("Kiểm tra mẫu: lập sổ xem trước")
    try:
        build_blank(path, checked.template)  # keeps what somebody may have typed into the last one
    except OSError as error:
        raise UserError(
            f"Không ghi được {path}: hãy đóng sổ xem trước đang mở rồi bấm lại."
        ) from error
    opened = live.open_other(path)
    return (
        f"{'Đã mở' if opened else 'Đã ghi'} sổ xem trước: {path}\nĐúng rồi thì bấm Phát hành mẫu."
    )


def _refused(live: LiveBook, checked: CheckedDraft) -> str:
    lines = write_faults(live, checked)
    live.show(FAULTS_SHEET)
    stopping = [line for line in lines if line.level == STOPS]
    told = [f"- {line.sheet}, ô {line.address}: {line.message}" for line in stopping[:_TOLD]]
    return "\n".join(
        [
            checked_words(checked),
            *told,
            f"Xem trang {FAULTS_SHEET}: bấm vào tên ô để tới ô đó, sửa xong bấm Kiểm tra mẫu.",
        ]
    )


def publish(live: LiveBook) -> str:
    """The edition into the folder of editions, its blank workbook beside the draft, opened."""
    folder = template_folder()
    checked = read_draft_book(live)
    if checked.template is None and not (folder is None and _only_bridges(checked)):
        return _refused(live, checked)
    write_faults(live, checked)
    while True:
        folder = folder or _pick_folder(live)
        if folder is None:
            return _NOT_PUBLISHED
        checked = authoring.checked_again(checked, folder)
        if checked.template is None:
            return _refused(live, checked)
        if live.ask(_question(checked.template, folder)):
            break
        folder = None
    done = _published(live, checked, folder)
    return _NOT_PUBLISHED if done is None else _told(live, done, folder)


def _only_bridges(checked: CheckedDraft) -> bool:
    """True where only a bridge stops: its edition may lie in the folder still to be picked."""
    return {fault.table for fault in checked.faults if fault.stops} <= {Table.BRIDGES}


def _told(live: LiveBook, done: Published, folder: Path) -> str:
    """What became of the edition and its workbook; one may be written without the other."""
    book = folder_of(live) / f"{file_name(done.template.id)}.xlsm"
    try:
        book = free_path(book)
        build_blank(book, done.template)
    except OSError:
        said = [*published_words(done, []), f"Chưa lập được sổ nhập liệu: không ghi được {book}."]
    else:
        said = published_words(done, [book])
        live.open_other(book)
        said.append(
            "Muốn gửi cho các đơn vị: ở sổ đó chọn kỳ, bấm Phát hành rồi ghi danh sách đơn vị."
        )
    try:
        remember_folder(folder)
    except OSError:
        said.append("Máy này không ghi nhớ được thư mục mẫu: lần sau hãy chọn lại thư mục đó.")
    return "\n".join(said)


def _pick_folder(live: LiveBook) -> Path | None:
    return live.port.pick_folder(
        live.app, "Chọn thư mục mẫu của cơ quan (nơi để các mẫu tự soạn)", folder_of(live)
    )


def _question(template: ReportTemplate, folder: Path) -> str:
    return (
        f"Phát hành mẫu {template.id} ({size_words(template)}) vào thư mục mẫu {folder}?\n"
        "Chọn Không (No) để lấy thư mục khác."
    )


def _published(live: LiveBook, checked: CheckedDraft, folder: Path) -> Published | None:
    """None when an edition of that id is there and shall stay."""
    live.say_progress("Phát hành mẫu: ghi mẫu")
    try:
        try:
            return authoring.publish_draft(checked, folder)
        except AlreadyThereError as there:
            if not live.ask(
                f"Mẫu {there.template_id} đã có và khác bản này. Thay bằng bản này? Bản cũ được "
                "giữ lại.\nNếu là bản sửa giữa năm, hãy chọn Không (No), đặt mã mẫu mới và ghi mã "
                "cũ ở ô Sửa đổi mẫu."
            ):
                return None
            return authoring.publish_draft(checked, folder, replace=True)
    except OSError as error:
        raise _not_written(Path(error.filename or folder)) from error


def _not_written(path: Path) -> UserError:
    return UserError(
        f"Không ghi được {path}: hãy xem quyền ghi và dung lượng đĩa, đóng tệp đó nếu đang mở, "
        "rồi bấm lại."
    )
