"""What a printed appendix says besides its rows, whoever prints it."""

import datetime as dt
import re

from cchc_xl.model import ReportTemplate, Row, RowKind, Section
from cchc_xl.text import fold

DOTS = "……"


def prints_its_title(section: Section) -> bool:
    """True when the first row of a section is its title, not a table heading of its own."""
    first = section.rows[0]
    return first.kind is RowKind.HEADING and fold(first.label) == fold(section.title)


def has_tables_of_their_own(template: ReportTemplate) -> bool:
    """True when some section is a table with its own title, not a heading of one long table."""
    return any(not prints_its_title(section) for section in template.sections)


def day_words(day: dt.date | None) -> str:
    """A date as official papers write it: 05 tháng 3 năm 2024, 05 tháng 02 năm 2024."""
    if day is None:
        return f"… tháng … năm {DOTS}"
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02} tháng {month} năm {day.year}"


def measure_lines(row: Row) -> str:
    """The unit of measure; the choices that it lists stand one below the other."""
    return re.sub(r"(=\s*\d+[;,]?|;)\s+", r"\1\n", row.measure) if row.choices else row.measure
