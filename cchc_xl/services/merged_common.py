"""Words and values that several sheets of a consolidated workbook share."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from cchc_xl.services.outcome import Outcome
from cchc_xl.workbook.choices import period_words

SOMEBODY = "Cơ quan tổng hợp"
_SEPARATOR = re.compile(r"[/\\]")


def plain(value: Decimal) -> int | float:
    """A number as a cell holds it."""
    return int(value) if value == value.to_integral_value() else float(value)


def moment(at: dt.datetime) -> str:
    """A time as `Nhật ký` writes it."""
    return f"{at:%H:%M} {at:%d/%m/%Y}"


def day(date: dt.date | None) -> str:
    """A day in words; ``""`` when unknown."""
    return f"{date:%d/%m/%Y}" if date else ""


def short_names(files: Iterable[str]) -> dict[str, str]:
    """Paths without the folders that all of them share."""
    parts = {file: _SEPARATOR.split(file) for file in files}
    folders = [names[:-1] for names in parts.values()]
    shared = 0
    if folders:
        while all(len(f) > shared and f[shared] == folders[0][shared] for f in folders):
            shared += 1
    return {file: "/".join(names[shared:]) for file, names in parts.items()}


def short(files: str, names: Mapping[str, str]) -> str:
    """The files of one leaf ("a.xlsx; b.xlsx"), each by its short name."""
    return "; ".join(names.get(file, _SEPARATOR.split(file)[-1]) for file in files.split("; "))


def parent_name(outcome: Outcome) -> str:
    """Who consolidates."""
    return outcome.org_unit.name or SOMEBODY


def report_words(outcome: Outcome) -> str:
    """The report in a sentence: ``báo cáo quý I năm 2024``."""
    return f"báo cáo {outcome.period.title}" if outcome.period else "báo cáo"


def about_words(outcome: Outcome) -> str:
    """Whose figures, which period, made when: the second line of every sheet."""
    parts = [
        outcome.org_unit.name or "",
        period_words(outcome.period),
        f"tổng hợp lúc {moment(outcome.at)}",
    ]
    return " · ".join(part for part in parts if part)
