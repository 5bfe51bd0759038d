"""Read every received file, in this process or on any executor, and keep the order of names."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

from cchc_xl.consolidate import Submission
from cchc_xl.model import ReportTemplate
from cchc_xl.services.folder import FoundFile
from cchc_xl.services.receiving import Received, own_form, receive, unpacked, unreadable
from cchc_xl.services.stage import run_stage
from cchc_xl.workbook.merged.detail_places import MATRIX_LIMIT

#: (files done, files in all, name of the one just read)
Progress = Callable[[int, int, str], None]


def collect(
    files: Sequence[FoundFile],
    *,
    user_folder: Path | None = None,
    form: ReportTemplate | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> list[Submission]:
    """One submission a file, in the order given. Nothing a file holds raises here.

    ``form``: the parent's edition, which files that do not carry theirs may follow.

    ``executor``: any `concurrent.futures.Executor`; None lets the stage choose by the number of
    files. ``progress`` may raise to stop: no task is left running then.
    """
    received = run_stage(
        partial(
            _received,
            user_folder=user_folder,
            in_words=len(files) <= MATRIX_LIMIT,
            beside=own_form(form, user_folder),
        ),
        files,
        executor=executor,
        progress=None if progress is None else partial(_said, progress),
    )
    return [unpacked(one, user_folder) for one in received]


def _said(progress: Progress, done: int, total: int, file: FoundFile) -> None:
    progress(done, total, file.path.name)


def _received(
    found: FoundFile, user_folder: Path | None, *, in_words: bool, beside: str
) -> Received:
    try:
        return receive(found.path, found.file, user_folder, in_words=in_words, beside=beside)
    except Exception as error:
        if os.environ.get("CCHC_GO_LOI"):
            raise
        # One file nobody foresaw must not stop 167 others on the day of the deadline.
        return unreadable(
            found.path,
            found.file,
            f"Tệp “{found.path.name}” làm chương trình gặp lỗi ngoài dự kiến "
            f"({type(error).__name__}); hãy gửi tệp cho người phụ trách phần mềm.",
        )
