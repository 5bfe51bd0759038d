"""Load editions from the package and from a user folder.

An edition is a folder named by its id with ``mau.toml`` (sections and rows) and, when the form
states relations, ``rules.toml``. All faults of an edition are reported at once, each with its
place and what to do.
"""

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from cchc_xl.model import ReportTemplate
from cchc_xl.model.remember import remembered
from cchc_xl.templates.faults import TemplateError as TemplateError
from cchc_xl.templates.letters import LETTERS_FILE, forget_letters, letters_in, with_letters
from cchc_xl.templates.stamps import Stamp, stamp_of

PACKAGE_FOLDER = Path(__file__).parent / "data"
FORM_FILE = "mau.toml"
RULES_FILE = "rules.toml"
#: Optional, beside the form: the sentences of its narrative (read where narratives are written).
NARRATIVE_FILE = "thuyet-minh.toml"


class UnknownTemplateError(TemplateError):
    """No edition has the id asked for."""

    def __init__(self, template_id: str, known: Iterable[str]) -> None:
        self.template_id = template_id
        super().__init__(
            template_id,
            [
                f"không có mẫu này; các mẫu đang có: {', '.join(sorted(known))}; mẫu của cơ quan "
                "thì chỉ thư mục của nó bằng --thu-muc-mau"
            ],
        )


def edition_folders(user_folder: Path | None = None) -> dict[str, Path]:
    """Folder of every edition by id. A user edition of the same id replaces the package's."""
    found = _folders_in(PACKAGE_FOLDER)
    if user_folder is not None:
        if not user_folder.is_dir():
            raise TemplateError(
                str(user_folder), ["không có thư mục mẫu này; kiểm tra lại đường dẫn"]
            )
        found |= _folders_in(user_folder)
    return found


def _folders_in(folder: Path) -> dict[str, Path]:
    return {path.parent.name: path.parent for path in sorted(folder.glob(f"*/{FORM_FILE}"))}


def load(template_id: str, user_folder: Path | None = None) -> ReportTemplate:
    """One edition by id. Raises `UnknownTemplateError` or `TemplateError`."""
    return _with_letters(load_as_published(template_id, user_folder), user_folder)


def load_as_published(template_id: str, user_folder: Path | None = None) -> ReportTemplate:
    """One edition as its own files say, without the days that letters set.

    Raises `UnknownTemplateError` or `TemplateError`.
    """
    folders = edition_folders(user_folder)
    if template_id not in folders:
        raise UnknownTemplateError(template_id, folders)
    return load_folder(folders[template_id])


def narrative_file(template_id: str, user_folder: Path | None = None) -> Path | None:
    """The edition's own sentences: of the user folder, else of the package; None: it has none."""
    folders = (user_folder, PACKAGE_FOLDER)
    files = (one / template_id / NARRATIVE_FILE for one in folders if one is not None)
    return next((path for path in files if path.is_file()), None)


def load_all(user_folder: Path | None = None) -> Iterator[ReportTemplate]:
    """Every edition, package first, in order of id."""
    for folder in edition_folders(user_folder).values():
        yield _with_letters(load_folder(folder), user_folder)


@dataclass
class PassedOver:
    """Editions that did not load. ``likely``: they print the labels that were looked for."""

    errors: list[TemplateError] = field(default_factory=list)
    likely: bool = False


def load_likely(
    labels: Collection[str],
    user_folder: Path | None = None,
    passed_over: PassedOver | None = None,
) -> Iterator[ReportTemplate]:
    """The editions that print (nearly) these labels, else every edition.

    Labels are looked up in the text of the files, so that reading one report does not pay for
    parsing every form there is, nor fail for a faulty one that has nothing to do with it. One
    that does not load is put into ``passed_over``: whoever finds no other for the report says so.
    Raises `TemplateError` where that is not given.
    """
    wanted = set(labels)
    likely = []
    folders = edition_folders(user_folder).values()
    for folder in folders:
        printed = set(_LABEL.findall(_text(folder / FORM_FILE)))
        common = len(printed & wanted)
        if common and common >= _NEARLY * max(len(printed), len(wanted)):
            likely.append(folder)
    for folder in likely or folders:
        try:
            template = _with_letters(load_folder(folder), user_folder)
        except TemplateError as error:
            if passed_over is None:
                raise
            passed_over.errors.append(error)
            passed_over.likely = bool(likely)
        else:
            yield template


_LABEL = re.compile(r'\blabel = "([^"\\]*)"')
_NEARLY = 0.9


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""  # said when the edition is loaded


def _with_letters(template: ReportTemplate, user_folder: Path | None) -> ReportTemplate:
    letters = letters_in(user_folder)
    if letters is None:
        return template
    return _remembered(template.id, letters, stamp_of([letters]))(template)


@lru_cache(maxsize=64)
def _remembered(_: str, letters: Path, __: Stamp) -> Callable[[ReportTemplate], ReportTemplate]:
    """One object an edition and file, so that work done once per edition stays done."""
    return remembered(lambda template: with_letters(template, letters))


def load_folder(folder: Path) -> ReportTemplate:
    """The edition of one folder. Raises `TemplateError` naming every fault.

    One object as long as the files stay as they are: a program that runs for days, such as the
    one behind Excel's buttons, notices what another publishes. Those of the package never change.
    """
    own = folder.parent != PACKAGE_FOLDER
    return _load_folder(folder, stamp_of([folder / FORM_FILE, folder / RULES_FILE]) if own else ())


def edition_stamp(template_id: str, user_folder: Path | None) -> Stamp:
    """What changes when `load` would give another edition of this id; three questions at most."""
    if user_folder is None:
        return ()
    folder = user_folder / template_id
    return stamp_of([folder / FORM_FILE, folder / RULES_FILE, user_folder / LETTERS_FILE])


def forget_editions() -> None:
    """Read editions and letters anew next time, whatever time and size of their files say."""
    _load_folder.cache_clear()
    _remembered.cache_clear()
    forget_letters()


@lru_cache(maxsize=64)
def _load_folder(folder: Path, _: Stamp) -> ReportTemplate:
    form = _read_toml(folder / FORM_FILE)
    rules_path = folder / RULES_FILE
    if rules_path.exists():
        form = {**form, **_read_toml(rules_path)}
    try:
        template = ReportTemplate.model_validate(form)
    except ValidationError as error:
        raise TemplateError(str(folder / FORM_FILE), _explain(error, form)) from error
    if template.id != folder.name:
        raise TemplateError(
            str(folder / FORM_FILE),
            [f"id “{template.id}” khác tên thư mục “{folder.name}”: đặt hai tên giống nhau"],
        )
    return template


def _read_toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(
            str(path), [f"tệp không đúng cú pháp TOML ({error}): sửa tại vị trí đó"]
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(str(path), ["không đọc được tệp (cần UTF-8)"]) from error


_WORDS = {
    "missing": "thiếu trường này: thêm vào",
    "extra_forbidden": "không có trường nào tên như vậy: xóa hoặc sửa tên",
    "string_pattern_mismatch": "chỉ dùng chữ thường không dấu, số và dấu gạch dưới",
    "string_too_short": "không được để trống",
    "enum": "giá trị không nằm trong danh sách cho phép",
    "bool_type": "cần true hoặc false",
    "string_type": "cần một chuỗi trong dấu nháy",
    "int_type": "cần một số nguyên",
}


def _explain(error: ValidationError, form: dict[str, object]) -> list[str]:
    """Every pydantic fault as one sentence with its place in the words of the file."""
    sentences = []
    for fault in error.errors():
        place = _place(fault["loc"], form)
        if fault["type"] == "value_error":
            sentences += str(fault["ctx"]["error"]).split("; ")
            continue
        words = _WORDS.get(fault["type"], str(fault["msg"]))
        allowed = fault.get("ctx", {}).get("expected")
        sentences.append(f"{place}: {words}" + (f" ({allowed})" if allowed else ""))
    return sentences


def _place(loc: tuple[int | str, ...], form: dict[str, object]) -> str:
    """``sections.0.rows.3.kind`` → ``sections[1] › dòng 4 (key) › kind``."""
    parts: list[str] = []
    node: object = form
    for step in loc:
        node = _step(node, step)
        if isinstance(step, int):
            name = node.get("key") if isinstance(node, dict) else None
            parts.append(f"mục {step + 1}" + (f" ({name})" if name else ""))
        else:
            parts.append(str(step))
    return " › ".join(parts)


def _step(node: object, step: int | str) -> object:
    if isinstance(node, dict):
        return node.get(step)
    if isinstance(node, list) and isinstance(step, int) and step < len(node):
        return node[step]
    return None
