"""Several files of one unit: the same twice, parts of one appendix, or two that disagree."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cchc_xl.consolidate import notices
from cchc_xl.consolidate.contribution import Contribution
from cchc_xl.consolidate.submission import Status, Submission, UnitStatus
from cchc_xl.model import Finding


@dataclass(frozen=True, slots=True)
class Joined:
    """What one unit's files come to: the line of each, and the leaves that count."""

    lines: tuple[UnitStatus, ...]
    leaves: tuple[Contribution, ...]
    findings: tuple[Finding, ...] = ()


def join(group: Sequence[UnitStatus]) -> Joined:
    """Take what counts of one unit's files (DOMAIN §4, "Files of one unit and one period")."""
    chosen = [line for line in group if line.used]
    passed = [_left(line, notices.OTHER_CHOSEN) for line in group if chosen and not line.used]
    different, repeated = _told_apart(chosen or group)
    findings = [notices.same_twice(repeated)] if repeated else []
    if len(different) == 1:
        return Joined((*different, *repeated, *passed), _leaves(different[0]), tuple(findings))
    rows = _disagreeing(different)
    if rows is not None:
        reason = _to_choose(different)
        asked = [replace(line, status=Status.DUPLICATE, reason=reason) for line in different]
        return Joined(
            (*asked, *repeated, *passed), (), (*findings, notices.to_choose(different, rows))
        )
    parts = [replace(line, status=Status.PART, reason=_part_of(different)) for line in different]
    findings.append(notices.parts(parts))
    return Joined((*parts, *repeated, *passed), (_together(different),), tuple(findings))


def _to_choose(different: Sequence[UnitStatus]) -> str:
    if all(line.used for line in different):
        return notices.CHOSEN_TWICE
    periods = {_file(line).period for line in different}
    return notices.TO_CHOOSE if len(periods) == 1 else notices.OTHER_PERIODS


def _left(line: UnitStatus, reason: str) -> UnitStatus:
    return replace(line, status=Status.EXCLUDED, reason=reason)


def _leaves(line: UnitStatus) -> tuple[Contribution, ...]:
    return _file(line).leaves


def _file(line: UnitStatus) -> Submission:
    assert line.submission is not None
    return line.submission


def _told_apart(group: Sequence[UnitStatus]) -> tuple[list[UnitStatus], list[UnitStatus]]:
    """The first file of each content, and the later ones that say the same."""
    first: dict[object, UnitStatus] = {}
    repeated = []
    for line in group:
        content = _content(_file(line))
        if content in first:
            name = notices.short_name(first[content].file)
            reason = f"Giống hệt tệp {name}."
            repeated.append(replace(line, status=Status.DUPLICATE, reason=reason, repeats=True))
        else:
            first[content] = line
    return list(first.values()), repeated


def _content(submission: Submission) -> object:
    """What a file says, whatever it is called; its form too, for a key may be its alone."""
    return (
        submission.period,
        submission.consolidated,
        tuple(
            sorted(
                (
                    leaf.identity,
                    tuple(sorted(leaf.values.items())),
                    tuple(sorted(leaf.unreadable.items())),
                )
                for leaf in submission.leaves
            )
        ),
    )


def _disagreeing(group: Sequence[UnitStatus]) -> tuple[str, ...] | None:
    """Rows that two files fill differently; None where all of them fit together.

    Reports for different periods, and a consolidated file beside another file, never fit.
    """
    files = [_file(line) for line in group]
    if len({one.period for one in files}) > 1 or any(one.consolidated for one in files):
        return ()
    said: dict[str, Decimal | str] = {}
    differing: dict[str, None] = {}
    for one in files:
        for key, value in _said(one).items():
            if said.setdefault(key, value) != value:
                differing[key] = None
    return tuple(differing) or None


def _said(submission: Submission) -> dict[str, Decimal | str]:
    said: dict[str, Decimal | str] = {}
    for leaf in submission.leaves:
        said |= leaf.values
        said |= leaf.unreadable
    return said


def _together(group: Sequence[UnitStatus]) -> Contribution:
    """One contribution of parts that fit; which file filled a row stays told."""
    leaves = [leaf for line in group for leaf in _leaves(line)]
    values: dict[str, Decimal] = {}
    unreadable: dict[str, str] = {}
    for leaf in leaves:
        values |= leaf.values
        unreadable |= leaf.unreadable
    files = "; ".join(leaf.file for leaf in leaves)
    return replace(leaves[0], file=files, values=values, unreadable=unreadable)


def _part_of(group: Sequence[UnitStatus]) -> str:
    return f"Ghép từ {len(group)} tệp, mỗi tệp điền một phần."
