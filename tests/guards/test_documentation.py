"""The readme and the commands speak of the same things."""

import re
from pathlib import Path

import pytest

from cchc_xl.cli.parser import build_parser

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    parser = build_parser()
    groups = [action for action in parser._actions if hasattr(action, "choices") and action.choices]
    return [name for group in groups for name in group.choices or ()]


@pytest.mark.parametrize("command", commands())
def test_every_command_is_shown_in_the_readme(command: str) -> None:
    assert re.search(rf"(cchc|make) {command}\b", README)


def test_every_picture_and_page_the_readme_links_to_exists() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
