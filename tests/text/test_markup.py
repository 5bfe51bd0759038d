import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.text import display_text, strip_markup

# Pieces that meet each other in odd orders: tags, marks, footnotes, units, words.
MARKS = ["<i>", "</i>", "<b", ">", "<sup>", "</sup>", "<br/>", "*", "**", "__", "_", "⁽", "⁾"]
WORDS = ["m", "km", "luật", "tháng", "hồ sơ", "²", "¹", "4", "12", "10", "(", ")", " ", "\n"]
PIECES = st.lists(
    st.one_of(st.sampled_from([*MARKS, *WORDS]), st.text(max_size=3)), max_size=12
).map("".join)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<i>Trong đó</i>:", "Trong đó:"),
        ("<b>0</b>", "0"),
        ("Chưa = 0<br>Đang làm = 1", "Chưa = 0 Đang làm = 1"),
        ('<span style="color:red">Số</span> lượng', "Số lượng"),
        ("＜b＞Tổng＜/b＞", "Tổng"),
        ("<<b>b>Tổng", "Tổng"),
        ("số < 5 và > 3", "số < 5 và > 3"),
        ("<10 ngày>", "<10 ngày>"),
    ],
)
def test_known_tags_go_and_comparison_signs_stay(raw: str, expected: str) -> None:
    assert strip_markup(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("**Tổng số** hồ sơ", "Tổng số hồ sơ"),
        ("(*thi tuyển, xét tuyển*)", "(thi tuyển, xét tuyển)"),
        ("***Ghi chú***", "Ghi chú"),
        ("__Biểu__ mẫu", "Biểu mẫu"),
        ("**TM. ỦY BAN", "TM. ỦY BAN"),
        ("CHỦ TỊCH**", "CHỦ TỊCH"),
        ("(*) Ghi chú (*)", "(*) Ghi chú (*)"),
        ("Số hồ sơ*", "Số hồ sơ*"),
        ("2*3*4", "2*3*4"),
        ("a * b * c", "a * b * c"),
        ("Họ tên: ______", "Họ tên: ______"),
        ("ten_don_vi", "ten_don_vi"),
    ],
)
def test_paired_emphasis_goes_and_a_lone_asterisk_stays(raw: str, expected: str) -> None:
    assert strip_markup(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("văn bản quy phạm pháp luật⁴", "văn bản quy phạm pháp luật"),
        ("năm 2023¹", "năm 2023"),
        ("lĩnh vực².", "lĩnh vực."),
        ("luật¹,²", "luật"),
        ("luật¹²", "luật"),
        ("m²³", "m²"),
        ("luật⁽¹⁾", "luật"),
        ("⁴Văn bản", "Văn bản"),
        ("luật<sup>4</sup>", "luật"),
        ("luật<sup>(4)</sup> mới", "luật mới"),
        ("21¹", "21"),
    ],
)
def test_superscript_digits_are_footnotes(raw: str, expected: str) -> None:
    assert strip_markup(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("đồng/m²", "đồng/m²"),
        ("150m²", "150m²"),
        ("5 km³", "5 km³"),
        ("KM²", "KM²"),
        ("5 m<sup>2</sup>", "5 m²"),
        ("cm <sup>3</sup>", "cm³"),
        ("10⁶ đồng", "10⁶ đồng"),
        ("km2", "km2"),
    ],
)
def test_units_and_powers_of_ten_are_no_footnotes(raw: str, expected: str) -> None:
    assert strip_markup(raw) == expected


@pytest.mark.parametrize("raw", ["cùm²", "lâm²", "2010¹", "10⁴"])
def test_what_only_resembles_a_unit_loses_its_footnote(raw: str) -> None:
    assert strip_markup(raw) == raw.rstrip("¹²³⁴")


def test_a_superscript_inside_a_word_is_left_for_the_legacy_decoder() -> None:
    assert strip_markup("kÕ ho¹ch") == "kÕ ho¹ch"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("pháp luật4", "pháp luật"),
        ("thông tin12)", "thông tin)"),
        ("quy định3.", "quy định."),
        ("dich vu, phap luat4", "dich vu, phap luat"),
    ],
)
def test_plain_digits_stuck_to_a_vietnamese_word_are_footnotes(raw: str, expected: str) -> None:
    assert strip_markup(raw) == expected


@pytest.mark.parametrize(
    "raw",
    [
        "Luật4",
        "TT24",
        "covid19",
        "tháng6",
        "quý3",
        "độ4",
        "luật2024",
        "luật 4",
        "bang1.xlsx",
        "lan12@example.vn",
        "bao_cao_luat4",
    ],
)
def test_digits_of_codes_numbered_words_and_addresses_stay(raw: str) -> None:
    assert strip_markup(raw) == raw


@given(PIECES)
def test_display_text_is_idempotent(s: str) -> None:
    once = display_text(s)
    assert display_text(once) == once


def test_display_text_of_an_attack_ends() -> None:
    assert "b" in display_text("<" * 5000 + "b" + "b>" * 5000)
