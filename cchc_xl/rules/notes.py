"""KT5xx: does the note beside a value tell the same story.

Only notes that state a calculation, a part of the value, or that there is none are compared; any
claim that agrees with the value settles the matter. Numbers of decisions and dates are no claims.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from cchc_xl.model import Cause, Finding, Kind, Row, RowKind, Severity
from cchc_xl.rules.context import NUMERIC, CheckContext
from cchc_xl.text import fold, format_number, round_half_up, truncate

_FRACTION = re.compile(r"(?<![\d/.,-])(\d{1,6})\s?/\s?(\d{1,6})(?![\d/]|\s?[-–]?[A-ZĐ])")
_PERCENT = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{1,2})?)\s?%")
_BASE_2015 = re.compile(r"năm 2015[^\d%]{0,40}?(\d{1,6})(?![\d%/])", re.IGNORECASE)
_LATER = re.compile(
    r"(?:năm 20(?:1[6-9]|[2-9]\d)[^\d%]{0,30}?|sử dụng[^\d%]{0,15}?|còn(?: lại)?[^\d%]{0,15}?)"
    r"(\d{1,6})(?![\d%/])",
    re.IGNORECASE,
)
_REDUCED_BY = re.compile(r"(?:cắt )?giảm(?: được)?\s(\d{1,6})(?!\s?[\d%/,])", re.IGNORECASE)
_OF_WHICH = re.compile(r"trong đó(?: có)?\s(\d{1,6})(?![\d%/])", re.IGNORECASE)
_NOT_SENT = re.compile(r"(\d{1,6})\s[^\d]{0,40}?\(?(?:không|chưa) (?:gửi|phát hành)", re.IGNORECASE)
# Fractions that are dates or numbers of documents, alone or in a row ("ngày 5/9, 6/9 và 7/9").
_FRACTION_OF_DATE_OR_DOCUMENT = re.compile(
    r"\b(?:ngày|tháng|từ|đến|tới|quý|năm|số|công văn|văn bản|quyết định|kế hoạch|báo cáo|tờ trình"
    r"|thông báo|thông tư|nghị định|nghị quyết|chỉ thị|hướng dẫn|hợp đồng)(?:\s+số)?:?\s+"
    r"\d+\s?/\s?\d+"
    r"(?:\s*(?:,|;|và|-|–|đến)\s*(?:0?[1-9]|[12]\d|3[01])\s?/\s?(?:0?[1-9]|1[0-2])(?![\d/]))*",
    re.IGNORECASE,
)
# "Không" denies the figure when it stands alone or before a word for what is counted; "không tính
# viên chức", "chưa có Quyết định" deny something else.
_NONE = re.compile(
    r"^(?:không có phát sinh|không có|không phát sinh|không|chưa có|chưa phát sinh)"
    r"(?:\s+(?P<denied>.+)|(?P<aside>,.*))?$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^(?:trường hợp|văn bản|đơn vị|cơ quan|tổ chức|hồ sơ|thủ tục|tthc|nhiệm vụ|người|phản ánh"
    r"|kiến nghị|khiếu nại|tố cáo|cán bộ|công chức|viên chức|cbcc|lãnh đạo|phiếu|phát sinh)\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[.;:(\n–]")
_EMPTY_WORDS = frozenset(
    re.findall(
        r"\w+",
        "trường hợp phát sinh nào bị được đã phải cần của trong tại ở kỳ kì quý tháng năm "
        "báo cáo này và hoặc thuộc",
    )
)
_PEOPLE = frozenset(["can", "bo", "cong", "chuc", "vien", "cbcc", "nguoi"])


def check(context: CheckContext) -> Iterator[Finding]:
    """Every row with a note of the unit's own and a readable value."""
    for row in context.template.rows:
        note = context.own_note(row.key)
        if not note or row.kind not in NUMERIC or context.is_wrong(row.key):
            continue
        value = context.printed(row.key)
        if value is None:
            continue
        if row.kind is RowKind.PERCENT:
            yield from _percent(context, row, value, note)
        else:
            yield from _count(context, row, value, note)


def _percent(context: CheckContext, row: Row, value: Decimal, note: str) -> Iterator[Finding]:
    claims = [*_fraction_claims(note), *_reduction_claims(row, note)]
    if not claims:
        return
    decimals = context.decimals(row.key)
    stated = [Decimal(match.replace(",", ".")) for match in _PERCENT.findall(note)]
    if value in stated or any(round_half_up(c, decimals) == value for _, c in claims):
        return
    cut = next((claim for claim in claims if truncate(claim[1], decimals) == value), None)
    if cut is not None:
        words, exact = cut
        yield context.finding(
            "KT305",
            Kind.ROUNDING,
            Severity.NOTE,
            row.key,
            suggestion=f"{format_number(round_half_up(exact, decimals))}?",
            reported=format_number(value),
            expected=format_number(round_half_up(exact, decimals)),
            exact=format_number(round_half_up(exact, 4)),
            numerator=words,
            denominator="",
        )
        return
    words, exact = claims[0]
    expected = format_number(round_half_up(exact, context.template.decimals))
    yield _contradicts(
        context,
        row,
        "KT501",
        note=note,
        claim=f"{words} = {expected}%",
        suggestion=f"{expected}?",
        causes=_rest_for_reduction(context, row, value, note),
    )


def _rest_for_reduction(
    context: CheckContext, row: Row, value: Decimal, note: str
) -> tuple[Cause, ...]:
    """“Giảm 03” written for “còn 03”: the figure fits and a row beside it counts what is left."""
    if "2015" not in row.label or (match := _BASE_2015.search(note)) is None:
        return ()
    base = Decimal(match[1])
    for found in _REDUCED_BY.findall(note[match.end() :]):
        rest = Decimal(found)
        fits = rest < base and value == round_half_up(
            (base - rest) * 100 / base, context.decimals(row.key)
        )
        for other in context.template.rows if fits else ():
            beside = other.parent == row.parent and other.kind is RowKind.COUNT
            if beside and context.value(other.key) == rest:
                facts = {"rest": format_number(rest), "row": context.ref(other.key)}
                return (Cause("rest-for-reduction", facts, (other.key,)),)
    return ()


def _fraction_claims(note: str) -> Iterator[tuple[str, Decimal]]:
    for part, whole in _FRACTION.findall(_FRACTION_OF_DATE_OR_DOCUMENT.sub(" ", note)):
        if int(whole) > 0 and int(part) <= int(whole) and not _is_date(int(part), int(whole)):
            yield f"{part}/{whole}", Decimal(part) * 100 / Decimal(whole)


def _is_date(left: int, right: int) -> bool:
    return 1900 <= right <= 2100 and left <= 12


def _reduction_claims(row: Row, note: str) -> Iterator[tuple[str, Decimal]]:
    """A reduction against 2015 told with its figures."""
    if "2015" not in row.label or (match := _BASE_2015.search(note)) is None:
        return
    base = Decimal(match[1])
    if base == 0:
        return
    rest = note[match.end() :]
    for reduced in _REDUCED_BY.findall(rest):
        yield f"{int(reduced)}/{int(base)}", Decimal(reduced) * 100 / base
    for later in _LATER.findall(rest):
        left = Decimal(later)
        if left <= base:
            yield f"({int(base)} − {int(left)})/{int(base)}", (base - left) * 100 / base


def _count(context: CheckContext, row: Row, value: Decimal, note: str) -> Iterator[Finding]:
    part = max((Decimal(found) for found in _OF_WHICH.findall(note)), default=None)
    if part is not None and part > value:
        yield _contradicts(
            context, row, "KT502", note=note, claim=f"trong đó có {format_number(part)}"
        )
    elif value > 0 and (claim := _denial(context, row, note)):
        yield _contradicts(context, row, "KT503", note=note, claim=claim)
    else:
        yield from _shares_of_total(context, row, value, note)


def _denial(context: CheckContext, row: Row, note: str) -> str | None:
    """The first words of a note that say the row counts nothing, as they are written.

    What is denied must be what the row itself names: "không có trường hợp bị kỷ luật" denies a
    count of people disciplined, not one of staff present.
    """
    clause = _CLAUSE_END.split(note, maxsplit=1)[0].strip()
    match = _NONE.match(clause)
    if match is None or re.search(r"\d", note):
        return None
    denied = match["denied"]
    if denied is None:
        return clause.removesuffix(match["aside"] or "")
    if not _COUNTED.match(denied):
        return None
    known = set(fold(" ".join([*context.template.path(row.key), row.label, row.measure])).split())
    if "nguoi" in known:
        known |= _PEOPLE
    words = (word for word in re.findall(r"\w+", denied.casefold()) if word not in _EMPTY_WORDS)
    return clause if all(fold(word) in known for word in words) else None


def _shares_of_total(
    context: CheckContext, row: Row, total: Decimal, note: str
) -> Iterator[Finding]:
    """A note beside a total ("46 văn bản mật, không gửi qua …") bounds the share sent."""
    match = _NOT_SENT.search(note)
    if match is None or not 0 < Decimal(match[1]) <= total:
        return
    bound = (total - Decimal(match[1])) * 100 / total
    for other in context.template.rows:
        share = context.value(other.key)
        if other.weight != row.key or share is None or context.is_wrong(other.key):
            continue
        if share > round_half_up(bound, max(context.decimals(other.key), 2)):
            limit = format_number(round_half_up(bound, context.template.decimals))
            yield context.finding(
                "KT504",
                Kind.NOTE_CONTRADICTS,
                Severity.WARNING,
                other.key,
                related=[row.key],
                suggestion=f"{limit}?",
                note=note,
                total=context.ref(row.key),
                excluded=match[1],
                limit=limit,
            )
            return


def _contradicts(
    context: CheckContext,
    row: Row,
    code: str,
    *,
    note: str,
    claim: str,
    suggestion: str | None = None,
    causes: tuple[Cause, ...] = (),
) -> Finding:
    return context.finding(
        code,
        Kind.NOTE_CONTRADICTS,
        Severity.WARNING,
        row.key,
        suggestion=suggestion,
        causes=causes,
        note=note,
        claim=claim,
    )
