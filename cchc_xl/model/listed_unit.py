"""One line of the unit list (DANHSACH): who is expected to report."""

from dataclasses import dataclass

from cchc_xl.model.level import Level


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """A unit that is to report. ``aliases`` are other names it goes by.

    ``group`` names the published procedure list it shares with others; blank: that of its level.
    """

    name: str
    level: Level | None = None
    code: str = ""
    aliases: tuple[str, ...] = ()
    group: str = ""
