"""What every command does with the files it was given and the one it writes."""

import glob
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from cchc_xl.cli.outcome import CommandError


def expanded(files: Sequence[str]) -> list[str]:
    """``*.xlsx`` spelled out, for terminals that leave it as it is (Windows)."""
    found: list[str] = []
    for file in files:
        is_pattern = ("*" in file or "?" in file) and not Path(file).exists()
        # A pattern may hold a drive or "..", which Path.glob does not take.
        found += sorted(glob.glob(file)) or [file] if is_pattern else [file]  # noqa: PTH207
    return found


def must_be_workbook(path: Path) -> None:
    """The result is a workbook of ours, by its name."""
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise CommandError(
            f"Tên tệp kết quả “{path}” cần có đuôi .xlsx, hoặc .xlsm nếu muốn có nút bấm."
        )


def write(path: Path, build: Callable[[Path], None]) -> None:
    """Build a workbook at ``path``; say which file could not be written, and what was kept."""
    from cchc_xl.workbook.previous import keep_previous

    try:
        kept = keep_previous(path)  # the builder asks again and finds it kept
        build(path)
    except OSError as error:
        raise CommandError(
            f"Không ghi được “{path}”: kiểm tra thư mục, dung lượng đĩa, quyền ghi,"
            " và tệp có đang mở không."
        ) from error
    if kept is not None:
        print(f"Tệp cũ được giữ lại ở: {kept}", file=sys.stderr)


def must_differ(output: Path, inputs: Sequence[str]) -> None:
    """A user's file is only ever read."""
    if any(output.resolve() == Path(file).resolve() for file in inputs):
        raise CommandError(f"Tệp kết quả “{output}” trùng với tệp nguồn; hãy đặt tên khác.")


def print_json(document: object) -> None:
    """The one document on stdout."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
