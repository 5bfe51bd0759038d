"""Parts of a .docx as trees, seen by local names: Word has two namespaces for the same words."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from functools import lru_cache
from xml.etree import ElementTree

from cchc_xl.word.problems import WordProblem

Element = ElementTree.Element
PartReader = Callable[[str], bytes | None]
"""Guarded bytes of a part of the package by name; None where there is no such part."""

_LARGEST_PART = 60_000_000  # bytes; a report of 200 pages has 3 MB
_DOCUMENT = "word/document.xml"


@lru_cache(maxsize=1024)
def local_name(tag: str) -> str:
    """``{namespace}p`` → ``p``."""
    return tag.rpartition("}")[2]


def name_of(element: Element) -> str:
    """Local name of an element; comments and instructions have none."""
    tag: object = element.tag
    return local_name(tag) if isinstance(tag, str) else ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first child down a path of local names."""
    for name in path:
        if element is None:
            return None
        element = next((found for found in element if name_of(found) == name), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Children with a local name."""
    return (found for found in (() if element is None else element) if name_of(found) == name)


def attribute(element: Element | None, name: str) -> str | None:
    """An attribute by local name."""
    if element is not None:
        for key, value in element.attrib.items():
            if local_name(key) == name:
                return value
    return None


def value_of(element: Element | None, *path: str) -> str | None:
    """``w:val`` of a child down a path."""
    return attribute(child(element, *path), "val")


def is_on(element: Element | None, *path: str) -> bool:
    """True for a switch that is there and not turned off (``<w:b w:val="0"/>``)."""
    found = child(element, *path)
    return found is not None and attribute(found, "val") not in ("0", "false", "off")


def integer(text: str | None, default: int = 0) -> int:
    """A whole number of an attribute."""
    try:
        return int(float(text)) if text is not None else default
    except (ValueError, OverflowError):
        return default


class Package:
    """The main document and the parts it needs."""

    def __init__(self, read: PartReader) -> None:
        self._read = read
        main = self._target("", "officeDocument")
        self._main = main if main is not None and read(main) is not None else _DOCUMENT
        document = self._tree(self._main)
        if document is None:
            raise WordProblem("damaged", {"part": self._main})
        self.document: Element = document

    def related(self, kind: str) -> Element | None:
        """The part of one kind (``styles``, ``numbering``) that the document refers to."""
        target = self._target(self._main, kind)
        return None if target is None else self._tree(target)

    def described(self) -> str:
        """The document's identifier among its own properties, ``""`` without one."""
        target = self._target("", "core-properties")
        found = child(None if target is None else self._tree(target), "identifier")
        return (found.text or "") if found is not None else ""

    def _target(self, part: str, kind: str) -> str | None:
        folder, name = posixpath.split(part)
        relations = self._tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        for relation in children(relations, "Relationship"):
            if (attribute(relation, "Type") or "").rpartition("/")[2] == kind:
                target = attribute(relation, "Target") or ""
                joined = target if target.startswith("/") else posixpath.join(folder, target)
                return posixpath.normpath(joined).lstrip("/")
        return None

    def _tree(self, part: str) -> Element | None:
        data = self._read(part)
        if data is None:
            return None
        if len(data) > _LARGEST_PART:
            raise WordProblem("too-large", {"what": "bytes", "limit": _LARGEST_PART})
        try:
            return ElementTree.fromstring(data)
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise WordProblem("damaged", {"part": part}) from error
