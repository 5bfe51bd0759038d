"""Built files for the tests of this folder, and what can be read out of them."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from functools import lru_cache
from pathlib import Path

from cchc_xl.macro import addin_bytes, macro_workbook_bytes
from cchc_xl.model import OrgUnit
from cchc_xl.services import books, read_file
from cchc_xl.templates import loader
from cchc_xl.workbook.content import BookContent
from tools.so_mau import FOLDER

#: Every edition that ships.
EDITIONS = tuple(sorted(path.stem for path in FOLDER.glob("*.xlsm")))
SAMPLES = Path(books.__file__).parents[1] / "samples"
MACROS = Path(__file__).resolve().parents[2] / "macros"


@lru_cache(maxsize=8)
def blank_workbook(edition: str) -> bytes:
    """A blank `.xlsm` of an edition."""
    return macro_workbook_bytes(loader.load(edition), blank_content(edition))


def blank_content(edition: str) -> BookContent:
    """What the builder of the `.xlsx` is handed for a blank workbook."""
    return books.content_from(loader.load(edition), {}, OrgUnit(), None)


@lru_cache(maxsize=8)
def filled_workbook(sample: str) -> bytes:
    """The `.xlsm` of a report of the package's samples."""
    read = read_file(SAMPLES / f"{sample}.txt")
    return macro_workbook_bytes(read.template, books.content_of(read))


@lru_cache(maxsize=1)
def addin() -> bytes:
    """The add-in."""
    return addin_bytes()


def parts(data: bytes) -> dict[str, str]:
    """The XML parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {
            name: package.read(name).decode("utf-8")
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        }


def vba_modules(data: bytes, name: str) -> dict[str, str]:
    """Modules as oletools reads them back, by name; document modules too."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # oletools 0.60 calls pyparsing by its old names
        from oletools.olevba import VBA_Parser  # type: ignore[import-untyped]

        parser = VBA_Parser(name, data=data)
        try:
            return {file.rpartition(".")[0]: code for _, _, file, code in parser.extract_macros()}
        finally:
            parser.close()


def public_procedures(source: str) -> dict[str, str]:
    """Public Subs and Functions of a module: name and arguments."""
    return dict(
        re.findall(
            r"^(?:Public )?(?:Sub|Function) (\w+)\((.*?)\)(?: As \w+)?\r?$", source, re.MULTILINE
        )
    )
