"""What a file yields before its form is known: printed rows and the words around them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cchc_xl.model import Finding, Kind, OrgUnit, Period, PrintedRow, ReportTemplate, Severity
from cchc_xl.text import repair_many
from cchc_xl.workbook.content import FrontFields

LEGACY_NAMES = {"tcvn3": "TCVN3 (.VnTime)", "vni": "VNI"}
_SHOWN = 40  # characters of an example


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """One file read. ``tables`` are alternative readings of it, the likeliest chosen later.

    ``before`` are the lines above the first table, ``lines`` all lines of text (for names). Rows
    cut by a page break stand in ``tables`` as the pieces they are.
    ``template``, ``org_unit`` and ``period`` are known only from our own workbooks.
    """

    tables: tuple[tuple[PrintedRow, ...], ...]
    before: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    template: ReportTemplate | None = None
    org_unit: OrgUnit | None = None
    period: Period | None = None
    front: FrontFields | None = None
    findings: tuple[Finding, ...] = field(default=())


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
