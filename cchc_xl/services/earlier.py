"""The workbook that stands where the result goes: an earlier run, or the parent's own workbook."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from cchc_xl.model import OrgUnit, Period, ReportTemplate
from cchc_xl.services.outcome import Kept
from cchc_xl.services.reading import ReadOptions, UnusableFileError, read_file


@dataclass(frozen=True, slots=True)
class Earlier:
    """What it says of form, unit and period, and what the parent entered in it."""

    template: ReportTemplate
    org_unit: OrgUnit
    period: Period | None
    deadline: dt.date | None
    kept: Kept


def read_earlier(path: Path, user_folder: Path | None = None) -> Earlier | None:
    """Read it; None for a file that is no workbook of ours (it will be kept beside the result)."""
    try:
        read = read_file(path, ReadOptions(user_folder=user_folder))
    except UnusableFileError:
        return None
    if read.front is None:
        return None
    from cchc_xl.services.kept import read_kept

    return Earlier(
        template=read.template,
        org_unit=read.report.org_unit,
        period=read.report.period,
        deadline=read.front.deadline,
        kept=read_kept(path, user_folder, read=read),
    )
