"""Dates of the narrative: the window reported on, the day of signing, the documents it cites."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cchc_xl.text import fold
from cchc_xl.word.prose import Sentence, Signing

_DAY = (
    r"(?:(?P<{p}d>\d{{1,2}})\s?[/.-]\s?(?P<{p}m>\d{{1,2}})\s?[/.-]\s?(?P<{p}y>(?:19|20)\d\d)"
    r"|(?P<{p}D>\d{{1,2}})\s+tháng\s+(?P<{p}M>\d{{1,2}})\s+năm\s+(?P<{p}Y>(?:19|20)\d\d))"
)
_WINDOW = re.compile(
    r"\btừ\s+(?:ngày\s+)?" + _DAY.format(p="a") + r"\s*(?:đến(?:\s+hết)?|tới|[-–])\s*(?:ngày\s+)?"
    + _DAY.format(p="b"),
    re.IGNORECASE,
)  # fmt: skip
_UNTIL = re.compile(
    r"\b(?:tính đến|đến thời điểm|số liệu đến|tính tới)\s+(?:hết\s+)?(?:ngày\s+)?"
    + _DAY.format(p="b"),
    re.IGNORECASE,
)
_CITED = re.compile(
    r"\b(?P<kind>quyết định|kế hoạch|công văn|văn bản|nghị định|nghị quyết|thông tư|chỉ thị|báo cáo"
    r"|thông báo|tờ trình|kết luận|luật|đề án|chương trình|hướng dẫn|qđ|kh|cv|số)?\s*"
    r"(?:số\s*:?\s*)?"
    r"(?P<no>\d{1,5})(?:/(?P<year>(?:19|20)\d\d))?\s?[/-]\s?(?P<code>[A-ZĐ][A-ZĐa-zđ&-]*(?:/[A-ZĐ]+)?)"
    r"\s*,?\s*(?:ban hành\s+)?ngày\s+" + _DAY.format(p="b"),
    re.IGNORECASE,
)
_ABOUT_YEAR = re.compile(r"\bnăm\s+(20\d\d)\b(?!\s*[-–])", re.IGNORECASE)
_FOLLOWS = re.compile(
    r"\b(?:bám sát|căn cứ|thực hiện theo|theo|trên cơ sở|cụ thể hóa|triển khai)\b[^.;]*$",
    re.IGNORECASE,
)
_ISSUER = re.compile(r"^[^.;,)]{0,12}?\bcủa\s+([^.;,()]{2,40})", re.IGNORECASE)
_DESCRIPTION = 170  # letters after a citation that tell what it is about
_FIRST_MONTH = 10  # a plan for a year is issued from October of the year before on
_OUT_OF_ORDER = 20  # days; numbers kept back explain less


@dataclass(frozen=True, slots=True)
class DateSlip:
    """One date that cannot be; ``kind`` names its sentence in ``[dates]`` of cau.toml."""

    sentence: Sentence
    kind: str
    quote: str
    facts: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Citation:
    sentence: Sentence
    name: str
    number: int
    series: str
    day: dt.date
    start: int
    end: int


def date_slips(sentences: Sequence[Sentence], signing: Signing | None) -> Iterator[DateSlip]:
    """Everything about dates that contradicts itself."""
    citations: list[_Citation] = []
    for sentence in sentences:
        yield from _windows(sentence, signing)
        found, wrong = _citations(sentence)
        yield from wrong
        citations += found
        yield from _plans(found)
        yield from _followed(found)
    told: set[tuple[str, dt.date]] = set()
    for one in citations:
        if signing is not None and one.day > signing.latest and (one.name, one.day) not in told:
            told.add((one.name, one.day))
            yield _slip(one, "after-signing", signing=_shown(signing.latest))
    yield from _order(citations)


def _day(found: re.Match[str], prefix: str) -> dt.date | None:
    parts = [found[f"{prefix}{small}"] or found[f"{prefix}{small.upper()}"] for small in "dmy"]
    try:
        return dt.date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        return None


def _shown(day: dt.date) -> str:
    return day.strftime("%d/%m/%Y")


def _windows(sentence: Sentence, signing: Signing | None) -> Iterator[DateSlip]:
    for pattern in (_WINDOW, _UNTIL):
        for found in pattern.finditer(sentence.text):
            end = _day(found, "b")
            start = _day(found, "a") if pattern is _WINDOW else None
            if end is None or (pattern is _WINDOW and start is None):
                yield DateSlip(sentence, "calendar", found[0], {})
            elif start is not None and start > end:
                yield DateSlip(sentence, "window", found[0], {})
            elif signing is not None and end > signing.latest:
                facts = {"end": _shown(end), "signing": _shown(signing.latest)}
                yield DateSlip(sentence, "cutoff", found[0], facts)


def _citations(sentence: Sentence) -> tuple[list[_Citation], list[DateSlip]]:
    found: list[_Citation] = []
    wrong: list[DateSlip] = []
    for match in _CITED.finditer(sentence.text):
        day = _day(match, "b")
        name = f"{match['no']}{'/' + match['year'] if match['year'] else ''}/{match['code']}"
        quote = " ".join(match[0].split())
        if day is None:
            wrong.append(DateSlip(sentence, "calendar", quote, {}))
            continue
        if match["year"] and int(match["year"]) != day.year:
            facts = {"year": match["year"], "day": _shown(day)}
            wrong.append(DateSlip(sentence, "year", quote, facts))
            continue
        issuer = _ISSUER.match(sentence.text[match.end() :])
        series = f"{fold(match['code'])}|{fold(issuer[1]) if issuer else ''}"
        found.append(
            _Citation(sentence, name, int(match["no"]), series, day, match.start(), match.end())
        )
    return found, wrong


def _slip(one: _Citation, kind: str, **facts: str) -> DateSlip:
    quote = f"{one.name} ngày {_shown(one.day)}"
    return DateSlip(one.sentence, kind, quote, {"day": _shown(one.day), **facts})


def _plans(citations: Sequence[_Citation]) -> Iterator[DateSlip]:
    """A plan for a year that was issued long before it."""
    for n, one in enumerate(citations):
        after = one.sentence.text[one.end :]
        if n + 1 < len(citations):
            after = one.sentence.text[one.end : citations[n + 1].start]
        after = re.split(r"[;]|\.\s", after[:_DESCRIPTION])[0]
        years = [int(year) for year in _ABOUT_YEAR.findall(after)]
        if not years or "giai đoạn" in after.lower() or "KH" not in one.name:
            continue
        first = min(years)
        if one.day < dt.date(first - 1, _FIRST_MONTH, 1):
            yield _slip(one, "plan-year", year=str(first))


def _followed(citations: Sequence[_Citation]) -> Iterator[DateSlip]:
    """A document that keeps to another one issued after it."""
    for one, other in itertools.pairwise(citations):
        between = one.sentence.text[one.end : other.start]
        issued = one.sentence.text[: one.start]
        if not re.search(r"\bban hành\b[^.;]*$", issued, re.IGNORECASE):
            continue
        if _FOLLOWS.search(between) and "bám sát" in between.lower() and other.day > one.day:
            yield _slip(one, "follows", other=other.name, other_day=_shown(other.day))


def _order(citations: Sequence[_Citation]) -> Iterator[DateSlip]:
    """Numbers of one series in one year that do not follow their dates."""
    by_series: dict[tuple[str, int], dict[int, _Citation]] = {}
    for one in citations:
        by_series.setdefault((one.series, one.day.year), {}).setdefault(one.number, one)
    for found in by_series.values():
        ordered = [found[number] for number in sorted(found)]
        for one, other in itertools.pairwise(ordered):
            if (one.day - other.day).days > _OUT_OF_ORDER:
                yield _slip(other, "order", other=one.name, other_day=_shown(one.day))
