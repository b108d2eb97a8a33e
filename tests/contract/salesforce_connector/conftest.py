from __future__ import annotations

import pytest

from tests.support.sf_connector_world import World


@pytest.fixture
def world() -> World:
    return World()
