"""What the services hand over for the sheets of a consolidated workbook: values and words."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cchc_xl.workbook.content import CellValue, Formula

Cell = CellValue | Formula
Block = list[list[Cell]]


@dataclass(frozen=True, slots=True)
class LeafHead:
    """One unit that was added up. ``below``: by which file or consolidated file it came."""

    name: str
    below: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class DetailRow:
    """One input row of the form in `Chi tiết đơn vị`.

    ``values`` has one value a unit in the order of the heads: a number, a text that could not be
    read, or None. ``computed`` is what adding up gives, ``result`` what column D shows.
    """

    values: Sequence[CellValue] = ()
    own: CellValue = None
    override: CellValue = None
    computed: CellValue = None
    result: CellValue = None


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """One received file, or a unit that sent none (``file`` is ``""`` then).

    ``state`` is column Nộp as the formula computes it; ``leads`` marks the line a unit is counted
    by. Numbers are None where there is nothing to count.
    """

    unit: str
    level: str = ""
    status: str = ""
    period: str = ""
    file: str = ""
    used: bool | None = None
    received: dt.date | None = None
    state: str = ""
    errors: int | None = None
    warnings: int | None = None
    answered: int | None = None
    reason: str = ""
    template: str = ""
    size: int | None = None
    modified: dt.datetime | None = None
    sha256: str = ""
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Submissions:
    """`Tình hình nộp`. ``expected`` counts the units that were to report, listed or not."""

    lines: Sequence[SubmissionLine] = ()
    expected: int = 0
    is_listed: bool = False
    deadline: dt.date | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One line of `Phiếu trả`. ``kind`` is one of `places.SlipKind`; ``text`` is to be pasted."""

    kind: str
    cells: Sequence[CellValue] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Ranking:
    """One chart: units with their figures, in the order they are drawn, and what it shows."""

    title: str = ""
    lines: Sequence[tuple[CellValue, ...]] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """Everything beside the form itself that a consolidated workbook shows.

    ``rows`` by key. ``findings``, ``reminders`` and ``foreign`` are lines of their lists, ``log``
    all lines of `Nhật ký`. ``rates`` are at most `chart_rows.RATE_CHARTS` ratios by unit, as many
    as the form asks. ``about`` says whose figures these are and for which period.
    """

    heads: Sequence[LeafHead] = ()
    rows: Mapping[str, DetailRow] = field(default_factory=dict)
    submissions: Submissions = field(default_factory=Submissions)
    findings: Sequence[Sequence[CellValue]] = ()
    slips: Sequence[SlipLine] = ()
    reminders: Sequence[Sequence[CellValue]] = ()
    foreign: Sequence[Sequence[CellValue]] = ()
    rates: Sequence[Ranking] = ()
    open_errors: Ranking = field(default_factory=Ranking)
    log: Sequence[tuple[str, str, str]] = ()
    about: str = ""
