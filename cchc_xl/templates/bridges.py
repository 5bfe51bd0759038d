"""Declared near-equivalences between editions, from the package and from a user folder."""

import tomllib
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from cchc_xl.model.bridge import Bridge, BridgeFile
from cchc_xl.templates.loader import PACKAGE_FOLDER, TemplateError
from cchc_xl.templates.stamps import Stamp, stamp_of

BRIDGES_FILE = "cau-noi.toml"


def load_bridges(user_folder: Path | None = None) -> tuple[Bridge, ...]:
    """Every declared bridge; one of the user's replaces the package's for the same two rows.

    Raises `TemplateError` naming the file and what is wrong in it.
    """
    found = {bridge.pair: bridge for bridge in bridges_in(PACKAGE_FOLDER)}
    if user_folder is not None:
        found |= {bridge.pair: bridge for bridge in bridges_in(user_folder)}
    return tuple(found.values())


def bridges_in(folder: Path) -> tuple[Bridge, ...]:
    """What the file of one folder declares; nothing where it has none. Raises `TemplateError`."""
    path = folder / BRIDGES_FILE
    stamp = stamp_of([path])
    return _read(path, stamp) if stamp != (None,) else ()


def forget_bridges() -> None:
    """Read the files anew next time: one of them was written."""
    _read.cache_clear()


@lru_cache(maxsize=8)
def _read(path: Path, _: Stamp) -> tuple[Bridge, ...]:
    try:
        return BridgeFile.model_validate(tomllib.loads(path.read_text("utf-8-sig"))).bridges
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(
            str(path), [f"tệp không đúng cú pháp TOML ({error}): sửa tại vị trí đó"]
        ) from error
    except ValidationError as error:
        faults = [
            f"mục {' › '.join(str(step) for step in one['loc'])}: {one['msg']}"
            for one in error.errors()
        ]
        raise TemplateError(str(path), faults) from error
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(str(path), ["không đọc được tệp (cần UTF-8)"]) from error
