"""Draws sheets of a workbook as PNG pictures for the documentation, through LibreOffice.

::

    python tools/anh.py SO.xlsx -o docs/images --trang "Trang chính" --trang-in "In phụ lục"

``--trang`` shows a whole sheet as one picture, the way it looks on the screen (row and column
headings, buttons); ``--trang-in`` shows its pages as they come out of the printer. Without either,
every visible sheet is drawn as on the screen. ``so-bao-cao`` + ``Trang chính`` gives
``trang-chinh.png``. The workbook itself is only read.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a script: find tests/

from cchc_xl.text import fold
from tests.calc_host import (
    CalcBook,
    CalcHost,
    CalcHostError,
    find_soffice,
    pdf_to_png,
    why_unavailable,
)


def file_name(sheet: str) -> str:
    """Name of a picture: "Tình hình nộp" gives "tinh-hinh-nop"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(sheet)).strip("-") or "trang"


def draw(
    workbook: Path,
    out_dir: Path,
    *,
    on_screen: Sequence[str] = (),
    on_paper: Sequence[str] = (),
    prefix: str = "",
    dpi: int = 96,
) -> list[Path]:
    """Draw sheets and return the pictures, in order; all visible sheets if none is named.

    Raises :class:`CalcHostError` when the file cannot be opened or a sheet does not exist.
    """
    drawn: list[Path] = []
    with CalcHost(locale="vi-VN") as host, tempfile.TemporaryDirectory() as scratch:

        def load() -> CalcBook:  # once for each sheet: drawing hides the other sheets
            book = host.open(workbook)
            book.recalculate()
            return book

        if not on_screen and not on_paper:
            with host.open(workbook) as book:
                on_screen = book.sheets(visible_only=True)
        for sheet in on_screen:
            with load() as book:
                pdf = book.picture(sheet, Path(scratch) / f"{prefix}{file_name(sheet)}.pdf")
            [page] = pdf_to_png(pdf, out_dir, dpi)
            drawn.append(page.rename(page.with_stem(pdf.stem)))
        whole = _whole_pdf(workbook, Path(scratch)) if on_paper else None
        for sheet in on_paper:
            pages = _pages_of(whole, sheet) if whole is not None else []
            stem = f"{prefix}{file_name(sheet)}-in"
            if whole is not None and pages:
                drawn += _pictures(whole, pages, out_dir / stem, dpi)
                continue
            with load() as book:
                pdf = book.print_sheet(sheet, Path(scratch) / f"{stem}.pdf")
            drawn.extend(pdf_to_png(pdf, out_dir, dpi))
    return drawn


def _whole_pdf(workbook: Path, scratch: Path) -> Path | None:
    """The workbook printed by LibreOffice's converter, which draws all conditional formats."""
    soffice = find_soffice()
    if soffice is None:
        return None
    profile = scratch / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_VIETNAMESE, encoding="utf-8")
    command = [soffice, f"-env:UserInstallation={profile.parent.as_uri()}", "--headless",
               "--convert-to", "pdf", "--outdir", str(scratch), str(workbook)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return scratch / f"{workbook.stem}.pdf"


_VIETNAMESE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>vi-VN</value></prop></item></oor:items>
"""


def _pages_of(pdf: Path, sheet: str) -> list[int]:
    """Numbers of the pages whose footer names the sheet."""
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout
    return [
        number
        for number, page in enumerate(text.split("\f"), 1)
        if re.search(rf"^\s*{re.escape(sheet)}\s+Trang \d+/\d+\s*$", page.rstrip(), re.MULTILINE)
    ]


def _pictures(pdf: Path, pages: Sequence[int], stem: Path, dpi: int) -> list[Path]:
    drawn = []
    for count, page in enumerate(pages, 1):
        target = stem.with_name(f"{stem.name}-{count}")
        command = ["pdftoppm", "-r", str(dpi), "-f", str(page), "-l", str(page), "-png",
                   "-singlefile", str(pdf), str(target)]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)
        drawn.append(target.with_suffix(".png"))
    return drawn


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0 when everything was drawn, 2 with one sentence when not."""
    parser = argparse.ArgumentParser(
        description="Vẽ các trang tính của một sổ thành ảnh PNG bằng LibreOffice."
    )
    parser.add_argument("so", type=Path, metavar="SO.xlsx", help="sổ cần vẽ (chỉ đọc)")
    parser.add_argument("-o", dest="ra", type=Path, required=True, help="thư mục chứa ảnh")
    parser.add_argument(
        "--trang", nargs="+", default=[], help="tên trang tính, vẽ như trên màn hình"
    )
    parser.add_argument(
        "--trang-in", nargs="+", default=[], help="tên trang tính, vẽ từng trang giấy như khi in"
    )
    parser.add_argument("--tien-to", default="", help="chữ đứng đầu tên ảnh")
    parser.add_argument("--dpi", type=int, default=96, help="độ phân giải (mặc định 96)")
    options = parser.parse_args(arguments)
    if reason := why_unavailable():
        print(f"{reason}.", file=sys.stderr)
        return 2
    if not options.so.is_file():
        print(f"Không thấy tệp {options.so}: hãy xem lại đường dẫn.", file=sys.stderr)
        return 2
    try:
        drawn = draw(
            options.so,
            options.ra,
            on_screen=options.trang,
            on_paper=options.trang_in,
            prefix=options.tien_to,
            dpi=options.dpi,
        )
    except CalcHostError as error:
        print(f"LibreOffice không vẽ được {options.so}: {error}", file=sys.stderr)
        return 2
    for path in drawn:
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
