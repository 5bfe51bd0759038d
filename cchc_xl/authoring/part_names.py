"""How people name a part of the form: by its printed number, by its place ("phần III", "3")."""

from collections.abc import Sequence

from cchc_xl.authoring.columns import Col
from cchc_xl.authoring.draft import Record
from cchc_xl.text import fold


class PartNames:
    """The parts of a draft; a part is known by the number in its column Phần."""

    def __init__(self, sections: Sequence[Record]) -> None:
        self._printed: dict[str, str] = {}
        whole: dict[str, str] = {}
        last: dict[str, str] = {}
        places: dict[str, str] = {}
        for one in sections:
            number, words = one[Col.SECTION], one[Col.NO].split()
            self._printed[number] = words[-1].strip(".") if words else number
            whole.setdefault(fold(one[Col.NO]), number)
            last.setdefault(fold(self._printed[number]), number)
            places.setdefault(fold(number), number)
        self._found = {**places, **last, **whole}  # what is printed wins over the place
        self._found.pop("", None)

    def find(self, said: str) -> str | None:
        """The part meant by "III", "biểu mẫu 3", "phần 3"; None where there is none."""
        return self._found.get(fold(said).removeprefix("phan ")) if said else None

    def name(self, part: str) -> str:
        """The part as it is printed, its last word ("III", "3"); blank for no part of the form."""
        return self._printed.get(part, "")

    def spelled(self, part: str, number: str) -> str:
        """A row's number with its part, as it may be typed."""
        name = self.name(part)
        dotted = name.isascii() and name.isalpha()
        return f"{name}.{number}" if dotted else f"mục {number} phần {name}"
