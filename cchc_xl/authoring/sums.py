"""How each row adds up: its parts, what it is divided by, how the parent's value is made.

A formula that the form prints comes first, then known rows, then the words of the form.
"""

from collections.abc import Sequence

from cchc_xl.authoring import guess
from cchc_xl.authoring.adding_up import parts_in_words, share_in_words
from cchc_xl.authoring.keying import KeyProposal
from cchc_xl.authoring.known import Instance
from cchc_xl.authoring.likeness import VERY_LIKE
from cchc_xl.authoring.printed_formulas import PrintedFormulas
from cchc_xl.authoring.shape import Shape
from cchc_xl.model import Consolidation, Level, RowKind
from cchc_xl.templates.labels import canonical


class Sums:
    """Parts, ratios and ways of adding up. ``own``: the level the form is for, None: unknown."""

    def __init__(self, shape: Shape, proposals: Sequence[KeyProposal], own: Level | None) -> None:
        self.shape = shape
        self.keys = [proposal.key for proposal in proposals]
        self.proposals = proposals
        self.own = own
        self.here = set(self.keys)
        self.formulas = PrintedFormulas(shape)

    def ratio(
        self, i: int, kind: RowKind, likely: Sequence[Instance]
    ) -> tuple[str | None, str | None]:
        if kind is not RowKind.PERCENT:
            return None, None
        formula = self.formulas.of(i)
        if formula is not None and formula.share is not None:
            part, whole = formula.share
            return self.keys[part], self.keys[whole]
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

    def parts(self, i: int, kind: RowKind, likely: Sequence[Instance]) -> tuple[str, ...]:
        """Parts of a total: those of a known one that are printed here, or rows by level below it.

        A known form that prints the parts and does not add them up outweighs one that does.
        """
        if kind not in (RowKind.COUNT, RowKind.MONEY):
            return ()
        formula = self.formulas.of(i)
        if formula is not None and formula.parts:
            return tuple(self.keys[j] for j in formula.parts)
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

    def adding(
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

    def guessed(self, i: int, kind: RowKind, levels: tuple[Level, ...]) -> Consolidation | None:
        printed, like = self.shape.rows[i], self.proposals[i].like
        by_words = guess.consolidation_of(
            kind, printed.label, printed.measure, levels, own=self.own
        )
        if like is None or like.likeness < VERY_LIKE or like.instance.row.kind is not kind:
            return by_words
        adds = like.instance.row.consolidation
        # Parts are of each form; an exception made for one form is none of another.
        own = (Consolidation.RATIO, Consolidation.TOTAL, Consolidation.PARENT, None)
        return by_words if adds in own or guess.is_own_act(printed.label) else adds

    def doubts(self, i: int, numerator: str | None, parts: Sequence[str]) -> dict[str, str]:
        formula = self.formulas.of(i)
        if formula is None or numerator is not None or parts:
            return {}
        return {
            "consolidation": f"Biểu in “{formula.words[:80]}” nhưng không rõ số nào là dòng nào."
        }

    def _is_percent(self, i: int) -> bool:
        return self.shape.rows[i].measure == "%"

    def _parts_alike(self, i: int) -> tuple[str, ...]:
        """Parts of a very like known total, each of which has a very like row here."""
        like = self.proposals[i].like
        if like is None or like.likeness < VERY_LIKE:
            return ()
        instead = {
            one.like.instance.row.key: one.key
            for one in self.proposals
            if one.like is not None and one.like.likeness >= VERY_LIKE
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
