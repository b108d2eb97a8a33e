"""A deleted item comes back as whole as Graph can make it: photo, categories and fields that do not sync."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from syncline.connectors.errors import RetryLaterError
from syncline.connectors.port import ItemError, Lost, Mention, Written
from syncline.sandbox.microsoft365 import Contact
from tests.contract.mailbox_stage import ANN, CONTACTS, EVENTS, LUNCH, listed, only
from tests.support.microsoft365_stage import graph_event

if TYPE_CHECKING:
    from syncline.records.words import Collection
    from tests.support.microsoft365_stage import Microsoft365Stage

PHOTO = b"\xff\xd8\xff\xe0 a face"
EXTRA = {"categories": ["Friends", "Key account"], "spouseName": "Kim", "nickName": "Annie", "fileAs": "The buyer"}


def decorated(stage: Microsoft365Stage) -> Contact:
    """A contact with more in it than any field that syncs."""
    contact = stage.put(CONTACTS, ANN, more_addresses=["ann@home.example"])
    item = stage.item(contact)
    assert isinstance(item, Contact)
    stage.box.edit(item, EXTRA)
    item.photo = PHOTO
    return item


def delete(stage: Microsoft365Stage, id_: str, collection: Collection = CONTACTS) -> Lost:
    """Delete it as Syncline does; answers what is known of it afterwards."""
    mailbox = stage.open()
    record = only(mailbox.read(collection, [id_])[0])
    (whole,) = mailbox.whole(collection, [id_])
    assert isinstance(whole, str)
    (gone,) = mailbox.delete(collection, [Mention(record.id, record.version)])
    assert isinstance(gone, Written)
    return Lost(record.id, "key-1", whole, record.values, stage.now(), record.trace)


def empty_the_bin(stage: Microsoft365Stage) -> None:
    for one in list(stage.box.well_known("deleteditems").items.values()):
        stage.box.purge(one)


def back(stage: Microsoft365Stage, lost: Lost, collection: Collection = CONTACTS) -> Written:
    (result,) = stage.open().restore(collection, [lost])
    assert isinstance(result, Written)
    return result


@pytest.mark.parametrize("emptied", [False, True])
def test_a_contact_comes_back_whole_even_from_an_emptied_folder(stage: Microsoft365Stage, *, emptied: bool) -> None:
    item = decorated(stage)
    before = dict(item.values)
    lost = delete(stage, item.id(immutable=True))
    if emptied:
        empty_the_bin(stage)
    result = back(stage, lost)
    found = stage.item(result.id)
    assert isinstance(found, Contact)
    assert found.folder is stage.folder
    assert found.values == before
    assert found.photo == PHOTO
    record = only(stage.open().read(CONTACTS, [result.id])[0])
    assert record.values == lost.values
    assert (result.version, result.after) == (record.version, record.values)


@pytest.mark.parametrize("emptied", [False, True])
def test_an_event_comes_back_and_nobody_is_told(stage: Microsoft365Stage, *, emptied: bool) -> None:
    event = stage.put(EVENTS, LUNCH)
    stage.box.edit(stage.item(event), {"categories": ["Salesforce"], "importance": "high"})
    lost = delete(stage, event, EVENTS)
    if emptied:
        empty_the_bin(stage)
    result = back(stage, lost, EVENTS)
    record = only(stage.open().read(EVENTS, [result.id])[0])
    assert record.values == LUNCH
    assert record.selected
    assert stage.item(result.id).values["importance"] == "high"
    assert stage.mails() == 0


def test_a_meeting_comes_back_without_inviting_anybody(stage: Microsoft365Stage) -> None:
    people = [{"emailAddress": {"address": "ann@customer.example", "name": "Ann"}, "type": "required"}]
    theirs = stage.box.create_event(
        graph_event(LUNCH) | {"attendees": people}, organizer=("Bo", "bo@customer.example")
    ).id(immutable=True)
    result = back(stage, delete(stage, theirs, EVENTS), EVENTS)
    assert only(stage.open().read(EVENTS, [result.id])[0]).attendees == 0
    assert stage.mails() == 0


@pytest.mark.parametrize("collection", [CONTACTS, EVENTS])
def test_what_is_there_again_is_not_brought_back_twice(stage: Microsoft365Stage, collection: Collection) -> None:
    lost = delete(stage, stage.put(collection, {CONTACTS: ANN, EVENTS: LUNCH}[collection]), collection)
    first = back(stage, lost, collection)
    assert back(stage, lost, collection).id == first.id
    assert listed(stage, collection)[0].keys() == {first.id}


def test_an_attempt_whose_answer_was_lost_is_found_by_the_next(stage: Microsoft365Stage) -> None:
    lost = delete(stage, stage.put(EVENTS, LUNCH), EVENTS)
    empty_the_bin(stage)
    stage.open().changes(EVENTS, None)
    mailbox = stage.open()
    posts = "POST /users/{user}/calendars/{calendar}/events"
    before = stage.server.requests[posts]
    with stage.losing_the_answer_to("calendars"), pytest.raises(RetryLaterError):
        mailbox.restore(EVENTS, [lost])
    assert stage.server.requests[posts] == before + 1
    back(stage, lost, EVENTS)
    assert len(listed(stage, EVENTS)[0]) == 1


def test_what_the_rep_has_elsewhere_by_now_is_left_there(stage: Microsoft365Stage) -> None:
    lost = delete(stage, stage.put(CONTACTS, ANN))
    stage.box.put(stage.item(lost.id), stage.box.contacts)
    (result,) = stage.open().restore(CONTACTS, [lost])
    assert isinstance(result, ItemError)
    assert result.code == "in_another_folder"
    assert stage.folder.items == {}


def test_what_was_never_kept_whole_is_said_to_be_so(stage: Microsoft365Stage) -> None:
    lost = delete(stage, stage.put(CONTACTS, ANN))
    empty_the_bin(stage)
    results = stage.open().restore(CONTACTS, [replace(lost, key="key-2", whole="<Kept/>"), lost])
    assert [getattr(result, "code", "") for result in results] == ["not_kept_whole", ""]


def test_nobody_sees_a_photo_of_somebody_without_one(stage: Microsoft365Stage) -> None:
    (whole,) = stage.open().whole(CONTACTS, [stage.put(CONTACTS, ANN)])
    assert isinstance(whole, str)
    assert "photo" not in whole
