"""`cchc tao-mau … --don-vi`: one prefilled workbook for every unit of a list."""

import argparse
import sys
from pathlib import Path

from cchc_xl.cli.commands import front_given
from cchc_xl.cli.outcome import CommandError, ExitCode
from cchc_xl.cli.progress import bar
from cchc_xl.services.issuing import NoPeriodError, issue, order_from, said_of
from cchc_xl.templates import loader
from cchc_xl.workbook.unit_list import LIST_NAME, UnitList, UnitListError, read_unit_list

_TOLD = 20  # faults of a list that are told one by one


def issue_to_list(arguments: argparse.Namespace) -> int:
    """Issue the workbooks and say where they are, what was left alone, what to do next."""
    _must_be_folder(arguments.output)
    if arguments.org_unit is not None or arguments.level is not None:
        raise CommandError("Với --don-vi, tên và cấp lấy từ danh sách: bỏ --ten-don-vi và --cap.")
    template = loader.load(arguments.mau, arguments.folder)
    listed = _list_of(arguments.units)
    try:
        order = order_from(
            template,
            listed,
            arguments.period,
            front_given(arguments),
            with_macros=arguments.with_macros,
        )
    except NoPeriodError:
        raise CommandError("Chưa rõ kỳ báo cáo: thêm --ky, ví dụ --ky 2024-Q1.") from None
    if listed.period not in (None, order.period):
        said = f"Danh sách ghi kỳ {listed.period}; phát hành kỳ {order.period} theo --ky."
        print(said, file=sys.stderr)
    folder: Path = arguments.output
    try:
        with bar("Phát hành sổ") as progress:
            issued = issue(folder, order, progress)
    except OSError as error:
        raise CommandError(
            f"Không ghi được vào thư mục “{error.filename or folder}”: kiểm tra tên thư mục, dung "
            "lượng đĩa và quyền ghi. Các sổ đã ghi vẫn dùng được; chạy lại lệnh để ghi tiếp."
        ) from error
    if left_alone := said_of(issued):
        print(left_alone, file=sys.stderr)
    new = sum(one.is_new for one in issued)
    deadline = f", hạn nộp {order.front.deadline:%d/%m/%Y}" if order.front.deadline else ""
    print(f"Đã tạo {new} sổ cho {len(issued)} đơn vị, {order.period.title}{deadline}: {folder}")
    print(f"Danh sách đơn vị để tổng hợp sau này: {folder / LIST_NAME}")
    return ExitCode.FINE


def _list_of(path: Path) -> UnitList:
    """The list, if every line of it is right: a half-issued list is worse than none."""
    try:
        listed = read_unit_list(path)
    except UnitListError as error:
        raise CommandError(str(error)) from error
    for note in listed.notes[:_TOLD]:
        print(note, file=sys.stderr)
    if listed.faults:
        rest = len(listed.faults) - _TOLD
        more = [f"Và {rest} dòng khác cần sửa."] if rest > 0 else []
        last = f"Chưa tạo sổ nào: hãy sửa danh sách “{path.name}” rồi chạy lại."
        raise CommandError("\n".join([*listed.faults[:_TOLD], *more, last]))
    return listed


def _must_be_folder(path: Path) -> None:
    if path.is_file() or path.suffix.lower() in (".xlsx", ".xlsm"):
        raise CommandError(f"Với --don-vi, -o cần là một thư mục, không phải tệp “{path}”.")
