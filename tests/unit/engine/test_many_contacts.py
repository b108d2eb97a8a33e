"""SPEC 4.6: past the number of contacts that is supported the count is reported, and nothing is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.engine import cycle
from syncline.records.words import Side
from tests.support.world import World

if TYPE_CHECKING:
    import pytest


def test_the_count_is_reported_as_long_as_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cycle, "MOST_CONTACTS", 2)
    world = World()
    ids = [world.shelf(Side.MAILBOX).put({"Surname": f"Number {number}"}).id for number in range(3)]
    world.converge()
    (row,) = world.store.errors()
    assert (row.code, "3 contacts" in row.message, "2 are" in row.message) == ("too_many_contacts", True, True)
    assert len(world.links()) == 3
    world.shelf(Side.MAILBOX).remove(ids[0])
    world.converge()
    assert world.store.errors() == []
