"""Spans of days in a sentence: “từ ngày 15/12/2023 đến hết ngày 14/3/2024”."""

import datetime as dt
import re

_DAY = r"(?:hết\s+)?(?:ngày\s+)?(\d{1,2})\s?[/.-]\s?(\d{1,2})"
_YEAR = r"(?:\s?[/.-]\s?(20\d\d)(?!\d))"
_SPAN = re.compile(
    rf"\b(?:từ|kể từ|tính từ)\s+{_DAY}{_YEAR}?\s*(?:đến|tới|-|–|—)\s*{_DAY}{_YEAR}",
    re.IGNORECASE,
)


def read_spans(text: str) -> list[tuple[dt.date, dt.date]]:
    """Every span that names its year; a first day without a year lies in the year before the last.

    Spans without any year, impossible days and spans that end before they start are left out.
    """
    if "từ" not in text.casefold():
        return []
    found = []
    for day, month, year, last_day, last_month, last_year in _SPAN.findall(text):
        try:
            end = dt.date(int(last_year), int(last_month), int(last_day))
            start = dt.date(int(year or last_year), int(month), int(day))
            if not year and start > end:
                start = start.replace(year=start.year - 1)
        except ValueError:
            continue
        if start <= end:
            found.append((start, end))
    return found
