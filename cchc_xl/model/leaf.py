"""What a consolidated workbook carries of one unit whose figures are in it."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from cchc_xl.model.level import Level


class Leaf(BaseModel):
    """One unit's figures as they were added up: one leaf of the tree of units.

    ``values`` are readable values by key, ``unreadable`` the words of cells that are no value.
    ``group`` names the procedure list the unit shares (blank: that of its level), ``via`` the unit
    whose consolidated file brought it (blank: its own file). ``own`` marks what a consolidating
    unit added for itself.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str = Field(default="", max_length=4000)
    org_unit: str = Field(min_length=1, max_length=1000)
    level: Level | None = None
    values: dict[str, Decimal] = {}
    unreadable: dict[str, str] = {}
    group: str = Field(default="", max_length=1000)
    code: str = Field(default="", max_length=200)
    via: str = Field(default="", max_length=1000)
    own: bool = False
    bridged: frozenset[str] = frozenset()
