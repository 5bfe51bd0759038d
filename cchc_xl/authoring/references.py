"""Which row a keeper means: its key, its printed number where only one row has it, "dòng 12"."""

import re
from collections.abc import Sequence

from cchc_xl.authoring.columns import Col
from cchc_xl.authoring.draft import Record
from cchc_xl.templates.labels import plain_number
from cchc_xl.text import fold

_LINE = re.compile(r"dong (\d+)")
_NUMBER = re.compile(r"(?:(?:mục|số) )?(\d+(?:\.\d+)*)\.?")


class UnknownRowError(ValueError):
    """Nobody can tell which row is meant; the text says why and what to write (Vietnamese)."""


class References:
    """Finds the key of the row a text names.

    A key that was changed in its own line is still known by the key first proposed for it.
    """

    def __init__(self, rows: Sequence[Record]) -> None:
        self._by_line = {row[Col.LINE]: row[Col.KEY] for row in rows if row[Col.LINE]}
        self._keys = {row[Col.KEY] for row in rows if row[Col.KEY]}
        self._first = {
            row[Col.FIRST_KEY]: row[Col.KEY] for row in rows if row[Col.FIRST_KEY] and row[Col.KEY]
        }
        self._by_number: dict[str, list[Record]] = {}
        for row in rows:
            if number := plain_number(row[Col.NO]):
                self._by_number.setdefault(number, []).append(row)

    def key(self, text: str) -> str:
        """The key meant. Raises `UnknownRowError`."""
        text = text.strip()
        if text in self._keys:
            return text
        if text in self._first:
            return self._first[text]
        folded = fold(text)
        if found := _LINE.fullmatch(folded):
            if key := self._by_line.get(found[1]):
                return key
            raise UnknownRowError(f"biểu không có dòng {found[1]}")
        if found := _NUMBER.fullmatch(text.lower()):
            rows = self._by_number.get(found[1], [])
            if len(rows) == 1 and rows[0][Col.KEY]:
                return rows[0][Col.KEY]
            if rows:
                lines = ", ".join(row[Col.LINE] for row in rows)
                raise UnknownRowError(
                    f"số {found[1]} in ở các dòng {lines}: ghi “dòng …” hoặc khóa"
                )
        raise UnknownRowError(f"không có dòng nào là “{text}”: ghi khóa, số in ra hoặc “dòng …”")

    def keys(self, text: str) -> tuple[str, ...]:
        """Several rows, parted by semicolons or line ends. Raises `UnknownRowError`."""
        return tuple(self.key(piece) for piece in re.split(r"[;\n]", text) if piece.strip())


def reading_of(relation: Record, rows: Sequence[Record]) -> str:
    """A relation as a sentence with the labels of its rows, for a keeper who knows no keys."""
    references = References(rows)
    labels = {row[Col.KEY]: f"“{row[Col.LABEL]}”" for row in rows}

    def side(column: Col) -> str:
        try:
            return " + ".join(labels[key] for key in references.keys(relation[column]))
        except UnknownRowError:
            return "…"

    right = side(Col.RIGHT)
    bounds = [
        f"{word} {relation[column]}"
        for column, word in ((Col.LIMIT, "giới hạn"), (Col.LOW, "từ"), (Col.HIGH, "đến"))
        if relation[column]
    ]
    told = " ".join([side(Col.LEFT), relation[Col.OP], right, *bounds])
    return re.sub(" +", " ", told).strip()
