from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.store.memory import MemoryStore
from tests.support.store_database import empty_store

if TYPE_CHECKING:
    from syncline.store.database import DatabaseStore
    from syncline.store.port import Store


@pytest.fixture
def database(database_url: str) -> DatabaseStore:
    return empty_store()


@pytest.fixture(params=["memory", "database"])
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == "memory":
        return MemoryStore()
    found: Store = request.getfixturevalue("database")
    return found
