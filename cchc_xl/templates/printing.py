"""What a printed appendix says besides its rows, whoever prints it."""

import datetime as dt
import re

from cchc_xl.model import ReportTemplate, Row, RowKind, Section
from cchc_xl.text import fold

DOTS = "……"
_SPAN = r"(?:qu[ýí] (?:iv|i{1,3}|0?[1-4])|(?:0?[69]|sáu|chín) tháng(?: đầu| cuối)?)"
_YEAR = r"(?:năm )?20[0-9]{2}"
_PERIOD = rf"(?:{_SPAN} và )?{_SPAN}(?:(?:[/-]|,? ){_YEAR}| năm)?|năm 20[0-9]{{2}}"
#: "Năm 2025", "quý I năm 2026", "(6 tháng đầu năm 2026)" where nothing follows.
_PERIOD_AT_END = re.compile(
    rf"(?:(?:^|,? | [-–] )(?:{_PERIOD})|(?:^| )\((?:{_PERIOD})\))$", re.IGNORECASE
)
#: Words before a period that make it part of what the form is about: a date, years compared.
_BELONGS = re.compile(r"\b(?:tháng \d+|20\d\d|từ|đến|tới|với|và|trước|sau|vụ)$", re.IGNORECASE)


def prints_its_title(section: Section) -> bool:
    """True when the first row of a section is its title, not a table heading of its own."""
    first = section.rows[0]
    return first.kind is RowKind.HEADING and fold(first.label) == fold(section.title)


def has_tables_of_their_own(template: ReportTemplate) -> bool:
    """True when some section is a table with its own title, not a heading of one long table."""
    return any(not prints_its_title(section) for section in template.sections)


def title_with(title: str, period: str) -> str:
    """Title and period of a printed appendix; the period that a title ends with gives way to it.

    "… năm 2025" with "Quý I năm 2026" is "… QUÝ I NĂM 2026", and so is "… quý II năm 2025". An
    edition lasts for years, its title may still name the period of the letter it came with.
    """
    words = period.upper().strip()
    if not words:
        return title.upper()
    stem = _stem(title)
    if stem == len(title) and title.upper().endswith(f" {words}"):
        return title.upper()
    return f"{title[:stem]} {words}".upper() if stem else words


def title_formula(title: str, cell: str, period: str) -> str:
    """The same from two cells, as a native formula; ``cell`` holds the edition's own ``title``."""
    stem = _stem(title)
    if stem == len(title):
        said = f'RIGHT(UPPER({cell}),LEN({period})+1)=UPPER(" "&{period})'
        return f'=IF(OR({period}="",{said}),UPPER({cell}),UPPER({cell}&" "&{period}))'
    named = f'LEFT({cell},{stem})&" "&{period}' if stem else period
    return f'=IF({period}="",UPPER({cell}),UPPER({named}))'


def _stem(title: str) -> int:
    """How many letters of a title stand before the period it ends with."""
    found = _PERIOD_AT_END.search(title)
    if found is None or _BELONGS.search(title, 0, found.start()):
        return len(title)
    return found.start()


def day_words(day: dt.date | None) -> str:
    """A date as official papers write it: 05 tháng 3 năm 2024, 05 tháng 02 năm 2024."""
    if day is None:
        return f"… tháng … năm {DOTS}"
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02} tháng {month} năm {day.year}"


def measure_lines(row: Row) -> str:
    """The unit of measure; the choices that it lists stand one below the other."""
    return re.sub(r"(=\s*\d+[;,]?|;)\s+", r"\1\n", row.measure) if row.choices else row.measure
