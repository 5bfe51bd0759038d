"""Windows and deadlines set by letters of one's own superior (`ky-bao-cao.toml`, user folder).

A letter comes every quarter, an edition lasts for years: the days of a letter are written here and
win over those of the edition. ``template`` names the edition; without it a window is every
edition's. ::

    [[windows]]
    template = "ankhe-2021"
    letter = "Công văn số … ngày …"
    period = "Q1"
    year = 2025
    start = 2024-12-15
    end = 2025-03-14
    deadline = 2025-03-18
"""

import tomllib
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from cchc_xl.model import ReportTemplate
from cchc_xl.model.window import Window
from cchc_xl.templates.faults import TemplateError
from cchc_xl.templates.stamps import Stamp, stamp_of

LETTERS_FILE = "ky-bao-cao.toml"


class _LetterWindow(Window):
    template: str | None = None


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    windows: tuple[_LetterWindow, ...] = ()


def letters_in(user_folder: Path | None) -> Path | None:
    """The file of a user folder, None where there is none."""
    path = None if user_folder is None else user_folder / LETTERS_FILE
    return path if path is not None and path.is_file() else None


def with_letters(template: ReportTemplate, path: Path) -> ReportTemplate:
    """The edition with the windows of the letters before its own. Raises `TemplateError`."""
    mine = [
        one for one in _read(path, stamp_of([path])).windows if one.template in (None, template.id)
    ]
    sections = {section.key for section in template.sections}
    faults = [
        f"kỳ {one.year}-{one.period}: mẫu {template.id} không có phần “{one.section}”: sửa khóa"
        for one in mine
        if one.template is not None and one.section is not None and one.section not in sections
    ]
    if faults:
        raise TemplateError(str(path), faults)
    windows = [Window(**one.model_dump(exclude={"template"})) for one in mine]
    if not windows:
        return template
    return template.model_copy(update={"windows": (*windows, *template.windows)})


def forget_letters() -> None:
    """Read the files anew next time, whatever their time and size say."""
    _read.cache_clear()


@lru_cache(maxsize=8)
def _read(path: Path, _: Stamp) -> _File:
    try:
        return _File.model_validate(tomllib.loads(path.read_text("utf-8-sig")))
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(
            str(path), [f"tệp không đúng cú pháp TOML ({error}): sửa tại vị trí đó"]
        ) from error
    except ValidationError as error:
        faults = [
            f"mục {' › '.join(str(step) for step in one['loc'])}: "
            f"{one.get('ctx', {}).get('error', one['msg'])}"
            for one in error.errors()
        ]
        raise TemplateError(str(path), faults) from error
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(str(path), ["không đọc được tệp (cần UTF-8)"]) from error
