"""`Phiếu trả`: what goes back to each unit, as a table to print and as lines to paste."""

from collections.abc import Mapping, Sequence

from cchc_xl.consolidate import UnitFinding, UnitStatus
from cchc_xl.services.merged_common import day, parent_name, report_words, short
from cchc_xl.services.merged_lists import BLOCKED, open_findings, told_the_unit
from cchc_xl.services.merged_submissions import unit_of
from cchc_xl.services.outcome import Outcome
from cchc_xl.workbook.content import CellValue
from cchc_xl.workbook.merged.detail_places import MATRIX_LIMIT
from cchc_xl.workbook.merged.places import SLIP_COLUMNS, SlipKind
from cchc_xl.workbook.merged.records import SlipLine

_ADVICE = (
    "Số sai thì sửa trong tệp và gửi lại. Số đúng thì giữ nguyên, ghi lý do vào cột Giải trình của "
    "dòng đó (hoặc cột Ý kiến của đơn vị)."
)


def slip_lines(outcome: Outcome, names: Mapping[str, str]) -> list[SlipLine]:
    """One slip for every unit with something open, in the order of the units.

    None beyond `MATRIX_LIMIT` units: whoever adds up so many speaks to the levels between, and
    each of these has the slips of its own units.
    """
    if len(outcome.leaves) > MATRIX_LIMIT:
        return []
    by_unit: dict[str, list[UnitStatus]] = {}
    for line in outcome.units:
        if line.submission is not None and (_counted(line) or _sent_back(line)):
            by_unit.setdefault(unit_of(line), []).append(line)
    lines: list[SlipLine] = []
    for files in by_unit.values():
        rows = _rows(files, names)
        if rows:
            lines += _slip(outcome, files, rows, names)
    return lines


def _counted(line: UnitStatus) -> bool:
    return line.status.counts and bool(open_findings(line))


def _sent_back(line: UnitStatus) -> bool:
    return line.status in BLOCKED and not line.repeats


def _rows(
    files: Sequence[UnitStatus], names: Mapping[str, str]
) -> list[tuple[list[CellValue], str]]:
    """Cells of the table without their number, and the same as a sentence.

    What is to be said of several parts of one appendix is said once.
    """
    rows: list[tuple[list[CellValue], str]] = []
    asked: set[UnitFinding] = set()
    for line in files:
        name = short(line.file or "", names)
        if _sent_back(line):
            words = told_the_unit(line) or f"{line.status.label}."
            todo = "Gửi lại tệp đúng."
            rows.append(([name, "Cả tệp", None, words, todo], f"{name}: {words} {todo}"))
            continue
        new = [one for one in open_findings(line) if one not in asked]
        asked.update(new)
        rows += [(_cells(one), _sentence(one)) for one in new]
    return rows


def _cells(one: UnitFinding) -> list[CellValue]:
    label = " ".join(part for part in (one.no, one.label) if part) or "Cả tệp"
    fix = f"{one.fix} Gợi ý: {one.suggestion}" if one.suggestion else one.fix
    return [one.place, label, one.text or None, f"{one.severity.label}: {one.message}", fix]


def _sentence(one: UnitFinding) -> str:
    place = f" ({one.place})" if one.place else ""
    end = "" if one.suggestion.endswith("?") else "."
    hint = f" Gợi ý: {one.suggestion}{end}" if one.suggestion else ""
    return f"{one.severity.label}{place}: {one.message} {one.fix}{hint}"


def _slip(
    outcome: Outcome,
    files: Sequence[UnitStatus],
    rows: Sequence[tuple[list[CellValue], str]],
    names: Mapping[str, str],
) -> list[SlipLine]:
    unit, parent, report = files[0].unit, parent_name(outcome), report_words(outcome)
    sent = "; ".join(short(line.file or "", names) for line in files)
    made = f"(lập ngày {day(outcome.at.date())})"
    asked = f"{parent} đề nghị đơn vị xem lại {len(rows)} điều sau đây trong {report} {made}."
    return [
        SlipLine(SlipKind.TITLE, [f"PHIẾU TRẢ – {unit}"], f"Kính gửi {unit}:"),
        SlipLine(SlipKind.WORDS, [asked], asked),
        SlipLine(SlipKind.WORDS, [f"Tệp đã nhận: {sent}"], f"Tệp đã nhận: {sent}"),
        SlipLine(SlipKind.HEADER, [words for words, _ in SLIP_COLUMNS]),
        *(
            SlipLine(SlipKind.LINE, [number, *cells], f"{number}. {words}")
            for number, (cells, words) in enumerate(rows, 1)
        ),
        SlipLine(SlipKind.WORDS, [_ADVICE], _ADVICE),
        SlipLine(SlipKind.BLANK),
    ]
