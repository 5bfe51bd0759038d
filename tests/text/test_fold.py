import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.text import fold, fold_keep_tones

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệòóỏõọùúủũụừứửữựýỳỷỹỵ"
MESSY = st.text(
    alphabet=VIETNAMESE + VIETNAMESE.upper() + "Ðð 0149%.,-_/*²¹Ⅳ①ﬁ<>bi\u0301\u0323\u00a0"
)


@pytest.mark.parametrize(
    ("label", "folded"),
    [
        ("Tỷ lệ hồ sơ đúng hạn (%)", "ty le ho so dung han %"),
        ("100%", "100 %"),
        ("Đơn vị", "don vi"),
        ("Ðơn vị", "don vi"),  # with eth instead of đ
        ("<i>Trong đó</i>: – văn bản QPPL⁴", "trong do van ban qppl"),
        ("Văn bản quy phạm pháp luật4", "van ban quy pham phap luat"),
        ("LUẬT4", "luat"),
        ("Diện tích (m²)", "dien tich m2"),
        ("so_ho_so", "so ho so"),
        ("1.2. Số TTHC", "1 2 so tthc"),
        ("***", ""),
        ("ﬁle Ⅳ", "file iv"),
    ],
)
def test_fold_leaves_letters_digits_and_percent(label: str, folded: str) -> None:
    assert fold(label) == folded


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_fold_does_not_depend_on_the_unicode_form(
    form: Literal["NFC", "NFD", "NFKC", "NFKD"],
) -> None:
    label = unicodedata.normalize(form, "Số lượng dịch vụ công trực tuyến toàn trình")
    assert fold(label) == "so luong dich vu cong truc tuyen toan trinh"
    assert fold_keep_tones(label) == "số lượng dịch vụ công trực tuyến toàn trình"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ủy ban", "UỶ BAN"),
        ("hòa giải", "hoà giải"),
        ("khỏe", "khoẻ"),
        ("thúy", "thuý"),
        ("ngòai", "ngoài"),
        ("Ðơn vị", "đơn vị"),
    ],
)
def test_fold_keep_tones_puts_the_tone_in_one_place(one: str, other: str) -> None:
    assert fold_keep_tones(one) == fold_keep_tones(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("qui", "quy"), ("kĩ", "kỹ"), ("mùa", "mua"), ("kế", "kề"), ("họp", "hợp"), ("tỷ", "tỉ")],
)
def test_fold_keep_tones_does_not_judge_the_spelling(one: str, other: str) -> None:
    assert fold_keep_tones(one) != fold_keep_tones(other)


@pytest.mark.parametrize("word", ["của", "mùa", "quý", "toàn", "hoạt", "thuỷ", "khoá", "cứu"])
def test_fold_keep_tones_leaves_well_placed_tones_alone(word: str) -> None:
    assert fold_keep_tones(word.upper()) == word


@given(st.one_of(MESSY, st.text()))
def test_folding_is_idempotent(s: str) -> None:
    assert fold(fold(s)) == fold(s)
    assert fold_keep_tones(fold_keep_tones(s)) == fold_keep_tones(s)


@given(MESSY)
def test_fold_has_nothing_but_plain_words_and_percent(s: str) -> None:
    assert all(word == "%" or (word.isascii() and word.isalnum()) for word in fold(s).split())
    assert fold(s) == " ".join(fold(s).split())


@given(st.text(alphabet=VIETNAMESE + " "))
def test_fold_forgets_exactly_what_fold_keep_tones_keeps(s: str) -> None:
    assert fold(fold_keep_tones(s)) == fold(s)
