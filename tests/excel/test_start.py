"""How xlwings is imported when a button is pressed for the first time."""

from __future__ import annotations

import subprocess
import sys


def test_a_click_waits_for_no_pandas_and_pandas_stays_importable() -> None:
    code = (
        "import sys, cchc_xl.excel.buttons, cchc_xl.excel.udfs;"
        "assert 'xlwings' in sys.modules and not {'pandas', 'numpy'} & sys.modules.keys();"
        "import pandas, numpy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
