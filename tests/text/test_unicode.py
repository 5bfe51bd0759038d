import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.text import clean, is_nfc, nfc


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  Tổng\u00a0số \t\r\n hồ\u2009sơ ", "Tổng số hồ sơ"),
        ("\ufeffTTHC\u200b", "TTHC"),
        ("quy\u00adđịnh", "quyđịnh"),
        ("１２，５％", "12,5%"),
        ("ＡＢＣ　（a）", "ABC (a)"),
        ("Xin\u2028chào\x0bbạn\x07", "Xin chào bạn"),
        ("trực\u2011tuyến", "trực-tuyến"),
        ("a\u3164b", "a b"),
        ("", ""),
        ("\u200b \u00a0", ""),
        ("đồng/m²", "đồng/m²"),
    ],
)
def test_clean_keeps_the_words_and_drops_what_nobody_sees(raw: str, expected: str) -> None:
    assert clean(raw) == expected


@pytest.mark.parametrize("mark_between", ["", "\u200b", "\u00ad"])
def test_clean_composes_marks_that_invisible_characters_kept_apart(mark_between: str) -> None:
    assert clean(f"e{mark_between}\u0302\u0323") == "ệ"


def test_clean_unites_composed_and_mixed_tone_marks() -> None:
    mixed = "thu\u0309 tục ha\u0300nh chi\u0301nh, nhiê\u0323m vụ"
    assert clean(mixed) == "thủ tục hành chính, nhiệm vụ"


@given(st.text())
def test_clean_is_idempotent_and_composed(s: str) -> None:
    once = clean(s)
    assert clean(once) == once
    assert is_nfc(once)
    assert once == once.strip()
    assert "  " not in once


@given(st.text())
def test_nfc_gives_the_standard_composed_form(s: str) -> None:
    assert nfc(s) == unicodedata.normalize("NFC", s)
    assert is_nfc(nfc(s))


def test_is_nfc_tells_composed_from_decomposed() -> None:
    assert is_nfc("Số lượng")
    assert not is_nfc(unicodedata.normalize("NFD", "Số lượng"))
