import pytest

from cchc_xl.text.syllable import is_syllable


@pytest.mark.parametrize(
    "word",
    """
    thủ tục hành chính quyết định nghiêm nguyễn khuỷu gì giữ giêng giết quốc quý quản oanh ở ỷ uỷ
    ủy hoà hòa huyện xã phường thuở khoảng xoong yêu ương được PHÁP Luật phap luat nguyen
    """.split(),  # noqa: SIM905
)
def test_vietnamese_syllables_are_recognised(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word",
    """
    covid excel où tôt ngh thuûtuïc ấấ fax zalo wifi tàp xaị quôc đđ phapluat größe luật4
    """.split(),  # noqa: SIM905
)
def test_other_words_are_not(word: str) -> None:
    assert not is_syllable(word)


def test_nothing_is_no_syllable() -> None:
    assert not is_syllable("")
