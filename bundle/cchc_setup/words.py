"""How the installer speaks: steps on the screen, and problems that say what to do next."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO


class SetupError(Exception):
    """Nothing more can be done; the text says what happened and the next step, in Vietnamese."""


@dataclass(slots=True)
class Speaker:
    """Writes to the screen and remembers what it said."""

    out: TextIO = field(default_factory=lambda: sys.stdout)
    said: list[str] = field(default_factory=list)

    def say(self, words: str = "") -> None:
        """One paragraph."""
        self.said.append(words)
        print(words, file=self.out, flush=True)

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """A step that takes its time: what it is, then how it went."""
        print(f"- {words}… ", end="", file=self.out, flush=True)
        try:
            yield
        except BaseException:
            print("CHƯA ĐƯỢC", file=self.out, flush=True)
            self.said.append(f"- {words}… CHƯA ĐƯỢC")
            raise
        print("xong", file=self.out, flush=True)
        self.said.append(f"- {words}… xong")
