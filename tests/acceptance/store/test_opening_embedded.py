"""A store on the embedded database: one starts and stops with the other, and a server that died is started again."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connections

from syncline.store.changes import Changes
from syncline.store.errors import StoreUnavailableError
from syncline.store.opening import open_store
from tests.support.django_pages import set_up_django
from tests.support.store_database import server_folder
from tests.support.store_samples import link

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _back_to_the_database_before() -> Iterator[None]:
    """Other tests of this process may have a database of theirs."""
    set_up_django()
    before = dict(settings.DATABASES["default"])
    yield
    connections["default"].close()
    connections.databases["default"].update(before)


def test_the_embedded_database_starts_with_the_store_and_stops_with_it() -> None:
    with server_folder() as folder:
        with open_store(folder) as store:
            store.commit(Changes(links=[link(1)]))
            assert store.links_by_id(["link1"]) == [link(1)]
        assert not (folder / "postgres" / "postmaster.pid").exists()


def kill_with_children(process: int) -> None:
    """Kill a server and what serves its connections: those notice by themselves only a moment later."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    for one in (process, *map(int, children)):
        os.kill(one, signal.SIGKILL)


def test_an_embedded_database_that_died_is_started_again_with_what_was_committed() -> None:
    with server_folder() as folder, open_store(folder) as store:
        store.commit(Changes(links=[link(1)]))
        record = folder / "postgres" / "postmaster.pid"
        before = record.read_text().splitlines()[0]
        kill_with_children(int(before))
        with pytest.raises(StoreUnavailableError):
            store.commit(Changes(links=[link(2)]))
        store.revive()
        assert record.read_text().splitlines()[0] != before
        assert store.links_by_id(["link1", "link2"]) == [link(1)]
        store.revive()
        assert store.links_by_id(["link1"]) == [link(1)]
