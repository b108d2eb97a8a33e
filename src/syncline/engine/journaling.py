"""Names of journal rows: short enough to be typed, and the same for the same write however often it is tried."""

from __future__ import annotations

import hashlib

_LENGTH = 16


def row_id(*identity: str) -> str:
    """Answer the id of the row about the write that these texts tell from all others."""
    return hashlib.sha256("\0".join(identity).encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
