"""One function a command: read the arguments, call the services, show the outcome."""

import argparse
import glob
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from cchc_xl.cli.outcome import CommandError, ExitCode
from cchc_xl.model import Severity
from cchc_xl.services import CheckedFile, ReadOptions, as_json, check_files, import_file
from cchc_xl.templates import loader


def mau(arguments: argparse.Namespace) -> int:
    """List the editions."""
    templates = list(loader.load_all(arguments.folder))
    if arguments.json:
        _print_json([as_json.edition(template) for template in templates])
    else:
        from cchc_xl.cli import show

        show.editions(templates)
    return ExitCode.FINE


def tao_mau(arguments: argparse.Namespace) -> int:
    """Build one blank workbook."""
    from cchc_xl.services import books

    _must_be_workbook(arguments.output)
    template = loader.load(arguments.mau, arguments.folder)
    _write(
        arguments.output,
        lambda path: books.build_blank(path, template, _options(arguments)),
    )
    print(f"Đã tạo sổ nhập liệu: {arguments.output}")
    return ExitCode.FINE


def nhap(arguments: argparse.Namespace) -> int:
    """Read a filled appendix; write it into a workbook where asked."""
    if arguments.output is not None:
        _must_be_workbook(arguments.output)
        _must_differ(arguments.output, [arguments.file])
    checked = import_file(Path(arguments.file), _options(arguments))
    if arguments.json:  # first: a program reads it even when the workbook cannot be written
        _print_json(as_json.imported_file(checked, arguments.file))
    if arguments.output is not None and (read := checked.read) is not None:
        from cchc_xl.services import books

        _write(arguments.output, lambda path: books.build_filled(path, read))
    if not arguments.json and checked.read is not None:
        from cchc_xl.cli import show

        show.imported(checked, arguments.output)
    return _exit_code([checked])


def kiem_tra(arguments: argparse.Namespace) -> int:
    """Check files and show what was found."""
    arguments.files = _expanded(arguments.files)
    paths = [Path(file) for file in arguments.files]
    if arguments.output is not None:
        if len(paths) != 1:
            raise CommandError("Chỉ ghi được bản đã kiểm tra (-o) khi kiểm tra đúng một tệp.")
        _must_be_workbook(arguments.output)
        _must_differ(arguments.output, arguments.files)
    from cchc_xl.cli.progress import stderr_progress

    checked = check_files(paths, _options(arguments), stderr_progress(len(paths)))
    if arguments.json:  # first: a program reads it even when the workbook cannot be written
        files = [
            as_json.checked_file(one, file)
            for one, file in zip(checked, arguments.files, strict=True)
        ]
        _print_json({"files": files})
    if arguments.output is not None and checked[0].read is not None:
        from cchc_xl.services import books

        _write(arguments.output, lambda path: books.build_checked(path, checked[0]))
    if not arguments.json:
        from cchc_xl.cli import show

        show.checked_files(checked, arguments.output)
    return _exit_code(checked)


def demo(arguments: argparse.Namespace) -> int:
    """Import, build and check the four sample reports."""
    from cchc_xl.cli import show
    from cchc_xl.services import demo as services_demo

    show.demo(services_demo.run(arguments.output), arguments.output)
    return ExitCode.FINE


def _options(arguments: argparse.Namespace) -> ReadOptions:
    return ReadOptions(
        template_id=getattr(arguments, "mau", None),
        org_unit_name=arguments.org_unit,
        level=arguments.level,
        period=arguments.period,
        user_folder=arguments.folder,
    )


def _exit_code(checked: Sequence[CheckedFile]) -> int:
    """2 when no file could be used (each says why on stderr), 1 with any error finding."""
    usable = [one for one in checked if one.read is not None]
    reasons = [one.words(one.findings[0]).message for one in checked if one.read is None]
    for reason in dict.fromkeys(reasons):  # one unknown edition is one sentence, however many files
        print(reason, file=sys.stderr)
    if not usable:
        return ExitCode.UNUSABLE
    errors = sum(one.count(Severity.ERROR) for one in checked)
    return ExitCode.FOUND_ERRORS if errors else ExitCode.FINE


def _expanded(files: Sequence[str]) -> list[str]:
    """``*.xlsx`` spelled out, for terminals that leave it as it is (Windows)."""
    found: list[str] = []
    for file in files:
        is_pattern = ("*" in file or "?" in file) and not Path(file).exists()
        # A pattern may hold a drive or "..", which Path.glob does not take.
        found += sorted(glob.glob(file)) or [file] if is_pattern else [file]  # noqa: PTH207
    return found


def _must_be_workbook(path: Path) -> None:
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise CommandError(
            f"Tên tệp kết quả “{path}” cần có đuôi .xlsx, hoặc .xlsm nếu muốn có nút bấm."
        )


def _write(path: Path, build: Callable[[Path], None]) -> None:
    """Build a workbook at ``path``; say which file could not be written, and what was kept."""
    from cchc_xl.services.books import previous_copy

    existed = path.exists()
    try:
        build(path)
    except OSError as error:
        raise CommandError(
            f"Không ghi được “{path}”: kiểm tra thư mục, dung lượng đĩa, quyền ghi,"
            " và tệp có đang mở không."
        ) from error
    if existed:
        print(f"Tệp cũ được giữ lại ở: {previous_copy(path)}", file=sys.stderr)


def _must_differ(output: Path, inputs: Sequence[str]) -> None:
    """A user's file is only ever read."""
    if any(output.resolve() == Path(file).resolve() for file in inputs):
        raise CommandError(f"Tệp kết quả “{output}” trùng với tệp nguồn; hãy đặt tên khác.")


def _print_json(document: object) -> None:
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
