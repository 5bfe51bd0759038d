"""A draft as a workbook the keeper edits: one sheet a table, drop-downs in Vietnamese words.

With faults it is a copy with a column “Cần sửa”; the keeper's own file is never written over.
"""

import datetime as dt
import io
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_xl.authoring import layout
from cchc_xl.authoring.columns import COLUMNS, Col, Column
from cchc_xl.authoring.draft import Draft, Fault, Record, Table
from cchc_xl.authoring.guide import write_guide
from cchc_xl.authoring.references import reading_of
from cchc_xl.workbook import style as look
from cchc_xl.workbook.cells import put_text
from cchc_xl.workbook.package import write_file
from cchc_xl.workbook.style import DEFAULTS, Styles
from cchc_xl.workbook.text_fit import count_lines, lines_height

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_SIZE = 11
_REFERENCES = (Col.PARENT, Col.NUMERATOR, Col.DENOMINATOR, Col.FED_BY, Col.WEIGHT)
_HELP = 255
_FIXED_DATE = dt.datetime(2000, 1, 1)  # the same draft gives the same bytes


def write_draft(path: Path, draft: Draft, faults: Sequence[Fault] | None = None) -> None:
    """Write the sheets; ``faults`` (also none) add the column “Cần sửa”. Raises ``OSError``."""
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
        self.lists: dict[tuple[str, ...], str] = {}

    def write(self) -> None:
        self._guide()
        for table in Table:
            if table is Table.FACTS:
                self._facts()
            else:
                self._table(table)
        self._lists()
        first = self.workbook.get_worksheet_by_name(
            layout.GUIDE_SHEET if self.faults is None else Table.ROWS.value
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
        self._header(sheet, 2, "Cách ghi" if self.faults is None else layout.FIX_TITLE)
        faults = self._by_place(Table.FACTS).get(1, {})
        record = self.draft.facts
        for n, (name, column) in enumerate(columns.items()):
            row = layout.FIRST_ROW + n
            wrong = faults.get(name, [])
            put_text(sheet, f"A{row + 1}", column.title, self._label())
            self._value(sheet, row, 1, record, name, column, wrong)
            words = layout.told(wrong) if wrong else column.hint if self.faults is None else ""
            put_text(sheet, f"C{row + 1}", words, self._plain(wrong=bool(wrong)))
            lines = max(count_lines(words, 66, _SIZE), count_lines(record[name], 60, _SIZE), 1)
            sheet.set_row(row, lines_height(lines, _SIZE), None, {"hidden": column.hidden})
            self._choose(sheet, row, row, 1, column)

    def _table(self, table: Table) -> None:
        columns = COLUMNS[table]
        records = self.draft.records(table)
        if table is Table.RELATIONS:
            for record in records:
                record[Col.TEXT] = reading_of(record, self.draft.rows)
        sheet = self._sheet(table.value, layout.TITLES[table])
        for n, (_, column) in enumerate(columns.items()):
            sheet.set_column(n, n, column.width, None, {"hidden": column.hidden})
            self._header(sheet, n, column.title)
        with_fix = self.faults is not None and table is not Table.CHANGES
        fix = len(columns)
        if with_fix:
            sheet.set_column(fix, fix, 60)
            self._header(sheet, fix, layout.FIX_TITLE)
        faults = self._by_place(table)
        for n, record in enumerate(records, 1):
            wrong = faults.get(n, {})
            self._record(sheet, layout.FIRST_ROW + n - 1, columns, record, wrong)
            if with_fix:
                every = [one for found in wrong.values() for one in found]
                cell = self._plain(wrong=bool(every))
                put_text(sheet, f"{_letter(fix)}{layout.FIRST_ROW + n}", layout.told(every), cell)
        last = layout.FIRST_ROW + max(len(records) - 1, 0) + layout.SPARE_ROWS[table]
        for row in range(layout.FIRST_ROW + len(records), last + 1):
            self._record(sheet, row, columns, Record(), {})
        for n, (name, column) in enumerate(columns.items()):
            self._choose(sheet, layout.FIRST_ROW, last, n, column)
            if name in _REFERENCES and table is Table.ROWS:
                self._choose_row(sheet, last, n)
        held = layout.FROZEN.get(table)
        sheet.freeze_panes(layout.FIRST_ROW, list(columns).index(held) + 1 if held else 0)
        sheet.autofilter(layout.HEADER_ROW, 0, last, fix if with_fix else len(columns) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(layout.HEADER_ROW)

    def _record(
        self,
        sheet: "Worksheet",
        row: int,
        columns: dict[str, Column],
        record: Record,
        wrong: dict[str, list[Fault]],
    ) -> None:
        lines = 1
        for n, (name, column) in enumerate(columns.items()):
            self._value(sheet, row, n, record, name, column, wrong.get(name, []))
            if not column.hidden and name != Col.KEY:
                lines = max(lines, count_lines(record[name], column.width - 1, _SIZE))
        if wrong:
            every = [one for found in wrong.values() for one in found]
            lines = max(lines, count_lines(layout.told(every), 60, _SIZE))
        sheet.set_row(row, lines_height(min(lines, 8), _SIZE))

    # Cells

    def _value(
        self,
        sheet: "Worksheet",
        row: int,
        column: int,
        record: Record,
        name: str,
        about: Column,
        wrong: Sequence[Fault],
    ) -> None:
        doubt = record.doubts.get(name)
        fill = look.OUTSIDE if about.printed else look.INPUT
        if any(fault.stops for fault in wrong):
            fill = look.ERROR_FILL
        elif wrong or doubt:
            fill = look.WARNING_FILL
        cell = self.styles.get(
            bg_color=fill, text_wrap=True, font_size=_SIZE, num_format="@", valign="top",
            **look.BOXED,
        )  # fmt: skip
        put_text(sheet, f"{_letter(column)}{row + 1}", record[name], cell)
        words = layout.told(wrong) or doubt
        if words and not about.hidden:
            sheet.write_comment(row, column, words, {"x_scale": 2, "y_scale": 0.8, "font_size": 10})

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
        key = _letter(list(COLUMNS[Table.ROWS]).index(Col.KEY))
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

    def _plain(self, *, wrong: bool) -> object:
        ink = look.ERROR_INK if wrong else look.GREY
        return self.styles.get(
            font_size=_SIZE, text_wrap=True, valign="top", font_color=ink, **look.BOXED
        )

    def _sheet(self, name: str, title: str) -> "Worksheet":
        sheet = self.workbook.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        big = self.styles.get(bold=True, font_size=15, font_color=look.NAVY)
        sheet.write_string(0, 0, title, big)
        sheet.set_row(0, 26)
        return sheet

    def _by_place(self, table: Table) -> dict[int, dict[str, list[Fault]]]:
        found: dict[int, dict[str, list[Fault]]] = defaultdict(lambda: defaultdict(list))
        for fault in self.faults or ():
            if fault.table is table:
                found[fault.line][fault.column].append(fault)
        return found

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
            letter = _letter(column)
            self.workbook.define_name(
                name, f"={layout.LIST_SHEET}!${letter}$1:${letter}${len(options)}"
            )
        sheet.very_hidden()


def _letter(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))
