"""Carry figures between rows that mean nearly the same, where the parent asked for it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cchc_xl.consolidate.contribution import Contribution
from cchc_xl.consolidate.notices import some
from cchc_xl.model import Consolidation, Finding, Kind, ReportTemplate, Severity
from cchc_xl.model.bridge import Bridge


@dataclass(frozen=True, slots=True)
class Bridged:
    """The leaves with carried figures, and a note a row that says where they came from."""

    leaves: tuple[Contribution, ...]
    findings: tuple[Finding, ...]


def carry_over(
    leaves: Sequence[Contribution],
    template: ReportTemplate,
    bridges: Sequence[Bridge],
    day: dt.date | None,
) -> Bridged:
    """Fill rows of the parent's form that a leaf's form lacks from their declared near-equivalent.

    ``day`` is the last day of the period; a bridge that does not hold then carries nothing. A row
    the leaf itself filled is never touched, and a percent is recomputed rather than carried.
    """
    usable = [
        (source, target, bridge)
        for bridge in bridges
        if bridge.holds(day)
        for source, target in (bridge.keys, bridge.keys[::-1])
        if target in template.by_key
        and source not in template.by_key
        and template.by_key[target].consolidation is not Consolidation.RATIO
    ]
    carried: dict[tuple[str, str, Bridge], list[str]] = defaultdict(list)
    found = []
    for leaf in leaves:
        values, bridged = dict(leaf.values), set(leaf.bridged)
        for source, target, bridge in usable:
            known = target in values or target in leaf.unreadable
            if source in leaf.values and not known:
                values[target] = leaf.values[source]
                bridged.add(target)
                carried[source, target, bridge].append(leaf.org_unit)
        found.append(replace(leaf, values=values, bridged=frozenset(bridged)))
    return Bridged(
        tuple(found),
        tuple(
            Finding(
                "TH206",
                Kind.TEMPLATE_BRIDGED,
                Severity.NOTE,
                key=target,
                facts={
                    "reason": bridge.reason,
                    "basis": bridge.legal_basis,
                    "units": some(units),
                    "count": len(units),
                },
            )
            for (_, target, bridge), units in carried.items()
        ),
    )


def unused(carried: Sequence[Finding]) -> tuple[Finding, ...]:
    """The same rows where the parent did not ask for bridges: nothing is joined in silence."""
    return tuple(replace(finding, code="TH208") for finding in carried)
