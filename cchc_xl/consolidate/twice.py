"""Nobody is counted twice: a consolidated file beside its own children, a child of two parents."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cchc_xl.consolidate import notices
from cchc_xl.consolidate.contribution import Contribution
from cchc_xl.consolidate.joining import Joined
from cchc_xl.consolidate.submission import Status, UnitStatus
from cchc_xl.model import Finding
from cchc_xl.text import fold


@dataclass(frozen=True, slots=True)
class Repeats:
    """The files with every leaf in one of them only, and an error for each that stood in two."""

    joined: tuple[Joined, ...]
    findings: tuple[Finding, ...]


def without_repeats(joined: Sequence[Joined]) -> Repeats:
    """Leave each leaf where it counts.

    A file the parent chose (*Dùng*) keeps what it says; otherwise a consolidated file keeps its
    leaves against the unit's own file, and the first of two consolidated files against the second.
    """
    order = sorted(range(len(joined)), key=lambda n: _precedence(joined[n]))
    held = _Held()
    kept: dict[int, Joined] = {}
    findings: list[Finding] = []
    for n in order:
        one = joined[n]
        taken = [(leaf, at) for leaf in one.leaves if (at := held.by(leaf)) is not None]
        if taken:
            first = [_files(joined[at]) for _, at in taken]
            gone = [leaf for leaf, _ in taken]
            findings.append(notices.twice(gone, first, _files(one)))
            one = _without(one, gone, first[0])
        for leaf in one.leaves:
            held.add(leaf, n)
        kept[n] = one
    return Repeats(tuple(kept[n] for n in range(len(joined))), tuple(findings))


class _Held:
    """Which file holds a unit. One that gives no code is the unit of its name."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, bool], list[tuple[str, int]]] = defaultdict(list)

    def add(self, leaf: Contribution, place: int) -> None:
        self._found[fold(leaf.org_unit), leaf.own].append((fold(leaf.code), place))

    def by(self, leaf: Contribution) -> int | None:
        code = fold(leaf.code)
        for other, place in self._found[fold(leaf.org_unit), leaf.own]:
            if not code or not other or code == other:
                return place
        return None


def _precedence(one: Joined) -> tuple[bool, bool, str]:
    chosen = any(line.used for line in one.lines)
    consolidated = any(line.submission and line.submission.consolidated for line in one.lines)
    return (not chosen, not consolidated, _files(one))


def _files(one: Joined) -> str:
    counted = [line.file for line in one.lines if line.status.counts and line.file]
    return "; ".join(counted) or "; ".join(line.file or "" for line in one.lines)


def _without(one: Joined, taken: Sequence[Contribution], other: str) -> Joined:
    leaves = tuple(leaf for leaf in one.leaves if not any(leaf is gone for gone in taken))
    if leaves:
        name = notices.short_name(other)
        reason = f"{len(taken)} đơn vị trong tệp này đã có ở tệp {name} nên không cộng lần nữa."
        lines = tuple(_said(line, line.status, reason) for line in one.lines)
    else:
        reason = f"Số liệu đã nằm trong tệp {notices.short_name(other)} nên không cộng lần nữa."
        lines = tuple(_said(line, Status.ALREADY_INCLUDED, reason) for line in one.lines)
    return replace(one, leaves=leaves, lines=lines)


def _said(line: UnitStatus, status: Status, reason: str) -> UnitStatus:
    return replace(line, status=status, reason=reason) if line.status.counts else line
