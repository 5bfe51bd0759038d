"""From the bytes of a text file (.txt, .tsv, .csv) to its text, whatever program saved it."""

import unicodedata

from .legacy import decode_legacy, detect_legacy
from .syllable import is_syllable

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_TEXT_CONTROLS = frozenset(b"\t\n\v\f\r\x1a\x1e\x1f")
_CONTROLS = bytes(code for code in range(32) if code not in _TEXT_CONTROLS)


def decode_bytes(data: bytes) -> tuple[str, str]:
    r"""Return the text of ``data`` and the name of its encoding; never raises.

    Tried in order: byte order mark, UTF-16 without one, UTF-8, TCVN3 or VNI where the words prove
    it (already decoded to Unicode), cp1258 (composed to NFC), latin-1. Line ends become "\n", a
    byte order mark is removed. A file cut in the middle of a character stays UTF-8 with U+FFFD in
    that place. Binary data gives ("", "unknown").
    """
    text, encoding = _decode(data)
    if encoding != "unknown" and _is_garbage(text):
        return "", "unknown"
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _decode(data: bytes) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            codec = encoding.removesuffix("-sig")
            return data[len(bom) :].decode(codec, "replace"), encoding
    if wide := _utf16_without_bom(data):
        return data.decode(wide, "replace"), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if _is_binary(data):
        return "", "unknown"
    return _damaged_utf8(data) or _eight_bit(data)


def _is_binary(data: bytes) -> bool:
    """Tell whether more than 2 % of the bytes are controls no text file has."""
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return 50 * controls > len(data)


def _is_garbage(text: str) -> bool:
    """Tell whether decoded text has too many controls or undecodable places to be text."""
    controls = sum(map(text.count, map(chr, _CONTROLS)))
    return 50 * controls > len(text) or 20 * text.count("\ufffd") > len(text) + 40


def _utf16_without_bom(data: bytes) -> str | None:
    """Recognise UTF-16 by the zero high bytes of spaces, digits and ASCII letters."""
    if len(data) < 2:
        return None
    pairs = len(data) // 2
    zeros_first, zeros_second = data[0::2].count(0), data[1::2].count(0)
    if 3 * zeros_second > pairs and 20 * zeros_first < pairs:
        encoding = "utf-16-le"
    elif 3 * zeros_first > pairs and 20 * zeros_second < pairs:
        encoding = "utf-16-be"
    else:
        return None
    return None if _is_garbage(data.decode(encoding, "replace")) else encoding


def _damaged_utf8(data: bytes) -> tuple[str, str] | None:
    """Accept UTF-8 with few bad places: by chance, valid sequences of it hardly ever occur."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(not char.isascii() for char in text) - bad
    return (text, "utf-8") if good >= 10 * bad else None


def _eight_bit(data: bytes) -> tuple[str, str]:
    latin = data.decode("latin-1")
    try:
        windows: str | None = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        windows = None
    legacy = detect_legacy(latin)
    if legacy:
        decoded = decode_legacy(latin, legacy)
        if windows is None or _syllables(decoded) > _syllables(windows):
            return decoded, legacy
    return (latin, "latin-1") if windows is None else (windows, "cp1258")


def _syllables(text: str) -> int:
    """Count the words with diacritics that can be Vietnamese."""
    return sum(
        1 for word in text.split() if not word.isascii() and is_syllable(word.strip(".,;:()"))
    )
