"""Formulas of a macro workbook: our function first, the native formula where it has no answer.

``=IFERROR(CCHC_TYLE(part, whole, decimals), native)`` in a ratio's cell and
``=IFERROR(CCHC_KIEMTRA("key", cells…), native)`` in column F.
The cells are exactly those the native verdict reads, because Excel recalculates by arguments.
"""

import dataclasses
from collections.abc import Callable

from cchc_xl.model import ReportTemplate, Row
from cchc_xl.rules.native import MAX_FORMULA, cells_read
from cchc_xl.rules.verdict import LEVEL_KEY, tests_of
from cchc_xl.workbook.content import BookContent, CellContent, Formula
from cchc_xl.workbook.layout import LEVEL, Layout

RATIO, VERDICT = "CCHC_TYLE", "CCHC_KIEMTRA"
#: Excel's limit is 255 arguments; the key is one of them.
_MAX_CELLS = 254


def with_functions(template: ReportTemplate, content: BookContent) -> BookContent:
    """The same content with our functions around the native formulas; values stay as they are."""
    layout = Layout(template)
    cells = {
        key: _with_functions(
            template, layout, template.by_key[key], cell, is_merged=content.merged is not None
        )
        for key, cell in content.cells.items()
    }
    return dataclasses.replace(content, cells=cells, shells=True)


def ratio_call(template: ReportTemplate, row: Row, ref: Callable[[str], str]) -> str:
    """The call that computes a ratio: ``CCHC_TYLE($D$7,$D$6,2)``; ``ref`` gives a row's cell."""
    parts = [ref(k) for k in (row.numerator, row.denominator) if k]
    return f"{RATIO}({','.join(parts)},{template.decimals})"


def verdict_call(template: ReportTemplate, layout: Layout, key: str) -> str:
    """The call that judges a row: ``CCHC_KIEMTRA("giao",$D$6,$D$7)``."""
    here = layout.sheet_of(key)
    cells = (
        LEVEL.reference if k == LEVEL_KEY else layout.reference(k, from_sheet=here)
        for k in cells_read(template, key)
    )
    return f'{VERDICT}("{key}",{",".join(cells)})'


def _with_functions(
    template: ReportTemplate, layout: Layout, row: Row, cell: CellContent, *, is_merged: bool
) -> CellContent:
    value, said = cell.value, cell.verdict
    # A consolidated ratio leaves out units with one of its two numbers: only its formula can.
    if isinstance(value, Formula) and row.is_ratio and not is_merged:
        here = layout.sheet_of(row.key)
        call = ratio_call(template, row, lambda key: layout.reference(key, from_sheet=here))
        value = dataclasses.replace(value, text=guarded(call, value.text))
    if (
        isinstance(said, Formula)
        and tests_of(template, row.key)
        and len(cells_read(template, row.key)) <= _MAX_CELLS
    ):
        call = verdict_call(template, layout, row.key)
        said = dataclasses.replace(said, text=guarded(call, said.text))
    return dataclasses.replace(cell, value=value, verdict=said)


def guarded(call: str, native: str) -> str:
    """Our call around the native formula; that alone where both would be too long for Excel."""
    text = f"=IFERROR({call},{native.removeprefix('=')})"
    return text if len(text) <= MAX_FORMULA else native
