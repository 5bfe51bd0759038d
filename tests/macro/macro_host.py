"""A LibreOffice that runs the macros of the documents it opens."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest import mock

from tests.calc_host import CalcHost

WORKER = Path(__file__).with_name("macro_worker.py")


class MacroHost(CalcHost):
    """As :class:`CalcHost`; documents are opened with macros on, whoever made them."""

    def __init__(self) -> None:
        with mock.patch("tests.calc_host.WORKER", WORKER):
            super().__init__()

    def run(self, book: Any, macro: str, *arguments: Any) -> Any:
        """Run ``Module.Procedure`` of a book opened here."""
        return self.request("run", doc=book._number, macro=macro, arguments=list(arguments))

    def serve(self, book: Any, macro: str, **answers: Any) -> None:
        """Hand a recording server to ``macro``; it answers each function by its name."""
        self.request("serve", doc=book._number, macro=macro, answers=answers)

    def served(self) -> list[list[Any]]:
        """Function and arguments of each call since this was asked last."""
        return list(self.request("served", forget=True))

    def server_dies(self) -> None:
        """From now on every call fails."""
        self.request("server_dies")

    def active_sheet(self, book: Any) -> str:
        """The sheet in front."""
        return str(self.request("active_sheet", doc=book._number))

    def modules(self, book: Any) -> dict[str, str]:
        """Every Basic module as ``Library.Module`` with its source."""
        return dict(self.request("modules", doc=book._number))

    def shapes(self, book: Any, sheet: str) -> list[dict[str, str]]:
        """Drawn shapes of a sheet: name, words, script."""
        return list(self.request("shapes", doc=book._number, sheet=sheet))
