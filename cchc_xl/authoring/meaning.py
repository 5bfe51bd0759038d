"""What a row is, how it adds up, of which span of time: from known rows, else from its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cchc_xl.authoring import guess
from cchc_xl.authoring.adding_up import parts_in_words, share_in_words
from cchc_xl.authoring.keying import KeyProposal
from cchc_xl.authoring.known import Instance, Known
from cchc_xl.authoring.shape import Shape
from cchc_xl.model import Basis, Choice, Consolidation, Level, Row, RowKind
from cchc_xl.templates.labels import canonical

_VERY_LIKE = 0.75


@dataclass(frozen=True, slots=True)
class Proposal:
    """The proposed row and which of its fields a person should look at, with the reason."""

    row: Row
    doubts: Mapping[str, str]


class Meanings:
    """Fills the fields of every row. ``own`` is the level the form is for, None: unknown."""

    def __init__(
        self, shape: Shape, keys: Sequence[KeyProposal], known: Known, own: Level | None
    ) -> None:
        self.shape = shape
        self.keys = [proposal.key for proposal in keys]
        self.proposals = keys
        self.known = known
        self.own = own
        self.here = set(self.keys)
        self.owners = self._owners()
        self.note_levels = self._note_levels()

    def rows(self) -> list[Proposal]:
        """Every row of the form."""
        return [self._row(i) for i in range(len(self.keys))]

    def _row(self, i: int) -> Proposal:
        printed, proposal = self.shape.rows[i], self.proposals[i]
        doubts: dict[str, str] = {}
        instance = proposal.instance
        instances = self.known.by_key[proposal.key] if instance else []
        same = [one for one in instances if one.row.label == instance.row.label] if instance else []
        likely = [*([instance] if instance else []), *same, *instances]
        kind = instance.row.kind if instance else self._kind(i)
        choices, codes_printed = guess.choices_of(printed.measure)
        if kind not in (RowKind.CHOICE, RowKind.YES_NO):
            choices, codes_printed = (), True
        elif not choices and instance:
            choices, codes_printed = instance.row.choices, instance.row.codes_printed
        levels = self._levels(i, likely)
        numerator, denominator = self._ratio(i, kind, likely)
        parts = self._parts(i, kind, likely) if numerator is None else ()
        if instance:
            adds = self._adding(i, likely, numerator, parts)
        else:
            adds = self._guessed_adding(i, kind, levels)
            if numerator is not None:
                adds = Consolidation.RATIO
            elif parts:
                adds = Consolidation.TOTAL
            if kind is not RowKind.HEADING:
                doubts["key"] = "Nghĩa mới: xem lại khóa và các cột bên phải."
            doubts["kind"] = "Đoán theo đơn vị tính và tên dòng."
            if adds is not None:
                doubts["consolidation"] = "Đoán theo tên dòng."
        if instance and not proposal.is_sure:
            doubts["key"] = "Chưa chắc cùng nghĩa với dòng đã biết."
        weight = next((one.row.weight for one in likely if one.row.weight in self.here), None)
        fed_by = next((one.row.fed_by for one in likely if one.row.fed_by in self.here), None)
        if kind in (RowKind.CHOICE, RowKind.YES_NO) and not choices:
            doubts["choices"] = "Biểu không in danh sách lựa chọn."
        row = Row.model_construct(
            key=proposal.key,
            no=printed.no,
            label=printed.label,
            measure=printed.measure,
            kind=kind,
            parent=self._parent(i),
            choices=choices,
            codes_printed=codes_printed,
            levels=() if kind is RowKind.HEADING else levels,
            optional=bool(instance and instance.row.optional and kind is not RowKind.HEADING),
            basis=instance.row.basis if instance else self._basis(i, kind, choices),
            numerator=numerator,
            denominator=denominator,
            parts=parts,
            consolidation=adds,
            fed_by=fed_by,
            weight=weight if adds is Consolidation.MANUAL else None,
            note=printed.note,
            owner=self.owners[i],
        )
        return Proposal(row, doubts)

    def _kind(self, i: int) -> RowKind:
        row = self.shape.rows[i]
        return guess.kind_of(
            row.label,
            row.measure,
            bare=self.shape.is_bare(i),
            has_children=bool(self.shape.children[i]),
        )

    def _parent(self, i: int) -> str | None:
        """The row above, or a heading that a known edition puts above and that stands right there.

        Where its number is misprinted the heading stands just before the rows it heads; a row that
        follows a block beside it (3.6 with 3.6.1 …, then 3.7) may belong to the block's heading.
        """
        parent = self.shape.parents[i]
        structural = None if parent is None else self.keys[parent]
        instance = self.proposals[i].instance
        known = instance.row.parent if instance else None
        if known is None or known == structural or known not in self.here:
            return structural
        j = self.keys.index(known)
        if j >= i or not self._is_heading(j):
            return structural
        follows = j == i - 1 or (parent is not None and j == parent - 1)
        if follows and not self.shape.children[j]:
            return known
        beside = self.shape.parents[j] == parent
        between = any(
            self.shape.parents[n] == parent and self._is_heading(n) for n in range(j + 1, i + 1)
        )
        is_block = any(self.shape.numbers[c] for c in self.shape.children[i])
        return known if beside and not between and not is_block else structural

    def _is_heading(self, i: int) -> bool:
        instance = self.proposals[i].instance
        kind = instance.row.kind if instance else self._kind(i)
        return kind is RowKind.HEADING

    def _levels(self, i: int, likely: Sequence[Instance]) -> tuple[Level, ...]:
        """Levels printed here: by the note, by a known row whose words tell, by its own words.

        A row whose words tell none has those of the row above it, if that is an indicator.
        """
        if self.note_levels[i]:
            return self.note_levels[i]
        for one in likely:
            if not _told_by_note(one):
                return one.row.levels
        parent = self.shape.parents[i]
        own = guess.levels_of(self.shape.rows[i].label)
        if own or parent is None or self._is_heading(parent):
            return own
        return guess.levels_of(self.shape.rows[parent].label)

    def _ratio(
        self, i: int, kind: RowKind, likely: Sequence[Instance]
    ) -> tuple[str | None, str | None]:
        if kind is not RowKind.PERCENT:
            return None, None
        for one in likely:
            parts = (one.row.numerator, one.row.denominator)
            if one.row.is_ratio and set(parts) <= self.here:
                return parts
        below = [j for j in self.shape.children[i] if not self._is_percent(j)]
        found = guess.ratio_parts([self.shape.rows[j].label for j in below])
        places = (below[found[0]], below[found[1]]) if found else share_in_words(self.shape, i)
        if places is None:
            return None, None
        return self.keys[places[0]], self.keys[places[1]]

    def _is_percent(self, i: int) -> bool:
        return self.shape.rows[i].measure == "%"

    def _parts(self, i: int, kind: RowKind, likely: Sequence[Instance]) -> tuple[str, ...]:
        """Parts of a total: those of a known one that are printed here, or rows by level below it.

        A known form that prints the parts and does not add them up outweighs one that does.
        """
        if kind not in (RowKind.COUNT, RowKind.MONEY):
            return ()
        by_level = self._parts_by_level(i)
        for one in likely:
            parts = tuple(key for key in one.row.parts if key in self.here)
            if len(parts) > 1:
                return by_level if set(parts) <= set(by_level) else parts
            printed = one.template.by_key
            if any(set(other.row.parts) <= set(printed) for other in likely if other.row.parts):
                return ()
        in_words = tuple(self.keys[j] for j in parts_in_words(self.shape, i))
        return by_level or in_words or self._parts_alike(i)

    def _parts_alike(self, i: int) -> tuple[str, ...]:
        """Parts of a very like known total, each of which has a very like row here."""
        like = self.proposals[i].like
        if like is None or like.likeness < _VERY_LIKE:
            return ()
        instead = {
            one.like.instance.row.key: one.key
            for one in self.proposals
            if one.like is not None and one.like.likeness >= _VERY_LIKE
        }
        parts = [instead.get(key, key) for key in like.instance.row.parts]
        several = len(set(parts)) == len(parts) > 1
        return tuple(parts) if several and set(parts) <= self.here else ()

    def _parts_by_level(self, i: int) -> tuple[str, ...]:
        """Rows below that each count another level of government are all there is."""
        measure = canonical(self.shape.rows[i].measure)
        below = [j for j in self.shape.children[i] if not self._is_percent(j)]
        levels = [guess.levels_of(self.shape.rows[j].label) for j in below]
        alike = all(canonical(self.shape.rows[j].measure) == measure for j in below)
        whole = canonical(self.shape.rows[i].label).startswith("tong so")
        if len(below) < 2 or not alike or not whole or not all(levels):
            return ()
        return tuple(self.keys[j] for j in below)

    def _adding(
        self, i: int, likely: Sequence[Instance], numerator: str | None, parts: Sequence[str]
    ) -> Consolidation | None:
        if numerator is not None:
            return Consolidation.RATIO
        if parts:
            return Consolidation.TOTAL
        needs_parts = (Consolidation.RATIO, Consolidation.TOTAL)
        for one in likely:
            if one.row.consolidation not in needs_parts:
                return one.row.consolidation
        was_ratio = likely[0].row.consolidation is Consolidation.RATIO
        if was_ratio:
            return Consolidation.MANUAL
        row = self.shape.rows[i]
        return guess.consolidation_of(
            likely[0].row.kind, row.label, row.measure, likely[0].row.levels, own=self.own
        )

    def _guessed_adding(
        self, i: int, kind: RowKind, levels: tuple[Level, ...]
    ) -> Consolidation | None:
        printed, like = self.shape.rows[i], self.proposals[i].like
        by_words = guess.consolidation_of(
            kind, printed.label, printed.measure, levels, own=self.own
        )
        if like is None or like.likeness < _VERY_LIKE or like.instance.row.kind is not kind:
            return by_words
        adds = like.instance.row.consolidation
        # Parts are of each form; an exception made for one form is none of another.
        own = (Consolidation.RATIO, Consolidation.TOTAL, Consolidation.PARENT, None)
        return by_words if adds in own or guess.is_own_act(printed.label) else adds

    def _basis(self, i: int, kind: RowKind, choices: Sequence[Choice]) -> Basis:
        """The span of time: of a very like row, of the words, of the row above it or its block."""
        printed, like = self.shape.rows[i], self.proposals[i].like
        above = self.shape.above(i)
        if any(guess.speaks_to_date(self.shape.rows[j].label) for j in above):
            return Basis.YEAR_TO_DATE
        if like is not None and like.likeness >= _VERY_LIKE and like.instance.row.is_input:
            return like.instance.row.basis
        own = guess.basis_of(printed.label, kind, choices)
        if own is not Basis.IN_PERIOD:
            return own
        if above and not self.shape.numbers[i] and kind is not RowKind.PERCENT:
            parent = self.shape.rows[above[0]]
            if canonical(parent.measure) == canonical(printed.measure):
                known = self.proposals[above[0]].instance
                return known.row.basis if known else guess.basis_of(parent.label, kind)
        return own

    def _owners(self) -> list[str]:
        """Offices the notes name, for their rows and the rows below until another is named.

        Only where a form names offices as a habit: at three rows at least.
        """
        named = [guess.office_of(row.note) for row in self.shape.rows]
        if sum(bool(one) for one in named) < 3:
            return [""] * len(named)
        found: list[str] = []
        for i, own in enumerate(named):
            parent = self.shape.parents[i]
            found.append(own or (found[parent] if parent is not None else ""))
        return found

    def _note_levels(self) -> list[tuple[Level, ...]]:
        found: list[tuple[Level, ...]] = []
        for i, row in enumerate(self.shape.rows):
            parent = self.shape.parents[i]
            own = guess.levels_of_note(row.note)
            found.append(own or (found[parent] if parent is not None else ()))
        return found


def _told_by_note(one: Instance) -> bool:
    """True when the levels of a known row come from a note of its form, not from its words."""
    keys = (one.row.key, *one.above)
    noted = {level for key in keys for level in guess.levels_of_note(one.template.by_key[key].note)}
    return bool(noted) and set(one.row.levels) == noted
