"""What Kiểm tra mẫu found, as the keeper reads it: a list with links, and marks that colour cells.

The list is a sheet of its own. In every table a hidden column holds the titles of the line's wrong
cells, ``|!Khóa|Loại|`` (``!``: stops the edition); conditional formats colour by it, so that a new
check of an open workbook writes one column instead of formatting cells.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cchc_xl.authoring import layout
from cchc_xl.authoring.columns import COLUMNS, Col
from cchc_xl.authoring.draft import Draft, Fault, Table
from cchc_xl.text import shortened
from cchc_xl.workbook.cells import letters

Place = tuple[int, int]
"""Row and column, 0-based."""

HEADER = ("Mức", "Ô", "Dòng, mục", "Cột", "Điều chưa đúng", "Cách sửa")
_LONGEST = 80  # characters of a line's own words
STOPS, WORTH_A_LOOK = "Phải sửa", "Nên xem"


@dataclass(frozen=True, slots=True)
class FaultLine:
    """One line of the list; ``place`` is the cell in ``sheet``, ``about`` names its line."""

    level: str
    sheet: str
    place: Place
    about: str
    column: str
    message: str
    fix: str

    @property
    def address(self) -> str:
        """The cell as Excel names it."""
        return f"{letters(self.place[1])}{self.place[0] + 1}"


def place_when_written(fault: Fault) -> Place:
    """Where the cell stands in sheets as we write them; the header for a table as a whole."""
    names = list(COLUMNS[fault.table])
    found = names.index(fault.column) if fault.column in names else 0
    if fault.table is Table.FACTS:
        return layout.FIRST_ROW + found, 1
    row = layout.FIRST_ROW + fault.line - 1 if fault.line else layout.HEADER_ROW
    return row, found


def place_as_read(fault: Fault, draft: Draft) -> Place:
    """Where the cell stands in the sheets the draft was read from."""
    found = draft.places.get(fault.table, {}).get(fault.column)
    if fault.table is Table.FACTS:
        return (layout.FIRST_ROW, 1) if found is None else (found, 1)
    return (fault.at - 1 if fault.at else layout.HEADER_ROW), found or 0


def fault_lines(faults: Iterable[Fault], draft: Draft, *, as_read: bool = False) -> list[FaultLine]:
    """What stops first, then in the order of the sheets.

    ``as_read``: cells where they stood in the workbook the draft was read from, otherwise where we
    write them.
    """
    tables = list(Table)
    return [
        FaultLine(
            level=STOPS if fault.stops else WORTH_A_LOOK,
            sheet=fault.table.value,
            place=place_as_read(fault, draft) if as_read else place_when_written(fault),
            about=_about(fault, draft),
            column=_title(fault),
            message=fault.message,
            fix=fault.fix,
        )
        for fault in sorted(
            faults, key=lambda one: (not one.stops, not one.first, tables.index(one.table))
        )
    ]


def status(faults: Sequence[Fault], *, usable: bool) -> str:
    """One sentence over the list."""
    stopping = sum(fault.stops for fault in faults)
    rest = len(faults) - stopping
    looked = f"{rest} chỗ nên xem lại" if rest else ""
    if not usable:
        return f"Còn {stopping} chỗ phải sửa{f', {looked}' if looked else ''}."
    return f"Mẫu dùng được{f'; {looked}' if looked else ''}."


def marks(faults: Iterable[Fault]) -> Mapping[tuple[Table, int], str]:
    """Text of the hidden column, by table and line; of general facts by the place of the fact."""
    found: dict[tuple[Table, int], list[str]] = defaultdict(list)
    for fault in faults:
        if fault.table is Table.FACTS:
            names = list(COLUMNS[Table.FACTS])
            line = names.index(fault.column) + 1 if fault.column in names else 0
        else:
            line = fault.line
        about = COLUMNS[fault.table].get(fault.column)
        for title in (_title(fault), *(about.before if about else ())):
            found[fault.table, line].append(f"{'!' if fault.stops else ''}{title}")
    return {place: f"|{'|'.join(titles)}|" for place, titles in found.items()}


def _about(fault: Fault, draft: Draft) -> str:
    """The line's own words: the printed row, or what a relation is called."""
    if fault.table is Table.FACTS or not fault.line:
        return ""
    record = draft.records(fault.table)[fault.line - 1]
    words = f"{record[Col.NO]} {record[Col.LABEL] or record[Col.TITLE]}".strip() or record[Col.KEY]
    words = words or record[Col.OLD_LABEL] or record[Col.OLD]
    return shortened(words, _LONGEST)


def _title(fault: Fault) -> str:
    about = COLUMNS[fault.table].get(fault.column)
    return about.title if about else ""
