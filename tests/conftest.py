"""What every test shares: order, no silent skips where nothing may be skipped, hypothesis, Calc.

Environment:
``CCHC_KHONG_BO_QUA=1``  every skip is a failure (the machine is supposed to have everything).
``HYPOTHESIS_PROFILE``   ``ci`` (always the same examples; default when ``CI`` is set) or ``dev``.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.calc_host import CalcHost

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("dev", deadline=None)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev")
)


@pytest.hookimpl(trylast=True)  # after plugins that deselect or shuffle
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast tests first, then slow ones, then LibreOffice; the order inside each group stays."""
    items.sort(
        key=lambda item: (
            item.get_closest_marker("libreoffice") is not None,
            item.get_closest_marker("slow") is not None,
        )
    )


def _fail_if_skipped(report: Report) -> Report:
    """Turn a skip into a failure that keeps the skip's reason; xfail is no skip."""
    if (
        os.environ.get("CCHC_KHONG_BO_QUA") == "1"
        and report.skipped
        and not hasattr(report, "wasxfail")
    ):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: skipped where nothing may be skipped: {reason}"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _fail_if_skipped((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _fail_if_skipped((yield))


@pytest.fixture(scope="session")
def calc() -> Iterator[CalcHost]:
    """One headless LibreOffice for the whole run (one per xdist worker)."""
    from tests.calc_host import CalcHost, why_unavailable

    if reason := why_unavailable():
        pytest.skip(reason)
    with CalcHost() as host:
        yield host
