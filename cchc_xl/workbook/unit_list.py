"""The unit list (DANHSACH) as a file: ``.csv`` however it was saved, or any workbook."""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

from cchc_xl.messages import reason_sentence
from cchc_xl.model import ListedUnit, Period
from cchc_xl.text import fold
from cchc_xl.workbook.intake import read_text, sniff
from cchc_xl.workbook.layout import UNIT_LIST_SHEET
from cchc_xl.workbook.package import write_file
from cchc_xl.workbook.problems import FileKind, FileProblem
from cchc_xl.workbook.unit_lines import (
    COLUMNS,
    STARTS_FORMULA,
    Line,
    UnitList,
    find_header,
    understand,
)

__all__ = [
    "LIST_NAME",
    "UnitList",
    "UnitListError",
    "list_text",
    "read_unit_list",
    "write_unit_list",
]

#: The list that is put beside the issued workbooks, for `tong-hop` to find.
LIST_NAME = "danh-sach-don-vi.csv"

_SEPARATORS = (";", ",", "\t")
_NO_HEADER = "Danh sách “{name}” không có dòng tiêu đề; cần các cột {columns} (ít nhất ten_don_vi)."


class UnitListError(Exception):
    """The list as a whole cannot be used; the text is one Vietnamese sentence."""


def read_unit_list(path: Path) -> UnitList:
    """Read a list of units. Raises `UnitListError`; what is wrong with single lines is told there.

    Nothing of the file is run or followed; its size is limited as that of any received file.
    """
    try:
        found = _text_lines(path) if sniff(path) is FileKind.TEXT else _sheet_lines(path)
        header = find_header(found)
    except FileProblem as problem:
        facts = {**problem.facts, "name": path.name}
        raise UnitListError(reason_sentence(problem.reason, facts)) from problem
    except ValueError as error:
        raise UnitListError(
            f"Danh sách “{path.name}” có hai cột “{error}”; hãy bỏ bớt một cột."
        ) from error
    if header is None:
        raise UnitListError(_NO_HEADER.format(name=path.name, columns=", ".join(COLUMNS[:5])))
    index, columns = header
    result = understand(found[index + 1 :], columns)
    if not result.units and not result.faults:
        raise UnitListError(f"Danh sách “{path.name}” chưa có đơn vị nào dưới dòng tiêu đề.")
    return result


def write_unit_list(
    path: Path,
    units: Sequence[ListedUnit],
    period: Period | None = None,
    deadline: dt.date | None = None,
) -> None:
    """Write a list that `read_unit_list` and Excel read alike: UTF-8 with its mark, semicolons."""
    write_file(path, list_text(units, period, deadline).encode("utf-8-sig"))


def list_text(
    units: Sequence[ListedUnit], period: Period | None = None, deadline: dt.date | None = None
) -> str:
    """The text of a unit list."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for unit in units:
        cells = (
            unit.name,
            unit.level.value if unit.level else "",
            unit.code,
            "|".join(unit.aliases),
            unit.group,
            str(period) if period else "",
            f"{deadline:%d/%m/%Y}" if deadline else "",
        )
        # An apostrophe keeps Excel from taking a text for a formula; reading takes it off again.
        writer.writerow(f"'{c}" if c.startswith(STARTS_FORMULA) else c for c in cells)
    return target.getvalue()


def _text_lines(path: Path) -> list[Line]:
    """The lines of a text file, by the separator under which its header is found."""
    text, encoding = read_text(path)
    if encoding == "latin-1" and not text.isascii():
        raise UnitListError(
            f"Danh sách “{path.name}” dùng bảng mã lạ; hãy lưu lại thành CSV UTF-8 hoặc .xlsx."
        )
    best: list[Line] = []
    for separator in _SEPARATORS:
        lines, problem = _split(text, separator, path)
        header = find_header(lines)
        if header is None:
            continue
        if problem is not None:
            raise problem
        if len(header[1]) > 1:
            return lines
        best = best or lines
    return best


def _split(text: str, separator: str, path: Path) -> tuple[list[Line], UnitListError | None]:
    """The lines up to the first that cannot be parted, and what is wrong with that one."""
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    lines: list[Line] = []
    start = 1
    try:
        for cells in reader:
            lines.append((start, [cell or None for cell in cells]))
            start = reader.line_num + 1
    except csv.Error:
        return lines, UnitListError(
            f"Danh sách “{path.name}” hỏng ở dòng {start}: dấu ngoặc kép không khớp; "
            "hãy sửa dòng đó hoặc lưu danh sách thành .xlsx."
        )
    return lines, None


def _sheet_lines(path: Path) -> list[Line]:
    """The lines of the one sheet that holds a list."""
    from cchc_xl.workbook.grids import read_grids

    sheets: dict[str, list[Line]] = {}
    for grid in read_grids(path):
        lines: list[Line] = [
            (number, cells) for number, cells in enumerate(grid.rows, grid.first_row + 1)
        ]
        if not grid.hidden and find_header(lines) is not None:
            sheets[grid.name] = lines
    named = [lines for name, lines in sheets.items() if fold(name) == fold(UNIT_LIST_SHEET)]
    if named:
        return named[0]
    if len(sheets) > 1:
        raise UnitListError(
            f"Tệp “{path.name}” có {len(sheets)} trang danh sách ({'; '.join(sheets)}); hãy để "
            f"một trang, hoặc đặt tên trang cần dùng là “{UNIT_LIST_SHEET}”."
        )
    return next(iter(sheets.values()), [])
