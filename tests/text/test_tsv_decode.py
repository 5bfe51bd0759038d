import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.text import decode_bytes

TABLE = (
    "STT\tChỉ tiêu thống kê\tĐơn vị tính\tSố liệu\n"
    "1.1\tSố lượng hồ sơ tiếp nhận\thồ sơ\t21\n"
    "1.2\tTỷ lệ đúng hạn\t%\t93,4\n"
)


def in_cp1258(text: str) -> bytes:
    """Vietnamese Windows: base letters with their quality, tones as characters of their own."""
    out = ""
    for char in text:
        marks = unicodedata.normalize("NFD", char)
        tones = "".join(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
        base = "".join(mark for mark in marks if mark not in tones)
        out += unicodedata.normalize("NFC", base) + tones
    return out.encode("cp1258")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TABLE.encode(), "utf-8"),
        (TABLE.encode("utf-8-sig"), "utf-8-sig"),
        (b"\xff\xfe" + TABLE.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + TABLE.encode("utf-16-be"), "utf-16-be"),
        (TABLE.encode("utf-16-le"), "utf-16-le"),
        (TABLE.encode("utf-16-be"), "utf-16-be"),
        (in_cp1258(TABLE), "cp1258"),
    ],
)
def test_the_table_is_read_whatever_saved_it(data: bytes, encoding: str) -> None:
    assert decode_bytes(data) == (TABLE, encoding)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ("Sè l\u00adîng\tthñ tôc hµnh chÝnh", "Số lượng\tthủ tục hành chính", "tcvn3"),
        ("Soá löôïng\tthuû tuïc haønh chính", "Số lượng\tthủ tục hành chính", "vni"),
        ("caf\u00e9 \u00e0 la carte", "café à la carte", "cp1258"),
        ("\x8aabc", "\x8aabc", "latin-1"),  # cp1258 has no 0x8A
    ],
)
def test_eight_bit_text_is_told_by_its_words(data: str, text: str, encoding: str) -> None:
    assert decode_bytes(data.encode("latin-1")) == (text, encoding)


def test_line_ends_become_newlines() -> None:
    assert decode_bytes(b"a\r\nb\rc\nd") == ("a\nb\nc\nd", "utf-8")
    assert decode_bytes("a\r\nb\r\n".encode("utf-16"))[0] == "a\nb\n"


def test_an_empty_file_is_empty_text() -> None:
    assert decode_bytes(b"") == ("", "utf-8")
    assert decode_bytes(b"\xef\xbb\xbf") == ("", "utf-8-sig")


def test_a_file_cut_inside_a_letter_stays_utf8() -> None:
    text, encoding = decode_bytes((TABLE + "ệ").encode()[:-1])
    assert encoding == "utf-8"
    assert text == TABLE + "\ufffd"


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40),
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        bytes(range(256)) * 4,
        bytes(100),
        b"\xff\xfe" + bytes(100),
    ],
)
def test_binary_data_is_unknown(data: bytes) -> None:
    assert decode_bytes(data) == ("", "unknown")


@given(st.binary())
def test_decoding_never_raises(data: bytes) -> None:
    text, encoding = decode_bytes(data)
    assert "\r" not in text
    assert encoding != "unknown" or text == ""


PRINTABLE = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufeff"
)


@given(st.text(alphabet=PRINTABLE))
def test_utf8_comes_back_unchanged(text: str) -> None:
    assert decode_bytes(text.encode())[0] == text
    assert decode_bytes(text.encode("utf-8-sig")) == (text, "utf-8-sig")
