"""A PC on paper: folders below a temporary one, a registry in memory, programs that only answer."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from bundle.cchc_setup.machine import Answer, Machine
from bundle.cchc_setup.registry import Value

INTERNET = b"[ZoneTransfer]\r\nZoneId=3\r\n"


@dataclass
class PaperRegistry:
    """Keys and values; names of keys and values count without case, as in Windows."""

    keys: dict[str, dict[str, Value]] = field(default_factory=dict)

    def read(self, key: str, name: str) -> Value | None:
        return self.keys.get(key.lower(), {}).get(name.lower())

    def exists(self, key: str) -> bool:
        low = key.lower()
        return any(known == low or known.startswith(low + "\\") for known in self.keys)

    def write(self, key: str, values: dict[str, Value]) -> None:
        self.keys[key.lower()] = {name.lower(): value for name, value in values.items()}

    def remove(self, key: str) -> None:
        self.keys.pop(key.lower(), None)


@dataclass
class PaperPc:
    """What the tests set and look at. ``broken``: versions whose self-test fails."""

    root: Path
    user: str = "nguyenvanduc"
    registry: PaperRegistry = field(default_factory=PaperRegistry)
    broken: set[str] = field(default_factory=set)
    silent: bool = False  # the self-test dies without a word
    private: list[Path] = field(default_factory=list)
    excel_is_open: bool = False

    @property
    def machine(self) -> Machine:
        home = self.root / "Users" / self.user
        shared = self.root / "ProgramData"
        for folder in (home / "AppData" / "Local", shared):
            folder.mkdir(parents=True, exist_ok=True)
        return Machine(
            local=home / "AppData" / "Local",
            shared=shared,
            addins=home / "AppData" / "Roaming" / "Microsoft" / "AddIns",
            documents=home / "Documents",
            desktop=home / "Desktop",
            registry=self.registry,
            run=self._run,
            make_shortcut=_write_link,
            make_private=self.private.append,
            is_excel_open=lambda: self.excel_is_open,
        )

    def _run(self, command: list[str]) -> Answer:
        folder = Path(command[0]).parents[1]
        assert command[1:5] == ["-X", "utf8", "-m", "cchc_setup.self_test"]
        if self.silent:
            return Answer(-1073741790, "Access denied")
        failed = any(folder.name.startswith(f"{version}-") for version in self.broken)
        line = "KHÔNG ĐẠT: Nạp thư viện" if failed else "ĐẠT: Nạp thư viện"
        Path(command[5]).write_text(line, "utf-8")
        return Answer(int(failed), "")


def _write_link(link: Path, target: Path) -> None:
    link.write_text(str(target), "utf-8")


def unpacked(folder: Path, version: str) -> Path:
    """A zip as unpacked: a Python that is none, two workbooks, the add-in."""
    files = {
        "python/python.exe": f"python {version}",
        "python/Lib/site-packages/cchc_xl/__init__.py": version,
        "so-bieu/phuong.xlsm": f"sổ phường {version}",
        "so-bieu/phuong.xlsx": "sổ phường không macro",
        "so-bieu/CCHC.xlam": f"phần bổ sung {version}",
        "cai-dat.cmd": "@echo off",
    }
    entries = []
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        entries.append({"path": name, "size": len(text.encode()), "sha256": digest})
    manifest = {"name": "CCHC-XL", "version": version, "files": entries}
    (folder / "MANIFEST.json").write_text(json.dumps(manifest), "utf-8")
    return folder


def mark(path: Path) -> None:
    """As Windows marks a file that a browser or mail program saved."""
    Path(f"{path}:Zone.Identifier").write_bytes(INTERNET)
