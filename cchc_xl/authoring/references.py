"""Which row a keeper means: its key, its printed number, a number with its part, "dòng 12"."""

import re
from collections.abc import Sequence
from decimal import Decimal

from cchc_xl.authoring.columns import Col
from cchc_xl.authoring.draft import Record
from cchc_xl.authoring.line_numbers import line_number, original
from cchc_xl.authoring.part_names import PartNames
from cchc_xl.templates.labels import plain_number
from cchc_xl.text import clean, fold_keep_tones

_N = r"\d+(?:\.\d+)*"
_ITEM = r"(?:(?:mục|số|stt|dòng) )?"
_PART = "(?:phần|biểu mẫu|biểu)"
_LINE = re.compile(r"dòng (\d+(?:[.,]\d+)?)")
_PLAIN = re.compile(rf"(?:(?:mục|số|stt|dòng) )?({_N})")
_OF_PART = re.compile(rf"{_ITEM}({_N}),? (?:của |ở |thuộc )?{_PART} (.+)")
_PART_AND = re.compile(rf"{_PART} (.+?),? {_ITEM}({_N})")
_DOTTED = re.compile(rf"(?:(?:mục|số) )?([a-z]+) ?[./-] ?({_N})")
_LETTER = "[a-zđ]|[ivx]+"  # “a)”, “ii)” once the brackets are gone
_LETTER_OF_PART = re.compile(rf"{_ITEM}({_LETTER}),? (?:của |ở |thuộc )?{_PART} (.+)")
_PART_AND_LETTER = re.compile(rf"{_PART} (.+?),? {_ITEM}({_LETTER})")
_LETTER_DOTTED = re.compile(rf"(?:(?:mục|số) )?([a-z]+) ?[./-] ?({_LETTER})")
_DECIMAL = re.compile(r"(\d+),(\d+)")
_LEAST_YEAR = 20  # of a year's last two digits: no form has that many rows under one
_DATE = re.compile(r"(\d{2})/(\d{2})/\d{2}(\d{2})")


class UnknownRowError(ValueError):
    """Nobody can tell which row is meant; the text says why and what to write (Vietnamese)."""


class KeylessRowError(UnknownRowError):
    """The row is there but has no key yet, which its own cell is told about."""


class References:
    """Finds the key of the row a text names.

    A key that was changed in its own line is still known by the key first proposed for it. With
    ``near`` (the number of the part a cell speaks from) a printed number means the row of that
    part when only one there has it.
    """

    def __init__(self, rows: Sequence[Record], sections: Sequence[Record] = ()) -> None:
        self._parts = PartNames(sections)
        self._keys = {row[Col.KEY] for row in rows if row[Col.KEY]}
        lines: dict[Decimal, list[Record]] = {}
        self._first: dict[str, list[Record]] = {}
        self._by_number: dict[str, list[Record]] = {}
        self._by_words: dict[str, list[Record]] = {}
        for row in rows:
            if (line := line_number(row[Col.LINE])) is not None:
                lines.setdefault(line, []).append(row)
            if row[Col.FIRST_KEY]:
                self._first.setdefault(row[Col.FIRST_KEY], []).append(row)
            if number := plain_number(row[Col.NO].replace(",", ".")):
                self._by_number.setdefault(number, []).append(row)
            if words := _even(row[Col.NO]):
                self._by_words.setdefault(words, []).append(row)
        self._by_line = {line: original(found) for line, found in lines.items()}

    def key(self, text: str, near: str = "") -> str:
        """The key meant. Raises `UnknownRowError`."""
        text = text.strip()
        if text in self._keys:
            return text
        if text in self._first:
            return _key_of(_renamed(text, self._first[text]))
        return _key_of(self._row(text, near))

    def keys(self, text: str, near: str = "") -> tuple[str, ...]:
        """Several rows, parted by semicolons or line ends; by commas where nothing else is meant.

        Raises `UnknownRowError`.
        """
        pieces = [piece for piece in re.split(r"[;\n]", text) if piece.strip()]
        return tuple(key for piece in pieces for key in self._one_or_more(piece.strip(), near))

    def _one_or_more(self, text: str, near: str) -> tuple[str, ...]:
        listed = self._listed(text, near)
        try:
            one = self.key(text, near)
        except KeylessRowError:
            raise
        except UnknownRowError as error:
            if listed and not _DECIMAL.fullmatch(text):
                return listed
            if "," in text and not (_DECIMAL.fullmatch(text) or _OF_PART.fullmatch(_even(text))):
                raise UnknownRowError(
                    f"“{text}” không phải một dòng; nhiều dòng thì cách nhau bằng dấu chấm phẩy"
                ) from error
            raise
        if listed and _DECIMAL.fullmatch(text):
            dotted = text.replace(",", ".")
            raise UnknownRowError(
                f"“{text}” có thể là số {dotted}, cũng có thể là hai dòng: một dòng thì gõ dạng "
                f"chữ ('{dotted}), hai dòng thì cách nhau bằng dấu chấm phẩy"
            )
        return (one,)

    def _listed(self, text: str, near: str) -> tuple[str, ...]:
        """What commas part, when every piece is a row; else nothing."""
        pieces = [piece for piece in text.split(",") if piece.strip()]
        found: list[str] = []
        keyless: KeylessRowError | None = None
        for piece in pieces if len(pieces) > 1 else ():
            try:
                found.append(self.key(piece, near))
            except KeylessRowError as error:
                keyless = error
            except UnknownRowError:
                return ()
        if keyless is not None:
            raise keyless
        return tuple(found)

    def _row(self, text: str, near: str) -> Record:
        said = _even(text)
        if found := _LINE.fullmatch(said):
            if row := self._by_line.get(Decimal(found[1].replace(",", "."))):
                return row
            if not _PLAIN.fullmatch(said) or "." not in said:
                raise UnknownRowError(f"biểu không có dòng {found[1]}")
        if found := _PLAIN.fullmatch(said):
            return self._printed(found[1], near)
        if found := _OF_PART.fullmatch(said):
            return self._in_part(found[2], found[1], text)
        if found := _PART_AND.fullmatch(said):
            return self._in_part(found[1], found[2], text)
        if self._by_words.get(said):
            return self._only(self._by_words[said], near, text)
        if found := _DOTTED.fullmatch(said):
            return self._in_part(found[1], found[2], text)
        if found := _LETTER_OF_PART.fullmatch(said):
            return self._in_part(found[2], found[1], text)
        if found := _PART_AND_LETTER.fullmatch(said) or _LETTER_DOTTED.fullmatch(said):
            return self._in_part(found[1], found[2], text)
        if found := _DECIMAL.fullmatch(said):
            number = f"{found[1]}.{found[2]}"
            return self._typed(text, (number, f"{number}0"), near)
        if found := _DATE.fullmatch(said):
            number = f"{int(found[1])}.{int(found[2])}"
            long = f"{number}.{int(found[3])}"
            # Of 1.2 Excel makes a day of this year, of 1.2.3 one of 2003.
            this_year = int(found[3]) >= _LEAST_YEAR or long not in self._by_number
            return self._typed(text, (number,) if this_year else (long,), near)
        raise UnknownRowError(f"không có dòng nào là “{text}”")

    def _printed(self, number: str, near: str) -> Record:
        rows = self._by_number.get(number, [])
        if not rows:
            part, _, rest = number.partition(".")
            rows = self._of_part(self._parts.find(part), rest) if rest else []
        if not rows:
            raise UnknownRowError(f"không có dòng nào in số {number}")
        return self._only(rows, near, number)

    def _typed(self, text: str, numbers: Sequence[str], near: str) -> Record:
        """A cell that Excel made a number or a date of: 1.2 and 1.20 both become 1,2."""
        rows = [row for number in numbers for row in self._by_number.get(number, [])]
        dotted = numbers[0]
        try:
            return self._only(rows, near, dotted)
        except UnknownRowError:
            raise UnknownRowError(
                f"không rõ “{text}” là số in ra nào: gõ dạng chữ ('{dotted}) hoặc ghi khóa"
            ) from None

    def _in_part(self, part: str, number: str, text: str) -> Record:
        found = self._parts.find(part)
        if found is None:
            raise UnknownRowError(
                f"không có dòng nào là “{text}” (biểu không có phần {part.upper()})"
            )
        rows = self._of_part(found, number)
        if not rows:
            raise UnknownRowError(
                f"phần {self._parts.name(found)} không có dòng nào in số {number}"
            )
        return self._only(rows, found, number)

    def _of_part(self, part: str | None, number: str) -> list[Record]:
        """Rows of a part by their number, printed alone or behind the part's own."""
        if part is None:
            return []
        for one in (number, f"{self._parts.name(part)}.{number}"):
            printed = self._by_number.get(one) or self._by_words.get(_even(one), [])
            if found := [row for row in printed if row[Col.SECTION] == part]:
                return found
        return []

    def _only(self, rows: Sequence[Record], near: str, said: str) -> Record:
        """The one row of several: in the same part, with a key."""
        if not rows:
            raise UnknownRowError(f"không có dòng nào in số {said}")
        inside = [row for row in rows if near and row[Col.SECTION] == near]
        for some in (inside, rows):
            keyed = [row for row in some if row[Col.KEY]] or list(some)
            if len(keyed) == 1:
                return keyed[0]
        raise UnknownRowError(self._several(rows, said))

    def _several(self, rows: Sequence[Record], said: str) -> str:
        what = f"số {said}" if said[:1].isdecimal() else f"“{said}”"
        by_part: dict[str, list[str]] = {}
        for row in rows:
            by_part.setdefault(row[Col.SECTION], []).append(row[Col.LINE] or row[Col.KEY])
        lines = [line for found in by_part.values() for line in found]
        if len(by_part) < 2 or not self._parts.name(rows[0][Col.SECTION]):
            return f"{what} in ở các dòng {', '.join(lines)}: ghi “dòng {lines[0]}” hoặc khóa"
        told = ", ".join(
            f"phần {self._parts.name(part)} (dòng {', '.join(found)})"
            for part, found in by_part.items()
        )
        lonely = next((part for part, found in by_part.items() if len(found) == 1), None)
        spelled = "" if lonely is None else self._parts.spelled(lonely, said.strip(" .:()"))
        with_part = f"“{spelled}”, " if self._finds(spelled, by_part.get(lonely or "")) else ""
        return f"{what} in ở {told}: ghi {with_part}“dòng {lines[0]}” hoặc khóa"

    def _finds(self, text: str, lines: Sequence[str] | None) -> bool:
        """True when this text, typed in a cell, means the only one of these lines."""
        if not text or lines is None:
            return False
        try:
            row = self._row(text, "")
        except UnknownRowError:
            return False
        return [row[Col.LINE] or row[Col.KEY]] == list(lines)


def _even(text: str) -> str:
    """A reference with its case, brackets and last full stop made even; dots inside are kept."""
    plain = clean(text.replace("(", " ").replace(")", " ")).casefold().strip(" .:")
    words = [_WORDS.get(fold_keep_tones(word) or word, word) for word in plain.split()]
    return " ".join(words)


#: Words of references as they are typed without marks.
_WORDS = {
    "dong": "dòng", "muc": "mục", "phan": "phần", "so": "số", "cua": "của", "thuoc": "thuộc",
    "bieu": "biểu", "mau": "mẫu",
}  # fmt: skip


def _renamed(key: str, lines: Sequence[Record]) -> Record:
    """The line a changed key belongs to; lines copied from it have the old key too."""
    own = [one for one in lines if one[Col.KEY]] or list(lines)  # a fresh copy has no key yet
    if len(own) > 1:  # nor has a copy a whole number of its own
        own = [one for one in own if one[Col.LINE].isdecimal()]
    if len({one[Col.LINE] for one in own}) != 1:
        told = ", ".join(one[Col.LINE] for one in lines)
        raise UnknownRowError(
            f"khóa “{key}” đã đổi ở các dòng {told} (dòng này chép từ dòng kia): ghi khóa mới"
        )
    return own[0]


def _key_of(row: Record) -> str:
    if not row[Col.KEY]:
        raise KeylessRowError(f"dòng {row[Col.LINE]} chưa có khóa")
    return row[Col.KEY]


def reading_of(relation: Record, rows: Sequence[Record], sections: Sequence[Record] = ()) -> str:
    """A relation as a sentence with the labels of its rows, for a keeper who knows no keys."""
    references = References(rows, sections)
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
