"""How many calls things cost: the budget of a mailbox is counted in calls."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.connectors.port import Draft, Edit, Mention, Trail, Written
from syncline.sandbox.exchange import mapi
from tests.contract.mailbox_stage import ANN, BARE, CONTACTS, EVENTS, PAGE_SIZE, follow, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from syncline.records.words import Collection
    from tests.support.exchange_stage import ExchangeStage


@contextmanager
def costing(stage: ExchangeStage, **expected: int) -> Iterator[None]:
    """These calls and no others are made."""
    before, server_before = Counter(stage.connection.calls), Counter(stage.server.requests)
    yield
    assert Counter(stage.connection.calls) - before == Counter(expected)
    assert stage.server.requests - server_before == Counter(expected)


def settled(stage: ExchangeStage) -> dict[Collection, str]:
    """Let both collections come to rest; answers their cursors."""
    cursors: dict[Collection, str] = {}
    for collection in (CONTACTS, EVENTS):
        stage.put(collection, BARE[collection])
        _, cursor = listed(stage, collection)
        _, cursors[collection] = follow(stage.open({collection: cursor}), collection, cursor)
    return cursors


def test_an_idle_cycle_is_one_call_for_both_collections(stage: ExchangeStage) -> None:
    contacts, events = settled(stage).values()
    for _ in range(3):
        with costing(stage, GetFolder=1):
            mailbox = stage.open({CONTACTS: contacts, EVENTS: events})
            assert mailbox.changes(CONTACTS, contacts).cursor == contacts
            assert mailbox.changes(EVENTS, events).cursor == events


def test_opening_costs_nothing_and_one_collection_alone_is_one_call_too(stage: ExchangeStage) -> None:
    _, events = settled(stage).values()
    with costing(stage):
        mailbox = stage.open({CONTACTS: None, EVENTS: events})
    with costing(stage, GetFolder=1):
        mailbox.changes(EVENTS, events)


def test_only_the_folder_that_changed_is_read(stage: ExchangeStage) -> None:
    contacts, events = settled(stage).values()
    stage.put(EVENTS, BARE[EVENTS])
    mailbox = stage.open({CONTACTS: contacts, EVENTS: events})
    with costing(stage, GetFolder=1, SyncFolderItems=1):
        assert mailbox.changes(CONTACTS, contacts).mentions == ()
        assert len(mailbox.changes(EVENTS, events).mentions) == 1


def test_deleting_shows_in_the_tag_too(stage: ExchangeStage) -> None:
    contact = stage.put(CONTACTS, ANN)
    cursor = settled(stage)[CONTACTS]
    _, cursor = follow(stage.open({CONTACTS: cursor}), CONTACTS, cursor)
    stage.trash(contact)
    assert stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor).gone == (contact,)


def test_a_folder_that_changed_within_two_seconds_is_not_trusted(stage: ExchangeStage) -> None:
    _, cursor = listed(stage, CONTACTS)
    mailbox = stage.open({CONTACTS: cursor})
    first = stage.put(CONTACTS, ANN)
    page = mailbox.changes(CONTACTS, cursor)
    assert [one.id for one in page.mentions] == [first]
    second = stage.put(CONTACTS, ANN)
    with costing(stage, GetFolder=1, SyncFolderItems=1):
        page = stage.open({CONTACTS: page.cursor}).changes(CONTACTS, page.cursor)
    assert [one.id for one in page.mentions] == [second]


def test_the_tag_is_of_before_the_reading(stage: ExchangeStage) -> None:
    """What arrives between the look at the folder and the end of the reading is found by the next cycle."""
    ids = {stage.put(CONTACTS, ANN) for _ in range(PAGE_SIZE + 1)}
    mailbox = stage.open()
    stage.clock.advance(timedelta(minutes=1))
    first = mailbox.changes(CONTACTS, None)
    mailbox = stage.open({CONTACTS: first.cursor})
    second = mailbox.changes(CONTACTS, first.cursor)
    stage.clock.advance(timedelta(minutes=1))
    late = stage.put(CONTACTS, ANN)
    page = stage.open({CONTACTS: second.cursor}).changes(CONTACTS, second.cursor)
    assert {one.id for one in (*first.mentions, *second.mentions)} == ids
    assert [one.id for one in page.mentions] == [late]


def test_once_an_hour_a_folder_is_read_whatever_its_tag(stage: ExchangeStage) -> None:
    cursor = settled(stage)[CONTACTS]
    stage.clock.advance(timedelta(hours=1))
    with costing(stage, GetFolder=1, SyncFolderItems=1):
        page = stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)
    with costing(stage, GetFolder=1):
        stage.open({CONTACTS: page.cursor}).changes(CONTACTS, page.cursor)


def test_without_tags_every_cycle_reads(stage: ExchangeStage, monkeypatch: pytest.MonkeyPatch) -> None:
    contacts, events = settled(stage).values()
    monkeypatch.setattr(mapi, "_FOLDER", {})
    for _ in range(2):
        with costing(stage, GetFolder=1, SyncFolderItems=2):
            mailbox = stage.open({CONTACTS: contacts, EVENTS: events})
            contacts = mailbox.changes(CONTACTS, contacts).cursor
            events = mailbox.changes(EVENTS, events).cursor


def test_the_first_cycle(stage: ExchangeStage) -> None:
    mailbox = stage.open({CONTACTS: None, EVENTS: None})
    # A folder is looked for by its name, then by our mark, before another is made; the calendar gets its mark.
    with costing(stage, FindFolder=2, CreateFolder=1, GetFolder=2, UpdateFolder=1, SyncFolderItems=2):
        mailbox.changes(CONTACTS, None)
        mailbox.changes(EVENTS, None)


def test_many_records_take_few_calls(stage: ExchangeStage) -> None:
    mailbox = stage.open()
    mailbox.changes(CONTACTS, None)
    count = 3 * PAGE_SIZE
    with costing(stage, CreateItem=3):
        done = mailbox.create(CONTACTS, [Draft(str(one), ANN) for one in range(count)])
    written = [one for one in done if isinstance(one, Written)]
    with costing(stage, GetItem=3):
        mailbox.read(CONTACTS, [one.id for one in written])
    with costing(stage, UpdateItem=3):
        edits = [Edit(one.id, one.version, {"JobTitle": "New"}, ANN) for one in written]
        edited = [one for one in mailbox.update(CONTACTS, edits) if isinstance(one, Written)]
    with costing(stage, GetItem=3, DeleteItem=3):
        mailbox.delete(CONTACTS, [Mention(one.id, one.version) for one in edited])


def test_a_new_name_costs_a_look_at_the_one_that_is_shown(stage: ExchangeStage) -> None:
    mailbox = stage.open()
    (done,) = mailbox.create(CONTACTS, [Draft("key", ANN)])
    assert isinstance(done, Written)
    with costing(stage, GetItem=1, UpdateItem=1):
        mailbox.update(CONTACTS, [Edit(done.id, done.version, {"Surname": "Ray"}, {**ANN, "Surname": "Ray"})])


def test_looking_for_many_that_left_takes_few_calls(stage: ExchangeStage) -> None:
    mailbox = stage.open()
    mailbox.changes(CONTACTS, None)
    trails = [Trail("gone", f"marker:{one}") for one in range(60)]
    with costing(stage, GetFolder=1, FindFolder=1, FindItem=2):
        mailbox.locate(CONTACTS, trails)
    with costing(stage, FindItem=1):
        mailbox.locate(CONTACTS, trails[:5])
    with costing(stage):
        mailbox.locate(CONTACTS, [Trail("gone", None)])


def test_an_update_without_anything_to_change_is_no_call(stage: ExchangeStage) -> None:
    contact = stage.put(CONTACTS, ANN)
    mailbox = stage.open()
    with costing(stage):
        assert mailbox.update(CONTACTS, [Edit(contact, "v", {}, ANN)]) == [Written(contact, "v")]


def test_being_read_is_no_change(stage: ExchangeStage) -> None:
    item = stage.item(stage.put(CONTACTS, ANN))
    _, cursor = listed(stage, CONTACTS)
    stage.box.change_item(item, read_flag_only=True)
    page = stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)
    assert (page.mentions, page.gone) == ((), ())
