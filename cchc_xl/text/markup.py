"""Removing what is not part of the words: HTML and Markdown emphasis, footnote marks.

Appendices copied out of Word carry ``<i>…</i>``, ``**…**`` and footnote digits stuck to the
last word ("pháp luật⁴", and, once the superscript is lost, "pháp luật4").
"""

import re

from .syllable import is_syllable
from .unicode import clean

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LETTER = rf"[^\W\d_{_SUPERSCRIPTS}]"  # superscripts are \w, but no \d

# Removing a tag may lay bare another ("<<b>b>"); deeper nests are somebody's attack.
_MOST_PASSES = 50

# A string without any of these has nothing to strip (most cells): one scan decides.
_MAY_HAVE_MARKUP = re.compile(rf"[<*_⁽⁾{_SUPERSCRIPTS}]|{_LETTER}[0-9]")

# Pattern texts, compiled (and kept) by `re` at first use: most runs need none of them.
_RAISED = {"2": "²", "3": "³"}
_AREA_TAG = rf"(?i)(?<!{_LETTER})((?:da|[kdcmh])?m)\s?<sup>\s?([23])\s?</sup>"
_FOOTNOTE_TAG = r"(?i)<sup(?:\s[^<>]*)?>[\s\d,;*()\[\]]*</sup>"
_LINE_TAG = r"(?i)<(?:br|/?p|/?div)(?:\s[^<>]*)?/?>"
_INLINE_TAG = r"(?i)</?(?:i|b|u|s|em|strong|sup|sub|span|font|small)(?:\s[^<>]*)?/?>"

# Superscripts that are no footnote: m², km³ and the like, and powers of ten (10³, 10⁶, 10⁹).
_SUPERSCRIPT_RUN = (
    rf"(?P<unit>(?<!{_LETTER})(?:da|[KkDdCcMmHh])?[Mm][²³])"
    rf"|(?P<power>(?<!\w)10[³⁶⁹](?![{_SUPERSCRIPTS}]))"
    rf"|(?P<inside>{_LETTER}[{_SUPERSCRIPTS}]+(?={_LETTER}))"
    rf"|[⁽{_SUPERSCRIPTS}]+⁾?(?:\s?[,;]?\s?[⁽{_SUPERSCRIPTS}]+⁾?)*|⁾"
)

_OPENS = r"(?=[\w(\"'“‘\[<*])"
_CLOSES = r"(?<=[\w).,:;!?%\"'”’…\]>*])"
_BOLD = rf"\*\*{_OPENS}((?:(?!\*\*).)+){_CLOSES}\*\*"
_UNDERLINE = r"(?<!\w)__(?=[^\W_])([^_]*)(?<=[^\s_])__(?!\w)"
_EMPHASIS = rf"(?<![\w*])\*(?!\*){_OPENS}([^*]+){_CLOSES}\*(?![\w*])"
# Bold that began or ended in another line of the source.
_HALF_BOLD = r"^\*\*(?=\w)(?!.*\*)|(?<!\*)(?<=[\w.,:;!?%])\*\*$"

_GLUED_DIGITS = rf"(?<![\w@./-])({_LETTER}{{3,}})[0-9]{{1,2}}(?![\w@]|[./-]\w)"

# After these words a number counts or names something ("tháng6", "mức3"): it is no footnote.
_NUMBERED_WORDS = frozenset(
    """
    năm tháng tuần ngày quý quí đợt lần thứ vòng bước đoạn chương mục điều khoản điểm phần biểu
    mẫu bảng hình dòng cột trang tập lục mức cấp bậc loại hạng dạng kiểu nhóm lớp khoá khóa tầng
    phòng nam thang tuan ngay quy dot lan thu vong buoc doan chuong muc dieu khoan diem phan bieu
    mau bang hinh dong cot tap luc muc cap bac loai hang dang kieu nhom lop khoa tang phong
    """.split()  # noqa: SIM905 - a list of words, with and without diacritics
)


def drop_glued_digits(s: str) -> str:
    """Drop one or two digits stuck to the end of a lower-case Vietnamese word of ≥ 3 letters.

    "pháp luật4" loses its 4. Kept: words with a capital or of another language (codes, "covid19"),
    units ("km2"), words that are commonly numbered ("tháng6") and pieces of addresses or file
    names.
    """
    return re.sub(_GLUED_DIGITS, _without_digits, s)


def _without_digits(match: re.Match[str]) -> str:
    word = match[1]
    is_footnote = word.islower() and word not in _NUMBERED_WORDS and is_syllable(word)
    return word if is_footnote else match[0]


def _without_footnote(match: re.Match[str]) -> str:
    return match["unit"] or match["power"] or match["inside"] or ""


def _strip_once(s: str) -> str:
    if "<" in s:
        s = re.sub(_AREA_TAG, lambda match: match[1] + _RAISED[match[2]], s)
        s = re.sub(_FOOTNOTE_TAG, "", s)
        s = re.sub(_LINE_TAG, " ", s)
        s = re.sub(_INLINE_TAG, "", s)
    if "*" in s:
        s = re.sub(_BOLD, r"\1", s)
        s = re.sub(_EMPHASIS, r"\1", s)
        s = re.sub(_HALF_BOLD, "", s)
    if "__" in s:
        s = re.sub(_UNDERLINE, r"\1", s)
    if not s.isascii():
        s = re.sub(_SUPERSCRIPT_RUN, _without_footnote, s)
    return drop_glued_digits(s)


def strip_markup(s: str) -> str:
    """Return ``s`` cleaned, without tags, Markdown emphasis and footnote digits. Idempotent.

    ``<sup>4</sup>`` and "⁴" are footnote marks and go, but m², km³ and 10⁶ stay (``m<sup>2</sup>``
    becomes m²). A ``*`` goes only as one of a pair around words, ``**`` also at the very start or
    end (bold cut by a line end); "(*)" and a lone asterisk stay. A superscript between two
    letters stays: it is no footnote but a letter in a legacy encoding (TCVN3 "ho¹ch").
    """
    s = clean(s)
    for _ in range(_MOST_PASSES):
        if not _MAY_HAVE_MARKUP.search(s):
            break
        stripped = clean(_strip_once(s))
        if stripped == s:
            break
        s = stripped
    return s


def display_text(s: str) -> str:
    """Return ``s`` as a person should read it: ``clean`` and ``strip_markup``. Idempotent."""
    return strip_markup(s)
