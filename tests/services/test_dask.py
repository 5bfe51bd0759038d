"""Dask's executor does the stage's work on a cluster (docs/quy-mo.md)."""

import os
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path

import pytest

from cchc_xl.services import books, check_file
from cchc_xl.services.collecting import collect
from cchc_xl.services.folder import find_files
from cchc_xl.services.stage import run_stage
from tests.reading.forms import SAMPLE_OF
from tests.services.stage_work import odd_ones_fail, squared, where

distributed = pytest.importorskip("distributed", reason="dask comes with the extra “test”")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("default"),  # a cluster's own warnings are not ours
]


@pytest.fixture(scope="module")
def dask_executor() -> Iterator[Executor]:
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as cluster,
        distributed.Client(cluster) as client,
        client.get_executor() as executor,
    ):
        yield executor


def test_results_come_in_order_from_other_processes(dask_executor: Executor) -> None:
    items = range(300)
    assert list(run_stage(squared, items, executor=dask_executor)) == [n * n for n in items]
    used = set(run_stage(where, items, executor=dask_executor))
    assert os.getpid() not in used


def test_what_the_function_raises_comes_through(dask_executor: Executor) -> None:
    with pytest.raises(ValueError, match="1 is odd"):
        list(run_stage(odd_ones_fail, range(40), executor=dask_executor))


def test_a_folder_is_collected_as_it_is_here(dask_executor: Executor, tmp_path: Path) -> None:
    for number, (form, sample) in enumerate(sorted(SAMPLE_OF.items())):
        checked = check_file(sample)
        assert checked.read is not None
        books.build_filled(tmp_path / f"{number}-{form}.xlsx", checked.read)
    (tmp_path / "hong.xlsx").write_bytes(b"PK\x03\x04 cut off")
    files = find_files([str(tmp_path)])
    here = collect(files)
    assert [one.template is None for one in here] == [False] * len(SAMPLE_OF) + [True]
    assert collect(files, executor=dask_executor) == here
