"""The same work on many files: here, in processes of this machine, or on any executor.

Whatever does the work, results come in the order of the items, and only a bounded number of them
is under way at one time, so that memory does not grow with the folder. `docs/quy-mo.md` tells how
to lend it Dask's executor.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from itertools import islice
from typing import Generic, TypeVar

from cchc_xl.services.workers import Pool, PoolUnavailableError

Item = TypeVar("Item")
Result = TypeVar("Result")

#: Fewer items are done here: starting processes takes about half a second, one item some ms.
POOL_FROM = 250
#: Tasks under way at one time on an executor of somebody else's: enough for a small cluster.
MOST_TASKS = 64
_LARGEST_BATCH = 16
_LOOK_AROUND = 0.2  # seconds between two looks at `cancelled`; also lets Ctrl-C in on Windows


class StageCancelledError(Exception):
    """``cancelled`` said so. Nothing is left running."""


def run_stage(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    executor: Executor | None = None,
    progress: Callable[[int, int, Item], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[Result]:
    """``function`` of every item, in the order of the items.

    ``executor``: any `concurrent.futures.Executor`; it is used, not shut down. Without one,
    processes of this machine where they pay and can be started, otherwise this process alone.
    ``function`` and items must be picklable for anything but threads and this process.
    ``progress`` gets the number of items done, of all items, and the item just done.

    What ``function`` or ``progress`` raises comes through; then, as after a cancel (raises
    `StageCancelledError`), Ctrl-C or an iterator closed early, no task is left waiting.
    """
    work = _Work(function, items, progress, cancelled)
    if executor is not None:
        yield from work.on(executor, MOST_TASKS)
        return
    if len(items) >= POOL_FROM:
        yield from _in_processes(work)
    yield from work.here()


def _in_processes(work: "_Work[Item, Result]") -> Iterator[Result]:
    """What processes can do; should they fail, the rest is left to the caller."""
    try:
        with Pool.start() as pool:
            pool.wait_until_ready(work.look_around)
            yield from work.on(pool.executor, 4 * pool.workers)
    except (BrokenExecutor, PoolUnavailableError):
        return  # an office program that starts no Python, a locked-down PC, a worker killed


class _Work(Generic[Item, Result]):
    """What is to be done, and how far it is."""

    def __init__(
        self,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        progress: Callable[[int, int, Item], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._function = function
        self._items = items
        self._progress = progress
        self._cancelled = cancelled
        self._done = 0

    def look_around(self) -> None:
        """Raises `StageCancelledError` when somebody wants the stage to end."""
        if self._cancelled is not None and self._cancelled():
            raise StageCancelledError

    def here(self) -> Iterator[Result]:
        """The items not done yet, one after the other."""
        for item in self._items[self._done :]:
            self.look_around()
            result = self._function(item)
            self._count(item)
            yield result

    def on(self, executor: Executor, most_tasks: int) -> Iterator[Result]:
        """The items not done yet as batches, ``most_tasks`` of them under way at one time."""
        size = min(_LARGEST_BATCH, max(1, len(self._items) // MOST_TASKS))
        starts = iter(range(self._done, len(self._items), size))
        under_way: deque[Future[list[Result]]] = deque()

        def submit(count: int) -> None:
            for start in islice(starts, count):
                batch = self._items[start : start + size]
                under_way.append(executor.submit(_each, self._function, batch))

        try:
            submit(most_tasks)
            while under_way:
                results = self._waited_for(under_way[0])
                under_way.popleft()
                submit(1)
                for result in results:
                    self._count(self._items[self._done])
                    yield result
        finally:
            for task in under_way:
                task.cancel()

    def _waited_for(self, task: Future[list[Result]]) -> list[Result]:
        self.look_around()
        while not task.done():
            wait([task], _LOOK_AROUND)
            self.look_around()
        return task.result()

    def _count(self, item: Item) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, len(self._items), item)


def _each(function: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    return [function(item) for item in items]
