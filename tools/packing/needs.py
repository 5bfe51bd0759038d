"""Whether every package in the bundle finds there what it needs on Windows.

pip judges markers such as ``sys_platform == "win32"`` by the machine it runs on, here Linux, so
the pins are compared with what the wheels say themselves.
"""

import email.parser
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.requirements import Requirement

from tools.packing.inputs import Pin, normalised

#: What markers see on the PCs the bundle is for.
WINDOWS = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "python_full_version": "3.11.9",
    "python_version": "3.11",
    "sys_platform": "win32",
    "extra": "",
}


def requirements_of(wheel: Path) -> Iterator[Requirement]:
    """What a wheel needs on Windows, without extras."""
    with zipfile.ZipFile(wheel) as archive:
        [name] = [n for n in archive.namelist() if n.endswith(".dist-info/METADATA")]
        told = email.parser.BytesParser().parsebytes(archive.read(name), headersonly=True)
    for words in told.get_all("Requires-Dist", []):
        requirement = Requirement(words)
        if requirement.marker is None or requirement.marker.evaluate(WINDOWS):
            yield requirement


def unmet(wheels: Iterable[Path], pinned: Iterable[Pin]) -> list[str]:
    """Every requirement that no pin meets: ``"pandas-3.1.1…whl: numpy>=1.26"``."""
    versions = {pin.name: pin.version for pin in pinned}
    return [
        f"{wheel.name}: {requirement}"
        for wheel in wheels
        for requirement in requirements_of(wheel)
        if not requirement.specifier.contains(versions.get(normalised(requirement.name), "0"))
    ]
