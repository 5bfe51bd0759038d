"""The table Cầu nối: which rows of other editions a row may be joined with, for a person to say.

A line without an answer joins nothing. Rows of the abolished district level stand in no line.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cchc_xl.authoring import words
from cchc_xl.authoring.columns import Col, Fact
from cchc_xl.authoring.draft import Draft, Record
from cchc_xl.authoring.friends import Spoken, renamed_service, spoken, told_apart
from cchc_xl.authoring.opening import day_text
from cchc_xl.authoring.reaching import Reach, Reached, reaching
from cchc_xl.authoring.references import References, UnknownRowError
from cchc_xl.authoring.shape import Shape
from cchc_xl.model import ReportTemplate, Row, Section
from cchc_xl.model.bridge import Bridge
from cchc_xl.model.template import Origin

_ASK = "Chữ gần giống, chưa ai khai cầu nối."
_RENAMED = "Hai văn bản gọi mức độ dịch vụ công bằng lời khác nhau, chưa ai khai cầu nối."
_DECLARED = "Cầu nối đã khai."
_FRIENDS = "Gần chữ nhưng khác nghĩa."
_NAMED = 2  # editions named in a line
_NOT_YET = "Chưa xác nhận: để trống thì không bao giờ nối."


@dataclass(slots=True)
class Beside:
    """What a draft is seen beside: the other editions, and the bridges that are declared.

    ``packaged``: the pairs that come with the tool, which no file of the user's takes away.
    """

    editions: tuple[ReportTemplate, ...] = ()
    declared: tuple[Bridge, ...] = ()
    packaged: frozenset[frozenset[str]] = frozenset()
    _places: dict[str, list[tuple[ReportTemplate, Row]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for edition in self.editions:
            for row in edition.rows:
                self._places.setdefault(row.key, []).append((edition, row))

    def places(self, key: str) -> list[tuple[ReportTemplate, Row]]:
        """Where a key is printed, in the order of the editions."""
        return self._places.get(key, [])

    def declaration(self, pair: frozenset[str]) -> Bridge | None:
        """The bridge declared for two rows."""
        return next((one for one in self.declared if one.pair == pair), None)


def unfinished(shape: Shape, rows: Sequence[Row]) -> ReportTemplate:
    """The rows of a draft where an edition is asked for; nothing of it is validated yet."""
    parts: list[list[Row]] = [[] for _ in shape.parts]
    for i, row in enumerate(rows):
        parts[shape.part_of(i)].append(row)
    sections = [
        Section.model_construct(key="", no=part.no, title=part.title, sheet="", rows=tuple(found))
        for part, found in zip(shape.parts, parts, strict=True)
    ]
    return ReportTemplate.model_construct(
        id="", title="", origin=Origin.ISSUED, sections=tuple(sections)
    )


def bridge_lines(
    template: ReportTemplate, beside: Beside, nearest: ReportTemplate | None = None
) -> list[Record]:
    """What is to be answered, what is declared, what is blocked: one line a pair.

    Near rows are looked for in ``nearest`` and the editions it amended; declared bridges are shown
    from wherever they lead to a row of ``template``.
    """
    lines = list(_declared(template, beside))
    pairs = {frozenset((line[Col.OLD], line[Col.NEW])) for line in lines}
    asked: list[Record] = []
    blocked: list[Record] = []
    for source in _amended(nearest, beside.editions):
        for one in reaching(source, template, beside.declared):
            pair = frozenset((one.row.key, one.to.key if one.to else ""))
            if one.reach not in (Reach.NEAR, Reach.BLOCKED) or pair in pairs:
                continue
            if one.to is None or one.to.is_ratio:
                continue  # worked out again from its parts, never carried over
            pairs.add(pair)
            line = _found(source, template, one, one.to, beside)
            (blocked if line[Col.ANSWER] else asked).append(line)
    return [*asked, *lines, *blocked]


def _declared(template: ReportTemplate, beside: Beside) -> Iterator[Record]:
    for bridge in beside.declared:
        here = [key for key in bridge.keys if key in template.by_key]
        if here:
            new = here[-1]
            old = bridge.other(new)
            assert old is not None
            line = _line(old, beside.places(old), template.by_key[new])
            line[Col.ANSWER] = words.ANSWERS[words.Answer.JOIN]
            line[Col.WHY] = bridge.reason
            line[Col.CITATION] = bridge.legal_basis
            line[Col.START] = day_text(bridge.valid_from)
            line[Col.END] = day_text(bridge.valid_to)
            line[Col.REASON] = _DECLARED
            yield line


def _amended(
    nearest: ReportTemplate | None, editions: Sequence[ReportTemplate]
) -> Iterator[ReportTemplate]:
    """The nearest edition and those it changed, the last first."""
    seen: set[str] = set()
    while nearest is not None and nearest.id not in seen:
        yield nearest
        seen.add(nearest.id)
        before = nearest.amends
        nearest = next((one for one in editions if one.id == before), None)


def _found(
    source: ReportTemplate, template: ReportTemplate, one: Reached, to: Row, beside: Beside
) -> Record:
    line = _line(one.row.key, beside.places(one.row.key), to, source.id)
    ours, theirs = spoken(source, one.row), spoken(template, to)
    if why := why_apart(beside.places(one.row.key), theirs):
        line[Col.ANSWER] = words.ANSWERS[words.Answer.APART]
        line[Col.WHY] = why
        line[Col.REASON] = _FRIENDS
    else:
        line[Col.REASON] = _RENAMED if renamed_service(ours, theirs) else _ASK
        line.doubts[Col.ANSWER] = _NOT_YET
    return line


def why_apart(places: Iterable[tuple[ReportTemplate, Row]], here: Spoken) -> str:
    """Why a row is a false friend of one of another form, wherever that is printed; else blank."""
    return next((why for place in places if (why := told_apart(spoken(*place), here))), "")


def _line(
    old: str, places: Iterable[tuple[ReportTemplate, Row]], to: Row, edition: str = ""
) -> Record:
    line = Record({Col.OLD: old, Col.EDITION: edition, Col.NEW: to.key, Col.NEW_LABEL: to.label})
    _tell_old(line, places)
    return line


def _tell_old(line: Record, places: Iterable[tuple[ReportTemplate, Row]]) -> None:
    """Label and editions of the old row, the edition first that the line names already."""
    before = line[Col.EDITION].partition(";")[0]
    found = sorted(places, key=lambda place: place[0].id != before)
    if found:
        line[Col.OLD_LABEL] = found[0][1].label
        named = [edition.id for edition, _ in found]
        more = f"; và {len(named) - _NAMED} mẫu nữa" if len(named) > _NAMED else ""
        line[Col.EDITION] = f"{'; '.join(named[:_NAMED])}{more}"


def relabel(draft: Draft, beside: Beside) -> None:
    """Print the labels of the rows that the lines name now; the keeper may have named others."""
    references = References(draft.rows, draft.sections)
    labels = {row[Col.KEY]: row[Col.LABEL] for row in draft.rows}
    own = draft.facts[Fact.ID]
    for line in draft.bridges:
        _tell_old(line, (one for one in beside.places(line[Col.OLD]) if one[0].id != own))
        try:
            line[Col.NEW_LABEL] = labels[references.key(line[Col.NEW])]
        except UnknownRowError:
            line[Col.NEW_LABEL] = ""
        if not line[Col.ANSWER]:
            line.doubts[Col.ANSWER] = _NOT_YET
