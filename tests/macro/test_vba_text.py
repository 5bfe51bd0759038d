"""Readable sources become what a VBA project can hold."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.macro.vba_text import (
    MAX_LINE,
    VbaSourceError,
    procedures,
    reachable,
    resolve_conditions,
    to_ascii,
)


def evaluated(expression: str) -> str:
    """What VBA makes of a text built of literals, ``ChrW`` and ``&``."""
    joined = expression.replace(" _\r\n    ", " ")
    units = b""
    for literal, code in re.findall(r'"((?:[^"]|"")*)"|ChrW\((-?\d+)\)', joined):
        if code:
            units += (int(code) & 0xFFFF).to_bytes(2, "little")
        else:
            units += literal.replace('""', '"').encode("utf-16-le")
    return units.decode("utf-16-le")


def test_vietnamese_in_a_text_becomes_chrw() -> None:
    assert to_ascii('x = "Kiểm tra"', "m") == 'x = "Ki" & ChrW(7875) & "m tra"\r\n'


def test_a_text_that_begins_with_a_letter_beyond_ascii_needs_no_empty_literal() -> None:
    assert to_ascii('x = "Đạt"', "m") == 'x = ChrW(272) & ChrW(7841) & "t"\r\n'


def test_characters_beyond_32767_are_negative_for_chrw() -> None:
    assert to_ascii('x = "ﬁ"', "m") == "x = ChrW(-1279)\r\n"


def test_ascii_lines_stay_as_they_are() -> None:
    source = 'Sub A()\r\n    B "say ""yes""" \' why\r\nEnd Sub\r\n'
    assert to_ascii(source, "m") == source


def test_comments_lose_their_marks() -> None:
    assert to_ascii("x = 1 ' Đếm số ô", "m") == "x = 1 ' Dem so o\r\n"
    assert to_ascii("Rem Đếm", "m") == "Rem Dem\r\n"


def test_an_apostrophe_inside_a_text_begins_no_comment() -> None:
    assert to_ascii("x = \"'Ô'\"", "m") == 'x = "\'" & ChrW(212) & "\'"\r\n'


@pytest.mark.parametrize(
    "line",
    [
        'Const TITLE = "Báo cáo"',
        'Private Const TITLE As String = "Báo cáo"',
        'Attribute VB_Description = "Báo cáo"',
        'Private Declare PtrSafe Function A Lib "thư viện" () As Long',
        "tênĐơnVị = 1",
        "Sub KiểmTra()",
        'x = "Kiểm',
        'x = "Kie\u0302\u0309m"',
    ],
)
def test_vietnamese_where_vba_has_no_room_for_it_is_refused(line: str) -> None:
    with pytest.raises(VbaSourceError, match="m:1"):
        to_ascii(line, "m")


def test_a_long_text_is_broken_over_lines_that_vba_can_read() -> None:
    words = "Máy này chưa cài phần kiểm tra và tổng hợp. " * 12
    made = to_ascii(f'    Tell "{words}"', "m")
    lines = made.rstrip("\r\n").split("\r\n")
    assert len(lines) > 1
    assert max(map(len, lines)) <= MAX_LINE + 2
    assert all(line.endswith(" _") for line in lines[:-1])
    assert evaluated(made) == words


def test_a_text_too_long_for_one_statement_is_refused() -> None:
    with pytest.raises(VbaSourceError, match="continuations"):
        to_ascii('x = "' + "ấ " * 2000 + '"', "m")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60))
def test_a_text_means_the_same_after_the_build(words: str) -> None:
    import unicodedata

    words = unicodedata.normalize("NFC", words)
    made = to_ascii('x = "' + words.replace('"', '""') + '"', "m")
    assert made.isascii()
    assert evaluated(made.removeprefix("x = ")) == words


def test_conditions_are_resolved_to_one_branch() -> None:
    text = "\n".join(
        ["#Const App = 1", "#If Mac Then", "a", "#ElseIf VBA7 Then", "#If Not Mac Then", "b",
         "#Else", "c", "#End If", "#Else", "d", "#End If", "e"]
    )  # fmt: skip
    assert resolve_conditions(text, {"Mac": False, "VBA7": True}) == "b\ne"


@pytest.mark.parametrize("text", ["#If Unknown Then\n#End If", "#If Mac Then\na"])
def test_a_condition_nobody_decided_on_is_refused(text: str) -> None:
    with pytest.raises(VbaSourceError):
        resolve_conditions(text, {"Mac": False})


def test_only_procedures_that_are_called_are_kept() -> None:
    text = "Sub A()\n  B ' not C\nEnd Sub\nFunction B()\nEnd Function\nSub C()\nEnd Sub"
    _, found = procedures(text)
    assert set(found) == {"A", "B", "C"}
    assert reachable({"A"}, found) == {"A", "B"}
