"""``cchc tong-hop``: consolidate received files, write the workbook, show what became of each."""

import argparse
import sys
from pathlib import Path

from cchc_xl.cli.files import expanded, must_be_workbook, must_differ, print_json, write
from cchc_xl.cli.outcome import CommandError, ExitCode
from cchc_xl.cli.progress import bar
from cchc_xl.model import Severity
from cchc_xl.services import as_json
from cchc_xl.services.consolidating import NothingUsableError, PeriodTieError
from cchc_xl.services.merging import MergeOptions, ReceivedReportError, merge_paths
from cchc_xl.services.outcome import Outcome
from cchc_xl.services.reading import UnusableFileError
from cchc_xl.workbook.unit_list import UnitListError


def tong_hop(arguments: argparse.Namespace) -> int:
    """Consolidate; the result is written whole or not at all."""
    given = expanded(arguments.files)
    if arguments.output is not None:
        must_be_workbook(arguments.output)
        must_differ(arguments.output, given)
    options = MergeOptions(
        out=arguments.output,
        template_id=arguments.mau,
        unit_list=arguments.units,
        period=arguments.period,
        ignore_period=arguments.ignore_period,
        org_unit_name=arguments.org_unit,
        level=arguments.level,
        own_file=arguments.own_file,
        deadline=arguments.deadline,
        bridges=arguments.bridges,
        user_folder=arguments.folder,
    )
    try:
        with bar("Đọc báo cáo") as progress:
            outcome = merge_paths(given, options, progress=progress)
    except NothingUsableError as nothing:
        return _nothing(nothing, arguments)
    except PeriodTieError as tie:
        periods = ", ".join(str(period) for period in tie.periods)
        raise CommandError(
            f"Các tệp thuộc nhiều kỳ ngang nhau ({periods}); thêm --ky để chọn kỳ tổng hợp,"
            " hoặc --bo-qua-ky để cộng tất cả."
        ) from tie
    except ReceivedReportError as received:
        raise CommandError(
            f"Tệp kết quả “{arguments.output}” đang là một báo cáo đã điền trong thư mục nhận;"
            " hãy đặt tên khác cho sổ tổng hợp."
        ) from received
    except UnitListError as problem:
        raise CommandError(str(problem)) from problem
    except UnusableFileError as problem:
        raise CommandError(problem.sentence) from problem
    if arguments.json:  # first: a program reads it even when the workbook cannot be written
        print_json(as_json.consolidated(outcome))
    _write_all(outcome, arguments)
    if not arguments.json:
        from cchc_xl.cli import show_merging

        show_merging.outcome(outcome, arguments.output)
    errors = any(finding.severity is Severity.ERROR for finding in outcome.findings)
    return ExitCode.FOUND_ERRORS if errors else ExitCode.FINE


def _nothing(nothing: NothingUsableError, arguments: argparse.Namespace) -> int:
    if arguments.json:
        print_json(as_json.not_consolidated(nothing.submissions))
    if not nothing.submissions:
        print("Không thấy tệp báo cáo nào trong nơi đã chỉ; kiểm tra lại thư mục.", file=sys.stderr)
    for one in nothing.submissions:
        if one.problem is not None:
            print(one.problem.facts.get("reason", one.file), file=sys.stderr)
    return ExitCode.UNUSABLE


def _write_all(outcome: Outcome, arguments: argparse.Namespace) -> None:
    if arguments.output is not None:
        from cchc_xl.services.merged_book import build_consolidated

        write(arguments.output, lambda path: build_consolidated(path, outcome))
    for folder, kind in ((arguments.csv, "csv"), (arguments.parquet, "parquet")):
        if folder is not None:
            _write_tables(outcome, folder, kind)


def _write_tables(outcome: Outcome, folder: Path, kind: str) -> None:
    from cchc_xl.services.tidy import MissingLibraryError, write_csv, write_parquet

    try:
        (write_csv if kind == "csv" else write_parquet)(outcome, folder)
    except MissingLibraryError as missing:
        raise CommandError(str(missing)) from missing
    except OSError as error:
        raise CommandError(
            f"Không ghi được vào thư mục “{folder}”: kiểm tra quyền ghi và dung lượng đĩa."
        ) from error
