"""One function a command: read the arguments, call the services, show the outcome."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_xl.cli.files import expanded, must_be_workbook, must_differ, print_json, write
from cchc_xl.cli.outcome import CommandError, ExitCode
from cchc_xl.model import Severity
from cchc_xl.model.front import FrontFields
from cchc_xl.services import (
    CheckedFile,
    ReadOptions,
    ReadReport,
    UnusableFileError,
    as_json,
    check_files,
    import_file,
    read_file,
)
from cchc_xl.templates import loader
from cchc_xl.text import clean

if TYPE_CHECKING:
    from cchc_xl.templates.source import SourceDocument


def mau(arguments: argparse.Namespace) -> int:
    """List the editions."""
    templates = list(loader.load_all(arguments.folder))
    if arguments.json:
        print_json([as_json.edition(template) for template in templates])
    else:
        from cchc_xl.cli import show

        show.editions(templates)
    return ExitCode.FINE


def tao_mau(arguments: argparse.Namespace) -> int:
    """Build one blank workbook, or one for every unit of a list."""
    if arguments.units is not None:
        from cchc_xl.cli import issuing

        return issuing.issue_to_list(arguments)
    if arguments.with_macros:
        raise CommandError("--co-macro đi cùng --don-vi; với một sổ, hãy đặt đuôi .xlsm.")
    from cchc_xl.services import books
    from cchc_xl.services import issuing as services_issuing

    must_be_workbook(arguments.output)
    template = loader.load(arguments.mau, arguments.folder)
    front = services_issuing.front_for(template, arguments.period, front_given(arguments))
    write(
        arguments.output,
        lambda path: books.build_blank(path, template, _options(arguments), front),
    )
    print(f"Đã tạo sổ nhập liệu: {arguments.output}")
    return ExitCode.FINE


def nhap(arguments: argparse.Namespace) -> int:
    """Read a filled appendix; write it into a workbook where asked."""
    if arguments.output is not None:
        must_be_workbook(arguments.output)
        must_differ(arguments.output, [arguments.file])
    checked = import_file(Path(arguments.file), _options(arguments))
    if arguments.json:  # first: a program reads it even when the workbook cannot be written
        print_json(as_json.imported_file(checked, arguments.file))
    if arguments.output is not None and (read := checked.read) is not None:
        from cchc_xl.services import books

        write(arguments.output, lambda path: books.build_filled(path, read))
    if not arguments.json and checked.read is not None:
        from cchc_xl.cli import show

        show.imported(checked, arguments.output)
    return _exit_code([checked])


def kiem_tra(arguments: argparse.Namespace) -> int:
    """Check files and show what was found."""
    arguments.files = expanded(arguments.files)
    paths = [Path(file) for file in arguments.files]
    if arguments.output is not None:
        if len(paths) != 1:
            raise CommandError("Chỉ ghi được bản đã kiểm tra (-o) khi kiểm tra đúng một tệp.")
        must_be_workbook(arguments.output)
        must_differ(arguments.output, arguments.files)
    from cchc_xl.cli.progress import stderr_progress

    companion = _companion(arguments, len(paths))
    previous = _previous(arguments, len(paths))
    checked = check_files(paths, _options(arguments), stderr_progress(len(paths)), companion)
    checked = _compared(checked, previous, arguments.folder)
    if arguments.json:  # first: a program reads it even when the workbook cannot be written
        files = [
            as_json.checked_file(one, file)
            for one, file in zip(checked, arguments.files, strict=True)
        ]
        print_json({"files": files})
    if arguments.output is not None and checked[0].read is not None:
        from cchc_xl.services import books

        write(arguments.output, lambda path: books.build_checked(path, checked[0]))
    if not arguments.json:
        from cchc_xl.cli import show

        show.checked_files(checked, arguments.output)
    return _exit_code(checked)


def _previous(arguments: argparse.Namespace, files: int) -> ReadReport | None:
    """The report of the period before, if one is named."""
    if arguments.previous is None:
        return None
    if files != 1:
        raise CommandError("--ky-truoc chỉ dùng khi kiểm tra đúng một tệp.")
    try:
        return read_file(arguments.previous, ReadOptions(user_folder=arguments.folder))
    except UnusableFileError as problem:
        raise CommandError(f"Tệp kỳ trước chưa dùng được: {problem.sentence}") from problem


def _compared(
    checked: Sequence[CheckedFile], previous: ReadReport | None, folder: Path | None
) -> list[CheckedFile]:
    """With what the period before says, where one is chosen here or on `Trang chính`."""
    if previous is None and not any(
        one.read is not None and one.read.front is not None and one.read.front.previous
        for one in checked
    ):
        return list(checked)
    from cchc_xl.services.comparing import compared

    return [compared(one, previous, folder) for one in checked]


def xuat_word(arguments: argparse.Namespace) -> int:
    """Write the appendix of a workbook as a Word document."""
    from cchc_xl.services import documents

    read = _read_for_word(arguments)
    write(arguments.output, lambda path: documents.write_word(path, read))
    print(f"Đã ghi phụ lục: {arguments.output}")
    return ExitCode.FINE


def thuyet_minh(arguments: argparse.Namespace) -> int:
    """Begin the report in words from the figures of a workbook."""
    from cchc_xl.services import documents

    read = _read_for_word(arguments)
    try:
        documents.write_narrative(arguments.output, read)
    except documents.EditedDocumentError as error:
        raise CommandError(
            f"“{arguments.output}” đã có và đã được sửa tay nên không ghi đè; hãy đặt tên khác."
        ) from error
    print(f"Đã soạn khung báo cáo: {arguments.output}")
    return ExitCode.FINE


def _companion(arguments: argparse.Namespace, files: int) -> "SourceDocument | None":
    """The narrative of ``--kem``."""
    if arguments.companion is None:
        return None
    if files != 1:
        raise CommandError("Chỉ dùng được --kem khi kiểm tra đúng một tệp.")
    from cchc_xl.services.narrating import read_companion
    from cchc_xl.services.reading import problem_finding
    from cchc_xl.workbook.problems import FileProblem

    try:
        return read_companion(arguments.companion)
    except FileProblem as problem:
        finding = problem_finding(arguments.companion, problem)
        raise CommandError(str(finding.facts["reason"])) from problem


def _read_for_word(arguments: argparse.Namespace) -> ReadReport:
    if arguments.output.suffix.lower() != ".docx":
        raise CommandError(f"Tên tệp kết quả “{arguments.output}” cần có đuôi .docx.")
    must_differ(arguments.output, [arguments.file])
    try:
        return read_file(Path(arguments.file), _options(arguments))
    except UnusableFileError as problem:
        raise CommandError(problem.sentence) from problem


def demo(arguments: argparse.Namespace) -> int:
    """Check the four sample reports and consolidate the made-up province."""
    from cchc_xl.cli import show
    from cchc_xl.services import demo as services_demo

    show.demo(services_demo.run(arguments.output), arguments.output)
    return ExitCode.FINE


def front_given(arguments: argparse.Namespace) -> FrontFields:
    """Dates and issuing letter as given on the command line."""
    start, end = arguments.start, arguments.end
    if start is not None and end is not None and end < start:
        raise CommandError(f"Ngày cuối kỳ {end:%d/%m/%Y} trước ngày đầu kỳ {start:%d/%m/%Y}.")
    return FrontFields(start, end, arguments.deadline, letter=clean(arguments.letter))


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
