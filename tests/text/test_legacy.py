import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.text import (
    LegacyEncoding,
    decode_legacy,
    detect_legacy,
    detect_legacy_many,
    repair,
    repair_many,
)

# TCVN 5712 (third variant) by code, 0xA1 upwards; "?" where it has no letter.
TCVN3_ROWS = """
A?: ?ĂÂÊÔƠƯĐăâêôơưđ?
B?: ?????àảãáạ?ằẳẵắ?
C?: ??????ặầẩẫấậè?ẻẽ
D?: éẹềểễếệìỉ???ĩíịò
E?: ?ỏõóọồổỗốộờởỡớợù
F?: ?ủũúụừửữứựỳỷỹýỵ?
"""
TCVN3 = {
    letter: chr(0xA0 + 16 * row + column)
    for row, line in enumerate(TCVN3_ROWS.split("\n")[1:-1])
    for column, letter in enumerate(line[4:])
    if letter != "?"
}

VNI_ROWS = """
á aù à aø ả aû ã aõ ạ aï  ă aê ắ aé ằ aè ẳ aú ẵ aü ặ aë  â aâ ấ aá ầ aà ẩ aå ẫ aã ậ aä
é eù è eø ẻ eû ẽ eõ ẹ eï  ê eâ ế eá ề eà ể eå ễ eã ệ eä  í í ì ì ỉ æ ĩ ó ị ò
ó où ò oø ỏ oû õ oõ ọ oï  ô oâ ố oá ồ oà ổ oå ỗ oã ộ oä  ơ ô ớ ôù ờ ôø ở ôû ỡ ôõ ợ ôï
ú uù ù uø ủ uû ũ uõ ụ uï  ư ö ứ öù ừ öø ử öû ữ öõ ự öï   ý yù ỳ yø ỷ yû ỹ yõ ỵ î  đ ñ
"""
_CELLS = VNI_ROWS.split()
_SMALL = dict(zip(_CELLS[::2], _CELLS[1::2], strict=True))
VNI = _SMALL | {letter.upper(): code.upper() for letter, code in _SMALL.items()}

VOCABULARY = """
thủ tục hành chính cải cách số lượng hồ sơ tiếp nhận giải quyết đúng hạn trễ đơn vị tỷ lệ tổng kế
hoạch nhiệm vụ được giao dịch công trực tuyến toàn trình phường xã huyện khảo sát người dân kỷ luật
ngưỡng nghĩa Việt Nam Ủy ban Đắk ẵm ẩm ẫm ủng hỗ trợ thưởng kỹ lũy dưỡng cỡ rỡ ỹ ỳ ỵ ờ ở ẽ ẻ ẹ ì ỉ
vẳng bẳng nằm nắm nặng ngữ cử tủ mỏ võ sỗ ĩ
"""
WORDS = VOCABULARY.split()


def encode(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(char, char) for char in text)


def test_the_tables_of_this_test_are_complete() -> None:
    toned = {
        unicodedata.normalize("NFC", vowel + tone)
        for vowel in "aăâeêioôơuưy"
        for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    }
    vietnamese = (toned | {"đ"}) - set("aeiouy")
    assert set(_SMALL) == vietnamese
    assert set(TCVN3) == vietnamese | set("ĂÂÊÔƠƯĐ")


@pytest.mark.parametrize(("letter", "code"), list(TCVN3.items()))
def test_every_tcvn3_code_decodes(letter: str, code: str) -> None:
    assert decode_legacy(code, "tcvn3") == letter


@pytest.mark.parametrize(("letter", "code"), list(VNI.items()))
def test_every_vni_code_decodes(letter: str, code: str) -> None:
    assert decode_legacy(code, "vni") == letter


@pytest.mark.parametrize(
    ("raw", "encoding", "expected"),
    [
        ("Sè l\u00adîng", "tcvn3", "Số lượng"),
        ("thñ tôc hµnh chÝnh", "tcvn3", "thủ tục hành chính"),
        ("§¬n vÞ tÝnh", "tcvn3", "Đơn vị tính"),
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "tcvn3", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("thuû tuïc haønh chính", "vni", "thủ tục hành chính"),
        ("Soá löôïng", "vni", "Số lượng"),
        ("Tyû leä (%)", "vni", "Tỷ lệ (%)"),
        ("COÄNG HOØA XAÕ HOÄI", "vni", "CỘNG HÒA XÃ HỘI"),
        ("Aùp duïng", "vni", "Áp dụng"),
    ],
)
def test_real_words_are_recognised_and_repaired(
    raw: str, encoding: LegacyEncoding, expected: str
) -> None:
    assert repair(raw) == (expected, encoding)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("CéNG HßA X· HéI", "CỘNG HÒA XÃ HỘI"),
        ("Uû BAN NH¢N D¢N", "UỶ BAN NHÂN DÂN"),
        ("TØNH B¾C K¹N", "TỈNH BẮC KẠN"),
        ("Së Néi vô", "Sở Nội vụ"),
        ("sè: 12/Q§-UBND", "số: 12/QĐ-UBND"),
        ("B¸O C¸O cña Së", "BÁO CÁO của Sở"),
    ],
)
def test_tcvn3_capitals_follow_the_letters_around_them(raw: str, expected: str) -> None:
    assert decode_legacy(raw, "tcvn3") == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "21",
        "Không",
        "Không có",
        "có và không, là",
        "CÔNG TÁC KHÁC",
        "Số lượng thủ tục hành chính",
        "Tỷ lệ hồ sơ đúng hạn (%)",
        unicodedata.normalize("NFD", "thủ tục hành chính"),
        "Excel report, 2 files",
        "naïve café résumé",
        "où",
        "À la carte, où là déjà vu, très bien, bâtiment, été, hôtel à Paris",
        "Les élèves ont été très tôt à l'école, où le maître les a reçus",
        "über die Straße gehört für mögliche Höhe Tür",
        "El niño está aquí también, mañana más años",
        "Não são só mão e pão de coração",
        "så då få gå på två år också",
        "5 µm x 3 µm",
        "© 2024 ® ½ «A» · § 5",
        "é à ü",
        "Tæng",  # one word is no evidence
    ],
)
def test_proper_text_of_any_language_is_left_alone(text: str) -> None:
    assert detect_legacy(text) is None
    assert repair(text) == (text, None)


def test_short_cells_of_a_table_are_judged_together() -> None:
    cells = ["STT", "Tæng", "cã", "bé", "12", "x·", "trÔ"]
    assert [detect_legacy(cell) for cell in cells] == [None] * len(cells)
    assert detect_legacy_many(cells) == "tcvn3"
    assert repair_many(cells) == (["STT", "Tổng", "có", "bộ", "12", "xã", "trễ"], "tcvn3")


def test_in_a_mixed_table_cells_that_read_as_vietnamese_stay() -> None:
    cells = ["Soá löôïng", "Toång soá", "Số lượng", "Không có", "12"]
    assert repair_many(cells) == (["Số lượng", "Tổng số", "Số lượng", "Không có", "12"], "vni")


def test_a_table_in_unicode_is_left_alone() -> None:
    cells = ["Không", "Có", "Công tác", "là", "Số lượng", "café"]
    assert repair_many(cells) == (cells, None)


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(ValueError, match="viscii"):
        decode_legacy("a", "viscii")  # type: ignore[arg-type]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join))
def test_decoding_undoes_encoding(text: str) -> None:
    assert decode_legacy(encode(text, VNI), "vni") == text
    assert decode_legacy(encode(text.lower(), TCVN3), "tcvn3") == text.lower()


@given(st.lists(st.sampled_from(WORDS), min_size=5, max_size=30, unique=True).map(" ".join))
def test_a_sentence_is_never_taken_for_the_other_encoding(text: str) -> None:
    assert detect_legacy(encode(text, VNI)) in ("vni", None)
    assert detect_legacy(encode(text.lower(), TCVN3)) in ("tcvn3", None)
    assert detect_legacy(text) is None


def test_a_whole_vocabulary_is_recognised() -> None:
    assert detect_legacy(encode(VOCABULARY, VNI)) == "vni"
    assert detect_legacy(encode(VOCABULARY.lower(), TCVN3)) == "tcvn3"


@given(st.text(alphabet=st.characters(max_codepoint=0xFF)))
def test_repair_never_raises_and_changes_only_what_it_names(s: str) -> None:
    repaired, encoding = repair(s)
    assert encoding is not None or repaired == s
