"""What a person reads after Tổng hợp: the files, what to look at, where the result is."""

from collections import Counter
from pathlib import Path, PurePath

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cchc_xl.cli.show import STYLES, new_console
from cchc_xl.consolidate import Status
from cchc_xl.messages import render
from cchc_xl.model import Severity
from cchc_xl.services.open_errors import open_errors_words
from cchc_xl.services.outcome import Outcome

_SHOWN = 30  # lines of files that did not simply count


def outcome(result: Outcome, output: Path | None) -> None:
    """Counts, the files that need a look, the findings."""
    console = new_console()
    period = result.period.title if result.period else "chưa rõ kỳ"
    console.print(
        f"[bold]{escape(result.org_unit.name or 'Tổng hợp')}[/] – {period}, "
        f"mẫu {result.template.id}"
    )
    counted = Counter(line.status for line in result.units)
    console.print("  " + ", ".join(f"{s.label.lower()}: {n}" for s, n in sorted(counted.items())))
    _files(console, result)
    _findings(console, result)
    filled = sum(found.filled > 0 for found in result.result.rows.values())
    console.print(
        f"  {len(result.leaves)} đơn vị được cộng, {filled}/{len(result.result.rows)} dòng có số"
        f" của đơn vị, {len(result.foreign)} số liệu không có chỗ trong biểu"
    )
    if errors := open_errors_words(result.findings):
        console.print(f"[bold]{escape(errors)}[/]")
    if any(finding.code == "TH208" for finding in result.findings):
        console.print("Muốn cộng các dòng gần nghĩa qua cầu nối đã khai: chạy lại với --cau-noi.")
    if output is not None:
        console.print(f"Đã ghi sổ tổng hợp: {escape(str(output))}")


def _files(console: Console, result: Outcome) -> None:
    lines = [line for line in result.units if line.status is not Status.MERGED or line.reason]
    if not lines:
        return
    table = Table(show_lines=False, pad_edge=False)
    table.add_column("Trạng thái", no_wrap=True)
    table.add_column("Đơn vị", ratio=2)
    table.add_column("Tệp", ratio=2)
    table.add_column("Lý do", ratio=3)
    for line in lines[:_SHOWN]:
        table.add_row(
            line.status.label,
            escape(line.unit),
            escape(PurePath(line.file or "").name),
            escape(line.reason),
        )
    console.print(table)
    if len(lines) > _SHOWN:
        console.print(f"  … và {len(lines) - _SHOWN} dòng nữa, xem trang Tình hình nộp.")


def _findings(console: Console, result: Outcome) -> None:
    if not result.findings:
        return
    table = Table(show_lines=False, pad_edge=False)
    table.add_column("Mức", no_wrap=True)
    table.add_column("Mã", no_wrap=True)
    table.add_column("Điều cần xem", ratio=3)
    table.add_column("Cách xử lý", ratio=2)
    for finding in sorted(result.findings, key=lambda f: f.severity.rank):
        if finding.severity is Severity.NOTE and finding.key is not None:
            continue
        words = render(finding, result.template)
        table.add_row(
            f"[{STYLES[finding.severity]}]{finding.severity.label}[/]",
            finding.code,
            escape(words.message),
            escape(words.fix),
        )
    console.print(table)
