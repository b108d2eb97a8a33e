"""Ways of losing data where another defence would cover up for the first: here only one of them can help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from syncline.connectors.errors import TimedOutError
from syncline.connectors.port import Whereabouts
from syncline.records.words import Collection, Side
from tests.support.memory_sides import MemoryMailbox
from tests.support.world import REP, World

if TYPE_CHECKING:
    from syncline.connectors.port import Draft, ItemError, Written

ANN = {"GivenName": "Ann", "Surname": "Lee", "EmailAddress1": "ann@acme.example", "JobTitle": "old"}


@pytest.mark.parametrize("late", [False, True])
def test_of_two_alike_each_keeps_its_copy_though_the_answer_was_lost(
    monkeypatch: pytest.MonkeyPatch,
    late: bool,  # noqa: FBT001
) -> None:
    """L4: nothing but the intent tells which copy is whose. `late`: the server makes them after the time-out."""
    world = World()
    for _ in range(2):
        world.shelf(Side.SALESFORCE).put(ANN, owner=world.org.user_id)
    real, sent = MemoryMailbox.create, []

    def lost(self: MemoryMailbox, collection: Collection, drafts: list[Draft]) -> list[Written | ItemError]:
        sent.extend(drafts)
        if not late:
            real(self, collection, drafts)
        raise TimedOutError("No answer.")

    monkeypatch.setattr(MemoryMailbox, "create", lost)
    world.cycle()
    monkeypatch.undo()
    if late:
        world.cycle()
        world.mailbox.create(Collection.CONTACTS, sent)
    world.wait(hours=1)
    world.converge()
    assert len(world.values(Side.MAILBOX)) == len(world.links()) == 2
    assert world.store.unresolved(rep=REP) == []


def test_an_edit_does_not_end_the_wait_for_a_late_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """L4: the server makes the copy after its time-out, and after the contact was edited."""
    world = World()
    mine = world.shelf(Side.SALESFORCE).put(ANN, owner=world.org.user_id)
    sent: list[Draft] = []

    def lost(_self: MemoryMailbox, _collection: Collection, drafts: list[Draft]) -> list[Written | ItemError]:
        sent.extend(drafts)
        raise TimedOutError("No answer.")

    monkeypatch.setattr(MemoryMailbox, "create", lost)
    world.cycle()
    monkeypatch.undo()
    world.shelf(Side.SALESFORCE).edit(mine.id, {"JobTitle": "new"})
    world.wait(seconds=30)
    world.cycle()
    assert world.values(Side.MAILBOX) == []
    world.mailbox.create(Collection.CONTACTS, sent)
    world.wait(hours=1)
    world.converge()
    assert world.values(Side.MAILBOX) == [{**ANN, "JobTitle": "new"}]


def test_what_was_edited_outside_the_folder_and_put_back_is_merged_with_its_base() -> None:
    """L8: matched anew, the other side would win by policy."""
    world = World()
    shelf = world.shelf(Side.MAILBOX)
    mine = shelf.put(ANN)
    world.converge()
    shelf.remove(mine.id, Whereabouts.ELSEWHERE)
    world.converge()
    back = shelf.put({**ANN, "JobTitle": "edited outside"})
    shelf.records[back.id] = structs.replace(back, trace=mine.trace)
    world.converge()
    assert world.values(Side.SALESFORCE) == world.values(Side.MAILBOX) == [{**ANN, "JobTitle": "edited outside"}]


def test_what_the_server_made_of_a_value_is_no_edit_of_anybodys() -> None:
    """L9: the next edit of another field does not bring the rewritten value back."""
    world = World()
    mine = world.shelf(Side.MAILBOX).put(ANN).id
    world.converge()
    world.shelf(Side.SALESFORCE).rewrite = lambda values: {label: str(value).upper() for label, value in values.items()}
    world.shelf(Side.MAILBOX).edit(mine, {"JobTitle": "Head of Sales"})
    world.converge()
    (link,) = world.links()
    assert link.held(Side.SALESFORCE)["JobTitle"] == "HEAD OF SALES"
    assert world.values(Side.MAILBOX) == [{**ANN, "JobTitle": "Head of Sales"}]


def test_a_name_that_stands_in_does_not_flow_back_with_an_edit() -> None:
    """L13: it is what Salesforce was seen to hold, and no change."""
    world = World()
    world.shelf(Side.MAILBOX).put({"EmailAddress1": "ann@acme.example"})
    world.converge()
    (link,) = world.links()
    world.shelf(Side.SALESFORCE).edit(link.salesforce_id, {"JobTitle": "CEO"})
    world.converge()
    assert world.values(Side.MAILBOX) == [{"EmailAddress1": "ann@acme.example", "JobTitle": "CEO"}]
