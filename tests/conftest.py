"""What the tests of a process have in common."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

_ROOT = "PYTEST_DEBUG_TEMPROOT"


def pytest_configure(config: pytest.Config) -> None:
    """Give a run a folder of its own for temporary ones, unless this process shares the work of another.

    pytest closes the one that all runs of a user share to everybody else whenever a run begins; where that is root, the
    databases of other runs are served by another user, who could not reach them any more.
    """
    if _ROOT not in os.environ:
        os.environ[_ROOT] = folder = tempfile.mkdtemp(prefix="syncline-tests-")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_collection() -> None:
    """Collect no garbage while tests are collected: what is imported stays."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Let the collector pass over what was imported: it lives to the end, and each look at it takes 0.3 s."""
    gc.freeze()
    gc.enable()
