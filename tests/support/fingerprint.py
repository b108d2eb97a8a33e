"""Which code was put to the test: runs with the same print may be added up."""

from __future__ import annotations

import hashlib
from pathlib import Path

_SOURCES = Path(__file__).parents[2] / "src" / "syncline"


def fingerprint(*parts: str) -> str:
    """Answer a short print of these parts of the sources: folders with all that is in them, or single files."""
    found = {one for part in parts for one in [_SOURCES / part, *(_SOURCES / part).rglob("*.py")] if one.is_file()}
    told = hashlib.sha256()
    for path in sorted(found):
        told.update(path.relative_to(_SOURCES).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return told.hexdigest()[:12]
