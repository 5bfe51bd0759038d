"""The words of the domain as types: periods, units, forms, reports, findings. No I/O."""

from cchc_xl.model.finding import Cause, Finding, Kind, RowRef, Severity
from cchc_xl.model.leaf import Leaf
from cchc_xl.model.level import Level
from cchc_xl.model.listed_unit import ListedUnit
from cchc_xl.model.org_unit import OrgUnit
from cchc_xl.model.period import Period, PeriodKind
from cchc_xl.model.printed import PrintedRow
from cchc_xl.model.report import Entry, Report
from cchc_xl.model.rule import Missing, Op, Rule
from cchc_xl.model.template import (
    Basis,
    Choice,
    Consolidation,
    Misprint,
    Origin,
    ReportTemplate,
    Row,
    RowKind,
    Section,
    Window,
)
from cchc_xl.model.value import Meaning, Notice, read_value, text_of

__all__ = [
    "Basis",
    "Cause",
    "Choice",
    "Consolidation",
    "Entry",
    "Finding",
    "Kind",
    "Leaf",
    "Level",
    "ListedUnit",
    "Meaning",
    "Misprint",
    "Missing",
    "Notice",
    "Op",
    "OrgUnit",
    "Origin",
    "Period",
    "PeriodKind",
    "PrintedRow",
    "Report",
    "ReportTemplate",
    "Row",
    "RowKind",
    "RowRef",
    "Rule",
    "Section",
    "Severity",
    "Window",
    "read_value",
    "text_of",
]
