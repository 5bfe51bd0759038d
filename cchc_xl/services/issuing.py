"""Phát hành: one prefilled workbook a unit, beside the list that says who is to report."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cchc_xl.model import Level, ListedUnit, OrgUnit, Period, ReportTemplate
from cchc_xl.model.front import FrontFields
from cchc_xl.services.books import content_from, usual_front
from cchc_xl.workbook.builder import workbook_bytes
from cchc_xl.workbook.content import BookContent
from cchc_xl.workbook.package import write_file
from cchc_xl.workbook.previous import keep_previous
from cchc_xl.workbook.stamp import Stamper
from cchc_xl.workbook.unit_list import LIST_NAME, UnitList, list_text, write_unit_list

Progress = Callable[[int, int, str], None]
"""Called with how many files are done, of how many, and the name of the next."""

_NAMED = 5  # files left alone that are named
_LONGEST_NAME = 60  # of a unit in a file name: Windows allows 260 characters for the whole path
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Order:
    """What is issued. ``front`` holds cut-off dates, deadline and issuing letter.

    ``with_macros``: `.xlsm`, for units whose PCs allow macros; otherwise `.xlsx`, which works
    everywhere (its formulas are native).
    """

    template: ReportTemplate
    units: Sequence[ListedUnit]
    period: Period
    front: FrontFields = field(default_factory=FrontFields)
    with_macros: bool = False


@dataclass(frozen=True, slots=True)
class Issued:
    """The workbook of one unit. ``is_new`` is False where a file of that name was left alone."""

    unit: ListedUnit
    path: Path
    is_new: bool


class NoPeriodError(Exception):
    """Neither the user nor the list says which period is issued."""


def order_from(
    template: ReportTemplate,
    listed: UnitList,
    period: Period | None,
    given: FrontFields,
    *,
    with_macros: bool = False,
) -> Order:
    """The order for a list. What the user gives wins over the list, that over the edition.

    Raises `NoPeriodError`.
    """
    period = period or listed.period
    if period is None:
        raise NoPeriodError
    given = replace(given, deadline=given.deadline or listed.deadline)
    front = front_for(template, period, given)
    return Order(template, listed.units, period, front, with_macros)


def front_for(
    template: ReportTemplate, period: Period | None, given: FrontFields | None = None
) -> FrontFields:
    """The dates the edition's letter sets for the period; what is given wins, field by field."""
    usual, given = usual_front(template, period), given or FrontFields()
    return replace(
        given,
        start=given.start or usual.start,
        end=given.end or usual.end,
        deadline=given.deadline or usual.deadline,
        letter=given.letter or usual.letter,
    )


def issue(folder: Path, order: Order, progress: Progress | None = None) -> list[Issued]:
    """Write the workbooks of all units, and the list, into a folder; it is made where missing.

    A file that lies there already may be filled: it is never touched, so an order may be repeated
    after a unit was added. Raises ``OSError`` when something cannot be written; every file that
    stands there then is whole.
    """
    folder.mkdir(parents=True, exist_ok=True)
    there = {path.name.casefold(): path for path in folder.iterdir()}
    contents: dict[Level | None, BookContent] = {}
    stamper = Stamper(lambda content: _build(order, content))
    issued: list[Issued] = []
    for number, (unit, name) in enumerate(zip(order.units, file_names(order), strict=True), 1):
        path = there.get(name.casefold()) or _earlier(there, unit, name) or folder / name
        is_new = path.name.casefold() not in there
        if progress is not None:
            progress(number - 1, len(order.units), path.name)
        if is_new:
            content = contents.get(unit.level) or _content(order, unit.level)
            contents[unit.level] = content
            org_unit = OrgUnit(name=unit.name, level=unit.level, code=unit.code or None)
            write_file(path, stamper.workbook(replace(content, org_unit=org_unit)))
        issued.append(Issued(unit, path, is_new))
    _write_list(folder / LIST_NAME, order)
    return issued


def said_of(issued: Sequence[Issued]) -> str:
    """One sentence on the files that were left alone; ``""`` where there are none."""
    kept = [one.path.name for one in issued if not one.is_new]
    if not kept:
        return ""
    named = "; ".join(kept[:_NAMED]) + ("; …" if len(kept) > _NAMED else "")
    return (
        f"{len(kept)} sổ đã có trong thư mục nên được giữ nguyên (có thể đã điền): {named}. "
        "Muốn phát hành lại thì chuyển các tệp đó đi hoặc chọn thư mục khác."
    )


def file_names(order: Order) -> list[str]:
    """``<code or line>_<unit>_<period>.xlsx`` for every unit: plain ASCII, each only once."""
    ending = "xlsm" if order.with_macros else "xlsx"
    width = max(3, len(str(len(order.units))))
    taken: set[str] = set()
    names = []
    for number, unit in enumerate(order.units, 1):
        first = _plain(unit.code, "-") or f"{number:0{width}}"
        stem = f"{first}_{_plain(unit.name)[:_LONGEST_NAME].strip('_') or 'don_vi'}_{order.period}"
        name, again = f"{stem}.{ending}", 2
        while name.casefold() in taken:
            name, again = f"{stem}_{again}.{ending}", again + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _plain(words: str, gap: str = "_") -> str:
    """Letters without diacritics and digits; whatever else is one ``gap``."""
    bare = unicodedata.normalize("NFD", words.replace("đ", "d").replace("Đ", "D"))
    letters = "".join(char for char in bare if not unicodedata.combining(char))
    return _NOT_PLAIN.sub(gap, letters).strip(gap)


def _earlier(there: dict[str, Path], unit: ListedUnit, name: str) -> Path | None:
    """The same unit's workbook under another line number: lines move when a unit is added."""
    if unit.code:
        return None
    same = re.compile(rf"\d{{3,}}_{re.escape(name.casefold().partition('_')[2])}")
    return next((path for known, path in there.items() if same.fullmatch(known)), None)


def _build(order: Order, content: BookContent) -> bytes:
    if order.with_macros:
        from cchc_xl.macro import macro_workbook_bytes

        return macro_workbook_bytes(order.template, content)
    return workbook_bytes(order.template, content)


def _content(order: Order, level: Level | None) -> BookContent:
    """What the workbooks of one level share: everything but the unit."""
    return content_from(order.template, {}, OrgUnit(level=level), order.period, front=order.front)


def _write_list(path: Path, order: Order) -> None:
    """The list beside the workbooks; another list that stood there is kept."""
    arguments = (order.units, order.period, order.front.deadline)
    if path.exists():
        if path.read_bytes() == list_text(*arguments).encode("utf-8-sig"):
            return
        keep_previous(path)
    write_unit_list(path, *arguments)
