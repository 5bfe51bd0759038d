"""Exit codes and the one way to refuse."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What a script can rely on."""

    FINE = 0
    FOUND_ERRORS = 1
    UNUSABLE = 2


class CommandError(Exception):
    """The command cannot be carried out; the text is one Vietnamese sentence for the user."""
