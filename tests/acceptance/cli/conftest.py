"""One world for the tests of a module: an embedded database takes seconds to make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.cli_world import LiveWorld

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveWorld]:
    with LiveWorld(tmp_path_factory.mktemp("world")).serving() as world:
        yield world
        world.run("stop")
