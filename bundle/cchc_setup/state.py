"""What is installed, remembered in one small file of the user's."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .machine import Machine

_NAME = "cai-dat.json"


@dataclass(slots=True)
class State:
    """What there is.

    ``current`` and ``previous`` are names of folders in ``root/ban``; ``workbooks``: SHA-256 of the
    blank workbooks as we laid them; ``trusted``: registry keys we made.
    """

    root: str = ""
    current: str = ""
    previous: str = ""
    workbooks: dict[str, str] = field(default_factory=dict)
    trusted: list[str] = field(default_factory=list)

    def folder(self, version: str) -> Path:
        """Where a version lies."""
        return versions_folder(Path(self.root)) / version

    @property
    def root_folder(self) -> Path | None:
        """Where all versions lie; None before the first installation."""
        return Path(self.root) if self.root else None


def versions_folder(root: Path) -> Path:
    """The folder of all versions."""
    return root / "ban"


def read_state(machine: Machine) -> State:
    """What is installed; an empty state where nothing is, or where the file cannot be read."""
    try:
        told: dict[str, Any] = json.loads((machine.home / _NAME).read_text("utf-8"))
        known = {name: told[name] for name in State.__slots__ if name in told}
        return State(**known)
    except (OSError, ValueError, TypeError):
        return State()


def state_file(machine: Machine, state: State) -> tuple[Path, bytes]:
    """The file and what it will hold, for `switch_files`."""
    text = json.dumps(asdict(state), ensure_ascii=False, indent=1)
    return machine.home / _NAME, text.encode("utf-8")


def switch_files(files: Mapping[Path, bytes | None]) -> None:
    """Put small files into place (None: take away), all or none of them. Raises ``OSError``."""
    before = {path: path.read_bytes() if path.exists() else None for path in files}
    try:
        for path, data in files.items():
            _put(path, data)
    except OSError:
        for path, data in before.items():
            with suppress(OSError):
                _put(path, data)
        raise


def _put(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
        return
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.moi")
    try:
        new.write_bytes(data)
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
