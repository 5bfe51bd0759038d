"""What the parts of the engine need of each other, so that no two modules import each other."""

from typing import Any, Protocol

#: What xlwings calls the engine.
ENGINE_NAME = "uno"


class AppLike(Protocol):
    """A LibreOffice with documents."""

    @property
    def desktop(self) -> Any:
        """LibreOffice's desktop."""


class BookLike(Protocol):
    """A document."""

    @property
    def doc(self) -> Any:
        """The document itself."""

    @property
    def name(self) -> str:
        """File name, or what Excel would call an unsaved one."""

    @property
    def sheets(self) -> Any:
        """Its sheets, by number or name."""

    @property
    def names(self) -> Any:
        """Its defined names."""


class SheetLike(Protocol):
    """A sheet of a document."""

    @property
    def book(self) -> BookLike:
        """The document."""

    @property
    def api(self) -> Any:
        """LibreOffice's sheet."""

    @property
    def name(self) -> str:
        """Its name on the tab."""

    @property
    def index(self) -> int:
        """Its number, from 1."""

    @property
    def used_range(self) -> Any:
        """The rectangle that holds anything."""

    def range(self, arg1: Any, arg2: Any = None) -> Any:
        """Cells by address or numbers."""
