"""The main switch of an org is a person's: what workers keep of the org beside it never turns it back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from syncline.jobs.orgs import has_requests, org_state, switch, wait_for_requests
from syncline.store.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Interrupted(MemoryStore):
    """Somebody switches the org off just after the worker read what it is about to write."""

    armed = False

    def setting(self, name: str) -> str:
        found = super().setting(name)
        if self.armed:
            self.armed = False
            switch(self, "acme", paused=True)
        return found


@pytest.mark.parametrize(
    "noted", [lambda store: wait_for_requests(store, "acme", NOW), lambda store: has_requests(store, "acme")]
)
def test_a_switch_turned_while_a_worker_takes_note_of_requests_stays(noted: Callable[[MemoryStore], None]) -> None:
    store = Interrupted()
    wait_for_requests(store, "acme", NOW.replace(hour=1))
    store.armed = True
    noted(store)
    assert org_state(store, "acme").paused
