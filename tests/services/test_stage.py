"""The stage: same results in the same order whoever does the work, and nothing left running."""

import multiprocessing.spawn
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cchc_xl.services import stage, workers
from cchc_xl.services.stage import StageCancelledError, run_stage
from tests.services.stage_work import (
    end_the_worker_once,
    odd_ones_fail,
    remembered_in,
    slowly,
    squared,
    where,
)


class Counting(Executor):
    """Does each task when its result is asked for; knows how many were under way at most."""

    def __init__(self) -> None:
        self.waiting: list[Future[Any]] = []
        self.most = 0
        self.tasks = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        work = partial(fn, *args, **kwargs)
        waiting = self.waiting

        class Late(Future[Any]):
            def done(self) -> bool:
                if not super().done():
                    waiting.remove(self)
                    try:
                        self.set_result(work())
                    except Exception as error:
                        self.set_exception(error)
                return True

            def cancel(self) -> bool:
                if self in waiting:
                    waiting.remove(self)
                return super().cancel()

        task = Late()
        self.tasks += 1
        waiting.append(task)
        self.most = max(self.most, len(waiting))
        return task


def take(results: Iterator[int], into: list[int]) -> None:
    """One by one, so that ``into`` is up to date at every moment."""
    for result in results:
        into.append(result)


def children() -> set[int]:
    """Processes this one has started, zombies included."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            command = stat.with_name("cmdline").read_bytes()
            if parent == os.getpid() and b"resource_tracker" not in command:
                found.add(int(stat.parent.name))
    return found


linux_only = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="processes are looked up in /proc"
)


@pytest.fixture
def small_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes from the first item on, two of them on any machine."""
    monkeypatch.setattr(stage, "POOL_FROM", 1)
    monkeypatch.setattr(workers, "cpus", lambda: 2)


@pytest.mark.parametrize("count", [0, 1, 5, 63, 64, 65, 1000])
def test_results_come_in_the_order_of_the_items(count: int) -> None:
    expected = [n * n for n in range(count)]
    assert list(run_stage(squared, range(count), executor=Counting())) == expected
    with ThreadPoolExecutor(3) as threads:
        assert list(run_stage(squared, range(count), executor=threads)) == expected
    if count < stage.POOL_FROM:
        assert list(run_stage(squared, range(count))) == expected


def test_a_bounded_number_of_tasks_is_under_way() -> None:
    counting = Counting()
    assert len(list(run_stage(squared, range(5000), executor=counting))) == 5000
    assert counting.most == stage.MOST_TASKS
    assert counting.tasks == -(-5000 // 16)


def test_tasks_go_on_while_results_are_taken() -> None:
    counting = Counting()
    results = run_stage(squared, range(5000), executor=counting)
    for _ in range(17):
        next(results)
    assert counting.tasks == stage.MOST_TASKS + 2
    results.close()  # type: ignore[attr-defined]
    assert counting.waiting == []


def test_progress_names_every_item_once_and_in_order() -> None:
    said: list[tuple[int, int, str]] = []
    for executor in (None, Counting()):
        said.clear()
        items = [f"{n}.xlsx" for n in range(100)]
        list(run_stage(len, items, executor=executor, progress=lambda *now: said.append(now)))
        assert said == [(n, 100, f"{n - 1}.xlsx") for n in range(1, 101)]


@pytest.mark.parametrize("executor", [None, Counting()])
def test_what_the_function_raises_comes_through(executor: Counting | None) -> None:
    results = run_stage(odd_ones_fail, range(0, 300, 3), executor=executor)
    with pytest.raises(ValueError, match="3 is odd"):
        list(results)
    assert executor is None or executor.waiting == []


@pytest.mark.parametrize("executor", [None, Counting()])
def test_progress_may_stop_the_stage(executor: Counting | None) -> None:
    class Stop(Exception):  # noqa: N818 - as a caller's own signal may be called
        pass

    def stop_at_ten(done: int, total: int, item: int) -> None:
        if done == 10:
            raise Stop

    taken: list[int] = []
    results = run_stage(squared, range(100), executor=executor, progress=stop_at_ten)
    with pytest.raises(Stop):
        taken.extend(results)
    assert taken == [n * n for n in range(9)]
    assert executor is None or executor.waiting == []


@pytest.mark.parametrize("executor", [None, Counting()])
def test_cancelled_is_looked_at_between_items(executor: Counting | None) -> None:
    taken: list[int] = []
    results = run_stage(squared, range(100), executor=executor, cancelled=lambda: len(taken) == 3)
    with pytest.raises(StageCancelledError):
        take(results, taken)
    assert taken == [0, 1, 4]
    assert executor is None or executor.waiting == []


def test_cancelled_is_looked_at_while_a_task_takes_long() -> None:
    started = time.monotonic()
    with ThreadPoolExecutor(1) as threads:
        with pytest.raises(StageCancelledError):
            list(
                run_stage(
                    lambda _: time.sleep(0.8),
                    [1],
                    executor=threads,
                    cancelled=lambda: time.monotonic() > started + 0.1,
                )
            )
        assert time.monotonic() - started < 0.7


def test_a_small_folder_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(workers.Pool, "start", never)
    assert set(run_stage(where, range(stage.POOL_FROM - 1))) == {os.getpid()}


@pytest.mark.slow
@linux_only
def test_processes_give_the_same_and_are_gone_afterwards(small_pool: None) -> None:
    before = children()
    results = list(run_stage(squared, range(500)))
    assert results == [n * n for n in range(500)]
    used = set(run_stage(where, range(500)))
    assert os.getpid() not in used
    assert 1 <= len(used) <= 2
    assert children() <= before


@pytest.mark.slow
@linux_only
def test_an_iterator_closed_early_leaves_no_process(small_pool: None, tmp_path: Path) -> None:
    before = children()
    results = run_stage(partial(remembered_in, tmp_path), range(4000))
    assert [next(results) for _ in range(20)] == list(range(20))
    results.close()  # type: ignore[attr-defined]
    assert children() <= before
    begun = len(list(tmp_path.iterdir()))
    assert begun < 400, "tasks that nobody waits for were begun"
    time.sleep(0.1)
    assert len(list(tmp_path.iterdir())) == begun


@pytest.mark.slow
@linux_only
def test_ctrl_c_ends_every_process_without_a_word_of_theirs(tmp_path: Path) -> None:
    """In a terminal Ctrl-C reaches the workers as well; a process group stands for it here."""
    program = (
        "import signal\n"
        "from cchc_xl.services import stage, workers\n"
        "from tests.services.stage_work import slowly\n"
        # A shell that runs us in the background has Ctrl-C ignored, which is inherited.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "stage.POOL_FROM = 1\n"
        "workers.cpus = lambda: 2\n"
        "def said(done, total, item):\n"
        "    print(done, flush=True)\n"
        "if __name__ == '__main__':\n"
        "    try:\n"
        "        list(stage.run_stage(slowly, range(2000), progress=said))\n"
        "    except KeyboardInterrupt:\n"
        "        print('dừng', flush=True)\n"
    )
    main = tmp_path / "chay.py"
    main.write_text(program, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(main)],
        env={**os.environ, "PYTHONPATH": str(Path.cwd()), "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"1\n"
    os.killpg(process.pid, signal.SIGINT)
    out, errors = process.communicate(timeout=30)
    assert out.decode().splitlines()[-1] == "dừng"
    assert errors == b""
    assert process.returncode == 0
    assert ends(process.pid)


@pytest.mark.slow
@linux_only
def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    program = (
        "from cchc_xl.services import stage, workers\n"
        "from tests.services.stage_work import slowly\n"
        "stage.POOL_FROM = 1\n"
        "workers.cpus = lambda: 2\n"
        "if __name__ == '__main__':\n"
        "    for n in stage.run_stage(slowly, range(2000)):\n"
        "        print(n, flush=True)\n"
    )
    main = tmp_path / "chay.py"
    main.write_text(program, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(main)],
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"0\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert ends(process.pid)


def ends(group: int) -> bool:
    """Every process of the group is gone within a few seconds."""
    until = time.monotonic() + 10
    while _group_lives(group) and time.monotonic() < until:
        time.sleep(0.05)
    return not _group_lives(group)


def _group_lives(group: int) -> bool:
    """Does a process of the group still run (zombies that init has not buried do not)?"""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, own_group = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(own_group) == group and state != "Z":
            return True
    return False


@pytest.mark.slow
@linux_only
def test_a_worker_that_is_killed_costs_no_result(small_pool: None, tmp_path: Path) -> None:
    mark = tmp_path / "cha"
    mark.write_text(str(os.getpid()))
    done: list[int] = []
    results = run_stage(
        partial(end_the_worker_once, mark), range(300), progress=lambda n, *_: done.append(n)
    )
    assert list(results) == list(range(300))
    assert done == list(range(1, 301))


@pytest.mark.parametrize(
    "executable", ["", "/opt/libreoffice/program/soffice.bin", "/khong/co/python3"]
)
def test_where_no_python_can_be_started_the_work_is_done_here(
    small_pool: None, monkeypatch: pytest.MonkeyPatch, executable: str
) -> None:
    monkeypatch.setattr(sys, "executable", executable)
    assert not workers.can_spawn()
    assert set(run_stage(where, range(100))) == {os.getpid()}


@pytest.mark.slow
def test_a_program_that_never_answers_is_given_up(
    small_pool: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is called python may be anything: it is waited for only so long."""
    stranger = tmp_path / "python3"
    stranger.write_text("#!/bin/sh\nexec sleep 60\n")
    stranger.chmod(0o755)
    before = multiprocessing.spawn.get_executable()
    monkeypatch.setattr(workers, "_START_LIMIT", 0.5)
    multiprocessing.spawn.set_executable(str(stranger))
    started = time.monotonic()
    try:
        assert set(run_stage(where, range(100))) == {os.getpid()}
    finally:
        multiprocessing.spawn.set_executable(before)
    assert time.monotonic() - started < 10


def test_one_processor_is_left_to_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "POOL_FROM", 1)
    monkeypatch.setattr(workers, "cpus", lambda: 1)
    assert set(run_stage(where, range(100))) == {os.getpid()}


@pytest.fixture
def lent() -> Iterator[Executor]:
    with ProcessPoolExecutor(1) as executor:
        yield executor


@pytest.mark.slow
def test_an_executor_that_is_lent_can_be_used_again(lent: Executor) -> None:
    items: Sequence[int] = range(50)
    first = list(run_stage(squared, items, executor=lent))
    assert list(run_stage(squared, items, executor=lent)) == first
    results = run_stage(slowly, items, executor=lent)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert lent.submit(squared, 3).result() == 9
