"""What the lines of a unit list (DANHSACH) say: units, their period and deadline, what is wrong.

Works on rows of cells, wherever they were read: a file, or a sheet of an open workbook. Nothing is
guessed: a line that cannot be right is told with its number.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from cchc_xl.model import Level, ListedUnit, Period, text_of
from cchc_xl.templates.document import level_of
from cchc_xl.text import clean, fold, fold_keep_tones, read_day
from cchc_xl.workbook.choices import read_level, read_period
from cchc_xl.workbook.grids import GridCell, RawCell

T = TypeVar("T")

#: Columns of the list, in the order they are written; the first five are the contract.
COLUMNS = ("ten_don_vi", "cap", "ma", "ten_khac", "nhom", "ky", "han_nop")

Line = tuple[int, Sequence[GridCell]]
"""A line's number as the user sees it (from 1), and its cells."""

_HEADERS: Mapping[str, str] = {
    **{fold(name): name for name in COLUMNS},
    **dict.fromkeys(
        ("don vi", "ten", "ten co quan", "co quan", "ten don vi bao cao", "don vi bao cao"),
        "ten_don_vi",
    ),
    **dict.fromkeys(("cap don vi", "cap cua don vi", "cap hanh chinh"), "cap"),
    **dict.fromkeys(("ma don vi", "ma so", "ma dinh danh"), "ma"),
    **dict.fromkeys(("ten goi khac", "ten cu"), "ten_khac"),
    **dict.fromkeys(("nhom don vi", "nhom thu tuc", "nhom danh muc"), "nhom"),
    **dict.fromkeys(("ky bao cao",), "ky"),
    **dict.fromkeys(("han", "ngay han nop", "thoi han nop"), "han_nop"),
}
_LEVELS: Mapping[str, Level] = {
    **dict.fromkeys(("phuong", "xa phuong", "thi tran", "dac khu", "xa phuong thi tran"), Level.XA),
    **dict.fromkeys(("quan", "thi xa", "quan huyen"), Level.HUYEN),
    **dict.fromkeys(
        ("so nganh", "so ban nganh", "nganh", "cap so", "ban", "co quan cap tinh"), Level.SO
    ),
}
_LAST = 10**9  # behind every line
_SEARCHED = 30  # lines in which the headers must be found
#: What a text must not begin with in a file that Excel opens.
STARTS_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class UnitList:
    """A unit list as understood.

    ``units`` are the lines that name a unit, in their order; ``faults`` one sentence a line that
    must be put right (issuing waits for that), ``notes`` what was done with doubtful ones.
    ``period`` and ``deadline`` are None where the list does not give them.
    """

    units: tuple[ListedUnit, ...] = ()
    period: Period | None = None
    deadline: dt.date | None = None
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    """One list under way; periods and deadlines with the line that said them first."""

    units: list[ListedUnit] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)  # number of the line, what
    notes: list[str] = field(default_factory=list)
    periods: dict[Period, int] = field(default_factory=dict)
    deadlines: dict[dt.date, int] = field(default_factory=dict)

    def blame(self, number: int, words: str) -> None:
        """Say what is wrong with a line."""
        self.faults.append((number, f"Dòng {number}: {words}"))


def header_columns(cells: Iterable[GridCell]) -> dict[str, int] | None:
    """Where each column stands, by the words of a header line; None when it is no header.

    Raises ``ValueError`` with the words of a header that stands there twice.
    """
    found: dict[str, int] = {}
    for number, cell in enumerate(cells):
        name = _HEADERS.get(fold(words_of(cell)))
        if name is not None:
            if name in found:
                raise ValueError(words_of(cell))
            found[name] = number
    return found if "ten_don_vi" in found and len(found) > 1 else _name_alone(found, cells)


def _name_alone(found: dict[str, int], cells: Iterable[GridCell]) -> dict[str, int] | None:
    """A list of nothing but names: only its full header counts, "Tên" may be part of a title."""
    words = {fold(words_of(cell)) for cell in cells}
    return found if "ten don vi" in words else None


def find_header(lines: Sequence[Line]) -> tuple[int, dict[str, int]] | None:
    """The index of the header among the first lines, and its columns. Raises ``ValueError``."""
    for index, (_, cells) in enumerate(lines[:_SEARCHED]):
        columns = header_columns(cells)
        if columns is not None:
            return index, columns
    return None


def understand(lines: Iterable[Line], columns: Mapping[str, int]) -> UnitList:
    """The units below a header."""
    state = _Reading()
    for number, cells in lines:
        words = {
            name: words_of(cells[column], "|" if name == "ten_khac" else " ")
            if column < len(cells)
            else ""
            for name, column in columns.items()
        }
        if any(words.values()):
            _read_line(state, number, words)
    _tell_repeated(state)
    period = _only(state, state.periods, "Kỳ báo cáo", str)
    deadline = _only(state, state.deadlines, "Hạn nộp", lambda day: f"{day:%d/%m/%Y}")
    return UnitList(
        units=tuple(state.units),
        period=period,
        deadline=deadline,
        faults=tuple(words for _, words in sorted(state.faults)),
        notes=tuple(state.notes),
    )


def words_of(cell: GridCell, line_end: str = " ") -> str:
    """A cell as one line of words; ``""`` for a blank one or an error."""
    value = cell.value if isinstance(cell, RawCell) else cell
    text = str(value) if isinstance(value, dt.timedelta) else text_of(value)
    words = clean(text.replace("\n", line_end))
    if words.startswith("'") and words[1:].startswith(STARTS_FORMULA):
        return words[1:]  # the mark that keeps a text from becoming a formula
    return words


def _read_line(state: _Reading, number: int, words: Mapping[str, str]) -> None:
    _read_common(state, number, words)
    name = words["ten_don_vi"]
    if not fold(name):
        state.blame(number, "thiếu tên đơn vị; hãy ghi tên hoặc xóa cả dòng.")
        return
    aliases = [alias.strip() for alias in words.get("ten_khac", "").split("|")]
    state.units.append(
        ListedUnit(
            name=name,
            level=_level(state, number, name, words.get("cap", "")),
            code=words.get("ma", ""),
            aliases=tuple(
                dict.fromkeys(alias for alias in aliases if fold(alias) not in ("", fold(name)))
            ),
            group=words.get("nhom", ""),
        )
    )
    state.numbers.append(number)


def _read_common(state: _Reading, number: int, words: Mapping[str, str]) -> None:
    """Period and deadline: any line may say them, none may say another."""
    if text := words.get("ky", ""):
        period = read_period(text)
        if period is None:
            state.blame(
                number,
                f"kỳ “{text}” chưa đúng; viết như 2024-Q1, 2024-6T, 2024-Q3, 2024-9T hoặc 2024-N.",
            )
        else:
            state.periods.setdefault(period, number)
    if text := words.get("han_nop", ""):
        day = read_day(text)
        if day is None:
            state.blame(number, f"hạn nộp “{text}” chưa đúng; viết như 05/03/2024 hoặc 2024-03-05.")
        else:
            state.deadlines.setdefault(day, number)


def _level(state: _Reading, number: int, name: str, words: str) -> Level | None:
    told = level_of(name)
    if not words:
        if told is None:
            state.blame(
                number,
                f"tên “{name}” không cho biết cấp; hãy ghi cột Cấp là xa, huyen, so hoặc tinh.",
            )
        return told
    level = read_level(words) or _LEVELS.get(fold(words))
    if level is None:
        state.blame(number, f"không hiểu cấp “{words}”; hãy ghi xa, huyen, so hoặc tinh.")
    elif told is not None and told is not level:
        state.notes.append(
            f"Dòng {number}: “{name}” được ghi là {level.label} tuy tên giống {told.label}; "
            "lấy theo cột Cấp."
        )
    return level


def _tell_repeated(state: _Reading) -> None:
    """Codes twice; names and other names that two lines share, unless codes tell units apart."""
    codes: dict[str, int] = {}
    names: dict[str, tuple[int, str]] = {}
    for index, unit in enumerate(state.units):
        number = state.numbers[index]
        if unit.code:
            first = codes.setdefault(fold(unit.code) or unit.code, index)
            if first != index:
                state.blame(
                    number,
                    f"mã “{unit.code}” đã dùng ở dòng {state.numbers[first]}; mỗi đơn vị một mã.",
                )
        for name in (unit.name, *unit.aliases):
            first, spelled = names.setdefault(fold(name), (index, name))
            if first == index:
                continue
            other = state.units[first]
            if name != unit.name or spelled != other.name:
                state.blame(
                    number,
                    f"“{name}” cũng là tên hoặc tên khác của đơn vị ở dòng "
                    f"{state.numbers[first]}; hãy bỏ tên khác ở một trong hai dòng.",
                )
            elif not (unit.code and other.code):
                state.blame(number, _same_name(name, spelled, state.numbers[first]))


def _same_name(name: str, spelled: str, first: int) -> str:
    if fold_keep_tones(spelled) != fold_keep_tones(name):
        return (
            f"tên “{name}” chỉ khác dấu với “{spelled}” ở dòng {first}; "
            "hãy ghi cột Mã cho cả hai dòng."
        )
    return (
        f"tên “{name}” đã có ở dòng {first}; hãy xóa dòng thừa, hoặc ghi cột Mã "
        "cho cả hai dòng nếu là hai đơn vị."
    )


def _only(
    state: _Reading, found: Mapping[T, int], what: str, words: Callable[[T], str]
) -> T | None:
    """The one value that every line gives; None, and a sentence, where lines differ."""
    if len(found) > 1:
        said = "; ".join(f"{words(value)} ở dòng {line}" for value, line in found.items())
        state.faults.append((_LAST, f"{what} phải như nhau ở mọi dòng, đang có: {said}."))
        return None
    return next(iter(found), None)
