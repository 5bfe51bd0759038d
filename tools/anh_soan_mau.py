"""Pictures of the form keeper at work for the documentation, with real clicks.

::

    python tools/anh_soan_mau.py -o docs/images    # soan-mau-0-huong-dan.png … 7-tong-hop.png

Opens a copy of ``workbooks/soan-mau.xlsm`` in LibreOffice on a screen of its own (Xvfb), clicks on
"Tạo mẫu mới", picks the invented form of a commune of 2026 that the tests use, shows the sheets of
the draft and what "Kiểm tra mẫu" says of it; mends it, clicks on "Phát hành mẫu", types invented
figures into the workbook that opens, and merges three of them by "Tổng hợp".
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a script: find tests/

from cchc_xl.authoring.columns import COLUMNS, Fact
from cchc_xl.authoring.draft import Table
from cchc_xl.authoring.layout import FAULTS_SHEET, FIRST_ROW, GUIDE_SHEET
from cchc_xl.model import Consolidation, ReportTemplate, RowKind
from cchc_xl.services.books import build_blank
from cchc_xl.templates import loader
from cchc_xl.workbook.layout import FRONT_SHEET, LEVEL, ORG_UNIT, PERIOD, Layout
from tests.authoring.keeper import FORM
from tests.clicks.book import ClickedBook
from tests.clicks.window import Typed, Window, why_no_clicks
from tools.so_mau import FOLDER

WIDTH, HEIGHT, ZOOM = 1500, 860, 80
SHOWN = 2  # the part of the form that is shown filled in
FACTS = {Fact.ID: "minh-hoa-xa-2026", Fact.BASIS: "Công văn minh họa, không có thật"}
FRONT = (
    {ORG_UNIT: "Tỉnh Mẫu", LEVEL: "Cấp tỉnh", PERIOD: "Quý I năm 2026"},
    {ORG_UNIT: "Xã Bình Yên", LEVEL: "Cấp xã", PERIOD: "Quý I năm 2026"},
    {ORG_UNIT: "Xã Hòa Thuận"},
    {ORG_UNIT: "Xã Tân Lập"},
)
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
        for name, words in FACTS.items():
            row = FIRST_ROW + 1 + list(COLUMNS[Table.FACTS]).index(name)
            draft.put(Table.FACTS.value, f"B{row}", words)
        editions = Path(scratch) / "mau"
        editions.mkdir()
        draft.click(FAULTS_SHEET, "Phát hành mẫu", answers=(Typed(str(editions)), "Yes", "OK"))
        template = loader.load(FACTS[Fact.ID], editions)
        layout = Layout(template)
        book = ClickedBook(window, form.with_name(f"{template.id}.xlsm"), is_open=True)
        book.make_room(ZOOM)
        section = layout.sheet_for(template.sections[SHOWN])
        received = Path(scratch) / "nhan"
        received.mkdir()
        for number in (1, 2, 3):
            for key, figure in figures(template, number):
                book.put(layout.sheet_of(key), layout.cell(key), figure)
            for place, words in FRONT[number].items():
                book.put(place.sheet, place.cell, words)
            book.saved_copy(received / f"xa-{number}.xlsx")
        book.select(section, "A5")
        keep("so-nhap-lieu")
        parent = Path(scratch) / "tinh.xlsm"
        build_blank(parent, template)
        whole = ClickedBook(window, parent)
        whole.make_room(ZOOM)
        for place, words in FRONT[0].items():
            whole.put(place.sheet, place.cell, words)
        whole.click(FRONT_SHEET, "Tổng hợp", answers=(Typed(str(received)), "OK"))
        whole.select(section, "A5")
        keep("tong-hop")
    return drawn


def figures(template: ReportTemplate, number: int) -> Iterator[tuple[str, int]]:
    """Invented figures of a unit; totals of printed parts are left for the unit to fill in."""
    for n, row in enumerate(template.rows):
        if row.kind is not RowKind.COUNT or row.parts:
            continue
        if row.consolidation is Consolidation.CATALOG:
            yield row.key, 120 - n
        else:
            yield row.key, max(60 - n, 4) + 7 * number


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
