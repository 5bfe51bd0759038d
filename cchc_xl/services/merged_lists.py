"""Lines of `Lỗi của đơn vị`, `Đôn đốc`, `Dòng ngoài biểu` and `Nhật ký`."""

from collections.abc import Mapping

from cchc_xl.consolidate import Status, UnitFinding, UnitStatus
from cchc_xl.services.merged_common import (
    day,
    moment,
    parent_name,
    report_words,
    short,
)
from cchc_xl.services.merged_submissions import late_lines, received_on, unit_of
from cchc_xl.services.outcome import ForeignRow, Outcome
from cchc_xl.workbook.choices import level_words
from cchc_xl.workbook.content import CellValue
from cchc_xl.workbook.merged.detail_places import MATRIX_LIMIT

Line = list[CellValue]
#: Files that need something of their unit before they count.
BLOCKED = (
    Status.UNREADABLE,
    Status.WRONG_PERIOD,
    Status.WRONG_TEMPLATE,
    Status.DUPLICATE,
)
ANSWERED = " (đã giải trình)"


def child_findings(outcome: Outcome, names: Mapping[str, str]) -> list[Line]:
    """Every error and warning of every file that was read, with the unit's own words."""
    return [
        [
            line.unit,
            finding.severity.label + (ANSWERED if finding.justification else ""),
            finding.no,
            finding.label,
            finding.place,
            finding.text,
            finding.message,
            finding.fix,
            finding.suggestion,
            finding.justification,
            short(line.submission.file, names),
            finding.code,
        ]
        for line in outcome.units
        if line.submission is not None
        for finding in line.submission.findings
        if finding.message  # of very many files only errors are in words
    ]


def open_findings(line: UnitStatus) -> tuple[UnitFinding, ...]:
    """What a file's unit has not answered yet."""
    if line.submission is None:
        return ()
    return tuple(one for one in line.submission.findings if not one.justification)


def reminder_lines(outcome: Outcome) -> list[Line]:
    """Units that sent nothing usable, then those that sent late."""
    blocked: dict[str, list[UnitStatus]] = {}
    for line in outcome.units:
        if _is_blocked(line):
            blocked.setdefault(unit_of(line), []).append(line)
    counted = {unit_of(line) for line in outcome.units if line.status.counts}
    left_out = {unit_of(line): [line] for line in outcome.units if line.status is Status.EXCLUDED}
    missing = [line for line in outcome.units if line.status is Status.MISSING]
    lines = [
        _missing(outcome, line, blocked.pop(unit_of(line), []) or left_out.get(unit_of(line), []))
        for line in missing
    ]
    for unit, files in blocked.items():
        if unit not in counted:
            lines.append(_unusable(outcome, files))
    return lines + [_late(outcome, line) for line in late_lines(outcome)]


def _is_blocked(line: UnitStatus) -> bool:
    return line.status in BLOCKED and not line.repeats


def _missing(outcome: Outcome, line: UnitStatus, files: list[UnitStatus]) -> Line:
    if files:
        return _unusable(outcome, files, line)
    level = level_words(line.listed.level if line.listed else None)
    due = f" (hạn nộp {day(outcome.deadline)})" if outcome.deadline else ""
    report, parent = report_words(outcome), parent_name(outcome)
    text = (
        f"Kính gửi {line.unit}: {parent} chưa nhận được {report}{due}. "
        "Đề nghị đơn vị gửi ngay; nếu đã gửi, xin gửi lại tệp Excel."
    )
    return [line.unit, level, line.status.label, outcome.deadline, None, f"Gửi {report}.", text]


def _unusable(outcome: Outcome, files: list[UnitStatus], missing: UnitStatus | None = None) -> Line:
    line = files[0]
    unit = missing.unit if missing is not None else line.unit
    reasons = " ".join(dict.fromkeys(one.reason for one in files if one.reason))
    level = line.submission.org_unit.level if line.submission else None
    told = " ".join(dict.fromkeys(told_the_unit(one) for one in files))
    text = (
        f"Kính gửi {unit}: tệp {report_words(outcome)} đã gửi chưa dùng được. {told} "
        f"Đề nghị đơn vị gửi lại {parent_name(outcome)}."
    )
    return [
        unit,
        level_words(level),
        line.status.label,
        outcome.deadline,
        received_on(outcome, line),
        reasons or "Gửi lại tệp đúng.",
        " ".join(text.split()),
    ]


def told_the_unit(line: UnitStatus) -> str:
    """A reason as the unit reads it: nothing of what only the parent can do (column *Dùng*)."""
    if line.status is Status.DUPLICATE:
        return "Các tệp của đơn vị ghi khác nhau, cần cho biết tệp nào đúng."
    return "" if line.status is Status.EXCLUDED else line.reason


def _late(outcome: Outcome, line: UnitStatus) -> Line:
    level = line.submission.org_unit.level if line.submission else None
    received = received_on(outcome, line)
    text = (
        f"Kính gửi {line.unit}: {parent_name(outcome)} nhận {report_words(outcome)} ngày "
        f"{day(received)}, sau hạn nộp {day(outcome.deadline)}. Đề nghị kỳ sau gửi đúng hạn."
    )
    level_cell = level_words(level)
    todo = "Rút kinh nghiệm, kỳ sau gửi đúng hạn."
    return [line.unit, level_cell, "Nộp muộn", outcome.deadline, received, todo, text]


def foreign_lines(outcome: Outcome, names: Mapping[str, str]) -> list[Line]:
    """Rows of the units that the form has no place for; of very many units one line a row."""
    if len(outcome.leaves) > MATRIX_LIMIT:
        return _foreign_by_row(outcome)
    return [
        [
            row.org_unit,
            row.no,
            row.label,
            row.measure,
            row.text,
            row.template_id,
            short(row.file, names),
        ]
        for row in outcome.foreign
    ]


def _foreign_by_row(outcome: Outcome) -> list[Line]:
    """How many units filled each such row; their figures stay in their files and in `--csv`."""
    rows: dict[tuple[str, str], list[ForeignRow]] = {}
    for row in outcome.foreign:
        rows.setdefault((row.template_id, row.key), []).append(row)
    return [
        [
            f"{len(found)} đơn vị",
            found[0].no,
            found[0].label,
            found[0].measure,
            found[0].text if len({one.text for one in found}) == 1 else "xem tệp của đơn vị",
            template_id,
            f"{len({one.file for one in found})} tệp",
        ]
        for (template_id, _), found in rows.items()
    ]


def log_lines(outcome: Outcome) -> list[tuple[str, str, str]]:
    """`Nhật ký`: what stood there, then this run and every file it looked at."""
    at, template = moment(outcome.at), outcome.template
    lines = list(outcome.kept.log)
    if not lines:
        words = f"Mẫu {template.id}: {template.title}"
        lines.append((at, "Lập sổ", words))
    files = [line.submission for line in outcome.units if line.submission is not None]
    period = f", {outcome.period.title}" if outcome.period else ""
    lines.append(
        (
            at,
            "Tổng hợp",
            f"{len(files)} tệp, {len(outcome.leaves)} đơn vị được cộng{period}; mẫu {template.id}",
        )
    )
    if outcome.kept.moved:
        rows = ", ".join(
            template.by_key[key].no.rstrip(".") or template.by_key[key].label
            for key in outcome.kept.moved
        )
        words = f"Số ở cột Số liệu chuyển sang Số của đơn vị mình (Chi tiết đơn vị): {rows}"
        lines.append((at, "Chuyển số", words))
    for line in outcome.units:
        file = line.submission
        if file is None:
            continue
        changed = f" · sửa lúc {moment(file.modified)}" if file.modified else ""
        size = f"{file.size:,}".replace(",", ".")
        words = f"{file.file} · {size} byte{changed} · SHA-256 {file.sha256}"
        lines.append((at, line.status.label, words))
    return lines
