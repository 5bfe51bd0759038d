"""What a consolidated workbook carries comes back whole, or says that it does not."""

import base64
import hashlib
import zlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.model import Leaf, Level, ListedUnit
from cchc_xl.workbook import leaves as module
from cchc_xl.workbook.leaves import (
    CHUNK,
    Carried,
    LeavesError,
    Pairs,
    decode_leaves,
    encode_leaves,
)

KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4) | st.integers(
    -(10**20), 10**20
).map(Decimal)
LEAVES = st.builds(
    Leaf,
    file=TEXT,
    org_unit=TEXT.filter(bool),
    level=st.none() | st.sampled_from(Level),
    values=st.dictionaries(KEYS, NUMBERS, max_size=5),
    unreadable=st.dictionaries(KEYS, TEXT, max_size=3),
    group=TEXT,
    code=TEXT,
    via=TEXT,
    own=st.booleans(),
    bridged=st.frozensets(KEYS, max_size=2),
)
UNITS = st.builds(
    ListedUnit,
    name=TEXT,
    level=st.none() | st.sampled_from(Level),
    code=TEXT,
    aliases=st.lists(TEXT, max_size=2).map(tuple),
    group=TEXT,
)


@given(leaves=st.lists(LEAVES, max_size=4).map(tuple), units=st.lists(UNITS, max_size=3).map(tuple))
def test_what_is_carried_comes_back_unchanged(
    leaves: tuple[Leaf, ...], units: tuple[ListedUnit, ...]
) -> None:
    carried = Carried(leaves, units)
    assert decode_leaves(dict(encode_leaves(carried))) == carried


def some(count: int = 3) -> Pairs:
    values = {f"dong_{n}": Decimal(n * n) for n in range(60)}
    return encode_leaves(
        Carried(
            tuple(
                Leaf(
                    org_unit=f"Xã {n}",
                    file=f"{hashlib.sha256(str(n).encode()).hexdigest()}.xlsx",
                    values=values,
                )
                for n in range(count)
            )
        )
    )


def test_nothing_to_carry_writes_nothing_and_nothing_written_carries_nothing() -> None:
    assert encode_leaves(Carried()) == []
    assert decode_leaves({"mau": "x"}) == Carried()


def test_every_piece_fits_in_a_cell() -> None:
    pairs = some(3_000)
    assert max(len(value) for _, value in pairs) <= CHUNK
    assert len(pairs) > 4
    assert len(decode_leaves(dict(pairs)).leaves) == 3_000


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_missing_or_changed_piece_is_told(place: int) -> None:
    pairs = some()
    lost = dict(pairs[:place] + pairs[place + 1 :])
    key, value = pairs[place]
    changed = dict(pairs) | {key: ("8" if value[0] == "9" else "9") + value[1:]}
    for found in (lost, changed):
        with pytest.raises(LeavesError):
            decode_leaves(found)


def packed(text: bytes) -> dict[str, str]:
    chunk = base64.b64encode(zlib.compress(text)).decode()
    return {
        "so_doan_don_vi_con": "1",
        "don_vi_con_0001": chunk,
        "sha256_don_vi_con": hashlib.sha256(chunk.encode()).hexdigest(),
    }


@pytest.mark.parametrize(
    "text",
    [
        b"{}",
        b"[]",
        b'{"version":2,"keys":[],"leaves":[],"units":[]}',
        b'{"version":1,"keys":["A B"],"leaves":[],"units":[]}',
        b'{"version":1,"keys":["a"],"leaves":[{"u":"x","v":[[5,1]]}],"units":[]}',
        b'{"version":1,"keys":["a"],"leaves":[{"u":"x","v":[[-1,1]]}],"units":[]}',
        b'{"version":1,"keys":["a"],"leaves":[{"u":"x","v":[[0,"NaN"]]}],"units":[]}',
        b'{"version":1,"keys":["a"],"leaves":[{"u":"x","v":[[0,"1e999999"]]}],"units":[]}',
        b'{"version":1,"keys":["a"],"leaves":[{"u":"x","v":[[0,"khong"]]}],"units":[]}',
        b'{"version":1,"keys":[],"leaves":[{"u":""}],"units":[]}',
        b'{"version":1,"keys":[],"leaves":[],"units":[{"name":"x","level":"xom"}]}',
        b"\xff\xfe",
    ],
)
def test_what_nobody_of_ours_wrote_is_refused(text: bytes) -> None:
    with pytest.raises(LeavesError):
        decode_leaves(packed(text))


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_UNPACKED", 1_000)
    with pytest.raises(LeavesError, match="unpacked"):
        decode_leaves(packed(b" " * 100_000))
