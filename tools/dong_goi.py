"""Builds the zip for office PCs: Python, libraries, product, workbooks, installer.

::

    python tools/dong_goi.py    # dist/CCHC-XL-<version>.zip

Nothing is looked up on the machine it runs on but our own package and pip's downloads, which are
pinned by hash (``bundle/``). The same sources give the same bytes (with the same zlib).
"""

import hashlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a script: find tools/

from cchc_xl import __version__
from tools.packing.archive import MANIFEST, manifest, zip_bytes
from tools.packing.inputs import InputError
from tools.packing.tree import build_tree

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache" / "dong-goi"
#: What mail and message services of offices let through.
TARGET_MB = 40
NAME = f"CCHC-XL-{__version__}"


def bundle() -> tuple[bytes, str]:
    """The zip and a line about it. Raises `InputError` and ``OSError``."""
    tree, inputs = build_tree(ROOT, CACHE)
    tree[MANIFEST] = manifest(tree, inputs, __version__)
    packed = zip_bytes(tree, NAME)
    unpacked = sum(map(len, tree.values()))
    return packed, (
        f"{len(packed) / 1e6:.1f} MB nén (mục tiêu ≤ {TARGET_MB}), "
        f"{unpacked / 1e6:.1f} MB trong {len(tree)} tệp, "
        f"SHA-256 {hashlib.sha256(packed).hexdigest()}"
    )


def main() -> int:
    """Exit code: 1 when an input is missing or wrong, or the zip is larger than it may be."""
    try:
        packed, words = bundle()
    except InputError as problem:
        print(problem, file=sys.stderr)
        return 1
    target = ROOT / "dist" / f"{NAME}.zip"
    target.parent.mkdir(exist_ok=True)
    new = target.with_suffix(".zip.moi")
    new.write_bytes(packed)
    new.replace(target)
    print(f"{target.relative_to(ROOT)}: {words}")
    return int(len(packed) > TARGET_MB * 1e6)


if __name__ == "__main__":
    sys.exit(main())
