"""Pins the wheels of the bundle anew, after a dependency in pyproject.toml changed.

::

    python tools/khoa_goi.py    # bundle/wheels.txt

Asks pip for the newest versions that pyproject.toml allows and writes them down with their hashes.
Look at the difference before committing it: it is what office PCs will run.
"""

import sys
import tempfile
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a script: find tools/

import subprocess

from packaging.utils import parse_wheel_filename

from tools.packing.inputs import Pin, load, normalised, sha256
from tools.packing.needs import requirements_of, unmet

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "bundle" / "wheels.txt"
_HEAD = """\
# Every package in the bundle, for Windows 64 bit and Python 3.11, pinned by hash. Written by
# tools/khoa_goi.py from the dependencies in pyproject.toml; pip reads it with --require-hashes.
"""


def lock() -> str:
    """The text of ``wheels.txt``. Raises ``SystemExit`` with a sentence when pip cannot."""
    inputs = load(ROOT / "bundle")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted: list[str] = project["dependencies"]
    with tempfile.TemporaryDirectory() as folder:
        while True:
            command = [
                *(sys.executable, "-m", "pip", "download", "--quiet", "--dest", folder),
                *("--platform", inputs.platform, "--python-version", inputs.python),
                *("--only-binary=:all:", "--disable-pip-version-check", *wanted),
            ]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise SystemExit(f"pip không giải được các gói:\n{done.stderr.strip()}")
            wheels = sorted(Path(folder).glob("*.whl"))
            lacking = _lacking(wheels)
            if not lacking:
                break
            wanted = [*wanted, *lacking]  # what pip left out because this is not Windows
        lines = []
        for wheel in wheels:
            name, version, _, _ = parse_wheel_filename(wheel.name)
            lines.append(f"{name}=={version} \\\n    --hash=sha256:{sha256(wheel)}\n")
    return _HEAD + "".join(lines)


def _lacking(wheels: list[Path]) -> list[str]:
    versions = [parse_wheel_filename(wheel.name)[:2] for wheel in wheels]
    pinned = [Pin(normalised(name), str(version), ()) for name, version in versions]
    have = {pin.name for pin in pinned}
    return sorted(
        {
            f"{need.name}{need.specifier}"
            for wheel in wheels
            for need in requirements_of(wheel)
            if normalised(need.name) not in have
        }
    ) or unmet(wheels, pinned)


if __name__ == "__main__":
    TARGET.write_text(lock(), encoding="utf-8", newline="\n")
    print(TARGET.relative_to(ROOT))
