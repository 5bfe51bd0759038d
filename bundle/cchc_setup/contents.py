"""The files of a version: listed in its manifest, copied, compared by SHA-256.

The mark that Windows lays on downloaded files (stream ``Zone.Identifier``) travels with a copy:
taking it away is a decision of its own (`trust`), never a side effect.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .words import SetupError

MANIFEST = "MANIFEST.json"
ADDIN = "so-bieu/CCHC.xlam"
MARK = ":Zone.Identifier"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a version consists of. ``id`` names its folder: version and part of its fingerprint."""

    version: str
    id: str
    files: dict[str, str]  # path with "/" → SHA-256
    raw: bytes

    def damaged(self, folder: Path) -> list[str]:
        """Files that are missing or not what they should be."""
        return [path for path, digest in self.files.items() if _digest(folder / path) != digest]

    def workbooks(self) -> Iterator[str]:
        """Names of the blank workbooks."""
        for path in self.files:
            if path.startswith("so-bieu/") and path.endswith((".xlsx", ".xlsm")):
                yield path.removeprefix("so-bieu/")

    def copy(self, source: Path, target: Path) -> None:
        """Copy every listed file, then the manifest. Raises ``OSError``."""
        for path in self.files:
            new = target / path
            new.parent.mkdir(parents=True, exist_ok=True)
            copy_with_mark(source / path, new)
        (target / MANIFEST).write_bytes(self.raw)


def read_contents(folder: Path) -> Contents:
    """The manifest of an unpacked zip or an installed version. Raises `SetupError`."""
    try:
        raw = (folder / MANIFEST).read_bytes()
        told = json.loads(raw)
        files = {entry["path"]: entry["sha256"] for entry in told["files"]}
        version = str(told["version"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SetupError(
            f"Không đọc được {MANIFEST} trong {folder}. Hãy giải nén lại cả tệp zip (bấm chuột "
            "phải, chọn Extract All) rồi chạy cai-dat.cmd trong thư mục vừa giải nén."
        ) from error
    if any(".." in PurePosixPath(path).parts or ":" in path or "\\" in path for path in files):
        raise SetupError(f"{MANIFEST} có đường dẫn lạ: hãy lấy lại tệp zip từ nguồn tin cậy.")
    return Contents(version, f"{version}-{hashlib.sha256(raw).hexdigest()[:8]}", files, raw)


def copy_with_mark(source: Path, target: Path) -> None:
    """Copy a file, and Windows' mark of a downloaded file where it has one."""
    shutil.copyfile(source, target)
    copy_mark(source, target)


def copy_mark(source: Path, target: Path) -> None:
    """Mark a file as downloaded where another is."""
    with suppress(OSError):  # no mark, or a disk that keeps none
        Path(f"{target}{MARK}").write_bytes(Path(f"{source}{MARK}").read_bytes())


def is_marked(path: Path) -> bool:
    """Whether Windows marked the file as downloaded."""
    try:
        return b"ZoneId=3" in Path(f"{path}{MARK}").read_bytes()
    except OSError:
        return False


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
