"""What the tests of a process have in common."""

from __future__ import annotations

import gc


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what was imported: it lives to the end, and each look takes 0.3 s."""
    gc.collect()
    gc.freeze()
