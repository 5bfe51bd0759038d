"""Whether a file is still the one that was read: cheap enough to ask before every use."""

from collections.abc import Iterable
from pathlib import Path

#: Time of the last change in ns and size in bytes of each file; None for a file that is not there.
Stamp = tuple[tuple[int, int] | None, ...]


def stamp_of(paths: Iterable[Path]) -> Stamp:
    """What changes when one of these files is written, made or removed."""
    return tuple(map(_facts, paths))


def _facts(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size
