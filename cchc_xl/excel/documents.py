"""Word documents of the open workbook: the appendix, and the report in words begun from it."""

from pathlib import Path

from cchc_xl.excel.checked_book import BookRead
from cchc_xl.excel.click import UserError
from cchc_xl.excel.live_book import LiveBook
from cchc_xl.excel.sending import file_name, folder_of
from cchc_xl.services.documents import EditedDocumentError, write_narrative, write_word
from cchc_xl.services.reading import ReadReport
from cchc_xl.workbook.previous import free_path


def write_appendix(live: LiveBook, book: BookRead) -> str:
    """Write ``<workbook> - phụ lục.docx`` beside the workbook; never over a file that is there."""
    path = free_path(_beside(live, "phụ lục"))
    live.say_progress("Xuất Word: ghi tệp")
    try:
        write_word(path, _read_of(book))
    except OSError as error:
        raise _not_written(path) from error
    return f"Đã ghi phụ lục thành văn bản Word: {path}"


def begin_narrative(live: LiveBook, book: BookRead) -> str:
    """Write ``<workbook> - thuyết minh.docx``; a document somebody worked on stays as it is."""
    wanted = _beside(live, "thuyết minh")
    live.say_progress("Soạn thuyết minh: ghi tệp")
    path, number = wanted, 1
    while not _written(path, _read_of(book)):
        number += 1
        path = wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
    said = [f"Đã soạn khung báo cáo thuyết minh từ số liệu của sổ: {path}"]
    if path != wanted:
        said.append(f"Tệp {wanted.name} đã có người sửa nên được giữ nguyên.")
    said.append("Viết xong, lưu lại rồi bấm Đối chiếu thuyết minh để so với biểu.")
    return "\n".join(said)


def _written(path: Path, read: ReadReport) -> bool:
    """False where a document somebody worked on has the name."""
    try:
        write_narrative(path, read)
    except EditedDocumentError:
        return False
    except OSError as error:
        raise _not_written(path) from error
    return True


def _read_of(book: BookRead) -> ReadReport:
    read = book.checked.read
    assert read is not None
    return read


def _beside(live: LiveBook, what: str) -> Path:
    return folder_of(live) / f"{file_name(Path(live.name).stem)} - {what}.docx"


def _not_written(path: Path) -> UserError:
    return UserError(
        f"Không ghi được tệp {path}: hãy đóng tệp đó nếu đang mở trong Word, lưu sổ vào một thư "
        "mục ghi được rồi bấm lại."
    )
