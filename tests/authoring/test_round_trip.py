"""An edition opened for editing and published again is the same edition."""

import tomllib
from pathlib import Path

import pytest

from cchc_xl.authoring import close_draft, draft_of
from cchc_xl.authoring.publishing import AlreadyThereError, publish
from cchc_xl.authoring.sheet_reader import read_draft
from cchc_xl.authoring.sheet_writer import draft_bytes, write_draft
from cchc_xl.authoring.toml_text import form_text, rules_text
from cchc_xl.model import ReportTemplate
from cchc_xl.templates import loader

each_edition = pytest.mark.parametrize("template", list(loader.load_all()), ids=lambda t: t.id)


@each_edition
def test_an_edition_comes_back_from_its_sheets_unchanged(
    template: ReportTemplate, tmp_path: Path
) -> None:
    path = tmp_path / "soan.xlsx"
    write_draft(path, draft_of(template))
    closed = close_draft(read_draft(path))
    assert [fault for fault in closed.faults if fault.stops] == []
    assert closed.template == template


@each_edition
def test_a_published_edition_loads_as_it_was(template: ReportTemplate, tmp_path: Path) -> None:
    done = publish(template, tmp_path)
    assert done.template == template
    assert done.folder == tmp_path / template.id


@each_edition
def test_the_text_of_a_shipped_edition_is_the_text_the_tool_writes(
    template: ReportTemplate,
) -> None:
    """Only the comment at the head is a person's."""
    folder = loader.PACKAGE_FOLDER / template.id
    shipped = (folder / loader.FORM_FILE).read_text("utf-8").split("\n", 1)[1]
    assert form_text(template).split("\n", 1)[1] == shipped
    rules = tomllib.loads((folder / loader.RULES_FILE).read_text("utf-8"))
    assert tomllib.loads(rules_text(template.rules)) == rules


def test_the_same_draft_gives_the_same_bytes() -> None:
    template = loader.load("ankhe-2021")
    assert draft_bytes(draft_of(template)) == draft_bytes(draft_of(template))


def test_an_edition_in_use_is_replaced_only_when_asked_for_and_then_kept(tmp_path: Path) -> None:
    template = loader.load("ankhe-2021")
    publish(template, tmp_path)
    changed = template.model_copy(update={"title": "Tên khác"})
    before = (tmp_path / template.id / "mau.toml").read_bytes()
    with pytest.raises(AlreadyThereError):
        publish(changed, tmp_path)
    assert (tmp_path / template.id / "mau.toml").read_bytes() == before
    done = publish(changed, tmp_path, replace=True)
    assert done.template.title == "Tên khác"
    assert [path.read_bytes() for path in done.kept] == [before]
    assert list(loader.edition_folders(tmp_path)).count(template.id) == 1


def test_an_edition_of_the_package_is_not_hidden_by_accident(tmp_path: Path) -> None:
    changed = loader.load("ankhe-2021").model_copy(update={"title": "Tên khác"})
    with pytest.raises(AlreadyThereError):
        publish(changed, tmp_path)
    assert list(tmp_path.iterdir()) == []
