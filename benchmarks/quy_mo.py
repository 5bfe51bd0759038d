"""Tổng hợp of every commune of the country against merely reading the same sheets.

::

    make bench-quy-mo     # or: python -m benchmarks.quy_mo [--tep 332] [--luot 1]

Files are made up (`sinh_tep`), on disk, in folders of provinces. Whole cold processes are measured
in turn, ours and the other; peak memory is the PSS of the process and all its children, looked at
ten times a second.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.sinh_tep import UNITS, Unit, units, write_all

ROOT = Path(__file__).resolve().parents[1]
SIZES = (100, 332, 1_000, UNITS)
SAMPLE = 40  # files read by the slow ways; their time is scaled to all files
RATIO_LIMIT, MEMORY_LIMIT = 2.0, 400
_LOOK = 0.1  # seconds between two looks at memory
_MANY = 100  # files from which a ratio is worth judging
_ENV = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}

# What the others read: the sheets that carry a report of ours, no others.
_SHEETS = """
import sys, pathlib, time
started = time.perf_counter()
files = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
others = {"In phụ lục", "Kết quả kiểm tra", "Chi tiết đơn vị", "Tình hình nộp", "Biểu đồ",
          "Nhật ký", "Hướng dẫn"}
"""
_DONE = """
print(read, time.perf_counter() - started)
"""
CALAMINE = (
    _SHEETS
    + """
from python_calamine import CalamineWorkbook
read = 0
for file in files:
    try:
        book = CalamineWorkbook.from_path(file)
        for name in book.sheet_names:
            if name not in others:
                book.get_sheet_by_name(name).to_python()
        read += 1
    except Exception:
        pass
"""
    + _DONE
)
# The same, and which cells are errors or percents, which calamine does not tell: looked up in the
# sheets' own XML, as short as it can be written.
HANDLED = (
    _SHEETS
    + r"""
import re, zipfile
from python_calamine import CalamineWorkbook
read = 0
ERROR = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]* t="e"')
STYLED = re.compile(rb'<c r="([A-Z]+[0-9]+)" s="([0-9]+)"')
SHEET = re.compile(rb'<sheet name="([^"]*)"[^>]*r:id="([^"]*)"')
TARGET = re.compile(rb'Id="([^"]*)"[^>]*Target="([^"]*)"')


def percent_styles(styles):
    codes = {int(n) for n, code in
             re.findall(rb'numFmtId="([0-9]+)" formatCode="([^"]*)"', styles) if b"%" in code}
    formats = styles[styles.index(b"<cellXfs"):styles.index(b"</cellXfs>")]
    found = re.findall(rb'<xf numFmtId="([0-9]+)"', formats)
    return {str(n).encode() for n, one in enumerate(found) if int(one) in codes | {9, 10}}


for file in files:
    try:
        book = CalamineWorkbook.from_path(file)
        with zipfile.ZipFile(file) as parts:
            targets = dict(TARGET.findall(parts.read("xl/_rels/workbook.xml.rels")))
            percents = percent_styles(parts.read("xl/styles.xml"))
            for name, relation in SHEET.findall(parts.read("xl/workbook.xml")):
                name = name.decode()
                if name in others:
                    continue
                book.get_sheet_by_name(name).to_python()
                data = parts.read("xl/" + targets[relation].decode())
                errors = ERROR.findall(data) if b't="e"' in data else []
                shares = [cell for cell, style in STYLED.findall(data) if style in percents]
        read += 1
    except Exception:
        pass
"""
    + _DONE
)
PANDAS = (
    _SHEETS
    + """
import pandas
tables, read = [], 0
for file in files:
    try:
        with pandas.ExcelFile(file, engine="ENGINE") as book:
            names = [name for name in book.sheet_names if name not in others]
            sheets = book.parse(names, header=None)
        read += 1
    except Exception:
        continue
    for name, table in sheets.items():
        if name not in ("Trang chính", "_cchc") and table.shape[1] > 7:
            tables.append(table.iloc[4:, [3, 7]].set_axis(["value", "key"], axis=1))
whole = pandas.concat(tables)
whole["value"] = pandas.to_numeric(whole["value"], errors="coerce")
whole.groupby("key")["value"].agg(["sum", "count"])
"""
    + _DONE
)
OPENPYXL = (
    _SHEETS
    + """
import warnings, openpyxl
warnings.simplefilter("ignore")
read = 0
for file in files:
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        for name in book.sheetnames:
            if name not in others:
                [row for row in book[name].iter_rows(values_only=True)]
        read += 1
    except Exception:
        pass
"""
    + _DONE
)


@dataclass(frozen=True)
class Run:
    """One cold process with its children: wall seconds, CPU seconds, peak PSS in MB, output."""

    seconds: float
    cpu: float
    peak_mb: float
    out: str


def run(command: Sequence[str]) -> Run:
    """Run a command to its end."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=_ENV, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    peaks = [0.0]
    ended = threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, peaks, ended))
    watch.start()
    assert process.stdout is not None
    out = process.stdout.read()
    _, _, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = 0
    ended.set()
    watch.join()
    return Run(seconds, usage.ru_utime + usage.ru_stime, max(peaks), out)


def _watch(pid: int, peaks: list[float], ended: threading.Event) -> None:
    while not ended.wait(_LOOK):
        peaks.append(sum(map(_pss, _family(pid))) / 1024)


def _family(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))


def _pss(pid: int) -> int:
    """Proportional set size in kB; 0 of a process that has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def ours(folder: Path) -> Run:
    """The whole consolidation: read, check, sort out, add up, write the workbook."""
    out = folder.parent / "tong-hop.xlsx"
    for left in folder.parent.glob("tong-hop*"):
        left.unlink()
    command = [sys.executable, "-m", "cchc_xl", "tong-hop", str(folder), "-o", str(out)]
    done = run([*command, "--ten-don-vi", "Cả nước", "--cap", "tinh"])
    if not out.exists():
        sys.exit(f"cchc tong-hop không ghi ra sổ tổng hợp:\n{done.out[-2000:]}")
    return done


def others(code: str, files: Sequence[Path], folder: Path) -> tuple[Run, float]:
    """A loop over the files; also the seconds of the loop alone, without starting Python."""
    listed = folder / "danh-sach.txt"
    listed.write_text("\n".join(map(str, files)), encoding="utf-8")
    done = run([sys.executable, "-c", code, str(listed)])
    if len(done.out.split()) != 2:
        sys.exit(f"Cách đọc khác dừng giữa chừng:\n{done.out[-2000:]}")
    return done, float(done.out.split()[1])


def folder_of(wanted: Sequence[Unit], folder: Path) -> Path:
    """The same files under another folder, without copying."""
    for unit in wanted:
        place = folder / unit.path.parent.name / unit.path.name
        place.parent.mkdir(parents=True, exist_ok=True)
        os.link(unit.path, place)
    return folder


def compare(wanted: Sequence[Unit], folder: Path, work: Path, rounds: int) -> None:
    """The table of item 1: all files, ours against reading only; samples of the slow ways."""
    files = [unit.path for unit in wanted]
    mine, handled, plain = [], [], []
    for _ in range(rounds):
        mine.append(ours(folder))
        handled.append(others(HANDLED, files, work)[0])
        plain.append(others(CALAMINE, files, work)[0])
    ratio = statistics.median(a.seconds / b.seconds for a, b in zip(mine, handled, strict=True))
    base = statistics.median(one.seconds for one in handled)
    print(f"{len(files):,} tệp".replace(",", "."), "– cả tiến trình, máy", os.cpu_count(), "nhân")
    print(f"  {'':48} {'giây':>8} {'tỷ số':>8} {'CPU (s)':>8} {'MB (PSS)':>9}")
    for title, runs in (
        ("cchc tong-hop (đọc, kiểm tra, cộng, ghi sổ)", mine),
        ("calamine, một luồng, hiểu ô lỗi và phần trăm (1)", handled),
        ("calamine, một luồng, chỉ giá trị (2)", plain),
    ):
        seconds = statistics.median(one.seconds for one in runs)
        cpu = statistics.median(one.cpu for one in runs)
        peak = max(one.peak_mb for one in runs)
        print(f"  {title:48} {seconds:8.1f} {seconds / base:8.2f} {cpu:8.1f} {peak:9.0f}")
    sample = files[:: max(1, len(files) // SAMPLE)][:SAMPLE]
    for title, code in (
        ("pandas.read_excel + groupby, calamine (3)", PANDAS.replace("ENGINE", "calamine")),
        ("pandas.read_excel + groupby, openpyxl (3)", PANDAS.replace("ENGINE", "openpyxl")),
        ("openpyxl, chỉ đọc (3)", OPENPYXL),
    ):
        done, loop = others(code, sample, work)
        seconds = done.seconds + loop * (len(files) / len(sample) - 1)
        print(f"  {title:48} {seconds:8.1f} {seconds / base:8.2f} {'–':>8} {'–':>9}")
    print(
        "  (1) các trang phần, Trang chính, _cchc; ô lỗi và ô dạng phần trăm tìm thêm trong XML\n"
        "  (2) chỉ giá trị ô: ô lỗi đọc thành trống, ô gõ 100% đọc thành 1\n"
        f"  (3) đo trên {len(sample)} tệp rồi nhân lên; cũng không hiểu ô lỗi và ô phần trăm\n"
    )
    peak = max(one.peak_mb for one in mine)
    goal = len(files) >= _MANY
    print(f"  {'tỷ số thời gian với (1), trung vị':44} {ratio:8.2f}  (mục tiêu ≤ {RATIO_LIMIT:g})")
    print(f"  {'bộ nhớ cao nhất, mọi tiến trình':44} {peak:8.0f}  (mục tiêu ≤ {MEMORY_LIMIT} MB)")
    if goal and (ratio > RATIO_LIMIT or peak > MEMORY_LIMIT):
        print("  CHƯA ĐẠT mục tiêu")
    print()


def growth(wanted: Sequence[Unit], work: Path, sizes: Sequence[int]) -> None:
    """Time by number of files: the cost of one more file must not grow."""
    print(f"  {'số tệp':>8} {'giây':>8} {'CPU (s)':>8} {'ms/tệp':>8} {'MB (PSS)':>9}")
    before: tuple[int, float] | None = None
    for size in sizes:
        done = ours(folder_of(wanted[:size], work / f"{size}" / "nhan"))
        each = (
            done.seconds * 1000 / size
            if before is None
            else (done.seconds - before[1]) * 1000 / (size - before[0])
        )
        print(f"  {size:8} {done.seconds:8.2f} {done.cpu:8.2f} {each:8.2f} {done.peak_mb:9.0f}")
        before = size, done.seconds
    print("  ms/tệp: của những tệp thêm vào so với dòng trên; dòng đầu gồm cả khởi động\n")


def main() -> None:
    """Make the files, measure, print."""
    parser = argparse.ArgumentParser(description="Đo Tổng hợp ở quy mô cả nước, in ra tỷ số.")
    parser.add_argument("--tep", type=int, default=UNITS, help="số tệp (mặc định mọi xã)")
    parser.add_argument("--luot", type=int, default=3, help="số lượt đo")
    parser.add_argument("--hat-giong", type=int, default=1, help="hạt giống của số ngẫu nhiên")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        folder = work / "tat-ca" / "nhan"
        wanted = units(folder, options.tep, options.hat_giong)
        start = time.perf_counter()
        write_all(wanted, options.hat_giong)
        size = sum(unit.path.stat().st_size for unit in wanted) / 1_000_000
        broken = sum(unit.broken for unit in wanted)
        print(
            f"Đã sinh {len(wanted)} tệp ({size:.0f} MB, {broken} tệp hỏng) trong"
            f" {time.perf_counter() - start:.0f} giây\n"
        )
        growth(wanted, work, [*(n for n in SIZES if n < options.tep), options.tep])
        compare(wanted, folder, work, options.luot)


if __name__ == "__main__":
    main()
