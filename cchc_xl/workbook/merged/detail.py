"""`Chi tiết đơn vị`: every row of the form, what each unit gave, and the parent's own figures."""

from cchc_xl.model import Consolidation, Row, RowKind, Section
from cchc_xl.workbook.cells import letters
from cchc_xl.workbook.content import CellValue, Formula
from cchc_xl.workbook.layout import DATA_SHEET, Layout
from cchc_xl.workbook.merged.data import names_area
from cchc_xl.workbook.merged.detail_places import (
    COLUMNS,
    COUNT_CELL,
    FIRST_LEAF,
    MATRIX_LIMIT,
    NAME_ROW,
    Detail,
    DetailLayout,
)
from cchc_xl.workbook.merged.records import Block, Cell, DetailRow, Merged

TITLE = "CHI TIẾT TỪNG ĐƠN VỊ"
HINT = (
    "Mỗi cột bên phải là một đơn vị; ô Số liệu của từng phần là công thức trên trang này. "
    "Gõ số riêng vào “Số của đơn vị mình”; muốn thay một kết quả thì gõ vào “Số gõ thay”."
)
HINT_MANY = (
    f"Hơn {MATRIX_LIMIT} đơn vị nên số từng đơn vị nằm ở trang {DATA_SHEET}, mỗi đơn vị một dòng; "
    "ô Số liệu của từng phần là con số, không phải công thức. Gõ xong ở đây thì tổng hợp lại."
)
HEADERS = (
    "STT",
    "Chỉ tiêu",
    "Đơn vị tính",
    "Cách tổng hợp",
    "Số của đơn vị mình",
    "Số gõ thay",
    "Kết quả",
    "Số đơn vị có số",
    "Nhỏ nhất",
    "Lớn nhất",
    "Khóa",
    "Đã tính",
)
WAYS = {
    Consolidation.SUM: "Cộng",
    Consolidation.TOTAL: "Cộng các dòng con",
    Consolidation.CATALOG: "Lấy từ danh mục chung",
    Consolidation.UNION: "Đơn vị mình ghi",
    Consolidation.RATIO: "Tử số : mẫu số",
    Consolidation.UNIT_SHARE: "% đơn vị đã đạt",
    Consolidation.MANUAL: "Đơn vị mình ghi",
    Consolidation.PARENT: "Đơn vị mình ghi",
    Consolidation.YES_NO: "Đơn vị mình trả lời",
    Consolidation.CATEGORY: "Đơn vị mình trả lời",
}
_ANSWERS = frozenset({Consolidation.YES_NO, Consolidation.CATEGORY})
_NOTHING = DetailRow()


def detail_block(merged: Merged, layout: DetailLayout, form: Layout) -> Block:
    """The cells from A1 on: head, one row a printed row, one column a unit."""
    count = len(merged.heads)
    names: list[Cell] = [head.name for head in merged.heads] if layout.is_wide else []
    below: list[Cell] = [head.below for head in merged.heads] if layout.is_wide else []
    blank: list[Cell] = [None] * len(COLUMNS)
    counted: list[Cell] = [*blank]
    counted[0] = merged.about
    counted[ord(COUNT_CELL[0]) - ord("A") - 1] = "Số đơn vị:"
    counted[ord(COUNT_CELL[0]) - ord("A")] = Formula(_count_formula(layout), count)
    block: Block = [
        [TITLE, *blank[1:]],
        counted,
        [HINT if layout.is_wide else HINT_MANY, *blank[1:]],
        [*HEADERS, *names],
        [*blank, *below],
    ]
    for number, line in layout.lines:
        block.append(_line(merged, layout, form, number, line))
    width = max(len(row) for row in block)
    return [[*row, *[None] * (width - len(row))] for row in block]


def _count_formula(layout: DetailLayout) -> str:
    if not layout.is_wide:
        return _counting(names_area(layout.leaves))
    last = letters(FIRST_LEAF + max(layout.leaves - 1, 0))
    return _counting(f"${letters(FIRST_LEAF)}${NAME_ROW}:${last}${NAME_ROW}")


def _counting(area: str) -> str:
    return f'=SUMPRODUCT(--({area}<>""))'


def _line(
    merged: Merged, layout: DetailLayout, form: Layout, number: int, line: Section | Row
) -> list[Cell]:
    if isinstance(line, Section):
        return [line.no, line.title]
    if line.kind is RowKind.HEADING:
        return [line.no, line.label]
    found = merged.rows.get(line.key, _NOTHING)
    numbers = [value for value in found.values if isinstance(value, int | float)]
    area = layout.values(line.key).rpartition("!")[2] if layout.is_wide else layout.values(line.key)
    shown = form.reference(line.key)
    filled = f"${Detail.FILLED}${number}"
    low: Cell = None
    high: Cell = None
    if line.consolidation not in _ANSWERS:
        low = Formula(f'=IF({filled}=0,"",MIN({area}))', min(numbers, default=""))
        high = Formula(f'=IF({filled}=0,"",MAX({area}))', max(numbers, default=""))
    left: list[Cell] = [
        line.no,
        line.label,
        line.measure,
        WAYS[line.consolidation] if line.consolidation else None,
        found.own,
        found.override,
        Formula(f'=IF({shown}="","",{shown})', _plain(found.result)),
        Formula(f"=COUNT({area})", len(numbers)),
        low,
        high,
        line.key,
        found.computed,
    ]
    return [*left, *found.values] if layout.is_wide else left


def _plain(value: CellValue) -> str | float | int:
    return value if isinstance(value, str | float | int) else ""
