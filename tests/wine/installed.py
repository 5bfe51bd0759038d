"""The product as one user has it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.wine.pc import Done, WinePc


@dataclass(frozen=True)
class Installed:
    """``done``: how the installation went."""

    pc: WinePc
    done: Done

    @property
    def home(self) -> Path:
        """%LOCALAPPDATA%\\CCHC-XL."""
        return self.pc.home / "AppData" / "Local" / "CCHC-XL"

    @property
    def interpreter(self) -> str:
        """What xlwings.conf says."""
        text = (self.home / "xlwings.conf").read_text("ascii")
        return text.strip().removeprefix('"INTERPRETER_WIN","').removesuffix('"')

    @property
    def python(self) -> str:
        """The same Python with a console."""
        return self.interpreter.replace("pythonw.exe", "python.exe")

    @property
    def version_folder(self) -> Path:
        """Where the version in use lies."""
        return self.pc.unix(self.interpreter).parents[1]

    def command(self, name: str, *arguments: str, timeout: float = 120) -> Done:
        """Run one of the command files in the user's folder."""
        return self.pc.run("cmd", "/c", self.pc.windows(self.home / name), *arguments,
                           timeout=timeout)  # fmt: skip
