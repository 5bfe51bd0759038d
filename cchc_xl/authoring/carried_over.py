"""Relations of known forms whose rows this form prints under another meaning of the same role."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cchc_xl.authoring.known import main_words
from cchc_xl.model import Op, ReportTemplate, Row, RowKind, Rule
from cchc_xl.templates.labels import exclude, meaning, similarity

_ENOUGH = 3  # relations that two rows have in common before one may stand for the other
_LIKE = 0.75


def stand_ins(editions: Sequence[ReportTemplate], here: set[str]) -> dict[str, str]:
    """Known rows that this form lacks → the row here that other forms print in their place.

    Two rows play one part where no form prints both and several relations that hold of one hold
    of the other ("đang có hiệu lực", "thuộc thẩm quyền giải quyết": the list of procedures).
    """
    wholes: dict[str, set[tuple[Op, tuple[str, ...]]]] = defaultdict(set)
    for edition in editions:
        for rule in edition.rules:
            if len(rule.right) == 1:
                wholes[rule.right[0]].add((rule.op, rule.left))
    printed = [set(edition.by_key) for edition in editions]
    found: dict[str, str] = {}
    for gone in sorted(wholes.keys() - here):
        likely = [
            key
            for key in sorted(wholes.keys() & here)
            if len(wholes[gone] & wholes[key]) >= _ENOUGH
            and not any({gone, key} <= rows for rows in printed)
        ]
        if len(likely) == 1:
            found[gone] = likely[0]
    return found


def stood_in(edition: ReportTemplate, places: dict[str, str]) -> Iterator[Rule]:
    """The rules of an edition about rows that another row stands for here."""
    for rule in edition.rules:
        if len(rule.right) == 1 and rule.right[0] in places:
            to = places[rule.right[0]]
            yield rule.model_copy(
                update={"key": rule.key.replace(rule.right[0], to), "right": (to,)}
            )


def explained_here(edition: ReportTemplate, rows: Sequence[Row], new: set[str]) -> Iterator[Rule]:
    """Stocks explained by rows that this form prints in other words, several for one maybe.

    One row fewer of several explains them still; a form that prints only one would raise alarms.
    """
    here = {row.key for row in rows}
    for rule in edition.rules:
        known = [key for key in rule.right if key in here]
        if rule.op is not Op.EXPLAINED_BY or rule.left[0] not in here or not known:
            continue
        gone = [edition.by_key[key] for key in rule.right if key not in here]
        instead = [row.key for row in rows if row.key in new and _is_one_of(row, gone)]
        if gone and (instead or len(known) > 2 * len(gone)):
            yield rule.model_copy(update={"right": (*instead, *known)})


def _is_one_of(row: Row, others: Sequence[Row]) -> bool:
    """True for a row in other words for one of these, whatever either says in brackets."""
    if row.kind is not RowKind.COUNT:
        return False
    name = main_words(row.label)
    return any(
        similarity(meaning(name), meaning(main_words(other.label))) >= _LIKE
        and not exclude(name, main_words(other.label))
        for other in others
    )
