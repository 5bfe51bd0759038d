import ast
import sys
from pathlib import Path

import cchc_xl.text

FOLDER = Path(cchc_xl.text.__file__).parent


def test_every_public_name_exists_once() -> None:
    names = cchc_xl.text.__all__
    assert len(set(names)) == len(names)
    assert [name for name in names if not hasattr(cchc_xl.text, name)] == []


def test_the_bottom_layer_imports_the_standard_library_only() -> None:
    foreign = {
        name
        for path in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and node.level == 0
            else []
        )
        if name.split(".")[0] not in sys.stdlib_module_names
    }
    assert foreign == set()
