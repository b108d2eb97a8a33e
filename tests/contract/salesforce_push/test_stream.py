"""The connector hears of changes over the Pub/Sub API, goes on where it stopped, and sorts what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.cli.probing import changes
from syncline.connectors.errors import BadAnswerError, ResyncError, SignInAgainError, UnavailableError
from syncline.connectors.notices import NotToldError
from syncline.connectors.salesforce.pubsub.wire import Fetched, fetch_request, fetch_response
from syncline.sandbox.salesforce.pubsub.messages import MESSAGES
from tests.contract.salesforce_push.conftest import CONTACTS, heard

if TYPE_CHECKING:
    from tests.contract.salesforce_push.conftest import Stand


def test_a_change_is_heard_and_the_next_line_goes_on_after_it(stand: Stand) -> None:
    stream = stand.follow()
    stand.add()
    first = heard(stream)
    assert first.events == 1
    stream.close()  # type: ignore[attr-defined]  # it is a generator
    stand.add("Weber")
    stand.add("Wolf")
    again = heard(stand.follow(first.replay))
    assert again.events == 2
    assert again.replay > first.replay


def test_changes_of_other_objects_are_not_heard(stand: Stand) -> None:
    stream = stand.follow()
    stand.house.org.admin.create("Account", {"Name": "Acme"})
    assert next(stream).events == 0


def test_more_is_asked_for_before_all_has_come(stand: Stand) -> None:
    stream = stand.follow()
    for number in range(250):
        stand.add(f"Vogel {number}")
    found = 0
    while found < 250:
        found += heard(stream).events
    assert found == 250


def test_a_place_that_is_not_kept_any_more_is_said_to_be_lost(stand: Stand) -> None:
    stream = stand.follow()
    stand.add()
    place = heard(stream).replay
    stand.add()
    stand.server.bus.forget()
    stand.add()
    with pytest.raises(ResyncError):
        next(stand.follow(place))


def test_what_is_not_switched_on_is_not_told(stand: Stand) -> None:
    stand.server.bus.selected.remove("Contact")
    with pytest.raises(NotToldError):
        next(stand.feed.follow(CONTACTS, b""))


def test_a_session_that_ended_is_begun_anew_by_the_next_line(stand: Stand) -> None:
    stand.follow()
    stand.house.org.sessions.revoke_all()
    with pytest.raises(SignInAgainError):
        next(stand.feed.follow(CONTACTS, b""))
    assert next(stand.feed.follow(CONTACTS, b"")).events == 0


def test_a_server_that_ends_breaks_the_line(stand: Stand) -> None:
    stream = stand.follow()
    stand.server.stop()
    with pytest.raises(UnavailableError):
        list(stream)


def test_our_requests_are_what_protobufs_own_library_reads() -> None:
    read = MESSAGES["FetchRequest"].FromString(fetch_request("/data/x", 100, b"\x00\xff" * 100))
    assert (read.topic_name, read.num_requested, read.replay_preset) == ("/data/x", 100, 2)
    assert read.replay_id == b"\x00\xff" * 100
    first = MESSAGES["FetchRequest"].FromString(fetch_request("/data/x", 7))
    assert (first.num_requested, first.replay_preset, first.replay_id) == (7, 0, b"")


def test_answers_are_read_as_protobufs_own_library_writes_them() -> None:
    event = MESSAGES["ConsumerEvent"](
        replay_id=b"\x07", event=MESSAGES["ProducerEvent"](id="1", payload=b"x" * 300, headers=[{"key": "a"}])
    )
    answer = MESSAGES["FetchResponse"](
        events=[event, event], latest_replay_id=b"\x09", rpc_id="r", pending_num_requested=98
    )
    assert fetch_response(answer.SerializeToString()) == Fetched(2, b"\x09", 98)
    assert fetch_response(MESSAGES["FetchResponse"](events=[event]).SerializeToString()) == Fetched(1, b"\x07", 0)
    assert fetch_response(b"") == Fetched(0, b"", 0)


@pytest.mark.parametrize("message", [b"\x0a", b"\x0a\x05x", b"\x0b", b"\xff" * 12, b"\x09\x00"])
def test_half_an_answer_is_none(message: bytes) -> None:
    with pytest.raises(BadAnswerError):
        fetch_response(message)


def test_the_connection_test_warns_where_changes_are_polled(stand: Stand) -> None:
    assert changes(stand.connection, stand.server.address).warning == ""
    stand.server.bus.selected.remove("Event")
    looked = changes(stand.connection, stand.server.address)
    assert looked.warning == "changes_not_told"
    assert "/data/EventChangeEvent" in looked.text
    assert "Contact" not in looked.text
    stand.server.stop()
    assert changes(stand.connection, stand.server.address).warning == "changes_not_told"
