"""Pictures of a real click for the documentation: a shipped workbook before and after "Kiểm tra".

::

    python tools/anh_bam.py -o docs/images    # bam-1-truoc.png … bam-3-phan.png

Opens a copy of ``workbooks/kontum-phuong-2023.xlsm`` in LibreOffice on a screen of its own (Xvfb),
types the sample report of a ward into it, clicks on the button with the mouse and keeps what the
screen shows. The same pictures come out again as long as workbook, sample and LibreOffice stay the
same, but for the time of the check.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a script: find tests/

from cchc_xl.services.reading import read_file
from cchc_xl.workbook.layout import FRONT_SHEET
from tests.clicks.book import ClickedBook, fill
from tests.clicks.window import Window, why_no_clicks
from tests.macro.built import SAMPLES
from tools.so_mau import FOLDER

EDITION, SAMPLE, SECTION = "kontum-phuong-2023", "phuong-2023-q3", "7 Chính quyền số"
FLAGGED = "D6"
WIDTH, HEIGHT, ZOOM = 1500, 860, 100


def draw(folder: Path) -> list[Path]:
    """Click, and draw what the screen shows before, at once, and after; the pictures in order."""
    drawn: list[Path] = []
    with Window(width=WIDTH, height=HEIGHT) as window, tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "Báo cáo quý III.xlsm"
        shutil.copyfile(FOLDER / f"{EDITION}.xlsm", path)
        book = ClickedBook(window, path)
        book.make_room(ZOOM)
        fill(book, read_file(SAMPLES / f"{SAMPLE}.txt"))

        def keep(name: str) -> None:
            window.screen.rest()
            drawn.append(window.screen.picture(folder / f"bam-{len(drawn) + 1}-{name}.png"))

        book.select(FRONT_SHEET, "A1")
        window.screen.move_away()
        keep("truoc")
        book.click(FRONT_SHEET, "Kiểm tra", before_answering=lambda: keep("ket-qua"))
        book.select(SECTION, "A1")
        book.cell(SECTION, FLAGGED).Annotation.setIsVisible(True)
        window.screen.move_away()
        keep("phan")
    return drawn


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0 when everything was drawn, 2 with one sentence when not."""
    parser = argparse.ArgumentParser(description="Vẽ màn hình trước và sau một lần bấm nút thật.")
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
