"""The way to `uno`, LibreOffice's Python bridge, and the small structures it wants.

Distributions put `uno` where a virtual environment does not look, so that folder is appended to
the path: last, so that it hides nothing.
"""

import functools
import sys
from pathlib import Path
from typing import Any

_SYSTEM_PACKAGES = "/usr/lib/python3/dist-packages"
_EXCEL = 3  # com.sun.star.sheet.AddressConvention.XL_OOX: Sheet1!A1, commas
UNAVAILABLE = (
    "Python này không nạp được cầu nối uno của LibreOffice: hãy cài gói python3-uno "
    "(hoặc chạy bằng Python đi kèm LibreOffice) rồi thử lại."
)


class CalcUnavailableError(RuntimeError):
    """LibreOffice cannot be driven from here; the text is one Vietnamese sentence for the user."""


@functools.cache
def load_uno() -> Any:
    """The `uno` module. Raises `CalcUnavailableError` when this Python cannot import it."""
    if _SYSTEM_PACKAGES not in sys.path and Path(_SYSTEM_PACKAGES).is_dir():
        sys.path.append(_SYSTEM_PACKAGES)
    try:
        import uno
    except ImportError as error:
        raise CalcUnavailableError(UNAVAILABLE) from error
    return uno


def struct(name: str, **fields: Any) -> Any:
    """A structure of ``com.sun.star`` with its fields set."""
    made = load_uno().createUnoStruct(f"com.sun.star.{name}")
    for field, value in fields.items():
        setattr(made, field, value)
    return made


def properties(**values: Any) -> tuple[Any, ...]:
    """Property values from keyword arguments."""
    return tuple(
        struct("beans.PropertyValue", Name=name, Value=value) for name, value in values.items()
    )


def enum(name: str, value: str) -> Any:
    """A value of an enumeration of ``com.sun.star``."""
    return load_uno().Enum(f"com.sun.star.{name}", value)


def typed(kind: str, value: Any) -> Any:
    """A value with its UNO type told (``[]com.sun.star.beans.PropertyValue``)."""
    return load_uno().Any(kind, value)


def cell_address(sheet: int, column: int, row: int) -> Any:
    """0-based address of a cell."""
    return struct("table.CellAddress", Sheet=sheet, Column=column, Row=row)


def to_url(path: str | Path) -> str:
    """A file's URL."""
    return Path(path).resolve().as_uri()


def from_url(url: str) -> str:
    """The path of a file's URL."""
    import uno

    return str(uno.fileUrlToSystemPath(url))


def formula_parser(document: Any) -> Any:
    """A parser for formulas as Excel stores them: English names, commas, ``Sheet!A1``."""
    parser = document.createInstance("com.sun.star.sheet.FormulaParser")
    parser.CompileEnglish, parser.FormulaConvention = True, _EXCEL
    return parser
