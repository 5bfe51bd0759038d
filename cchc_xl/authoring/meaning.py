"""What a row is, how it adds up, of which span of time: from known rows, else from its words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cchc_xl.authoring import guess, spans
from cchc_xl.authoring.keying import KeyProposal
from cchc_xl.authoring.known import Instance, Known
from cchc_xl.authoring.likeness import VERY_LIKE
from cchc_xl.authoring.shape import Shape
from cchc_xl.authoring.sums import Sums
from cchc_xl.model import Basis, Choice, Consolidation, Level, Row, RowKind
from cchc_xl.templates.labels import canonical


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
        self.sums = Sums(shape, keys, own)
        self.owners = self._owners()
        self.note_levels = self._note_levels()

    def rows(self) -> list[Proposal]:
        """Every row of the form; a new ratio is of the span of time of what it divides."""
        found = [self._row(i) for i in range(len(self.keys))]
        bases = {one.row.key: one.row.basis for one in found}
        for i, one in enumerate(found):
            part = one.row.numerator
            if part is not None and self.proposals[i].instance is None:
                row = one.row.model_copy(update={"basis": bases[part]})
                found[i] = Proposal(row, one.doubts)
        return found

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
        numerator, denominator = self.sums.ratio(i, kind, likely)
        parts = self.sums.parts(i, kind, likely) if numerator is None else ()
        if instance:
            adds = self.sums.adding(i, likely, numerator, parts)
        else:
            adds = self.sums.guessed(i, kind, levels)
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
        collected, by = self._collected(i)
        if collected and kind is not RowKind.HEADING and numerator is None:
            adds, levels, parts = Consolidation.PARENT, by or levels, ()
            doubts["consolidation"] = "Đoán theo lời in: đơn vị tổng hợp điền dòng này."
        doubts |= self.sums.doubts(i, numerator, parts)
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

    def _collected(self, i: int) -> tuple[bool, tuple[Level, ...]]:
        """What a note, or a label in brackets, says of who fills the row."""
        row = self.shape.rows[i]
        for said in (row.note, *re.findall(r"\(([^()]*)\)", row.label)):
            collected, by = guess.collected_by(said, self.own)
            if collected:
                return True, by
        return False, ()

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
        label, parent = self.shape.rows[i].label, self.shape.parents[i]
        for one in likely:
            if not _told_by_note(one):
                return self._not_own(label, one.row.levels)
        own = guess.levels_of(label)
        if own or parent is None or self._is_heading(parent):
            return self._not_own(label, own)
        above = self.shape.rows[parent].label
        return self._not_own(above, guess.levels_of(above))

    def _not_own(self, label: str, levels: tuple[Level, ...]) -> tuple[Level, ...]:
        """No level where the label names the one unit that fills the whole form."""
        by_name = levels == (self.own,) and guess.names_own_unit(label, self.own)
        return () if by_name else levels

    def _basis(self, i: int, kind: RowKind, choices: Sequence[Choice]) -> Basis:
        """The span of time: of a very like row, of the words, of the row above it or its block."""
        printed, like = self.shape.rows[i], self.proposals[i].like
        above = self.shape.above(i)
        if any(spans.speaks_to_date(self.shape.rows[j].label) for j in above):
            return Basis.YEAR_TO_DATE
        if like is not None and like.likeness >= VERY_LIKE and like.instance.row.is_input:
            return like.instance.row.basis
        own = spans.basis_of(printed.label, kind, choices, printed.measure)
        if own is not Basis.IN_PERIOD:
            return own
        if above and not self.shape.numbers[i] and kind is not RowKind.PERCENT:
            parent = self.shape.rows[above[0]]
            same = canonical(parent.measure) == canonical(printed.measure)
            if same and not spans.tells_an_act(printed.label):
                known = self.proposals[above[0]].instance
                if known:
                    return known.row.basis
                return spans.basis_of(parent.label, self._kind(above[0]), measure=parent.measure)
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
