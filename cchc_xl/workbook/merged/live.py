"""The sheets of a consolidated workbook as an open workbook takes them: blocks and a few settings.

The shells lie blank in every macro workbook; a click fills them with the very cells the builder
writes, each sheet in one block from A1 on.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cchc_xl.model import ReportTemplate
from cchc_xl.workbook.layout import (
    CHART_SHEET,
    DATA_SHEET,
    DETAIL_SHEET,
    SLIP_SHEET,
    SUBMISSION_SHEET,
    Layout,
)
from cchc_xl.workbook.merged.charts import charts_block, unused_rows
from cchc_xl.workbook.merged.data import data_block
from cchc_xl.workbook.merged.detail import detail_block
from cchc_xl.workbook.merged.detail_places import DetailLayout
from cchc_xl.workbook.merged.lists import child_findings_block, foreign_block, reminders_block
from cchc_xl.workbook.merged.places import (
    CHART_NAMES,
    CHILD_FINDINGS,
    FILED_FIRST_ROW,
    FOREIGN,
    REMINDERS,
    SLIP_FIRST_ROW,
    Filed,
    ListPlace,
    chart_rows,
)
from cchc_xl.workbook.merged.records import Block, Merged
from cchc_xl.workbook.merged.slips import slip_breaks, slips_block
from cchc_xl.workbook.merged.submission import submission_block


@dataclass(frozen=True, slots=True)
class LiveSheet:
    """One sheet to fill. ``block`` begins in A1; ``wanted`` False: the sheet stays hidden.

    ``fitted`` is the first row whose height follows its text (0: none does). ``shown`` are the
    rows some of which are ``hidden`` (charts pass over these). ``breaks``: rows after which a page
    ends.
    """

    name: str
    block: Block
    wanted: bool = True
    fitted: int = 0
    shown: tuple[int, int] | None = None
    hidden: list[int] = field(default_factory=list)
    breaks: list[int] | None = None
    printed: str = ""


def live_sheets(merged: Merged, template: ReportTemplate) -> Iterator[LiveSheet]:
    """Every sheet, in the order of the workbook."""
    layout = DetailLayout(template, len(merged.heads))
    yield LiveSheet(DETAIL_SHEET, detail_block(merged, layout, Layout(template)))
    if not layout.is_wide:
        yield LiveSheet(DATA_SHEET, data_block(merged, layout))
    else:
        yield LiveSheet(DATA_SHEET, [], wanted=False)
    filed = submission_block(merged)
    yield LiveSheet(
        SUBMISSION_SHEET,
        filed,
        fitted=FILED_FIRST_ROW,
        printed=f"A1:{Filed.REASON}{max(len(filed), FILED_FIRST_ROW)}",
    )
    yield _list(CHILD_FINDINGS, child_findings_block(merged), "K")
    slips = slips_block(merged)
    yield LiveSheet(
        SLIP_SHEET,
        slips,
        fitted=SLIP_FIRST_ROW,
        breaks=slip_breaks(merged),
        printed=f"A{SLIP_FIRST_ROW}:G{max(len(slips), SLIP_FIRST_ROW)}",
    )
    yield _list(REMINDERS, reminders_block(merged), "G")
    yield _list(FOREIGN, foreign_block(merged), "H", wanted=bool(merged.foreign))
    rows = (chart_rows(1)[0], chart_rows(len(CHART_NAMES) - 1)[1])
    yield LiveSheet(CHART_SHEET, charts_block(merged), shown=rows, hidden=unused_rows(merged))


def _list(place: ListPlace, block: Block, printed: str, *, wanted: bool = True) -> LiveSheet:
    last = max(len(block), place.first_row)
    return LiveSheet(
        place.sheet,
        block,
        wanted=wanted,
        fitted=place.first_row,
        printed=f"A1:{printed}{last}",
    )
