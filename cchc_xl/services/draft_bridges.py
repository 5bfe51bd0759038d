"""The table Cầu nối of a draft: what stands around it, its answers, the file they go into."""

from pathlib import Path

from cchc_xl.authoring import Closed, Draft, close_draft, draft_of
from cchc_xl.authoring.bridge_answers import with_answers
from cchc_xl.authoring.bridge_table import Beside, bridge_lines
from cchc_xl.model import ReportTemplate
from cchc_xl.templates import loader
from cchc_xl.templates.bridges import load_bridges
from cchc_xl.templates.faults import TemplateError


def beside_draft(user_folder: Path | None = None) -> Beside:
    """Every edition that loads, every declared bridge. Raises `TemplateError` for a bad file."""
    editions = []
    for template_id in loader.edition_folders(user_folder):
        try:
            editions.append(loader.load(template_id, user_folder))
        except TemplateError:
            continue  # told by whatever needs that edition
    packaged = frozenset(bridge.pair for bridge in load_bridges())
    return Beside(tuple(editions), load_bridges(user_folder), packaged)


def reopened(
    template: ReportTemplate, user_folder: Path | None = None, nearest: ReportTemplate | None = None
) -> Draft:
    """The draft of an edition with the bridges that lead to its rows.

    ``nearest``: an edition whose near rows are to be asked for as well.
    """
    draft = draft_of(template)
    found = beside_draft(user_folder)
    others = tuple(one for one in found.editions if one.id != template.id)
    beside = Beside(others, found.declared, found.packaged)
    draft.bridges = bridge_lines(template, beside, nearest)
    return draft


def as_published(template: ReportTemplate, user_folder: Path | None = None) -> ReportTemplate:
    """An edition that a workbook carries, without the windows that letters gave it.

    The folder's own definition where it is the same but for its windows; else as it is carried.
    """
    try:
        found = loader.load_as_published(template.id, user_folder)
    except TemplateError:
        return template
    same = found.model_copy(update={"windows": template.windows}) == template
    return found if same else template


def close_with_bridges(draft: Draft, user_folder: Path | None = None) -> Closed:
    """Everything to be mended in a draft, its table of bridges included."""
    closed = close_draft(draft)
    return with_answers(closed, draft, beside_draft(user_folder)) if draft.bridges else closed
