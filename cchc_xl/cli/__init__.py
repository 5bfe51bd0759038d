"""The terminal: ``cchc …``. The same services as the buttons, for scripts and IT people."""

from cchc_xl.cli.main import main

__all__ = ["main"]
