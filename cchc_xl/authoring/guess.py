"""What the words of a printed row say about it, where no earlier edition knows the row.

General rules of the forms' language only (DOMAIN §2–4); a keeper confirms every one of them.
"""

import re
from collections.abc import Sequence

from cchc_xl.model import Basis, Choice, Consolidation, Level, RowKind
from cchc_xl.templates.labels import canonical, meaning, words_of
from cchc_xl.text import clean, fold

_CODED = re.compile(r"([^=;,|]+?)\s*=\s*(\d+)\s*[;,|]?\s*|(\d+)\s*[:=]\s*([^=;,|\d]+?)\s*[;,|]\s*")
_OFFICE = re.compile(
    r"(?:van phong|phong|so|ban|thanh tra|trung tam|cong an|bo phan|uy ban|ubnd|to|hdnd)\b"
)
_REPORTS = re.compile(r"\bbao cao\b")
_STATE_OF = re.compile(
    r"(?:tong )?so (?:luong )?(?:cac )?(?:don vi|co quan|phong|to chuc|ban|bo phan)\b"
)
_WHOLE = re.compile(r"tong|ke hoach|so .*(?:de ra|duoc giao|phat hien|phai|can)\b")
_EVENT = re.compile(r"kiem tra|thanh tra|vi pham|ki luat|to chuc hoi|phat sinh")
_OWN_ACTS = re.compile(r"\b(?:(?<!toan )trinh|de nghi|tham muu)\b")
#: Units a label counts or speaks for, tones kept; "với UBND tỉnh" only says with whom.
_UNITS = {
    Level.XA: re.compile(r"(?:cấp|ubnd|ủy ban nhân dân|uỷ ban nhân dân)(?: các)? (?:xã|phường)\b"),
    Level.HUYEN: re.compile(
        r"(?:cấp|ubnd|ủy ban nhân dân|uỷ ban nhân dân)(?: các)? (?:huyện|thành phố|thị xã)\b"
        r"|tthc (?:huyện|thị xã)\b"
    ),
    Level.SO: re.compile(r"\b(?:cấp )?sở,? (?:ban,? )?ngành\b"),
    Level.TINH: re.compile(r"(?:cấp|ubnd|ủy ban nhân dân|uỷ ban nhân dân) tỉnh\b"),
}
_LEVEL_WORDS = {
    "capxa": Level.XA,
    "caphuyen": Level.HUYEN,
    "capso": Level.SO,
    "captinh": Level.TINH,
}
_TO_DATE = ("luy ke", "tu dau nam")
_AT_END = (
    *("co hieu luc", "dang cung cap", "hien co", "co mat", "dang co", "du dieu kien", "da ket noi"),
    *("tich hop", "thuoc tham quyen", "tai thoi diem", "so voi nam", "duoc phe duyet", "cong khai"),
    *("lien thong", "den cuoi ky", "da duoc cap", "khong phu thuoc"),
)
_ANNUAL = ("giao trong nam", "de ra trong ke hoach", "ke hoach duoc giao", "ca nam")


def choices_of(measure: str) -> tuple[tuple[Choice, ...], bool]:
    """Answers that a unit of measure lists, in the order of their codes; True when codes stand.

    ``("Chưa = 0 Hoàn thành = 1")`` → 0 Chưa, 1 Hoàn thành; ``Có/không`` → 0 Không, 1 Có, without
    codes; ``Trực tuyến; Phát phiếu; Kết hợp`` → 0, 1, 2 without codes.
    """
    coded = [
        (int(match[2] or match[3]), (match[1] or match[4]).strip(" ;,|\n"))
        for match in _CODED.finditer(measure)
    ]
    if len(coded) > 1:
        found = sorted(coded)
        return tuple(Choice(code=code, label=label) for code, label in found if label), True
    if fold(measure) in ("co khong", "co hoac khong"):
        return (Choice(code=0, label="Không"), Choice(code=1, label="Có")), False
    pieces = [piece.strip() for piece in measure.split(";") if piece.strip()]
    if len(pieces) > 1 and all(not piece[0].isdigit() for piece in pieces):
        return tuple(Choice(code=n, label=piece) for n, piece in enumerate(pieces)), False
    return (), True


def kind_of(label: str, measure: str, *, bare: bool, has_children: bool) -> RowKind:
    """The kind of a row. ``bare``: no measure in a form that prints measures."""
    choices, _ = choices_of(measure)
    if choices:
        codes = {choice.code for choice in choices}
        negative = any(words_of(c.label) & {"chualam", "khongco"} for c in choices)
        return RowKind.YES_NO if codes == {0, 1} and negative else RowKind.CHOICE
    folded, name = fold(measure), canonical(label)
    if measure.strip() == "%" or (not measure and name.startswith("ti le")):
        return RowKind.PERCENT
    if re.search(r"\b(?:dong|vnd)\b", folded):
        return RowKind.MONEY
    if bare:
        if re.match(r"tong so |so luong ", name):
            return RowKind.COUNT  # no heading begins so
        counts = re.match(r"so (?!lieu)", name)
        return RowKind.COUNT if counts and not has_children else RowKind.HEADING
    if folded in ("chu", "noi dung", "van ban mo ta"):
        return RowKind.TEXT
    return RowKind.COUNT


def speaks_to_date(label: str) -> bool:
    """True for words that say "from the beginning of the year", of a heading for its rows too."""
    return any(words in canonical(label) for words in _TO_DATE)


def basis_of(label: str, kind: RowKind, choices: Sequence[Choice] = ()) -> Basis:
    """Which span of time the words speak of."""
    name = canonical(label)
    if any("hoan thanh" in canonical(choice.label) for choice in choices):
        return Basis.STOCK  # how far something has come
    if speaks_to_date(label):
        return Basis.YEAR_TO_DATE
    if any(words in name for words in _ANNUAL):
        return Basis.ANNUAL
    if "trong ky" in name:
        return Basis.IN_PERIOD
    if kind is RowKind.MONEY or _EVENT.search(name.partition(" tai ")[2] or name):
        return Basis.IN_PERIOD
    is_state = any(words in name for words in _AT_END) or _STATE_OF.match(name)
    return Basis.STOCK if is_state else Basis.IN_PERIOD


def levels_of(label: str) -> tuple[Level, ...]:
    """Levels that a label itself counts: "… do UBND cấp xã tiếp nhận", "… của sở, ngành".

    Two levels only where "và" joins them; a label that lists more speaks of all.
    """
    text = re.split(r"\bvới\b|\btừ\b|\(", clean(label).lower())[0]
    found = [
        level
        for level in (Level.SO, Level.HUYEN, Level.XA, Level.TINH)
        if _UNITS[level].search(text)
    ]
    joined = len(found) == 2 and " và " in text
    return tuple(found) if len(found) == 1 or joined else ()


def levels_of_note(note: str) -> tuple[Level, ...]:
    """Levels a printed note names as reporting: "Cấp huyện báo cáo", not "… cả cấp xã"."""
    folded = fold(note)
    if not _REPORTS.search(folded) or "bao cao ca" in folded:
        return ()
    named = set(meaning(note).split())
    found = {level for word, level in _LEVEL_WORDS.items() if word in named}
    return tuple(level for level in (Level.SO, Level.HUYEN, Level.XA, Level.TINH) if level in found)


def office_of(note: str) -> str:
    """The office a note names as responsible, ``""`` for any other note."""
    folded = fold(note)
    return note if _OFFICE.match(folded) and not _REPORTS.search(folded) else ""


def is_own_act(label: str) -> bool:
    """True for what a unit itself does about a list ("trình công bố", "đề nghị bãi bỏ")."""
    return bool(_OWN_ACTS.search(canonical(label)))


def ratio_parts(labels: Sequence[str]) -> tuple[int, int] | None:
    """Numerator and denominator among the rows below a percent, by their places; None: unclear.

    The whole is the first of all ("Tổng số …", "Kế hoạch …"), its part the next that stands.
    """
    if len(labels) < 2:
        return None
    wholes = [n for n, label in enumerate(labels) if _WHOLE.match(canonical(label))]
    if not wholes or wholes[0] > 1:
        return None
    whole = wholes[0]
    part = next(n for n in range(len(labels)) if n != whole)
    return part, whole


def consolidation_of(
    kind: RowKind, label: str, measure: str, levels: Sequence[Level], *, own: Level | None
) -> Consolidation | None:
    """How a row no edition knows adds up; ratios and totals are settled by their parts."""
    name = canonical(label)
    if kind is RowKind.HEADING:
        return None
    if kind is RowKind.CHOICE:
        return Consolidation.CATEGORY
    if kind is RowKind.YES_NO:
        return Consolidation.YES_NO
    if kind is RowKind.PERCENT:
        shares = levels and ("ket noi" in name or "da duoc cap" in name)
        return Consolidation.UNIT_SHARE if shares else Consolidation.MANUAL
    if kind is RowKind.TEXT:
        return Consolidation.PARENT
    if canonical(measure) in ("thu tuc", "thu tuc hanh chinh") and not is_own_act(label):
        return Consolidation.UNION if "phat sinh" in name else Consolidation.CATALOG
    if set(levels) == {Level.TINH} and own is not Level.TINH:
        return Consolidation.PARENT
    return Consolidation.SUM
