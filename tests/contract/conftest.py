"""One database for all tests of a process that need one: starting a server and making its tables takes seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.store_database import served, server_folder

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    with server_folder() as folder, served(folder) as url:
        yield url
