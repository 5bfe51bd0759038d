"""The consolidation as plain tables, for those who analyse further: one value a line, and its cell.

Three tables, for the same three names in CSV and in Parquet: `so-lieu` (every value that was added
up, with the cell it stands in), `don-vi` (every file and every missing unit) and `chi-tieu` (the
consolidated rows). Numbers are plain numbers with a decimal dot.
"""

import shutil
from collections.abc import Callable
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_xl.services.books import previous_copy
from cchc_xl.services.outcome import Outcome
from cchc_xl.services.tidy_tables import COUNT, FLAG, NUMBER, tables
from cchc_xl.workbook.package import write_file

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
    return _write(outcome, folder, "csv", _csv_bytes)


def write_parquet(outcome: Outcome, folder: Path) -> list[Path]:
    """Write the three tables as `.parquet`. Raises `MissingLibraryError` and ``OSError``."""
    if not any(find_spec(engine) for engine in _ENGINES):
        raise MissingLibraryError(
            "Ghi tệp Parquet cần thêm một thư viện: chạy “pip install cchc-xl[parquet]”, "
            "hoặc dùng --csv."
        )
    return _write(outcome, folder, "parquet", _parquet_bytes)


def _write(
    outcome: Outcome, folder: Path, ending: str, encode: "Callable[[pd.DataFrame], bytes]"
) -> list[Path]:
    encoded = {name: encode(table) for name, table in tables(outcome).items()}
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, data in encoded.items():
        path = folder / f"{name}.{ending}"
        if path.exists() and path.read_bytes() != data:
            shutil.copy2(path, previous_copy(path))
        write_file(path, data)
        written.append(path)
    return written


def _csv_bytes(table: "pd.DataFrame") -> bytes:
    shown = table.copy()
    for name, kind in table.dtypes.items():
        if kind == NUMBER:
            shown[name] = [None if cell is None else _plain(cell) for cell in _cells(table[name])]
        elif kind not in (COUNT, FLAG):
            shown[name] = [_harmless(cell) for cell in _cells(table[name])]
    text: str = shown.to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig", "replace")


def _cells(column: "pd.Series[Any]") -> list[Any]:
    """The cells of a column, None where blank."""
    return [None if blank else cell for cell, blank in zip(column, column.isna(), strict=True)]


def _plain(number: float) -> str:
    """``12`` and ``93.4``: no ``.0`` behind a count, no exponent."""
    text = format(Decimal(str(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _harmless(cell: str | None) -> str | None:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell is not None and cell.startswith(_STARTS_FORMULA) else cell


def _parquet_bytes(table: "pd.DataFrame") -> bytes:
    import tempfile

    # Through a folder of our own: one of the libraries cannot write into memory.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bang.parquet"
        if find_spec("fastparquet"):
            import fastparquet

            fastparquet.write(str(path), table)
        else:
            table.to_parquet(path, index=False)
        return path.read_bytes()
