"""Keys for rows whose meaning no edition has yet: short, readable, never used before."""

import re
from collections.abc import Container

from cchc_xl.model import RowKind
from cchc_xl.model.template import _LOOKS_ESCAPED
from cchc_xl.templates.labels import canonical, meaning

_LEAVE_OUT = frozenset(
    [
        *("da", "cac", "cua", "duoc", "ve", "va", "tai", "cho", "tren", "trong", "theo", "nhung"),
        *("do", "la", "co", "o", "voi", "den", "nay", "bao", "gom", "phai", "viec", "tat"),
    ]
)
_SHORT = {
    "thu tuc hanh chinh": "tthc",
    "cai cach hanh chinh": "cchc",
    "van ban quy pham phap luat": "vb_qppl",
    "don vi su nghiep cong lap": "dvsncl",
    "dich vu cong": "dvc",
    "ho so": "hs",
    "ti le": "ty_le",
    "phan anh kien nghi": "pakn",
    "can bo cong chuc": "cbcc",
    "uy ban nhan dan": "ubnd",
    "nhiem vu": "nv",
    "truc tuyen": "truc_tuyen",
    "toan trinh": "toan_trinh",
    "mot phan": "mot_phan",
    "van ban": "vb",
    "quy trinh": "quy_trinh",
}
_MOST_WORDS = 6
#: What tells rows apart by level of government, as it stands in keys.
_TOKENS = {"captinh": "tinh", "caphuyen": "huyen", "capxa": "capxa", "capso": "so"}


def new_key(label: str, kind: RowKind, taken: Container[str]) -> str:
    """A key from the words of a label."""
    text = canonical(re.sub(r"\([^)]*\)", " ", label))
    text = re.sub(r"^(?:tong )?(?:so )?(?:luong )?(?:cac )?", "", text)
    for long, short in _SHORT.items():
        text = re.sub(rf"\b{canonical(long)}\b", short, text)
    words = [word for word in text.split() if word not in _LEAVE_OUT][:_MOST_WORDS]
    stem = re.sub(r"[^a-z0-9_]", "", "_".join(words)) or "dong"
    if kind is RowKind.HEADING:
        stem = f"muc_{stem}"
    return free_key(stem if stem[0].isalpha() else f"d_{stem}", taken)


def key_like(label: str, other_label: str, other_key: str, taken: Container[str]) -> str | None:
    """The key of a like row with the level of government changed, None where that does not tell.

    "… do Ủy ban nhân dân tỉnh giao" → "… do Ủy ban nhân dân huyện giao": ``nv_tinh_giao_tong`` →
    ``nv_huyen_giao_tong``.
    """
    own, others = set(meaning(label).split()), set(meaning(other_label).split())
    mine = sorted(_TOKENS[w] for w in own - others if w in _TOKENS)
    theirs = sorted(_TOKENS[w] for w in others - own if w in _TOKENS)
    if len(mine) != 1 or len(theirs) != 1:
        return None
    return swapped(other_key, theirs[0], mine[0], taken)


def swapped(key: str, old: str, new: str, taken: Container[str]) -> str | None:
    """``key`` with one of its words exchanged; None where the word is not in it."""
    pieces = key.split("_")
    if old not in pieces:
        return None
    pieces[len(pieces) - 1 - pieces[::-1].index(old)] = new
    return free_key("_".join(pieces), taken)


def free_key(stem: str, taken: Container[str]) -> str:
    """``stem`` or ``stem_2``, ``stem_3`` …: a valid key that has no meaning yet."""
    key, n = _readable(stem), 2
    while key in taken:
        key, n = _readable(f"{stem}_{n}"), n + 1
    return key


def _readable(key: str) -> str:
    """Without what spreadsheets take for a character: ``cap_xa_chi`` → ``capxa_chi``."""
    while found := _LOOKS_ESCAPED.search(key):
        key = f"{key[: found.start()]}{key[found.start() + 1 :]}"
    return key
