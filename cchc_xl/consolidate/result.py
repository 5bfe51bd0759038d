"""What adding up yields: every row with its value, its parts and what was left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from cchc_xl.consolidate.contribution import Contribution
from cchc_xl.model import Consolidation, Finding


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf's share in a row of the parent; ``leaf`` is its place among the leaves added up."""

    org_unit: str
    file: str
    value: Decimal
    leaf: int = 0


@dataclass(frozen=True, slots=True)
class RowResult:
    """One row of the consolidated appendix.

    ``value`` is None where nothing was filled, where the rule does not add, or where the children
    disagree. ``filled`` counts the units that filled the row. ``low`` and ``high`` bound a value
    that is no sum (types that occurred somewhere, percents left to the parent); ``weighted`` is
    the mean of such percents by the row that really is their denominator. ``answers`` counts the
    children's codes where the parent answers for itself. Where ``overridden``, the parent typed
    ``value`` over ``computed``, which adding up gives.
    """

    key: str
    rule: Consolidation
    value: Decimal | None = None
    filled: int = 0
    parts: tuple[Part, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    weighted: Decimal | None = None
    answers: Mapping[int, int] = field(default_factory=dict)
    overridden: bool = False
    computed: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The whole result; ``rows`` holds every input row of the form, in printed order.

    ``leaves`` are the contributions in the order that `Part.leaf` counts in.
    """

    rows: Mapping[str, RowResult]
    findings: tuple[Finding, ...] = ()
    leaves: tuple[Contribution, ...] = ()

    def value(self, key: str) -> Decimal | None:
        """The parent's value of a row."""
        found = self.rows.get(key)
        return None if found is None else found.value
