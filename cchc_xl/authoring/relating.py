"""Relations a new form is likely to have: those of known forms whose rows it prints."""

import re
from collections.abc import Iterable, Mapping, Sequence

from cchc_xl.authoring.carried_over import explained_here, stand_ins, stood_in
from cchc_xl.authoring.known import Known
from cchc_xl.authoring.likeness import degree_of, same_degree
from cchc_xl.authoring.worded import PART
from cchc_xl.model import Op, ReportTemplate, Row, RowKind, Rule, Severity
from cchc_xl.templates.labels import canonical


def propose_rules(
    rows: Sequence[Row], known: Known, cite: "Citation", likes: Mapping[str, Sequence[str]]
) -> list[tuple[Rule, str]]:
    """Relations with where each comes from, the nearest edition's first.

    ``likes``: new keys by the key of the known row they are like: what holds between rows of one
    level is likely to hold between the like rows of another.
    """
    here = {row.key for row in rows}
    found: list[tuple[Rule, str]] = []
    sides: set[tuple[Op, frozenset[str], frozenset[str]]] = set()
    new = {key for keys in likes.values() for key in keys}
    new |= here - {key for edition in known.editions for key in edition.by_key}
    places = stand_ins(known.editions, here)
    for edition in known.editions:
        known_rules = (*edition.rules, *stood_in(edition, places))
        degrees = _degrees(edition, rows, likes)
        likened = _likened(known_rules, likes, here, degrees)
        for rule in (*known_rules, *explained_here(edition, rows, new), *likened):
            side = (rule.op, frozenset(rule.left), frozenset(rule.right))
            if side in sides or not set(rule.keys) <= here:
                continue
            if _follows_from_rows(rule, rows):
                continue
            sides.add(side)
            found.append((rule, edition.id))
    return [
        (rule.model_copy(update={"citation": cite(rule.keys)}), source)
        for rule, source in _explained_once(found)
    ]


def _likened(
    rules: Iterable[Rule],
    likes: Mapping[str, Sequence[str]],
    here: set[str],
    degrees: Mapping[tuple[str, str], tuple[str, str]],
) -> Iterable[Rule]:
    """Rules of an edition with the new rows put for the rows it names that they are like."""
    for rule in rules:
        changed = [key for key in rule.keys if key in likes and key not in here]
        whole = rule.op is not Op.EQ or set(changed) == set(rule.keys)
        if not changed or not whole:
            continue
        for n in range(max(len(likes[key]) for key in changed)):
            to = {key: likes[key][n] for key in changed if n < len(likes[key])}
            if len(to) == len(set(changed)) == len(set(to.values())):
                yield rule.model_copy(
                    update={
                        "key": _renamed(rule.key, to, n),
                        "left": tuple(to.get(key, key) for key in rule.left),
                        "right": tuple(to.get(key, key) for key in rule.right),
                        "why": _reworded(rule.why, to, degrees),
                    }
                )


def _degrees(
    edition: ReportTemplate, rows: Sequence[Row], likes: Mapping[str, Sequence[str]]
) -> dict[tuple[str, str], tuple[str, str]]:
    """By known and new row: the names of the degree of service that the two forms print."""
    labels = {row.key: row.label for row in rows}
    return {
        (old, new): (degree_of(edition.by_key[old].label), degree_of(labels[new]))
        for old, keys in likes.items()
        if old in edition.by_key
        for new in keys
    }


def _reworded(
    why: str, to: Mapping[str, str], degrees: Mapping[tuple[str, str], tuple[str, str]]
) -> str:
    """The reason in the words of this form."""
    for pair in to.items():
        theirs, ours = degrees.get(pair, ("", ""))
        for name in same_degree(theirs) if ours else ():
            why = why.replace(name, ours)
    return why


def _renamed(key: str, to: Mapping[str, str], n: int) -> str:
    for old, new in to.items():
        if key.startswith(old):
            return new + key.removeprefix(old)
    return f"{key}_cho_{next(iter(to.values()))}" + (f"_{n}" if n else "")


def _follows_from_rows(rule: Rule, rows: Sequence[Row]) -> bool:
    """True where a ratio or a total of the form already says the same."""
    left, right = set(rule.left), set(rule.right)
    if len(right) != 1 or rule.op not in (Op.LE, Op.EQ):
        return False
    return any(
        rule.op is Op.LE and {row.numerator} == left and {row.denominator} == right
        for row in rows
        if row.is_ratio
    ) or any(row.key in right and left <= set(row.parts) for row in rows if row.parts)


def without_doubles(
    found: Sequence[tuple[Rule, str]], rows: Sequence[Row]
) -> list[tuple[Rule, str]]:
    """Each relation once, under a name of its own; none that another says with more rows."""
    kept: list[tuple[Rule, str]] = []
    names: set[str] = set()
    sides: set[tuple[Op, frozenset[str], frozenset[str]]] = set()
    for rule, source in found:
        side = (rule.op, frozenset(rule.left), frozenset(rule.right))
        weaker = any(_is_outdone(rule, other) for other, _ in found)
        if side in sides or weaker or _follows_from_rows(rule, rows):
            continue
        sides.add(side)
        name, n = rule.key, 2
        while name in names:
            name, n = f"{rule.key}_{n}", n + 1
        names.add(name)
        kept.append((rule.model_copy(update={"key": name}), source))
    return kept


def _is_outdone(rule: Rule, other: Rule) -> bool:
    """Fewer of the rows that together are within the same whole, for the same reason.

    Or fewer of those without which a row says nothing: then the others may be its reason.
    """
    if rule.op is not other.op or rule.why != other.why:
        return False
    if rule.op is Op.NOTHING_WITHOUT:
        return rule.left == other.left and set(rule.right) < set(other.right)
    within = rule.op is Op.LE and rule.right == other.right
    return within and set(rule.left) < set(other.left)


def _explained_once(found: Sequence[tuple[Rule, str]]) -> list[tuple[Rule, str]]:
    """Every stock explained once, by all the rows that any form names for it."""
    reasons: dict[tuple[str, ...], list[str]] = {}
    for rule, _ in found:
        if rule.op is Op.EXPLAINED_BY:
            reasons.setdefault(rule.left, []).extend(rule.right)
    done: set[tuple[str, ...]] = set()
    kept = []
    for rule, source in found:
        if rule.op is Op.EXPLAINED_BY:
            if rule.left in done:
                continue
            done.add(rule.left)
            rule = rule.model_copy(update={"right": tuple(dict.fromkeys(reasons[rule.left]))})
        kept.append((rule, source))
    return kept


def new_parts(rows: Sequence[Row], new: Iterable[str], cite: "Citation") -> list[tuple[Rule, str]]:
    """Rows without a number below a count of the same measure: each is part of the one above."""
    by_key = {row.key: row for row in rows}
    fresh = set(new)
    found = []
    for row in rows:
        parent = by_key.get(row.parent or "")
        if row.key not in fresh or parent is None or row.is_ratio or row.key in parent.parts:
            continue
        said = canonical(row.label).startswith("trong do") or not re.search(r"\d", row.no)
        if not said or parent.kind is not RowKind.COUNT or row.kind != parent.kind:
            continue
        if canonical(row.measure) != canonical(parent.measure):
            continue
        rule = Rule(
            key=f"{row.key}_khong_qua_{parent.key}",
            op=Op.LE,
            left=(row.key,),
            right=(parent.key,),
            severity=Severity.ERROR,
            why=PART,
            citation=cite((row.key, parent.key)),
        )
        found.append((rule, "Trong đó"))
    return found


class Citation:
    """Names the printed rows a relation comes from: “mục 1.1.2; mục dòng dưới 7.1”."""

    def __init__(self, rows: Sequence[Row], parts: Mapping[str, str], *, tables: bool) -> None:
        self._rows = {row.key: row for row in rows}
        self._parts = parts
        self._tables = tables

    def __call__(self, keys: Iterable[str]) -> str:
        places = dict.fromkeys(self._place(key) for key in keys)
        return f"Theo tên các dòng in ở {'; '.join(places)}."

    def _place(self, key: str) -> str:
        row, below = self._rows[key], ""
        while not re.search(r"\d", row.no) and row.parent in self._rows:
            row, below = self._rows[row.parent], "dòng dưới "
        where = f"{self._parts[key]} " if self._tables else ""
        return f"{where}mục {below}{row.no.strip().rstrip('.')}"


def citation_for(template: ReportTemplate) -> Citation:
    """The citations of an edition that is already whole."""
    from cchc_xl.templates.printing import has_tables_of_their_own

    parts = {row.key: template.section_of[row.key].no for row in template.rows}
    return Citation(template.rows, parts, tables=has_tables_of_their_own(template))
