"""What a person reads in the terminal: tables of editions and findings (rich, imported late)."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cchc_xl.model import Finding, ReportTemplate, Severity
from cchc_xl.services import CheckedFile
from cchc_xl.services.demo import Demo

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
#: What may be said on the command line instead of in the file, by the finding that asks for it.
_OPTIONS = {"KT110": "--ky", "KT111": "--cap", "KT904": "--mau"}
_PIPE_WIDTH = 110  # where the output goes to a file or a pipe


def new_console() -> Console:
    """As wide as the terminal, or wide enough to read in a file."""
    console = Console(highlight=False, soft_wrap=False)
    return console if console.is_terminal else Console(highlight=False, width=_PIPE_WIDTH)


def editions(templates: Sequence[ReportTemplate]) -> None:
    """Table of the editions."""
    table = Table(title="Các mẫu biểu đang có", title_justify="left")
    for heading in ("Mã mẫu", "Tên", "Cấp", "Số dòng", "Căn cứ"):
        table.add_column(heading)
    for template in templates:
        table.add_row(
            template.id,
            template.title,
            template.level.label if template.level else "nhiều cấp",
            str(len(template.rows)),
            template.legal_basis or "chưa có văn bản, dựng lại từ báo cáo",
        )
    new_console().print(table)


def imported(checked: CheckedFile, output: Path | None) -> None:
    """What was read, in a few lines."""
    console = new_console()
    _head(console, checked)
    _findings(console, checked, checked.findings)
    if output is not None:
        console.print(f"Đã ghi sổ nhập liệu: {escape(str(output))}")


def checked_files(checked: Sequence[CheckedFile], output: Path | None) -> None:
    """Findings of every file, then the counts."""
    console = new_console()
    for one in checked:
        if one.read is None:
            console.print(f"[bold]{escape(one.path.name)}[/]: không đọc được (xem dòng báo lỗi)")
            for hint in filter(None, map(_option_hint, one.findings)):
                console.print(f" {escape(hint)}")
            continue
        _head(console, one)
        _findings(console, one, one.findings)
        console.print(_counts(one))
        _narrative(console, one)
        if output is not None:
            console.print(f"Đã ghi bản đã kiểm tra: {escape(str(output))}")
        console.print()


def demo(made: Demo, folder: Path) -> None:
    """Findings of the four samples, the province, then which files to open."""
    from cchc_xl.cli import show_merging

    console = new_console()
    for result in made.reports:
        _head(console, result.checked)
        grave = [f for f in result.checked.findings if f.severity is not Severity.NOTE]
        _findings(console, result.checked, grave)
        console.print(_counts(result.checked))
        console.print()
    show_merging.outcome(made.province.outcome, None)
    console.print()
    table = Table(title="Mở các tệp sau để xem kết quả", title_justify="left")
    table.add_column("Tệp")
    table.add_column("Nội dung")
    for result in made.reports:
        table.add_row(escape(str(result.blank)), "sổ nhập liệu trống, để thử gõ số")
        table.add_row(escape(str(result.filled)), "báo cáo đã đưa vào sổ")
        table.add_row(escape(str(result.reviewed)), "bản đã kiểm tra: mở trang “Kết quả kiểm tra”")
    province = made.province
    table.add_row(escape(str(province.issued)), "12 sổ phát hành cho các xã của một tỉnh mẫu")
    table.add_row(escape(str(province.received)), "các sổ gửi về: muộn, trùng, khác kỳ, sai số")
    table.add_row(
        escape(str(province.result)), "sổ tổng hợp: mở trang “Tình hình nộp” rồi “Biểu đồ”"
    )
    console.print(table)
    console.print(f"Tất cả nằm trong thư mục {escape(str(folder))}.")


def _head(console: Console, checked: CheckedFile) -> None:
    read = checked.read
    if read is None:
        return
    report = read.report
    level = report.level.label if report.level else "chưa rõ cấp"
    period = report.period.title if report.period else "chưa rõ kỳ"
    console.print(
        f"[bold]{escape(checked.path.name)}[/] – {escape(report.org_unit.name or 'chưa rõ đơn vị')}"
        f" ({level}), {period}"
    )
    found = sum(1 for key in read.template.by_key if key in report.entries)
    console.print(
        f"  mẫu {read.template.id}, nhận ra {found}/{len(read.template.rows)} dòng"
        f" (chắc chắn {round(read.sureness * 100)}%)"
    )
    if report.is_blank:
        console.print("  biểu còn trống, chưa có số liệu để kiểm tra")


_LISTED = 12  # figures of a narrative that nobody could compare


def _narrative(console: Console, checked: CheckedFile) -> None:
    """How much of the narrative was compared, and what was not."""
    if not checked.statements:
        return
    compared = [said for said in checked.statements if said.state in ("confirmed", "contradicted")]
    left = [said for said in checked.statements if said.state in ("ambiguous", "unmatched")]
    console.print(
        f"  thuyết minh: đã đối chiếu {len(compared)} con số,"
        f" chưa đối chiếu được {len(left)}{':' if left else ''}"
    )
    for said in left[:_LISTED]:
        words = f"{said.quantity.left[-50:]} {said.quantity.text} {said.quantity.right[:40]}"
        console.print(f"    · {escape(' '.join(words.split()))}")
    if len(left) > _LISTED:
        console.print(f"    · và {len(left) - _LISTED} con số khác (xem đủ bằng --json)")


def _counts(checked: CheckedFile) -> str:
    return "  " + ", ".join(
        f"[{STYLES[severity]}]{checked.count(severity)} {severity.label.lower()}[/]"
        for severity in Severity
    )


def _findings(console: Console, checked: CheckedFile, findings: Sequence[Finding]) -> None:
    if not findings or checked.template is None:
        return
    table = Table(show_lines=False, pad_edge=False)
    table.add_column("Mức", no_wrap=True)
    table.add_column("Mã", no_wrap=True)
    table.add_column("Điều chưa khớp", ratio=3)
    table.add_column("Cách xử lý", ratio=2)
    for finding in sorted(findings, key=lambda f: f.severity.rank):
        words = checked.words(finding)
        fix = _suggested(finding) + words.fix + _option_hint(finding)
        answered = " (đã giải trình)" if finding.justified else ""
        table.add_row(
            f"[{STYLES[finding.severity]}]{finding.severity.label}[/]{answered}",
            finding.code,
            escape(words.message),
            escape(fix),
        )
    console.print(table)


def _suggested(finding: Finding) -> str:
    """The suggestion as a sentence of its own; "" is the advice to leave the cell blank."""
    if finding.suggestion is None:
        return ""
    words = finding.suggestion or "để trống"
    return f"Gợi ý: {words}{'' if words.endswith('?') else '.'} "


def _option_hint(finding: Finding) -> str:
    option = _OPTIONS.get(finding.code)
    return f" Trên dòng lệnh: thêm {option}." if option else ""
