"""How much of an edition the keeper's tool gets right from its blank form alone.

::

    python benchmarks/soan_mau.py    # one line an edition, and a total

Each of the five editions of real documents is hidden, its form blanked, and the draft proposed
from the other four. Counted are cells that a person must change for the result to be the shipped
edition. A new meaning needs a key of its own; which name it gets is free, so a new key under
another name is counted apart, and renaming it renames every reference to it.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import cchc_xl
from cchc_xl.authoring import Draft, FormText, draft_of, propose
from cchc_xl.authoring.columns import Col
from cchc_xl.authoring.draft import Record
from cchc_xl.model import ReportTemplate
from cchc_xl.templates import loader
from cchc_xl.templates.labels import canonical
from cchc_xl.workbook.text_source import read_text_source

SAMPLES = Path(cchc_xl.__file__).parent / "samples"
SAMPLE_OF = {
    "kontum-phuong-2023": "phuong-2023-q3.txt",
    "so-ngoai-vu-2023": "so-2023-6t.txt",
    "chodon-xa-2024": "xa-2024-q1.txt",
    "ankhe-2021": "bieu-trong-2021.txt",
    "backan-so-2021": "so-2021-q1.txt",
}
REFERENCES = (Col.PARENT, Col.NUMERATOR, Col.DENOMINATOR, Col.PARTS, Col.FED_BY, Col.WEIGHT)
CELLS = (
    *(Col.SECTION, Col.NO, Col.LABEL, Col.MEASURE, Col.NOTE, Col.KEY, Col.KIND, Col.CHOICES),
    *(Col.CODES, Col.LEVELS, Col.OPTIONAL, Col.BASIS, Col.CONSOLIDATION, Col.OWNER, *REFERENCES),
)
RELATION_CELLS = (
    *(Col.LIMIT, Col.LOW, Col.HIGH, Col.MISSING_LEFT, Col.MISSING_RIGHT, Col.LEVELS),
    *(Col.SEVERITY, Col.KIND, Col.WHY, Col.CITATION),
)


@dataclass
class Counted:
    """What a person had to change in one draft."""

    edition: str
    rows: int
    seconds: float
    cells: int = 0
    changed_rows: set[int] = field(default_factory=set)
    named_keys: int = 0
    relations_missing: int = 0
    relations_extra: int = 0
    relations: int = 0
    relation_cells: int = 0
    slips_wrong: int = 0
    section_cells: int = 0

    @property
    def share(self) -> float:
        """Share of rows that need a correction, 0 to 1."""
        return len(self.changed_rows) / self.rows


def blank_form(template: ReportTemplate) -> FormText:
    """The form as its sample prints it, without what the unit filled in."""
    document = read_text_source(SAMPLES / SAMPLE_OF[template.id])
    notes = [canonical(row.note) for row in template.rows if row.note]

    def printed(note: str) -> bool:  # a page break may have cut a note of the form
        return bool(note) and any(canonical(note) in known for known in notes)

    pieces = tuple(
        replace(piece, raw=None, text="", note=piece.note if printed(piece.note) else "")
        for piece in max(document.tables, key=len)
    )
    return FormText(pieces, document.before, document.prose, template.level)


def proposed(template: ReportTemplate) -> Draft:
    """The draft from the other four editions."""
    others = [loader.load(name) for name in SAMPLE_OF if name != template.id]
    return propose(blank_form(template), others)


def count(template: ReportTemplate) -> Counted:
    """Compare a draft with the edition."""
    start = time.perf_counter()
    draft = proposed(template)
    found = Counted(template.id, len(template.rows), time.perf_counter() - start)
    right = draft_of(template)
    assert len(draft.rows) == len(right.rows), "rows were lost or cut wrongly"
    known = {key for name in SAMPLE_OF if name != template.id for key in loader.load(name).by_key}
    renamed = {a[Col.KEY]: b[Col.KEY] for a, b in zip(draft.rows, right.rows, strict=True)}
    for n, (ours, theirs) in enumerate(zip(draft.rows, right.rows, strict=True)):
        for column in CELLS:
            if _with_keys(ours, column, renamed) == theirs[column]:
                continue
            if column is Col.KEY and not {ours[column], theirs[column]} & known:
                found.named_keys += 1
                continue
            found.cells += 1
            found.changed_rows.add(n)
    ours_related = {_relation(one, renamed): one for one in draft.relations}
    related = {_relation(one, {}): one for one in right.relations}
    found.relations = len(related)
    found.relations_missing = len(related.keys() - ours_related.keys())
    found.relations_extra = len(ours_related.keys() - related.keys())
    found.relation_cells = sum(
        ours_related[sides][column] != related[sides][column]
        for sides in related.keys() & ours_related.keys()
        for column in RELATION_CELLS
    )
    slips = {(one[Col.KIND], _mapped(one[Col.ROWS], renamed)) for one in draft.misprints}
    found.slips_wrong = len(slips ^ {(one[Col.KIND], one[Col.ROWS]) for one in right.misprints})
    found.section_cells = sum(
        ours[column] != theirs[column]
        for ours, theirs in zip(draft.sections, right.sections, strict=True)
        for column in (Col.NO, Col.TITLE, Col.SHEET, Col.KEY)
    )
    return found


def corrected(template: ReportTemplate) -> Draft:
    """The draft with every correction made, as a person would: only cells that are wrong."""
    draft, right = proposed(template), draft_of(template)
    for ours, theirs in zip(draft.rows, right.rows, strict=True):
        ours.cells |= {column: theirs[column] for column in (*CELLS, Col.OTHER)}
    for ours, theirs in zip(draft.sections, right.sections, strict=True):
        ours.cells |= theirs.cells
    draft.relations, draft.misprints = right.relations, right.misprints
    draft.windows, draft.facts = right.windows, right.facts
    return draft


def _mapped(keys: str, renamed: Mapping[str, str]) -> str:
    return "; ".join(renamed.get(key, key) for key in keys.split("; ")) if keys else ""


def _with_keys(record: Record, column: Col, renamed: Mapping[str, str]) -> str:
    text = record[column]
    return _mapped(text, renamed) if column in REFERENCES else text


def _relation(record: Record, renamed: Mapping[str, str]) -> tuple[str, ...]:
    """What is related to what, and how; the order of the rows of one side is free."""
    sides = (_mapped(record[column], renamed) for column in (Col.LEFT, Col.RIGHT))
    return (record[Col.OP], *("; ".join(sorted(side.split("; "))) for side in sides))


def table() -> str:
    """The figures, in the form of docs/soan-mau.md."""
    lines = [
        "| Mẫu | Dòng | Giây | Dòng phải sửa | Ô phải sửa | Khóa mới tự đặt tên | Quan hệ đúng "
        "| thiếu | thừa | ô khác | Lỗi in sai khác |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name in SAMPLE_OF:
        one = count(loader.load(name))
        right = one.relations - one.relations_missing
        lines.append(
            f"| {one.edition} | {one.rows} | {one.seconds:.1f} "
            f"| {len(one.changed_rows)} ({100 * one.share:.0f}%) | {one.cells} "
            f"| {one.named_keys} | {right}/{one.relations} | {one.relations_missing} "
            f"| {one.relations_extra} | {one.relation_cells} | {one.slips_wrong} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
