"""`cchc soan-mau`, `kiem-tra-mau`, `phat-hanh-mau`, `cau-noi`: the form keeper's commands."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from cchc_xl.cli.files import must_be_workbook, must_differ, print_json, write
from cchc_xl.cli.outcome import CommandError, ExitCode
from cchc_xl.services import authoring
from cchc_xl.services.authoring import CheckedDraft, DraftFileError
from cchc_xl.workbook.previous import free_path, keep_previous, short_stem

T = TypeVar("T")


def soan_mau(arguments: argparse.Namespace) -> int:
    """A form, or an edition opened again, as a sheet the keeper edits."""
    source, edition = arguments.file, arguments.edition
    if (source is None) == (edition is None):
        raise CommandError("Ghi tên tệp biểu mẫu, hoặc --tu-mau MAU để mở lại một mẫu đang có.")
    # What the keeper may have begun under the usual name is not put aside for a new start.
    output: Path = arguments.output or free_path(_beside(source, edition))
    must_be_workbook(output)
    if source is not None:
        must_differ(output, [source])
        path = Path(source)
        draft = _usable(
            lambda: authoring.draft_from_form(path, arguments.folder, arguments.nearest)
        )
    else:
        draft = authoring.draft_from_edition(edition, arguments.folder, arguments.nearest)
    kept = _saved(output, lambda: keep_previous(output))
    _saved(output, lambda: authoring.save_draft(output, draft))
    from cchc_xl.cli import show_authoring

    show_authoring.drafted(draft, output)
    if kept is not None:
        print(f"Tệp cũ được giữ lại ở: {kept}", file=sys.stderr)
    return ExitCode.FINE


def kiem_tra_mau(arguments: argparse.Namespace) -> int:
    """What is missing or contradictory in a keeper's sheet, also in a copy of it."""
    checked = _checked(arguments.file, arguments.folder)
    if arguments.json:
        print_json(authoring.faults_json(checked))
    copy = _copied(checked)
    if not arguments.json:
        from cchc_xl.cli import show_authoring

        show_authoring.faults(checked, copy)
    return ExitCode.FOUND_ERRORS if checked.template is None else ExitCode.FINE


def phat_hanh_mau(arguments: argparse.Namespace) -> int:
    """Write the edition and its workbooks; nothing is written while a fault stops it."""
    if arguments.folder is None and not arguments.package:
        raise CommandError("Chọn nơi ghi mẫu: --thu-muc-mau THƯ_MỤC (thư mục mẫu của cơ quan).")
    books: list[Path] = arguments.output or []
    for book in books:
        must_be_workbook(book)
        must_differ(book, [arguments.file])
    folder: Path | None = arguments.folder
    checked = _checked(arguments.file, folder if folder and folder.is_dir() else None)
    from cchc_xl.cli import show_authoring

    if checked.template is None:
        if arguments.json:
            print_json(authoring.faults_json(checked))
        else:
            show_authoring.faults(checked, _copied(checked))
        print("Chưa phát hành: sửa các ô nêu trên rồi chạy lại.", file=sys.stderr)
        return ExitCode.FOUND_ERRORS
    try:
        done = authoring.publish_draft(
            checked, None if arguments.package else arguments.folder, replace=arguments.replace
        )
    except authoring.AlreadyThereError as error:
        raise CommandError(
            f"Mẫu “{error.template_id}” đã có và khác bản này: đặt mã mẫu mới (ghi mã cũ ở ô Sửa "
            "đổi mẫu nếu là bản sửa giữa năm), hoặc thêm --thay để thay mẫu cũ."
        ) from error
    except OSError as error:
        raise CommandError(
            f"Không ghi được “{error.filename or arguments.folder}”: kiểm tra thư mục và quyền ghi."
        ) from error
    from cchc_xl.services.books import build_blank

    for book in books:
        try:
            write(book, lambda path: build_blank(path, done.template))
        except CommandError as error:
            raise CommandError(
                f"Mẫu {done.template.id} đã ở {done.folder}, nhưng chưa lập được sổ. {error}"
            ) from error
    if arguments.json:
        rows = [{"row": n, "key": row.key, "no": row.no, "label": row.label, "kind": row.kind.value}
                for n, row in enumerate(done.template.rows, 1)]  # fmt: skip
        print_json(
            {
                "template": done.template.id,
                "folder": str(done.folder),
                "rows": rows,
                "rules": len(done.template.rules),
                "books": [str(book) for book in books],
                "faults": authoring.faults_json(checked)["faults"],
                "bridges": authoring.bridges_json(done),
            }
        )
    else:
        show_authoring.published(done, books)
    return ExitCode.FINE


def cau_noi(arguments: argparse.Namespace) -> int:
    """Which rows of one edition reach another."""
    found = authoring.crossing(arguments.source, arguments.target, arguments.folder)
    if arguments.json:
        print_json(authoring.crossing_json(found))
    else:
        from cchc_xl.cli import show_authoring

        show_authoring.crossing(found)
    return ExitCode.FINE


def _checked(file: str, folder: Path | None) -> CheckedDraft:
    return _usable(lambda: authoring.check_draft_file(Path(file), folder))


def _copied(checked: CheckedDraft) -> Path:
    """The copy with the sheet “Cần sửa”; one of an earlier check, perhaps edited, is kept."""
    path = authoring.checked_copy_path(checked.path)
    copy = _saved(path, lambda: authoring.save_checked_copy(checked))
    if copy.kept is not None:
        print(f"Bản kiểm tra trước được giữ lại ở: {copy.kept}", file=sys.stderr)
    return copy.path


def _usable(read: Callable[[], T]) -> T:
    try:
        return read()
    except DraftFileError as error:
        raise CommandError(str(error)) from error


def _saved(path: Path, save: Callable[[], T]) -> T:
    try:
        return save()
    except OSError as error:
        raise CommandError(
            f"Không ghi được “{path}”: kiểm tra thư mục, dung lượng đĩa, quyền ghi,"
            " và tệp có đang mở không."
        ) from error


def _beside(source: str | None, edition: str | None) -> Path:
    if source is None:
        return Path(f"{edition} (soạn mẫu).xlsx")
    path = Path(source)
    return path.with_name(f"{short_stem(path.stem)} (soạn mẫu).xlsx")
