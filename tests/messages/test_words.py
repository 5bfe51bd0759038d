"""Sentences a clerk reads: nothing doubled, nothing empty, no sign of what made them."""

import unicodedata
from collections.abc import Iterator
from decimal import Decimal

import pytest

from cchc_xl.messages import load_catalogue, render, sentences
from cchc_xl.model import Finding, RowRef
from tests.messages.forms import FORM, found, message

ONE, TWO, THREE = (RowRef(key, Decimal(n)) for key, n in (("mot", 1), ("hai", 2), ("tong", 3)))


def all_words() -> Iterator[tuple[str, str]]:
    for code, entry in load_catalogue().items():
        for words in (entry.title, entry.message, entry.message_single, entry.why, entry.fix):
            if words is not None:
                yield code, words
    for group in ("causes", "reasons", "words", "verdicts"):
        yield from sentences(group).items()


def test_no_words_of_a_workbook_speak_of_the_command_line() -> None:
    assert [code for code, words in all_words() if "--" in words] == []


def test_all_words_are_composed_unicode() -> None:
    assert [
        code for code, words in all_words() if not unicodedata.is_normalized("NFC", words)
    ] == []


def test_a_misprint_of_the_form_names_its_rows() -> None:
    rows = (RowRef("mot"), RowRef("hai"))
    words = message("KT103", misprint="Số 7.2 in hai lần", rows=rows)
    assert words == "Số 7.2 in hai lần (dòng 7.2 “Hồ sơ một”; dòng 7.3 “Hồ sơ hai”)."


# --- sums


def test_one_part_and_one_whole_are_compared_without_adding_up() -> None:
    words = message("KT306", part=(TWO,), whole=(ONE,), part_sum=2, whole_sum=1, rule="")
    assert words == "Dòng 7.3 “Hồ sơ hai” (2) lớn hơn dòng 7.2 “Hồ sơ một” (1)."


def test_several_parts_are_added_up() -> None:
    words = message("KT306", part=(TWO, THREE), whole=(ONE,), part_sum=5, whole_sum=1, rule="")
    assert words == (
        "Dòng 7.3 “Hồ sơ hai” (2) và dòng 7.1 “Tổng số văn bản đi” (3) cộng lại là 5, "
        "lớn hơn dòng 7.2 “Hồ sơ một” (1)."
    )


def test_several_wholes_are_one_sum() -> None:
    words = message(
        "KT306", part=(RowRef("tong", Decimal(6)),), whole=(ONE, TWO), part_sum=6, whole_sum=3,
        rule="",
    )  # fmt: skip
    assert words == (
        "Dòng 7.1 “Tổng số văn bản đi” (6) lớn hơn tổng (3) của dòng 7.2 “Hồ sơ một” (1) "
        "và dòng 7.3 “Hồ sơ hai” (2)."
    )


def test_two_sides_that_should_agree_add_up_only_where_there_are_several_rows() -> None:
    words = message("KT401", left=(ONE,), right=(TWO, THREE), left_sum=1, right_sum=5, rule="")
    assert words == (
        "Dòng 7.2 “Hồ sơ một” (1) khác với tổng (5) của dòng 7.3 “Hồ sơ hai” (2) "
        "và dòng 7.1 “Tổng số văn bản đi” (3)."
    )
    words = message("KT401", left=(ONE,), right=(TWO,), left_sum=1, right_sum=2, rule="")
    assert words == "Dòng 7.2 “Hồ sơ một” (1) khác với dòng 7.3 “Hồ sơ hai” (2)."


def test_a_blank_row_of_a_sum_is_said_to_be_blank() -> None:
    blank = RowRef("hai")
    words = message("KT306", part=(ONE,), whole=(TWO, blank), part_sum=9, whole_sum=2, rule="")
    assert words.endswith("dòng 7.3 “Hồ sơ hai” (trống).")


# --- blanks


@pytest.mark.parametrize("code", ["KT230", "KT231"])
def test_one_blank_row_is_named_and_several_are_counted(code: str) -> None:
    one = message(code, rows=(RowRef("mot"),), count=1)
    two = message(code, rows=(RowRef("mot"), RowRef("hai")), count=2)
    assert one.startswith("Dòng 7.2 “Hồ sơ một” còn trống")
    assert two.startswith("2 dòng còn trống")
    assert "(trống)" not in one + two


@pytest.mark.parametrize("code", ["KT101", "KT108"])
def test_one_row_out_of_place_is_not_counted(code: str) -> None:
    assert "1 dòng" not in message(code, count=1)
    assert "3 dòng" in message(code, count=3)


def test_a_row_name_inside_a_sentence_begins_small() -> None:
    assert "bắt đầu từ dòng 7.2" in message("KT101", count=3)
    assert message("KT107", text="5").startswith("Dòng 7.2")


@pytest.mark.parametrize(
    ("sibling", "end"),
    [
        ((), "không có dòng nào cùng mục bằng 21."),
        ((TWO,), "dòng 7.3 “Hồ sơ hai” (2) lẽ ra phải bằng 21."),
    ],
)
def test_a_fraction_is_held_against_the_row_it_is_a_part_of(
    sibling: tuple[RowRef, ...], end: str
) -> None:
    words = message("KT222", text="08/21", value="8", whole="21", sibling=sibling)
    assert words.endswith(f"hiểu là 8 trên 21; {end}")


# --- percents and quotations


@pytest.mark.parametrize("text", ["150", "150%", "150 %"])
def test_the_percent_sign_is_said_once(text: str) -> None:
    assert message("KT215", "dien_tu", text=text).endswith("ghi 150%, lớn hơn 100%.")


@pytest.mark.parametrize(
    ("exact", "expected", "end"),
    [("100", "100", "= 100%."), ("79,3103", "79,31", "= 79,3103%, làm tròn là 79,31%.")],
)
def test_rounding_is_mentioned_only_where_it_changes_the_number(
    exact: str, expected: str, end: str
) -> None:
    facts = {"reported": "50", "numerator": ONE, "denominator": TWO}
    assert message("KT301", "dien_tu", exact=exact, expected=expected, **facts).endswith(end)


def test_a_long_percent_is_rounded_to_the_decimals_of_the_form() -> None:
    words = message("KT219", "dien_tu", text="98,944337%", value="98,944337")
    assert "hiện 98,94%" in words
    assert words.endswith("đọc là 98,94.")
    # Four decimals are what a check compares: they stay. A count is no percent.
    assert "66,6667%" in message("KT215", "dien_tu", text="66,6667")
    assert "5,333333" in message("KT214", "mot", text="5,333333")


def test_the_nearest_share_is_named_once() -> None:
    facts = {"text": "99", "whole": (TWO,), "whole_sum": 2}
    assert message("KT310", "dien_tu", below="100", above="100", **facts).endswith(
        "có thể là 100%."
    )
    assert message("KT310", "dien_tu", below="50", above="100", **facts).endswith("50% hoặc 100%.")


def test_tags_and_footnote_marks_of_a_file_are_not_shown() -> None:
    assert message("KT107", text="<b>0</b>").endswith("có ghi “0”.")
    words = message("KT102", None, no="9", label="<i>Dòng lạ</i>", measure="", text="<b>5</b>")
    assert "<" not in words


@pytest.mark.parametrize(
    ("no", "label", "text", "words"),
    [
        ("9.1.", "Dòng lạ", "5", "Dòng 9.1 “Dòng lạ” không có trong mẫu (giá trị ghi: 5)."),
        ("", "Dòng lạ", "", "Dòng “Dòng lạ” không có trong mẫu."),
        ("9", "", "", "Dòng 9 không có trong mẫu."),
        ("", "", "5", "Một dòng không ghi tên không có trong mẫu (giá trị ghi: 5)."),
    ],
)
def test_a_row_without_a_place_is_called_by_what_it_has(
    no: str, label: str, text: str, words: str
) -> None:
    assert message("KT102", None, no=no, label=label, measure="", text=text) == words


def test_a_code_is_called_a_code_only_where_the_form_prints_codes() -> None:
    assert message("KT220", "ma", text="Phiếu", value="1").endswith("đọc là mã 1.")
    words = render(found("KT220", "co_khong", text="Không có", value="Không"), FORM)
    assert words.message.endswith("đọc là “Không”.")
    assert "mã" not in words.title + words.why + words.fix


def test_words_can_be_said_without_a_form() -> None:
    for code in ("KT110", "KT111"):
        finding: Finding = found(code, None)
        assert render(finding, None).fix.endswith("Trang chính.")


def test_braces_a_file_contains_are_shown_as_written() -> None:
    assert message("KT107", text="{self} {x}").endswith("có ghi “{self} {x}”.")
