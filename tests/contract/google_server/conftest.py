from __future__ import annotations

import pytest
from faker import Faker

from syncline.sandbox.google import ServiceKey, make_service_key
from tests.support.google_world import Rest, World, make_world


@pytest.fixture(scope="session")
def key() -> ServiceKey:
    return make_service_key()


@pytest.fixture
def world(key: ServiceKey) -> World:
    return make_world(key)


@pytest.fixture
def rest(world: World) -> Rest:
    return world.rest()


@pytest.fixture
def fake() -> Faker:
    made = Faker(["de_DE", "fr_FR", "pl_PL", "el_GR", "ja_JP"])
    made.seed_instance(20260310)
    return made
