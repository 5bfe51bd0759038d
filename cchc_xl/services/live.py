"""The same use cases on a workbook that is open in front of the user.

The grids come from the program instead of a file; from there on everything is what `read_file` and
`check_file` do, so that a button and the command line cannot differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_xl.consolidate import ADDING
from cchc_xl.messages import reason_sentence
from cchc_xl.model import Finding, Kind, ReportTemplate, Row, Severity
from cchc_xl.rules import check
from cchc_xl.rules.native import ratio_formula
from cchc_xl.services import books, reading
from cchc_xl.services.checking import CheckedFile, with_narrative
from cchc_xl.services.comparing import compared
from cchc_xl.services.outcome import Outcome
from cchc_xl.services.reading import ReadOptions, ReadReport, UnusableFileError
from cchc_xl.services.template_folder import template_folder
from cchc_xl.workbook import sheet_source
from cchc_xl.workbook.content import BookContent, Checked, ResultLine
from cchc_xl.workbook.grids import SheetGrid
from cchc_xl.workbook.layout import META_SHEET
from cchc_xl.workbook.meta import Meta, MetaError, decode
from cchc_xl.workbook.section_conditions import long_choices
from cchc_xl.workbook.validations import validation_of

if TYPE_CHECKING:
    from cchc_xl.templates.source import SourceDocument


class NotOurBookError(Exception):
    """The open workbook was not made from one of our forms; the text is for the user."""


_NOT_OURS = (
    "Sổ này không lập từ mẫu của bộ công cụ (thiếu trang ẩn _cchc), nên nút này chưa dùng được ở "
    "đây. Hãy mở sổ lập bằng mẫu, hoặc đưa tệp này vào mẫu bằng lệnh nhap."
)
_DAMAGED = (
    "Trang ẩn _cchc của sổ này đã bị sửa hoặc hỏng, nên không đọc được biểu. Hãy chép số liệu sang "
    "một sổ mới lập từ mẫu."
)
_NEWER = "Sổ này lập bằng phiên bản mới hơn của bộ công cụ. Hãy cài phiên bản mới rồi bấm lại."


def read_meta(grid: SheetGrid | None) -> Meta:
    """The edition a workbook carries. Raises `NotOurBookError`."""
    if grid is None:
        raise NotOurBookError(_NOT_OURS)
    try:
        return decode(sheet_source.meta_pairs(grid))
    except MetaError as error:
        words = {"missing": _NOT_OURS, "newer-format": _NEWER}.get(error.reason, _DAMAGED)
        raise NotOurBookError(words) from error


def read_live(grids: Mapping[str, SheetGrid], meta: Meta, path: Path) -> ReadReport:
    """The report of an open workbook; ``grids`` by name, without `_cchc` if you like.

    Raises `UnusableFileError` when no row of the form is left.
    """
    named = {name: grid for name, grid in grids.items() if name != META_SHEET}
    document = sheet_source.read_own(named, meta)
    if document is None:
        facts = {"name": path.name}
        raise UnusableFileError(
            Finding(
                code="KT901",
                kind=Kind.FILE_UNREADABLE,
                severity=Severity.ERROR,
                facts={"reason": reason_sentence("no-table", facts)},
            )
        )
    options = ReadOptions(user_folder=template_folder())
    found = reading.recognise_document(path, document, options)
    return reading.understand(path, document, found, options)


def check_live(
    grids: Mapping[str, SheetGrid],
    meta: Meta,
    path: Path,
    companion: "SourceDocument | None" = None,
) -> CheckedFile:
    """Kiểm tra of an open workbook, with its narrative where one is given."""
    read = read_live(grids, meta, path)
    checked = with_narrative(tuple(check(read.report, read.template)), read, companion)
    return compared(checked, user_folder=template_folder())


def flag_notes(lines: Sequence[ResultLine]) -> dict[str, str]:
    """The note for each flagged cell, by the key of its row."""
    return books.comments_of(lines)


def expected_validations(template: ReportTemplate) -> dict[str, dict[str, object]]:
    """Native validation of every value cell as the builder writes it, by key."""
    sources = {row.key: f"={name}" for name, row in long_choices(template).items()}
    return {
        row.key: validation_of(template, row, sources.get(row.key))
        for row in template.rows
        if row.is_input
    }


def ratio_of_book(
    template: ReportTemplate, row: Row, cells: Mapping[str, str], *, macros: bool
) -> str | None:
    """The formula that the builder writes for a ratio, in a workbook with ``macros`` or without.

    ``cells`` are references by key as seen from the row's own sheet. None when one of the ratio's
    parts is not in the workbook any more.
    """
    if row.numerator not in cells or row.denominator not in cells:
        return None
    native = ratio_formula(row, cells.__getitem__, template.decimals)
    if not macros:
        return native
    from cchc_xl.macro.functions import guarded, ratio_call

    return guarded(ratio_call(template, row, cells.__getitem__), native)


def write_file_to_send(path: Path, checked: CheckedFile, *, front: str | None = None) -> None:
    """A macro-free workbook of the report with its findings, opening on sheet ``front``.

    Raises ``OSError`` when it cannot be written.
    """
    if checked.read is None:
        raise ValueError("nothing was read from this workbook")
    books.build_checked(path, _without_own_files(checked), opens_on=front or "")


def _without_own_files(checked: CheckedFile) -> CheckedFile:
    """Without the name of the workbook of the period before: the receiver does not have it."""
    read = checked.read
    if read is None or read.front is None or not read.front.previous:
        return checked
    return replace(checked, read=replace(read, front=replace(read.front, previous="")))


def book_content(checked: CheckedFile, outcome: Checked) -> BookContent:
    """What a workbook built from this report would hold, with the outcome of the check."""
    if checked.read is None:
        raise ValueError("nothing was read from this workbook")
    return books.content_of(checked.read, outcome=outcome)


def adds_up(row: Row) -> bool:
    """True for a row whose figure in a consolidated workbook is a formula."""
    return row.consolidation in ADDING


def consolidated_content(outcome: Outcome, *, macros: bool) -> BookContent:
    """What a workbook of it holds; ``macros`` puts our functions around its formulas."""
    from cchc_xl.macro.functions import with_functions
    from cchc_xl.services.merged_book import content_of_outcome

    content = content_of_outcome(outcome)
    return with_functions(outcome.template, content) if macros else content
