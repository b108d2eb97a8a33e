"""A sandbox for each story."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.acceptance.clients.office import Office, open_office
from tests.acceptance.clients.people import Crowd

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A sandbox; nothing is applied yet."""
    with open_office(tmp_path) as office:
        yield office


@pytest.fixture
def crowd() -> Crowd:
    return Crowd(seed=20261)
