"""Tạo mẫu mới, Kiểm tra mẫu, Phát hành mẫu, cầu nối: what the commands and buttons call."""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cchc_xl.authoring import Closed, Draft, Fault, FormText, propose
from cchc_xl.authoring.bridge_file import plan_bridges
from cchc_xl.authoring.checked_copy import annotated
from cchc_xl.authoring.columns import COLUMNS
from cchc_xl.authoring.comparing import Change
from cchc_xl.authoring.draft import Table
from cchc_xl.authoring.layout import BUTTON_ROW, BUTTON_TABLES, GUIDE_SHEET
from cchc_xl.authoring.letter_facts import level_of_form
from cchc_xl.authoring.part_lines import with_part_lines
from cchc_xl.authoring.publishing import AlreadyThereError, Published, publish
from cchc_xl.authoring.reaching import Reach, Reached, reaching, unreached
from cchc_xl.authoring.sheet_reader import NoDraftError, draft_from_grids, read_draft
from cchc_xl.authoring.sheet_writer import draft_bytes
from cchc_xl.messages import reason_sentence
from cchc_xl.model import PrintedRow, ReportTemplate, Row
from cchc_xl.services.books import build_blank
from cchc_xl.services.draft_bridges import close_with_bridges, reopened
from cchc_xl.services.reading import open_document
from cchc_xl.templates import loader
from cchc_xl.templates.bridges import load_bridges
from cchc_xl.templates.source import SourceDocument
from cchc_xl.workbook.grids import SheetGrid
from cchc_xl.workbook.package import write_file
from cchc_xl.workbook.previous import keep_previous, short_stem
from cchc_xl.workbook.problems import FileProblem

__all__ = [
    "AlreadyThereError",
    "Change",
    "CheckedCopy",
    "CheckedDraft",
    "Crossing",
    "DraftFileError",
    "Published",
    "Reach",
    "bridges_json",
    "check_draft_file",
    "check_draft_grids",
    "checked_again",
    "checked_copy_path",
    "crossing",
    "crossing_json",
    "draft_from_edition",
    "draft_from_form",
    "faults_json",
    "publish_draft",
    "save_checked_copy",
    "save_draft",
]

_LEAST_ROWS = 3


class DraftFileError(Exception):
    """A form or a keeper's sheet that cannot be used; one Vietnamese sentence."""


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A keeper's sheet with everything to be mended; ``template`` is None while it is stopped."""

    path: Path
    draft: Draft
    closed: Closed

    @property
    def template(self) -> ReportTemplate | None:
        return self.closed.template

    @property
    def faults(self) -> list[Fault]:
        return self.closed.faults


@dataclass(frozen=True, slots=True)
class CheckedCopy:
    """Where the copy is, and where one of an earlier check went that it replaced."""

    path: Path
    kept: Path | None = None


@dataclass(frozen=True, slots=True)
class Crossing:
    """Rows of ``source`` on their way to ``target``, and rows there that nothing reaches."""

    source: ReportTemplate
    target: ReportTemplate
    rows: tuple[Reached, ...]
    unreached: tuple[Row, ...]

    def count(self, reach: Reach) -> int:
        """How many rows go this way."""
        return sum(one.reach is reach for one in self.rows)


def draft_from_form(
    path: Path, user_folder: Path | None = None, nearest: str | None = None
) -> Draft:
    """The draft of a blank or filled form in any file we read. Raises `DraftFileError`."""
    try:
        document = open_document(path, titles=True)
    except FileProblem as problem:
        facts = {**problem.facts, "name": path.name or str(path)}
        raise DraftFileError(reason_sentence(problem.reason, facts)) from problem
    if nearest is not None:
        loader.load(nearest, user_folder)  # says which editions there are
    lines = with_part_lines(_table_of(document), document.before)
    if len(lines.pieces) < _LEAST_ROWS:
        raise DraftFileError(
            f"“{path.name}” không có bảng chỉ tiêu nào (cần các cột STT, Chỉ tiêu, Đơn vị tính, "
            "Số liệu): chọn đúng tệp phụ lục."
        )
    form = FormText(
        lines.pieces,
        document.before,
        document.prose,
        level_of_form(document.before),
        headings=lines.headings,
        captions=lines.captions,
        left_out=lines.left_out,
    )
    editions = list(loader.load_all(user_folder))
    return propose(form, editions, nearest, load_bridges(user_folder))


def _table_of(document: SourceDocument) -> tuple[PrintedRow, ...]:
    """The longest reading of the file; what units wrote into it is left out."""
    return max(document.tables, key=len, default=())


def draft_from_edition(
    template_id: str, user_folder: Path | None = None, nearest: str | None = None
) -> Draft:
    """An edition opened again. Raises `UnknownTemplateError` or `TemplateError`.

    ``nearest``: another edition, whose near rows stand in the table of bridges too.
    """
    other = loader.load(nearest, user_folder) if nearest is not None else None
    # As its files say: the days that a letter sets are no part of the edition.
    return reopened(loader.load_as_published(template_id, user_folder), user_folder, other)


def save_draft(path: Path, draft: Draft) -> None:
    """Write the keeper's workbook, with buttons where the name ends in `.xlsm`.

    A file that stands there is kept beside it. Raises ``OSError``.
    """
    keep_previous(path)
    data = draft_bytes(draft)
    if path.suffix.lower() == ".xlsm":
        from cchc_xl.macro import keeper_workbook_bytes

        data = keeper_workbook_bytes(data, GUIDE_SHEET, BUTTON_ROW, BUTTON_TABLES)
    write_file(path, data)


def check_draft_file(path: Path, user_folder: Path | None = None) -> CheckedDraft:
    """Kiểm tra mẫu. Raises `DraftFileError` for a file that is no keeper's sheet.

    ``user_folder``: whose editions and bridges the table of bridges is held against.
    """
    loader.edition_folders(user_folder)  # says that there is no such folder
    try:
        draft = read_draft(path)
    except NoDraftError as error:
        raise DraftFileError(str(error)) from error
    except FileProblem as problem:
        facts = {**problem.facts, "name": path.name or str(path)}
        raise DraftFileError(reason_sentence(problem.reason, facts)) from problem
    return CheckedDraft(path, draft, close_with_bridges(draft, user_folder))


def check_draft_grids(
    grids: Mapping[str, SheetGrid], path: Path, user_folder: Path | None = None
) -> CheckedDraft:
    """Kiểm tra mẫu of an open workbook; ``path`` gives its name. Raises `DraftFileError`."""
    try:
        draft = draft_from_grids(grids, path.name)
    except NoDraftError as error:
        raise DraftFileError(str(error)) from error
    return CheckedDraft(path, draft, close_with_bridges(draft, user_folder))


def checked_again(checked: CheckedDraft, user_folder: Path) -> CheckedDraft:
    """The same draft held against the editions and bridges of another folder."""
    closed = close_with_bridges(checked.draft, user_folder)
    return CheckedDraft(checked.path, checked.draft, closed)


def checked_copy_path(path: Path) -> Path:
    """Where the copy with the filled sheet “Cần sửa” goes; never the file itself."""
    stem = short_stem(_CHECKED.sub("", path.stem))
    names = (f"{stem} (cần sửa{number}).xlsx" for number in ("", " 2"))
    return next(copy for name in names if (copy := path.with_name(name)) != path)


_CHECKED = re.compile(r" \(cần sửa(?: \d+)?\)$")


def save_checked_copy(checked: CheckedDraft) -> CheckedCopy:
    """Write the copy; the keeper's own file is only read, an earlier copy kept. ``OSError``."""
    path = checked_copy_path(checked.path)
    usable = checked.template is not None
    data = annotated(checked.path, checked.draft, checked.faults, usable=usable)
    data = data or draft_bytes(checked.draft, checked.faults)
    if path.exists() and path.read_bytes() == data:
        return CheckedCopy(path)
    kept = keep_previous(path)
    write_file(path, data)
    return CheckedCopy(path, kept)


def publish_draft(
    checked: CheckedDraft,
    folder: Path | None,
    *,
    replace: bool = False,
    books: Sequence[Path] = (),
) -> Published:
    """Phát hành mẫu: into ``folder`` (None: the package's own), bridges too, then its workbooks.

    Raises ``ValueError`` for a draft with faults, `AlreadyThereError`, `TemplateError`,
    ``OSError``.
    """
    if checked.template is None:
        raise ValueError("the draft is not an edition yet")
    target = folder or loader.PACKAGE_FOLDER
    bridges = plan_bridges(target, checked.closed.answers)
    done = publish(checked.template, target, replace=replace)
    if bridges is not None:
        done = dataclasses.replace(done, bridges=bridges.write())
    for path in books:
        build_blank(path, done.template)
    return done


def crossing(source: str, target: str, user_folder: Path | None = None) -> Crossing:
    """Which rows of one edition reach another. Raises `TemplateError`."""
    one, other = loader.load(source, user_folder), loader.load(target, user_folder)
    found = reaching(one, other, load_bridges(user_folder))
    return Crossing(one, other, tuple(found), tuple(unreached(one, other, found)))


def crossing_json(found: Crossing) -> dict[str, Any]:
    """A crossing for `cau-noi --json`."""
    return {
        "from": found.source.id,
        "to": found.target.id,
        "amends": found.target.amends == found.source.id,
        "counts": {reach.value: found.count(reach) for reach in Reach},
        "rows": [
            {
                "row": found.source.position[one.row.key],
                "key": one.row.key,
                "no": one.row.no,
                "label": one.row.label,
                "reach": one.reach.value,
                "to": one.to.key if one.to else None,
                "to_label": one.to.label if one.to else None,
                "changed": list(one.changed),
                "reason": one.bridge.reason if one.bridge else None,
                "legal_basis": one.bridge.legal_basis if one.bridge else None,
                "valid_to": one.bridge.valid_to.isoformat()
                if one.bridge and one.bridge.valid_to
                else None,
            }
            for one in found.rows
        ],
        "unreached": [
            {"key": row.key, "no": row.no, "label": row.label} for row in found.unreached
        ],
    }


def faults_json(checked: CheckedDraft) -> dict[str, Any]:
    """What Kiểm tra mẫu found, for `kiem-tra-mau --json`."""
    return {
        "file": str(checked.path),
        "template": checked.draft.facts["id"] or None,
        "rows": len(checked.draft.rows),
        "ready": checked.template is not None,
        "faults": [
            {
                "sheet": fault.table.value,
                "line": fault.line or None,
                "sheet_row": fault.at or None,
                "column": _title(fault.table, fault.column),
                "message": fault.message,
                "fix": fault.fix,
                "stops": fault.stops,
            }
            for fault in checked.faults
        ],
    }


def bridges_json(done: Published) -> dict[str, Any] | None:
    """What became of the file of bridges, for `phat-hanh-mau --json`; None where nothing did."""
    if done.bridges is None:
        return None
    return {
        "file": str(done.bridges.path),
        "written": [list(bridge.keys) for bridge in done.bridges.written],
        "removed": [sorted(pair) for pair in done.bridges.removed],
    }


def _title(table: Table, column: str) -> str | None:
    about = COLUMNS[table].get(column)
    return about.title if about else None
