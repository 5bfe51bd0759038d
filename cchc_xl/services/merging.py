"""One Tổng hợp from paths to the written workbook: what `cchc tong-hop` and the button call."""

import datetime as dt
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from cchc_xl.model import Level, ListedUnit, OrgUnit, Period, ReportTemplate
from cchc_xl.services.collecting import Progress, collect
from cchc_xl.services.collector import rarely_collected
from cchc_xl.services.consolidating import AskBridges, Request, consolidate_submissions
from cchc_xl.services.earlier import Earlier, read_earlier
from cchc_xl.services.folder import find_files
from cchc_xl.services.outcome import Outcome
from cchc_xl.templates import loader
from cchc_xl.workbook.unit_list import LIST_NAME, UnitListError, read_unit_list


@dataclass(frozen=True, slots=True)
class MergeOptions:
    """What the user said; None or False where nothing was said.

    ``out`` is the workbook of the result: one that stands there already is an earlier run (or the
    parent's own workbook) whose entries, unit, period and form are kept.
    """

    out: Path | None = None
    template_id: str | None = None
    unit_list: Path | None = None
    period: Period | None = None
    ignore_period: bool = False
    org_unit_name: str | None = None
    level: Level | None = None
    own_file: Path | None = None
    deadline: dt.date | None = None
    bridges: bool = False
    ask_bridges: AskBridges | None = None
    user_folder: Path | None = None


class ReceivedReportError(Exception):
    """The result would take the place of a filled report among those received."""


def _lies_in(out: Path | None, given: Sequence[str]) -> bool:
    folders = [Path(one).resolve() for one in given if Path(one).is_dir()]
    return out is not None and any(out.resolve().is_relative_to(folder) for folder in folders)


def merge_paths(
    given: Sequence[str],
    options: MergeOptions,
    *,
    earlier: Earlier | None = None,
    at: dt.datetime | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Collect the files and folders given and consolidate them; nothing is written.

    ``earlier`` is given where ``out`` is open in front of the user, who may have typed since it was
    saved; otherwise the file itself tells.

    Raises `NothingUsableError`, `PeriodTieError`, `UnusableFileError` (own figures),
    `UnitListError`, `TemplateError`, and `ReceivedReportError` where ``out`` is a report received.
    """
    if earlier is None:
        earlier = _earlier(options)
        if earlier is not None and earlier.kept.moved and _lies_in(options.out, given):
            raise ReceivedReportError(options.out)
    list_file = options.unit_list or _list_beside(given)
    request = request_for(options, earlier, list_file)
    passed_over = [path for path in (options.out, list_file, options.own_file) if path is not None]
    with rarely_collected():
        submissions = collect(
            find_files(given, passed_over),
            user_folder=options.user_folder,
            form=request.template,
            executor=executor,
            progress=progress,
        )
        return consolidate_submissions(submissions, request, at or dt.datetime.now())


def request_for(
    options: MergeOptions, earlier: Earlier | None, list_file: Path | None = None
) -> Request:
    """Options first, then the unit list, then the workbook that stands there already."""
    template: ReportTemplate | None = None
    if options.template_id is not None:
        template = loader.load(options.template_id, options.user_folder)
    units: tuple[ListedUnit, ...] = ()
    period, deadline = options.period, options.deadline
    if list_file is not None:
        listed = read_unit_list(list_file)
        if listed.faults:
            raise UnitListError(f"Danh sách “{list_file.name}”: {' '.join(listed.faults)}")
        units = listed.units
        period, deadline = period or listed.period, deadline or listed.deadline
    unit = OrgUnit(name=options.org_unit_name, level=options.level)
    request = Request(
        template=template,
        units=units,
        period=period,
        ignore_period=options.ignore_period,
        org_unit=unit,
        own_file=options.own_file,
        deadline=deadline,
        bridges=options.bridges,
        ask_bridges=options.ask_bridges,
        user_folder=options.user_folder,
    )
    if earlier is None:
        return request
    return replace(
        request,
        template=template or earlier.template,
        period=period or earlier.period,
        org_unit=OrgUnit(
            name=unit.name or earlier.org_unit.name,
            level=unit.level or earlier.org_unit.level,
            code=earlier.org_unit.code,
        ),
        deadline=deadline or earlier.deadline,
        kept=earlier.kept,
    )


def _earlier(options: MergeOptions) -> Earlier | None:
    if options.out is None or not options.out.exists():
        return None
    return read_earlier(options.out, options.user_folder)


def _list_beside(given: Sequence[str]) -> Path | None:
    """The unit list that issuing left in a folder given, where there is just one."""
    found = [
        path for one in given if Path(one).is_dir() and (path := Path(one) / LIST_NAME).exists()
    ]
    return found[0] if len(found) == 1 else None
