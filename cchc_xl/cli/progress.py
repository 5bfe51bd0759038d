"""A line of progress on the terminal, when there is a person to read it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cchc_xl.services.checking import Progress

_LEAST = 20  # files for which a bar is worth its place


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


@contextmanager
def bar(title: str) -> Iterator[Callable[[int, int, str], None] | None]:
    """A progress bar with the name of the file just read; None where nobody would see it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(title, total=None, name="")

        def step(done: int, total: int, name: str) -> None:
            shown.update(task, completed=done, total=total, name=name, visible=total >= _LEAST)

        yield step
