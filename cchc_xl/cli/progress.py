"""A line of progress on the terminal, when there is a person to read it."""

import sys
from pathlib import Path

from cchc_xl.services.checking import Progress


def stderr_progress(total: int) -> Progress | None:
    """A callback that rewrites one line of stderr; None for few files or no terminal."""
    if total < 3 or not sys.stderr.isatty():
        return None

    def show(number: int, path: Path) -> None:
        end = "\n" if number == total else ""
        name = path.name if len(path.name) <= 50 else path.name[:49] + "…"
        sys.stderr.write(f"\r\x1b[K[{number}/{total}] {name}{end}")
        sys.stderr.flush()

    return show
