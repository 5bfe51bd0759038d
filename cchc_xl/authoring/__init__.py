"""The form keeper's tools: a letter's form → a draft edition in Excel → an edition.

*a form is read (``shape``) → proposed (``propose``) → edited in Excel (``sheet_writer``,
``sheet_reader``) → checked (``closing``) → written as TOML (``toml_text``).* An existing edition
opens as the same draft (``opening``), so that there is one way back.
"""

from cchc_xl.authoring.closing import Closed, close_draft
from cchc_xl.authoring.draft import Draft, Fault, Record
from cchc_xl.authoring.opening import draft_of
from cchc_xl.authoring.propose import FormText, propose

__all__ = [
    "Closed",
    "Draft",
    "Fault",
    "FormText",
    "Record",
    "close_draft",
    "draft_of",
    "propose",
]
