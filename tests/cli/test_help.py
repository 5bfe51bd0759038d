import argparse
import re
from collections.abc import Iterator

import pytest

from cchc_xl.cli.parser import build_parser
from cchc_xl.text import is_nfc
from tests.cli.run import Cchc

ENGLISH = re.compile(r"\b(usage|options|optional|positional|arguments|show this|exit)\b")


def commands() -> dict[str, argparse.ArgumentParser]:
    [sub] = [
        action
        for action in build_parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    ]
    return dict(sub.choices)


def arguments() -> Iterator[tuple[str, argparse.Action]]:
    for name, parser in commands().items():
        for action in parser._actions:
            yield name, action


def test_the_commands_of_the_contract_are_there() -> None:
    assert {"mau", "tao-mau", "nhap", "kiem-tra", "demo"} <= set(commands())


def test_every_argument_says_what_it_is_for() -> None:
    silent = [(name, action.dest) for name, action in arguments() if not action.help]
    assert silent == []


@pytest.mark.parametrize("command", ["", *commands()])
def test_help_is_vietnamese_and_composed(cchc: Cchc, command: str) -> None:
    ran = cchc(*filter(None, [command]), "-h")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("cách dùng: cchc")
    assert ENGLISH.findall(ran.out) == []
    assert is_nfc(ran.out)


def test_without_a_command_the_commands_are_listed_and_one_sentence_says_why(cchc: Cchc) -> None:
    ran = cchc()
    assert ran.code == 2
    assert len(ran.sentences) == 1
    assert all(name in ran.out for name in commands())
