"""Runs the command line as a script would, in this process or in one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """Exit code and what was written."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.out)

    @property
    def sentences(self) -> list[str]:
        """What stderr says, line by line."""
        return self.err.splitlines()


Cchc = Callable[..., Ran]
"""``cchc("nhap", path, "--json")``: the fixture of tests/cli/conftest.py."""


def in_process_of_its_own(*arguments: object, encoding: str = "utf-8") -> Ran:
    done = subprocess.run(
        [sys.executable, "-m", "cchc_xl", *map(str, arguments)],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding},
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def kinds(findings: list[dict[str, Any]]) -> list[str]:
    return [finding["kind"] for finding in findings]
