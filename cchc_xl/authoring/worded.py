"""Relations that the words of a printed form state, whatever its rows are called elsewhere.

Only what the words say: a proposal that the keeper must delete costs as much as one that is
missing. Rows have the same parent unless said otherwise, blanks are the rule's usual ones.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from cchc_xl.authoring.likeness import role_of
from cchc_xl.model import Kind, Op, Row, RowKind, Rule, Severity
from cchc_xl.templates.labels import canonical

PART = "Phần không thể lớn hơn cả tổng chứa nó."
_TASKS = (
    "Nhiệm vụ hoàn thành đúng hạn, quá hạn và quá hạn chưa xong đều nằm trong tổng số được giao."
)
_IN_TIME = "Số đúng hạn và số quá hạn đều nằm trong tổng số."
_DONE = "Đã giải quyết xong thì hoặc đúng hạn, hoặc quá hạn."
_ASKED_FOR = "Thủ tục có phát sinh hồ sơ trực tuyến phải là thủ tục đang cung cấp trực tuyến."
_BOTH = "Có hồ sơ nộp trực tuyến thì phải có thủ tục phát sinh hồ sơ, và ngược lại."
_ONE_EACH = "Mỗi thủ tục phát sinh có ít nhất một hồ sơ nộp trực tuyến."
_NO_MORE = "Số đã làm không thể lớn hơn số phải làm."
_INSPECTED = "Không kiểm tra cơ quan nào thì không thể phát hiện vấn đề qua kiểm tra."
_TWICE = "Cùng một số {} được báo cáo ở hai phần của biểu."
_HELD = "Có tổ chức thì có số, không tổ chức thì không có số."

_LATE = re.compile(r"\b(?:dung han|truoc han|qua han|tre han)\b")
_OPEN = re.compile(r"\b(?:chua|dang)\b")
_WHOLE = re.compile(r"(?:tong )?so (?:luong )?(?:cac )?")
_GIVEN = re.compile(r"tong so .*\bgiao\b")
_SOLVED = re.compile(r"tong so .*\bda giai quyet(?: xong)?$")
_DUE = re.compile(r"(.+?) (?:can phai|phai|can) (.+)")
_ASSIGNED = re.compile(r"(.+?) duoc giao")
_LEAST_WORDS = 3  # a name of a whole that tells what is counted

Cite = Callable[[Iterable[str]], str]


def worded_rules(
    rows: Sequence[Row], sections: Mapping[str, str], cite: Cite
) -> Iterator[tuple[Rule, str]]:
    """Rules with the words they come from. ``sections``: the part of the form each row is in."""
    blocks: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        blocks[row.parent].append(row)
    found: list[tuple[Rule, str]] = []
    for block in blocks.values():
        found += _outcomes(block)
        found += _narrowed(block)
        found += _done_of_due(block)
    found += _online(rows)
    found += _inspected(rows)
    found += _told_twice(rows, sections)
    found += _held(blocks, {row.key: row for row in rows})
    for rule, source in found:
        yield rule.model_copy(update={"citation": cite(rule.keys)}), source


def _rule(op: Op, left: Sequence[Row], right: Sequence[Row], why: str, **more: object) -> Rule:
    word = {Op.LE: "khong_qua", Op.EQ: "bang", Op.BOTH_POSITIVE: "cung_voi"}.get(op, "khi_co")
    key = f"{left[0].key}_{word}_{right[0].key}" + ("_cong" if len(left) > 1 else "")
    return Rule.model_validate(
        {
            "key": key,
            "op": op,
            "left": tuple(row.key for row in left),
            "right": tuple(row.key for row in right),
            "why": why,
            **more,
        }
    )


def _outcomes(block: Sequence[Row]) -> Iterator[tuple[Rule, str]]:
    """“Tổng số … được giao”, then what was done in time, late, or is late still."""
    for whole in block:
        name = canonical(whole.label)
        if whole.kind is not RowKind.COUNT or whole.parts or not name.startswith("tong so"):
            continue
        after = block[block.index(whole) + 1 :]
        done = [row for row in after if _same_count(row, whole) and _LATE.search(_name(row))]
        if len(done) < 2:
            continue
        if _GIVEN.match(name):
            why = _TASKS if "nhiem vu" in name else _IN_TIME
            yield _rule(Op.LE, done, [whole], why), "Đúng hạn, quá hạn"
        elif _SOLVED.match(name) and not any(_OPEN.search(_name(row)) for row in done):
            severity = Severity.WARNING
            yield _rule(Op.EQ, done, [whole], _DONE, severity=severity), "Đúng hạn, quá hạn"


def _narrowed(block: Sequence[Row]) -> Iterator[tuple[Rule, str]]:
    """A row whose name is that of a row before it and goes on: only some of those are counted."""
    for n, part in enumerate(block):
        for whole in block[:n]:
            name = _counted(whole)
            if len(name.split()) < _LEAST_WORDS or not _same_count(part, whole):
                continue
            _, same, more = _counted(part).partition(f"{name} ")
            if same and more and part.key not in whole.parts and _counted(part).startswith(name):
                why = _ASKED_FOR if more.startswith("co phat sinh ho so") else PART
                yield _rule(Op.LE, [part], [whole], why), "Tên dòng thu hẹp dòng trên"


def _done_of_due(block: Sequence[Row]) -> Iterator[tuple[Rule, str]]:
    """“Số x đã giải quyết xong” of “Tổng số x phải giải quyết”; “đã hoàn thành” of “được giao”."""
    for due in block:
        name = _counted(due)
        if asked := _DUE.fullmatch(name):
            wanted = f"{asked[1]} da {asked[2]}"
        elif given := _ASSIGNED.fullmatch(name):
            wanted = f"{given[1]} da hoan thanh"
        else:
            continue
        for done in block:
            if _same_count(done, due) and _counted(done).replace(" xong", "") == wanted:
                yield _rule(Op.LE, [done], [due], _NO_MORE), "Đã làm trong số phải làm"


def _online(rows: Sequence[Row]) -> Iterator[tuple[Rule, str]]:
    """Procedures for which dossiers came online, and those dossiers."""
    asked = [
        row
        for row in rows
        if row.kind is RowKind.COUNT
        and re.search(r"thu tuc hanh chinh .*phat sinh ho so .*truc tuyen", _name(row))
    ]
    came = [
        row
        for row in rows
        if row.kind is RowKind.COUNT
        and re.match(r"so (?:luong )?ho so .*tiep nhan truc tuyen$", _name(row))
    ]
    if asked and len(came) == 1:
        yield _rule(Op.BOTH_POSITIVE, asked, came, _BOTH), "Hồ sơ trực tuyến"
        yield _rule(Op.LE, asked, came, _ONE_EACH, severity=Severity.WARNING), "Hồ sơ trực tuyến"


def _inspected(rows: Sequence[Row]) -> Iterator[tuple[Rule, str]]:
    """What an inspection found, in the block that counts who was inspected."""
    parents = {row.key: row.parent for row in rows}
    for row in rows:
        if row.kind is not RowKind.COUNT or not _name(row).endswith("phat hien qua kiem tra"):
            continue
        above = {row.parent, parents.get(row.parent or "")} - {None}
        seen = [
            one
            for one in rows
            if one.parent in above
            and one.kind is RowKind.COUNT
            and re.search(r"\b(?:da|duoc) kiem tra$", _name(one))
        ]
        if seen:
            yield (
                _rule(Op.NOTHING_WITHOUT, [row], seen, _INSPECTED, severity=Severity.WARNING),
                "Qua kiểm tra",
            )


def _told_twice(rows: Sequence[Row], sections: Mapping[str, str]) -> Iterator[tuple[Rule, str]]:
    """“Tổng số …” in the very same words in two parts of the form."""
    named: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.kind is RowKind.COUNT and _name(row).startswith("tong so"):
            named[_name(row)].append(row)
    for same in named.values():
        if len(same) != 2 or sections[same[0].key] == sections[same[1].key]:
            continue
        first, again = same
        more = {"severity": Severity.WARNING, "kind": Kind.CROSS_SECTION_MISMATCH}
        named_so = re.sub(r"^tổng số\s+", "", role_of(first.label), flags=re.IGNORECASE).strip()
        yield (
            _rule(Op.EQ, [again], [first], _TWICE.format(named_so), **more),
            "Hai phần cùng tên dòng",
        )


def _held(
    blocks: Mapping[str | None, Sequence[Row]], rows: Mapping[str, Row]
) -> Iterator[tuple[Rule, str]]:
    """“Khảo sát …: có/không”, and right below it “Số phiếu khảo sát”."""
    for key, block in blocks.items():
        held = rows.get(key or "")
        if held is None or held.kind is not RowKind.YES_NO or block[0].kind is not RowKind.COUNT:
            continue
        act = " ".join(re.sub(r"^(?:co )?(?:to chuc )?", "", _name(held)).split()[:2])
        if act in _name(block[0]):
            rule = _rule(Op.BOTH_POSITIVE, [held], block[:1], _HELD, severity=Severity.WARNING)
            yield rule, "Có thì có số"


def _name(row: Row) -> str:
    return canonical(row.label)


def _counted(row: Row) -> str:
    """What a row counts, without "Tổng số"."""
    return _WHOLE.sub("", _name(row), count=1)


def _same_count(row: Row, other: Row) -> bool:
    counts = row.kind is other.kind and row.kind in (RowKind.COUNT, RowKind.MONEY)
    return counts and canonical(row.measure) == canonical(other.measure)
