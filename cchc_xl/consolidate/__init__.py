"""Tổng hợp: many units' reports into their parent's, each number with where it came from.

Opens no file and knows no cell. What crosses into it is compact (`Contribution`), so that every
commune of the country fits in memory.
"""

from cchc_xl.consolidate.adding import consolidate
from cchc_xl.consolidate.contribution import Contribution, of_report
from cchc_xl.consolidate.result import Consolidated, Part, RowResult

__all__ = [
    "Consolidated",
    "Contribution",
    "Part",
    "RowResult",
    "consolidate",
    "of_report",
]
