"""The days and periods a document writes of itself, above its table and in its heading."""

from collections.abc import Iterator, Sequence

from cchc_xl.model import Period
from cchc_xl.model.dates import Span, StatedDates
from cchc_xl.model.front import FrontFields
from cchc_xl.text import display_text, read_spans

_ABOVE_TABLE = 14  # lines above the first table that belong to it
_SPEAKS_OF_FIGURES = ("số liệu", "kỳ báo cáo", "tính từ")
_USED_FOR = "trong kỳ báo cáo"  # “(Sử dụng trong kỳ báo cáo quý III năm 2023)”


def stated_dates(
    before: Sequence[str],
    lines: Sequence[str],
    front: FrontFields | None = None,
    issued: Span | None = None,
) -> StatedDates:
    """From the lines before the table, all lines, and `Trang chính` of a workbook of ours."""
    front = front or FrontFields()
    return StatedDates(
        start=front.start,
        end=front.end,
        issued=issued,
        signed=front.report_date,
        spans=tuple(_spans(before[-_ABOVE_TABLE:])),
        periods=tuple(dict.fromkeys(_periods(lines))),
    )


def _spans(lines: Sequence[str]) -> Iterator[Span]:
    for raw in lines:
        line = display_text(raw)
        if any(words in line.casefold() for words in _SPEAKS_OF_FIGURES):
            yield from read_spans(line)


def _periods(lines: Sequence[str]) -> Iterator[Period]:
    for raw in lines:
        if "kỳ" in raw and _USED_FOR in (line := display_text(raw)).casefold():
            start = line.casefold().index(_USED_FOR)
            period = Period.find(line[start:])
            if period is not None:
                yield period
