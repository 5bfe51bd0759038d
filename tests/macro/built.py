"""Built files for the tests of this folder, and what can be read out of them."""

from __future__ import annotations

import io
import re
import tempfile
import warnings
import zipfile
from functools import lru_cache
from pathlib import Path

from cchc_xl.authoring import Draft
from cchc_xl.macro import addin_bytes, macro_workbook_bytes
from cchc_xl.macro.project import ADDIN_MODULES, KEEPER_MODULES, WORKBOOK_MODULES
from cchc_xl.model import OrgUnit
from cchc_xl.services import books, read_file
from cchc_xl.services.authoring import save_draft
from cchc_xl.templates import loader
from cchc_xl.workbook.content import BookContent

#: Every edition that ships.
EDITIONS = tuple(sorted(loader.edition_folders()))
SAMPLES = Path(books.__file__).parents[1] / "samples"
MACROS = Path(__file__).resolve().parents[2] / "macros"


#: The form keeper's workbook, and the add-in.
KEEPER, ADDIN = "soan-mau.xlsm", "CCHC.xlam"


def modules_of(name: str) -> tuple[str, ...]:
    """The VBA modules that a shipped file holds, by its name."""
    return {KEEPER: KEEPER_MODULES, ADDIN: ADDIN_MODULES}.get(name, WORKBOOK_MODULES)


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
def keeper_workbook() -> bytes:
    """The form keeper's `.xlsm` with nothing in it yet."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "soan.xlsm"
        save_draft(path, Draft())
        return path.read_bytes()


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
