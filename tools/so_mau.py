"""Builds the committed workbooks of every edition; a test says when they are stale.

::

    python tools/so_mau.py

``workbooks/<mau>.xlsx`` and ``.xlsm`` of every edition, ``soan-mau.xlsm`` for whoever keeps the
forms, and the add-in ``CCHC.xlam``.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a script: find cchc_xl/

from cchc_xl.authoring import Draft
from cchc_xl.macro import build_addin
from cchc_xl.services import books
from cchc_xl.services.authoring import save_draft
from cchc_xl.templates import loader

FOLDER = Path(__file__).resolve().parents[1] / "workbooks"


def build(folder: Path) -> list[Path]:
    """Build every workbook into ``folder``; the same sources give the same bytes."""
    folder.mkdir(exist_ok=True)
    built = []
    for template in loader.load_all():
        for ending in ("xlsx", "xlsm"):
            path = folder / f"{template.id}.{ending}"
            path.unlink(missing_ok=True)
            books.build_blank(path, template)
            built.append(path)
    keeper, addin = folder / "soan-mau.xlsm", folder / "CCHC.xlam"
    keeper.unlink(missing_ok=True)
    save_draft(keeper, Draft())
    build_addin(addin)
    return [*built, keeper, addin]


if __name__ == "__main__":
    for made in build(FOLDER):
        print(made.relative_to(FOLDER.parent))
