"""Tổng hợp: many units' reports into their parent's, each number with where it came from.

Opens no file and knows no cell. What crosses into it is compact (`Contribution`), so that every
commune of the country fits in memory.
"""

from cchc_xl.consolidate.adding import consolidate
from cchc_xl.consolidate.carried import of_leaf, to_leaf
from cchc_xl.consolidate.contribution import Contribution, of_report
from cchc_xl.consolidate.result import Consolidated, Part, RowResult
from cchc_xl.consolidate.sorting import Sorted, Wanted, sort_out
from cchc_xl.consolidate.state import ADDING, TAKES_OWN
from cchc_xl.consolidate.submission import Status, Submission, UnitFinding, UnitStatus

__all__ = [
    "ADDING",
    "TAKES_OWN",
    "Consolidated",
    "Contribution",
    "Part",
    "RowResult",
    "Sorted",
    "Status",
    "Submission",
    "UnitFinding",
    "UnitStatus",
    "Wanted",
    "consolidate",
    "of_leaf",
    "of_report",
    "sort_out",
    "to_leaf",
]
