"""Make the buttons of a macro workbook work in the LibreOffice of this user.

::

    python -m cchc_xl.calc.install            # the usual profile
    python -m cchc_xl.calc.install PROFILE    # another one, the folder that holds "user"

Copies `cchc_libreoffice.py` into the profile's script folder and writes beside it where this
Python keeps its packages. LibreOffice must run the same Python (major.minor): on Linux the
system's, on Windows the one in its own folder.
"""

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

import cchc_xl

SCRIPT = Path(__file__).with_name("cchc_libreoffice.py")


def script_folder(profile: Path) -> Path:
    """Where LibreOffice looks for the user's own Python scripts."""
    return profile / "user" / "Scripts" / "python"


def install(profile: Path, folders: Iterable[Path] | None = None) -> Path:
    """Install the script into a profile and return its path; again replaces it.

    ``folders``: where packages are imported from, this Python's own if not told. Raises ``OSError``
    when the profile cannot be written.
    """
    target = script_folder(profile) / SCRIPT.name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(SCRIPT, target)
    listed = [str(folder) for folder in (package_folders() if folders is None else folders)]
    target.with_suffix(".txt").write_text("\n".join(listed) + "\n", encoding="utf-8")
    return target


def package_folders() -> list[Path]:
    """The folder of ``cchc_xl`` and those with the packages it needs."""
    own = Path(cchc_xl.__file__).resolve().parents[1]
    others = [Path(place) for place in sys.path if place.endswith("-packages")]
    return list(dict.fromkeys([own, *others]))


def usual_profile() -> Path:
    """The profile of LibreOffice 4 and later on this system."""
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
        return base / "LibreOffice" / "4"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "LibreOffice" / "4"
    base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "libreoffice" / "4"


def main() -> int:
    """Command line: 0 when installed, 2 with one sentence when not."""
    profile = Path(sys.argv[1]) if len(sys.argv) > 1 else usual_profile()
    try:
        target = install(profile)
    except OSError as error:
        print(
            f"Không ghi được vào {profile}: {error.strerror or error}. Hãy đóng LibreOffice, xem "
            "lại thư mục rồi chạy lại.",
            file=sys.stderr,
        )
        return 2
    print(f"Đã cài nút bấm cho LibreOffice: {target}. Hãy mở lại LibreOffice rồi mở sổ .xlsm.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
