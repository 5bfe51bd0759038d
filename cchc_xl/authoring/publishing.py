"""Write an edition into a folder of editions: tried beside, then moved into place."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from cchc_xl.authoring.bridge_file import BridgesWritten
from cchc_xl.authoring.toml_text import form_text, rules_text
from cchc_xl.model import ReportTemplate
from cchc_xl.templates import loader
from cchc_xl.templates.bridges import forget_bridges
from cchc_xl.templates.faults import TemplateError
from cchc_xl.templates.loader import FORM_FILE, NARRATIVE_FILE, RULES_FILE, narrative_file
from cchc_xl.word.skeleton_data import patterns_of
from cchc_xl.workbook.package import write_file
from cchc_xl.workbook.previous import keep_previous


class AlreadyThereError(Exception):
    """Another edition of this id is in use; replacing it must be asked for."""

    def __init__(self, template_id: str, place: Path) -> None:
        self.template_id = template_id
        self.place = place
        super().__init__(template_id)


@dataclass(frozen=True, slots=True)
class Published:
    """The edition as it loads from its new place. ``kept``: what stood there before.

    ``bridges``: what was declared or taken back on this occasion, None for nothing.
    """

    template: ReportTemplate
    folder: Path
    kept: tuple[Path, ...] = ()
    bridges: BridgesWritten | None = None


def publish(template: ReportTemplate, folder: Path, *, replace: bool = False) -> Published:
    """Write ``<folder>/<id>/mau.toml`` and ``rules.toml`` and load them back.

    Sentences of its own that the edition has stay; one that amends another takes over those of
    the other. Nothing is touched until the loader has accepted the same files elsewhere. Raises
    `AlreadyThereError`, `TemplateError` and ``OSError``.
    """
    _forget()  # another may have published since: what counts is what lies there now
    known = loader.edition_folders(folder if folder.is_dir() else None)
    place = known.get(template.id)
    if place is not None and not replace and loader.load_folder(place) != template:
        raise AlreadyThereError(template.id, place)
    files = {FORM_FILE: form_text(template), RULES_FILE: rules_text(template.rules)}
    _try_out(template, files)
    patterns_of(template, folder)  # its sentences must still find their sections
    target = folder / template.id
    target.mkdir(parents=True, exist_ok=True)
    kept = []
    for name, text in files.items():
        path, data = target / name, text.encode("utf-8")
        if path.exists() and path.read_bytes() != data:
            kept.append(keep_previous(path) or path)
        write_file(path, data)
    _take_over_sentences(template, folder)
    _forget()
    return Published(loader.load_folder(target), target, tuple(kept))


def _forget() -> None:
    loader.forget_editions()
    forget_bridges()


def _take_over_sentences(template: ReportTemplate, folder: Path) -> None:
    """The sentences of the amended edition, unless this one has its own or they do not fit."""
    before = narrative_file(template.amends, folder) if template.amends else None
    if before is None or narrative_file(template.id, folder) is not None:
        return
    path = folder / template.id / NARRATIVE_FILE
    write_file(path, before.read_bytes())
    try:
        patterns_of(template, folder)
    except TemplateError:
        path.unlink()


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
