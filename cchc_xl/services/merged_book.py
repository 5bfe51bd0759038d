"""A consolidated workbook: what an outcome looks like in the sheets, and the file itself."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from cchc_xl.consolidate import ADDING, TAKES_OWN, Contribution, RowResult, to_leaf
from cchc_xl.messages import render
from cchc_xl.model import Entry, Finding, Row, RowKind, text_of
from cchc_xl.services.books import build, comments_of, content_from, result_line, usual_front
from cchc_xl.services.collector import rarely_collected
from cchc_xl.services.merged_common import about_words, plain, short, short_names
from cchc_xl.services.merged_formulas import Formulas, column_order
from cchc_xl.services.merged_lists import child_findings, foreign_lines, log_lines, reminder_lines
from cchc_xl.services.merged_rankings import error_ranking, rate_rankings
from cchc_xl.services.merged_slips import slip_lines
from cchc_xl.services.merged_submissions import submissions_of
from cchc_xl.services.merged_words import LEFT_OUT, children_words
from cchc_xl.services.outcome import Outcome
from cchc_xl.text import display_text
from cchc_xl.workbook.choices import level_words
from cchc_xl.workbook.content import (
    BookContent,
    CellContent,
    CellValue,
    Checked,
    Formula,
    ResultLine,
)
from cchc_xl.workbook.layout import Layout
from cchc_xl.workbook.leaves import Carried
from cchc_xl.workbook.merged.detail_places import DetailLayout
from cchc_xl.workbook.merged.records import DetailRow, LeafHead, Merged


def build_consolidated(path: Path, outcome: Outcome) -> None:
    """Write the workbook, with macros where the name asks for them; a file there is kept beside it.

    Raises ``OSError`` when it cannot be written; the old file is whole then.
    """
    with rarely_collected():
        build(path, outcome.template, content_of_outcome(outcome))


def content_of_outcome(outcome: Outcome) -> BookContent:
    """Everything the workbook holds: formulas compiled, words chosen, values computed."""
    template, kept = outcome.template, outcome.kept
    lines = _result_lines(outcome)
    content = content_from(
        template,
        _entries(outcome),
        outcome.org_unit,
        outcome.period,
        comments=comments_of(lines),
        outcome=Checked(lines=lines, at=outcome.at),
        front=replace(
            kept.front or usual_front(template, outcome.period), deadline=outcome.deadline
        ),
    )
    leaves = outcome.result.leaves
    order = column_order(leaves)
    detail = DetailLayout(template, len(leaves))
    formulas = Formulas(template, Layout(template), detail, [leaves[n] for n in order])
    by_key: dict[str, list[Finding]] = defaultdict(list)
    for finding in outcome.result.findings:
        if finding.key is not None:
            by_key[finding.key].append(finding)
    cells = {
        row.key: _cell(row, content.cells[row.key], outcome, formulas, detail, by_key[row.key])
        for row in template.rows
    }
    return replace(
        content,
        cells=cells,
        merged=_merged(_with_short_names(outcome), order, cells),
        carried=Carried(tuple(to_leaf(leaf) for leaf in leaves), kept.units),
    )


def _with_short_names(outcome: Outcome) -> Outcome:
    """Units nobody knows the name of go by their file; its folders say nothing."""
    names = short_names(line.file for line in outcome.units if line.file)
    units = tuple(replace(line, unit=names.get(line.unit, line.unit)) for line in outcome.units)
    leaves = tuple(
        replace(leaf, org_unit=names.get(leaf.org_unit, leaf.org_unit))
        for leaf in outcome.result.leaves
    )
    return replace(outcome, units=units, result=replace(outcome.result, leaves=leaves))


def _merged(outcome: Outcome, order: Sequence[int], cells: Mapping[str, CellContent]) -> Merged:
    leaves, template = outcome.result.leaves, outcome.template
    names = short_names(line.file for line in outcome.units if line.file)
    page = submissions_of(outcome, names)
    return Merged(
        heads=[_head(leaves[n], names) for n in order],
        rows={
            row.key: _detail_row(row, outcome, order, cells[row.key])
            for row in template.rows
            if row.kind is not RowKind.HEADING
        },
        submissions=page,
        findings=child_findings(outcome, names),
        slips=slip_lines(outcome, names),
        reminders=reminder_lines(outcome),
        foreign=foreign_lines(outcome, names),
        rates=rate_rankings(outcome),
        open_errors=error_ranking(outcome),
        log=log_lines(outcome),
        about=about_words(outcome),
    )


def _head(leaf: Contribution, names: Mapping[str, str]) -> LeafHead:
    own = " (số riêng)" if leaf.own else ""
    below = f"qua {leaf.via}" if leaf.via and not leaf.own else short(leaf.file, names)
    return LeafHead(leaf.org_unit + own, below, level_words(leaf.level))


def _detail_row(row: Row, outcome: Outcome, order: Sequence[int], cell: CellContent) -> DetailRow:
    result, kept = outcome.result.rows[row.key], outcome.kept
    by_leaf: dict[int, CellValue] = {part.leaf: plain(part.value) for part in result.parts}
    for number, leaf in enumerate(outcome.result.leaves):
        if row.key in leaf.unreadable and number not in by_leaf:
            # In quotes nothing takes it for a number, COUNTIF included.
            by_leaf[number] = f"“{display_text(leaf.unreadable[row.key])}”"
    adds = row.consolidation in ADDING
    value = cell.value.value if isinstance(cell.value, Formula) else cell.value
    return DetailRow(
        values=[by_leaf.get(number) for number in order],
        own=_typed(row, kept.own, kept.own_words) if row.consolidation in TAKES_OWN else None,
        override=_typed(row, kept.overrides, kept.override_words) if adds else None,
        computed=_plain(_computed(result)) if adds else None,
        result=None if value == "" else value,
    )


def _typed(row: Row, figures: Mapping[str, Decimal], words: Mapping[str, str]) -> CellValue:
    value = figures.get(row.key)
    return words.get(row.key) if value is None else _plain(value)


def _computed(result: RowResult) -> Decimal | None:
    return result.computed if result.overridden else result.value


def _cell(
    row: Row,
    cell: CellContent,
    outcome: Outcome,
    formulas: Formulas,
    detail: DetailLayout,
    findings: Sequence[Finding],
) -> CellContent:
    result = outcome.result.rows.get(row.key)
    if result is None:
        return cell
    bridged = sum(row.key in leaf.bridged for leaf in outcome.result.leaves)
    cell = replace(
        cell, children=children_words(row, outcome.result.rows, detail, findings, bridged)
    )
    text = formulas.value(row)
    if row.consolidation in ADDING:
        value = _plain(result.value)
        shown = Formula(text, "" if value is None else value) if text else value
        cell = replace(cell, value=shown, decimals=None)
    left_out = next((f.facts["count"] for f in findings if f.code == "TH203"), None)
    if left_out is not None and row.is_ratio:
        cell = replace(cell, verdict=LEFT_OUT.format(count=left_out))
    return cell


def _entries(outcome: Outcome) -> dict[str, Entry]:
    """The report's entries with the consolidated values in place, whoever made the report."""
    kept, entries = outcome.kept, {}
    for row in outcome.template.rows:
        entry = outcome.report.entries.get(row.key) or Entry(key=row.key)
        result = outcome.result.rows.get(row.key)
        if result is not None:
            raw = _raw(row, result.value)
            entry = replace(
                entry, raw=raw, text="" if raw is None else text_of(raw), value=result.value
            )
        if entry.is_blank and row.key in kept.words:
            entry = replace(entry, raw=kept.words[row.key], text=kept.words[row.key])
        entries[row.key] = replace(
            entry,
            note=kept.notes.get(row.key, entry.note),
            justification=kept.justifications.get(row.key, entry.justification),
        )
    return entries


def _raw(row: Row, value: Decimal | None) -> str | int | float | None:
    """What stands in the cell: the words of an answer where the form prints no codes."""
    if value is not None and row.choices and not row.codes_printed:
        return row.choice_label(int(value)) or plain(value)
    return _plain(value)


def _result_lines(outcome: Outcome) -> list[ResultLine]:
    """Findings of the consolidation with their words."""
    return [_result_line(outcome, finding) for finding in outcome.findings]


def _result_line(outcome: Outcome, finding: Finding) -> ResultLine:
    entry = outcome.report.entries.get(finding.key) if finding.key else None
    answer = outcome.kept.justifications.get(finding.key or "", "")
    if not answer and entry is not None and finding.justified:
        answer = entry.justification
    return result_line(finding, render(finding, outcome.template), entry, answer)


def _plain(value: Decimal | None) -> int | float | None:
    return None if value is None else plain(value)
