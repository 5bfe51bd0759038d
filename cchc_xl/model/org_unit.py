"""The agency that files a report."""

from pydantic import BaseModel, ConfigDict

from cchc_xl.model.level import Level


class OrgUnit(BaseModel):
    """An agency (đơn vị, cơ quan). ``None`` means unknown, which is said and never guessed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str | None = None
    level: Level | None = None
    code: str | None = None
