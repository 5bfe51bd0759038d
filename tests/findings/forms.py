"""Small forms built inside a test, filled with a few cells and checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cchc_xl.model import (
    Choice,
    Consolidation,
    Entry,
    Finding,
    Level,
    Misprint,
    Op,
    OrgUnit,
    Origin,
    Report,
    ReportTemplate,
    Row,
    RowKind,
    Rule,
    Section,
    read_value,
    text_of,
)
from cchc_xl.model.printed import RawValue
from cchc_xl.rules import check

_CONSOLIDATION = {
    RowKind.HEADING: None,
    RowKind.COUNT: Consolidation.SUM,
    RowKind.MONEY: Consolidation.SUM,
    RowKind.PERCENT: Consolidation.MANUAL,
    RowKind.CHOICE: Consolidation.CATEGORY,
    RowKind.YES_NO: Consolidation.YES_NO,
    RowKind.TEXT: Consolidation.MANUAL,
}


@dataclass(frozen=True)
class Cell:
    """A value cell with what may stand beside it; a bare value will do where nothing does."""

    raw: RawValue = None
    note: str = ""
    justification: str = ""
    percent_format: bool = False
    error: str | None = None


Cells = Mapping[str, RawValue | Cell]


def row(key: str, kind: str = "count", **fields: Any) -> Row:
    """A row whose label is its key and whose way of adding up follows from its kind."""
    row_kind = RowKind(kind)
    consolidation = _CONSOLIDATION[row_kind]
    if "parts" in fields:
        consolidation = Consolidation.TOTAL
    if "numerator" in fields:
        consolidation = Consolidation.RATIO
    defaults: dict[str, Any] = {"label": key, "consolidation": consolidation}
    return Row(key=key, kind=row_kind, **(defaults | fields))


def heading(key: str, **fields: Any) -> Row:
    return row(key, "heading", **fields)


def count(key: str, **fields: Any) -> Row:
    return row(key, "count", **{"measure": "Văn bản", **fields})


def percent(key: str, **fields: Any) -> Row:
    return row(key, "percent", **{"measure": "%", **fields})


def ratio(key: str = "ty_le", numerator: str = "tu", denominator: str = "mau", **f: Any) -> Row:
    return percent(key, numerator=numerator, denominator=denominator, **f)


def coded(key: str, *labels: str, kind: str = "choice", **fields: Any) -> Row:
    """A choice whose codes are 0, 1, 2 … in the order of ``labels``."""
    choices = tuple(Choice(code=code, label=label) for code, label in enumerate(labels))
    return row(key, kind, choices=choices, **fields)


def worded(key: str, *labels: str, kind: str = "choice", **fields: Any) -> Row:
    """A choice of words: the form prints no codes."""
    return coded(key, *labels, kind=kind, codes_printed=False, **fields)


def rule(left: Iterable[str] | str, op: str, right: Iterable[str] | str = (), **f: Any) -> Rule:
    left = (left,) if isinstance(left, str) else tuple(left)
    right = (right,) if isinstance(right, str) else tuple(right)
    return Rule(**{"key": "quy_tac", "left": left, "op": Op(op), "right": right, **f})


def form(
    *rows: Row,
    rules: Iterable[Rule] = (),
    decimals: int = 2,
    misprints: Iterable[Misprint] = (),
) -> ReportTemplate:
    """One section with ``rows``."""
    return sections([rows], rules=rules, decimals=decimals, misprints=misprints)


def sections(
    groups: Iterable[Iterable[Row]],
    *,
    rules: Iterable[Rule] = (),
    decimals: int = 2,
    misprints: Iterable[Misprint] = (),
) -> ReportTemplate:
    """A form of several sections, one for each group of rows."""
    return ReportTemplate(
        id="thu",
        title="Biểu thử",
        origin=Origin.REBUILT,
        decimals=decimals,
        sections=tuple(
            Section(key=f"phan_{n}", no=str(n), title=f"Phần {n}", rows=tuple(rows))
            for n, rows in enumerate(groups, 1)
        ),
        rules=tuple(rules),
        misprints=tuple(misprints),
    )


def filled(
    template: ReportTemplate,
    cells: Cells,
    *,
    level: Level | None = None,
    without: Iterable[str] = (),
) -> Report:
    """A report in which the rows not named in ``cells`` are blank, ``without`` not printed."""
    unknown = set(cells) - set(template.by_key)
    assert not unknown, f"no such rows: {unknown}"
    absent = set(without)
    return Report(
        template_id=template.id,
        entries={
            row.key: _entry(row, cells.get(row.key))
            for row in template.rows
            if row.key not in absent
        },
        org_unit=OrgUnit(level=level),
    )


def refilled(report: Report, template: ReportTemplate, cells: Cells) -> Report:
    """The report with some cells written over; None blanks a cell."""
    written = {key: _entry(template.by_key[key], cell) for key, cell in cells.items()}
    return replace(report, entries=report.entries | written)


def _entry(row: Row, cell: RawValue | Cell) -> Entry:
    if not isinstance(cell, Cell):
        cell = Cell(cell)
    meaning = read_value(row, cell.raw, percent_format=cell.percent_format, error=cell.error)
    return Entry(
        key=row.key,
        raw=cell.raw,
        text=text_of(cell.raw, percent_format=cell.percent_format),
        value=meaning.value,
        note=cell.note,
        justification=cell.justification,
        percent_format=cell.percent_format,
        error=cell.error,
        no=row.no,
        label=row.label,
        measure=row.measure,
    )


def findings(
    template: ReportTemplate,
    cells: Cells,
    *,
    level: Level | None = None,
    without: Iterable[str] = (),
) -> list[Finding]:
    """What Kiểm tra says of the form filled with ``cells``."""
    return check(filled(template, cells, level=level, without=without), template)


def briefly(found: Iterable[Finding]) -> list[tuple[str, str, str | None]]:
    """Kind, severity and row of each finding, for comparing."""
    return [(f.kind.value, f.severity.value, f.key) for f in found]


def only(found: list[Finding]) -> Finding:
    """The one finding there must be."""
    assert len(found) == 1, briefly(found)
    return found[0]


def cause_codes(finding: Finding) -> list[str]:
    return [cause.code for cause in finding.causes]
