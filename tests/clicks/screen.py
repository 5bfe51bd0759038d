"""A screen that nobody sees, and a mouse on it: Xvfb and xdotool.

The picture on the screen is read from the server's own memory file, so that no program for
screenshots is needed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import struct
import subprocess
import tempfile
import time
import zlib
from pathlib import Path
from typing import Self

_NEEDED = {"Xvfb": "xvfb", "xdotool": "xdotool"}


def why_no_screen() -> str | None:
    """Say which program is missing, in Vietnamese; None if none is."""
    missing = [package for program, package in _NEEDED.items() if shutil.which(program) is None]
    return f"Máy này chưa có {', '.join(missing)}: cài gói cùng tên" if missing else None


class Screen:
    """One screen of its own; ends with the ``with`` block."""

    def __init__(self, width: int = 1500, height: int = 1000) -> None:
        self.width, self.height = width, height
        self._folder = Path(tempfile.mkdtemp(prefix="cchc-man-hinh-"))
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            [
                "Xvfb",
                *("-displayfd", str(writing), "-fbdir", str(self._folder)),
                *("-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"),
            ],
            pass_fds=(writing,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(writing)
        with os.fdopen(reading) as told:
            number = told.readline().strip()  # written once the server answers
        if not number:
            self.close()
            raise RuntimeError("Xvfb did not start")
        self.environment = {"DISPLAY": f":{number}"}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the server; whoever draws on it must have ended before."""
        self._server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._server.wait(10)
        if self._server.poll() is None:
            self._server.kill()
            self._server.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def click(self, x: int, y: int) -> None:
        """Move the mouse there and press its left button."""
        self._xdotool("mousemove", "--sync", x, y, "click", "1")

    def nudge(self) -> None:
        """Move the mouse a little and back."""
        self._xdotool("mousemove_relative", "--", "1", "0", "mousemove_relative", "--", "-1", "0")

    def move_away(self) -> None:
        """Move the mouse into the lower right corner, where it lights nothing up."""
        self._xdotool("mousemove", self.width - 1, self.height - 1)

    def write_over(self, text: str) -> None:
        """Type in the place of what stands in the field that has the focus."""
        self._xdotool("key", "ctrl+a")
        self._xdotool("type", "--delay", "5", text)

    def _xdotool(self, *arguments: object) -> None:
        subprocess.run(
            ["xdotool", *map(str, arguments)],
            env={**os.environ, **self.environment},
            check=True,
            capture_output=True,
            timeout=30,
        )

    def picture(self, path: Path) -> Path:
        """Write what is on the screen as a PNG."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_png(*_pixels(self._memory())))
        return path

    def rest(self, seconds: float = 0.4, at_most: float = 15) -> None:
        """Come back when nothing on the screen has changed for a while."""
        before, since, end = self._memory(), time.monotonic(), time.monotonic() + at_most
        while time.monotonic() < min(since + seconds, end):
            time.sleep(0.1)
            now = self._memory()
            if now != before:
                before, since = now, time.monotonic()

    def _memory(self) -> bytes:
        return (self._folder / "Xvfb_screen0").read_bytes()


def _pixels(dump: bytes) -> tuple[int, list[bytes]]:
    """Width, and rows of red-green-blue bytes, of an X window dump with 32 bits a pixel."""
    head = struct.unpack(">25I", dump[:100])
    header, width, height, line, colours = head[0], head[4], head[5], head[12], head[19]
    start = header + 12 * colours
    rows = []
    for number in range(height):
        stored = dump[start + number * line : start + number * line + 4 * width]
        row = bytearray(3 * width)
        row[0::3], row[1::3], row[2::3] = stored[2::4], stored[1::4], stored[0::4]
        rows.append(bytes(row))
    return width, rows


def _png(width: int, rows: list[bytes]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    head = struct.pack(">2I5B", width, len(rows), 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
