"""The bundle as a tree: path → bytes, nothing on the disk yet."""

import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tools.packing.inputs import InputError, Inputs, fetch, interpreter_files
from tools.packing.needs import unmet

SITE = "python/Lib/site-packages/"
#: Folders the interpreter looks into; the file exists so that nothing else on a PC is looked at.
_SEARCHED = (".", "Lib/site-packages", "Lib/site-packages/win32", "Lib/site-packages/win32/lib")
#: pywin32's two libraries must lie beside the interpreter: nothing puts their folder on the path.
_BESIDE_PYTHON = "pywin32_system32/"
_DATA = re.compile(r"[^/]+\.data/(purelib|platlib|data|scripts|headers)/(.*)")
_UNUSED_OF_DIST_INFO = re.compile(r"[^/]+\.dist-info/(RECORD|sboms/.*|INSTALLER|REQUESTED)$")
Tree = dict[str, bytes]


def build_tree(root: Path, cache: Path) -> tuple[Tree, Inputs]:
    """Everything the zip holds but the manifest. Raises `InputError` and ``OSError``."""
    bundle = root / "bundle"
    inputs = load_checked(bundle)
    sdist, wheels = fetch(inputs, bundle, cache)
    tree: Tree = {f"python/{name}": data for name, data in interpreter_files(inputs, sdist)}
    [paths] = [name for name in tree if name.endswith("._pth")]
    library = paths.removeprefix("python/").replace("._pth", ".zip")
    tree[paths] = _windows_text("\n".join((library, *_SEARCHED)) + "\n")
    with tempfile.TemporaryDirectory() as folder:
        own = build_wheel(root, Path(folder))
        if lacking := unmet((*wheels, own), inputs.wheels):
            raise InputError("bundle/wheels.txt thiếu gói: " + "; ".join(lacking))
        for wheel in (*wheels, own):
            tree.update(wheel_files(wheel))
    for path in sorted((bundle / "cchc_setup").glob("*.py")):
        tree[f"{SITE}cchc_setup/{path.name}"] = path.read_bytes()
    for path in sorted((root / "workbooks").glob("*.xl*")):
        tree[f"so-bieu/{path.name}"] = path.read_bytes()
    for path in sorted((bundle / "files").iterdir()):
        tree[path.name] = _windows_text(path.read_text("utf-8"))
    tree["LICENSE.txt"] = _windows_text((root / "LICENSE").read_text("utf-8"))
    return _trimmed(tree, inputs), inputs


def load_checked(bundle: Path) -> Inputs:
    """`inputs.load` with a sentence instead of a ``KeyError``."""
    from tools.packing.inputs import load

    try:
        return load(bundle)
    except (KeyError, ValueError) as error:
        raise InputError(f"bundle/inputs.toml hoặc tệp ghim bị sai: {error}") from error


def build_wheel(root: Path, folder: Path) -> Path:
    """Our own package as it would be installed anywhere."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise InputError(f"Không dựng được gói cchc_xl:\n{done.stderr.strip()}")
    [wheel] = folder.glob("*.whl")
    return wheel


def wheel_files(wheel: Path) -> Iterator[tuple[str, bytes]]:
    """A wheel's files where an installation would put them, inside the bundle."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith("/") or _UNUSED_OF_DIST_INFO.match(name):
                continue
            place = SITE + name
            data = _DATA.match(name)
            if data is not None:
                if data[1] in ("scripts", "headers"):
                    continue
                place = ("python/" if data[1] == "data" else SITE) + data[2]
            elif name.startswith(_BESIDE_PYTHON):
                place = "python/" + name.removeprefix(_BESIDE_PYTHON)
            yield place, archive.read(name)


def _trimmed(tree: Tree, inputs: Inputs) -> Tree:
    """Without what is left out; an entry that covers nothing any more is an error."""
    left_out = set[str]()
    for omission in inputs.omissions:
        for pattern in omission.files:
            one = type(omission)((pattern,), omission.why)
            covered = {path for path in tree if one.covers(path)}
            if not covered:
                raise InputError(f"bundle/inputs.toml: không còn tệp nào khớp {pattern}.")
            left_out |= covered
    return {path: data for path, data in tree.items() if path not in left_out}


def _windows_text(text: str) -> bytes:
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8")
