import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.text import NumberForm, NumberReading, format_number, read_number, scale_of

F = NumberForm


@pytest.mark.parametrize(
    ("text", "form", "value", "decimals"),
    [
        ("0", F.PLAIN, "0", 0),
        ("21", F.PLAIN, "21", 0),
        (" 21 ", F.PLAIN, "21", 0),
        ("-5", F.PLAIN, "-5", 0),
        ("−5", F.PLAIN, "-5", 0),
        ("+5", F.PLAIN, "5", 0),
        ("21.", F.PLAIN, "21", 0),
        ("21;", F.PLAIN, "21", 0),
        ("08", F.LEADING_ZERO, "8", 0),
        ("007", F.LEADING_ZERO, "7", 0),
        ("00", F.LEADING_ZERO, "0", 0),
        ("12,5", F.DECIMAL_COMMA, "12.5", 1),
        ("12,17", F.DECIMAL_COMMA, "12.17", 2),
        ("93,4", F.DECIMAL_COMMA, "93.4", 1),
        ("0,5", F.DECIMAL_COMMA, "0.5", 1),
        ("0,123", F.DECIMAL_COMMA, "0.123", 3),
        ("1234,567", F.DECIMAL_COMMA, "1234.567", 3),
        ("79,3103", F.DECIMAL_COMMA, "79.3103", 4),
        ("-0,5", F.DECIMAL_COMMA, "-0.5", 1),
        ("1.234.567", F.GROUPED, "1234567", 0),
        ("1.234,5", F.GROUPED, "1234.5", 1),
        ("1.234.567,89", F.GROUPED, "1234567.89", 2),
        ("12 345", F.GROUPED, "12345", 0),
        ("1\u00a0234", F.GROUPED, "1234", 0),
        ("63,1%", F.PERCENT_SIGN, "63.1", 1),
        ("100 %", F.PERCENT_SIGN, "100", 0),
        ("0%", F.PERCENT_SIGN, "0", 0),
        ("5.115.000đ", F.MONEY, "5115000", 0),
        ("5.115.000 đồng", F.MONEY, "5115000", 0),
        ("5.115 đồng", F.MONEY, "5115", 0),
        ("90.000.000 VNĐ.", F.MONEY, "90000000", 0),
        ("VND 90.000.000", F.MONEY, "90000000", 0),
    ],
)
def test_one_reading_gives_the_value(
    text: str, form: NumberForm, value: str, decimals: int
) -> None:
    assert read_number(text) == NumberReading(form, Decimal(value), decimals=decimals)


@pytest.mark.parametrize(
    ("text", "form", "value", "words"),
    [
        ("21 nhiệm vụ cụ thể", F.WITH_WORDS, "21", "nhiệm vụ cụ thể"),
        ("01 đơn vị", F.WITH_WORDS, "1", "đơn vị"),
        ("01đơn vị", F.WITH_WORDS, "1", "đơn vị"),
        ("3 cấp", F.WITH_WORDS, "3", "cấp"),
        ("05 (năm) đơn vị.", F.WITH_WORDS, "5", "(năm) đơn vị"),
        ("150 m2", F.WITH_WORDS, "150", "m2"),
        ("12,5 điểm", F.WITH_WORDS, "12.5", "điểm"),
        ("5,2 tỷ đồng", F.WITH_WORDS, "5.2", "tỷ đồng"),
        ("100% đơn vị", F.PERCENT_SIGN, "100", "đơn vị"),
        ("Không", F.NONE_WORD, "0", "Không"),
        ("không có", F.NONE_WORD, "0", "không có"),
        ("KHÔNG PHÁT SINH.", F.NONE_WORD, "0", "KHÔNG PHÁT SINH"),
        ("Không có trong kỳ báo cáo", F.NONE_WORD, "0", "Không có trong kỳ báo cáo"),
        ("khong co", F.NONE_WORD, "0", "khong co"),
    ],
)
def test_words_stand_beside_the_value(text: str, form: NumberForm, value: str, words: str) -> None:
    reading = read_number(text)
    assert (reading.form, reading.value, reading.words) == (form, Decimal(value), words)


@pytest.mark.parametrize(
    ("text", "part", "whole", "words"),
    [
        ("08/21", 8, 21, ""),
        ("8 / 8 xã", 8, 8, "xã"),
        ("12/3", 12, 3, ""),
        ("0/0", 0, 0, ""),
        ("13/2024", 13, 2024, ""),
    ],
)
def test_fraction_gives_part_and_whole(text: str, part: int, whole: int, words: str) -> None:
    assert read_number(text) == NumberReading(F.FRACTION, Decimal(part), Decimal(whole), 0, words)


@pytest.mark.parametrize(
    ("text", "candidates", "decimals"),
    [
        ("1.234", ["1234", "1.234"], 0),
        ("100.000", ["100000", "100"], 0),
        ("12.17", ["12.17", "1217"], 2),
        ("93.4", ["93.4", "934"], 1),
        ("1234.5", ["1234.5", "12345"], 1),
        ("0.5", ["0.5"], 1),
        ("1,234", ["1.234", "1234"], 3),
        ("1,234.5", ["1234.5"], 1),
        ("1,234,567", ["1234567"], 0),
        ("-1.234", ["-1234", "-1.234"], 0),
        ("- 5", ["5", "-5"], 0),
        ("–5", ["5", "-5"], 0),
        ("12.17%", ["12.17", "1217"], 2),
        ("1.234 hồ sơ", ["1234", "1.234"], 0),
        ("5.115 triệu đồng", ["5115", "5.115"], 0),
        ("12.17đ", ["12.17", "1217"], 2),
    ],
)
def test_two_readings_give_candidates_and_no_value(
    text: str, candidates: list[str], decimals: int
) -> None:
    reading = read_number(text)
    assert reading.form is F.AMBIGUOUS
    assert reading.value is None
    assert list(reading.candidates) == [Decimal(candidate) for candidate in candidates]
    assert reading.decimals == decimals


@pytest.mark.parametrize(
    ("form", "texts"),
    [
        (F.BLANK, ["", "  ", "\u00a0", "\u200b", "<b></b>"]),
        (F.YES_WORD, ["Có", "có.", "CÓ", "co"]),
        (F.DASH, ["-", "–", "—", "x", "X", "N/A", "n/a", "…", "...", "/", "?"]),
        (F.RANGE, ["5-7", "5 – 7", "≥90", "> 5", "≥ 90%", "khoảng 20", "Khoảng 20 hồ sơ", "20+"]),
        (F.RANGE, ["20 trở lên", "20 hồ sơ trở lên", "từ 5 đến 7 ngày", "90%-100%", "~20"]),
        (F.SCIENTIFIC, ["1e3", "1E+05", "1,5e3"]),
        (F.DATE, ["05/03/2024", "5/3/24", "05-03-2024", "05.03.2024", "2024-03-05", "1/2024"]),
        (F.DATE, ["08/21/2024", "2024-03-05 00:00:00", "21-Aug", "8-Thg8", "Aug-21", "12-2023"]),
        (F.DATE, ["ngày 5 tháng 3 năm 2024"]),
        (F.ERROR, ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#NULL!", "#NUM!", "####"]),
        (F.ERROR, ["Err:502", "#SPILL!"]),
        (
            F.TEXT,
            ["100%%", "(5)", "5..", "1.2.3", "1.234.56", "3D", "12a", "5%/năm", ",", "không rõ"],
        ),
        (F.TEXT, ["1. Đã ban hành kế hoạch", "Năm 2024 có 5", "5 và 6", "21, trong đó 6 trễ hạn"]),
        (
            F.TEXT,
            ["Không đạt", "Chưa có số liệu", "có/không", "45/99/2024", "6 đạt, 2 chưa", "10³"],
        ),
    ],
)
def test_other_forms_are_named_and_have_no_value(form: NumberForm, texts: list[str]) -> None:
    readings = [read_number(text) for text in texts]
    assert {reading.form for reading in readings} == {form}
    assert {reading.value for reading in readings} == {None}


@pytest.mark.parametrize(
    ("raw", "same_as"),
    [
        ("２１", "21"),
        ("１２，５％", "12,5%"),
        ("<b>08</b>", "08"),
        ("**21**", "21"),
        ("21¹", "21"),
        ("\ufeff21\u200b", "21"),
        ("01\u00a0đơn\u00a0vị", "01 đơn vị"),
        (unicodedata.normalize("NFD", "Không có"), "Không có"),
        (unicodedata.normalize("NFD", "5.115.000 đồng"), "5.115.000 đồng"),
    ],
)
def test_dress_of_the_cell_does_not_change_the_reading(raw: str, same_as: str) -> None:
    assert read_number(raw) == read_number(same_as)


@pytest.mark.parametrize("text", ["12\n345", "12 \r\n 345", "12<br>345", "12\t345 hồ sơ"])
def test_numbers_in_two_lines_do_not_become_one(text: str) -> None:
    assert read_number(text).form is F.TEXT


@pytest.mark.parametrize("text", ["08/\n21", "21\nnhiệm vụ"])
def test_a_line_end_between_number_and_sign_or_word_is_a_space(text: str) -> None:
    assert read_number(text) == read_number(text.replace("\n", " "))


def test_a_long_text_is_no_number_and_costs_little() -> None:
    assert read_number("5 (" + "a" * 30_000 + "1").form is F.TEXT


@pytest.mark.parametrize(
    ("words", "scale"),
    [
        ("triệu đồng", 10**6),
        ("Tỷ", 10**9),
        ("nghìn tỷ đồng", 10**12),
        ("đơn vị", 1),
        ("%", 1),
        ("", 1),
    ],
)
def test_scale_words_multiply(words: str, scale: int) -> None:
    assert scale_of(words) == scale


@given(st.text())
def test_reading_never_raises_and_knows_only_three_ways_to_answer(text: str) -> None:
    reading = read_number(text)
    assert bool(reading.candidates) == (reading.form is F.AMBIGUOUS)
    assert reading.value is None or not reading.candidates
    assert (reading.whole is not None) == (reading.form is F.FRACTION)


@given(st.text(alphabet="0123456789.,-+/% ()đeE\n", max_size=12))
def test_a_reading_of_signs_and_digits_is_consistent(text: str) -> None:
    reading = read_number(text)
    if reading.value is not None and reading.form is not F.FRACTION:
        digits = [char for char in text if char.isdigit()]
        assert Decimal("".join(digits)).scaleb(-reading.decimals) == abs(reading.value)


@given(st.integers(-(10**30), 10**30), st.integers(0, 2))
def test_a_written_number_reads_back_to_the_same_value(digits: int, places: int) -> None:
    value = Decimal(f"{digits}e-{places}")
    assert read_number(format_number(value)).value == value


@given(st.integers(10**6, 10**30), st.integers(1, 2))
def test_a_number_written_in_groups_reads_back_too(digits: int, places: int) -> None:
    assert read_number(format_number(digits, grouping=True)).value == digits
    value = Decimal(f"{digits}e-{places}")
    assert read_number(format_number(value, decimals=places, grouping=True)).value == value


@given(st.integers(1000, 999_999))
def test_a_single_group_is_asked_about_with_the_written_value_first(value: int) -> None:
    reading = read_number(format_number(value, grouping=True))
    assert reading.form is F.AMBIGUOUS
    assert reading.candidates[0] == value


@given(st.integers(1, 999), st.integers(1, 999))
def test_three_decimals_are_asked_about_with_the_written_value_first(a: int, b: int) -> None:
    reading = read_number(f"{a},{b:03}")
    assert reading.form is F.AMBIGUOUS
    assert reading.candidates[0] == a + Decimal(b) / 1000
