"""What is wrong with data of the form keeper."""

from collections.abc import Iterable


class TemplateError(Exception):
    """An edition that cannot be used. ``faults`` are Vietnamese sentences, one per fault."""

    def __init__(self, place: str, faults: Iterable[str]) -> None:
        self.place = place
        self.faults = tuple(faults)
        super().__init__(f"{place}: " + "; ".join(self.faults))
