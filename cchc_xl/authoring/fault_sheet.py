"""The sheet “Cần sửa”: every fault with a link to its cell. Written when built and when clicked."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cchc_xl.authoring.fault_list import HEADER, STOPS, FaultLine
from cchc_xl.authoring.layout import FIRST_ROW, HEADER_ROW
from cchc_xl.workbook import style as look
from cchc_xl.workbook.layout import quoted
from cchc_xl.workbook.style import Styles
from cchc_xl.workbook.text_fit import count_lines, lines_height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = (11, 22, 40, 18, 56, 56)
_READY = 200  # lines that have their look before anything stands in them
_SIZE = 11

Cells = tuple[str, str, str, str, str, str]


def link(line: FaultLine) -> str:
    """The formula that goes to the cell."""
    target = f"#{quoted(line.sheet)}!{line.address}".replace('"', '""')
    return f'=HYPERLINK("{target}","{shown(line)}")'


def shown(line: FaultLine) -> str:
    """The cell as the list names it."""
    return f"{line.sheet}!{line.address}"


def cells_of(line: FaultLine) -> Cells:
    """A line of the sheet; the second cell is a formula."""
    return line.level, link(line), line.about, line.column, line.message, line.fix


def write_fault_sheet(
    sheet: "Worksheet", styles: Styles, words: str, lines: Sequence[FaultLine]
) -> None:
    """``words`` stand on top; spare lines below are ready for what a click finds."""
    sheet.write_string(0, 0, words, styles.get(bold=True, font_size=15, font_color=look.NAVY))
    head = styles.get(
        bold=True, bg_color=look.HEADING_TOP, align="center", font_size=_SIZE, **look.BOXED
    )
    for column, (title, width) in enumerate(zip(HEADER, _WIDTHS, strict=True)):
        cell = styles.get(
            text_wrap=True, valign="top", font_size=_SIZE,
            **({"font_color": look.LINK, "underline": 1} if column == 1 else {}),
        )  # fmt: skip
        sheet.set_column(column, column, width)
        sheet.write_string(HEADER_ROW, column, title, head)
        for row in range(FIRST_ROW, FIRST_ROW + max(_READY, len(lines))):
            sheet.write_blank(row, column, None, cell)
        for row, line in enumerate(lines, FIRST_ROW):
            if column == 1:
                sheet.write_formula(row, column, link(line), cell, shown(line))
            else:
                sheet.write_string(row, column, cells_of(line)[column], cell)
    for row, line in enumerate(lines, FIRST_ROW):
        long = max(
            count_lines(words, width - 1, _SIZE)
            for words, width in zip(cells_of(line)[2:], _WIDTHS[2:], strict=True)
        )
        sheet.set_row(row, lines_height(long, _SIZE))
    _conditions(sheet, styles)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.repeat_rows(HEADER_ROW)


def _conditions(sheet: "Worksheet", styles: Styles) -> None:
    first = FIRST_ROW + 1
    area = (FIRST_ROW, 0, FIRST_ROW + _READY - 1, len(HEADER) - 1)
    looks = (
        (f'=AND(COLUMN()=1,$A{first}="{STOPS}")',
         {"bg_color": look.ERROR_FILL, "font_color": look.ERROR_INK, **look.BOXED}),
        (f'=AND(COLUMN()=1,$A{first}<>"")',
         {"bg_color": look.WARNING_FILL, "font_color": look.WARNING_INK, **look.BOXED}),
        (f'=$A{first}<>""', look.BOXED),
    )  # fmt: skip
    for criteria, properties in looks:
        sheet.conditional_format(
            *area,
            {
                "type": "formula",
                "criteria": criteria,
                "format": styles.condition(**properties),
                "stop_if_true": True,
            },
        )
