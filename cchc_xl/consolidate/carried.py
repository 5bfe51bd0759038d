"""Leaves on their way into and out of a consolidated workbook."""

from cchc_xl.consolidate.contribution import Contribution
from cchc_xl.model import Leaf


def to_leaf(contribution: Contribution) -> Leaf:
    """What a workbook carries of a contribution."""
    return Leaf.model_construct(
        file=contribution.file,
        org_unit=contribution.org_unit,
        level=contribution.level,
        values=dict(contribution.values),
        unreadable=dict(contribution.unreadable),
        group=contribution.group,
        code=contribution.code,
        via=contribution.via,
        own=contribution.own,
        bridged=contribution.bridged,
    )


def of_leaf(leaf: Leaf) -> Contribution:
    """A contribution as a workbook carried it."""
    return Contribution(
        file=leaf.file,
        org_unit=leaf.org_unit,
        level=leaf.level,
        values=leaf.values,
        unreadable=leaf.unreadable,
        group=leaf.group,
        code=leaf.code,
        via=leaf.via,
        own=leaf.own,
        bridged=leaf.bridged,
    )
