"""The finding catalogue: every code with its Vietnamese words, and turning findings into words."""

from cchc_xl.messages.catalogue import CatalogueEntry, load_catalogue, sentences
from cchc_xl.messages.render import Rendered, reason_sentence, render

__all__ = ["CatalogueEntry", "Rendered", "load_catalogue", "reason_sentence", "render", "sentences"]
