"""Khôi phục công thức: a ratio cell computes itself again.

A reported ratio is a constant and stays one until somebody asks. Asked with ratio cells selected,
those get their formula back; asked with anything else selected, every blank ratio does. It is the
formula that the builder writes: our function around the native one where the workbook has macros.
"""

from collections.abc import Collection

from cchc_xl.excel.checked_book import BookRead
from cchc_xl.excel.click import UserError
from cchc_xl.excel.live_book import LiveBook
from cchc_xl.excel.marks import opened
from cchc_xl.excel.recorded import position
from cchc_xl.model import Entry, Row
from cchc_xl.services.live import ratio_of_book
from cchc_xl.text import display_text
from cchc_xl.workbook.layout import Column, absolute, quoted

_SHOWN = 6
_CONSOLIDATED = (
    "Sổ này đã tổng hợp nên công thức của các ô do Tổng hợp đặt. Hãy bấm Tổng hợp; khi được hỏi về "
    "số gõ đè, chọn Không (No) để lấy lại công thức."
)


def restore(live: LiveBook, book: BookRead) -> str:
    """Write the formulas; what was done, for the user. Values replaced are named."""
    if book.checked.read is not None and book.checked.read.leaves:
        return _CONSOLIDATED  # its ratios leave units out: only consolidating knows which
    chosen = _selected(live, book)
    replacing = [key for key in chosen if _has_value(book, key)]
    if replacing and not live.ask(_question(book, replacing)):
        return "Chưa thay ô nào."
    keys = chosen or _blank(live, book)
    if not keys:
        return (
            "Không có ô tỷ lệ nào để trống mà thiếu công thức. Muốn thay một tỷ lệ đã gõ bằng công "
            "thức: chọn ô đó ở cột Số liệu rồi bấm lại."
        )
    written = [key for key in keys if _write(live, book, key)]
    return _said(book, written, replacing, selected=bool(chosen))


def _selected(live: LiveBook, book: BookRead) -> list[str]:
    """Ratio rows whose value cell lies in the selection and holds no formula."""
    area = live.selected()
    if area is None or area[0] not in book.sections:
        return []
    sheet, first, last, left, right = area
    formulas = _formulas(live, book, sheet)
    return [
        row.key
        for cell, row in book.cells_of(sheet).items()
        if row.is_ratio
        and first <= position(cell)[0] <= last
        and left <= position(cell)[1] <= right
        and cell not in formulas
    ]


def _blank(live: LiveBook, book: BookRead) -> list[str]:
    found = []
    for sheet in book.sections:
        formulas = _formulas(live, book, sheet)
        found += [
            row.key
            for cell, row in book.cells_of(sheet).items()
            if row.is_ratio and not _has_value(book, row.key) and cell not in formulas
        ]
    return found


def _formulas(live: LiveBook, book: BookRead, sheet: str) -> Collection[str]:
    """Cells of column D that compute; read from the program where there was no copy."""
    if live.was_inspected:
        return live.facts(sheet).formulas
    texts = live.read_formulas(sheet, Column.VALUE, 1, book.grids[sheet].end_row)
    return {f"{Column.VALUE}{n}" for n, text in enumerate(texts, 1) if text.startswith("=")}


def _entry(book: BookRead, key: str) -> Entry | None:
    report = book.checked.report
    return report.entries.get(key) if report else None


def _has_value(book: BookRead, key: str) -> bool:
    entry = _entry(book, key)
    return entry is not None and not entry.is_blank


def _write(live: LiveBook, book: BookRead, key: str) -> bool:
    place = book.cell_of(key)
    if place is None:
        return False
    sheet, cell = place
    row = book.meta.template.by_key[key]
    cells = _references(book, row, sheet)
    formula = ratio_of_book(book.meta.template, row, cells, macros=live.has_macros)
    if formula is None:
        return False
    protection = live.facts(sheet).protection
    if protection is not None and protection.has_password:
        raise UserError(f"Trang {sheet} khóa bằng mật khẩu: hãy bỏ mật khẩu rồi bấm lại.")
    needed = live.port.keeps_protection or cell in live.facts(sheet).locked
    with opened(live, sheet, needed=needed):
        live.write_formula(sheet, cell, formula)
        if needed or protection is None:
            live.port.set_locked(live.area(sheet, cell), locked=True)
    return True


def _references(book: BookRead, row: Row, here: str) -> dict[str, str]:
    """The two parts where they stand now, seen from the ratio's own sheet."""
    found: dict[str, str] = {}
    for key in (row.numerator, row.denominator):
        place = book.cell_of(key) if key else None
        if key is None or place is None:
            continue
        sheet, cell = place
        found[key] = absolute(cell) if sheet == here else f"{quoted(sheet)}!{absolute(cell)}"
    return found


def _question(book: BookRead, keys: list[str]) -> str:
    return f"Thay số đã gõ bằng công thức? {_named(book, keys)}"


def _named(book: BookRead, keys: list[str]) -> str:
    shown = []
    for key in keys[:_SHOWN]:
        entry, place = _entry(book, key), book.cell_of(key)
        text = display_text(entry.text) if entry else ""
        shown.append(f"{' · '.join(place or ())}" + (f" ({text})" if text else ""))
    more = f" và {len(keys) - _SHOWN} ô khác" if len(keys) > _SHOWN else ""
    return "; ".join(shown) + more


def _said(book: BookRead, written: list[str], replaced: list[str], *, selected: bool) -> str:
    what = "ô đã chọn" if selected else "ô tỷ lệ để trống"
    said = f"Đã đưa công thức vào {len(written)} {what}: {_named(book, written)}."
    if replaced:
        said += " Số trong ngoặc là số đã gõ trước đó."
    return said + " Hãy bấm Kiểm tra lại."
