"""The manifest and the zip: the same tree gives the same bytes."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping

from tools.packing.inputs import Inputs

MANIFEST = "MANIFEST.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def manifest(tree: Mapping[str, bytes], inputs: Inputs, version: str) -> bytes:
    """Every file with size and SHA-256, and every input with its pin."""
    pinned = (inputs.interpreter, *inputs.wheels)
    told = {
        "name": "CCHC-XL",
        "version": version,
        "python": inputs.python,
        "inputs": [
            {"name": pin.name, "version": pin.version, "sha256": list(pin.hashes)} for pin in pinned
        ],
        "files": [
            {"path": path, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for path, data in sorted(tree.items())
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def zip_bytes(tree: Mapping[str, bytes], folder: str) -> bytes:
    """A zip with one folder in it; order, dates and permissions are always the same."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, data in sorted(tree.items()):
            entry = zipfile.ZipInfo(f"{folder}/{path}", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return target.getvalue()
