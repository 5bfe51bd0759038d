from __future__ import annotations

import pytest

from cchc_xl.cli import main
from tests.cli.run import Cchc, Ran


@pytest.fixture
def cchc(capsys: pytest.CaptureFixture[str]) -> Cchc:
    """Run ``main`` with arguments; never a traceback, always a code of the contract."""

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        written = capsys.readouterr()
        assert code in (0, 1, 2)
        assert "Traceback" not in written.err
        return Ran(code, written.out, written.err)

    return run
