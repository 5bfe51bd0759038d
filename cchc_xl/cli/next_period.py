"""`cchc ky-moi`: the workbook of the next period."""

import argparse
from pathlib import Path

from cchc_xl.cli.commands import front_given
from cchc_xl.cli.files import must_be_workbook, must_differ, write
from cchc_xl.cli.outcome import CommandError, ExitCode
from cchc_xl.services import ReadOptions, UnusableFileError, read_file
from cchc_xl.services.next_period import NotLaterError, build_next
from cchc_xl.templates import loader


def ky_moi(arguments: argparse.Namespace) -> int:
    """Make the next period's workbook and say what to do next."""
    source, output = Path(arguments.file), arguments.output
    must_be_workbook(output)
    must_differ(output, [arguments.file])
    given = front_given(arguments)
    try:
        read = read_file(source, ReadOptions(user_folder=arguments.folder))
    except UnusableFileError as problem:
        raise CommandError(problem.sentence) from problem
    template = loader.load(arguments.mau, arguments.folder) if arguments.mau else None
    taken = 0

    def build(path: Path) -> None:
        nonlocal taken
        taken = build_next(path, read, arguments.period, template=template, given=given)

    try:
        write(output, build)
    except NotLaterError as error:
        before = read.report.period
        raise CommandError(
            f"Kỳ {arguments.period} không sau kỳ của “{source.name}” ({before}); "
            "chọn kỳ sau bằng --ky."
        ) from error
    print(f"Đã tạo sổ {arguments.period.title}: {output}")
    carried = f"Đã chép sang {taken} số của cả năm" if taken else "Các ô số liệu còn trống"
    print(f"{carried}; số kỳ trước hiện ở cột Kỳ trước để tham khảo.")
    return ExitCode.FINE
