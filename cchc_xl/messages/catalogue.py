"""Load the catalogue (danh-muc.toml) and the short sentences (cau.toml)."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from cchc_xl.model import Kind

_FOLDER = Path(__file__).parent


class CatalogueEntry(BaseModel):
    """One code. ``message_single`` replaces ``message`` where each side is a single row."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    title: str = Field(min_length=1)
    message: str = Field(min_length=1)
    message_single: str | None = None
    why: str = Field(min_length=1)
    fix: str = Field(min_length=1)


@cache
def load_catalogue() -> dict[str, CatalogueEntry]:
    """Every code, in order."""
    return {code: CatalogueEntry.model_validate(entry) for code, entry in _toml("danh-muc").items()}


@cache
def sentences(group: str) -> dict[str, str]:
    """Short sentences of one group: ``causes``, ``reasons`` or ``words``."""
    found: dict[str, str] = _toml("cau")[group]
    return found


@cache
def _toml(name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
