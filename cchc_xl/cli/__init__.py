"""The terminal: ``cchc …``. The same services as the buttons, for scripts and IT people."""

import os

# Looking for pydantic plugins reads the metadata of every installed package: a tenth of the time
# one check takes. We have none; whoever does can say so in the environment.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from cchc_xl.cli.main import main  # after the line above

__all__ = ["main"]
