"""One LibreOffice behind xlwings for the whole test run."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import xlwings as xw


@functools.cache
def shared_app() -> xw.App:
    """Start it at the first call; it ends with the process."""
    import xlwings as xw

    from cchc_xl.calc import register

    register()
    return xw.App(add_book=False)


def app_or_skip() -> xw.App:
    """The shared LibreOffice; skip with the reason where there is none."""
    from cchc_xl.calc import CalcUnavailableError

    try:
        return shared_app()
    except CalcUnavailableError as problem:
        pytest.skip(str(problem))
