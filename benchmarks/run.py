"""What a user waits for, as ratios in one run.

::

    make bench            # or: python benchmarks/run.py [--luot 9]

Whole cold processes are measured in turn (ours, the other, ours, the other …), so that a slow
moment of the machine falls on both; the ratio of every pair is taken and the median printed.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "cchc_xl" / "samples" / "phuong-2023-q3.txt"


# Installed packages run from bytecode, ours from a checkout as well.
_ENV = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Run:
    """One process: wall seconds and peak memory in MB."""

    seconds: float
    peak_mb: float


def run_once(command: list[str]) -> Run:
    """Run a command to its end; its output is thrown away."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=_ENV, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return Run(time.perf_counter() - start, usage.ru_maxrss / 1024)


@dataclass(frozen=True)
class Pair:
    """A command of ours beside what a user would run instead."""

    title: str
    ours: list[str]
    other_title: str
    other: list[str]
    limit: float | None = None


def measure(pair: Pair, rounds: int) -> None:
    """Print medians, and the median of the pairwise ratios."""
    run_once(pair.ours)
    run_once(pair.other)  # warm-up: file caches, bytecode
    ours, others = [], []
    for _ in range(rounds):
        ours.append(run_once(pair.ours))
        others.append(run_once(pair.other))
    ratio = statistics.median(a.seconds / b.seconds for a, b in zip(ours, others, strict=True))
    print(f"{pair.title}")
    for title, runs in ((f"  {'cchc':32}", ours), (f"  {pair.other_title:32}", others)):
        seconds = statistics.median(run.seconds for run in runs)
        peak = statistics.median(run.peak_mb for run in runs)
        print(f"{title} {seconds:7.3f} s {peak:7.0f} MB")
    limit = "" if pair.limit is None else f"  (mục tiêu ≤ {pair.limit:g})"
    print(f"  {'tỷ số thời gian':32} {ratio:7.2f}{limit}\n")


OPENPYXL_LOOP = """
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], data_only=True)
rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
"""
PANDAS_LOOP = """
import sys, pandas
sheets = pandas.read_excel(sys.argv[1], sheet_name=None, header=None)
"""


def pairs(folder: Path) -> list[Pair]:
    """Kiểm tra of one report against starting pandas, and against merely opening the workbook."""
    python = sys.executable
    book = folder / "so.xlsx"
    cchc = [python, "-m", "cchc_xl"]
    subprocess.run(
        [*cchc, "nhap", str(SAMPLE), "-o", str(book)], cwd=ROOT, check=False, capture_output=True
    )
    pandas = [python, "-c", "import pandas"]
    return [
        Pair(
            "Kiểm tra một sổ .xlsx (cả tiến trình, --json)",
            [*cchc, "kiem-tra", str(book), "--json"],
            "import pandas",
            pandas,
            1.0,
        ),
        Pair(
            "Kiểm tra một phụ lục .txt (cả tiến trình, --json)",
            [*cchc, "kiem-tra", str(SAMPLE), "--json"],
            "import pandas",
            pandas,
            1.0,
        ),
        Pair(
            "Kiểm tra một sổ .xlsx, bảng trên màn hình",
            [*cchc, "kiem-tra", str(book)],
            "import pandas",
            pandas,
        ),
        Pair(
            "Kiểm tra một sổ .xlsx, so với chỉ mở sổ",
            [*cchc, "kiem-tra", str(book), "--json"],
            "openpyxl load_workbook",
            [python, "-c", OPENPYXL_LOOP, str(book)],
        ),
        Pair(
            "Kiểm tra một sổ .xlsx, so với đọc bằng pandas",
            [*cchc, "kiem-tra", str(book), "--json"],
            "pandas.read_excel",
            [python, "-c", PANDAS_LOOP, str(book)],
        ),
    ]


def main() -> None:
    """Measure every pair."""
    parser = argparse.ArgumentParser(description="Đo thời gian và bộ nhớ, in ra tỷ số.")
    parser.add_argument("--luot", type=int, default=9, help="số lượt đo mỗi cặp")
    rounds = parser.parse_args().luot
    with tempfile.TemporaryDirectory() as folder:
        for pair in pairs(Path(folder)):
            measure(pair, rounds)


if __name__ == "__main__":
    main()
