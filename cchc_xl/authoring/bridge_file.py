"""Answers of the table Cầu nối into ``cau-noi.toml`` of a folder, what stands there kept."""

import re
import shutil
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp

from cchc_xl.authoring.bridge_answers import same_bridge
from cchc_xl.authoring.draft import Answered
from cchc_xl.authoring.toml_text import bridge_text
from cchc_xl.model.bridge import Bridge, BridgeFile
from cchc_xl.templates.bridges import BRIDGES_FILE, bridges_in, forget_bridges, load_bridges
from cchc_xl.templates.faults import TemplateError
from cchc_xl.templates.loader import PACKAGE_FOLDER
from cchc_xl.workbook.package import write_file
from cchc_xl.workbook.previous import keep_previous

Pair = frozenset[str]

_HEAD = """\
# Cầu nối giữa các dòng gần nghĩa của hai mẫu khác nhau. Chỉ dùng khi người tổng hợp yêu cầu
# (--cau-noi) và luôn được ghi rõ trong kết quả. Không khai ở đây thì không bao giờ ghép.
"""
_START = re.compile(r"^[ \t]*\[\[[ \t]*bridges[ \t]*\]\]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class BridgesWritten:
    """What became of the file of bridges. ``kept``: the file that stood there before."""

    path: Path
    written: tuple[Bridge, ...] = ()
    removed: tuple[Pair, ...] = ()
    kept: Path | None = None


@dataclass(frozen=True, slots=True)
class BridgePlan:
    """A file of bridges that the loader has accepted and that is not in its place yet."""

    path: Path
    text: str
    written: tuple[Bridge, ...]
    removed: tuple[Pair, ...]

    def write(self) -> BridgesWritten:
        """Move it into place, the earlier file beside it. Raises ``OSError``."""
        kept = keep_previous(self.path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_file(self.path, self.text.encode("utf-8"))
        forget_bridges()
        return BridgesWritten(self.path, self.written, self.removed, kept)


def plan_bridges(folder: Path, answers: Iterable[Answered]) -> BridgePlan | None:
    """The file as it has to be after the answers; None where they say what is declared already.

    A bridge that only the package declares is not removed, in the package itself none is. Raises
    `TemplateError` for a file that cannot be read, or that would not load.
    """
    forget_bridges()  # somebody may have edited the file by hand
    packaged = folder.resolve() == PACKAGE_FOLDER.resolve()
    in_force = {bridge.pair: bridge for bridge in load_bridges(folder)}
    own = {bridge.pair: bridge for bridge in bridges_in(folder)}
    written: dict[Pair, Bridge] = {}
    removed: list[Pair] = []
    for answer in answers:
        bridge, now = answer.bridge, in_force.get(answer.pair)
        if bridge is None:
            if answer.pair in own and not packaged:
                removed.append(answer.pair)
        elif now is None or not same_bridge(now, bridge):
            written[answer.pair] = bridge
    if not written and not removed:
        return None
    expected = {pair: one for pair, one in (own | written).items() if pair not in removed}
    path = folder / BRIDGES_FILE
    text = _edited(path, written, removed, expected)
    _try_out(text)
    return BridgePlan(path, text, tuple(written.values()), tuple(removed))


def _edited(
    path: Path,
    written: Mapping[Pair, Bridge],
    removed: Sequence[Pair],
    expected: Mapping[Pair, Bridge],
) -> str:
    """The text of the file with its comments, as far as it is laid out one table a bridge."""
    before = path.read_text("utf-8-sig") if path.exists() else ""
    starts = [match.start() for match in _START.finditer(before)]
    head = before[: starts[0]] if starts else _comments(before) or _HEAD
    blocks = [before[a:b] for a, b in pairwise([*starts, len(before)])]
    try:
        text = _kept(head, blocks, written, removed)
        if _declared(text) == expected:
            return text
    except ValueError:  # "[[bridges]]" within a text of more than one line, and the like
        pass
    return _with_new(_comments(before) or _HEAD, expected.values())


def _kept(
    head: str, blocks: Iterable[str], written: Mapping[Pair, Bridge], removed: Sequence[Pair]
) -> str:
    """Head and blocks as they are, but for pairs that are replaced or removed; new ones below."""
    text = head
    left = dict(written)
    for block in blocks:
        [bridge] = BridgeFile.model_validate(tomllib.loads(block)).bridges
        if bridge.pair not in written and bridge.pair not in removed:
            text += block
            continue
        new = left.pop(bridge.pair, None)
        text += (bridge_text(new) if new else "") + _tail(block)
    return _with_new(text, left.values())


def _tail(block: str) -> str:
    """Comments below the last line of a block, which speak of the block that follows."""
    lines = block.splitlines(keepends=True)
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return "".join(lines[end:])


def _with_new(text: str, bridges: Iterable[Bridge]) -> str:
    """Bridges below a text, a blank line before each."""
    return "\n".join([f"{text.rstrip()}\n", *map(bridge_text, bridges)])


def _comments(text: str) -> str:
    """The lines at the head of a file that only comment."""
    lines = []
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            break
        lines.append(line)
    return "\n".join(lines).strip("\n")


def _declared(text: str) -> dict[Pair, Bridge]:
    bridges = BridgeFile.model_validate(tomllib.loads(text)).bridges
    return {bridge.pair: bridge for bridge in bridges}


def _try_out(text: str) -> None:
    scratch = Path(mkdtemp(prefix="cchc-"))
    try:
        (scratch / BRIDGES_FILE).write_text(text, encoding="utf-8", newline="\n")
        bridges_in(scratch)
    except TemplateError as error:
        raise TemplateError(BRIDGES_FILE, error.faults) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
