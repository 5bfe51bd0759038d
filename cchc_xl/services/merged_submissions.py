"""`Tình hình nộp`: one line a file and one a missing unit, in the order of their units."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cchc_xl.consolidate import Status, UnitStatus
from cchc_xl.consolidate.contribution import identity_of
from cchc_xl.services.outcome import Outcome
from cchc_xl.workbook.choices import level_words, period_words
from cchc_xl.workbook.merged.records import SubmissionLine, Submissions
from cchc_xl.workbook.merged.submission import state_of

HINT = (
    "Dùng: chọn Có để cộng một tệp, Không để bỏ ra; sửa Ngày nhận nếu ngày máy ghi chưa đúng. "
    "Lần tổng hợp sau giữ những gì đã ghi ở hai cột này."
)
#: A unit with one of these has sent; the first of them stands for it in the counts.
_PRESENT = (Status.MERGED, Status.PART, Status.DUPLICATE, Status.ALREADY_INCLUDED)


def submissions_of(outcome: Outcome, names: Mapping[str, str]) -> Submissions:
    """The whole page. ``names``: short names of the files."""
    leading = _leading(outcome)
    lines = [
        replace(_line(outcome, unit, names), leads=number in leading)
        for number, unit in enumerate(outcome.units)
    ]
    lines = [replace(line, state=state_of(line, outcome.deadline)) for line in lines]
    listed = outcome.kept.units
    return Submissions(
        lines=lines,
        expected=len(listed) if listed else len(leading),
        is_listed=bool(listed),
        deadline=outcome.deadline,
        hint=HINT,
    )


def received_on(outcome: Outcome, line: UnitStatus) -> dt.date | None:
    """As the parent wrote it, else the report's own date, else the file's."""
    file = line.submission
    if file is None:
        return None
    kept = outcome.kept.received.get(file.sha256)
    return kept or file.report_date or (file.modified.date() if file.modified else None)


def unit_of(line: UnitStatus) -> str:
    """One unit, whatever its files call it."""
    if line.listed is not None:
        return identity_of(line.listed.name, line.listed.code)
    unit = line.submission.org_unit if line.submission else None
    return identity_of(line.unit, (unit.code if unit else None) or "")


def _leading(outcome: Outcome) -> set[int]:
    """The line each unit is counted by: of a file that counts, the last received one."""
    chosen: dict[str, tuple[tuple[int, dt.date], int]] = {}
    for number, line in enumerate(outcome.units):
        rank = _rank(line.status)
        if rank is None or (outcome.kept.units and line.listed is None):
            continue
        weight = (-rank, received_on(outcome, line) or dt.date.min)
        unit = unit_of(line)
        if unit not in chosen or weight > chosen[unit][0]:
            chosen[unit] = (weight, number)
    return {number for _, number in chosen.values()}


def _rank(status: Status) -> int | None:
    if status in (Status.MERGED, Status.PART):
        return 0
    if status is Status.MISSING:
        return len(_PRESENT)
    return _PRESENT.index(status) if status in _PRESENT else None


def _line(outcome: Outcome, line: UnitStatus, names: Mapping[str, str]) -> SubmissionLine:
    file = line.submission
    level = line.listed.level if line.listed and line.listed.level else None
    if file is None:
        return SubmissionLine(
            unit=line.unit, level=level_words(level), status=line.status.label, reason=line.reason
        )
    read = file.problem is None
    return SubmissionLine(
        unit=line.unit,
        level=level_words(file.org_unit.level or level),
        status=line.status.label,
        period=period_words(file.period),
        file=names.get(file.file, file.file),
        used=line.used,
        received=received_on(outcome, line),
        errors=file.errors if read else None,
        warnings=file.warnings if read else None,
        answered=file.answered if read else None,
        reason=line.reason,
        template=file.template.id if file.template else "",
        size=file.size,
        modified=file.modified,
        sha256=file.sha256,
    )


def late_lines(outcome: Outcome) -> Sequence[UnitStatus]:
    """Units whose report came after the deadline, by the line they are counted by."""
    leading = _leading(outcome)
    return [
        line
        for number, line in enumerate(outcome.units)
        if number in leading
        and line.status is not Status.MISSING
        and outcome.deadline is not None
        and (received_on(outcome, line) or dt.date.min) > outcome.deadline
    ]
