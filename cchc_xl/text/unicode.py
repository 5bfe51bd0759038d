"""Cleaning raw cell text: one Unicode form, one kind of space, no invisible characters.

Text stored in the legacy TCVN3 or VNI encodings must go through ``legacy.repair`` *before*
``clean``: TCVN3 writes "ư" as U+00AD, which everywhere else is a soft hyphen and is removed here.
"""

import re
import unicodedata

# Characters nobody sees: controls that are no white space, soft hyphen, zero-width and
# direction marks, variation selectors, byte order mark, interlinear annotation marks.
_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
)
# Blanks that str.split() does not count as white space (Hangul fillers, empty Braille cell).
_ODD_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
_FULLWIDTH = "\uff01-\uff5e"
_NON_BREAKING_HYPHENS = "\x1e\u2011"  # U+001E is Word's own code for it

_NEEDS_TRANSLATION = re.compile(f"[{_INVISIBLE}{_ODD_BLANKS}{_FULLWIDTH}{_NON_BREAKING_HYPHENS}]")
_DELETED = re.compile(f"[{_INVISIBLE}]+")
_TRANSLATION = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {ord(blank): " " for blank in _ODD_BLANKS}
    | {ord(hyphen): "-" for hyphen in _NON_BREAKING_HYPHENS}
)


def nfc(s: str) -> str:
    """Return ``s`` with composed letters (Unicode NFC)."""
    return s if unicodedata.is_normalized("NFC", s) else unicodedata.normalize("NFC", s)


def is_nfc(s: str) -> bool:
    """Tell whether ``s`` is already in composed form."""
    return unicodedata.is_normalized("NFC", s)


def clean(s: str) -> str:
    """Return ``s`` in NFC, every run of white space as one space, stripped.

    Line ends, tabs, NBSP and thin spaces are white space. Zero-width characters, soft hyphens
    and controls are removed; fullwidth digits, letters and punctuation become ASCII. Idempotent.
    """
    if not s.isascii() or not s.isprintable():
        if _NEEDS_TRANSLATION.search(s):
            s = _DELETED.sub("", s).translate(_TRANSLATION)
        s = nfc(s)
    return " ".join(s.split())


def shortened(text: str, longest: int) -> str:
    """At most so many characters, "…" where something was cut off."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
