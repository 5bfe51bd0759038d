"""Options that several commands share, and what is read out of their texts."""

import argparse
import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

from cchc_xl.cli.outcome import CommandError
from cchc_xl.model import Level, Period
from cchc_xl.text import read_day


def period(text: str) -> Period:
    """A reporting period, ``2024-Q1``. Raises `CommandError`."""
    try:
        return Period.parse(text)
    except ValueError:
        year = text.strip()
        whole = f"; cả năm {year} ghi {year}-N" if re.fullmatch(r"20\d\d", year) else ""
        raise CommandError(
            f"Kỳ “{text}” chưa đúng; viết như 2024-Q1, 2024-6T, 2024-Q3, 2024-9T hoặc 2024-N"
            f"{whole}."
        ) from None


def day(text: str) -> dt.date:
    """A day in either order of writing. Raises `CommandError`."""
    day = read_day(text)
    if day is None:
        raise CommandError(f"Ngày “{text}” chưa đúng; viết như 2024-03-05 hoặc 05/03/2024.")
    return day


def level(text: str) -> Level:
    """A level by its short name. Raises `CommandError`."""
    try:
        return Level(text.strip().lower())
    except ValueError:
        raise CommandError(f"Cấp “{text}” chưa đúng; chọn xa, huyen, so hoặc tinh.") from None


def late(name: str, module: str) -> Callable[[argparse.Namespace], int]:
    """A command of a module of `cchc_xl.cli`, imported when it is asked for."""

    def run(arguments: argparse.Namespace) -> int:
        from importlib import import_module

        where = import_module(f"cchc_xl.cli.{module}")
        command: Callable[[argparse.Namespace], int] = getattr(where, name)
        return command(arguments)

    return run


def add_dates(one: argparse.ArgumentParser) -> None:
    """Deadline, first and last day, issuing letter."""
    one.add_argument(
        "--han-nop", dest="deadline", type=day, metavar="NGAY", help="ví dụ 05/03/2024"
    )
    one.add_argument(
        "--tu-ngay", dest="start", type=day, metavar="NGAY", help="số liệu tính từ ngày"
    )
    one.add_argument(
        "--den-ngay", dest="end", type=day, metavar="NGAY", help="số liệu tính đến hết ngày"
    )
    one.add_argument(
        "--cong-van",
        dest="letter",
        default="",
        metavar="CHỮ",
        help="văn bản phát hành, ví dụ: Công văn số 12/SNV-CCHC",
    )


def add_unit(one: argparse.ArgumentParser) -> None:
    """Name, level and period of the unit that reports."""
    one.add_argument("--ten-don-vi", dest="org_unit", metavar="TÊN", help="tên đơn vị báo cáo")
    one.add_argument("--cap", dest="level", type=level, metavar="CAP", help="xa, huyen, so, tinh")
    one.add_argument("--ky", dest="period", type=period, metavar="KY", help="ví dụ 2024-Q1")


def add_folder(one: argparse.ArgumentParser) -> None:
    """The folder of editions beside the package's own."""
    one.add_argument(
        "--thu-muc-mau",
        dest="folder",
        type=Path,
        metavar="THƯ_MỤC",
        help="thư mục mẫu riêng; không ghi thì lấy thư mục đã nhớ khi phát hành mẫu",
    )


def add_json(one: argparse.ArgumentParser) -> None:
    """JSON for other programs."""
    one.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
