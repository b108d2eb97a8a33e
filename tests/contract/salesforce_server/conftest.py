from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from faker import Faker

from syncline.sandbox.salesforce import AppKey, make_app_key
from syncline.sandbox.server import SocketServer
from tests.support.salesforce_org import SYNC, Rest, World, make_world

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def key() -> AppKey:
    return make_app_key()


@pytest.fixture
def world(key: AppKey) -> World:
    return make_world(key)


@pytest.fixture
def rest(world: World) -> Rest:
    return world.rest()


@pytest.fixture
def sync(world: World) -> Rest:
    return world.rest(SYNC)


@pytest.fixture
def served(world: World) -> Iterator[str]:
    with SocketServer(world.org, threads=4) as server:
        yield server.url


@pytest.fixture
def fake() -> Faker:
    made = Faker(["de_DE", "fr_FR", "pl_PL", "el_GR", "ja_JP"])
    made.seed_instance(20260310)
    return made
