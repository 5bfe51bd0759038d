"""Many workbooks that differ in the unit alone: one is built, the others are stamped from it.

A stamped workbook is the same as a built one, byte for byte (a test compares them); where that
cannot be promised it is built. Stamping takes about a tenth of the time.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from cchc_xl.model import OrgUnit
from cchc_xl.text import clean
from cchc_xl.workbook.content import BookContent
from cchc_xl.workbook.front_sheet import field_lines
from cchc_xl.workbook.package import pack, unpack
from cchc_xl.workbook.print_sheet import reference_lines

#: Combining strokes: they take no room in a line, and nobody types them.
_MARK = "\u0335\u0336\u0337"
_STRINGS = "xl/sharedStrings.xml"
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A workbook whose unit carries marks, and the marked words as its XML has them."""

    parts: tuple[tuple[str, bytes], ...]
    name: bytes
    code: bytes
    strings: bytes


class Stamper:
    """Workbooks whose contents differ in name and code of the unit, and in what its level implies.

    ``build`` makes the bytes of any workbook.
    """

    def __init__(self, build: Callable[[BookContent], bytes]) -> None:
        self._build = build
        self._patterns: dict[object, _Pattern] = {}

    def workbook(self, content: BookContent) -> bytes:
        """The bytes of a workbook, as ``build`` would make them."""
        name, code = content.org_unit.name or "", content.org_unit.code or ""
        if not _is_plain(name) or (code and not _is_plain(code)) or name == code:
            return self._build(content)
        # All that moves with a name: how many lines it takes, on the screen and in print.
        lines = (field_lines(name), reference_lines(content))
        shape = (content.org_unit.level, bool(code), lines)
        pattern = self._patterns.get(shape)
        if pattern is None:
            pattern = self._patterns[shape] = self._pattern(content)
        if any(_is_stored(pattern, words) for words in (name, code)):
            return self._build(content)  # the same words stand elsewhere and are stored once
        new_name, new_code = _as_xml(name), _as_xml(code)
        return pack(
            (part, xml.replace(pattern.name, new_name).replace(pattern.code, new_code))
            for part, xml in pattern.parts
        )

    def _pattern(self, content: BookContent) -> _Pattern:
        unit = content.org_unit
        name, code = f"{unit.name}{_MARK}", f"{_MARK}{unit.code or ''}{_MARK}"
        marked = OrgUnit(name=name, level=unit.level, code=code if unit.code else None)
        parts = tuple(unpack(self._build(replace(content, org_unit=marked))))
        return _Pattern(parts, _as_xml(name), _as_xml(code), dict(parts)[_STRINGS])


def _is_plain(words: str) -> bool:
    """True for words that stand in the XML as they are, but for the usual escapes."""
    usual = words == clean(words) and "_x" not in words.casefold()
    return usual and 0 < len(words) <= _LONGEST and _MARK[0] not in words


def _is_stored(pattern: _Pattern, words: str) -> bool:
    return bool(words) and b"<t>%b</t>" % _as_xml(words) in pattern.strings


def _as_xml(words: str) -> bytes:
    return escape(words).encode("utf-8")
