"""What the words printed around a form's table say of the edition: letter, level, days.

Only what is printed, and only where one answer is printed: two letters, two levels or a span whose
length is not that of its period leave the cell to the keeper. Everything read is to be looked at
again by a person.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cchc_xl.model import Level
from cchc_xl.model.period import Period, PeriodKind
from cchc_xl.model.template import Window
from cchc_xl.text import clean, fold
from cchc_xl.text.span import read_spans

_DATE = (
    r"ngày\s+(?P<day>\d{1,2})\s*(?:[/.-]|tháng)\s*(?P<month>\d{1,2})\s*(?:[/.-]|năm)\s*"
    r"(?P<year>20\d\d)"
)
#: The letter a form is issued with. A "Báo cáo" is the unit's own, of a form already filled.
_LETTER = re.compile(
    r"(?:^|[(;,])[ \t]*(?:ban\s+hành\s+)?kèm\s+theo\s+"
    r"(?P<sort>Công\s+văn|Quyết\s+định|Văn\s+bản|Kế\s+hoạch|Thông\s+tư|Hướng\s+dẫn)"
    r"\s+số:?\s*(?P<no>\d+[\w./-]*\w)"
    rf"(?:[\s,]+{_DATE})?(?:[\s,]+của\s+(?P<by>[^();.\n]+))?",
    re.IGNORECASE | re.MULTILINE,
)
_FOR_WHOM = re.compile(
    r"(?:\bdùng|\bdành|\báp dụng)\s+(?:cho|đối với)\s+([^().:\n]+)"
    r"|\bbiểu(?: mẫu| số liệu)?\s+(?:của|cấp)\s+([^().:\n]+)",
    re.IGNORECASE,
)
#: What goes on naming units, after a semicolon or behind the place of the first ones.
_UNITS = r"(?:(?:và|cùng)\s+)?(?:các|cấp|ubnd|ủy ban nhân dân|uỷ ban nhân dân|sở|xã|phường)\b"
_OTHER_BUSINESS = re.compile(rf";(?!\s*{_UNITS})", re.IGNORECASE)
_AND_UNITS = re.compile(
    rf";\s*(?={_UNITS})|,\s*(?=(?:và\s+)?(?:ubnd|ủy ban|uỷ ban)\b)"
    rf"|\b(?:và|cùng)\s+(?={_UNITS})"
)
#: A line that speaks of the form itself, not of other business of the letter.
_OF_FORM = re.compile(r"^\W*(?:dùng|dành|áp dụng)\b|\b(?:biểu|mẫu|phụ lục)\b", re.IGNORECASE)
_OF_FIGURES = re.compile(
    r"\b(?:số liệu|kỳ báo cáo|(?:thời gian|thời điểm|kỳ) (?:lấy|chốt|tính|báo cáo))\b",
    re.IGNORECASE,
)
_LONGEST = 200  # letters in a line that says for whom a form is
_WHERE = re.compile(r"\b(?:trực thuộc|thuộc|của|trên địa bàn|trong|tại)\b", re.IGNORECASE)
#: Cities that are provinces (Luật Tổ chức chính quyền địa phương).
_CENTRAL = r"(?:hà nội|hải phòng|huế|đà nẵng|cần thơ|hồ chí minh)\b"
_OF_PROVINCE = re.compile(
    rf"\b(sở|ngành)\s+(?:cấp\s+)?(?:tỉnh(?:,? thành phố)?|thành phố(?:\s+{_CENTRAL})?)\b"
)
_NAMED = {
    Level.XA: re.compile(r"(?<!thị )\bxã\b(?! hội)|\bphường\b|\bthị trấn\b|\bđặc khu\b"),
    Level.HUYEN: re.compile(
        rf"\b(?:huyện|quận|thị xã)\b|(?<!tỉnh, )(?<!tỉnh )\bthành phố\b(?!\s+{_CENTRAL})"
    ),
    Level.SO: re.compile(r"(?<!cơ )(?<!trụ )\bsở\b|\bban,? ngành\b"),
    Level.TINH: re.compile(rf"\btỉnh\b|\bthành phố\s+{_CENTRAL}"),
}
_TITLED = (
    (Level.XA, (" cac xa ", " cap xa ", " xa phuong ")),
    (Level.SO, (" so nganh ", " cac so ")),
    (Level.TINH, (" cap tinh ",)),
)
_DUE = re.compile(
    r"\b(?:trước|chậm nhất(?: là)?|hạn (?:gửi|nộp)[^.;\d]{0,30}?)\s*"
    r"(?:ngày\s+)?(\d{1,2})\s*(?:/|tháng)\s*(\d{1,2})\s*(?:/|năm)\s*(20\d\d)(?!\d)",
    re.IGNORECASE,
)
_SENDING = re.compile(r"\b(?:gửi|nộp|hạn)\b", re.IGNORECASE)
_DECIMALS = re.compile(r"\b0?([0-4])\s+(?:chữ số|số)\s+(?:thập phân|lẻ|sau dấu phẩy)")
#: Days in a period, first and last included, and the months in which it may end.
_LENGTHS = (
    (PeriodKind.Q1, (85, 95), (3,)),
    (PeriodKind.H1, (175, 187), (6,)),
    (PeriodKind.Q3, (85, 95), (9,)),
    (PeriodKind.M9, (268, 278), (9,)),
    (PeriodKind.YEAR, (360, 368), (11, 12)),
)
_SHORTEST = 0.6  # of a named period: some letters begin it on 1 January
_LATEST = 60  # days after its last day in which a period is still reported


@dataclass(frozen=True, slots=True)
class Said:
    """Something read, and the printed words it was read from."""

    text: str
    words: str


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What is printed around the table; None and empty: nothing, or more than one thing."""

    basis: Said | None = None
    level: Said | None = None
    decimals: Said | None = None
    windows: tuple[tuple[Window, str], ...] = ()


def letter_facts(before: Sequence[str], prose: Sequence[str]) -> LetterFacts:
    """Facts of a form. ``before`` are the lines above its table, ``prose`` every line around it."""
    lines = [clean(line) for line in dict.fromkeys((*before, *prose)) if line.strip()]
    text = "\n".join(lines)
    return LetterFacts(
        basis=_only(_letters(text)),
        level=_only(_levels_said(lines)),
        decimals=_only(Said(found[1], found[0]) for found in _DECIMALS.finditer(text.lower())),
        windows=_windows(lines),
    )


def level_of_form(before: Sequence[str]) -> Level | None:
    """The level of the units a form's title names; None where it names none or several.

    "(Dùng cho UBND các phường)" says it; without such words the title may.
    """
    said = list(_levels_said([clean(line) for line in before]))
    if said:
        only = _only(said)
        return Level(only.text) if only else None
    text = f" {fold(' '.join(before))} "
    found = {level for level, names in _TITLED if any(one in text for one in names)}
    return found.pop() if len(found) == 1 else None


def _only(found: Iterable[Said]) -> Said | None:
    """What is said, where one thing only is said."""
    said = list(found)
    return said[0] if said and len({one.text for one in said}) == 1 else None


def _letters(text: str) -> Iterator[Said]:
    for match in _LETTER.finditer(text):
        day = ""
        if match["day"]:
            day = f" ngày {int(match['day']):02d}/{int(match['month']):02d}/{match['year']}"
        by = f" của {clean(match['by'])}" if match["by"] else ""
        sort = " ".join(match["sort"].split())
        yield Said(
            f"{sort[:1].upper()}{sort[1:]} số {match['no']}{day}{by}",
            clean(match[0]).lstrip("(;, "),
        )


def _levels_said(lines: Sequence[str]) -> Iterator[Said]:
    """Every level that words like "dùng cho …" name, by its code; "" for words that name none."""
    for line in lines:
        if len(line) > _LONGEST or not _OF_FORM.search(line):
            continue
        for match in _FOR_WHOM.finditer(line):
            printed = clean(_OTHER_BUSINESS.split(match[0])[0]).lstrip("(;, ")
            whom = _whom((match[1] or match[2]).lower())
            for level, named in _NAMED.items():
                if named.search(whom):
                    yield Said(level.value, printed)


def _whom(said: str) -> str:
    """The units named, without where they are: "các sở thuộc tỉnh; UBND các xã" → both.

    What follows a semicolon and names no units is other business: "; gửi về Sở Nội vụ".
    """
    pieces = (piece.split(";")[0] for piece in _AND_UNITS.split(said))
    return ", ".join(_OF_PROVINCE.sub(r"\1", _WHERE.split(piece)[0]) for piece in pieces)


def _windows(lines: Sequence[str]) -> tuple[tuple[Window, str], ...]:
    """Every span with the period its line names, else the one its days are those of."""
    found: list[tuple[Window, str]] = []
    for line in lines:
        spans = read_spans(line) if _OF_FIGURES.search(line) else []
        if len(spans) != 1:
            continue  # several spans in one line: nobody can say which is whose
        (start, end) = spans[0]
        named = Period.find(line.split("từ")[0], whole_year=True)
        kind = _period_of(start, end, named.kind if named else None)
        if kind is None or (named is not None and named.year != end.year):
            continue
        found.append((Window(period=kind, year=end.year, start=start, end=end), line))
    by_days = dict(reversed(found))
    if len({(window.period, window.year) for window in by_days}) != len(by_days):
        return ()  # two spans for one period
    due = _deadlines(lines)
    return tuple(
        (window.model_copy(update={"deadline": _due(window, due)}), words)
        for window, words in sorted(by_days.items(), key=lambda item: item[0].end)
    )


def _period_of(start: dt.date, end: dt.date, named: PeriodKind | None) -> PeriodKind | None:
    """The period of these days: the one named, where so many days may be it, else by the days."""
    days = (end - start).days + 1
    for kind, (least, most), months in _LENGTHS:
        if named is kind and _SHORTEST * least <= days <= most:
            return kind
        if named is None and least <= days <= most and end.month in months:
            return kind
    return None


def _deadlines(lines: Sequence[str]) -> list[dt.date]:
    found = []
    for line in lines:
        for sentence in re.split(r"[.;](?!\d)", line):
            if not _SENDING.search(sentence):
                continue
            for day, month, year in _DUE.findall(sentence):
                try:
                    found.append(dt.date(int(year), int(month), int(day)))
                except ValueError:
                    continue
    return found


def _due(window: Window, deadlines: Sequence[dt.date]) -> dt.date | None:
    """The only deadline that is one of this period: not before it ends, not long after."""
    near = {day for day in deadlines if -_LATEST < (day - window.end).days <= _LATEST}
    fitting = {day for day in near if day >= window.end}
    return fitting.pop() if len(near) == len(fitting) == 1 else None
