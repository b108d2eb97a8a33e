"""SyncFolderItems against a model: whatever happens between pages, a client ends with what the folder holds."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.support.ews_raw import codes, texts

if TYPE_CHECKING:
    from lxml import etree

    from syncline.sandbox.exchange import ExchangeServer, Folder, Item, OpenMailbox
    from tests.support.ews_raw import Caller


class Replica:
    """A client that keeps ids and change keys, and checks that each change makes sense."""

    def __init__(self, caller: Caller, folder: Folder) -> None:
        self._caller = caller
        self._folder = folder
        self.state = ""
        self.held: dict[str, str] = {}

    def ask(self, most: int, *, extra: str = "") -> etree._Element:
        state = f"<m:SyncState>{self.state}</m:SyncState>" if self.state else ""
        return self._caller.call(
            "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:SyncFolderId>"
            f'<t:FolderId Id="{self._folder.id}"/></m:SyncFolderId>{state}{extra}'
            f"<m:MaxChangesReturned>{most}</m:MaxChangesReturned></m:SyncFolderItems>"
        )

    def page(self, most: int) -> bool:
        """Read one page and answer whether that was the last."""
        root = self.ask(most)
        changes = root.findall(".//{*}Changes/*")
        assert len(changes) <= most
        for change in changes:
            self._apply(change)
        (self.state,) = texts(root, "//m:SyncState/text()")
        return texts(root, "//m:IncludesLastItemInRange/text()") == ["true"]

    def _apply(self, change: etree._Element) -> None:
        reference = next(change.iter("{*}ItemId"))
        identifier, key = reference.get("Id", ""), reference.get("ChangeKey", "")
        kind = change.tag.rpartition("}")[2]
        if kind == "Delete":
            self.held.pop(identifier, None)
            return
        assert (identifier in self.held) is (kind != "Create")
        self.held[identifier] = key

    def read(self, most: int) -> None:
        while not self.page(most):
            pass


def truth(folder: Folder) -> dict[str, str]:
    return {item.id: item.change_key for item in folder.items.values()}


@pytest.fixture
def folder(ann: OpenMailbox) -> Folder:
    return ann.make_folder("Salesforce_Sync")


@pytest.mark.parametrize("most", [1, 2, 3, 7, 512])
def test_the_first_reading_pages(owner: Caller, ann: OpenMailbox, folder: Folder, most: int) -> None:
    for number in range(7):
        ann.create_contact({"GivenName": str(number)}, folder=folder)
    replica = Replica(owner, folder)
    pages = 1
    while not replica.page(most):
        pages += 1
    assert (replica.held, pages) == (truth(folder), -(-7 // most))


def disturb(rng: random.Random, ann: OpenMailbox, folder: Folder) -> None:
    items: list[Item] = list(folder.items.values())
    if not items or rng.random() < 0.4:
        ann.create_contact({"GivenName": str(rng.random())}, folder=folder)
        return
    item = rng.choice(items)
    if rng.random() < 0.6:
        ann.edit(item, {"JobTitle": str(rng.random())})
    elif rng.random() < 0.5:
        ann.trash(item)
    else:
        ann.move_item(ann.move_item(item, ann.well_known("contacts")), folder)


@pytest.mark.parametrize("seed", range(25))
def test_changes_between_pages_lose_nothing(owner: Caller, ann: OpenMailbox, folder: Folder, seed: int) -> None:
    rng = random.Random(seed)
    replica = Replica(owner, folder)
    for _ in range(12):
        for _ in range(rng.randrange(6)):
            disturb(rng, ann, folder)
        replica.page(rng.randrange(1, 4))
    replica.read(rng.randrange(1, 5))
    assert replica.held == truth(folder)
    before = replica.state
    replica.read(512)
    assert (replica.held, replica.state) == (truth(folder), before)


def test_what_came_and_went_between_two_readings_is_not_told(owner: Caller, ann: OpenMailbox, folder: Folder) -> None:
    replica = Replica(owner, folder)
    replica.read(512)
    ann.trash(ann.create_contact({"GivenName": "A"}, folder=folder))
    assert replica.ask(512).findall(".//{*}Changes/*") == []


def test_ignored_items_are_not_told(owner: Caller, ann: OpenMailbox, folder: Folder) -> None:
    items = [ann.create_contact({"GivenName": str(number)}, folder=folder) for number in range(3)]
    ignore = f'<m:Ignore><t:ItemId Id="{items[0].id}"/></m:Ignore>'
    assert len(Replica(owner, folder).ask(512, extra=ignore).findall(".//{*}Create")) == 2


@pytest.mark.parametrize("most", [0, 513, -1])
def test_a_page_has_1_to_512_changes(owner: Caller, folder: Folder, most: int) -> None:
    assert codes(Replica(owner, folder).ask(most)) == ["ErrorSchemaValidation"]


def test_an_unknown_folder(owner: Caller, ann: OpenMailbox, folder: Folder) -> None:
    ann.remove_folder(folder)
    assert codes(Replica(owner, folder).ask(1)) == ["ErrorSyncFolderNotFound"]


def test_the_work_grows_with_the_changes_alone(
    server: ExchangeServer, owner: Caller, ann: OpenMailbox, folder: Folder
) -> None:
    for number in range(1500):
        ann.create_contact({"GivenName": str(number)}, folder=folder)
    replica = Replica(owner, folder)
    replica.read(512)
    calls = server.requests["SyncFolderItems"]
    ann.edit(next(iter(folder.items.values())), {"JobTitle": "x"})
    replica.read(512)
    assert (calls, server.requests["SyncFolderItems"]) == (3, 4)
    assert replica.held == truth(folder)
