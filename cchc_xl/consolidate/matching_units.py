"""Which unit of the list a file comes from: by code, by name, by another name it goes by."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from cchc_xl.model import ListedUnit, OrgUnit
from cchc_xl.text import fold, fold_keep_tones


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """The listed unit, None where there is none or several could be meant (``reason`` says so)."""

    listed: ListedUnit | None = None
    reason: str = ""


class UnitBook:
    """The unit list, for looking units up."""

    def __init__(self, units: Sequence[ListedUnit]) -> None:
        self.units = tuple(units)
        self._by_code = {fold(unit.code): unit for unit in units if unit.code}
        self._by_name: dict[str, list[ListedUnit]] = defaultdict(list)
        for unit in units:
            for name in dict.fromkeys(fold(name) for name in (unit.name, *unit.aliases)):
                self._by_name[name].append(unit)

    def find(self, unit: OrgUnit, file: str) -> UnitMatch:
        """The unit of a file. A file that names none may be told by its own name."""
        if unit.code and (by_code := self._by_code.get(fold(unit.code))) is not None:
            return UnitMatch(by_code)
        if unit.name:
            return self._one(self._by_name.get(fold(unit.name), []), unit)
        named = self._named_by(file)
        if len(named) == 1:
            return UnitMatch(named[0], "Tệp không ghi tên đơn vị; nhận theo tên tệp.")
        return UnitMatch()

    def _one(self, found: Sequence[ListedUnit], unit: OrgUnit) -> UnitMatch:
        spelled = [one for one in found if fold_keep_tones(unit.name or "") in _spelled(one)]
        found = spelled or found  # "Xã Tân Sơn" is not "Xã Tân Sớn", where the list has both
        if unit.level is not None and len(found) > 1:
            found = [one for one in found if one.level in (None, unit.level)]
        if len(found) == 1:
            return UnitMatch(found[0])
        if found:
            return UnitMatch(
                reason="Danh sách có nhiều đơn vị tên này; hãy ghi mã đơn vị vào sổ hoặc danh sách."
            )
        return UnitMatch()

    def _named_by(self, file: str) -> list[ListedUnit]:
        stem = f" {_words(PurePath(file).stem)} "
        found = [
            (len(name), unit)
            for name, units in self._by_name.items()
            for unit in units
            if name and f" {_words(name)} " in stem
        ]
        # "Xã Tân Lập Hạ" also holds the words of "Xã Tân Lập": the longest name is meant.
        longest = max((length for length, _ in found), default=0)
        return list(dict.fromkeys(unit for length, unit in found if length == longest))


def _spelled(unit: ListedUnit) -> set[str]:
    return {fold_keep_tones(name) for name in (unit.name, *unit.aliases)}


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))
