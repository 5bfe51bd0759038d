"""Build workbooks: blank from a form, filled from a report, checked with its findings."""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from cchc_xl.messages import Rendered
from cchc_xl.model import (
    Entry,
    Finding,
    Notice,
    OrgUnit,
    Period,
    PrintedRow,
    Report,
    ReportTemplate,
    Row,
    RowKind,
    Severity,
    read_value,
    text_of,
)
from cchc_xl.rules.expressions import CellValue, ErrorValue
from cchc_xl.rules.native import ratio_formula, verdict_formula
from cchc_xl.rules.verdict import LEVEL_KEY, verdict
from cchc_xl.services.checking import CheckedFile
from cchc_xl.services.reading import ReadOptions, ReadReport
from cchc_xl.text import display_text, least_decimals, to_decimal
from cchc_xl.workbook import layout as places
from cchc_xl.workbook.builder import build_workbook
from cchc_xl.workbook.content import (
    BookContent,
    CellContent,
    Checked,
    Formula,
    FrontFields,
    ResultLine,
)
from cchc_xl.workbook.layout import Layout
from cchc_xl.workbook.previous import keep_previous

#: Readings that need a person: the cell keeps what was written until somebody mends it.
_KEEP_TEXT = frozenset({Notice.FRACTION, Notice.MONEY})
_COMMENT_LENGTH = 1000


def build(path: Path, template: ReportTemplate, content: BookContent) -> None:
    """Write the workbook, with macros where the name asks for them.

    A file that stands there already may hold somebody's work: it is kept beside the new one.
    """
    keep_previous(path)
    if path.suffix.lower() == ".xlsm":
        from cchc_xl.macro import build_macro_workbook

        build_macro_workbook(path, template, content)
    else:
        build_workbook(path, template, content)


def build_blank(
    path: Path,
    template: ReportTemplate,
    options: ReadOptions | None = None,
    front: FrontFields | None = None,
) -> None:
    """A blank workbook, prefilled with what is known of unit, period and dates."""
    options = options or ReadOptions()
    unit = OrgUnit(name=options.org_unit_name, level=options.level)
    content = content_from(template, {}, unit, options.period, front=front)
    build(path, template, content)


def build_filled(path: Path, read: ReadReport) -> None:
    """The workbook of a report somebody sent; reading it back gives the same report."""
    build(path, read.template, content_of(read))


def build_checked(
    path: Path, checked: CheckedFile, at: dt.datetime | None = None, *, opens_on: str = ""
) -> None:
    """A copy with results, links and notes on flagged cells. The input is not touched.

    ``opens_on`` is the sheet in front, the first one if not named. Raises ``ValueError`` for a file
    that gave no report.
    """
    if checked.read is None:
        raise ValueError("nothing was read from this file")
    lines = result_lines(checked)
    outcome = Checked(lines=lines, at=at or dt.datetime.now(), source=checked.path.name)
    comments = comments_of(lines)
    content = content_of(checked.read, comments=comments, outcome=outcome)
    build(path, checked.read.template, dataclasses.replace(content, opens_on=opens_on))


def result_lines(checked: CheckedFile) -> list[ResultLine]:
    """Findings with their words, one line each."""
    report = checked.report
    return [_line(checked, report, finding) for finding in checked.findings]


def _line(checked: CheckedFile, report: Report | None, finding: Finding) -> ResultLine:
    entry = report.entries.get(finding.key) if report and finding.key else None
    return result_line(finding, checked.words(finding), entry, _answer(entry, finding))


def result_line(finding: Finding, words: Rendered, entry: Entry | None, answer: str) -> ResultLine:
    """One line of `Kết quả kiểm tra`; ``answer`` are the unit's own words."""
    suggestion = "để trống" if finding.suggestion == "" else finding.suggestion
    return ResultLine(
        severity=finding.severity,
        code=finding.code,
        title=words.title,
        message=words.message,
        why=words.why,
        fix=words.fix,
        suggestion=suggestion or "",
        key=finding.key,
        related=finding.related,
        text=display_text(entry.text) if entry else "",
        justification=answer,
    )


def _answer(entry: Entry | None, finding: Finding) -> str:
    """The unit's own words that answer the finding."""
    if entry is None or not finding.justified:
        return ""
    return entry.justification or entry.note


def comments_of(lines: Sequence[ResultLine]) -> dict[str, str]:
    """The note on each flagged cell: what, why, what to do."""
    comments: dict[str, list[str]] = {}
    for line in lines:
        if line.key is None or line.severity is Severity.NOTE:
            continue
        hint = f"\nGợi ý: {line.suggestion}" if line.suggestion else ""
        comments.setdefault(line.key, []).append(
            f"{line.severity.label}: {line.message}\nVì sao: {line.why}\n"
            f"Cách xử lý: {line.fix}{hint}"
        )
    return {key: "\n\n".join(parts)[:_COMMENT_LENGTH] for key, parts in comments.items()}


def content_of(
    read: ReadReport,
    *,
    comments: Mapping[str, str] | None = None,
    outcome: Checked | None = None,
) -> BookContent:
    """What a workbook of a report holds, with the outcome of its check if there is one."""
    report = read.report
    return content_from(
        read.template,
        report.entries,
        report.org_unit,
        report.period,
        comments=comments,
        outcome=outcome,
        extra=read.extra,
        source=read.path.name,
        front=read.front,
    )


def content_from(
    template: ReportTemplate,
    entries: Mapping[str, Entry],
    unit: OrgUnit,
    period: Period | None,
    *,
    comments: Mapping[str, str] | None = None,
    outcome: Checked | None = None,
    extra: Sequence[PrintedRow] = (),
    source: str = "",
    front: FrontFields | None = None,
) -> BookContent:
    """What a workbook holds: values as they are shown, formulas compiled, verdicts computed."""
    layout = Layout(template)
    shown = {row.key: shown_value(row, entries.get(row.key)) for row in template.rows}
    cells: dict[str, CellValue] = {key: _as_cell(value) for key, value in shown.items()}
    cells[LEVEL_KEY] = unit.level.display if unit.level else None
    gravest = _gravest(outcome)
    contents = {}
    for row in template.rows:
        entry = entries.get(row.key, Entry(key=row.key))
        value = shown[row.key]
        contents[row.key] = CellContent(
            value=_cell_value(template, layout, row, value, cells, entries),
            decimals=least_decimals(value) if isinstance(value, Decimal) else None,
            note=entry.note if display_text(entry.note) != display_text(row.note) else "",
            justification=entry.justification,
            verdict=_verdict(template, layout, row, cells),
            comment=(comments or {}).get(row.key, ""),
            severity=gravest.get(row.key),
            original=_original(entry, value),
        )
    return BookContent(
        org_unit=unit,
        period=period,
        front=front or usual_front(template, period),
        cells=contents,
        extra=[(r.no, r.label, r.measure, display_text(r.text), r.note) for r in extra],
        checked=outcome,
        source=source,
    )


def _gravest(outcome: Checked | None) -> dict[str, Severity]:
    """The gravest finding of each flagged row; notes do not colour a cell."""
    found: dict[str, Severity] = {}
    for line in sorted(outcome.lines if outcome else (), key=lambda line: -line.severity.rank):
        if line.key is not None and line.severity is not Severity.NOTE:
            found[line.key] = line.severity
    return found


def usual_front(template: ReportTemplate, period: Period | None) -> FrontFields:
    """The dates the issuing letter sets for the period; blank where it is unknown."""
    window = template.window(period) if period is not None else None
    if window is None:
        return FrontFields()
    return FrontFields(window.start, window.end, window.deadline, letter=window.letter)


def shown_value(row: Row, entry: Entry | None) -> Decimal | str | None:
    """What column D shows: the number that was meant, otherwise the words as written."""
    if entry is None or entry.is_blank:
        return None
    meaning = read_value(row, entry.raw, percent_format=entry.percent_format, error=entry.error)
    words = display_text(entry.text) or entry.error or ""
    if meaning.value is None or meaning.notice in _KEEP_TEXT:
        return words
    if row.kind in (RowKind.CHOICE, RowKind.YES_NO) and not row.codes_printed:
        return row.choice_label(int(meaning.value)) or words
    return meaning.value


def _as_cell(value: Decimal | str | None) -> CellValue:
    if isinstance(value, str) and value.startswith("#"):
        return ErrorValue(value) if value.endswith(("!", "?", "A")) else value
    return value


def _cell_value(
    template: ReportTemplate,
    layout: Layout,
    row: Row,
    value: Decimal | str | None,
    cells: dict[str, CellValue],
    entries: Mapping[str, Entry],
) -> str | float | int | Formula | None:
    if value is None and row.is_ratio:
        return _ratio(template, layout, row, cells, is_report=bool(entries))
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _ratio(
    template: ReportTemplate,
    layout: Layout,
    row: Row,
    cells: dict[str, CellValue],
    *,
    is_report: bool,
) -> Formula | None:
    """The formula of a ratio nobody reported.

    Where a report left it blank although both parts are there, the cell stays blank: what was
    reported is what was reported, and column F says what it should be.
    """
    computable = all(
        isinstance(cells.get(key or ""), Decimal) for key in (row.numerator, row.denominator)
    )
    if is_report and computable and cells.get(row.denominator or "") != 0:
        return None
    here = layout.sheet_of(row.key)
    text = ratio_formula(row, lambda k: layout.reference(k, from_sheet=here), template.decimals)
    return Formula(text, "")


def _verdict(
    template: ReportTemplate, layout: Layout, row: Row, cells: dict[str, CellValue]
) -> Formula | str:
    here = layout.sheet_of(row.key)

    def ref(key: str) -> str:
        if key == LEVEL_KEY:
            return places.LEVEL.reference
        return layout.reference(key, from_sheet=here)

    text = verdict_formula(template, row.key, ref)
    return "" if text is None else Formula(text, verdict(template, row.key, cells))


def _original(entry: Entry, value: Decimal | str | None) -> str:
    """``"8|08"``: what was written where the cell now shows a number, so that nothing is lost."""
    if not isinstance(value, Decimal) or not entry.text:
        return ""
    shown = text_of(float(value)) if value != value.to_integral_value() else text_of(int(value))
    written = entry.text
    same = written == shown or _typed_number(entry.raw) == value
    return "" if same else f"{shown}|{written}"


def _typed_number(raw: object) -> Decimal | None:
    """A number typed as a number."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return to_decimal(raw)
    return None
