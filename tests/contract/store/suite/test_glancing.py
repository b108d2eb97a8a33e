"""Within a glance everything reads as it would without one; what the thread writes itself is seen at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.store.changes import Changes
from tests.support.store_observed import observed
from tests.support.store_samples import (
    CONTACTS,
    REP,
    cursor,
    error,
    held,
    inbox,
    intent,
    later,
    sighting,
    unresolved,
)

if TYPE_CHECKING:
    from syncline.store.port import Store

WAITING = [
    Changes(errors=[error(1)]),
    Changes(held=[held(1)]),
    Changes(inbox=[inbox(1)]),
    Changes(intents=[intent(1)]),
    Changes(sightings=[sighting(1)]),
    Changes(unresolved=[unresolved(1)]),
]


def of_rep(store: Store) -> list[object]:
    """Whatever waits for one rep."""
    return [
        *store.errors(rep=REP), *store.held(rep=REP), *store.inbox(REP, 9), *store.intents(REP, CONTACTS),
        *store.due(REP, CONTACTS, later(10_000), 9), *store.unresolved(rep=REP),
    ]  # fmt: skip


@pytest.mark.parametrize("waiting", WAITING)
def test_what_waits_is_read(store: Store, waiting: Changes) -> None:
    store.commit(waiting)
    with store.glancing(REP):
        assert len(of_rep(store)) == 1


@pytest.mark.parametrize("waiting", WAITING)
def test_what_is_written_meanwhile_is_read(store: Store, waiting: Changes) -> None:
    with store.glancing(REP):
        assert of_rep(store) == []
        store.commit(waiting)
        assert len(of_rep(store)) == 1


def test_cursors_and_settings_are_read_anew_after_a_write(store: Store) -> None:
    with store.glancing(REP):
        assert (store.cursors(REP), store.setting("one")) == ([], "")
        store.commit(Changes(cursors=[cursor()]))
        store.save_setup(settings={"one": "two"})
        assert (store.cursors(REP), store.setting("one")) == ([cursor()], "two")


def test_it_ends_with_the_block(store: Store) -> None:
    with store.glancing(REP):
        before = observed(store)
    store.commit(Changes(errors=[error(1)], cursors=[cursor()]))
    assert observed(store) != before
    assert len(of_rep(store)) == 1
