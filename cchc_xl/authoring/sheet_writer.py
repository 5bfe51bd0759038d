"""A draft as a workbook the keeper edits: one sheet a table, drop-downs in Vietnamese words.

The sheet “Cần sửa” lists what a check found; cells are coloured by a hidden column of each table.
"""

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_xl.authoring import layout
from cchc_xl.authoring.columns import COLUMNS, Col, Column
from cchc_xl.authoring.draft import Draft, Fault, Record, Table
from cchc_xl.authoring.fault_list import fault_lines, marks, status
from cchc_xl.authoring.fault_sheet import write_fault_sheet
from cchc_xl.authoring.guide import write_guide
from cchc_xl.authoring.references import reading_of
from cchc_xl.workbook import style as look
from cchc_xl.workbook.cells import letters, put_text
from cchc_xl.workbook.package import write_file
from cchc_xl.workbook.style import DEFAULTS, Styles
from cchc_xl.workbook.text_fit import count_lines, lines_height

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_SIZE = 11
_REFERENCES = (Col.PARENT, Col.NUMERATOR, Col.DENOMINATOR, Col.FED_BY, Col.WEIGHT)
_HELP = 255
_HEADER_HEIGHT = 33
_A3, _WIDE = 8, 200  # paper, and characters that A4 cannot show side by side
_FIXED_DATE = dt.datetime(2000, 1, 1)  # the same draft gives the same bytes


def write_draft(path: Path, draft: Draft, faults: Sequence[Fault] | None = None) -> None:
    """Write the sheets; ``faults`` are None for a draft nobody checked. Raises ``OSError``."""
    write_file(path, draft_bytes(draft, faults))


def draft_bytes(draft: Draft, faults: Sequence[Fault] | None = None) -> bytes:
    """The workbook as it will lie on the disk."""
    import xlsxwriter

    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            **DEFAULTS,
        },
    )
    workbook.set_properties({"title": "Soạn mẫu biểu", "created": _FIXED_DATE})
    writer = _Writer(workbook, draft, faults)
    writer.write()
    workbook.close()
    return target.getvalue()


class _Writer:
    """One workbook under way."""

    def __init__(self, workbook: "Workbook", draft: Draft, faults: Sequence[Fault] | None) -> None:
        self.workbook = workbook
        self.styles = Styles(workbook)
        self.draft = draft
        self.faults = faults
        self.marks = marks(faults or ())
        self.lists: dict[tuple[str, ...], str] = {}

    def write(self) -> None:
        self._guide()
        for table in Table:
            if table is Table.FACTS:
                self._facts()
            elif table not in self.draft.missing:  # a blank sheet would say that nothing was there
                self._table(table)
        self._faults()
        self._lists()
        first = self.workbook.get_worksheet_by_name(
            layout.FAULTS_SHEET if self.faults else layout.GUIDE_SHEET
        )
        if first is not None:
            first.activate()

    # Sheets

    def _guide(self) -> None:
        sheet = self._sheet(layout.GUIDE_SHEET, "Soạn mẫu biểu mới")
        write_guide(sheet, self.styles)

    def _facts(self) -> None:
        sheet = self._sheet(Table.FACTS.value, "Thông tin chung của mẫu")
        columns = COLUMNS[Table.FACTS]
        sheet.set_column("A:A", 24)
        sheet.set_column("B:B", 60)
        sheet.set_column("C:C", 66)
        self._header(sheet, 0, "Mục")
        self._header(sheet, 1, "Nội dung")
        self._header(sheet, 2, "Cách ghi")
        self._marks_column(sheet, layout.FACT_MARKS)
        record = self.draft.facts
        for n, (name, column) in enumerate(columns.items()):
            row = layout.FIRST_ROW + n
            put_text(sheet, f"A{row + 1}", column.title, self._label())
            self._value(sheet, row, 1, record, name, column)
            put_text(sheet, f"C{row + 1}", column.hint, self._hint())
            self._mark(sheet, row, layout.FACT_MARKS, (Table.FACTS, n + 1))
            lines = max(
                count_lines(column.hint, 66, _SIZE), count_lines(record[name], 60, _SIZE), 1
            )
            sheet.set_row(row, lines_height(lines, _SIZE), None, {"hidden": column.hidden})
            self._choose(sheet, row, row, 1, column)
        last = layout.FIRST_ROW + len(columns) - 1
        self._colour(
            sheet,
            (layout.FIRST_ROW, 1, last, 1),
            layout.FACT_MARKS,
            title=f"$A{layout.FIRST_ROW + 1}",
        )

    def _table(self, table: Table) -> None:
        columns = COLUMNS[table]
        records = self.draft.records(table)
        if table is Table.RELATIONS:
            for record in records:
                record[Col.TEXT] = reading_of(record, self.draft.rows, self.draft.sections)
        sheet = self._sheet(table.value, layout.TITLES[table])
        for n, (_, column) in enumerate(columns.items()):
            sheet.set_column(n, n, column.width, None, {"hidden": column.hidden})
            self._header(sheet, n, column.title)
        hidden = len(columns)
        self._marks_column(sheet, hidden)
        for n, record in enumerate(records, 1):
            row = layout.FIRST_ROW + n - 1
            self._record(sheet, row, columns, record)
            self._mark(sheet, row, hidden, (table, n))
        last = layout.FIRST_ROW + max(len(records) - 1, 0) + layout.SPARE_ROWS[table]
        for row in range(layout.FIRST_ROW + len(records), last + 1):
            self._record(sheet, row, columns, Record())
        for n, (name, column) in enumerate(columns.items()):
            if name in _REFERENCES and table is Table.ROWS:  # a cell takes one validation only
                self._choose_row(sheet, last, n)
            else:
                self._choose(sheet, layout.FIRST_ROW, last, n, column)
        if sum(column.width for column in columns.values() if not column.hidden) > _WIDE:
            sheet.set_paper(_A3)
        sheet.set_row(layout.HEADER_ROW, _HEADER_HEIGHT)  # two lines beside the filter's arrow
        held = layout.FROZEN.get(table)
        sheet.freeze_panes(layout.FIRST_ROW, list(columns).index(held) + 1 if held else 0)
        sheet.autofilter(layout.HEADER_ROW, 0, last, hidden)  # sorted, marks go along
        self._colour(
            sheet,
            (layout.FIRST_ROW, 0, last, hidden - 1),
            hidden,
            title=f"A${layout.HEADER_ROW + 1}",
        )
        sheet.repeat_rows(layout.HEADER_ROW)

    def _faults(self) -> None:
        sheet = self._sheet(layout.FAULTS_SHEET, "")
        faults = self.faults or ()
        usable = self.faults is not None and not any(fault.stops for fault in faults)
        words = layout.UNCHECKED if self.faults is None else status(faults, usable=usable)
        write_fault_sheet(sheet, self.styles, words, fault_lines(faults, self.draft))

    def _record(
        self, sheet: "Worksheet", row: int, columns: dict[str, Column], record: Record
    ) -> None:
        lines = 1
        for n, (name, column) in enumerate(columns.items()):
            self._value(sheet, row, n, record, name, column)
            if not column.hidden and name != Col.KEY:
                lines = max(lines, count_lines(record[name], column.width - 1, _SIZE))
        sheet.set_row(row, lines_height(min(lines, 8), _SIZE))

    # Cells

    def _value(
        self, sheet: "Worksheet", row: int, column: int, record: Record, name: str, about: Column
    ) -> None:
        doubt = record.doubts.get(name)
        fill = look.OUTSIDE if about.printed else look.INPUT
        cell = self.styles.get(
            bg_color=look.WARNING_FILL if doubt else fill, text_wrap=True, font_size=_SIZE,
            num_format="@", valign="top", **look.BOXED,
        )  # fmt: skip
        put_text(sheet, f"{letters(column)}{row + 1}", record[name], cell)
        if doubt and not about.hidden:
            sheet.write_comment(row, column, doubt, {"x_scale": 2, "y_scale": 0.8, "font_size": 10})

    def _marks_column(self, sheet: "Worksheet", column: int) -> None:
        sheet.set_column(column, column, 12, None, {"hidden": True})
        self._header(sheet, column, layout.MARKS_TITLE)

    def _mark(self, sheet: "Worksheet", row: int, column: int, line: tuple[Table, int]) -> None:
        if line in self.marks:
            sheet.write_string(row, column, self.marks[line])

    def _colour(
        self, sheet: "Worksheet", area: tuple[int, int, int, int], hidden: int, *, title: str
    ) -> None:
        """Cells whose title stands in the line's marks."""
        where = f"${letters(hidden)}{area[0] + 1}"
        for sign, fill in (("!", look.ERROR_FILL), ("", look.WARNING_FILL)):
            sheet.conditional_format(
                *area,
                {
                    "type": "formula",
                    "criteria": f'=ISNUMBER(FIND("|{sign}"&{title}&"|",{where}))',
                    "format": self.styles.condition(bg_color=fill),
                    "stop_if_true": True,
                },
            )

    def _choose(
        self, sheet: "Worksheet", first: int, last: int, column: int, about: Column
    ) -> None:
        if about.options:
            rule = {
                "validate": "list",
                "source": f"={self._list(about.options)}",
                "error_title": "Chưa có lựa chọn này",
                "error_message": "Hãy chọn một mục trong danh sách thả xuống.",
            }
        elif about.hint and not about.hidden:
            rule = {"validate": "any"}
        else:
            return
        if about.hint:
            rule |= {"input_title": about.title[:32], "input_message": about.hint[:_HELP]}
        sheet.data_validation(first, column, last, column, rule)

    def _choose_row(self, sheet: "Worksheet", last: int, column: int) -> None:
        """The keys of the sheet as suggestions; anything else may be typed."""
        key = letters(list(COLUMNS[Table.ROWS]).index(Col.KEY))
        about = list(COLUMNS[Table.ROWS].values())[column]
        sheet.data_validation(
            layout.FIRST_ROW,
            column,
            last,
            column,
            {
                "validate": "list",
                "source": f"=${key}${layout.FIRST_ROW + 1}:${key}${last + 1}",
                "show_error": False,
                "input_title": about.title[:32],
                "input_message": about.hint[:_HELP],
            },
        )

    def _header(self, sheet: "Worksheet", column: int, title: str) -> None:
        cell = self.styles.get(
            bold=True, bg_color=look.HEADING_TOP, text_wrap=True, align="center",
            font_size=_SIZE, **look.BOXED,
        )  # fmt: skip
        sheet.write_string(layout.HEADER_ROW, column, title, cell)

    def _label(self) -> object:
        return self.styles.get(bold=True, font_size=_SIZE, valign="top", **look.BOXED)

    def _hint(self) -> object:
        return self.styles.get(
            font_size=_SIZE, text_wrap=True, valign="top", font_color=look.GREY, **look.BOXED
        )

    def _sheet(self, name: str, title: str) -> "Worksheet":
        sheet = self.workbook.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        big = self.styles.get(bold=True, font_size=15, font_color=look.NAVY)
        sheet.write_string(0, 0, title, big)
        sheet.set_row(0, 26)
        return sheet

    # Lists behind the drop-downs

    def _list(self, options: tuple[str, ...]) -> str:
        if options not in self.lists:
            self.lists[options] = f"soan_mau_{len(self.lists) + 1}"
        return self.lists[options]

    def _lists(self) -> None:
        sheet = self.workbook.add_worksheet(layout.LIST_SHEET)
        for column, (options, name) in enumerate(self.lists.items()):
            for row, option in enumerate(options):
                sheet.write_string(row, column, option)
            letter = letters(column)
            self.workbook.define_name(
                name, f"={layout.LIST_SHEET}!${letter}$1:${letter}${len(options)}"
            )
        sheet.very_hidden()
