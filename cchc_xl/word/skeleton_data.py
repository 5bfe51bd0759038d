"""Sentences of a narrative as data: which rows fill them, how a blank and a zero are worded."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cchc_xl.model import Level, Report, ReportTemplate, RowKind
from cchc_xl.templates.faults import TemplateError
from cchc_xl.templates.loader import narrative_file
from cchc_xl.text import format_number, round_half_up
from cchc_xl.word.phrases import existing_key

_COMMON = Path(__file__).parent / "thuyet-minh-cau.toml"
#: Sections every narrative has, whatever the sections of the form are called.
STANDING_SECTIONS = (
    *("chi_dao_dieu_hanh", "the_che", "thu_tuc_hanh_chinh", "to_chuc_bo_may", "che_do_cong_vu"),
    *("tai_chinh_cong", "chinh_quyen_dien_tu"),
)
_PLACE = re.compile(r"\{((?:[^{}]|\{cap\})+)\}")


class SentencePattern(BaseModel):
    """One sentence; see the head of the data file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    section: str
    text: str = Field(min_length=1)
    zero: str = ""
    blank: str = ""

    def keys(self, template: ReportTemplate, level: Level | None) -> list[str] | None:
        """The rows of its figures in order; None where the edition lacks one."""
        found = []
        for place in _PLACE.findall(self.text):
            key = existing_key(tuple(place.split("|")), template, level)
            if key is None:
                return None
            found.append(key)
        return found


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a sentence; ``key`` is the row they were filled in from."""

    words: str
    key: str | None = None


class _SentenceFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    sentence: tuple[SentencePattern, ...] = ()


def patterns_of(
    template: ReportTemplate, user_folder: Path | None = None
) -> tuple[SentencePattern, ...]:
    """The sentences for an edition: its own, else those for all.

    Its own are looked for in the user folder first. Raises `TemplateError` for a file that cannot
    be used.
    """
    own = narrative_file(template.id, user_folder)
    if own is None:
        return _common()
    found = _own(own)
    sections = {*STANDING_SECTIONS, *(section.key for section in template.sections)}
    faults = [
        f"câu {n}: không có phần “{one.section}”: ghi khóa của một phần trong mau.toml"
        for n, one in enumerate(found, 1)
        if one.section not in sections
    ]
    if faults:
        raise TemplateError(str(own), faults)
    return found


@cache
def _common() -> tuple[SentencePattern, ...]:
    return _SentenceFile.model_validate(tomllib.loads(_COMMON.read_text("utf-8"))).sentence


def _own(path: Path) -> tuple[SentencePattern, ...]:
    try:
        raw = tomllib.loads(path.read_text("utf-8-sig"))
        return _SentenceFile.model_validate(raw).sentence
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(
            str(path), [f"tệp không đúng cú pháp TOML ({error}): sửa tại vị trí đó"]
        ) from error
    except ValidationError as error:
        places = (" › ".join(map(str, one["loc"])) for one in error.errors())
        faults = [f"{place}: thiếu, thừa hoặc sai kiểu: ghi lại trường này" for place in places]
        raise TemplateError(str(path), faults) from error
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(str(path), ["không đọc được tệp (cần UTF-8)"]) from error


def headlines_of(template: ReportTemplate, user_folder: Path | None = None) -> tuple[str, ...]:
    """Rows that a narrative on this edition is expected to mention, whoever writes it."""
    found: dict[str, None] = {}
    for pattern in patterns_of(template, user_folder):
        for level in (None, *Level):
            for key in pattern.keys(template, level) or ():
                found[key] = None
    return tuple(found)


def filled(pattern: SentencePattern, report: Report, template: ReportTemplate) -> list[Piece]:
    """A sentence with its figures; nothing where there is nothing to say."""
    keys = pattern.keys(template, report.level)
    if not keys or any(_is_other_level(key, report, template) for key in keys):
        return []
    value = report.value(keys[0])
    if value is None:
        return [Piece(pattern.blank)] if pattern.blank and _is_blank(keys[0], report) else []
    if value == 0:
        return [Piece(pattern.zero)] if pattern.zero else []
    if any(report.value(key) is None for key in keys):
        return []
    pieces: list[Piece] = []
    end = 0
    for place, key in zip(_PLACE.finditer(pattern.text), keys, strict=True):
        pieces.append(Piece(pattern.text[end : place.start()]))
        pieces.append(Piece(_written(key, report, template), key))
        end = place.end()
    return [*pieces, Piece(pattern.text[end:])]


def _is_blank(key: str, report: Report) -> bool:
    entry = report.entries.get(key)
    return entry is None or entry.is_blank


def _is_other_level(key: str, report: Report, template: ReportTemplate) -> bool:
    levels, level = template.by_key[key].levels, report.level
    return level is not None and bool(levels) and not any(level.covers(one) for one in levels)


def _written(key: str, report: Report, template: ReportTemplate) -> str:
    """The figure as official papers write it: two digits at least for a small count."""
    value = report.value(key) or Decimal(0)
    row = template.by_key[key]
    if row.kind is RowKind.PERCENT:
        return format_number(round_half_up(value, template.decimals))
    if value == value.to_integral_value() and 0 < value < 10:
        return f"0{int(value)}"
    return format_number(value, grouping=True)
