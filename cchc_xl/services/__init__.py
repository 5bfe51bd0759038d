"""The use cases. Buttons, functions and commands cannot differ because all of them call these."""

from cchc_xl.services.checking import CheckedFile, check_file, check_files, import_file
from cchc_xl.services.reading import (
    ReadOptions,
    ReadReport,
    UnusableFileError,
    read_file,
)

__all__ = [
    "CheckedFile",
    "ReadOptions",
    "ReadReport",
    "UnusableFileError",
    "check_file",
    "check_files",
    "import_file",
    "read_file",
]
