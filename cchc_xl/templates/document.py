"""Who reports, for which period: read from the words around the table, never guessed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cchc_xl.model import Level, OrgUnit, Period
from cchc_xl.text import display_text, fold, fold_keep_tones

_HEAD = 25  # lines of a document in which its own title stands
_LETTERHEAD = 8  # lines of a document in which the names of its agency stand
_ABOVE_TABLE = 14  # lines above the first table that belong to the appendix title

_COMMITTEE = r"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)"
_PLACE = r"(?:phường|xã|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh|TP\.?|TX\.?|TT\.?)"
_AGENCY = (
    rf"(?P<unit>(?:{_COMMITTEE}\s+)?{_PLACE}\s+\S.*?|sở\s+\S.*?|ban (?:quản lý|dân tộc)\b.*?"
    rf"|thanh tra tỉnh\b.*?|văn phòng\s+(?:{_COMMITTEE}|đoàn|HĐND)\b[^.;:]*?\btỉnh\b.*?)"
)
# The unit ends where the sentence goes on, or where the unit above it is named.
_TIME = (
    r"(?:quý\s+[ivx\d]|năm\s+\d|(?-i:tháng|THÁNG)\s+\d|0?[69]\s+tháng"
    r"|trong\s+(?:quý|năm|kỳ|tháng|\d))"
)
_GOES_ON = r"(?:(?:kết quả )?thực hiện|về|báo cáo|gửi)\b"
_ABOVE = r"(?:huyện|quận|thị xã|thành phố|tỉnh)\s"
# Only in lower case: in names these words are written with a capital ("xã Suối Trong").
_LOWER = r"(?-i:trong|tiếp tục|đã|ban hành|giao|được|triển khai|tổng hợp|xây dựng|hướng dẫn)\b"
_END = rf"(?=\s*(?:[),;:.(/]|$|[-–]\s|\b(?:{_TIME}|{_GOES_ON}|{_ABOVE}|{_LOWER})))"

_TIME_FOLLOWS = re.compile(rf"(?:sở|{_PLACE})\s+{_TIME}", re.IGNORECASE)

_OF = re.compile(rf"(?:của|tại)\s+{_AGENCY}{_END}", re.IGNORECASE)
_REPORT_OF = re.compile(rf"báo cáo\b.*?\bcủa\s+(?:chủ tịch\s+)?{_AGENCY}{_END}", re.IGNORECASE)
_NAMED = re.compile(
    rf"^(?:tên )?(?:đơn vị|cơ quan)(?: báo cáo)?\s*:\s*{_AGENCY}{_END}", re.IGNORECASE
)
_ALONE = re.compile(rf"^{_AGENCY}$", re.IGNORECASE)
_SIGNED = re.compile(rf"^(?:TM|T/M|KT|Thay mặt)\.?\s+{_AGENCY}{_END}", re.IGNORECASE)
_SUBJECT = re.compile(
    rf"^(?:.*[.;,]\s+)?(?P<unit>{_COMMITTEE}\s+{_PLACE}\s+\S.*?|Sở\s+\S.*?){_END}\s+báo cáo\b",
    re.IGNORECASE,
)
_COMMITTEE_ALONE = re.compile(rf"{_COMMITTEE}", re.IGNORECASE)

_XA = re.compile(r"(phuong|xa|thi tran|tt|dac khu)\b")
_HUYEN = re.compile(r"(huyen|quan|thi xa|tx|thanh pho|tp)\b")
_CENTRAL_CITIES = re.compile(r"(?:thanh pho|tp) (ha noi|ho chi minh|hai phong|da nang|can tho)\b")
_SO = re.compile(
    r"(so|ban quan ly|ban dan toc|thanh tra tinh"
    r"|van phong (ubnd|uy ban nhan dan|doan|hdnd).*\btinh)\b"
)
_TYPES = re.compile(
    r"\b(UBND|ủy ban nhân dân|uỷ ban nhân dân|phường|xã|thị trấn|đặc khu|huyện|quận|thị xã"
    r"|thành phố|tỉnh|sở|ban quản lý|ban dân tộc|thanh tra|văn phòng|và)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What the words of a document say of its unit and period; None where they do not."""

    org_unit: OrgUnit
    period: Period | None


def read_document(
    before: Sequence[str], everything: Sequence[str] = (), level: Level | None = None
) -> DocumentFacts:
    """Facts from the lines before the table (and, for the spelling of names, all lines).

    ``level`` is the one the edition is filed at: a form that still carries the letterhead of the
    agency that issued it names another level there, and that agency is not who reports.
    """
    lines, whole = list(_tidy_lines(before)), list(_tidy_lines(everything))
    is_letter = _is_letter(lines)
    title = _appendix_title(lines, is_letter=is_letter)
    name = _unit_name(lines, title, is_letter=is_letter)
    if name is not None and _is_of_issuer(name, lines, title, level):
        name = _elsewhere([*lines, *whole], level)
    if name is not None and name.isupper():
        name = _proper_spelling(name, whole or lines)
    return DocumentFacts(
        org_unit=OrgUnit(name=name, level=level_of(name) if name else None),
        period=_period(lines, title, is_letter=is_letter),
    )


def level_of(name: str) -> Level | None:
    """The level of government a unit's name tells, None when it does not."""
    folded = fold(name)
    bare = re.sub(r"^(ubnd|uy ban nhan dan) ", "", folded)
    if _SO.match(bare) or _SO.match(folded):
        return Level.SO
    if re.match(r"thi xa\b", bare):
        return Level.HUYEN
    if _XA.match(bare):
        return Level.XA
    if re.match(r"(?:thanh pho|tp) hue\b", bare):
        return None  # a district's city until 2024, a central one since: the name does not tell
    if _CENTRAL_CITIES.match(bare) or re.match(r"tinh\b", bare):
        return Level.TINH
    if _HUYEN.match(bare):
        return Level.HUYEN
    return None


def _tidy_lines(raw_lines: Iterable[str]) -> Iterable[str]:
    """Lines that say something; what stands side by side (a letterhead) is one below the other."""
    previous = ""
    for raw in raw_lines:
        for piece in raw.split("\t"):
            line = _in_capitals(display_text(piece))
            if previous and re.match(rf"{_PLACE}\s", line, re.IGNORECASE) and line.isupper():
                line = f"{previous} {line}"  # a name in two lines
            elif previous:
                yield previous
            previous = line if _COMMITTEE_ALONE.fullmatch(line) else ""
            if line and not previous:
                yield line
    if previous:
        yield previous


def _in_capitals(line: str) -> str:
    """Old fonts have no toned capitals: "CủA Sở ĐổI MớI" was printed in capitals."""
    plain = [c for c in line if c.isascii() and c.isalpha()]
    return line.upper() if len(plain) > 1 and all(c.isupper() for c in plain) else line


def _appendix_title(lines: Sequence[str], *, is_letter: bool) -> Sequence[str]:
    """The lines right above the table that are the appendix's own, none of them a letter's."""
    above = lines[-_ABOVE_TABLE:]
    starts = [i for i, line in enumerate(above) if re.match(r"phu luc\b", fold(line))]
    if not starts:
        return () if is_letter else above
    return above[starts[-1] :]


def _is_letter(lines: Sequence[str]) -> bool:
    """True for an official letter: it names a unit and periods, but nobody's report."""
    if _is_report(lines):
        return False
    return any(re.match(r"v v\b", fold(line)) for line in lines[:_HEAD])


def _is_report(lines: Sequence[str]) -> bool:
    """True where the heading or the number of a report stands at the head."""
    return any(re.match(r"bao cao$|so .*\bbc\b", fold(line)) for line in lines[:_HEAD])


def _is_of_issuer(
    name: str, lines: Sequence[str], title: Sequence[str], level: Level | None
) -> bool:
    """True for a name that only the letterhead gives, of a level the edition is not filed at.

    A report with its own heading has the letterhead of whoever reports, a parent too.
    """
    found = level_of(name)
    if level is None or found is None or found is level or _is_report(lines):
        return False
    heads = [line for line in (*lines[:_LETTERHEAD], *title) if line.isupper()]
    alone = [match for line in heads if (match := _ALONE.match(line))]
    return any(_tidy(match["unit"]) == name for match in alone)


def _elsewhere(lines: Sequence[str], level: Level | None) -> str | None:
    """The unit as a line of its own names it, above or below the table, or as it signs."""
    for pattern in (_NAMED, _SIGNED):
        for line in lines:
            found = pattern.search(line)
            name = _tidy(found["unit"]) if found else None
            if name is not None and level_of(name) is level:
                return name
    return None


def _unit_name(lines: Sequence[str], title: Sequence[str], *, is_letter: bool) -> str | None:
    """The filing unit: the reference line of the appendix, its title, the letterhead, the text."""
    for line in reversed(title):
        if "kem theo" in fold(line) and (found := _REPORT_OF.search(line)):
            return _tidy(found["unit"])
    for line in reversed(title):
        if found := _NAMED.search(line):
            return _tidy(found["unit"])
    for line in reversed(title):
        if line.isupper() and (found := _OF.search(line)):
            return _tidy(found["unit"])
    if is_letter:
        return None
    for line in reversed(title):
        if line.isupper() and (found := _ALONE.match(line)):
            return _tidy(found["unit"])
    for line in lines:
        if found := _SUBJECT.match(line):
            return _tidy(found["unit"])
    for line in reversed(lines[:_LETTERHEAD]):
        if line.isupper() and (found := _ALONE.match(line)):
            return _tidy(found["unit"])
    return None


def _tidy(name: str) -> str | None:
    name = name.strip(" -–.,;:")
    if _TIME_FOLLOWS.match(name):
        return None  # "… của sở quý I năm 2024" names no unit
    # "UBND thị xã" names no unit.
    bare = _TYPES.sub("", name)
    return name if any(c.isalnum() for c in bare) or level_of(name) is Level.SO else None


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
    words = " ".join(word.capitalize() for word in name.lower().split())
    words = _TYPES.sub(lambda match: match[0].lower(), words)
    words = re.sub(r"\bubnd\b", "UBND", words)
    return words[:1].upper() + words[1:]


def _period(lines: Sequence[str], title: Sequence[str], *, is_letter: bool) -> Period | None:
    """From the appendix title, else from the title of the report at the head of the document."""
    for line in reversed(title):
        if _is_title(line) and (period := Period.find(line, whole_year=line.isupper())):
            return period
    if is_letter:
        return None
    below_heading = False
    for line in lines[:_HEAD]:
        folded = fold(line)
        speaks_of_reform = "cai cach hanh chinh" in folded or "cchc" in folded.split()
        is_citation = folded.startswith(("thuc hien", "v v", "can cu", "kinh gui"))
        period = Period.find(line, whole_year=below_heading)
        if period and speaks_of_reform and not is_citation:
            return period
        below_heading = folded == "bao cao" or (below_heading and line.isupper())
    return None


def _is_title(line: str) -> bool:
    """Lines of a title: capitals, or a short line in brackets such as "(quý I năm 2024)"."""
    letters = [c for c in line if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    folded = fold(line)
    if "kem theo" in folded or "su dung trong ky" in folded:
        return False
    return bool(letters) and (capitals > len(letters) / 2 or len(folded.split()) <= 16)
