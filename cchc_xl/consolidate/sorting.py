"""Which received files count: one file a unit and period, nobody twice, nobody forgotten.

Opens no file. The outcome does not depend on the order in which files were found.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cchc_xl.consolidate import notices
from cchc_xl.consolidate.contribution import Contribution, identity_of
from cchc_xl.consolidate.joining import Joined, join
from cchc_xl.consolidate.matching_units import UnitBook
from cchc_xl.consolidate.submission import Status, Submission, UnitStatus
from cchc_xl.consolidate.twice import without_repeats
from cchc_xl.model import Finding, Kind, ListedUnit, OrgUnit, Period
from cchc_xl.text import fold

_STRANGER = 10  # filled rows from which on a file with next to nothing in common is another form
_IN_COMMON = 3
_BLANK = "Tệp chưa điền số liệu nào."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the parent asked for. ``period`` None: any period counts.

    ``keys`` are the rows of the parent's form; ``used`` is column *Dùng* by a file's SHA-256.
    """

    keys: Collection[str]
    period: Period | None = None
    units: tuple[ListedUnit, ...] = ()
    used: Mapping[str, bool] = field(default_factory=dict)
    parent: OrgUnit = field(default_factory=OrgUnit)


@dataclass(frozen=True, slots=True)
class Sorted:
    """One line a file and one a unit that sent none; the leaves to add up; what to say of it."""

    units: tuple[UnitStatus, ...]
    leaves: tuple[Contribution, ...]
    findings: tuple[Finding, ...]


def sort_out(submissions: Sequence[Submission], wanted: Wanted) -> Sorted:
    """Give every file its status and take the leaves of those that count."""
    book = UnitBook(wanted.units)
    ordered = sorted(submissions, key=lambda one: (one.file, one.sha256))
    told = [_alone(submission, wanted, book) for submission in ordered]
    lines = [line for line in told if line.status is not Status.MERGED]
    findings: list[Finding] = []
    joined: list[Joined] = []
    for group in _by_unit([line for line in told if line.status is Status.MERGED]):
        one = join(group)
        joined.append(one)
        findings += one.findings
    repeats = without_repeats(joined)
    for one in repeats.joined:
        lines += one.lines
    findings += repeats.findings
    lines += _missing(lines, repeats.joined, book)
    findings = [*notices.of_lines(lines), *findings]
    return Sorted(
        units=tuple(sorted(lines, key=_order)),
        leaves=tuple(leaf for one in repeats.joined for leaf in one.leaves),
        findings=tuple(findings),
    )


def _order(line: UnitStatus) -> tuple[str, str]:
    return (identity_of(line.unit), line.file or "")


def _by_unit(lines: Sequence[UnitStatus]) -> Iterator[list[UnitStatus]]:
    """Files of one unit, whatever they call it. One without a code is the unit of its name."""
    named: dict[str, list[UnitStatus]] = defaultdict(list)
    for line in lines:
        listed = line.listed
        named[identity_of(listed.name, listed.code) if listed else identity_of(line.unit)] += [line]
    for _, group in sorted(named.items()):
        codes = {_code(line) for line in group} - {""}
        if len(codes) < 2:
            yield group
            continue
        for code in sorted({_code(line) for line in group}):
            yield [line for line in group if _code(line) == code]


def _code(line: UnitStatus) -> str:
    unit = line.submission.org_unit if line.submission else OrgUnit()
    return fold(unit.code or "")


def _alone(submission: Submission, wanted: Wanted, book: UnitBook) -> UnitStatus:
    """What can be said of one file without looking at the others."""
    match = book.find(submission.org_unit, submission.file)
    listed = match.listed
    name = listed.name if listed else submission.org_unit.name or submission.file
    used = wanted.used.get(submission.sha256)

    def line(status: Status, reason: str = "") -> UnitStatus:
        return UnitStatus(status, name, reason, listed, _placed(submission, listed, name), used)

    if submission.problem is not None:
        stranger = submission.problem.kind is Kind.TEMPLATE_UNKNOWN
        reason = str(submission.problem.facts.get("reason", ""))
        return line(Status.WRONG_TEMPLATE if stranger else Status.UNREADABLE, reason)
    if used is False:
        return line(Status.EXCLUDED, "Bạn đã chọn Không ở cột Dùng.")
    if _is_parent(submission, wanted.parent):
        return line(Status.EXCLUDED, notices.OWN_FILE)
    if _is_stranger(submission, wanted.keys):
        return line(Status.WRONG_TEMPLATE, notices.OTHER_FORM)
    if used is True:
        return line(Status.MERGED, match.reason)
    period = submission.period
    if wanted.period is not None and period is not None and period != wanted.period:
        words = f"Báo cáo {period.title}, đang tổng hợp {wanted.period.title}."
        return line(Status.WRONG_PERIOD, words)
    if wanted.units and listed is None:
        return line(Status.UNEXPECTED, match.reason or notices.NOT_LISTED)
    blank = "" if any(leaf.values or leaf.unreadable for leaf in submission.leaves) else _BLANK
    return line(Status.MERGED, " ".join(filter(None, (match.reason, blank))))


def _placed(submission: Submission, listed: ListedUnit | None, name: str) -> Submission:
    """The file with its unit as the list names it: level where the file has none, list shared."""
    unit = submission.org_unit
    level = unit.level or (listed.level if listed else None)
    code = unit.code or (listed.code if listed else "") or ""
    group = listed.group if listed else ""

    def placed(leaf: Contribution) -> Contribution:
        if submission.consolidated and (not leaf.own or leaf.org_unit != submission.org_unit.name):
            return leaf
        via = name if submission.consolidated else ""
        return replace(
            leaf, org_unit=name, level=leaf.level or level, code=code, group=group, via=via
        )

    return replace(
        submission,
        org_unit=OrgUnit(name=name, level=level, code=code or None),
        leaves=tuple(placed(leaf) for leaf in submission.leaves),
    )


def _is_parent(submission: Submission, parent: OrgUnit) -> bool:
    unit = submission.org_unit
    if not parent.name or not unit.name:
        return False
    same_code = not (unit.code and parent.code) or unit.code == parent.code
    return identity_of(unit.name) == identity_of(parent.name) and same_code


def _is_stranger(submission: Submission, keys: Collection[str]) -> bool:
    filled = {key for leaf in submission.leaves for key in (*leaf.values, *leaf.unreadable)}
    common = sum(key in keys for key in filled)
    return bool(filled) and (common == 0 or (common < _IN_COMMON and len(filled) >= _STRANGER))


def _missing(
    lines: Sequence[UnitStatus], joined: Sequence[Joined], book: UnitBook
) -> list[UnitStatus]:
    """Listed units of which nothing came that counts, or will once the parent has chosen."""
    present = {
        (line.listed.name, line.listed.code)
        for line in lines
        if line.listed is not None and line.status in _PRESENT
    }
    for one in joined:
        for leaf in one.leaves:
            found = book.find(OrgUnit(name=leaf.org_unit, code=leaf.code or None), "").listed
            if found is not None:
                present.add((found.name, found.code))
    unused = {(line.listed.name, line.listed.code): line for line in reversed(lines) if line.listed}
    return [
        UnitStatus(
            Status.MISSING,
            unit.name,
            _sent_unused(unused.get((unit.name, unit.code))),
            listed=unit,
        )
        for unit in book.units
        if (unit.name, unit.code) not in present
    ]


def _sent_unused(line: UnitStatus | None) -> str:
    """Of a unit that did send something: which file, and what became of it."""
    if line is None or line.file is None:
        return ""
    return f"Có tệp {notices.short_name(line.file)} nhưng chưa được cộng: {line.status.label}."


_PRESENT = (Status.MERGED, Status.PART, Status.DUPLICATE, Status.ALREADY_INCLUDED)
