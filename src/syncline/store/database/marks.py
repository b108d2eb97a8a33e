"""Keys as numbers: hashed together with where they are looked for, so that other reps' equal keys are never read.

Statements compare with `(SELECT array)`: the planner takes the many members of a plain array for many rows, and would
rather read the whole table than the index.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable


def marks(scope: tuple[str, ...], keys: Iterable[str]) -> list[int]:
    """Answer a number per key. Two keys may share one: what is found is compared by key as well."""
    start = _start(scope)
    return [crc32(key.encode("utf-8", "surrogatepass"), start) for key in keys]


@lru_cache(maxsize=1024)
def _start(scope: tuple[str, ...]) -> int:
    return crc32("\x00".join((*scope, "")).encode("utf-8", "surrogatepass"))


def array_of_marks(scope: tuple[str, ...], keys: Iterable[str]) -> str:
    """Write the marks as PostgreSQL writes an array."""
    return "{" + ",".join(map(str, marks(scope, keys))) + "}"
