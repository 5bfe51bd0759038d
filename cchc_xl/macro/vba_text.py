"""VBA as people read it (UTF-8, Vietnamese in quotes) → VBA as a project stores it (ASCII, CRLF).

A VBA project keeps its source in a code page that has no room for Vietnamese, so every literal
with such letters becomes an expression of ``ChrW`` calls. Where VBA allows no expression (Const,
Attribute, Declare) and in identifiers they are refused.
"""

import re
import unicodedata
from collections.abc import Iterator

#: Characters of one physical line; VBA's own limit is 1023.
MAX_LINE = 900
#: Line continuations of one statement that VBA allows.
MAX_CONTINUATIONS = 24

_LITERAL_ONLY = re.compile(
    r"\s*((Public|Private|Global|Friend)\s+)?(Const|Declare|Attribute)\b|\s*#", re.IGNORECASE
)
_REMARK = re.compile(r"\s*Rem(\s|$)", re.IGNORECASE)
_TOKEN = re.compile(r'"(?:[^"]|"")*"|\'.*|[^"\']+|"')


class VbaSourceError(Exception):
    """A source that VBA could not hold. ``where`` is file and line."""

    def __init__(self, where: str, what: str) -> None:
        self.where = where
        super().__init__(f"{where}: {what}")


def to_ascii(text: str, name: str) -> str:
    """The source as VBA stores it: ASCII, CRLF, one line break at the end.

    ``name`` is told in errors. Raises `VbaSourceError`.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").rstrip("\n").split("\n")
    out = [_line(line, f"{name}:{number}") for number, line in enumerate(lines, 1)]
    _check_continuations("\n".join(out).split("\n"), name)
    return "\r\n".join("\n".join(out).split("\n")) + "\r\n"


def _line(line: str, where: str) -> str:
    if unicodedata.normalize("NFC", line) != line:
        raise VbaSourceError(where, "not in Unicode's composed form (NFC)")
    line = line.rstrip()
    if line.isascii():
        if len(line) > MAX_LINE:
            raise VbaSourceError(where, f"{len(line)} characters; at most {MAX_LINE}")
        return line
    if _REMARK.match(line):
        return without_marks(line)
    pieces: list[str] = []
    for token in _TOKEN.findall(line):
        if token.startswith("'"):
            pieces.append(without_marks(token))
        elif token == '"':
            raise VbaSourceError(where, "a text that does not end")
        elif token.isascii():
            pieces.append(token)
        elif not token.startswith('"'):
            raise VbaSourceError(where, f"only texts may hold Vietnamese: {token.strip()!r}")
        elif _LITERAL_ONLY.match(line):
            raise VbaSourceError(where, f"VBA allows no expression here; use a function: {token}")
        else:
            pieces.extend(_expression(token[1:-1].replace('""', '"')))
    return _wrapped(pieces, where)


def _expression(text: str) -> Iterator[str]:
    """``"Kiểm"`` → ``"Ki" & ChrW(7875) & "m"``, in pieces where a line may be broken.

    Without parentheses around: ``Tell ("a" & "b") & c`` is no statement for LibreOffice, and ``&``
    binds more tightly than any comparison.
    """
    opening = ""
    for run in re.findall(r"[\x20-\x7e]+|[^\x20-\x7e]", text):
        if run.isascii() and run.isprintable():
            yield opening + '"' + run.replace('"', '""') + '"'
        else:
            units = run.encode("utf-16-le")
            codes = (int.from_bytes(units[i : i + 2], "little") for i in range(0, len(units), 2))
            # ChrW takes an Integer: what lies beyond 32767 is negative.
            yield opening + " & ".join(
                f"ChrW({code if code < 0x8000 else code - 0x10000})" for code in codes
            )
        opening = " & "


def _wrapped(pieces: list[str], where: str) -> str:
    lines, current = [], ""
    for piece in pieces:
        if len(current) + len(piece) > MAX_LINE:
            if not piece.startswith(" & "):
                raise VbaSourceError(where, "too long for one line; make two statements")
            lines.append(current + " _")
            piece = "    " + piece.lstrip()
            current = ""
        current += piece
    return "\n".join([*lines, current])


def _check_continuations(lines: list[str], name: str) -> None:
    run = 0
    for number, line in enumerate(lines, 1):
        run = run + 1 if line.endswith(" _") else 0
        if run > MAX_CONTINUATIONS:
            raise VbaSourceError(f"{name}:{number}", "too many line continuations")


def without_marks(text: str) -> str:
    """Vietnamese without its marks, anything else beyond ASCII as ``?``; for comments."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return bare.encode("ascii", "replace").decode("ascii")


def resolve_conditions(text: str, known: dict[str, bool | str]) -> str:
    """Resolve ``#If`` … ``#End If`` and drop ``#Const``: what LibreOffice, too, can compile.

    LibreOffice passes over lines that begin with ``#`` and compiles every branch. A condition is a
    name of ``known``, ``Not name``, or ``name = "text"``. Raises `VbaSourceError` for others.
    """
    values = {name.lower(): value for name, value in known.items()}
    kept: list[str] = []
    branches: list[tuple[bool, bool]] = []  # this branch lives; one of its fellows did
    for number, line in enumerate(text.split("\n"), 1):
        words = line.strip()
        low = words.lower()
        where = f"line {number}"
        if low.startswith("#const "):
            continue
        if low.startswith("#if "):
            holds = _holds(words[4:], values, where)
            branches.append((holds, holds))
        elif low.startswith("#elseif "):
            _, taken = branches.pop()
            holds = not taken and _holds(words[8:], values, where)
            branches.append((holds, taken or holds))
        elif low.startswith("#else"):
            _, taken = branches.pop()
            branches.append((not taken, True))
        elif low.startswith("#end if"):
            branches.pop()
        elif all(lives for lives, _ in branches):
            kept.append(line)
    if branches:
        raise VbaSourceError("end", "an #If without #End If")
    return "\n".join(kept)


def _holds(condition: str, values: dict[str, bool | str], where: str) -> bool:
    words = re.sub(r"\s+then\s*('.*)?$", "", condition.strip(), flags=re.IGNORECASE)
    found = re.fullmatch(r'(not\s+)?(\w+)(?:\s*=\s*"([^"]*)"|\s*>=\s*\d+)?', words, re.IGNORECASE)
    if found is None or found[2].lower() not in values:
        raise VbaSourceError(where, f"a condition nobody decided on: {words}")
    value = values[found[2].lower()]
    holds = value == found[3] if found[3] is not None else bool(value)
    return holds != bool(found[1])


_PROCEDURE = re.compile(
    r"^(?:(?:Public|Private|Friend|Static)\s+)*(?:Function|Sub)\s+(\w+)", re.IGNORECASE
)
_END = re.compile(r"^End (?:Function|Sub)\b", re.IGNORECASE)


def procedures(text: str) -> tuple[str, dict[str, str]]:
    """What stands before and between procedures, and the text of each procedure by its name."""
    outside: list[str] = []
    found: dict[str, str] = {}
    name, body = "", [""]
    for line in text.split("\n"):
        begins = _PROCEDURE.match(line)
        if not name and begins:
            name, body = begins[1], []
        (body if name else outside).append(line)
        if name and _END.match(line):
            found[name] = "\n".join(body)
            name = ""
    return "\n".join(outside), found


def reachable(roots: set[str], found: dict[str, str]) -> set[str]:
    """Names of the procedures that the roots need, themselves included."""
    lower = {name.lower(): name for name in found}
    waiting, reached = list(roots), set[str]()
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        words = set(re.findall(r"\w+", _without_comments(found[name]).lower()))
        waiting.extend(lower[word] for word in words & lower.keys())
    return reached


def _without_comments(text: str) -> str:
    return "\n".join(
        "".join(t for t in _TOKEN.findall(line) if not t.startswith("'"))
        for line in text.split("\n")
    )
