"""Pictures of the form keeper at work for the documentation, with real clicks.

::

    python tools/anh_soan_mau.py -o docs/images    # soan-mau-0-huong-dan.png … 5-can-sua.png

Opens a copy of ``workbooks/soan-mau.xlsm`` in LibreOffice on a screen of its own (Xvfb), clicks on
"Tạo mẫu mới", picks the invented form of a commune of 2026 that the tests use, shows the sheets of
the draft and what "Kiểm tra mẫu" says of it.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a script: find tests/

from cchc_xl.authoring.draft import Table
from cchc_xl.authoring.layout import FAULTS_SHEET, GUIDE_SHEET
from tests.authoring.keeper import FORM
from tests.clicks.book import ClickedBook
from tests.clicks.window import Typed, Window, why_no_clicks
from tools.so_mau import FOLDER

WIDTH, HEIGHT, ZOOM = 1500, 860, 80
SHEETS = (
    (Table.ROWS, "soan"),
    (Table.CHANGES, "thay-doi"),
    (Table.BRIDGES, "cau-noi"),
    (Table.RELATIONS, "quan-he"),
)


def draw(folder: Path) -> list[Path]:
    """Click through the keeper's work and keep what the screen shows; the pictures in order."""
    drawn: list[Path] = []
    with Window(width=WIDTH, height=HEIGHT) as window, tempfile.TemporaryDirectory() as scratch:

        def keep(name: str) -> None:
            window.screen.move_away()
            window.screen.rest()
            drawn.append(window.screen.picture(folder / f"soan-mau-{len(drawn)}-{name}.png"))

        form = Path(scratch) / "bieu-xa-2026.txt"
        shutil.copyfile(FORM, form)
        path = Path(scratch) / "soan-mau.xlsm"
        shutil.copyfile(FOLDER / path.name, path)
        empty = ClickedBook(window, path)
        empty.make_room(100)
        empty.select(GUIDE_SHEET, "A1")
        keep("huong-dan")
        picked = Typed(str(form), field="File name:", button="Open")
        empty.click(GUIDE_SHEET, "Tạo mẫu mới", answers=(picked, "OK"))
        draft = ClickedBook(window, form.with_name(f"{form.stem} (soạn mẫu).xlsm"), is_open=True)
        draft.make_room(ZOOM)
        for table, name in SHEETS:
            draft.select(table.value, "A3")
            keep(name)
        draft.click(Table.ROWS.value, "Kiểm tra mẫu", before_answering=lambda: keep("can-sua"))
        assert draft.active_sheet == FAULTS_SHEET
    return drawn


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0 when everything was drawn, 2 with one sentence when not."""
    parser = argparse.ArgumentParser(description="Vẽ màn hình của người soạn mẫu.")
    parser.add_argument("-o", dest="ra", type=Path, required=True, help="thư mục chứa ảnh")
    options = parser.parse_args(arguments)
    if reason := why_no_clicks():
        print(f"{reason}.", file=sys.stderr)
        return 2
    for path in draw(options.ra):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
