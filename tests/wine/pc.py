"""A Windows PC by Wine: a prefix of its own, users who log in, programs that run to an end.

What Wine 8 lacks and Windows has is put into the prefix (never into the bundle): see ``inside/``.
"""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

INSIDE = Path(__file__).parent / "inside"
_GCC, _OBJDUMP = "x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-objdump"
_GCC_32 = "i686-w64-mingw32-gcc"
_WIDL = "x86_64-w64-mingw32-widl"
_BUILTIN = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows")
_OFF = "winedbg.exe=d;winemenubuilder.exe=d;mscoree=;mshtml="
_COMPLEX = re.compile(
    r"c(abs|acosh?|arg|asinh?|atanh?|cosh?|exp|imag|log|log10|onj|pow|proj|real|sinh?|sqrt|tanh?)"
    r"[fl]?"
)


def why_unavailable() -> str:
    """What is missing to run Windows programs here; empty where all is there."""
    missing = [
        name for name in ("wine", "wineserver", _GCC, _OBJDUMP, _WIDL) if not shutil.which(name)
    ]
    if not (_BUILTIN / "ucrtbase.dll").exists():
        missing.append(str(_BUILTIN))
    return (
        f"Không có {', '.join(missing)}: cài wine, gcc-mingw-w64-x86-64, mingw-w64-tools"
        if missing
        else ""
    )


def runs_32_bit() -> bool:
    """Whether this Wine runs 32-bit programs, and one can be made."""
    return Path("/usr/lib/i386-linux-gnu/wine").is_dir() and bool(shutil.which(_GCC_32))


@dataclass(frozen=True)
class Done:
    """How a program ended."""

    code: int
    out: str
    seconds: float


class WinePc:
    """One prefix. `log_in` before anything else; `close` ends whatever runs in it."""

    def __init__(self, folder: Path) -> None:
        self.prefix = folder / "prefix"
        self.drive = self.prefix / "drive_c"
        self._server: subprocess.Popen[bytes] | None = None
        self._native = ""
        self.user = ""

    # ----- users ------------------------------------------------------------------------------

    def log_in(self, user: str) -> None:
        """Nobody else is logged in afterwards; the user's folders are there."""
        first = not self.prefix.exists()
        self.close()
        self.user = user
        (self.prefix / "home").mkdir(parents=True, exist_ok=True)
        self._switch_on()
        self._quietly("wineboot", "-i" if first else "-u")
        if first:
            self._put_what_wine_lacks()
            self._quietly("wine", "reg", "add", r"HKCU\Software\Wine\Drivers", "/v", "Graphics",
                          "/d", "null", "/f")  # fmt: skip
            self._quietly("wine", "reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d",
                          "win10", "/f")  # fmt: skip
            self.close()  # what runs has the old libraries
            self._switch_on()
            self._quietly("wine", "cmd", "/c", "exit")

    def _switch_on(self) -> None:
        """One server for the whole session: each program would wait for the end of its own."""
        self._server = subprocess.Popen(
            ["wineserver", "-f", "-p"],
            env=self._environment({}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def close(self) -> None:
        """End every program of this prefix."""
        if self._server is not None:
            subprocess.run(["wineserver", "-k"], env=self._environment({}), check=False)
            self._server.wait(timeout=30)
            self._server = None

    @property
    def home(self) -> Path:
        """The profile of the user who is logged in."""
        return self.drive / "users" / self.user

    # ----- programs ---------------------------------------------------------------------------

    def run(
        self, *command: str, timeout: float = 120, environment: Mapping[str, str] | None = None
    ) -> Done:
        """Run a Windows program; its words are read through a pipe, as Wine's Python needs it.

        The pipe is not read to its end: services that Wine starts meanwhile may keep it open.
        """
        return self.finish(self.start(*command, environment=environment), timeout)

    def finish(self, process: subprocess.Popen[bytes], timeout: float = 120) -> Done:
        """Wait for a program that was started; the time counts from here."""
        assert process.stdout is not None
        began = time.perf_counter()
        said = b""
        with process.stdout as pipe:
            os.set_blocking(pipe.fileno(), False)
            while process.poll() is None:
                select.select([pipe], [], [], 0.05)
                said += pipe.read() or b""
                if time.perf_counter() - began > timeout:
                    process.kill()
                    process.wait()
            seconds = time.perf_counter() - began
            said += pipe.read() or b""
        out = said.decode("utf-8", "replace").replace("\r\n", "\n")
        return Done(process.returncode, out, seconds)

    def start(
        self, *command: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a Windows program and leave it running."""
        return subprocess.Popen(
            ["wine", *command],
            env=self._environment(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def windows(self, path: Path) -> str:
        """A path as Windows writes it."""
        if path.is_relative_to(self.drive):
            return "C:\\" + str(path.relative_to(self.drive)).replace("/", "\\")
        return "Z:" + str(path.resolve()).replace("/", "\\")

    def unix(self, path: str) -> Path:
        """A path that Windows wrote."""
        assert path[:3] in ("C:\\", "Z:\\"), path
        base = self.drive if path[0] == "C" else Path("/")
        return base / path[3:].replace("\\", "/")

    # ----- making it --------------------------------------------------------------------------

    def build(self, source: str, target: Path, *options: str, compiler: str = _GCC) -> Path:
        """Compile a file of ``inside/``."""
        command = [compiler, "-O2", "-static", "-o", str(target), str(INSIDE / source), *options]
        subprocess.run(command, check=True, capture_output=True)
        return target

    def build_typelib(self, source: str, target: Path) -> Path:
        """Compile an IDL of ``inside/``."""
        command = [_WIDL, "-t", "-L", str(_BUILTIN), "-o", str(target), str(INSIDE / source)]
        subprocess.run(command, check=True, capture_output=True)
        return target

    def _put_what_wine_lacks(self) -> None:
        system = self.drive / "windows" / "system32"
        self.build("process_prng.c", system / "bcryptprimitives.dll", "-shared", "-ladvapi32")
        listing = subprocess.run(
            [_OBJDUMP, "-p", str(_BUILTIN / "ucrtbase.dll")],
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        names = re.findall(
            r"^\s+\[\s*\d+\]\s+(\S+)$",
            listing.split("[Ordinal/Name Pointer] Table")[1],
            re.MULTILINE,
        )
        exports = [_export(name) for name in names]
        definition = self.prefix / "ucrtbase.def"
        definition.write_text("LIBRARY ucrtbase.dll\nEXPORTS\n" + "\n".join(exports) + "\n")
        new = self.prefix / "ucrtbase.dll"
        self.build("complex.c", new, str(definition), "-shared")
        shutil.copy(_BUILTIN / "ucrtbase.dll", system / "ucrtwine.dll")
        (system / "ucrtbase.dll").unlink()
        shutil.copy(new, system / "ucrtbase.dll")
        self._native = ";ucrtbase=n"

    def _quietly(self, *command: str) -> None:
        subprocess.run(
            command,
            env=self._environment({}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=120,
            check=True,
        )

    def _environment(self, more: Mapping[str, str]) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if "PYTHON" not in name},
            "WINEPREFIX": str(self.prefix),
            "HOME": str(self.prefix / "home"),  # Wine links Documents and Desktop to it
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": f"{_OFF}{self._native}",
            "USER": self.user,
            "LC_ALL": "C.UTF-8",
            "DISPLAY": "",
            "CCHC_KHONG_CHO": "1",
            **more,
        }


def _export(name: str) -> str:
    """A complex function from the compiler's library, anything else from Wine's own DLL."""
    if not _COMPLEX.fullmatch(name):
        return f'  "{name}" = "ucrtwine.{name}"'
    if name.endswith("l") and name != "creal":
        return f"  {name} = {name[:-1]}"  # long double is double on Windows
    return f"  {name}"
