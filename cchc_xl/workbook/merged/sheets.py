"""All sheets of a consolidated workbook, or their blank shells."""

from collections.abc import Callable

from cchc_xl.workbook.book import Book
from cchc_xl.workbook.merged.charts import write_charts
from cchc_xl.workbook.merged.data import write_data
from cchc_xl.workbook.merged.detail_places import DetailLayout
from cchc_xl.workbook.merged.detail_shell import write_detail
from cchc_xl.workbook.merged.lists import write_child_findings, write_foreign, write_reminders
from cchc_xl.workbook.merged.records import Merged
from cchc_xl.workbook.merged.slips import write_slips
from cchc_xl.workbook.merged.submission import write_submissions

_WRITERS: tuple[Callable[[Book, Merged | None], None], ...] = (
    write_detail,
    write_data,
    write_submissions,
    write_child_findings,
    write_slips,
    write_reminders,
    write_foreign,
    write_charts,
)


def write_merged(book: Book) -> None:
    """Add the sheets where there is something merged, hidden and blank where a click may come."""
    merged = book.content.merged
    if merged is None and not book.content.shells:
        return
    for write in _WRITERS:
        shown = merged if merged is not None and _has(book, write, merged) else None
        if shown is not None or book.content.shells:
            write(book, shown)


def _has(book: Book, write: Callable[[Book, Merged | None], None], merged: Merged) -> bool:
    """Lists with nothing to list are left out; so is the matrix that lies the other way."""
    if write is write_data:
        return not DetailLayout(book.template, len(merged.heads)).is_wide
    if write is write_foreign:
        return bool(merged.foreign)
    return True
