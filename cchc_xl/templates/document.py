"""Who reports, for which period: read from the words around the table, never guessed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cchc_xl.model import Level, OrgUnit, Period
from cchc_xl.text import display_text, fold, fold_keep_tones

_HEAD = 25  # lines of a document in which its own title stands
_ABOVE_TABLE = 14  # lines above the first table that belong to the appendix title

# The unit ends where the sentence goes on.
_END = (
    r"(?=\s*(?:[),;:.(/]|\d|$|\b(?:về|quý|năm|tháng|trong|báo cáo|tiếp tục|đã|thực hiện|ban hành"
    r"|giao|được|triển khai|6 tháng|9 tháng)\b))"
)
_AGENCY = (
    r"(?P<unit>(?:(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+)?"
    r"(?:phường|xã|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh)\s+\S.*?"
    r"|sở\s+\S.*?|ban quản lý\s+\S.*?|thanh tra tỉnh.*?)"
)
_OF = re.compile(rf"(?:của|tại)\s+{_AGENCY}{_END}", re.IGNORECASE)
_REPORT_OF = re.compile(rf"báo cáo(?:\s+số)?\b.*?\bcủa\s+{_AGENCY}{_END}", re.IGNORECASE)
_ALONE = re.compile(rf"^{_AGENCY}$", re.IGNORECASE)
_SUBJECT = re.compile(
    r"^(?:.*\.\s+)?(?P<unit>(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+(?:phường|xã|thị trấn"
    r"|đặc khu|huyện|quận|thị xã|thành phố|tỉnh)\s+\S.*?)\s+báo cáo\b",
    re.IGNORECASE,
)

_XA = re.compile(r"\b(phuong|xa|thi tran|dac khu)\b")
_HUYEN = re.compile(r"\b(huyen|quan|thi xa|thanh pho)\b")
_CENTRAL_CITIES = re.compile(r"thanh pho (ha noi|ho chi minh|hai phong|da nang|can tho|hue)\b")


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What the words of a document say of its unit and period; None where they do not."""

    org_unit: OrgUnit
    period: Period | None


def read_document(before: Sequence[str], everything: Sequence[str] = ()) -> DocumentFacts:
    """Facts from the lines before the table (and, for the spelling of names, all lines)."""
    lines = [line for raw in before if (line := display_text(raw))]
    title = lines[-_ABOVE_TABLE:]
    name = _unit_name(lines, title)
    if name is not None and name.isupper():
        name = _proper_spelling(name, [display_text(line) for line in everything] or lines)
    return DocumentFacts(
        org_unit=OrgUnit(name=name, level=level_of(name) if name else None),
        period=_period(lines, title),
    )


def level_of(name: str) -> Level | None:
    """The level of government a unit's name tells, None when it does not."""
    folded = fold(name)
    bare = re.sub(r"^(ubnd|uy ban nhan dan) ", "", folded)
    if re.match(r"(so|ban quan ly|thanh tra tinh|van phong ubnd tinh)\b", bare):
        return Level.SO
    if re.match(r"thi xa\b", bare):
        return Level.HUYEN
    if _XA.match(bare):
        return Level.XA
    if _CENTRAL_CITIES.match(bare) or re.match(r"tinh\b", bare):
        return Level.TINH
    if _HUYEN.match(bare):
        return Level.HUYEN
    return None


def _unit_name(lines: Sequence[str], title: Sequence[str]) -> str | None:
    """The filing unit: the reference line of the appendix, its title, the letterhead, the text."""
    for line in reversed(title):
        if "kem theo" in fold(line) and (found := _REPORT_OF.search(line)):
            return _tidy(found["unit"])
    for line in reversed(title):
        if line.isupper() and (found := _OF.search(line)):
            return _tidy(found["unit"])
    for line in reversed(title):
        if line.isupper() and (found := _ALONE.match(line)):
            return _tidy(found["unit"])
    for line in lines:
        if found := _SUBJECT.match(line):
            return _tidy(found["unit"])
    return None


def _tidy(name: str) -> str | None:
    name = name.strip(" -–.,;:")
    # "UBND thị xã" names no unit.
    return name if len(fold(name).split()) > 2 or fold(name).startswith("so ") else None


def _proper_spelling(name: str, lines: Sequence[str]) -> str:
    """The same name in mixed case where the document writes it so."""
    wanted = fold_keep_tones(name)
    pattern = re.compile(re.escape(name), re.IGNORECASE)
    for line in lines:
        for found in pattern.finditer(line):
            if not found[0].isupper() and not found[0].islower():
                spelled: str = found[0]
                if fold_keep_tones(spelled) == wanted:
                    return spelled
    words = name.lower().split()
    return " ".join(
        word.upper() if word == "ubnd" else word if word == "và" else word.capitalize()
        for word in words
    )


def _period(lines: Sequence[str], title: Sequence[str]) -> Period | None:
    """From the appendix title, else from the title of the report at the head of the document."""
    for line in reversed(title):
        if _is_title(line) and (period := Period.find(line, whole_year=line.isupper())):
            return period
    for line in lines[:_HEAD]:
        folded = fold(line)
        if "cai cach hanh chinh" not in folded and "cchc" not in folded.split():
            continue
        if folded.startswith(("thuc hien", "v v", "can cu", "kinh gui")):
            continue
        if period := Period.find(line):
            return period
    return None


def _is_title(line: str) -> bool:
    """Lines of a title: capitals, or a short line in brackets such as "(quý I năm 2024)"."""
    letters = [c for c in line if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    folded = fold(line)
    if "kem theo" in folded or "su dung trong ky" in folded:
        return False
    return bool(letters) and (capitals > len(letters) / 2 or len(folded.split()) <= 16)
