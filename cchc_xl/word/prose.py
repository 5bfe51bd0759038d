"""The narrative as sentences that know where they stand: part, section, what was said before."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cchc_xl.text import display_text, fold
from cchc_xl.word.quantities import find_quantities

_PART_HEADING = re.compile(
    r"^(?:PHẦN\s+)?(?:[IVX]{1,5}|[A-D])[.)/:]\s*\S|^PHẦN\s+\S", re.IGNORECASE
)
_ITEM_HEADING = re.compile(r"^\d{1,2}(?:\.\d{1,2}){0,3}[.)]?\s+\S")
_BULLET = re.compile(r"^[-–—+•*]\s*\S")
_FOOTNOTE = re.compile(r"^[⁰¹²³⁴-⁹]+\s*\S|^\[\d+\]\s")
_MARKDOWN = re.compile(r"^#{1,6}\s+")
_APPENDIX = re.compile(r"^(?:phu luc|bieu mau)\b(?!.*\bkem theo\b.*\bnhu sau)")
_LONGEST_HEADING = 160
_LIST_NUMBER = 8  # letters in which a line may have its number ("2.1.3. ")
_SENTENCE_END = re.compile(
    r"(?<=[^\W\d_)\]”\"%])\.\s+(?=[A-ZÀ-ỸĐ(“+-]|\d{1,3}(?:,\d+)?\s?%)|(?<=\d)\.\s+(?=[A-ZÀ-ỸĐ])"
)

_OUTLOOK = re.compile(
    r"\b(?:phuong huong|nhiem vu (?:trong tam|cai cach|cchc|chu yeu|giai phap|thoi gian|quy|6 thang"
    r"|tiep)|trong tam (?:thoi gian|quy)|thoi gian toi|kien nghi|de xuat|giai phap)\b"
)
_ASSESSMENT = re.compile(r"\b(?:danh gia chung|nhan xet|uu diem|ton tai|han che|mat tich cuc)\b")
_SECTIONS = (
    ("the_che", r"\bthe che\b"),
    ("thu_tuc_hanh_chinh", r"\bthu tuc hanh chinh\b|\btthc\b|\bmot cua\b"),
    ("to_chuc_bo_may", r"\bbo may\b|\bsap xep to chuc\b"),
    ("che_do_cong_vu", r"\bcong vu\b|\bdoi ngu (?:can bo|cong chuc|cbcc)"),
    ("tai_chinh_cong", r"\btai chinh\b"),
    (
        "chinh_quyen_dien_tu",
        r"\bchinh (?:quyen|phu) (?:dien tu|so)\b|\bhien dai hoa\b|\bchuyen doi so\b"
        r"|\bcong nghe thong tin\b",
    ),
    (
        "chi_dao_dieu_hanh",
        r"\bchi dao\b|\bdieu hanh\b|\btuyen truyen\b|\bkiem tra cchc\b"
        r"|\bkiem tra (?:cong tac )?cai cach\b|\bke hoach cchc\b|\bnhiem vu .*\bgiao\b",
    ),
)


class Part(StrEnum):
    """What a part of the report is for. Figures of the outlook are plans, not results."""

    HEAD = "head"
    RESULTS = "results"
    ASSESSMENT = "assessment"
    OUTLOOK = "outlook"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. ``line`` is its line in the document (0-based).

    ``before`` is the rest of its paragraph up to it, ``context`` the heading and the bullet that it
    stands below; ``section`` the key of a form's section where the heading tells it.
    """

    text: str
    line: int
    part: Part
    section: str | None
    before: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class Signing:
    """The day at the head of a report; month or day are None where they were left open."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def latest(self) -> dt.date:
        """The last day it can mean."""
        if self.month is None:
            return dt.date(self.year, 12, 31)
        if self.day is not None:
            return dt.date(self.year, self.month, self.day)
        following = dt.date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return following - dt.timedelta(days=1)


_SIGNED = re.compile(
    r"^[^.:;()]{2,50},?\s*ngày\s*(?P<d>\d{1,2})?[\s.…]*tháng\s*(?P<m>\d{1,2})?[\s.…]*năm\s*"
    r"(?P<y>20\d\d)\s*$",
    re.IGNORECASE,
)
_SIGNING_LINES = 20
_HEAD_LINES = 30
_LONGEST_LINE = 8_000  # letters of a paragraph; a longer one is nobody's sentence
_MOST_LINES = 5_000  # a report has hundreds


def tidy(line: str) -> str:
    """A line as a person reads it."""
    return display_text(_MARKDOWN.sub("", line.strip()[:_LONGEST_LINE]))


def signing_of(lines: Sequence[str]) -> Signing | None:
    """The day of signing at the head of a report; None where no year stands there."""
    for raw in lines[:_SIGNING_LINES]:
        for piece in raw.split("\t"):
            if found := _SIGNED.match(tidy(piece)):
                month = int(found["m"]) if found["m"] else None
                day = int(found["d"]) if found["d"] and month else None
                try:
                    signing = Signing(int(found["y"]), month, day)
                    signing.latest  # noqa: B018 - a day the calendar has
                except ValueError:
                    return None
                return signing
    return None


def sentences(lines: Sequence[str]) -> Iterator[Sentence]:
    """Every sentence of a narrative, up to its recipients; titles of an appendix are none."""
    part, section, heading, bullet = Part.HEAD, None, "", ""
    for number, raw in enumerate(lines[:_MOST_LINES]):
        if len(raw) > _LONGEST_LINE:
            continue
        is_footnote = bool(_FOOTNOTE.match(_MARKDOWN.sub("", raw.strip())))
        line = tidy(raw)
        folded = fold(line)
        if not folded:
            continue
        if folded.startswith("noi nhan") or _APPENDIX.match(folded):
            return
        if is_footnote:
            yield from _split(line, number, Part.FOOTNOTE, None, "")
            continue
        title = re.split(r":\s", line, maxsplit=1)[0]
        is_title = len(title) <= _LONGEST_HEADING
        if _PART_HEADING.match(line) and is_title:
            part, section, heading, bullet = _part(fold(title)), section_of_title(title), title, ""
        elif _ITEM_HEADING.match(line) and is_title:
            own = section_of_title(title)
            if part is Part.OUTLOOK:
                own = None
            elif part is Part.HEAD:
                part = Part.RESULTS
            section = own or section
            heading, bullet = title, ""
        context = heading if heading and not line.startswith(heading) else ""
        if _BULLET.match(line):
            bullet = "" if find_quantities(line) else line[:_LONGEST_HEADING]
        elif bullet:  # a bullet without figures introduces the paragraph below it
            context, bullet = f"{context} {bullet}".strip(), ""
        yield from _split(line, number, part, section, context)


def _part(folded: str) -> Part:
    if "ket qua" not in folded and _OUTLOOK.search(folded):
        return Part.OUTLOOK
    return Part.ASSESSMENT if _ASSESSMENT.search(folded) else Part.RESULTS


def section_of_title(title: str) -> str | None:
    """The key of the section a heading speaks of; None where its words tell none."""
    folded = fold(title)
    return next((key for key, words in _SECTIONS if re.search(words, folded)), None)


def _split(
    line: str, number: int, part: Part, section: str | None, context: str
) -> Iterator[Sentence]:
    start = 0
    ends = [found.start() + 1 for found in _SENTENCE_END.finditer(line)]
    for end in [*(end for end in ends if end > _LIST_NUMBER), len(line)]:
        text = line[start:end].strip()
        if text:
            before = line[:start].strip()
            yield Sentence(text, number, part, section, before, context)
        start = end


def is_narrative(lines: Sequence[str]) -> bool:
    """True where the words around a table are a report: not only its titles, and no letter."""
    lines = [line[:_LONGEST_LINE] for line in lines[:_MOST_LINES]]
    head = [fold(line) for line in lines[:_HEAD_LINES]]
    is_letter = any(re.match(r"v v\b", line) for line in head)
    if is_letter and not any(re.match(r"bao cao\b", line) for line in head):
        return False
    long = sum(len(line) > 80 for line in lines)
    return long >= 2 or sum(bool(_PART_HEADING.match(tidy(line))) for line in lines) >= 2
