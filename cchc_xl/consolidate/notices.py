"""What collecting has to say, as findings; the words live in the catalogue."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from cchc_xl.consolidate.contribution import Contribution
from cchc_xl.consolidate.submission import Status, UnitStatus
from cchc_xl.model import Finding, Kind, Severity

NAMED = 8  # units or files a finding names before it only counts

OWN_FILE = (
    "Là báo cáo của chính đơn vị tổng hợp; số liệu riêng thì đưa vào cột Số của đơn vị mình "
    "hoặc tùy chọn --so-lieu-rieng."
)
OTHER_FORM = "Biểu này gần như không có dòng chung với biểu đang tổng hợp."
NOT_LISTED = "Không có trong danh sách đơn vị; muốn cộng thì chọn Có ở cột Dùng."
OTHER_CHOSEN = "Bạn đã chọn tệp khác của đơn vị này ở cột Dùng."
TO_CHOOSE = "Các tệp của đơn vị này ghi khác nhau; chọn Có ở cột Dùng cho tệp đúng."
OTHER_PERIODS = "Các tệp của đơn vị này thuộc nhiều kỳ; chọn Có ở cột Dùng cho tệp cần cộng."
CHOSEN_TWICE = "Bạn chọn Có ở nhiều tệp không khớp nhau của đơn vị này; chỉ để Có ở một tệp."


def some(names: Iterable[str], what: str = "đơn vị") -> tuple[str, ...]:
    """The first names, then how many more of ``what`` there are."""
    named = list(dict.fromkeys(names))
    rest = len(named) - NAMED
    return (*named[:NAMED], f"và {rest} {what} khác") if rest > 0 else tuple(named)


def of_lines(lines: Sequence[UnitStatus]) -> Iterator[Finding]:
    """One finding a cause, with everybody it concerns."""
    for line in lines:
        if line.submission is not None and line.submission.problem is not None:
            yield line.submission.problem
    yield from _listing(lines, Status.MISSING, "TH101", Kind.UNIT_MISSING, Severity.WARNING)
    yield from _listing(lines, Status.UNEXPECTED, "TH102", Kind.UNIT_UNEXPECTED, Severity.WARNING)
    yield from _listing(lines, Status.WRONG_PERIOD, "TH106", Kind.PERIOD_MISMATCH, Severity.WARNING)
    strangers = [
        line
        for line in lines
        if line.status is Status.WRONG_TEMPLATE
        and line.submission is not None
        and line.submission.problem is None
    ]
    yield from _listing(
        strangers, Status.WRONG_TEMPLATE, "TH108", Kind.TEMPLATE_UNKNOWN, Severity.WARNING
    )
    undated = [
        line
        for line in lines
        if line.status.counts and line.submission is not None and line.submission.period is None
    ]
    if undated:
        yield _about(undated, "TH110", Kind.PERIOD_UNKNOWN, Severity.NOTE)


def _listing(
    lines: Sequence[UnitStatus], status: Status, code: str, kind: Kind, severity: Severity
) -> Iterator[Finding]:
    found = [line for line in lines if line.status is status]
    if found:
        yield _about(found, code, kind, severity)


def _about(lines: Sequence[UnitStatus], code: str, kind: Kind, severity: Severity) -> Finding:
    return Finding(
        code,
        kind,
        severity,
        facts={
            "units": some(_named(line) for line in lines),
            "count": len(lines),
        },
    )


def _named(line: UnitStatus) -> str:
    name = short_name(line.file)
    return f"{line.unit} ({name})" if name and line.file != line.unit else line.unit


def short_name(file: str | None) -> str:
    """A file as a sentence names it, without its folder."""
    return PurePath(file).name if file else ""


def _files(lines: Sequence[UnitStatus]) -> tuple[str, ...]:
    return some((short_name(line.file) for line in lines), "tệp")


def _of_unit(code: str, severity: Severity, lines: Sequence[UnitStatus], **more: object) -> Finding:
    """What there is to say of several files of one unit."""
    facts = {"unit": lines[0].unit, "files": _files(lines), "count": len(lines), **more}
    return Finding(code, Kind.UNIT_DUPLICATED, severity, facts=facts)


def same_twice(repeated: Sequence[UnitStatus]) -> Finding:
    """The same file again: counted once."""
    return _of_unit("TH104", Severity.NOTE, repeated)


def to_choose(lines: Sequence[UnitStatus], rows: Sequence[str]) -> Finding:
    """Files of one unit that disagree: none counts until the parent has chosen."""
    return _of_unit("TH103", Severity.ERROR, lines, rows=len(rows))


def parts(lines: Sequence[UnitStatus]) -> Finding:
    """Parts of one appendix, filled by different offices, joined."""
    return _of_unit("TH107", Severity.NOTE, lines)


def twice(leaves: Sequence[Contribution], first: Sequence[str], second: str) -> Finding:
    """Units that came in two files: counted in the first only."""
    return Finding(
        "TH105",
        Kind.DOUBLE_COUNT,
        Severity.ERROR,
        facts={
            "units": some(leaf.org_unit for leaf in leaves),
            "first": some(map(short_name, first), "tệp"),
            "second": short_name(second),
            "count": len(leaves),
        },
    )
