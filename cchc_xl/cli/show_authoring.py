"""What the form keeper reads in the terminal."""

from collections.abc import Sequence
from pathlib import Path

from rich.markup import escape
from rich.table import Table as Grid

from cchc_xl.authoring.columns import COLUMNS
from cchc_xl.authoring.draft import Draft
from cchc_xl.authoring.publishing import Published
from cchc_xl.authoring.reaching import REACH_WORDS, Reach
from cchc_xl.authoring.words import KINDS
from cchc_xl.cli.show import new_console
from cchc_xl.services.authoring import CheckedDraft, Crossing
from cchc_xl.services.draft_words import checked_words, draft_words, published_words


def drafted(draft: Draft, output: Path) -> None:
    """How much was proposed and how sure, where to look first."""
    console = new_console()
    for words in draft_words(draft):
        console.print(words)
    console.print(f"Đã ghi sổ soạn mẫu: {escape(str(output))}")
    console.print(f'Sửa xong thì chạy: cchc kiem-tra-mau "{escape(str(output))}"')


def faults(checked: CheckedDraft, copy: Path) -> None:
    """Every cell to be mended."""
    console = new_console()
    if checked.faults:
        grid = Grid(pad_edge=False)
        for title in ("Trang", "Hàng", "Cột", "Điều chưa đúng", "Cách sửa"):
            grid.add_column(title, ratio=2 if title in ("Điều chưa đúng", "Cách sửa") else None)
        for fault in sorted(checked.faults, key=lambda one: not one.stops):
            about = COLUMNS[fault.table].get(fault.column)
            style = "bold red" if fault.stops else "yellow"
            grid.add_row(
                fault.table.value,
                str(fault.at or ""),
                about.title if about else "",
                f"[{style}]{escape(fault.message)}[/]",
                escape(fault.fix),
            )
        console.print(grid)
    console.print(checked_words(checked))
    console.print(f"Bản có trang Cần sửa: {escape(str(copy))}")
    console.print("Sửa trong tệp nào cũng được; lần sau kiểm tra đúng tệp vừa sửa.")


def published(done: Published, books: Sequence[Path]) -> None:
    """A plain listing of the edition as it will be issued."""
    console = new_console()
    template = done.template
    for section in template.sections:
        title = escape(f"{section.no}. {section.title}")
        grid = Grid(title=title, title_justify="left", pad_edge=False)
        grid.add_column("STT", no_wrap=True)
        grid.add_column("Chỉ tiêu", ratio=4)
        grid.add_column("Đơn vị tính", ratio=1)
        grid.add_column("Loại", no_wrap=True)
        for row in section.rows:
            indent = "  " * len(template.path(row.key))
            grid.add_row(
                escape(row.no), escape(indent + row.label), escape(row.measure), KINDS[row.kind]
            )
        console.print(grid)
    for words in published_words(done, books):
        console.print(escape(words))


def crossing(found: Crossing) -> None:
    """Rows that do not simply go over, then the counts."""
    console = new_console()
    console.print(f"Từ mẫu {found.source.id} sang mẫu {found.target.id}:")
    for reach in Reach:
        console.print(f"  {found.count(reach):>3} dòng {REACH_WORDS[reach]}")
    console.print(f"  {len(found.unreached):>3} dòng của {found.target.id} không nhận được số nào")
    special = [one for one in found.rows if one.reach is not Reach.SAME_KEY]
    if special:
        grid = Grid(pad_edge=False)
        for title, ratio in (("STT", 1), ("Dòng", 4), ("Kết quả", 2), ("Sang dòng", 4)):
            grid.add_column(title, ratio=ratio)
        for one in special:
            to = one.to.label if one.to else ""
            if one.bridge is not None:
                last = one.bridge.valid_to
                until = f", kỳ đến hết {last:%d/%m/%Y}" if last else ""
                to = f"{to} ({one.bridge.reason}; {one.bridge.legal_basis}{until})"
            grid.add_row(
                escape(one.row.no), escape(one.row.label), REACH_WORDS[one.reach], escape(to)
            )
        console.print(grid)
    changed = [one for one in found.rows if one.reach is Reach.SAME_KEY and one.changed]
    if changed:
        console.print(f"Trong các dòng cùng khóa, {len(changed)} dòng có in khác hoặc cộng khác:")
        for one in changed:
            words = ", ".join(_CHANGED[name] for name in one.changed)
            console.print(f"  {escape(one.row.no)} {escape(one.row.label)}: {words}")


_CHANGED = {
    "label": "câu chữ",
    "no": "số thứ tự",
    "measure": "đơn vị tính",
    "consolidation": "cách tổng hợp",
    "levels": "cấp điền",
    "numerator": "tử số",
    "denominator": "mẫu số",
    "parts": "các dòng thành phần",
    "choices": "các lựa chọn",
}
