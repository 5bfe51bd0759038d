"""The container of .xls files: read warily, written for calamine."""

from __future__ import annotations

import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.workbook.compound import CompoundFile, pack_compound
from cchc_xl.workbook.intake import FileProblem
from tests.workbook.intake_files import compound_of


def test_small_and_large_streams_are_read_without_case() -> None:
    small, large = b"abc" * 50, bytes(range(256)) * 40
    found = CompoundFile(compound_of({"Workbook": large, "Info": small, "More": b"z"}))
    assert found.stream("WORKBOOK") == large
    assert found.stream("info") == small
    assert found.stream("More") == b"z"
    assert "workbook" in found
    assert "nothing" not in found


@given(st.binary(max_size=30_000))
def test_what_is_packed_is_read_back_filled_up_with_zeros(stream: bytes) -> None:
    found = CompoundFile(pack_compound("Workbook", stream)).stream("Workbook")
    assert found[: len(stream)] == stream
    assert found[len(stream) :].strip(b"\0") == b""
    assert len(found) % 4_096 == 0


def test_a_long_stream_needs_more_than_one_sector_of_the_table() -> None:
    stream = struct.pack("<I", 7) * 2_000_000  # 8 MB: 1,954 sectors, 1,024 to a table sector
    assert (
        CompoundFile(pack_compound("Workbook", stream)).stream("workbook")[: len(stream)] == stream
    )


def changed(data: bytes, at: int, number: int) -> bytes:
    return data[:at] + struct.pack("<I", number) + data[at + 4 :]


@pytest.mark.parametrize("field", [48, 60, 68, 76])
@pytest.mark.parametrize("number", [0, 1, 2, 10, 0x7FFFFFFF, 0xFFFFFFFF])
def test_a_wrong_pointer_ends_in_a_problem_or_in_the_stream(field: int, number: int) -> None:
    data = compound_of({"Workbook": b"x" * 6_000, "Small": b"y"})
    begun = time.perf_counter()
    try:
        found = CompoundFile(changed(data, field, number))
        found.stream("Workbook")
        found.stream("Small")
    except (FileProblem, KeyError):
        pass
    assert time.perf_counter() - begun < 0.5


def test_a_chain_that_bites_its_tail_ends() -> None:
    data = compound_of({"Workbook": b"x" * 6_000})
    table = len(data) - 512
    for entry in range(14):  # every used sector points to itself
        data = changed(data, table + 4 * entry, entry)
    with pytest.raises(FileProblem, match="damaged"):
        CompoundFile(data).stream("Workbook")


def test_a_stream_said_to_be_larger_than_the_file_is_damaged() -> None:
    data = compound_of({"Workbook": b"x" * 6_000})
    size_at = data.index("Workbook".encode("utf-16-le")) + 120
    with pytest.raises(FileProblem, match="damaged"):
        CompoundFile(changed(data, size_at, 0x7FFFFFFF)).stream("Workbook")
