"""One received file as far as collecting needs it: small, and able to cross between processes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cchc_xl.consolidate.contribution import Contribution
from cchc_xl.model import Finding, ListedUnit, OrgUnit, Period, ReportTemplate, Severity


class Status(StrEnum):
    """What became of a received file, or of a unit that sent none (contract)."""

    MERGED = "merged"
    DUPLICATE = "duplicate"
    UNREADABLE = "unreadable"
    WRONG_PERIOD = "wrong-period"
    WRONG_TEMPLATE = "wrong-template"
    ALREADY_INCLUDED = "already-included"
    PART = "part"
    EXCLUDED = "excluded"
    MISSING = "missing"
    UNEXPECTED = "unexpected"

    @property
    def counts(self) -> bool:
        """True where the file's figures are in the total."""
        return self in (Status.MERGED, Status.PART)

    @property
    def label(self) -> str:
        """The words a user reads."""
        return _LABELS[self]


_LABELS = {
    Status.MERGED: "Đã cộng",
    Status.DUPLICATE: "Trùng",
    Status.UNREADABLE: "Không đọc được",
    Status.WRONG_PERIOD: "Khác kỳ",
    Status.WRONG_TEMPLATE: "Khác mẫu",
    Status.ALREADY_INCLUDED: "Đã nằm trong tệp khác",
    Status.PART: "Đã cộng (một phần)",
    Status.EXCLUDED: "Không dùng",
    Status.MISSING: "Chưa nộp",
    Status.UNEXPECTED: "Ngoài danh sách",
}


@dataclass(frozen=True, slots=True)
class UnitFinding:
    """One finding in a child's file, in words: what the parent sends back to the unit.

    ``place`` is sheet and cell as the unit finds them, ``text`` what stands there,
    ``justification`` the unit's own words (``""``: none).
    """

    severity: Severity
    code: str
    key: str | None
    no: str
    label: str
    place: str
    text: str
    message: str
    fix: str
    suggestion: str = ""
    justification: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """One received file. ``problem`` says why it gave no report; then all below it is empty.

    ``file`` is the path as the user gave it, ``modified`` the file's own time, ``template`` the
    form it was read on. ``leaves`` is one contribution, or all those a consolidated file carries
    (``consolidated``), what that unit added for itself included. ``places`` are sheet and cell of
    the rows whose value does not stand where the form's own layout has it; None: there are no
    cells (a text).
    """

    file: str
    size: int
    sha256: str
    modified: dt.datetime | None = None
    problem: Finding | None = None
    template: ReportTemplate | None = None
    org_unit: OrgUnit = field(default_factory=OrgUnit)
    period: Period | None = None
    report_date: dt.date | None = None
    consolidated: bool = False
    leaves: tuple[Contribution, ...] = ()
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    answered: int = 0
    findings: tuple[UnitFinding, ...] = ()
    places: Mapping[str, tuple[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """One line of *Tình hình nộp*: a received file, or a listed unit that sent none.

    ``unit`` is the name as the list has it, else as the file has it. ``used`` is what the parent
    wrote in column *Dùng* (True, False, None: left to us). ``reason`` is one Vietnamese sentence,
    blank where the status says everything. ``repeats``: another file says the very same.
    """

    status: Status
    unit: str
    reason: str = ""
    listed: ListedUnit | None = None
    submission: Submission | None = None
    used: bool | None = None
    repeats: bool = False

    @property
    def file(self) -> str | None:
        """The file's path as given; None for a unit that sent nothing."""
        return None if self.submission is None else self.submission.file
