"""What the terminal adds to the words of the catalogue."""

from pathlib import Path

import pytest

from cchc_xl.cli import show
from cchc_xl.cli.parser import build_parser
from cchc_xl.model import Finding, Kind, Severity
from cchc_xl.services import CheckedFile


def _finding(code: str, suggestion: str | None = None) -> Finding:
    return Finding(code, Kind.PERIOD_UNKNOWN, Severity.NOTE, suggestion=suggestion)


@pytest.mark.parametrize(
    ("suggestion", "words"),
    [(None, ""), ("8", "Gợi ý: 8. "), ("2?", "Gợi ý: 2? "), ("", "Gợi ý: để trống. ")],
)
def test_a_suggestion_ends_with_one_mark(suggestion: str | None, words: str) -> None:
    assert show._suggested(_finding("KT301", suggestion)) == words


def test_the_option_is_named_in_the_terminal_for_a_file_of_an_unknown_form(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show.checked_files([CheckedFile(Path("la.xlsx"), (_finding("KT904"),))], None)
    assert "--mau" in capsys.readouterr().out


def test_every_option_named_is_one_that_kiem_tra_has() -> None:
    for option in show._OPTIONS.values():
        arguments = ["kiem-tra", "bao-cao.xlsx", option, {"--ky": "2024-Q1"}.get(option, "xa")]
        assert build_parser().parse_args(arguments).files == ["bao-cao.xlsx"]
