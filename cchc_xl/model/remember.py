"""Work done once per edition, whatever number of its reports comes by."""

from collections.abc import Callable
from typing import TypeVar

from cchc_xl.model.template import ReportTemplate

T = TypeVar("T")

_MOST = 32  # editions in use at one time


def remembered(work: Callable[[ReportTemplate], T]) -> Callable[[ReportTemplate], T]:
    """Keep the result of ``work`` for each edition object.

    By identity: an edition never changes, and hashing one would cost more than most of the work.
    The edition is kept with the result, so that no other object takes its identity.
    """
    kept: dict[int, tuple[ReportTemplate, T]] = {}

    def once(template: ReportTemplate) -> T:
        found = kept.get(id(template))
        if found is not None and found[0] is template:
            return found[1]
        result = work(template)
        for oldest in list(kept)[: max(0, len(kept) - _MOST + 1)]:
            kept.pop(oldest, None)
        kept[id(template)] = template, result
        return result

    return once
