"""KT2xx: what is written in one cell (DOMAIN §3)."""

from collections.abc import Iterator
from decimal import Decimal

from cchc_xl.model import Finding, Kind, Meaning, Notice, Op, Row, RowKind, Severity
from cchc_xl.rules.context import NUMERIC, CheckContext
from cchc_xl.text import fold, format_number, least_decimals, round_half_up, to_decimal

_HUNDRED = Decimal(100)
# Digits after one dot that no thousands group has: 12.5 is 12,5 and never 125.
_NO_GROUP = (1, 2)

# Forms of writing that are accepted: the number is certain, only the notation is unusual.
_ACCEPTED = {
    Notice.LEADING_ZERO: "KT205",
    Notice.PERCENT_SIGN: "KT206",
    Notice.WITH_WORDS: "KT207",
    Notice.NONE_WORD: "KT208",
    Notice.GROUPED: "KT209",
    Notice.PERCENT_FORMAT: "KT219",
    Notice.CHOICE_BY_LABEL: "KT220",
}


def check(context: CheckContext) -> Iterator[Finding]:
    """Every cell on its own: a value, the right kind of value, within its range."""
    for row in context.template.rows:
        meaning = context.meaning.get(row.key)
        if meaning is None or not row.is_input:
            continue
        if meaning.notice is not None:
            yield from _noticed(context, row, meaning)
        if meaning.value is not None and row.kind in NUMERIC:
            yield from _range(context, row, meaning.value)


def _noticed(context: CheckContext, row: Row, meaning: Meaning) -> Iterator[Finding]:
    notice = meaning.notice
    if notice in _ACCEPTED:
        yield context.finding(
            _ACCEPTED[notice],
            Kind.NUMBER_FORMAT,
            Severity.NOTE,
            row.key,
            suggestion=_written(row, meaning.value),
            value=_written(row, meaning.value),
        )
    elif notice is Notice.FRACTION:
        yield _fraction(context, row, meaning)
    elif notice in (Notice.MONEY, Notice.SCALED):
        yield context.finding(
            "KT221",
            Kind.NUMBER_FORMAT,
            Severity.WARNING,
            row.key,
            suggestion=_written(row, meaning.value),
            value=_written(row, meaning.value),
            measure=row.measure or "số",
        )
    elif notice is Notice.AMBIGUOUS:
        yield _ambiguous(context, row, meaning)
    elif notice is Notice.NONE_IN_PERCENT:
        yield context.finding(
            "KT218", Kind.AMBIGUOUS_NUMBER, Severity.WARNING, row.key, suggestion=None
        )
    elif notice is Notice.DATE:
        yield context.finding("KT204", Kind.DATE_IN_NUMBER, Severity.ERROR, row.key)
    elif notice is Notice.ERROR_CELL:
        error = context.entry(row.key).error or context.entry(row.key).text
        yield context.finding("KT202", Kind.NOT_A_NUMBER, Severity.ERROR, row.key, error=error)
    elif notice is Notice.TEXT:
        yield _not_a_number(context, row, meaning)
    elif notice is Notice.CODE_NOT_IN_LIST:
        yield _code_not_listed(context, row, meaning)
    elif notice is Notice.CODE_AMBIGUOUS:
        yield _code_ambiguous(context, row)


def _written(row: Row, value: Decimal | None) -> str | None:
    if value is None:
        return None
    if row.kind in (RowKind.CHOICE, RowKind.YES_NO):
        return str(int(value)) if row.codes_printed else row.choice_label(int(value))
    return format_number(value)


def _fraction(context: CheckContext, row: Row, meaning: Meaning) -> Finding:
    """``08/21``: 8 of 21, where 21 must be what the row says that this one is a part of."""
    reading = meaning.reading
    whole = reading.whole if reading is not None else None
    wholes = _wholes_of(context, row)
    others = wholes or _siblings_in_measure(context, row)
    equal = [key for key in others if context.value(key) == whole]
    named = equal[:1] or wholes[:1]
    return context.finding(
        "KT210" if equal else "KT222",
        Kind.NOT_A_NUMBER,
        Severity.ERROR,
        row.key,
        related=named,
        suggestion=_written(row, meaning.value),
        value=_written(row, meaning.value),
        whole=format_number(whole) if whole is not None else "",
        sibling=context.refs(named),
    )


def _wholes_of(context: CheckContext, row: Row) -> list[str]:
    """Rows the form itself says to contain this one: right sides of "<=", denominators.

    Those under the same heading first: "8 of 21" is written beside the 21.
    """
    template = context.template
    wholes = [other.denominator for other in template.rows if other.numerator == row.key] + [
        rule.right[0]
        for rule in template.rules_in_force
        if rule.op is Op.LE and row.key in rule.left and len(rule.right) == 1
    ]
    same = [k for k in wholes if k is not None and _same_measure(template.by_key[k], row)]
    return sorted(dict.fromkeys(same), key=lambda k: template.by_key[k].parent != row.parent)


def _siblings_in_measure(context: CheckContext, row: Row) -> list[str]:
    return [
        other.key
        for other in context.template.rows
        if other.parent == row.parent
        and other.key != row.key
        and other.kind is row.kind
        and _same_measure(other, row)
    ]


def _same_measure(one: Row, other: Row) -> bool:
    return fold(one.measure) == fold(other.measure)


def _ambiguous(context: CheckContext, row: Row, meaning: Meaning) -> Finding:
    candidates = meaning.reading.candidates if meaning.reading is not None else ()
    possible = [c for c in candidates if row.kind is not RowKind.PERCENT or 0 <= c <= _HUNDRED]
    if row.kind is RowKind.COUNT and meaning.reading is not None:
        if meaning.reading.decimals in _NO_GROUP:
            possible = possible[:1]
        else:
            possible = [c for c in possible if c == c.to_integral_value()] or possible
    words = [format_number(c) for c in (possible or candidates)]
    return context.finding(
        "KT203",
        Kind.AMBIGUOUS_NUMBER,
        Severity.WARNING,
        row.key,
        suggestion=f"{' hay '.join(words)}?" if words else None,
        candidates=" hay ".join(words),
    )


def _not_a_number(context: CheckContext, row: Row, meaning: Meaning) -> Finding:
    """A text that is no value. A sentence belongs in Ghi chú; a fraction gives its percent."""
    reading = meaning.reading
    suggestion = None
    if reading is not None and reading.value is not None and reading.whole:
        share = round_half_up(reading.value * 100 / reading.whole, context.template.decimals)
        suggestion = f"{format_number(share)}?"
    measure = row.measure or ("%" if row.kind is RowKind.PERCENT else "số")
    return context.finding(
        "KT201",
        Kind.NOT_A_NUMBER,
        Severity.ERROR,
        row.key,
        suggestion=suggestion,
        measure=measure,
    )


def _listed(row: Row) -> str:
    if row.codes_printed:
        return "; ".join(f"{c.code} = {c.label}" for c in row.choices)
    return "; ".join(c.label for c in row.choices)


def _code_not_listed(context: CheckContext, row: Row, meaning: Meaning) -> Finding:
    """A code outside the list: perhaps the number inside a label was typed ("3 cấp")."""
    reading = meaning.reading
    typed = reading.value if reading is not None else None
    guess = next(
        (
            choice
            for choice in row.choices
            if typed is not None and choice.label.split()[0] == format_number(typed)
        ),
        None,
    )
    return context.finding(
        "KT211" if guess is None else "KT223",
        Kind.CODE_NOT_IN_LIST,
        Severity.ERROR,
        row.key,
        suggestion=f"{guess.code}?" if guess is not None else None,
        choices=_listed(row),
        guess=f"{guess.code} = {guess.label}" if guess is not None else "",
    )


def _code_ambiguous(context: CheckContext, row: Row) -> Finding:
    """A number where the form offers words: nobody knows which is meant."""
    idle = [
        key
        for rule in context.template.rules_in_force
        if rule.op is Op.NOTHING_WITHOUT and row.key in rule.left
        for key in rule.right
        if context.value(key) == 0
    ]
    return context.finding(
        "KT224" if idle else "KT212",
        Kind.CODE_AMBIGUOUS,
        Severity.WARNING,
        row.key,
        related=idle,
        suggestion="" if idle else None,
        choices=_listed(row),
        idle=context.refs(idle),
    )


def _range(context: CheckContext, row: Row, value: Decimal) -> Iterator[Finding]:
    if value < 0:
        yield context.finding("KT213", Kind.NEGATIVE, Severity.ERROR, row.key)
    elif row.kind is RowKind.COUNT and value != value.to_integral_value():
        yield context.finding("KT214", Kind.NOT_WHOLE, Severity.ERROR, row.key)
    elif row.kind is RowKind.PERCENT and value > _HUNDRED and not row.is_ratio:
        # A ratio with its parts printed is judged against them instead: one cause, one finding.
        yield percent_above_100(context, row, value)


def percent_above_100(
    context: CheckContext, row: Row, value: Decimal, exact: Decimal | None = None
) -> Finding:
    """More than 100 %: a lost decimal comma (934 for 93,4) is proposed where it is plausible.

    ``exact`` is the ratio of the printed parts, which then settles what the value should be.
    """
    candidates = _comma_put_back(value)
    suggestion = None
    if exact is not None:
        candidates = [c for c in candidates if c == round_half_up(exact, least_decimals(c))]
        suggestion = format_number(round_half_up(exact, context.template.decimals))
    related = [key for key in (row.numerator, row.denominator) if key is not None]
    if candidates:
        words = " hay ".join(format_number(c) for c in candidates)
        return context.finding(
            "KT216",
            Kind.PERCENT_OUT_OF_RANGE,
            Severity.ERROR,
            row.key,
            related=related,
            suggestion=suggestion or f"{words}?",
            candidates=words,
        )
    return context.finding(
        "KT215",
        Kind.PERCENT_OUT_OF_RANGE,
        Severity.ERROR,
        row.key,
        related=related,
        suggestion=suggestion,
    )


def _comma_put_back(value: Decimal) -> list[Decimal]:
    """The percents a whole number above 100 may have been before its comma was lost.

    Offices print one or two decimals: 934 → 93,4; 1217 → 12,17. Numbers that end in 0 were
    hardly decimals at all (150, 200).
    """
    if value != value.to_integral_value() or value % 10 == 0:
        return []
    for places in (1, 2):
        candidate = to_decimal(value).scaleb(-places)
        if 1 <= candidate <= _HUNDRED:
            return [candidate]
    return []
