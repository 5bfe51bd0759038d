"""Python's search for cyclic garbage, made rare while very many small objects are alive.

Thousands of reports are hundreds of thousands of objects without a single cycle among them; looking
through them again and again took a quarter of the time of a large consolidation.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Within the block, look for cycles only after many new objects."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)
