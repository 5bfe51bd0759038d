"""What goes into the bundle from outside: named, pinned by hash, fetched through pip, checked.

``bundle/wheels.txt`` and ``bundle/interpreter.txt`` are requirement files with hashes;
``bundle/inputs.toml`` says what is taken of them. Where packages come from is pip's own
configuration; a file whose hash is not listed is refused, wherever it came from.
"""

import hashlib
import io
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

_PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)((?:\s+--hash=sha256:[0-9a-f]{64})+)\s*$")


class InputError(Exception):
    """An input is missing, changed or cannot be fetched; the text says which, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A package of one version and the SHA-256 its file may have."""

    name: str  # normalised: lower case, dashes
    version: str
    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Omission:
    """Files of the inputs that are not shipped (patterns of bundle paths), and why."""

    files: tuple[str, ...]
    why: str

    def covers(self, path: str) -> bool:
        """Whether a path of the bundle is left out by this."""
        return any(fnmatchcase(path, pattern) for pattern in self.files)


@dataclass(frozen=True, slots=True)
class Inputs:
    """``inputs.toml`` and the two lists of pins. ``interpreter_files``: name → SHA-256."""

    python: str  # "3.11"
    platform: str
    interpreter: Pin
    archive: str  # the zip inside the sdist
    folder: str  # … and the folder inside that zip
    interpreter_files: Mapping[str, str]
    wheels: tuple[Pin, ...]
    omissions: tuple[Omission, ...]


def normalised(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(text: str, where: str) -> tuple[Pin, ...]:
    """The pins of a requirement file; comments and continued lines as pip reads them."""
    found = []
    for line in text.replace("\\\n", " ").splitlines():
        line = line.split("#", 1)[0].strip()
        if not line:
            continue
        match = _PIN.match(line)
        if match is None:
            raise InputError(f"{where}: dòng không ghim phiên bản và mã băm: {line}")
        hashes = tuple(re.findall(r"sha256:([0-9a-f]{64})", match[3]))
        found.append(Pin(normalised(match[1]), match[2], hashes))
    return tuple(found)


def load(folder: Path) -> Inputs:
    """Read ``bundle/``. Raises `InputError` and ``OSError``."""
    told = tomllib.loads((folder / "inputs.toml").read_text("utf-8"))
    [interpreter] = pins((folder / "interpreter.txt").read_text("utf-8"), "interpreter.txt")
    source = told["interpreter"]
    return Inputs(
        python=told["python"],
        platform=told["platform"],
        interpreter=interpreter,
        archive=source["archive"],
        folder=source["folder"],
        interpreter_files=source["files"],
        wheels=pins((folder / "wheels.txt").read_text("utf-8"), "wheels.txt"),
        omissions=tuple(
            Omission(tuple(entry["files"]), entry["why"]) for entry in told["left_out"]
        ),
    )


def fetch(inputs: Inputs, folder: Path, cache: Path) -> tuple[Path, tuple[Path, ...]]:
    """The interpreter's sdist and every wheel, on the disk and checked; pip fetches what lacks.

    Raises `InputError`.
    """
    cache.mkdir(parents=True, exist_ok=True)
    wanted = (inputs.interpreter, *inputs.wheels)
    have = _known(cache, wanted)
    if any(pin not in have for pin in inputs.wheels):
        windows = ("--platform", inputs.platform, "--python-version", inputs.python)
        _pip(folder / "wheels.txt", cache, *windows, "--only-binary=:all:")
    if inputs.interpreter not in have:
        _pip(folder / "interpreter.txt", cache, "--no-binary=:all:")
    have = _known(cache, wanted)
    for pin in wanted:
        if pin not in have:
            raise InputError(
                f"Không có tệp của {pin.name} {pin.version} đúng mã băm đã ghim trong bundle/."
            )
    return have[inputs.interpreter], tuple(have[pin] for pin in inputs.wheels)


def interpreter_files(inputs: Inputs, sdist: Path) -> Iterator[tuple[str, bytes]]:
    """The files of the embeddable Python that are listed, each with the listed hash.

    The sdist is only read: nothing of it runs here.
    """
    with tarfile.open(sdist) as tar:
        inner = tar.extractfile(inputs.archive)
        if inner is None:
            raise InputError(f"{sdist.name}: không có {inputs.archive}.")
        with zipfile.ZipFile(io.BytesIO(inner.read())) as archive:
            names = {
                name.removeprefix(inputs.folder): name
                for name in archive.namelist()
                if name.startswith(inputs.folder) and not name.endswith("/")
            }
            if unknown := names.keys() ^ inputs.interpreter_files.keys():
                raise InputError(f"{sdist.name}: tệp thừa hoặc thiếu: {', '.join(sorted(unknown))}")
            for short, name in sorted(names.items()):
                data = archive.read(name)
                if hashlib.sha256(data).hexdigest() != inputs.interpreter_files[short]:
                    raise InputError(f"{sdist.name}: {short} khác bản đã ghim.")
                yield short, data


def _known(cache: Path, wanted: tuple[Pin, ...]) -> dict[Pin, Path]:
    by_hash = {digest: pin for pin in wanted for digest in pin.hashes}
    found = {}
    for path in sorted(cache.iterdir()):
        if path.is_file() and (pin := by_hash.get(sha256(path))) is not None:
            found[pin] = path
    return found


def sha256(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pip(requirements: Path, cache: Path, *options: str) -> None:
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
        *("--require-hashes", "--no-deps", "--dest", str(cache)),
        *(*options, "--requirement", str(requirements)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise InputError(f"pip không tải được {requirements.name}:\n{done.stderr.strip()}")
