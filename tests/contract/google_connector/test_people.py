"""Contacts on Google: tokens of seven days, writes that show late, batches with one bad contact, photos."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from syncline.connectors.errors import ResyncError, ThrottledError, UnavailableError
from syncline.connectors.google.create_contacts import _result
from syncline.connectors.google.refusals import Refusal
from syncline.connectors.google.whole_contacts import _kept
from syncline.connectors.port import (
    Conflict,
    Draft,
    Edit,
    Intent,
    ItemError,
    Lost,
    Mention,
    Missing,
    Trail,
    Whereabouts,
    Written,
)
from syncline.records.record import Record
from syncline.sandbox.faults import FaultKind
from syncline.sandbox.google import Limit
from tests.contract.mailbox_stage import ANN, BARE, CONTACTS, follow, listed, make, mentioned, only
from tests.support.google_stage import ORIGIN, REP

if TYPE_CHECKING:
    from tests.support.google_stage import GoogleStage


def test_a_sync_token_lives_seven_days(stage: GoogleStage) -> None:
    contact = stage.put(CONTACTS, ANN)
    _, cursor = listed(stage, CONTACTS)
    stage.clock.advance(timedelta(days=7, hours=1))
    with pytest.raises(ResyncError):
        stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)
    assert listed(stage, CONTACTS)[0].keys() == {contact}


def test_what_was_just_written_is_read_by_name_though_no_listing_shows_it(stage: GoogleStage) -> None:
    _, cursor = listed(stage, CONTACTS)
    stage.server.propagation = timedelta(hours=1)
    mailbox = stage.open({CONTACTS: cursor})
    done = make(mailbox, CONTACTS, ANN)
    pages, _ = follow(stage.open({CONTACTS: cursor}), CONTACTS, cursor)
    assert mentioned(pages) == {}
    assert [one for page in pages for one in page.gone] == []
    reading = stage.open({CONTACTS: cursor})
    assert only(reading.read(CONTACTS, [done.id])[0]).values == ANN
    assert reading.locate(CONTACTS, [Trail(done.id, done.trace)]) == [Whereabouts.HERE]
    assert reading.lag(CONTACTS) > timedelta(minutes=2)


def test_a_listing_that_shows_an_old_version_is_read_as_it_is_now(stage: GoogleStage) -> None:
    contact = stage.put(CONTACTS, BARE[CONTACTS])
    versions, cursor = listed(stage, CONTACTS)
    stage.server.propagation = timedelta(hours=1)
    edit = Edit(contact, versions[contact], {"Body": "Ours"}, {**BARE[CONTACTS], "Body": "Ours"})
    (done,) = stage.open({CONTACTS: cursor}).update(CONTACTS, [edit])
    assert isinstance(done, Written)
    late = stage.open()
    pages, _ = follow(late, CONTACTS, None)
    assert mentioned(pages) == versions
    assert only(late.read(CONTACTS, [contact])[0]).version == done.version


def test_only_a_tombstone_is_proof_of_a_deletion(stage: GoogleStage) -> None:
    contact = stage.put(CONTACTS, ANN)
    _, cursor = listed(stage, CONTACTS)
    stage.trash(contact)
    assert stage.open().locate(CONTACTS, [Trail(contact, None)]) == [Whereabouts.UNKNOWN]
    assert stage.open({CONTACTS: cursor}).locate(CONTACTS, [Trail(contact, None)]) == [Whereabouts.DELETED]
    mailbox = stage.open({CONTACTS: cursor})
    assert mailbox.changes(CONTACTS, cursor).gone == (contact,)
    assert mailbox.locate(CONTACTS, [Trail(contact, None)]) == [Whereabouts.DELETED]


@pytest.mark.parametrize(("code", "absent"), [(5, True), (8, False), (13, False), (14, False)])
def test_a_contact_that_cannot_be_read_just_now_is_not_missing(stage: GoogleStage, code: int, absent: bool) -> None:  # noqa: FBT001 - a table
    contact = stage.put(CONTACTS, ANN)
    mailbox = stage.open()
    mailbox.changes(CONTACTS, None)
    response = {"requestedResourceName": contact, "status": {"code": code}}
    with stage.answering("/people:batchGet", 200, {"responses": [response]}):
        if absent:
            assert mailbox.read(CONTACTS, [contact]) == [Missing(contact)]
        else:
            with pytest.raises(UnavailableError):
                mailbox.read(CONTACTS, [contact])


def test_a_contact_in_the_private_trash_is_no_longer_writable(stage: GoogleStage) -> None:
    contact = stage.put(CONTACTS, ANN)
    versions, _ = listed(stage, CONTACTS)
    stage.account.move_contact(contact, out_of=stage.group)
    mailbox = stage.open()
    edit = Edit(contact, versions[contact], {"Body": "x"}, {**ANN, "Body": "x"})
    assert mailbox.update(CONTACTS, [edit]) == [Missing(contact)]
    assert mailbox.delete(CONTACTS, [Mention(contact, versions[contact])]) == [Missing(contact)]
    assert mailbox.read(CONTACTS, [contact]) == [Missing(contact)]


def test_one_bad_contact_does_not_stop_the_others(stage: GoogleStage) -> None:
    bad = {**ANN, "Birthday": "9999-12-31"}
    drafts = [Draft("a", ANN), Draft("b", bad), Draft("c", BARE[CONTACTS])]
    results = stage.open().create(CONTACTS, drafts)
    assert isinstance(results[0], Written)
    assert isinstance(results[2], Written)


def test_what_changes_between_the_look_and_the_write_is_a_conflict(stage: GoogleStage) -> None:
    first, second = stage.put(CONTACTS, BARE[CONTACTS]), stage.put(CONTACTS, ANN)
    versions, _ = listed(stage, CONTACTS)
    mailbox = stage.open()
    mailbox.read(CONTACTS, [first])
    look = stage.faults._application
    done: list[bool] = []

    def meddling(environ: Any, start: Any) -> Any:
        if environ["PATH_INFO"].endswith(":batchUpdateContacts") and not done:
            done.append(True)
            stage.change(first, {"Body": "A person's word"})
        return look(environ, start)

    stage.faults._application = meddling
    edits = [Edit(one, versions[one], {"JobTitle": "Ours"}, {**ANN, "JobTitle": "Ours"}) for one in (first, second)]
    conflict, written = mailbox.update(CONTACTS, edits)
    assert done
    assert conflict == Conflict(first)
    assert isinstance(written, Written)


def test_what_google_does_not_tell_of_is_looked_for(stage: GoogleStage) -> None:
    assert isinstance(_result("k", {"createdPeople": []}), ItemError)
    refused = _result("k", Refusal(400, "invalidArgument"))
    assert isinstance(refused, ItemError)
    assert refused.code == "google:invalidArgument"
    told = _result("k", {"createdPeople": []})
    assert isinstance(told, ItemError)
    assert told.code == "google_not_told"
    assert stage.now()


def test_a_deleted_contact_comes_back_whole_under_a_new_name(stage: GoogleStage) -> None:
    contact = stage.put(CONTACTS, ANN, more_addresses=["second@customer.example"])
    friends = stage.account.create_group("Friends of ours")
    stage.account.move_contact(contact, into=friends)
    stage.account.edit_contact(contact, {"nicknames": [{"value": "Annie"}]})
    versions, _ = listed(stage, CONTACTS)
    mailbox = stage.open()
    (whole,) = mailbox.whole(CONTACTS, [contact])
    assert isinstance(whole, str)
    mailbox.delete(CONTACTS, [Mention(contact, versions[contact])])
    lost = Lost(contact, "undo-1", whole, ANN, stage.now())
    (back,) = mailbox.restore(CONTACTS, [lost])
    assert isinstance(back, Written)
    assert back.id != contact
    assert back.after == ANN
    values = stage.account.book.people.entries[back.id].values
    assert values["nicknames"][0]["value"] == "Annie"
    assert [one["value"] for one in values["emailAddresses"]] == [ANN["EmailAddress1"], "second@customer.example"]
    groups = {one["contactGroupMembership"]["contactGroupResourceName"] for one in values["memberships"]}
    assert groups == {stage.group, friends, "contactGroups/myContacts"}
    (again,) = stage.open().restore(CONTACTS, [lost])
    assert isinstance(again, Written)
    assert again.id == back.id


def test_what_is_there_or_elsewhere_or_was_not_kept_is_not_made_anew(stage: GoogleStage) -> None:
    here, away = stage.put(CONTACTS, ANN), stage.put(CONTACTS, BARE[CONTACTS])
    stage.account.move_contact(away, out_of=stage.group)
    losts = [
        Lost(here, "k1", "{}", ANN, stage.now()),
        Lost(away, "k2", "{}", ANN, stage.now()),
        Lost("people/c404", "k3", "no json", ANN, stage.now()),
    ]
    same, elsewhere, not_kept = stage.open().restore(CONTACTS, losts)
    assert isinstance(same, Written)
    assert same.id == here
    assert isinstance(elsewhere, ItemError)
    assert elsewhere.code == "in_another_folder"
    assert isinstance(not_kept, ItemError)
    assert not_kept.code == "not_kept_whole"


@pytest.mark.parametrize("limit", [Limit.USER, Limit.PROJECT, Limit.USAGE, Limit.TOO_MANY])
def test_a_full_quota_is_a_pause_for_that_mailbox_whichever_way_it_is_told(stage: GoogleStage, limit: Limit) -> None:
    _, cursor = listed(stage, CONTACTS)
    mailbox = stage.open({CONTACTS: cursor})
    stage.server.quota.refuse([limit])
    with pytest.raises(ThrottledError) as caught:
        mailbox.changes(CONTACTS, cursor)
    assert caught.value.after
    spent = stage.server.requests.total()
    with pytest.raises(ThrottledError):
        mailbox.changes(CONTACTS, cursor)
    assert stage.server.requests.total() == spent, "nobody is called while the pause lasts"
    assert stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)


def test_pauses_grow_while_google_says_nothing_of_how_long(stage: GoogleStage) -> None:
    _, cursor = listed(stage, CONTACTS)
    waits: list[float | None] = []
    for _ in range(7):
        stage.server.quota.refuse([Limit.USER])
        with pytest.raises(ThrottledError) as caught:
            stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)
        waits.append(caught.value.after)
    assert waits == [2, 4, 8, 16, 32, 64, 64]


def test_a_server_that_is_away_is_asked_again_later(stage: GoogleStage) -> None:
    _, cursor = listed(stage, CONTACTS)
    with stage.fault(FaultKind.UNAVAILABLE), pytest.raises(UnavailableError):
        stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)
    assert stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)


def test_what_was_made_long_ago_is_not_looked_through(stage: GoogleStage) -> None:
    for number in range(12):
        stage.put(CONTACTS, {"Surname": f"Old {number}"})
    stage.clock.advance(timedelta(days=1))
    mailbox = stage.open()
    make(mailbox, CONTACTS, ANN, key="new")
    stage.clock.advance(timedelta(minutes=30))
    before = stage.connection.calls.get("people.connections.list", 0)
    found = mailbox.made(CONTACTS, [Intent("new", ANN, stage.now() - timedelta(minutes=36))])
    assert isinstance(found["new"], Record)
    assert stage.connection.calls["people.connections.list"] == before + 1


def test_the_whole_contact_is_json_with_what_no_field_of_ours_holds(stage: GoogleStage) -> None:
    contact = stage.put(CONTACTS, ANN)
    stage.account.edit_contact(contact, {"interests": [{"value": "Tea"}]})
    (whole,) = stage.open().whole(CONTACTS, [contact])
    assert isinstance(whole, str)
    assert json.loads(whole)["person"]["interests"][0]["value"] == "Tea"


def test_a_photo_is_kept_and_comes_back(stage: GoogleStage) -> None:
    contact = stage.put(CONTACTS, ANN)
    picture = b"\x89PNG a picture"
    real = stage.faults._application
    given: list[Any] = []

    def application(environ: Any, start: Any) -> Any:
        path = str(environ["PATH_INFO"])
        if path == "/photo":
            assert "HTTP_AUTHORIZATION" not in environ, "the address is Google's word: no token goes there"
            start("200 OK", [("Content-Type", "image/png")])
            return [picture]
        if path.endswith(":updateContactPhoto"):
            given.append(json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))))
            start("200 OK", [("Content-Type", "application/json")])
            return [b"{}"]
        answer = b"".join(real(environ, start))
        return [answer]

    stage.faults._application = application
    (whole,) = stage.open().whole(CONTACTS, [contact])
    assert isinstance(whole, str)
    assert "photo" not in json.loads(whole), "a default picture is none of the rep's"
    kept = json.loads(whole)
    kept["person"]["photos"] = [{"url": f"{ORIGIN}/photo"}]
    assert _kept(stage.connection.account(REP), kept["person"]) == json.dumps(
        {**kept, "photo": b64encode(picture).decode()}, ensure_ascii=False
    )
    stage.trash(contact)
    again = _kept(stage.connection.account(REP), kept["person"])
    (back,) = stage.open().restore(CONTACTS, [Lost(contact, "undo-photo", again, ANN, stage.now())])
    assert isinstance(back, Written)
    assert back.after == ANN
    assert [one["photoBytes"] for one in given] == [b64encode(picture).decode()]
