"""What the tests of a process have in common."""

from __future__ import annotations

import gc


def pytest_collection() -> None:
    """Collect no garbage while tests are collected: what is imported stays."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Let the collector pass over what was imported: it lives to the end, and each look at it takes 0.3 s."""
    gc.freeze()
    gc.enable()
