"""What a file yields before its form is known: printed rows and the words around them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cchc_xl.model import (
    Finding,
    Kind,
    Level,
    OrgUnit,
    Period,
    PrintedRow,
    ReportTemplate,
    Severity,
)
from cchc_xl.model.dates import Span
from cchc_xl.model.front import FrontFields
from cchc_xl.model.leaf import Leaf
from cchc_xl.model.listed_unit import ListedUnit
from cchc_xl.templates.document import DocumentFacts, read_document
from cchc_xl.text import fold, repair_many

LEGACY_NAMES = {"tcvn3": "TCVN3 (.VnTime)", "vni": "VNI"}
_SHOWN = 40  # characters of an example


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """One file read. ``tables`` are alternative readings of it, the likeliest chosen later.

    ``before`` are the lines above the first table, ``lines`` all lines of text (for names). Rows
    cut by a page break stand in ``tables`` as the pieces they are.
    ``prose`` are the lines of the report around the tables, in order; empty in a workbook.
    ``bound``: line of ``prose``, key of a row and the words filled in for it, where a report we
    wrote still tells.
    ``described``: unit and period as a document we wrote describes itself out of sight.
    ``template``, ``org_unit`` and ``period`` are known only from our own workbooks; ``leaves`` are
    the units a consolidated one carries, ``units`` its unit list. ``issued`` are the days with
    which the parent issued the workbook for this period.
    """

    tables: tuple[tuple[PrintedRow, ...], ...]
    before: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()
    bound: tuple[tuple[int, str, str], ...] = ()
    described: DocumentFacts | None = None
    template: ReportTemplate | None = None
    org_unit: OrgUnit | None = None
    period: Period | None = None
    front: FrontFields | None = None
    issued: Span | None = None
    leaves: tuple[Leaf, ...] = ()
    units: tuple[ListedUnit, ...] = ()
    findings: tuple[Finding, ...] = field(default=())


def facts_of(document: SourceDocument, level: Level | None = None) -> DocumentFacts:
    """Unit and period as the visible words tell them; ``level`` is the one of the edition.

    What a document says of itself out of sight only adds what its visible words bear out: a level
    that the name printed does not tell, a name or period printed in no usual place.
    """
    said = read_document(document.before, document.lines, level)
    described = document.described
    if described is None:
        return said
    printed = fold(" ".join(document.before))
    unit, own = said.org_unit, described.org_unit
    if own.name and fold(own.name) in printed:
        unit = OrgUnit(name=own.name, level=own.level or unit.level)
    elif unit.name is None and own.name is None:
        unit = OrgUnit(level=own.level)
    period = said.period
    if period is None and described.period and fold(described.period.title) in printed:
        period = described.period
    return DocumentFacts(unit, period)


def repair_legacy(texts: Sequence[str]) -> tuple[list[str], tuple[Finding, ...]]:
    """Texts typed for .VnTime or VNI fonts as Unicode, with the note that says so."""
    repaired, legacy = repair_many(texts)
    if legacy is None:
        return list(texts), ()
    before, after = next((a, b) for a, b in zip(texts, repaired, strict=True) if a != b)
    return repaired, (encoding_finding(legacy, before.strip(), after.strip()),)


def encoding_finding(encoding: str, before: str, after: str) -> Finding:
    """The note on a legacy encoding, with one example."""
    return Finding(
        code="KT115",
        kind=Kind.TEXT_ENCODING,
        severity=Severity.NOTE,
        facts={
            "encoding": LEGACY_NAMES[encoding],
            "before": before[:_SHOWN],
            "after": after[:_SHOWN],
        },
    )
