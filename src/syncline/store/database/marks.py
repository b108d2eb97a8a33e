"""Keys as numbers: hashed together with where they are looked for, so that other reps' equal keys are never read.

Statements compare with `(SELECT array)`: the planner takes the many members of a plain array for many rows, and would
rather read the whole table than the index.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def marks(scope: Iterable[str], keys: Iterable[str]) -> list[int]:
    """Answer a signed 64-bit number per key. Two keys may share one: what is found is compared by key as well."""
    prefix = "\x00".join((*scope, ""))
    return [_number(prefix + key) for key in keys]


def array_of_marks(scope: Iterable[str], keys: Iterable[str]) -> str:
    """Write the marks as PostgreSQL writes an array."""
    return "{" + ",".join(map(str, marks(scope, keys))) + "}"


def _number(text: str) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
