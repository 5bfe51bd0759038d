"""argparse in Vietnamese: usage, headings and mistakes in one sentence."""

import argparse
from collections.abc import Iterable
from typing import Any, NoReturn

from cchc_xl.cli.outcome import CommandError


class _Help(argparse.HelpFormatter):
    """Help in Vietnamese."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "cách dùng: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """argparse that speaks Vietnamese and ends with one sentence."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "add_help": False, "formatter_class": _Help})
        self._positionals.title = "tham số"
        self._optionals.title = "tùy chọn"
        self.add_argument("-h", "--help", action="help", help="in hướng dẫn này rồi dừng")

    def error(self, message: str) -> NoReturn:
        raise CommandError(f"Lệnh chưa đúng: {_vietnamese(message)}. Xem cách dùng: {self.prog} -h")


_PHRASES = (
    ("the following arguments are required:", "còn thiếu"),
    ("unrecognized arguments:", "không hiểu"),
    ("ambiguous option:", "tùy chọn viết tắt chưa rõ:"),
    ("could match", "có thể là"),
    ("ignored explicit argument", "không nhận giá trị"),
    ("expected one argument", "cần một giá trị"),
    ("expected at least one argument", "cần ít nhất một giá trị"),
    ("invalid choice:", "không có lựa chọn"),
    ("choose from", "chọn một trong"),
    ("argument ", "tham số "),
)


def _vietnamese(message: str) -> str:
    for english, vietnamese in _PHRASES:
        message = message.replace(english, vietnamese)
    return message
