"""Tạo kỳ mới: the workbook of the next period, made from the one of this period.

Carried over: the unit with its code, the parent's unit list, the issuing letter and, within the
year, the figures of the whole year. Everything else starts empty, with the figure of the last
period as a hint beside it.
"""

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from cchc_xl.model import Basis, Entry, Period, PeriodKind, ReportTemplate, Row, RowKind
from cchc_xl.model.front import FrontFields
from cchc_xl.services.books import build, content_from, shown_value
from cchc_xl.services.issuing import front_for
from cchc_xl.services.reading import ReadReport
from cchc_xl.text import format_number, round_half_up, shortened
from cchc_xl.workbook.content import BookContent
from cchc_xl.workbook.leaves import Carried

_LONGEST_HINT = 60


#: The reports of a year in their order; quý III and 9 tháng end on the same day.
_FOLLOWING = {
    PeriodKind.Q1: PeriodKind.H1,
    PeriodKind.H1: PeriodKind.M9,
    PeriodKind.Q3: PeriodKind.YEAR,
    PeriodKind.M9: PeriodKind.YEAR,
    PeriodKind.YEAR: PeriodKind.Q1,
}
_LAST_YEAR = 2099  # the last a `Period` may have


class NotLaterError(ValueError):
    """The period asked for does not come after the one of the workbook."""


def following(period: Period) -> Period | None:
    """The period most units report next; None after the last one there can be.

    A parent that asks for quý III instead of 9 tháng has its units choose it on `Trang chính`.
    """
    year = period.year + (period.kind is PeriodKind.YEAR)
    return None if year > _LAST_YEAR else Period(year=year, kind=_FOLLOWING[period.kind])


def build_next(
    path: Path,
    read: ReadReport,
    period: Period,
    *,
    template: ReportTemplate | None = None,
    given: FrontFields | None = None,
) -> int:
    """Write the next period's workbook; how many figures of the whole year it took along.

    ``read`` is the file of the period before. ``template``: another edition than the file's, where
    the form has changed (rows go by their key). ``given``: dates and letter of the new period.
    Raises `NotLaterError`, and ``OSError`` when it cannot be written.
    """
    template = template or read.template
    build(path, template, next_content(read, period, template, path, given))
    return len(_carried(read, period, template))


def next_content(
    read: ReadReport,
    period: Period,
    template: ReportTemplate,
    path: Path,
    given: FrontFields | None = None,
) -> BookContent:
    """What the next period's workbook holds; ``path`` is where it will lie."""
    report = read.report
    before = report.period
    if before is not None and before.national_window[1] >= period.national_window[1]:
        raise NotLaterError(f"{period} is not after {before}")
    content = content_from(
        template,
        _carried(read, period, template),
        report.org_unit,
        period,
        front=_front(read, template, period, path, given),
    )
    hints = {row.key: _hint(row, report.entries.get(row.key)) for row in template.rows}
    cells = {
        key: replace(cell, earlier=hint) if (hint := hints[key]) is not None else cell
        for key, cell in content.cells.items()
    }
    title = before.title if before else read.path.name
    return replace(content, cells=cells, earlier=title, carried=Carried(units=read.units))


def _carried(read: ReadReport, period: Period, template: ReportTemplate) -> Mapping[str, Entry]:
    """Figures of the whole year, within that year; notes and reasons were of their period."""
    before, known = read.report.period, read.template.by_key
    if before is None or before.year != period.year:
        return {}
    return {
        row.key: Entry(key=row.key, raw=entry.raw, text=entry.text, value=entry.value)
        for row in template.rows
        if row.basis is Basis.ANNUAL
        and not row.is_ratio
        and row.key in known
        and known[row.key].basis is Basis.ANNUAL
        and (entry := read.report.entries.get(row.key)) is not None
        and entry.value is not None
    }


def _front(
    read: ReadReport,
    template: ReportTemplate,
    period: Period,
    path: Path,
    given: FrontFields | None,
) -> FrontFields:
    """Dates of the new period, as far as they are known; the letter stays until another comes."""
    front = front_for(template, period, given)
    old = read.front or FrontFields()
    return replace(
        front,
        start=front.start or _same_start(read, period),
        letter=front.letter or old.letter,
        previous=_named_from(read.path, path),
    )


def _same_start(read: ReadReport, period: Period) -> dt.date | None:
    """Periods of one year that count from the same day go on doing so."""
    before = read.report.period
    if before is None or before.national_window[0] != period.national_window[0]:
        return None
    return read.report.dates.start


def _named_from(previous: Path, path: Path) -> str:
    """The earlier file as the new one names it: by its way from there where there is one."""
    try:
        return os.path.relpath(previous.resolve(), path.resolve().parent).replace(os.sep, "/")
    except ValueError:  # another drive
        return str(previous.resolve())


def _hint(row: Row, entry: Entry | None) -> str | float | int | None:
    """What stood in the row: a number, or the words of a choice or text, cut where long."""
    if not row.is_input or entry is None:
        return None
    value = shown_value(row, entry)
    if value is None:
        return None
    if isinstance(value, str):
        return shortened(value, _LONGEST_HINT)
    if row.kind in (RowKind.CHOICE, RowKind.YES_NO):
        label = row.choice_label(int(value))
        return f"{format_number(value)} = {label}"[:_LONGEST_HINT] if label else int(value)
    value = round_half_up(value, 4)
    return int(value) if value == value.to_integral_value() else float(value)
