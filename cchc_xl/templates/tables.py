"""Several tables in one document: which belong together, where each begins."""

from collections.abc import Sequence

from cchc_xl.model import PrintedRow
from cchc_xl.templates.table import (
    LEAST_ROWS,
    Columns,
    Header,
    SourceRow,
    find_header,
    printed_rows,
    usual_columns,
)


def split_tables(
    rows: Sequence[SourceRow], *, titles: bool = False
) -> list[tuple[Header, tuple[PrintedRow, ...]]]:
    """Every table with its first header; a header with the same columns only begins a new page.

    The text of a report may hold other tables before its appendix, with columns of their own.
    ``titles`` as in `printed_rows`.
    """
    headers: list[Header] = []
    header = find_header(rows) or usual_columns(rows)
    while header is not None:
        if not headers or not _repeats(header.columns, headers[-1].columns):
            headers.append(header)
        header = find_header(rows, max(header.after, header.first + 1))
    ends = [*(header.first for header in headers[1:]), len(rows)][: len(headers)]
    tables = [
        (header, tuple(printed_rows(rows[header.after : end], header.columns, titles=titles)))
        for header, end in zip(headers, ends, strict=True)
    ]
    return [(header, printed) for header, printed in tables if len(printed) >= LEAST_ROWS]


def _repeats(columns: Columns, before: Columns) -> bool:
    """True for the same header on a new page, of which only the upper line may be left."""
    upper_line = columns.measure is None and before.measure is not None
    same_start = (columns.no, columns.label) == (before.no, before.label)
    return columns == before or (upper_line and same_start)
