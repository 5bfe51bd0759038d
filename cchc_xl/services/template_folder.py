"""Which folder of editions this user works with, beside the package's own.

``CCHC_THU_MUC_MAU`` names it (set but blank: none); otherwise it is what `remember_folder` wrote
into the user's own configuration when an edition was published from Excel. Buttons and commands
take it where nothing else was said.
"""

import os
import sys
from pathlib import Path

VARIABLE = "CCHC_THU_MUC_MAU"
_NAME = "thu-muc-mau.txt"


def template_folder() -> Path | None:
    """The folder in use; None where none was chosen or it cannot be reached just now.

    A share that is off must not stop anybody: workbooks carry their edition themselves.
    """
    said = os.environ.get(VARIABLE)
    if said is None:
        said = _written()
    try:
        folder = Path(said.strip())
        return folder if said.strip() and folder.is_dir() else None
    except (OSError, ValueError):
        return None


def remember_folder(folder: Path) -> None:
    """From now on this folder is used. Raises ``OSError`` when that cannot be written down."""
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{folder.resolve()}\n", encoding="utf-8")


def _written() -> str:
    try:
        return _file().read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


def _file() -> Path:
    """The user's own configuration, never a place that others may write to."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home())
        return Path(base) / "CCHC-XL" / _NAME
    base = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "cchc-xl" / _NAME
