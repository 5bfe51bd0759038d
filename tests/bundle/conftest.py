"""A PC on paper and two unpacked zips."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from bundle.cchc_setup.words import Speaker
from tests.bundle.pc import PaperPc, unpacked


@pytest.fixture
def pc(tmp_path: Path) -> PaperPc:
    return PaperPc(tmp_path / "C")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return unpacked(tmp_path / "Tải về" / "CCHC-XL-0.1.0", "0.1.0")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return unpacked(tmp_path / "Tải về" / "CCHC-XL-0.2.0", "0.2.0")


@pytest.fixture
def speaker() -> Speaker:
    return Speaker(io.StringIO())
