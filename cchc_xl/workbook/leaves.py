"""The leaves a consolidated workbook carries in `_cchc`, so that nobody is counted twice later.

Compact JSON, packed with zlib, as base64 in cells of text (a cell holds at most 32,767 characters).
Rows are named once and counted from there, whole numbers stay whole, others are written as text, so
that 12.17 comes back as 12.17. What is read may come from anybody: its size is limited before it
is unpacked, and everything in it is validated.
"""

import base64
import binascii
import hashlib
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from cchc_xl.model import Leaf, Level, ListedUnit
from cchc_xl.model.template import KEY_PATTERN

CHUNK = 30_000
#: The most a file may carry: packed and unpacked. Every commune of the country takes 1 and 3 MB.
MAX_PACKED = 16_000_000
MAX_UNPACKED = 64_000_000
MAX_LEAVES = 20_000

_VERSION = 1
_CHUNK_KEY, _COUNT, _HASH = "don_vi_con_", "so_doan_don_vi_con", "sha256_don_vi_con"
_KEY = re.compile(KEY_PATTERN)
Pairs = list[tuple[str, str]]


class LeavesError(Exception):
    """The leaves cannot be read. ``detail`` is for the log; the sentence is the caller's."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Leaves of a consolidated workbook, and the unit list it was collected by."""

    leaves: tuple[Leaf, ...] = ()
    units: tuple[ListedUnit, ...] = ()


class _Unit(BaseModel):
    """One leaf: ``v`` and ``x`` are pairs of a row's place among the keys and what it says."""

    model_config = ConfigDict(extra="forbid")

    u: str
    f: str = ""
    l: Level | None = None  # noqa: E741
    g: str = ""
    c: str = ""
    w: str = ""
    o: bool = False
    v: list[tuple[int, int | str]] = []
    x: list[tuple[int, str]] = []
    b: list[int] = []


class _Text(BaseModel):
    """The whole of it."""

    model_config = ConfigDict(extra="forbid")

    version: int
    keys: list[str] = Field(max_length=10_000)
    leaves: list[_Unit] = Field(max_length=MAX_LEAVES)
    units: list[ListedUnit] = Field(max_length=MAX_LEAVES)


_TEXT = TypeAdapter(_Text)


def encode_leaves(carried: Carried) -> Pairs:
    """Lines of `_cchc`; none where there is nothing to carry. The same leaves, the same text."""
    if not carried.leaves and not carried.units:
        return []
    packed = base64.b64encode(zlib.compress(_written(carried).encode("utf-8", "replace"))).decode(
        "ascii"
    )
    chunks = [packed[i : i + CHUNK] for i in range(0, len(packed), CHUNK)]
    return [
        (_COUNT, str(len(chunks))),
        (_HASH, hashlib.sha256(packed.encode("ascii")).hexdigest()),
        *((f"{_CHUNK_KEY}{number:04}", chunk) for number, chunk in enumerate(chunks, 1)),
    ]


def decode_leaves(found: Mapping[str, str]) -> Carried:
    """Read them back from the lines of `_cchc`; nothing where there are none.

    Raises `LeavesError` where they were cut, changed or are larger than anybody's.
    """
    if _COUNT not in found and _HASH not in found:
        return Carried()
    text = _unpacked(_joined(found))
    try:
        return _read(_TEXT.validate_json(text))
    except (ValidationError, ValueError, IndexError) as error:
        raise LeavesError(str(error)[:200]) from error


def _written(carried: Carried) -> str:
    said = (key for leaf in carried.leaves for key in (*leaf.values, *leaf.unreadable))
    bridged = (key for leaf in carried.leaves for key in leaf.bridged)
    keys = sorted({*said, *bridged})
    place = {key: number for number, key in enumerate(keys)}
    whole = {
        "version": _VERSION,
        "keys": keys,
        "leaves": [_leaf(leaf, place) for leaf in carried.leaves],
        "units": [_listed(unit) for unit in carried.units],
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def _leaf(leaf: Leaf, place: Mapping[str, int]) -> dict[str, object]:
    full: dict[str, object] = {
        "u": leaf.org_unit,
        "f": leaf.file,
        "l": leaf.level,
        "g": leaf.group,
        "c": leaf.code,
        "w": leaf.via,
        "o": leaf.own,
        "v": [[place[key], _number(value)] for key, value in sorted(leaf.values.items())],
        "x": [[place[key], text] for key, text in sorted(leaf.unreadable.items())],
        "b": sorted(place[key] for key in leaf.bridged),
    }
    return {name: value for name, value in full.items() if value}


def _number(value: Decimal) -> int | str:
    whole = int(value)
    return whole if whole == value and abs(whole) < 10**15 else str(value)


def _listed(unit: ListedUnit) -> dict[str, object]:
    full: dict[str, object] = {
        "level": unit.level,
        "code": unit.code,
        "aliases": list(unit.aliases),
        "group": unit.group,
    }
    return {"name": unit.name} | {name: value for name, value in full.items() if value}


def _joined(found: Mapping[str, str]) -> str:
    count = found.get(_COUNT, "")
    if not count.isdecimal() or not 0 < int(count[:9]) <= MAX_PACKED // CHUNK + 1:
        raise LeavesError(_COUNT)
    try:
        packed = "".join(found[f"{_CHUNK_KEY}{n:04}"] for n in range(1, int(count) + 1))
    except KeyError as error:
        raise LeavesError(str(error.args[0])) from error
    if hashlib.sha256(packed.encode("utf-8", "replace")).hexdigest() != found.get(_HASH):
        raise LeavesError(_HASH)
    return packed


def _unpacked(packed: str) -> bytes:
    if len(packed) > MAX_PACKED:
        raise LeavesError("packed")
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(base64.b64decode(packed, validate=True), MAX_UNPACKED)
    except (binascii.Error, zlib.error, ValueError) as error:
        raise LeavesError(str(error)) from error
    if not unpacking.eof:
        raise LeavesError("unpacked")
    return text


def _read(text: _Text) -> Carried:
    if text.version != _VERSION:
        raise ValueError(f"version {text.version}")
    if not all(_KEY.match(key) for key in text.keys):
        raise ValueError("keys")
    return Carried(tuple(_unit(one, text.keys) for one in text.leaves), tuple(text.units))


def _unit(one: _Unit, keys: Sequence[str]) -> Leaf:
    places = [place for place, _ in (*one.v, *one.x)] + one.b
    if any(place < 0 for place in places):
        raise ValueError("place")
    return Leaf(
        file=one.f,
        org_unit=one.u,
        level=one.l,
        values={keys[place]: _finite(value) for place, value in one.v},
        unreadable={keys[place]: words for place, words in one.x},
        group=one.g,
        code=one.c,
        via=one.w,
        own=one.o,
        bridged=frozenset(keys[place] for place in one.b),
    )


def _finite(value: int | str) -> Decimal:
    try:
        number = Decimal(value)
    except ArithmeticError as error:
        raise ValueError(f"number {value!r}") from error
    if not number.is_finite() or abs(number.adjusted()) > 10_000:
        raise ValueError(f"number {value!r}")
    return number
