"""Days as people type them: ``2024-03-05`` or ``05/03/2024``."""

import datetime as dt
import re

_ISO = re.compile(r"(20\d\d)-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(20\d\d)")


def read_day(text: str) -> dt.date | None:
    """The day a text names, None for anything else; day before month, as Vietnamese write it."""
    text = text.strip()
    if found := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = int(found[1]), int(found[3]), int(found[4])
    else:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
