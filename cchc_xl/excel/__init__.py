"""Buttons and functions in a live workbook, through xlwings.

xlwings is imported here first, because two of its habits do not suit us. It imports pandas where
it is installed, which doubles the time until a first click answers. And on Windows it ends, with
Python, every Excel that has no workbook of its own open, one in Protected View included.
"""

import atexit
import sys


def _import_xlwings() -> None:
    """Import xlwings without pandas and numpy, which stay importable for everybody else."""
    if "xlwings" in sys.modules:
        return
    hidden = [name for name in ("numpy", "pandas") if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # "not installed"
    try:
        import xlwings  # noqa: F401
    finally:
        for name in hidden:
            del sys.modules[name]


_import_xlwings()

if sys.platform == "win32":
    from xlwings import _xlwindows

    atexit.unregister(_xlwindows.cleanup)
