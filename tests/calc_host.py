"""A real spreadsheet program under test: headless LibreOffice Calc.

::

    def test_a_total_follows_its_parts(calc: CalcHost) -> None:
        with calc.open(path) as book:
            book.set("Phần 1", {"D7": 12, "D8": None})
            assert book.get("Phần 1", "D9:F9") == [[12.0, None, CalcError("#DIV/0!")]]

A *hard* recalculation computes every formula whatever value the file carried; ``get`` makes one
after every ``set``. Before the first one a book shows the values stored in the file. Files are
opened as private copies: nothing is ever written beside or over them.

The talking to LibreOffice is in ``calc_worker.py``, run by an interpreter that has ``uno``.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

WORKER = Path(__file__).with_name("calc_worker.py")
CONVERTIBLE = (".xlsx", ".xlsm", ".xls", ".ods")

Written = str | float | bool | None
"""What a test may type into a cell: text stays text (``"=A1"`` too), ``None`` empties."""


@dataclass(frozen=True)
class CalcError:
    """An error value in a cell, by the name Excel shows: ``#DIV/0!``, ``#N/A`` …"""

    code: str


Read = float | str | CalcError | None
"""What a cell holds: dates are serial numbers, TRUE is 1.0, ``None`` is an empty cell, ``""`` is a
formula that yields no text."""


class CalcHostError(RuntimeError):
    """LibreOffice could not do what it was asked, or does not answer."""


@functools.cache
def find_soffice() -> str | None:
    """Path of LibreOffice's launcher, if there is one."""
    return shutil.which("soffice") or shutil.which("libreoffice")


@functools.cache
def find_uno_python() -> str | None:
    """Find a Python that can import ``uno``: this one, the system's, LibreOffice's own."""
    probe = "import sys; sys.path.append('/usr/lib/python3/dist-packages'); import uno"
    candidates = [sys.executable, "/usr/bin/python3"]
    if soffice := find_soffice():
        candidates.append(str(Path(soffice).resolve().with_name("python")))
    for python in candidates:
        if shutil.which(python) is None:
            continue
        if subprocess.run([python, "-c", probe], capture_output=True, check=False).returncode == 0:
            return python
    return None


def why_unavailable() -> str | None:
    """Say what is missing for a :class:`CalcHost`, in Vietnamese; ``None`` if nothing is."""
    if find_soffice() is None:
        return "Máy này chưa có LibreOffice (soffice): cài gói libreoffice-calc"
    if find_uno_python() is None:
        return "Không có Python nào nạp được uno: cài gói python3-uno"
    return None


class CalcHost:
    """One LibreOffice with a profile and a pipe of its own; closes with the ``with`` block.

    ``locale`` is the PC's regional setting (``en-US``: decimal point, ``vi-VN``: decimal comma).
    ``timeout`` in seconds for one request; LibreOffice is then killed and
    :class:`CalcHostError` raised.
    """

    def __init__(self, *, locale: str = "en-US", timeout: float = 180) -> None:
        self._timeout = timeout
        soffice, python = find_soffice(), find_uno_python()
        if soffice is None or python is None:
            raise CalcHostError(why_unavailable())
        self._folder = Path(tempfile.mkdtemp(prefix="cchc-calc-"))
        self._log = (self._folder / "worker.log").open("wb")
        self._process = subprocess.Popen(
            [python, str(WORKER), soffice, str(self._folder), locale],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            encoding="utf-8",
            env={**os.environ, "TMPDIR": str(self._folder)},  # LibreOffice leaves files behind
            start_new_session=True,  # a process group that is ours to kill, spared by Ctrl+C
        )
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read_answers, daemon=True)
        self._reader.start()
        self._copies = 0
        try:
            self._answer("start")
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End LibreOffice and remove everything it wrote for itself; may be called twice."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()  # tells the worker to end
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._kill()
        self._reader.join(10)
        self._process.stdout.close()
        self._log.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def open(self, path: Path) -> CalcBook:
        """Load a private copy of a workbook, with the values stored in the file, macros off."""
        self._copies += 1
        copy = self._folder / str(self._copies) / path.name
        copy.parent.mkdir()
        shutil.copyfile(path, copy)
        return CalcBook(self, self.request("open", path=str(copy)))

    def recalculate(
        self,
        path: Path,
        edits: Mapping[tuple[str, str], Written] | None = None,
        *,
        read: Sequence[tuple[str, str]],
    ) -> list[list[list[Read]]]:
        """Load, type ``{(sheet, cell): value}``, recalculate hard, read ``(sheet, range)`` each."""
        with self.open(path) as book:
            for (sheet, cell), value in (edits or {}).items():
                book.set(sheet, {cell: value})
            book.recalculate()
            return [book.get(sheet, area) for sheet, area in read]

    def convert(self, path: Path, extension: str, out_dir: Path) -> Path:
        """Save as ``xls``, ``ods``, ``xlsx`` or ``xlsm``; LibreOffice cannot write ``.xlsb``."""
        suffix = f".{extension.lower().removeprefix('.')}"
        if suffix not in CONVERTIBLE:
            raise ValueError(f"LibreOffice writes {', '.join(CONVERTIBLE)}, not {suffix}")
        with self.open(path) as book:
            return book.save_copy(out_dir / f"{path.stem}{suffix}")

    def to_pdf(self, path: Path, out_dir: Path) -> Path:
        """Print a workbook as its pages are set up, after a hard recalculation."""
        with self.open(path) as book:
            book.recalculate()
            return book.save_copy(out_dir / f"{path.stem}.pdf")

    def request(self, operation: str, **arguments: Any) -> Any:
        """Ask the worker; raise :class:`CalcHostError` with LibreOffice's words if it cannot."""
        assert self._process.stdin is not None
        try:
            print(json.dumps({"op": operation, **arguments}), file=self._process.stdin, flush=True)
        except (BrokenPipeError, ValueError) as error:
            raise CalcHostError(f"{operation}: LibreOffice is gone\n{self._log_tail()}") from error
        return self._answer(operation)

    def _answer(self, operation: str) -> Any:
        try:
            line = self._answers.get(timeout=self._timeout)
        except queue.Empty:
            self._kill()
            raise CalcHostError(f"{operation}: no answer within {self._timeout} s") from None
        if not line:
            raise CalcHostError(f"{operation}: LibreOffice is gone\n{self._log_tail()}")
        reply = json.loads(line)
        if "error" in reply:
            raise CalcHostError(f"{operation}: {reply['error']}")
        return reply["value"]

    def _read_answers(self) -> None:
        """Move the worker's lines to a queue, so that waiting can time out; "" is the end."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put("")

    def _kill(self) -> None:
        """Kill the worker and its LibreOffice: a process group that we started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _log_tail(self) -> str:
        log = self._folder / "worker.log"
        return log.read_text("utf-8", "replace")[-2000:] if log.exists() else ""


class CalcBook:
    """A loaded workbook; many rounds of edits in one load. Closes with the ``with`` block."""

    def __init__(self, host: CalcHost, number: int) -> None:
        self._host = host
        self._number = number
        self._edited = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Forget the document; the file it came from was never touched."""
        self._ask("close")

    def sheets(self, *, visible_only: bool = False) -> list[str]:
        """Names of the sheets in their order, hidden ones too unless ``visible_only``."""
        return list(self._ask("sheets", visible_only=visible_only))

    def set(self, sheet: str, cells: Mapping[str, Written]) -> None:
        """Type constants into cells, protected or not: ``{"D7": 12, "D8": "chữ", "D9": None}``."""
        self._edited = True
        self._ask("set", sheet=sheet, cells=dict(cells))

    def set_formulas(self, sheet: str, cells: Mapping[str, str]) -> None:
        """Put formulas into cells, as XlsxWriter takes them: ``{"D9": "=SUM(D7:D8)"}``."""
        self._edited = True
        self._ask("set_formulas", sheet=sheet, cells=dict(cells))

    def recalculate(self) -> None:
        """Compute every formula anew (hard recalculation)."""
        self._ask("recalculate")
        self._edited = False

    def get(self, sheet: str, area: str) -> list[list[Read]]:
        """Read rows of values; edits not yet recalculated are recalculated first."""
        if self._edited:
            self.recalculate()
        return [
            [CalcError(cell["error"]) if isinstance(cell, dict) else cell for cell in row]
            for row in self._ask("get", sheet=sheet, area=area)
        ]

    def value(self, sheet: str, cell: str) -> Read:
        """Read one cell, like :meth:`get`."""
        [[value]] = self.get(sheet, cell)
        return value

    def formula(self, sheet: str, area: str) -> list[list[str | None]]:
        """Rows of formulas as Excel writes them, ``None`` where there is none."""
        return [list(row) for row in self._ask("formulas", sheet=sheet, area=area)]

    def save_copy(self, path: Path) -> Path:
        """Write the book as it stands; the extension decides the format (``.pdf`` too)."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._ask("store", path=str(path.resolve()))
        return path

    def print_sheet(self, sheet: str, path: Path) -> Path:
        """Write one sheet's pages as a PDF, as they are set up for paper; spoils the book."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._ask("print_sheet", sheet=sheet, path=str(path.resolve()))
        return path

    def picture(self, sheet: str, path: Path) -> Path:
        """Write one whole sheet as a one-page PDF, as the screen shows it; spoils the book."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._ask("picture", sheet=sheet, path=str(path.resolve()))
        return path

    def _ask(self, operation: str, **arguments: Any) -> Any:
        return self._host.request(operation, doc=self._number, **arguments)


def pdf_to_png(pdf: Path, out_dir: Path, dpi: int = 110) -> list[Path]:
    """Draw every page: ``out_dir/<name>-1.png`` … in page order. Needs poppler-utils."""
    if shutil.which("pdftoppm") is None:
        raise CalcHostError("Không có lệnh pdftoppm: cài gói poppler-utils")
    out_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out_dir) as scratch:
        subprocess.run(
            ["pdftoppm", "-png", "-r", str(dpi), str(pdf), f"{scratch}/page"],
            check=True,
            capture_output=True,
        )
        drawn = sorted(Path(scratch).iterdir())  # page numbers are padded to one width
        return [
            page.rename(out_dir / f"{pdf.stem}-{number}.png")
            for number, page in enumerate(drawn, start=1)
        ]
