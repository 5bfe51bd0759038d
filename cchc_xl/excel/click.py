"""One press of a button: progress while it runs, everything put back, words instead of tracebacks.

Whatever happens, screen updating and the status bar are given back to the program, and the user
reads one Vietnamese message. The traceback goes to the log.
"""

from collections.abc import Callable
from typing import TypeVar

from cchc_xl.excel.live_book import LiveBook
from cchc_xl.excel.log import log_folder, note_failure
from cchc_xl.services.live import NotOurBookError
from cchc_xl.services.reading import UnusableFileError
from cchc_xl.templates.faults import TemplateError

T = TypeVar("T")


class UserError(Exception):
    """Something only the user can mend; the text says what and how, in Vietnamese."""


def press(title: str, action: Callable[[LiveBook], str]) -> None:
    """Run the action of a button on the calling workbook and tell what it answers.

    Nothing is raised: a button has nobody who could catch it. Only a missing caller (not started
    from a workbook) is an error of the program that calls.
    """
    live = LiveBook.caller()
    critical = False
    before = live.set_screen_updating(False)
    try:
        live.say_progress(f"{title}: đang chạy…")
        words = action(live)
    except (UserError, NotOurBookError) as problem:
        words, critical = str(problem), True
    except UnusableFileError as problem:
        words, critical = problem.sentence, True
    except TemplateError as problem:
        words, critical = f"Mẫu biểu {problem.place}: {'; '.join(problem.faults)}.", True
    except Exception:
        words, critical = _failed(title), True
    finally:
        live.set_screen_updating(before)
        live.say_progress(None)
    if words:
        live.tell(words, critical=critical)


def _failed(title: str) -> str:
    written = note_failure(title)
    if written is None:
        where = f"Không ghi được nhật ký vào {log_folder()}."
    else:
        where = f"Chi tiết ghi ở nhật ký: {written}"
    return (
        f"{title}: chưa làm xong vì một lỗi ngoài dự kiến. "
        f"Hãy lưu sổ rồi bấm lại; nếu vẫn lỗi, gửi tệp nhật ký cho bộ phận hỗ trợ.\n{where}"
    )
