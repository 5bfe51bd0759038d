"""How a row is called inside a sentence, so that two rows of one message can be told apart."""

from collections import defaultdict
from collections.abc import Iterable

from cchc_xl.messages.catalogue import sentences
from cchc_xl.model import ReportTemplate, Row
from cchc_xl.model.remember import remembered

LABEL_LENGTH = 44
_STEP = 12  # letters more, until two names differ
_MOST_KEPT = 4096  # sets of rows whose names are kept, for each edition


def row_name(key: str, template: ReportTemplate, length: int = LABEL_LENGTH) -> str:
    """A row's printed number and the start of its label; without a number, the item it is under."""
    row, words = template.by_key[key], sentences("words")
    label = _shortened(row.label.rstrip(" :;,"), length)
    if _is_numbered(row):
        return words["row"].format(no=_number(row), label=label)
    name = words["row-without-number"].format(label=label)
    above = _numbered_above(row, template)
    return words["row-under"].format(row=name, no=_number(above)) if above else name


class Names:
    """Names of the rows that one message speaks of, seen from the section it belongs to."""

    def __init__(
        self, template: ReportTemplate | None, section: str | None, keys: Iterable[str]
    ) -> None:
        self.template = template
        self._section = section
        self._named: dict[str, str] = {}
        if template is not None:
            wanted = frozenset(keys)
            known = _names_of(template)
            named = known.get((section, wanted))
            if named is None:
                named = self._all_different(
                    set(wanted).union(*(_beside(key, template) for key in wanted))
                )
                if len(known) < _MOST_KEPT:
                    known[section, wanted] = named
            self._named = named

    def __getitem__(self, key: str) -> str:
        return self._named.get(key) or self._name(key, LABEL_LENGTH)

    def _all_different(self, keys: set[str]) -> dict[str, str]:
        """Labels of rows that would be called the same grow until they differ, or are whole."""
        lengths = dict.fromkeys(sorted(keys), LABEL_LENGTH)
        while True:
            named = {key: self._name(key, length) for key, length in lengths.items()}
            alike: dict[str, list[str]] = defaultdict(list)
            for key, name in named.items():
                alike[name].append(key)
            growing = [
                key
                for together in alike.values()
                for key in together
                if len(together) > 1 and lengths[key] < self._label_length(key)
            ]
            if not growing:
                return named
            for key in growing:
                lengths[key] += _STEP

    def _label_length(self, key: str) -> int:
        return len(self.template.by_key[key].label) if self.template is not None else 0

    def _name(self, key: str, length: int) -> str:
        """Numbers that restart in each part need the part's name beside them."""
        template = self.template
        if template is None:
            return key
        section, name = template.section_of[key], row_name(key, template, length)
        if section.key == self._section or section.no[:1].isdigit():
            return name
        return sentences("words")["row-elsewhere"].format(section=section.no, row=name)


@remembered
def _names_of(template: ReportTemplate) -> dict[tuple[str | None, frozenset[str]], dict[str, str]]:
    """Names found so far, by section and rows: every unit's report speaks of the same rows."""
    return {}


def _beside(key: str, template: ReportTemplate) -> set[str]:
    """Rows that only their labels tell from this one: without numbers, under the same item."""
    row = template.by_key[key]
    if _is_numbered(row) or row.parent is None:
        return set()
    return {other.key for other in template.children[row.parent] if not _is_numbered(other)}


def _is_numbered(row: Row) -> bool:
    return row.no[:1].isdigit()


def _number(row: Row) -> str:
    return row.no.rstrip(".")


def _numbered_above(row: Row, template: ReportTemplate) -> Row | None:
    """The nearest parent with a printed number."""
    parent = row.parent
    while parent is not None:
        above = template.by_key[parent]
        if _is_numbered(above):
            return above
        parent = above.parent
    return None


def _shortened(label: str, length: int) -> str:
    if len(label) <= length:
        return label
    cut = label[:length].rsplit(" ", 1)[0]
    return cut.rstrip(" ,;(") + "…"
