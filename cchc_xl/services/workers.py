"""Worker processes of this machine: when they can be started, and how they always end.

The same code runs in a terminal, under `pythonw` behind Excel and inside an office program, on
Windows as elsewhere; so processes are *spawned* (nothing is inherited but what is handed over),
and where that cannot work the caller is told at once and does the work itself.
"""

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

#: More would read no faster from one disk, and each takes some 60 MB.
MOST_WORKERS = 4
_START_LIMIT = 60.0  # seconds; a virus scanner may look long at a first process
_LOOK_AROUND = 0.2


class PoolUnavailableError(Exception):
    """No worker process can be started from here."""


class Pool:
    """Started workers; use as a context manager."""

    def __init__(self, executor: ProcessPoolExecutor, workers: int) -> None:
        self.executor = executor
        self.workers = workers
        self._ready = False
        with _without_ctrl_c():  # what the workers inherit: Ctrl-C is for this process to answer
            self._started = [executor.submit(os.getpid) for _ in range(workers)]

    @classmethod
    @contextmanager
    def start(cls) -> Iterator[Self]:
        """As many workers as pay here. Raises `PoolUnavailableError`.

        However the block is left, no process stays: tasks not begun are dropped, those under way
        end first.
        """
        workers = min(cpus(), MOST_WORKERS)
        if workers < 2 or not can_spawn():
            raise PoolUnavailableError
        executor = ProcessPoolExecutor(
            workers, multiprocessing.get_context("spawn"), initializer=begin_worker
        )
        try:
            pool = cls(executor, workers)
        except OSError as error:
            executor.shutdown(wait=False, cancel_futures=True)
            raise PoolUnavailableError from error
        try:
            yield pool
        finally:
            pool.stop()

    def wait_until_ready(self, look_around: Callable[[], None]) -> None:
        """Until the first worker answers; ``look_around`` may raise meanwhile.

        Raises `PoolUnavailableError` when none does, `BrokenProcessPool` when one cannot run.
        """
        until = time.monotonic() + _START_LIMIT
        while time.monotonic() < until:
            look_around()
            done, _ = wait(self._started, _LOOK_AROUND, FIRST_COMPLETED)
            for started in done:
                started.result()
                self._ready = True
                return
        raise PoolUnavailableError

    def stop(self) -> None:
        """End every worker. One that never answered is not waited for."""
        if not self._ready:
            # What was started may be no Python at all; nothing is lost with it.
            processes = getattr(self.executor, "_processes", None) or {}
            for process in list(processes.values()):
                process.terminate()
        self.executor.shutdown(wait=self._ready, cancel_futures=True)


def cpus() -> int:
    """Processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_spawn() -> bool:
    """True where `sys.executable` is a Python that can be started anew.

    Inside an office program it may be the program itself, or nothing; a worker starts no workers.
    """
    if getattr(sys, "frozen", False) or multiprocessing.parent_process() is not None:
        return False
    executable = Path(sys.executable or "")
    return executable.stem.lower().startswith(("python", "pypy")) and executable.is_file()


def begin_worker() -> None:
    """First thing in a worker: Ctrl-C is the parent's business, and the parent's end its own."""
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.freeze()  # modules and classes live as long as the worker: not looked through again
    gc.set_threshold(20_000, 20, 50)


def _end_with_parent() -> None:
    """A parent that is killed (a closed Excel) cannot tell its workers to go."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _without_ctrl_c() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
