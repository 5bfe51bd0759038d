"""Write an edition into a folder of editions: tried beside, then moved into place."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from cchc_xl.authoring.toml_text import form_text, rules_text
from cchc_xl.model import ReportTemplate
from cchc_xl.templates import loader
from cchc_xl.templates.loader import FORM_FILE, RULES_FILE
from cchc_xl.workbook.package import write_file


class AlreadyThereError(Exception):
    """Another edition of this id is in use; replacing it must be asked for."""

    def __init__(self, template_id: str, place: Path) -> None:
        self.template_id = template_id
        self.place = place
        super().__init__(template_id)


@dataclass(frozen=True, slots=True)
class Published:
    """The edition as it loads from its new place. ``kept``: what stood there before."""

    template: ReportTemplate
    folder: Path
    kept: tuple[Path, ...] = ()


def publish(template: ReportTemplate, folder: Path, *, replace: bool = False) -> Published:
    """Write ``<folder>/<id>/mau.toml`` and ``rules.toml`` and load them back.

    Nothing is touched until the loader has accepted the same files elsewhere. Raises
    `AlreadyThereError`, `TemplateError` and ``OSError``.
    """
    known = loader.edition_folders(folder if folder.is_dir() else None)
    place = known.get(template.id)
    if place is not None and not replace and loader.load_folder(place) != template:
        raise AlreadyThereError(template.id, place)
    files = {FORM_FILE: form_text(template), RULES_FILE: rules_text(template.rules)}
    _try_out(template, files)
    target = folder / template.id
    target.mkdir(parents=True, exist_ok=True)
    kept = []
    for name, text in files.items():
        path, data = target / name, text.encode("utf-8")
        if path.exists() and path.read_bytes() != data:
            before = path.with_name(f"{path.stem} (bản trước){path.suffix}")
            shutil.copy2(path, before)
            kept.append(before)
        write_file(path, data)
    loader.load_folder.cache_clear()  # an edition of this folder may be in memory
    return Published(loader.load_folder(target), target, tuple(kept))


def _try_out(template: ReportTemplate, files: dict[str, str]) -> None:
    scratch = Path(mkdtemp(prefix="cchc-"))
    try:
        folder = scratch / template.id
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        loader.load_folder(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
