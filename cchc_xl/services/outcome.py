"""What one Tổng hợp yields, before anybody writes it down."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from cchc_xl.consolidate import Consolidated, Contribution, UnitStatus
from cchc_xl.model import Finding, ListedUnit, OrgUnit, Period, Report, ReportTemplate
from cchc_xl.model.front import FrontFields


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """A filled row of a child that has no place in the parent's form: listed, not lost."""

    org_unit: str
    file: str
    template_id: str
    key: str
    no: str
    label: str
    measure: str
    text: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What the parent entered in a consolidated workbook and every re-run keeps.

    ``own``: figures of column *Số của đơn vị mình* of rows that add up, and the entries in column D
    of rows that do not (`manual`, `parent`, `yes_no`, `category`, `union`). ``overrides``: figures
    typed over a consolidated formula and kept. ``used`` and ``received``: column *Dùng* and the
    date of receipt by the file's SHA-256. ``notes`` and ``justifications`` are columns E and G.
    ``words`` are texts in D of rows that take text, ``front`` what stands on `Trang chính`.
    ``overwritten`` are rows whose formula in D somebody typed over since (their figures are among
    ``overrides``), ``moved`` those whose figure in D of a workbook never consolidated is now own.
    ``own_words`` and ``override_words`` are what stands among such figures and is no number: it
    adds nothing, is named, and stays in its cell for the parent to put right.
    """

    own: Mapping[str, Decimal] = field(default_factory=dict)
    overrides: Mapping[str, Decimal] = field(default_factory=dict)
    used: Mapping[str, bool] = field(default_factory=dict)
    received: Mapping[str, dt.date] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    justifications: Mapping[str, str] = field(default_factory=dict)
    units: tuple[ListedUnit, ...] = ()
    log: tuple[tuple[str, str, str], ...] = ()  # when, what, detail: lines already in Nhật ký
    words: Mapping[str, str] = field(default_factory=dict)
    front: FrontFields | None = None
    overwritten: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    own_words: Mapping[str, str] = field(default_factory=dict)
    override_words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One consolidation. ``report`` is the parent's appendix with its values in place.

    ``units`` has one line a file and one a missing unit, ``leaves`` what was added up (the columns
    of *Chi tiết đơn vị*, in their order), ``findings`` what collecting, adding up and checking the
    result say.
    """

    template: ReportTemplate
    org_unit: OrgUnit
    period: Period | None
    deadline: dt.date | None
    units: tuple[UnitStatus, ...]
    leaves: tuple[Contribution, ...]
    result: Consolidated
    report: Report
    findings: tuple[Finding, ...]
    foreign: tuple[ForeignRow, ...]
    kept: Kept
    at: dt.datetime
