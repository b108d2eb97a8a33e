"""Mailboxes that cannot be reached, servers that are busy, and answers that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.connectors.errors import (
    BadAnswerError,
    ResyncError,
    StopRepError,
    ThrottledError,
    UnavailableError,
)
from syncline.connectors.port import Draft, Intent, ItemError, Mention, Written
from syncline.sandbox.faults import FaultKind
from tests.contract.mailbox_stage import ANN, BARE, CONTACTS, EVENTS, LUNCH, listed, make
from tests.support.microsoft365_stage import HOST, REP

if TYPE_CHECKING:
    from syncline.records.words import Collection
    from tests.support.microsoft365_stage import Microsoft365Stage


@pytest.mark.parametrize("collection", [CONTACTS, EVENTS])
def test_a_mailbox_outside_the_scope_stops_the_rep_at_once(stage: Microsoft365Stage, collection: object) -> None:
    stage.server.denied.add(REP)
    with pytest.raises(StopRepError) as caught:
        stage.open().changes(CONTACTS if collection is CONTACTS else EVENTS, None)
    assert caught.value.code == "microsoft365_outside_scope"
    assert "New-ManagementRoleAssignment" in caught.value.remedy
    assert stage.calls() == 1, "no retry"


def test_a_mailbox_that_leaves_the_scope_stops_every_kind_of_call(stage: Microsoft365Stage) -> None:
    contact = stage.put(CONTACTS, ANN)
    mailbox = stage.open()
    mailbox.changes(CONTACTS, None)
    stage.server.denied.add(REP)
    with pytest.raises(StopRepError):
        mailbox.read(CONTACTS, [contact])
    with pytest.raises(StopRepError):
        mailbox.create(CONTACTS, [Draft("key", ANN)])
    with pytest.raises(StopRepError):
        mailbox.delete(CONTACTS, [Mention(contact, "any")])


def test_a_user_without_a_licence(stage: Microsoft365Stage) -> None:
    stage.server.user(REP).licensed = False
    with pytest.raises(StopRepError) as caught:
        stage.open().changes(CONTACTS, None)
    assert caught.value.code == "microsoft365_no_mailbox"


def test_a_user_who_is_not_there(stage: Microsoft365Stage) -> None:
    stage.server.remove_mailbox(REP)
    with pytest.raises(StopRepError) as caught:
        stage.open().changes(EVENTS, None)
    assert caught.value.code == "microsoft365_user_unknown"


@pytest.mark.parametrize("collection", [CONTACTS, EVENTS])
def test_a_short_wait_is_left_to_a_later_turn_too(stage: Microsoft365Stage, collection: Collection) -> None:
    _, cursor = listed(stage, collection)
    stage.server.throttle(1, retry_after=3)
    with pytest.raises(ThrottledError) as caught:
        stage.open({collection: cursor}).changes(collection, cursor)
    assert caught.value.after == 3
    stage.open({collection: cursor}).changes(collection, cursor)


def test_nobody_calls_while_a_wait_lasts(stage: Microsoft365Stage) -> None:
    _, cursor = listed(stage, CONTACTS)
    stage.server.throttle(1, retry_after=600)
    with pytest.raises(ThrottledError) as caught:
        stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)
    assert caught.value.after == 600
    before = stage.calls()
    with pytest.raises(ThrottledError):
        stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)
    assert stage.calls() == before
    for _ in range(2):
        stage.open()
    stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)


def test_a_batch_of_which_all_is_throttled_is_left_to_a_later_turn(stage: Microsoft365Stage) -> None:
    mailbox = stage.open()
    mailbox.changes(CONTACTS, None)
    stage.server.throttle(3, retry_after=2)
    with pytest.raises(ThrottledError) as caught:
        mailbox.create(CONTACTS, [Draft(f"key-{number}", BARE[CONTACTS]) for number in range(3)])
    assert caught.value.after == 2
    assert listed(stage, CONTACTS)[0] == {}, "nothing was made"


def test_what_comes_after_a_throttled_batch_is_not_sent(stage: Microsoft365Stage) -> None:
    mailbox = stage.open()
    mailbox.changes(CONTACTS, None)
    stage.server.throttle(3, retry_after=600)
    done = mailbox.create(CONTACTS, [Draft(f"key-{number}", BARE[CONTACTS]) for number in range(27)])
    assert [isinstance(one, Written) for one in done] == [False] * 3 + [True] * 17 + [False] * 7
    assert stage.connection.calls["contacts:create"] == 1


def test_what_is_throttled_inside_a_batch_fails_alone(stage: Microsoft365Stage) -> None:
    mailbox = stage.open()
    mailbox.changes(CONTACTS, None)
    stage.server.throttle(1, retry_after=600)
    refused, *rest = mailbox.create(CONTACTS, [Draft(f"key-{number}", BARE[CONTACTS]) for number in range(3)])
    assert isinstance(refused, ItemError)
    assert refused.code == "throttled"
    assert all(isinstance(one, Written) for one in rest)
    with pytest.raises(ThrottledError):
        mailbox.read(CONTACTS, ["anything"])


def test_more_than_a_batch_holds_is_several_batches(stage: Microsoft365Stage) -> None:
    mailbox = stage.open()
    mailbox.changes(EVENTS, None)
    done = mailbox.create(EVENTS, [Draft(f"key-{number}", LUNCH) for number in range(41)])
    assert all(isinstance(one, Written) for one in done)
    assert stage.connection.calls["events:create"] == 3


@pytest.mark.parametrize("code", ["SyncStateNotFound", "syncStateNotFound", "resyncRequired"])
def test_every_way_in_which_a_token_is_void(stage: Microsoft365Stage, code: str) -> None:
    _, cursor = listed(stage, EVENTS)
    stage.box.expire_deltas(code)
    with pytest.raises(ResyncError):
        stage.open({EVENTS: cursor}).changes(EVENTS, cursor)


@pytest.mark.parametrize("kind", [FaultKind.HTML, FaultKind.HALF, FaultKind.NOTHING])
def test_what_is_no_answer_is_asked_again_later(stage: Microsoft365Stage, kind: FaultKind) -> None:
    _, cursor = listed(stage, CONTACTS)
    mailbox = stage.open({CONTACTS: cursor})
    with stage.fault(kind), pytest.raises(BadAnswerError):
        mailbox.changes(CONTACTS, cursor)


def test_a_server_that_says_when_it_is_back_is_left_alone_until_then(stage: Microsoft365Stage) -> None:
    _, cursor = listed(stage, CONTACTS)
    with stage.fault(FaultKind.UNAVAILABLE), pytest.raises(UnavailableError) as caught:
        stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)
    assert caught.value.after == 1
    stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)


def test_a_write_that_met_an_unavailable_server_is_not_sent_again(stage: Microsoft365Stage) -> None:
    mailbox = stage.open()
    mailbox.changes(CONTACTS, None)
    with stage.fault(FaultKind.UNAVAILABLE), pytest.raises(UnavailableError):
        mailbox.create(CONTACTS, [Draft("key", ANN)])


def test_a_link_that_leads_away_is_not_followed(stage: Microsoft365Stage) -> None:
    _, cursor = listed(stage, CONTACTS)
    stolen = cursor.replace(HOST, "https://graph.evil.example")
    assert stolen != cursor
    mailbox = stage.open({CONTACTS: stolen})
    with pytest.raises(BadAnswerError, match="leads away"):
        mailbox.changes(CONTACTS, stolen)


def test_one_that_graph_refuses_does_not_stop_the_others(stage: Microsoft365Stage) -> None:
    mailbox = stage.open()
    good = make(mailbox, CONTACTS, ANN)
    bad, fine = mailbox.create(CONTACTS, [Draft("x" * 300, {"Birthday": "no date"}), Draft("y", BARE[CONTACTS])])
    assert isinstance(bad, ItemError)
    assert bad.remedy
    assert "no date" not in bad.message
    assert isinstance(fine, Written)
    assert listed(stage, CONTACTS)[0].keys() == {good.id, fine.id}


def test_a_refusal_that_nobody_listed_is_named_as_one(stage: Microsoft365Stage) -> None:
    _, cursor = listed(stage, CONTACTS)
    broken = cursor.replace("deltatoken=", "deltatoken=x")
    with pytest.raises(BadAnswerError) as caught:
        stage.open({CONTACTS: broken}).changes(CONTACTS, broken)
    assert caught.value.code == "microsoft365_refused"


def test_a_key_with_anything_in_it_is_found_again(stage: Microsoft365Stage) -> None:
    mailbox = stage.open()
    key = "it's 100% & more? #1 + ü/ö"
    (done,) = mailbox.create(CONTACTS, [Draft(key, BARE[CONTACTS])])
    assert isinstance(done, Written)
    found = stage.open().made(CONTACTS, [Intent(key, BARE[CONTACTS], stage.now()), Intent("its", {}, stage.now())])
    assert {one: record.id for one, record in found.items()} == {key: done.id}
