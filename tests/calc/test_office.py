"""LibreOffice is started and ended without leaving anything behind."""

from __future__ import annotations

import pytest

from cchc_xl.calc import office as offices
from cchc_xl.calc.uno_bridge import CalcUnavailableError
from tests.calc.app import app_or_skip


@pytest.mark.libreoffice
def test_the_profile_goes_with_the_office() -> None:
    app_or_skip()
    office = offices.Office()
    states = [office.is_running]
    assert office.folder.is_dir()
    office.stop()
    states.append(office.is_running)
    assert states == [True, False]
    assert not office.folder.exists()
    office.stop()  # twice does no harm


def test_a_missing_libreoffice_is_one_vietnamese_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offices, "find_soffice", lambda: None)
    monkeypatch.setattr(offices, "load_uno", lambda: None)
    with pytest.raises(CalcUnavailableError, match="chưa có LibreOffice"):
        offices.Office()
