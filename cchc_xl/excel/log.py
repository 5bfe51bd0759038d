"""A log for each user, so that a message can be short and the reason is not lost."""

import datetime as dt
import os
import platform
import sys
import traceback
from pathlib import Path

_MAX_BYTES = 1_000_000
_NAME = "cchc-xl.log"


def log_folder() -> Path:
    """Where the log lies: the user's own application data, never a shared place."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home())
        return Path(base) / "CCHC-XL" / "log"
    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "cchc-xl"


def log_file() -> Path:
    """The log itself."""
    return log_folder() / _NAME


def note_failure(what: str) -> Path | None:
    """Write the exception being handled into the log; None where even that is not possible."""
    return note(f"{what}\n{traceback.format_exc()}")


def note(text: str) -> Path | None:
    """Add lines to the log; it is cut when it grows large."""
    path = log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _MAX_BYTES:
            path.replace(path.with_suffix(".cu.log"))
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{dt.datetime.now():%Y-%m-%d %H:%M:%S} {platform.platform()} {text}\n")
    except OSError:
        return None
    return path
