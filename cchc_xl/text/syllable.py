"""Which letter sequences can be a Vietnamese syllable, whatever they mean.

Used where a guess about raw text needs evidence: legacy encodings, footnote digits stuck to a
word, a number and a word written without a space.
"""

import unicodedata

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_TONES_BEFORE_STOP = ("\u0301", "\u0323")  # -c -ch -p -t carry only sắc or nặng
_STOPS = ("c", "ch", "p", "t")

_ONSETS = (
    *("ngh",),
    *("ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr"),
    *("b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x"),
    "",
)

_RIMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich im in ing inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet
    oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ up ut uôc uôi uôm uôn uông uôt
    uy uya uych uyên uyêt uyn uynh uyp uyt uyu
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yêm yên yêng yêt yêu
    """.split()  # noqa: SIM905 - a table of rimes reads better than 150 quoted strings
)
_RIMES_AFTER_QU = _RIMES | {"ych", "ynh", "yt"}
_TO_BARE = str.maketrans("ăâêôơư", "aaeoou")
_BARE_RIMES = frozenset(rime.translate(_TO_BARE) for rime in _RIMES_AFTER_QU)


def is_syllable(word: str) -> bool:
    """Tell whether ``word`` (any case, with or without tone mark) can be one syllable.

    Spelling only: "xoá", "bờm" and the bare "phap" pass, "covid", "tôc" (a stop needs its tone)
    and "où" do not.
    """
    word = word.lower()
    if word.isascii():  # typed without any diacritics: "phap luat"
        return any(rime in _BARE_RIMES for _, rime in _splits(word))
    letters: list[str] = []
    tone = ""
    toned_letter = 0
    for char in unicodedata.normalize("NFD", word):
        if char not in _TONES:
            letters.append(char)
        elif tone:
            return False
        else:
            tone, toned_letter = char, sum(not unicodedata.combining(mark) for mark in letters)
    base = unicodedata.normalize("NFC", "".join(letters))
    if base.endswith(_STOPS) and tone not in _TONES_BEFORE_STOP:
        return False
    is_tone_last = bool(tone) and toned_letter == len(base)
    return any(
        rime in (_RIMES_AFTER_QU if onset == "qu" else _RIMES)
        and not (is_tone_last and _ends_in_glide(rime))
        for onset, rime in _splits(base)
    )


def _splits(base: str) -> list[tuple[str, str]]:
    """Return every division into onset and rime: "gì" is g + i (not gi + nothing), "giá" gi + a."""
    return [(onset, base[len(onset) :]) for onset in _ONSETS if base.startswith(onset)]


def _ends_in_glide(rime: str) -> bool:
    """Tell whether the last letter of ``rime`` never carries the tone ("ai", "ao", not "uy")."""
    return len(rime) > 1 and rime[-1] in "iouy" and rime != "uy"
