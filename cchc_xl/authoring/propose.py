"""A draft edition from a form as it was printed, with everything the known editions can say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cchc_xl.authoring import guess, words
from cchc_xl.authoring.bridge_table import Beside, bridge_lines, unfinished
from cchc_xl.authoring.columns import Col, Fact
from cchc_xl.authoring.comparing import COMPARED, Change, Changed, changes, nearest_edition
from cchc_xl.authoring.draft import Draft, Record
from cchc_xl.authoring.keying import KeyProposal, propose_keys
from cchc_xl.authoring.known import Instance, Known
from cchc_xl.authoring.letter_facts import LetterFacts, letter_facts
from cchc_xl.authoring.likeness import Analogue
from cchc_xl.authoring.meaning import Meanings
from cchc_xl.authoring.opening import misprint_record, relation_record, row_record, window_record
from cchc_xl.authoring.part_lines import left_out_lines
from cchc_xl.authoring.printed_formulas import is_formula
from cchc_xl.authoring.reaching import REACH_WORDS, Reach
from cchc_xl.authoring.relating import Citation, new_parts, propose_rules, without_doubles
from cchc_xl.authoring.shape import Part, Shape, captions_of, title_of
from cchc_xl.authoring.slips import slips
from cchc_xl.authoring.worded import worded_rules
from cchc_xl.model import Level, PrintedRow, ReportTemplate, Row
from cchc_xl.model.bridge import Bridge
from cchc_xl.model.template import Origin, Window
from cchc_xl.templates.labels import canonical
from cchc_xl.templates.table import joined
from cchc_xl.text import shortened

LIKE_ENOUGH = 0.75  # a new row for which the relations of a known one are proposed


@dataclass(frozen=True, slots=True)
class FormText:
    """A form as it was read. ``pieces`` may be cut by page breaks; ``prose`` stands around them.

    ``level``: of the units the form is for, where it is known. ``headings``, ``captions`` and
    ``left_out`` as in `part_lines.PartLines`.
    """

    pieces: tuple[PrintedRow, ...]
    before: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()
    level: Level | None = None
    headings: frozenset[tuple[str, str]] = frozenset()
    captions: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()


def propose(
    form: FormText,
    editions: Sequence[ReportTemplate],
    nearest: str | None = None,
    bridges: Sequence[Bridge] = (),
) -> Draft:
    """The draft of a form. ``nearest``: the edition to compare with, else the likeliest.

    ``bridges``: what is declared between rows of editions already.
    """
    labels = {canonical(row.label) for edition in editions for row in edition.rows}
    printed = joined(form.pieces, labels)
    own_words = _own_words(printed, editions)
    shape = Shape(
        [replace(row, note="") if i in own_words else row for i, row in enumerate(printed)],
        captions_of(form.prose) or form.captions,
        title=title_of(form.before),
        headings=[i for i, row in enumerate(printed) if (row.no, row.label) in form.headings],
    )
    known = Known(shape.rows, editions)
    said = letter_facts(form.before, form.prose)
    level = form.level or (Level(said.level.text) if said.level else None)
    level = level or guess.level_of_rows([row.label for row in shape.rows])
    keys = propose_keys(shape, known, level)
    proposals = Meanings(shape, keys, known, level).rows()
    rows = [proposal.row for proposal in proposals]
    compared = _compared(known, rows, nearest, level)
    told = {one.key: one for one in changes(rows, compared)} if compared else {}
    draft = Draft(facts=_facts(form, said, level), sections=_sections(shape, rows, known))
    draft.windows = [_window(window, printed_in) for window, printed_in in said.windows]
    for i, (proposal, key) in enumerate(zip(proposals, keys, strict=True)):
        record = row_record(proposal.row, i + 1, shape.part_of(i) + 1)
        record.doubts = dict(proposal.doubts)
        if i in own_words:
            record.doubts[Col.NOTE] = (
                f"Bỏ lời của đơn vị đã điền biểu: “{shortened(own_words[i], 120)}”."
            )
        _told_of(record, key, told, compared)
        draft.rows.append(record)
    _add_relations(draft, shape, rows, keys, known)
    beside = Beside(known.editions, tuple(bridges))
    draft.bridges = bridge_lines(unfinished(shape, rows), beside, compared)
    draft.misprints = [misprint_record(one) for one in slips(shape, rows)]
    sources = {key.key: key.instance for key in keys if key.instance is not None}
    if compared is not None:
        shared = sum(one.row is not None and one.before is not None for one in told.values())
        draft.changes = [_compared_line(compared, shared)]
    draft.changes += [
        _changed(one, sources.get(one.key))
        for one in told.values()
        if one.change is not Change.SAME
    ]
    used = {part.title for part in shape.parts}
    unused = [title for _, title in form.captions if title not in used]
    draft.changes += left_out_lines([*unused, *form.left_out])
    return draft


def _compared(
    known: Known, rows: Sequence[Row], nearest: str | None, level: Level | None
) -> ReportTemplate | None:
    """The edition asked for, else the likeliest; None: none knows enough."""
    asked = (edition for edition in known.editions if edition.id == nearest)
    chosen = next(asked, None)
    return chosen or nearest_edition((row.key for row in rows), known.editions, level)


def _told_of(
    record: Record, key: KeyProposal, told: Mapping[str, Changed], compared: ReportTemplate | None
) -> None:
    """How sure, why, what is other than in the edition compared with; each names its edition."""
    record[Col.SURE] = _sureness(key)
    record[Col.REASON] = key.reason
    one = told.get(key.key)
    record[Col.CHANGE] = (one.change if one else Change.NEW).value
    if key.instance is None or one is None or compared is None:
        return
    source = key.instance.template.id
    if one.change is Change.NEW:
        record[Col.CHANGE] = f"Không có trong {compared.id}; có trong {source}"
    elif (
        one.change is Change.REWORDED
        and one.before is not None
        and canonical(one.before.label) != canonical(key.instance.row.label)
    ):
        record[Col.REASON] += f" Mẫu gần nhất {compared.id} in “{shortened(one.before.label, 80)}”."


def _own_words(rows: Sequence[PrintedRow], editions: Sequence[ReportTemplate]) -> dict[int, str]:
    """Notes of a filled form that are its unit's words, not the form's: by row.

    The form's own notes name who reports or who is responsible, or an earlier form prints them.
    """
    if not any(row.text for row in rows):
        return {}
    known = {canonical(row.note) for edition in editions for row in edition.rows if row.note}
    return {
        i: row.note
        for i, row in enumerate(rows)
        if row.note
        and canonical(row.note) not in known
        and not guess.office_of(row.note)
        and not guess.levels_of_note(row.note)
        and not is_formula(row.note)
        and not guess.collected_by(row.note, None)[0]
    }


def _facts(form: FormText, said: LetterFacts, level: Level | None) -> Record:
    record = Record(
        {
            Fact.TITLE: title_of(form.before),
            Fact.LEVEL: words.LEVELS[level] if level else "",
            Fact.ORIGIN: words.ORIGINS[Origin.ISSUED],
            Fact.DECIMALS: said.decimals.text if said.decimals else "2",
        }
    )
    ask = "Ghi theo văn bản."
    record.doubts = dict.fromkeys((Fact.ID, Fact.TITLE, Fact.BASIS, Fact.FROM), ask)
    if said.basis:
        record[Fact.BASIS] = said.basis.text
    if level and not said.level:
        record.doubts[Fact.LEVEL] = "Đoán theo tên biểu và tên dòng, xem lại."
    for fact, one in (
        (Fact.BASIS, said.basis),
        (Fact.LEVEL, said.level),
        (Fact.DECIMALS, said.decimals),
    ):
        if one is not None:
            record.doubts[fact] = _read_from(one.words)
    return record


def _read_from(printed: str) -> str:
    return f"Đọc từ lời văn, xem lại: “{shortened(printed, 160)}”."


def _window(window: Window, printed: str) -> Record:
    record = window_record(window, {})
    told = (Col.PERIOD, Col.YEAR, Col.START, Col.END, Col.DEADLINE)
    record.doubts = {column: _read_from(printed) for column in told if record[column]}
    return record


def _sections(shape: Shape, rows: Sequence[Row], known: Known) -> list[Record]:
    found = []
    used: set[str] = set()
    for n, part in enumerate(shape.parts, 1):
        key = known.section_like(part.title)
        if key is None or key in used:
            key = rows[part.first].key
        used.add(key)
        record = Record(
            {
                Col.SECTION: str(n),
                Col.NO: part.no,
                Col.TITLE: part.title,
                Col.SHEET: _sheet_name(n, key, part, known),
                Col.KEY: key,
            }
        )
        found.append(record)
    return found


def _sheet_name(n: int, key: str, part: Part, known: Known) -> str:
    """The tab's name in the nearest edition with this part, else a short one of its title."""
    for edition in known.editions:
        for section in edition.sections:
            if section.key == key and section.sheet:
                return f"{n} {section.sheet.partition(' ')[2]}".strip()
    short = " ".join(part.title.split()[:5])
    for mark in "[]:*?/\\":
        short = short.replace(mark, " ")
    return f"{n} {short}"[:31].strip()


def _sureness(key: KeyProposal) -> str:
    if key.instance is None:
        return "Mới"
    return "Chắc" if key.is_sure else f"Xem lại ({round(key.sureness * 100)}%)"


def _add_relations(
    draft: Draft, shape: Shape, rows: Sequence[Row], keys: Sequence[KeyProposal], known: Known
) -> None:
    parts = {row.key: _part_words(shape, i) for i, row in enumerate(rows)}
    cite = Citation(rows, parts, tables=shape.restarts)
    new = [key.key for key in keys if key.instance is None]
    likes: dict[str, list[str]] = {}
    for key in keys:
        if key.like is not None and key.like.likeness >= LIKE_ENOUGH and _same_act(key.like):
            likes.setdefault(key.like.instance.row.key, []).append(key.key)
    known_rules = propose_rules(rows, known, cite, likes)
    sections = {row.key: str(shape.part_of(i)) for i, row in enumerate(rows)}
    worded = worded_rules(rows, sections, cite)
    found = [*known_rules, *worded, *new_parts(rows, new, cite)]
    for rule, source in without_doubles(found, rows):
        record = relation_record(rule)
        record[Col.REASON] = source
        draft.relations.append(record)


def _same_act(like: Analogue) -> bool:
    """A unit's own act ("trình công bố") has not the effect of the act itself ("công bố")."""
    return guess.is_own_act(like.own) == guess.is_own_act(like.other)


def _part_words(shape: Shape, i: int) -> str:
    number = shape.parts[shape.part_of(i)].no
    if " " in number and shape.lettered:  # “Phần 1” as it is printed
        return number[:1].lower() + number[1:]
    return f"phần {number}" if shape.lettered else number


def _compared_line(compared: ReportTemplate, shared: int) -> Record:
    return Record(
        {
            Col.CHANGE: COMPARED,
            Col.LABEL: compared.title,
            Col.KEY: compared.id,
            Col.TEXT: f"Có chung {shared} dòng với biểu này.",
        }
    )


def _changed(one: Changed, source: Instance | None) -> Record:
    """One line; ``source`` is the row of another edition that a row new here was taken from."""
    before = "" if one.before is None else f"{one.before.no} {one.before.label}".strip()
    if one.change is Change.NEW and source is not None:
        before = f"(Không có; có trong mẫu {source.template.id}.)"
    row_gone = one.before if one.row is None else None
    dropped = row_gone is not None and set(row_gone.levels) == {Level.HUYEN}
    district = REACH_WORDS[Reach.DISTRICT]
    gone = f"{district[:1].upper()}{district[1:]}." if dropped else ""
    return Record(
        {
            Col.CHANGE: one.change.value,
            Col.NO: one.row.no if one.row else "",
            Col.LABEL: one.row.label if one.row else gone,
            Col.KEY: one.key,
            Col.TEXT: before,
        }
    )
