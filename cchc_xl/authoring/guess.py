"""What the words of a printed row say about it, where no earlier edition knows the row.

General rules of the forms' language only (DOMAIN §2–4); a keeper confirms every one of them.
"""

import re
from collections.abc import Sequence

from cchc_xl.model import Choice, Consolidation, Level, RowKind
from cchc_xl.templates.labels import canonical, meaning, words_of
from cchc_xl.text import clean, fold

_CODED = re.compile(r"([^=;,|]+?)\s*=\s*(\d+)\s*[;,|]?\s*|(\d+)\s*[:=]\s*([^=;,|\d]+?)\s*[;,|]\s*")
_OFFICE = re.compile(
    r"(?:van phong|phong|so|ban|thanh tra|trung tam|cong an|bo phan|uy ban|ubnd|to|hdnd)\b"
)
_REPORTS = re.compile(r"\bbao cao\b")
_WHOLE = re.compile(r"tong|ke hoach|so .*(?:de ra|duoc giao|phat hien|phai|can)\b")
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
#: One's own unit by name ("UBND phường"), not a level of many units ("UBND cấp xã", "các xã").
_BY_NAME = {
    Level.XA: re.compile(
        r"(?<!cấp )(?<!các )(?<!thị )\b(?:xã|phường|thị trấn|đặc khu)\b(?! hội|, (?:xã|phường))"
    ),
}
_LEAST_NAMED = 3
#: Who adds up, in a note or in brackets: "Sở Tư pháp tổng hợp", "do cấp tỉnh tổng hợp".
_COLLECTS = re.compile(
    r"(?:(?:dòng|phần|nội dung) này )?(?:do )?(?P<who>sở|cấp tỉnh|cấp trên|cấp huyện"
    r"|(?:văn phòng )?(?:ubnd|ủy ban nhân dân) tỉnh|(?:cơ quan|đơn vị)(?: cấp trên)?)"
    r"\b[^,;]{0,40}?\btổng hợp\b"
)
_SEVERAL_OFFICES = re.compile(r"^(?:do )?sở(?:,? ban)?,? ngành\b|\bbáo cáo\b")
_LEVEL_WORDS = {
    "capxa": Level.XA,
    "caphuyen": Level.HUYEN,
    "capso": Level.SO,
    "captinh": Level.TINH,
}


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
    if re.fullmatch(r"%(?:\s*[(=].*)?", measure.strip()) or (
        not measure and name.startswith("ti le")
    ):
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


def levels_of(label: str) -> tuple[Level, ...]:
    """Levels that a label itself counts: "… do UBND cấp xã tiếp nhận", "… của sở, ngành".

    Two levels only where "và" joins them; a label that lists more speaks of all.
    """
    text = re.split(r"\bvới\b|\btừ\b|\bủy quyền cho\b|\bphân cấp cho\b|\(", clean(label).lower())[0]
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


def names_own_unit(label: str, own: Level | None) -> bool:
    """True for a label that names the reporting unit itself: "do UBND phường ban hành"."""
    return own in _BY_NAME and bool(_BY_NAME[own].search(clean(label).lower()))


def level_of_rows(labels: Sequence[str]) -> Level | None:
    """Communes, where several rows name their own unit and none another level; else None."""
    named = sum(names_own_unit(label, Level.XA) for label in labels)
    others = {level for label in labels for level in levels_of(label)} - {Level.XA, Level.TINH}
    return Level.XA if named >= _LEAST_NAMED and not others else None


def collected_by(text: str, own: Level | None) -> tuple[bool, tuple[Level, ...]]:
    """Whether a note says that only who adds up fills the row, and of which level that is.

    "Sở Tư pháp tổng hợp"; "sở tổng hợp" in the form of departments means each of them.
    """
    said = clean(text).lower()
    match = _COLLECTS.match(said)
    if match is None or _SEVERAL_OFFICES.search(said):
        return False, ()
    who = match["who"]
    if who == "sở":
        itself = own is Level.SO and said[match.end("who") :].lstrip().startswith("tổng hợp")
        return not itself, () if itself else (Level.TINH,)
    if who == "cấp huyện":
        return own is not Level.HUYEN, (Level.HUYEN,)
    if who.endswith("tỉnh"):
        return own is not Level.TINH, (Level.TINH,)
    return True, ()


def office_of(note: str) -> str:
    """The office a note names as responsible, ``""`` for any other note."""
    folded, said = fold(note), clean(note).lower()
    other = _REPORTS.search(folded) or _COLLECTS.match(said) or said.startswith("số ")
    return note if _OFFICE.match(folded) and not other else ""


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
