"""What a file yields before its form is known: printed rows and the words around them."""

from dataclasses import dataclass, field

from cchc_xl.model import Finding, OrgUnit, Period, PrintedRow, ReportTemplate


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """One file read. ``tables`` are alternative readings of it, the likeliest chosen later.

    ``before`` are the lines above the first table, ``lines`` all lines of text (for names).
    ``template``, ``org_unit`` and ``period`` are known only from our own workbooks.
    """

    tables: tuple[tuple[PrintedRow, ...], ...]
    before: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    template: ReportTemplate | None = None
    org_unit: OrgUnit | None = None
    period: Period | None = None
    findings: tuple[Finding, ...] = field(default=())
