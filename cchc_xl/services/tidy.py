"""The consolidation as plain tables, for those who analyse further: one value a line, and its cell.

Three tables, for the same three names in CSV and in Parquet: `so-lieu` (every value that was added
up, with the cell it stands in), `don-vi` (every file and every missing unit) and `chi-tieu` (the
consolidated rows). Numbers are plain numbers with a decimal dot.
"""

import filecmp
import secrets
from collections.abc import Callable, Iterable
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_xl.services.outcome import Outcome
from cchc_xl.services.tidy_tables import NUMBER, TEXT, tables
from cchc_xl.workbook.previous import keep_previous

if TYPE_CHECKING:
    import pandas as pd

#: What Excel would take for the beginning of a formula.
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ENGINES = ("fastparquet", "pyarrow")


class MissingLibraryError(Exception):
    """Something that is not installed with the package is needed; the text says what and how."""


def write_csv(outcome: Outcome, folder: Path) -> list[Path]:
    """Write the three tables as `.csv` (UTF-8 with its mark, commas); the paths written.

    A file that stands there is kept as "… (bản trước)". Raises ``OSError``.
    """
    return _write(outcome, folder, "csv", _save_csv)


def write_parquet(outcome: Outcome, folder: Path) -> list[Path]:
    """Write the three tables as `.parquet`. Raises `MissingLibraryError` and ``OSError``."""
    if not any(find_spec(engine) for engine in _ENGINES):
        raise MissingLibraryError(
            "Ghi tệp Parquet cần thêm một thư viện: chạy “pip install cchc-xl[parquet]”, "
            "hoặc dùng --csv."
        )
    return _write(outcome, folder, "parquet", _save_parquet)


def _write(
    outcome: Outcome, folder: Path, ending: str, save: "Callable[[pd.DataFrame, Path], None]"
) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, table in tables(outcome):
        path = folder / f"{name}.{ending}"
        scratch = path.with_name(f".cchc-{secrets.token_hex(4)}.tmp")
        try:
            save(table, scratch)
            if path.exists() and not filecmp.cmp(path, scratch, shallow=False):
                keep_previous(path)
            scratch.replace(path)
        finally:
            scratch.unlink(missing_ok=True)
        written.append(path)
    return written


def _save_csv(table: "pd.DataFrame", path: Path) -> None:
    shown = table.copy(deep=False)
    for name, kind in table.dtypes.items():
        if kind == NUMBER:
            shown[name] = [None if blank else _plain(cell) for cell, blank in _cells(table[name])]
        elif kind == TEXT:
            shown[name] = table[name].map(_harmless, na_action="ignore")
    shown.to_csv(path, index=False, lineterminator="\r\n", encoding="utf-8-sig", errors="replace")


def _cells(column: "pd.Series[Any]") -> Iterable[tuple[float, bool]]:
    """Cells of a column, and whether they are blank."""
    return zip(column, column.isna(), strict=True)


def _plain(number: float) -> str:
    """``12`` and ``93.4``: no ``.0`` behind a count, no exponent."""
    text = format(Decimal(str(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_STARTS_FORMULA) else cell


def _save_parquet(table: "pd.DataFrame", path: Path) -> None:
    if find_spec("fastparquet"):
        import fastparquet

        fastparquet.write(str(path), table, compression="SNAPPY")
    else:
        table.to_parquet(path, index=False)
