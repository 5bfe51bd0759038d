"""What a printed appendix says besides its rows, whoever prints it."""

import datetime as dt
import re

from cchc_xl.model import ReportTemplate, Row, RowKind, Section
from cchc_xl.text import fold

DOTS = "……"
_YEAR_LENGTH = len(" NĂM 2026")


def prints_its_title(section: Section) -> bool:
    """True when the first row of a section is its title, not a table heading of its own."""
    first = section.rows[0]
    return first.kind is RowKind.HEADING and fold(first.label) == fold(section.title)


def has_tables_of_their_own(template: ReportTemplate) -> bool:
    """True when some section is a table with its own title, not a heading of one long table."""
    return any(not prints_its_title(section) for section in template.sections)


def title_with(title: str, period: str) -> str:
    """Title and period of a printed appendix; a year or period both of them end with stands once.

    "… NĂM 2026" and "Năm 2026" are "… NĂM 2026"; with "Quý I năm 2026" "… QUÝ I NĂM 2026".
    """
    upper, words = title.upper().strip(), period.upper().strip()
    if not words or upper.endswith(f" {words}"):
        return upper
    year = f" {words}"[-_YEAR_LENGTH:]
    return f"{upper.removesuffix(year)} {words}"


def title_formula(title: str, period: str) -> str:
    """The same from two cells, as a native formula."""
    year = f'RIGHT(UPPER(" "&{period}),{_YEAR_LENGTH})'
    return (
        f'=IF({period}="",UPPER({title}),'
        f'IF(RIGHT(UPPER({title}),LEN({period})+1)=UPPER(" "&{period}),UPPER({title}),'
        f"UPPER(IF(RIGHT(UPPER({title}),{_YEAR_LENGTH})={year},"
        f'LEFT({title},LEN({title})-{_YEAR_LENGTH}),{title})&" "&{period})))'
    )


def day_words(day: dt.date | None) -> str:
    """A date as official papers write it: 05 tháng 3 năm 2024, 05 tháng 02 năm 2024."""
    if day is None:
        return f"… tháng … năm {DOTS}"
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02} tháng {month} năm {day.year}"


def measure_lines(row: Row) -> str:
    """The unit of measure; the choices that it lists stand one below the other."""
    return re.sub(r"(=\s*\d+[;,]?|;)\s+", r"\1\n", row.measure) if row.choices else row.measure
