"""What every test shares: order, no silent skips where nothing may be skipped, hypothesis, Calc.

A test may have something printed at the end of the run: a line with the fixture ``printed``, a
field of a table with ``printed.field``.

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

from cchc_xl.services.template_folder import VARIABLE

if TYPE_CHECKING:
    from tests.calc_host import CalcHost

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("dev", deadline=None)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev")
)
os.environ[VARIABLE] = ""  # no test sees the folder of editions of whoever runs it


@pytest.hookimpl(trylast=True)  # after plugins that deselect or shuffle
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast tests first, slow ones, LibreOffice, mouse clicks, Wine; each group keeps its order."""
    items.sort(
        key=lambda item: (
            item.get_closest_marker("wine") is not None,
            item.get_closest_marker("clicks") is not None,
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


class Printed:
    """What the tests found out, for the summary. It travels with the reports, also under xdist."""

    def __init__(self, item: pytest.Item) -> None:
        self._told = item.user_properties

    def line(self, title: str, words: str) -> None:
        """One line under a title."""
        self._told.append((f"printed:{title}", words))

    def field(self, title: str, row: str, column: str, value: object) -> None:
        """One field of a table."""
        self._told.append((f"printed:{title}", [row, column, str(value)]))


@pytest.fixture
def printed(request: pytest.FixtureRequest) -> Printed:
    """Where a test puts what `make test` is to print at the end."""
    return Printed(request.node)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the tests told, lines as they came, tables with their columns side by side."""
    told: dict[str, list[object]] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", None) == "teardown":  # it has everything
                for name, value in report.user_properties:
                    if name.startswith("printed:"):
                        told.setdefault(name.removeprefix("printed:"), []).append(value)
    for title, values in told.items():
        terminalreporter.write_sep("-", title)
        table: dict[str, dict[str, str]] = {}
        for value in values:
            if isinstance(value, str):
                terminalreporter.write_line(value)
            elif isinstance(value, list | tuple):
                table.setdefault(value[0], {})[value[1]] = value[2]
        columns = list(dict.fromkeys(name for row in table.values() for name in row))
        rows = [["", *columns], *([n, *(r.get(c, "–") for c in columns)] for n, r in table.items())]
        widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
        for row in rows if table else ():
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            terminalreporter.write_line("  ".join(cells).rstrip())


@pytest.fixture(scope="session")
def calc() -> Iterator[CalcHost]:
    """One headless LibreOffice for the whole run (one per xdist worker)."""
    from tests.calc_host import CalcHost, why_unavailable

    if reason := why_unavailable():
        pytest.skip(reason)
    with CalcHost() as host:
        yield host
