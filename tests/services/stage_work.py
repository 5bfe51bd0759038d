"""Functions for workers: importable by name, so that a spawned process finds them."""

import os
import signal
import time
from pathlib import Path


def squared(number: int) -> int:
    return number * number


def slowly(number: int) -> int:
    time.sleep(0.02)
    return number


def where(_: int) -> int:
    return os.getpid()


def odd_ones_fail(number: int) -> int:
    if number % 2:
        raise ValueError(f"{number} is odd")
    return number


def remembered_in(folder: Path, number: int) -> int:
    (folder / str(number)).touch()
    time.sleep(0.005)
    return number


def end_the_worker_once(mark: Path, number: int) -> int:
    """The first worker to come here dies as if the system had killed it."""
    if os.getpid() != int(mark.read_text()) and not mark.with_suffix(".done").exists():
        mark.with_suffix(".done").touch()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)
    return number
